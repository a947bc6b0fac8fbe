package images

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	cerrdefs "github.com/containerd/errdefs"
	"github.com/google/go-containerregistry/pkg/name"
	"github.com/moby/moby/api/pkg/authconfig"
	"github.com/moby/moby/api/types/jsonstream"
	"github.com/moby/moby/api/types/registry"
	"github.com/moby/moby/client"
)

// has reports whether the daemon has the image of that digest, and how big it is.
func (c *Cache) has(ctx context.Context, ref name.Digest) (found bool, size int64, err error) {
	r, err := c.daemon.ImageInspect(ctx, ref.String())
	if cerrdefs.IsNotFound(err) {
		return false, 0, nil
	}
	if err != nil {
		return false, 0, fmt.Errorf("docker: %w", err)
	}
	found = slices.ContainsFunc(r.RepoDigests, func(d string) bool { return strings.HasSuffix(d, "@"+ref.DigestStr()) })
	return found, r.Size, nil
}

// pull has the daemon pull an image, and checks that what came is the image named.
func (c *Cache) pull(ctx context.Context, ref name.Digest, parts layers) error {
	options := client.ImagePullOptions{}
	if secret, ok := c.credential(ref.RegistryStr()); ok {
		auth, err := authconfig.Encode(registry.AuthConfig{
			Username: secret.Username, Password: secret.Password, ServerAddress: ref.RegistryStr(),
		})
		if err != nil {
			return errors.New("the credential of " + ref.RegistryStr() + " cannot be encoded")
		}
		options.RegistryAuth = auth
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	stalled := fmt.Errorf("its registry makes no progress for %s", c.options.Inactivity)
	idle := time.AfterFunc(c.options.Inactivity, func() { cancel(stalled) })
	defer idle.Stop()
	defer c.guardDisk(ctx, cancel)()
	if err := c.stream(ctx, ref, parts, options, idle); err != nil {
		if cause := context.Cause(ctx); cause != nil {
			err = cause
		}
		return pullError(ref, err)
	}
	found, size, err := c.has(ctx, ref)
	switch {
	case err != nil:
		return err
	case !found:
		return cannotPull(ref, errors.New("the daemon pulled it and does not have it"))
	case size > c.options.MaxUnpackedBytes:
		return c.tooBig(ctx, ref, size)
	}
	return nil
}

// stream listens to a pull to its end.
func (c *Cache) stream(
	ctx context.Context, ref name.Digest, parts layers, options client.ImagePullOptions, idle *time.Timer,
) error {
	stream, err := c.daemon.ImagePull(ctx, ref.String(), options)
	if err != nil {
		return err
	}
	defer func() { _ = stream.Close() }()
	heard := progress{parts: parts, done: layers{}, total: parts.total()}
	for message, err := range stream.JSONMessages(ctx) {
		if err == nil && message.Error != nil {
			err = message.Error
		}
		if err != nil {
			return err
		}
		// That it will try again soon is no progress.
		if !strings.HasPrefix(message.Status, "Retrying") {
			idle.Reset(c.options.Inactivity)
		}
		if heard.take(message) {
			c.tell(ref, heard.sum, heard.total)
		}
	}
	c.tell(ref, heard.total, heard.total)
	return ctx.Err()
}

func (c *Cache) tell(ref name.Digest, done, total int64) {
	if c.options.Progress != nil {
		c.options.Progress(ref.String(), done, total)
	}
}

// progress adds up what the daemon tells of each layer.
type progress struct {
	parts, done layers
	sum, total  int64
}

// take reports whether more is here than before.
func (p *progress) take(m jsonstream.Message) bool {
	size, ok := p.parts[m.ID]
	if !ok {
		return false
	}
	now := int64(0)
	switch m.Status {
	case "Downloading":
		if m.Progress != nil {
			now = min(m.Progress.Current, size)
		}
	case "Already exists", "Download complete", "Verifying Checksum", "Extracting", "Pull complete":
		now = size
	}
	more := now - p.done[m.ID]
	if more <= 0 {
		return false
	}
	p.done[m.ID] = now
	p.sum += more
	return true
}

// pullError tells whether anybody could pull an image whose manifest is there. That
// its parts do not fit together daemons say in words only.
func pullError(ref name.Digest, err error) error {
	for _, says := range []string{
		"don't match image configuration", "invalid rootfs in image configuration", "unsupported media type",
	} {
		if strings.Contains(err.Error(), says) {
			return badApp("%s is no image: %w", ref, err)
		}
	}
	return cannotPull(ref, err)
}

// tooBig removes an image that is larger than its manifest let expect, and remembers
// it: it is not pulled again to find out the same.
func (c *Cache) tooBig(ctx context.Context, ref name.Digest, size int64) error {
	err := fmt.Errorf("the image %s has %d bytes unpacked, more than the %d that this worker takes; next: raise its "+
		"limit, or make the image smaller", ref, size, c.options.MaxUnpackedBytes)
	c.mu.Lock()
	c.refused[ref.String()] = err
	c.mu.Unlock()
	_, removed := c.daemon.ImageRemove(ctx, ref.String(), client.ImageRemoveOptions{PruneChildren: true})
	return errors.Join(err, removed)
}
