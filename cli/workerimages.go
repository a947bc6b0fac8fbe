package cli

import (
	"path/filepath"

	"github.com/iexecd/iexecd/worker/conf"
	"github.com/iexecd/iexecd/worker/driver"
	"github.com/iexecd/iexecd/worker/driver/docker"
	"github.com/iexecd/iexecd/worker/driver/images"
	"github.com/iexecd/iexecd/worker/driver/swarm"
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
	d, err := newRunner(c, name, kept)
	if err != nil {
		_ = daemon.Close()
		return nil, nil, err
	}
	return d, func() { _, _ = d.Close(), daemon.Close() }, nil
}

// runner is a driver of containers that uses a daemon until it is closed.
type runner interface {
	driver.Container
	Close() error
}

// newRunner returns what runs images: the daemon's machine, or a swarm.
func newRunner(c conf.Config, name string, kept *images.Cache) (runner, error) {
	if c.Swarm.SharedDir == "" {
		return docker.New(docker.Options{
			Host: dockerHost(c), Name: name, Dir: filepath.Join(c.Worker.Home, "containers"), Images: kept,
		})
	}
	return swarm.New(swarm.Options{
		Host: dockerHost(c), Name: name, SharedDir: c.Swarm.SharedDir, Constraints: c.Swarm.Constraints, Images: kept,
	})
}
