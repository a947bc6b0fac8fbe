package cli

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/worker/chain"
	"github.com/iexecd/iexecd/worker/conf"
	"github.com/iexecd/iexecd/worker/driver/swarm"
	markettypes "github.com/iexecd/iexecd/x/market/types"
	"github.com/iexecd/iexecd/x/poco/types"
)

// judgeSwarm looks whether a daemon manages a swarm, and at the folder that its
// machines share, as far as this machine can tell.
func judgeSwarm(shared string, i dockerInfo) check {
	out := check{Name: "swarm"}
	if !i.Swarm.ControlAvailable {
		out.Found = "the Docker daemon is no manager of a swarm"
		out.Fix = "docker swarm init, or docker.host of a manager"
		return out
	}
	f, err := os.CreateTemp(shared, ".iexecd-*")
	if err == nil {
		err = errors.Join(f.Close(), os.Remove(f.Name()))
	}
	if err != nil {
		out.Found = fmt.Sprintf("the shared folder cannot be written: %v", err)
		out.Fix = "swarm.shared_dir in worker.toml"
		return out
	}
	out.OK = true
	out.Found = fmt.Sprintf("%s, which must share %s; apps are isolated less: for pools with an allow list",
		count(uint64(max(0, i.Swarm.Nodes)), "machine"), shared)
	return out
}

// maySwarm is an error if the configuration names a swarm and the worker's pool is one
// that everybody may join: a swarm isolates apps less than one machine does.
func maySwarm(ctx context.Context, client *chain.Client, c conf.Config, me string) error {
	if c.Swarm.SharedDir == "" {
		return nil
	}
	what := "Apps cannot run on a swarm"
	pool, err := poolOf(ctx, client, c, me)
	if err != nil {
		return badInput(what, fmt.Sprintf("the pool of the worker cannot be looked up: %v", err),
			"iexecd worker doctor")
	}
	if pool == "" {
		return badInput(what, "a swarm is for pools with an allow list, and no pool is named", "--pool 0x…")
	}
	r, err := client.Market().Workerpool(ctx, &markettypes.QueryWorkerpoolRequest{Id: pool})
	if err != nil {
		return badInput(what, fmt.Sprintf("pool %s cannot be looked up: %v", pool, err), "iexecd pool show "+pool)
	}
	if err := swarm.Allowed(r.Workerpool.Membership); err != nil {
		return badInput(what, clean(err.Error()), "leave out swarm.shared_dir", "--pool 0x…")
	}
	return nil
}

// poolOf returns the pool that a worker is in, else the one that it is to register in,
// else "".
func poolOf(ctx context.Context, client *chain.Client, c conf.Config, me string) (string, error) {
	r, err := client.Poco().Worker(ctx, &types.QueryWorkerRequest{Address: me})
	switch {
	case err == nil && r.Worker.Workerpool != "":
		return r.Worker.Workerpool, nil
	case err != nil && !errors.Is(err, chain.ErrNotFound):
		return "", err
	case c.Worker.Workerpool.IsZero():
		return "", nil
	}
	return c.Worker.Workerpool.String(), nil
}

// workerName returns the account that a key works for: the configuration's, else its own.
func workerName(c conf.Config, key chain.Key) string {
	if !c.For.IsZero() {
		return account.Bech32(c.For)
	}
	return account.Bech32(key.Address())
}
