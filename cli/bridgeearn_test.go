package cli

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/dev"
	pocotypes "github.com/iexecd/iexecd/x/poco/types"
)

// RLC comes from Ethereum and buys a computation; a worker that earned some of it
// takes it to Ethereum, to the nRLC. At every block the supply was what the vault held.
func TestEarnedRLCLeaves(t *testing.T) {
	b := newBridgeNetOf(t, dev.Options{Params: func(p *pocotypes.Params) { p.HoldBackBlocks = 25 }})
	has := func(who string) uint64 {
		var a struct {
			AvailableNrlc uint64 `json:"available_nrlc,string"`
		}
		require.NoError(t, json.Unmarshal([]byte(b.ok(t, "account", who, "-o", "json")), &a))
		return a.AvailableNrlc
	}
	before := map[string]uint64{}
	for _, w := range b.net.Workers() {
		before[w.Name] = has(w.Name)
	}
	b.transfer(t, "bridge", "in", "25rlc", "--yes")
	b.ok(t, "run", "vanitygen", "--yes", "--out", t.TempDir(), "--", "a")
	const patience = 3 * time.Minute // an audit may come first
	deadline := time.Now().Add(patience)
	var earner *dev.Account
	for earner == nil {
		require.True(t, time.Now().Before(deadline), "nothing matured after %s", patience)
		for _, w := range b.net.Workers() {
			if has(w.Name) > before[w.Name] {
				earner = &w
			}
		}
	}

	had := b.tokens(t, earner.Address)
	out := b.transfer(t, "bridge", "out", "3.000000007rlc", "--from", earner.Name, "--yes")
	require.Equal(t, statePaid, out.State)
	require.Equal(t, had+3*uint64(rlc.RLC)+7, b.tokens(t, earner.Address))
	b.everyBlock(t)
}

// everyBlock checks that the supply was what was locked at every block so far.
func (b *bridgeNet) everyBlock(t *testing.T) {
	t.Helper()
	type status struct {
		Observed struct {
			Nonce  uint64 `json:"nonce,string"`
			Locked uint64 `json:"locked_nrlc,string"`
		} `json:"observed"`
		Supply uint64 `json:"supply_nrlc,string"`
	}
	locked := map[uint64]bool{}
	height := 1
	for ; ; height++ {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet,
			"http://"+b.net.REST()+"/iexec/rlcbridge/v1/status", nil)
		require.NoError(t, err)
		req.Header.Set("x-cosmos-block-height", fmt.Sprint(height))
		r, err := http.DefaultClient.Do(req)
		require.NoError(t, err)
		var s status
		decoded := json.NewDecoder(r.Body).Decode(&s)
		require.NoError(t, r.Body.Close())
		if r.StatusCode != http.StatusOK {
			break // no block yet
		}
		require.NoError(t, decoded)
		require.NotZero(t, s.Supply)
		require.Equal(t, s.Observed.Locked, s.Supply, "at block %d", height)
		locked[s.Observed.Locked] = true
	}
	t.Logf("%d blocks, %d different amounts locked", height-1, len(locked))
	require.GreaterOrEqual(t, len(locked), 3, "at the beginning, with the deposit, without the withdrawal")
}
