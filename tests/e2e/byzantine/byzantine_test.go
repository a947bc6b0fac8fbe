// Package byzantine tests a dev network under load in which some workers are one
// coalition: what it gets accepted is found, and nothing wrong is ever paid.
package byzantine

import (
	"context"
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/dev"
	"github.com/iexecd/iexecd/worker/chain"
	"github.com/iexecd/iexecd/worker/driver/wasm"
	pocotypes "github.com/iexecd/iexecd/x/poco/types"
)

// TestMain runs apps if a worker of the network started this program as its child.
func TestMain(m *testing.M) {
	if slices.Contains(os.Args, "wasm-exec") {
		if err := wasm.ChildMain(context.Background(), os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// The network of the test and what is waited for.
const (
	blockTime = 250 * time.Millisecond
	holdBack  = 160 // blocks, 40 s
	patience  = 5 * time.Minute
	enough    = 20 // results audited, and results matured
)

// Every result is audited here, and the two of the coalition can have no third
// one as an auditor of both: so chance does not decide the test. It waits until
// results have matured and a liar was caught, by others in its committee or by an
// audit.
func TestNothingWrongMatures(t *testing.T) {
	net, err := dev.Start(t.Context(), dev.Options{
		FreePorts: true, Workers: 10, Byzantine: 2, Load: 2, BlockTime: blockTime, Params: func(p *pocotypes.Params) {
			p.HoldBackBlocks, p.BackupDivisor = holdBack, 1
			p.AuditRatePpb, p.AuditRateRisingPpb, p.AuditRateFreshPpb = poco.PPB/2, poco.PPB, poco.PPB
		},
	})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, net.Close()) })
	client, err := chain.Dial(chain.Config{Endpoints: []chain.Endpoint{{GRPC: net.GRPC()}}})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, client.Close()) })
	deadline := time.Now().Add(patience)
	for {
		r, err := client.Poco().Audits(t.Context(), &pocotypes.QueryAuditsRequest{})
		require.NoError(t, err)
		l, err := net.Load(t.Context())
		require.NoError(t, err)
		require.Zero(t, l.WrongMatured, "%+v", l)
		faults := faults(t, client)
		if r.Stats.Audited >= enough && l.Matured >= enough && faults > 0 {
			require.GreaterOrEqual(t, r.Stats.Accepted, r.Stats.Matured)
			require.Greater(t, r.Stats.Executions, 2*l.Matured, "each result was given by two, and audited")
			return
		}
		require.True(t, time.Now().Before(deadline), "after %s: %+v, %+v, %d faults", patience, r.Stats, l, faults)
		select {
		case <-t.Context().Done():
			return
		case <-time.After(2 * time.Second):
		}
	}
}

// faults counts the answers of all workers that were found wrong.
func faults(t *testing.T, client *chain.Client) uint64 {
	t.Helper()
	r, err := client.Poco().Workers(t.Context(), &pocotypes.QueryWorkersRequest{})
	require.NoError(t, err)
	n := uint64(0)
	for _, w := range r.Workers {
		n += w.Reputation.Rejected + w.Reputation.AuditsFailed
	}
	return n
}
