package cli

import (
	"context"
	"os"
	"path/filepath"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/worker"
	"github.com/iexecd/iexecd/worker/chain"
	"github.com/iexecd/iexecd/worker/conf"
	"github.com/iexecd/iexecd/worker/driver"
	"github.com/iexecd/iexecd/worker/driver/docker"
	"github.com/iexecd/iexecd/worker/driver/wasm"
)

// workerDrivers returns what runs apps: WebAssembly always, and containers if the
// worker's abilities say so. What it cannot do it must not say: each ability is tried.
func workerDrivers(ctx context.Context, c conf.Config, key chain.Key) (worker.Drivers, func(), error) {
	nothing := func() {}
	runs, err := newWasm(c.Worker.Home)
	if err != nil {
		return worker.Drivers{}, nothing, err
	}
	drivers := worker.Drivers{Wasm: runs}
	tag, err := ident.ParseHash(c.Worker.Tag)
	if err != nil {
		return drivers, nothing, badInput("The abilities "+c.Worker.Tag+" cannot be read", err.Error())
	}
	can := market.Tag(tag)
	if !can.Has(market.TagBitContainers) {
		for name, bit := range map[string]int{
			"gvisor": market.TagBitGVisor, "network": market.TagBitNetwork, "gpu": market.TagBitGPU,
		} {
			if can.Has(bit) {
				return drivers, nothing, badInput("The ability "+name+" is for containers",
					"--tag names it, and does not name containers", "--tag containers,"+name)
			}
		}
		return drivers, nothing, nil
	}
	d, closeContainers, err := newContainers(c, workerName(c, key))
	if err != nil {
		return drivers, nothing, badInput("Containers cannot be run", err.Error(), "iexecd worker doctor")
	}
	drivers.Containers = d
	if err := tryContainers(ctx, d, can); err != nil {
		closeContainers()
		return drivers, nothing, badInput("Containers cannot be run", clean(err.Error()),
			"iexecd worker doctor", "leave containers out of --tag")
	}
	return drivers, closeContainers, nil
}

// tryContainers tries what a worker says that it can do with containers.
func tryContainers(ctx context.Context, containers driver.Container, can market.Tag) error {
	if err := containers.Probe(ctx); err != nil {
		return err
	}
	d, one := containers.(*docker.Driver)
	if !one { // a swarm has neither GPU nor gVisor: conf refuses such abilities
		return nil
	}
	if can.Has(market.TagBitGPU) {
		if err := d.ProbeGPU(ctx); err != nil {
			return err
		}
	}
	if can.Has(market.TagBitGVisor) {
		return d.ProbeGVisor(ctx)
	}
	return nil
}

// newWasm returns the driver of WebAssembly apps, each in a child process of this
// program, which keeps compiled apps below home.
func newWasm(home string) (*wasm.Driver, error) {
	cache := filepath.Join(home, "compiled")
	if err := os.MkdirAll(cache, 0o700); err != nil {
		return nil, err
	}
	return wasm.New(wasm.Options{CacheDir: cache})
}
