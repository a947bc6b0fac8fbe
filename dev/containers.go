package dev

import (
	"context"
	"path/filepath"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/worker/driver"
	"github.com/iexecd/iexecd/worker/driver/docker"
)

// tag returns what a dev chain's workers can do beside WebAssembly, and its pool
// offers: 0x and 64 digits, empty for nothing.
func (o *Options) tag() string {
	if o.Docker == "" {
		return ""
	}
	var tag ident.Hash
	tag[len(tag)-1-market.TagBitContainers/8] = 1 << (market.TagBitContainers % 8)
	return tag.String()
}

// container is a driver of containers whose apps are run in another way: a liar's.
type container struct {
	driver.Container
	runs driver.Driver
}

// Run implements driver.Driver.
func (c container) Run(ctx context.Context, s driver.Spec) (driver.Outcome, error) {
	return c.runs.Run(ctx, s)
}

// newContainers returns the driver of containers of a worker with a home. All of a
// dev chain's workers use one daemon, and get each image once.
func newContainers(host, name, home string) (driver.Container, error) {
	return docker.New(docker.Options{Host: host, Name: name, Dir: filepath.Join(home, "containers")})
}
