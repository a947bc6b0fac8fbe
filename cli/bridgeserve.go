package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"github.com/iexecd/iexecd/bridge/eth"
	"github.com/iexecd/iexecd/bridge/sign"
	"github.com/iexecd/iexecd/bridge/watch"
	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/sidecar"
	bridgetypes "github.com/iexecd/iexecd/x/rlcbridge/types"
)

const (
	flagSocket   = "socket"
	flagData     = "data"
	flagMetrics  = "metrics"
	flagMaxBatch = "max-batch"
	flagMaxVault = "max-vault-cap"
)

func bridgeServe() *cobra.Command {
	cmd := command("serve", "Watch the vault and sign for a validator: its node's sidecar, until Ctrl-C", `
iexecd bridge serve --eth-rpc http://127.0.0.1:8545
iexecd bridge serve --eth-rpc https://one.example --eth-rpc https://other.example --metrics 127.0.0.1:9191`,
		cobra.NoArgs, withNode(runServe))
	bridgeKeyFlag(cmd)
	f := cmd.Flags()
	f.StringArray(flagEthRPC, nil, "endpoint of Ethereum; with several, which must all agree, none can lie alone")
	f.String(flagSocket, "",
		"where the node asks, the bridge-sidecar of its app.toml (default: bridge/sidecar.sock below --home)")
	f.String(flagData, "", "folder of the finalized blocks and of what was signed (default: bridge below --home)")
	f.String(flagMetrics, "", "host:port that serves Prometheus metrics (default: none)")
	f.String(flagMaxBatch, "", "the most RLC of a batch that this key signs (default: the chain's out_cap_nrlc)")
	f.String(flagMaxVault, "",
		"the most RLC that a config of the vault lets leave at once, if this key signs it (default: 10 × out_cap_nrlc)")
	f.Duration(flagEvery, 12*time.Second, "look at Ethereum so often, as it makes blocks")
	return cmd
}

// serving is what a sidecar was told.
type serving struct {
	sidecar.Config

	registry *prometheus.Registry
	socket   string
	metrics  string
	every    time.Duration
}

func runServe(ctx context.Context, s *session, n *node, _ []string) error {
	c, err := s.serving()
	if err != nil {
		return err
	}
	v, err := s.bridgeAtLast(ctx, n)
	if err != nil {
		return err
	}
	c.Domain, c.Start, c.StartBlock = v.Domain, v.Observed, v.status.Observed.EthBlock
	if c.Limits, err = s.signLimits(v.params); err != nil {
		return err
	}
	local, err := sidecar.Open(ctx, c.Config)
	if err != nil {
		return badInput("The sidecar cannot start", clean(err.Error()))
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { local.Watcher.Run(ctx, c.every); return nil })
	group.Go(func() error { return sidecar.Serve(ctx, local, c.socket) })
	group.Go(func() error { return s.tellViews(ctx, local, c) })
	if c.metrics != "" {
		group.Go(func() error { return serveMetrics(ctx, c.metrics, c.registry) })
	}
	err = group.Wait()
	if errors.Is(err, sidecar.ErrSocket) {
		err = badInput("The socket cannot be served", clean(err.Error()), "--"+flagSocket+" another")
	}
	return errors.Join(err, local.Close())
}

// bridgeAtLast waits for the node, which may start later, and for its vault.
func (s *session) bridgeAtLast(ctx context.Context, n *node) (*bridgeView, error) {
	const again = time.Second
	for {
		v, err := n.bridgeView(ctx, s.now())
		if err == nil || ctx.Err() != nil || asError(err).Code == codeBridgeOff {
			return v, err
		}
		s.steps.wait("waiting for the node at " + s.profile.GRPC)
		if err := sleep(ctx, again); err != nil {
			return nil, err
		}
	}
}

