// Package images gets the images of containers for a Docker daemon, and makes room
// when its disk fills up. An image is named by the digest of its manifest, got once
// however many ask for it, refused if it is too big, and removed again only if this
// worker pulled it and nobody uses it.
package images

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"time"

	"github.com/google/go-containerregistry/pkg/name"
	"github.com/moby/moby/client"
)

// Defaults of Options. 80 % and two pulls at a time are what Nomad's Docker driver
// does; the sizes let all apps of the store through (OpenFOAM and Blender are 1.2 GB
// unpacked).
const (
	DefaultMaxBytes         = 4 << 30
	DefaultMaxUnpackedBytes = 16 << 30
	DefaultHighWatermark    = 80
	DefaultLowWatermark     = 70
	DefaultParallel         = 2
	DefaultInactivity       = 2 * time.Minute
	DefaultTimeout          = time.Hour
	DefaultDelay            = 3 * time.Minute
)

// Options are what a Cache is made of; but for File, nothing is its default.
type Options struct {
	File string // remembers what this worker pulled and when it was used last

	MaxBytes         int64 // of one image as its manifest says it: what is downloaded
	MaxUnpackedBytes int64 // of one image at the daemon

	DiskPath      string // whose disk is watched; empty = the daemon's folder, if it is of this machine
	HighWatermark int    // percent of the disk, or of its inodes, from which on images are removed
	LowWatermark  int    // percent below which no more are removed
	// DiskUsage returns how full the disk of a path is, in percent; nil = what df says.
	DiskUsage func(path string) (percent int, err error)

	Parallel   int           // pulls at a time
	Inactivity time.Duration // how long a pull may make no progress
	Timeout    time.Duration // how long a pull may take at most
	Delay      time.Duration // how long an image stays after it was used last

	Credentials map[string]Credential // by registry: host or host:port, as images name it
	// Progress hears how many bytes of an image are here, of how many. It must not wait.
	Progress func(ref string, done, total int64)
}

// Credential opens a private registry. However it is printed, nothing of it shows.
type Credential struct {
	Username string `json:"-"`
	Password string `json:"-"`
}

// Format implements fmt.Formatter.
func (Credential) Format(s fmt.State, _ rune) { _, _ = s.Write([]byte("(credential)")) }

// Cache is the images at one daemon. It may be used by several goroutines.
type Cache struct {
	options    Options
	daemon     *client.Client
	credential func(registry string) (Credential, bool) // a function shows nothing when it is printed
	slots      chan struct{}                            // of pulls
	collecting chan struct{}                            // one at a time

	mu       sync.Mutex
	owned    map[string]time.Time     // last use of what this worker pulled, by reference
	users    map[string]int           // of images in use
	flights  map[string]*flight       // pulls under way
	removing map[string]chan struct{} // closed when the image is gone, or stays
	refused  map[string]error         // what turned out to be too big once unpacked
}

// flight is a pull that is under way, for all who wait for it.
type flight struct {
	waiting int
	cancel  context.CancelCauseFunc
	done    chan struct{}
	err     error // once done
}

// New returns the images of a daemon. It asks the daemon nothing. Errors: numbers that
// make no sense, and a File that cannot be read.
func New(daemon *client.Client, o Options) (*Cache, error) {
	setDefaults(&o)
	switch {
	case o.File == "":
		return nil, errors.New("images: no file to remember in what was pulled")
	case o.LowWatermark < 0 || o.LowWatermark > o.HighWatermark || o.HighWatermark > 100:
		return nil, fmt.Errorf("images: the low watermark of %d %% and the high one of %d %% are not in order from "+
			"0 to 100",
			o.LowWatermark, o.HighWatermark)
	case o.MaxBytes < 0 || o.MaxUnpackedBytes < 0 || o.Parallel < 0:
		return nil, fmt.Errorf("images: %d bytes, %d bytes unpacked, or %d pulls at a time is less than nothing",
			o.MaxBytes, o.MaxUnpackedBytes, o.Parallel)
	}
	file, err := filepath.Abs(o.File)
	if err != nil {
		return nil, err
	}
	o.File = file
	owned, err := readState(o.File)
	if err != nil {
		return nil, err
	}
	credentials := o.Credentials
	o.Credentials = nil
	return &Cache{
		options: o, daemon: daemon,
		credential: func(registry string) (Credential, bool) {
			c, ok := credentials[registry]
			return c, ok
		},
		slots: make(chan struct{}, o.Parallel), collecting: make(chan struct{}, 1),
		owned: owned, users: map[string]int{}, flights: map[string]*flight{},
		removing: map[string]chan struct{}{}, refused: map[string]error{},
	}, nil
}

