package cli

import (
	"path/filepath"

	"github.com/iexecd/iexecd/worker/conf"
	"github.com/iexecd/iexecd/worker/driver"
	"github.com/iexecd/iexecd/worker/driver/docker"
	"github.com/iexecd/iexecd/worker/driver/images"
)

// newContainers returns the driver of containers of a worker with a name: of the
// daemon's machine, or of a swarm. Images that it pulls are bounded, and removed again
// when the disk fills up.
func newContainers(c conf.Config, name string) (driver.Container, func(), error) {
	daemon, err := docker.Dial(dockerHost(c))
	if err != nil {
		return nil, nil, err
	}
	kept, err := images.New(daemon, images.Options{
		File:          filepath.Join(c.Worker.Home, "images.json"),
		MaxBytes:      int64(c.Docker.MaxImageBytes), //nolint:gosec // at most 2^42
		HighWatermark: int(c.Docker.DiskHighPercent), //nolint:gosec // at most 99
		LowWatermark:  int(c.Docker.DiskLowPercent),  //nolint:gosec // at most 99
	})
	if err != nil {
		_ = daemon.Close()
		return nil, nil, err
	}
	if c.Swarm.SharedDir != "" {
		d, err := newSwarm(c, name, kept)
		if err != nil {
			_ = daemon.Close()
			return nil, nil, err
		}
		return d, func() { _, _ = d.Close(), daemon.Close() }, nil
	}
	d, err := docker.New(docker.Options{
		Host: dockerHost(c), Name: name, Dir: filepath.Join(c.Worker.Home, "containers"), Images: kept,
	})
	if err != nil {
		_ = daemon.Close()
		return nil, nil, err
	}
	return d, func() { _, _ = d.Close(), daemon.Close() }, nil
}
