package relay

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/bridge/ethlab"
	"github.com/iexecd/iexecd/contracts"
	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
)

// configure gives the chain here a config that members signed.
func (w *world) configure(c bridge.Config, by ethlab.Validators, who ...int) {
	w.t.Helper()
	w.configs = append(w.configs, SignedConfig{c, w.signatures(w.Domain.Digest(c), by, who...)})
}

// TestConfigs: the newest config that enough signed is brought, once, and only by a set
// that may decide.
func TestConfigs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	config := bridge.Config{
		InCap: 1_000_000 * rlc.RLC, OutCap: 2 * rlc.RLC, OutRate: 1, MinDeposit: 3, Guardian: ident.Address{7},
	}
	numbered := func(nonce uint64) bridge.Config { config.Nonce = nonce; return config }
	w.configure(numbered(1), w.Validators, 0, 1, 2)
	w.step() // the set that the vault was made with decides nothing
	w.valset(2, w.Validators, w.Validators, 0, 1, 2)
	w.step(valsetErrand(2))
	w.configure(numbered(3), w.Validators, 0, 1)
	w.configure(numbered(2), w.Validators, 1, 2, 3)
	w.configs = append(w.configs, w.configs[0]) // in any order
	w.step(configErrand(2))
	w.step()
	w.configs[1].Signatures = append(w.configs[1].Signatures, w.signatures(w.Domain.Digest(numbered(3)),
		w.Validators, 2)...)
	w.step(configErrand(3))
	w.step()
	api := contracts.NewRLCVault()
	raw, err := w.Call(t.Context(), w.User.Address, w.Vault, api.PackBucket(), ethlab.GasLimit)
	require.NoError(t, err)
	bucket, err := api.UnpackBucket(raw)
	require.NoError(t, err)
	require.EqualValues(t, 2*rlc.RLC, bucket.OutCap)
	landed := 0
	for _, o := range w.relay.Outcomes() {
		require.True(t, o.Landed)
		if o.Kind == bridge.MessageConfig {
			landed++
		}
	}
	require.Equal(t, 2, landed)

	w.batch(1, 5*rlc.RLC, w.Validators, 0, 1, 2)
	bad := numbered(4)
	bad.MinDeposit = 0
	w.configure(bad, w.Validators, 0, 1, 2)
	w.batch(2, rlc.RLC/2, w.Validators, 0, 1, 2)
	sent, err := w.relay.Step(t.Context())
	require.ErrorContains(t, err, "message 4 of kind 3")
	require.ErrorContains(t, err, "message 1 of kind 2")
	require.Len(t, sent, 1, "what the vault refuses keeps nothing else from it")
	require.Equal(t, errand{bridge.MessageBatch, 2}, errand{sent[0].Kind, sent[0].Nonce})
}
