package sidecar

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/iexecd/iexecd/bridge/eth"
	"github.com/iexecd/iexecd/bridge/sign"
	"github.com/iexecd/iexecd/bridge/watch"
	"github.com/iexecd/iexecd/core/bridge"
)

// Config is what a validator's Ethereum side needs.
type Config struct {
	Domain     bridge.Domain
	Endpoints  []string     // URLs, of nodes of different software and operators if there are several
	Start      bridge.Point // where the chain here is
	StartBlock uint64       // no event after Start is in a block before
	Folder     string       // for the finalized blocks and what was signed; made if it is not there
	Key        sign.Key
	Limits     sign.Limits
	Registry   prometheus.Registerer // for the metrics; nil = nobody reads them
}

// Open returns the Ethereum side of a validator, which has not looked yet. Close ends
// it, after its watcher.
func Open(ctx context.Context, c Config) (Local, error) {
	const pollTime = 5 * time.Minute // of a long history: what one look found of it is kept
	if err := os.MkdirAll(c.Folder, 0o700); err != nil {
		return Local{}, err
	}
	if c.Registry == nil {
		c.Registry = prometheus.NewRegistry()
	}
	watcher, err := watch.New(ctx, watch.Config{
		Domain: c.Domain, Endpoints: c.Endpoints, Limits: eth.DefaultLimits(), Start: c.Start, StartBlock: c.StartBlock,
		Store: filepath.Join(c.Folder, "finalized"), PollTime: pollTime, Registry: c.Registry,
	})
	if err != nil {
		return Local{}, fmt.Errorf("bridge: %w", err)
	}
	signer, err := sign.Open(sign.Config{
		Domain: c.Domain, Key: c.Key, Limits: c.Limits, Store: filepath.Join(c.Folder, "signed"),
	})
	if err != nil {
		return Local{}, fmt.Errorf("bridge: %w", errors.Join(err, watcher.Close()))
	}
	return Local{Watcher: watcher, Signer: signer}, nil
}
