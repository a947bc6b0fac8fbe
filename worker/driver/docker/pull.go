package docker

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	cerrdefs "github.com/containerd/errdefs"
	"github.com/moby/moby/client"

	"github.com/iexecd/iexecd/worker/driver"
)

// stalledAfter is how long a pull may tell no progress.
const stalledAfter = 2 * time.Minute

// Puller gets images from their registries, each once at a time.
type Puller struct {
	daemon *client.Client

	mu      sync.Mutex
	pulling map[string]*pull
}

// pull is a pull under way, for all who wait for it.
type pull struct {
	done chan struct{}
	err  error
}

var _ Images = (*Puller)(nil)

// NewPuller returns a puller for a daemon.
func NewPuller(daemon *client.Client) *Puller {
	return &Puller{daemon: daemon, pulling: map[string]*pull{}}
}

// Use implements Images: this puller removes nothing.
func (*Puller) Use(string) func() { return func() {} }

// Ensure implements Images.
func (p *Puller) Ensure(ctx context.Context, ref string) error {
	if !pinned(ref) {
		return fmt.Errorf("%w: the image %q is not named host/name@sha256:<64 digits>", driver.ErrBadApp, ref)
	}
	p.mu.Lock()
	under := p.pulling[ref]
	if under == nil {
		under = &pull{done: make(chan struct{})}
		p.pulling[ref] = under
		go func() { // who waits may give up; the pull is for all
			under.err = p.pull(context.WithoutCancel(ctx), ref)
			p.mu.Lock()
			delete(p.pulling, ref)
			p.mu.Unlock()
			close(under.done)
		}()
	}
	p.mu.Unlock()
	select {
	case <-under.done:
		return under.err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// pinned reports whether an image is named by the digest of its manifest.
func pinned(ref string) bool {
	name, digest, ok := strings.Cut(ref, "@sha256:")
	if !ok || !strings.Contains(name, "/") || len(digest) != 64 {
		return false
	}
	return strings.Trim(digest, "0123456789abcdef") == ""
}

// pull gets an image unless the daemon has it, and checks that it is the one named.
func (p *Puller) pull(ctx context.Context, ref string) error {
	if found, err := p.has(ctx, ref); found || err != nil {
		return err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	stream, err := p.daemon.ImagePull(ctx, ref, client.ImagePullOptions{})
	if err != nil {
		return pullError(ref, err)
	}
	defer func() { _ = stream.Close() }()
	stalled := fmt.Errorf("its registry tells no progress for %s", stalledAfter)
	timer := time.AfterFunc(stalledAfter, func() { cancel(stalled) })
	defer timer.Stop()
	for message, err := range stream.JSONMessages(ctx) {
		timer.Reset(stalledAfter)
		if err == nil && message.Error != nil {
			err = message.Error
		}
		if err != nil {
			return pullError(ref, errors.Join(context.Cause(ctx), err))
		}
	}
	found, err := p.has(ctx, ref)
	if err == nil && !found {
		err = fmt.Errorf("the image %s is not there after it was pulled", ref)
	}
	return err
}

// has reports whether the daemon has the image of that digest.
func (p *Puller) has(ctx context.Context, ref string) (bool, error) {
	r, err := p.daemon.ImageInspect(ctx, ref)
	if cerrdefs.IsNotFound(err) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("docker: %w", err)
	}
	_, digest, _ := strings.Cut(ref, "@")
	return slices.ContainsFunc(r.RepoDigests, func(d string) bool { return strings.HasSuffix(d, "@"+digest) }), nil
}

// pullError tells whether anybody could pull the image. Daemons say that a registry
// has no such manifest in words only.
func pullError(ref string, err error) error {
	text := err.Error()
	for _, says := range []string{"manifest unknown", "not found", "does not match", "unsupported media type"} {
		if cerrdefs.IsNotFound(err) || strings.Contains(text, says) {
			return fmt.Errorf("%w: %s: %w", driver.ErrBadApp, ref, err)
		}
	}
	return fmt.Errorf("the image %s cannot be pulled: %w", ref, err)
}
