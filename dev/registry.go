package dev

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/iexecd/iexecd/worker/registry"
)

// images is the registry of container images. Who is on this machine may push.
type images struct {
	registry *registry.Registry
	server   *http.Server
	done     chan error
}

// startRegistry serves the images in dir.
func startRegistry(ctx context.Context, dir string, port int, log *slog.Logger) (*images, error) {
	r, err := registry.Open(dir, registry.Options{Logger: log})
	if err != nil {
		return nil, err
	}
	listener, err := listen(ctx, port)
	if err != nil {
		return nil, errors.Join(&PortError{Port: port, Err: err}, r.Close())
	}
	i := &images{
		registry: r, done: make(chan error, 1),
		server: &http.Server{Handler: r, ReadHeaderTimeout: 10 * time.Second},
	}
	go func() { i.done <- i.server.Serve(listener) }()
	return i, nil
}

// close stops serving and closes the registry.
func (i *images) close() error {
	err := i.server.Close()
	if served := <-i.done; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	return errors.Join(err, i.registry.Close())
}