func setDefaults(o *Options) {
	orDefault(&o.MaxBytes, DefaultMaxBytes)
	orDefault(&o.MaxUnpackedBytes, DefaultMaxUnpackedBytes)
	orDefault(&o.HighWatermark, DefaultHighWatermark)
	orDefault(&o.LowWatermark, min(DefaultLowWatermark, o.HighWatermark))
	orDefault(&o.Parallel, DefaultParallel)
	orDefault(&o.Inactivity, DefaultInactivity)
	orDefault(&o.Timeout, DefaultTimeout)
	orDefault(&o.Delay, DefaultDelay)
	if o.DiskUsage == nil {
		o.DiskUsage = DiskUsage
	}
}

func orDefault[T comparable](value *T, otherwise T) {
	var nothing T
	if *value == nothing {
		*value = otherwise
	}
}

// errNobodyWaits ends a pull that is no longer wanted.
var errNobodyWaits = errors.New("nobody waits for the image any more")

// Ensure has an image, named host/name@sha256:<64 hexadecimal digits>, at the daemon.
// It is pulled once for all who ask for it meanwhile, and the pull ends when the last
// of them gives up. driver.ErrBadApp means that nobody can have it: it is not named
// by a digest, its registry has no such manifest, or it is no image. Everything else
// is this machine's, its registry's or the network's, and may be tried again.
func (c *Cache) Ensure(ctx context.Context, ref string) error {
	named, err := parse(ref)
	if err != nil {
		return err
	}
	c.mu.Lock()
	f := c.flights[ref]
	if f == nil {
		f = c.launch(ctx, named)
	}
	f.waiting++
	c.mu.Unlock()
	select {
	case <-f.done:
		return f.err
	case <-ctx.Done():
		c.leave(ref, f)
		return fmt.Errorf("waiting for the image %s: %w", ref, context.Cause(ctx))
	}
}

// launch begins a pull. It outlives who began it. The caller holds mu.
func (c *Cache) launch(ctx context.Context, ref name.Digest) *flight {
	ctx, cancel := context.WithCancelCause(context.WithoutCancel(ctx))
	f := &flight{cancel: cancel, done: make(chan struct{})}
	c.flights[ref.String()] = f
	go func() {
		defer cancel(nil)
		f.err = c.get(ctx, ref, f)
		c.mu.Lock()
		if c.flights[ref.String()] == f {
			delete(c.flights, ref.String())
		}
		c.mu.Unlock()
		close(f.done)
	}()
	return f
}

// leave gives up waiting. Who asks after the last one gave up begins anew.
func (c *Cache) leave(ref string, f *flight) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f.waiting--
	if f.waiting == 0 {
		if c.flights[ref] == f {
			delete(c.flights, ref)
		}
		f.cancel(errNobodyWaits)
	}
}

// get has an image at the daemon: it is there, or it is pulled.
func (c *Cache) get(ctx context.Context, ref name.Digest, f *flight) error {
	if err := c.awaitRemoval(ctx, ref.String()); err != nil {
		return err
	}
	found, _, err := c.has(ctx, ref)
	if err != nil || found {
		return errors.Join(err, c.touch(ref.String()))
	}
	select {
	case c.slots <- struct{}{}:
		defer func() { <-c.slots }()
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	late := fmt.Errorf("it takes longer than %s", c.options.Timeout)
	ctx, cancel := context.WithTimeoutCause(ctx, c.options.Timeout, late)
	defer cancel()
	return c.fetch(ctx, ref, f)
}

// fetch pulls an image, if it is one, is not too big, and there is room for it.
func (c *Cache) fetch(ctx context.Context, ref name.Digest, f *flight) error {
	c.mu.Lock()
	err := c.refused[ref.String()]
	c.mu.Unlock()
	if err != nil {
		return err
	}
	layers, err := c.look(ctx, ref)
	if err != nil {
		return err
	}
	if size := layers.total(); size > c.options.MaxBytes {
		return fmt.Errorf("the image %s has %d bytes, more than the %d that this worker takes; next: raise its limit, "+
			"or make the image smaller", ref, size, c.options.MaxBytes)
	}
	if err := c.makeRoom(ctx, ref); err != nil {
		return err
	}
	// What is pulled is ours also if this process dies before it is here.
	if err := c.own(ref.String()); err != nil {
		return err
	}
	if err := c.pull(ctx, ref, layers); err != nil {
		return errors.Join(err, c.disown(ctx, ref, f))
	}
	return c.touch(ref.String())
}
