package dev

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"time"

	"github.com/iexecd/iexecd/apps"
	"github.com/iexecd/iexecd/worker/storage"
)

// The bounds of the content store.
const (
	contentBytes = 8 << 30
	uploadBytes  = 1 << 30
)

// store is the content store: app modules and input files by their sha256.
type store struct {
	blobs  *storage.Store
	server *http.Server
	url    string
	done   chan error
}

// startStore serves the store in dir.
func startStore(ctx context.Context, dir string, port int) (*store, error) {
	blobs, err := storage.Open(dir, contentBytes)
	if err != nil {
		return nil, err
	}
	listener, err := listen(ctx, port)
	if err != nil {
		return nil, errors.Join(&PortError{Port: port, Err: err}, blobs.Close())
	}
	s := &store{
		blobs: blobs, url: "http://" + address(port), done: make(chan error, 1),
		server: &http.Server{
			Handler:           blobs.Handler(storage.HandlerOptions{MaxPutBytes: uploadBytes}),
			ReadHeaderTimeout: 10 * time.Second,
		},
	}
	go func() { s.done <- s.server.Serve(listener) }()
	return s, nil
}

// addApps puts the example apps into the store, with load also the app of the
// load, and returns those that the binary has.
func (s *store) addApps(load bool) ([]listing, error) {
	all := apps.List()
	if load {
		all = append(all, apps.App{Card: apps.Card{Name: loadName}, Module: loadModule(), PriceNRLC: uint64(loadPrice)})
	}
	var listed []listing
	for _, a := range all {
		if a.Module == nil {
			continue
		}
		digest, err := s.blobs.PutBytes(a.Module)
		if err != nil {
			return nil, err
		}
		if err := s.blobs.Pin(a.Name, digest); err != nil {
			return nil, err
		}
		sum := sha256.Sum256(a.Module)
		listed = append(listed, listing{
			name: a.Name, location: s.url + "/sha256/" + digest, checksum: "0x" + hex.EncodeToString(sum[:]),
			price: a.PriceNRLC, try: a.ExampleArgs,
		})
	}
	return listed, nil
}

// close stops serving and closes the store.
func (s *store) close() error {
	err := s.server.Close()
	if served := <-s.done; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	return errors.Join(err, s.blobs.Close())
}