// serving reads the flags, but for the limits.
func (s *session) serving() (*serving, error) {
	f := s.cmd.Flags()
	c := &serving{registry: prometheus.NewRegistry()}
	c.Registry = c.registry
	c.Endpoints, _ = f.GetStringArray(flagEthRPC)
	if len(c.Endpoints) == 0 && s.profile.EthRPC != "" {
		c.Endpoints = []string{s.profile.EthRPC}
	}
	if len(c.Endpoints) == 0 {
		return nil, badInput("No endpoint of Ethereum", fmt.Sprintf("neither --%s nor the context %s names one",
			flagEthRPC, s.profile.Name), "--"+flagEthRPC+" https://…")
	}
	if c.every, _ = f.GetDuration(flagEvery); c.every <= 0 {
		return nil, badInput(fmt.Sprintf("--%s %s is not a time", flagEvery, c.every), "expected more than 0")
	}
	home, err := homeOf(s.cmd)
	if err != nil {
		return nil, err
	}
	c.socket, _ = f.GetString(flagSocket)
	c.Folder, _ = f.GetString(flagData)
	c.metrics, _ = f.GetString(flagMetrics)
	if c.Folder == "" {
		c.Folder = filepath.Join(home, "bridge")
	}
	if c.socket == "" {
		c.socket = filepath.Join(c.Folder, "sidecar.sock")
	}
	c.Key, err = s.bridgeKey()
	return c, err
}

// signLimits are what the key signs: a batch of at most --max-batch, over all batches
// together twice as much in the time in which the chain lets as much leave, because the
// two do not measure time alike; and a config that lets at most --max-vault-cap leave.
func (s *session) signLimits(p bridgetypes.Params) (sign.Limits, error) {
	const configTimes = 10
	most, err := s.mostOf(flagMaxBatch, rlc.Amount(p.OutCapNrlc))
	if err != nil {
		return sign.Limits{}, err
	}
	vaultCap, err := s.mostOf(flagMaxVault, min(configTimes*rlc.Amount(p.OutCapNrlc), bridge.AllRLC))
	if err != nil {
		return sign.Limits{}, err
	}
	twice, err := rlc.Mul(most, 2)
	if err != nil {
		twice = bridge.AllRLC
	}
	rate, err := bridge.RatePerSecondFloor(twice, p.OutRefillSeconds)
	if err != nil {
		return sign.Limits{}, err
	}
	return sign.Limits{
		BatchTotal: most, Bucket: bridge.BucketLimits{Cap: twice, RatePerSecond: max(1, rate)}, OutCap: vaultCap,
	}, nil
}

// mostOf returns the amount that a flag says, or what it is without.
func (s *session) mostOf(flag string, otherwise rlc.Amount) (rlc.Amount, error) {
	text, _ := s.cmd.Flags().GetString(flag)
	if text == "" {
		return otherwise, nil
	}
	most, err := rlc.Parse(text)
	if err != nil || most == 0 {
		return 0, badInput(fmt.Sprintf("--%s %q is not an amount", flag, text), "expected for example 1000rlc")
	}
	return most, nil
}

// tellViews prints that the sidecar runs, and each time what it sees gets better or worse.
func (s *session) tellViews(ctx context.Context, local sidecar.Local, c *serving) error {
	line := func(kind, text string) error {
		_, err := fmt.Fprintf(s.out, "%s  %-5s  %s\n", s.now().Local().Format("15:04:05"), kind, text)
		return err
	}
	err := line("ready", fmt.Sprintf("vault %s on chain %d, key %s, %d endpoints, node asks at %s",
		c.Domain.Vault.Checksummed(), c.Domain.ChainID, c.Key.Address().Checksummed(), len(c.Endpoints), c.socket))
	for last := "nothing yet"; err == nil; {
		shot := local.Watcher.Snapshot()
		now := "sees"
		if shot.Err != nil {
			now = strings.ReplaceAll(clean(eth.Clean(shot.Err).Error()), "\n", "; ")
		}
		switch {
		case now == last || errors.Is(shot.Err, watch.ErrStarting):
		case shot.Err == nil:
			err = line("sees", fmt.Sprintf("event %d at block %d, %s locked", shot.Book.Point.Nonce, shot.Block.Number,
				shot.Book.Locked))
		case shot.Alarm:
			err = line("ALARM", now)
		default:
			err = line("blind", now)
		}
		last = now
		const look = 200 * time.Millisecond
		if sleep(ctx, look) != nil {
			return err
		}
	}
	return err
}

// serveMetrics serves metrics until the context ends.
func serveMetrics(ctx context.Context, address string, registry *prometheus.Registry) error {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	if err != nil {
		return badInput("--"+flagMetrics+" cannot be served", err.Error(), "--"+flagMetrics+" 127.0.0.1:9191")
	}
	const patience = 10 * time.Second
	server := &http.Server{
		Handler: promhttp.HandlerFor(registry, promhttp.HandlerOpts{}), ReadHeaderTimeout: patience,
	}
	stop := context.AfterFunc(ctx, func() { _ = server.Close() })
	defer stop()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
