package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/x/rlcbridge/keeper"
	"github.com/iexecd/iexecd/x/rlcbridge/types"
)

// asked is a config that lets leave ten times what this chain does.
func asked() *types.MsgConfigureVault {
	return &types.MsgConfigureVault{
		Authority: authority, InCapNrlc: 2_000_000 * one, OutCapNrlc: 1_000_000 * one, OutRateNrlc: 12 * one,
		MinDepositNrlc: one, Guardian: ethAlice.ID.String(),
	}
}

// configure has governance make a config, and returns its number.
func (w *world) configure(m *types.MsgConfigureVault) uint64 {
	r, err := w.server().ConfigureVault(w.Ctx(), m)
	require.NoError(w.t, err)
	return r.Nonce
}

// apply brings a config to the vault; false if it refuses.
func (w *world) apply(nonce uint64) bool {
	q, err := keeper.NewQueryServer(w.keeper()).Config(w.Ctx(), &types.QueryConfigRequest{Nonce: nonce})
	require.NoError(w.t, err)
	core, err := q.Config.Config.Core()
	require.NoError(w.t, err)
	require.Equal(w.t, nonce, core.Nonce)
	if core.Nonce <= w.vault.config || !w.vault.signed(domain.Digest(core), q.Signatures) {
		return false
	}
	w.vault.config = nonce
	w.vault.happens(bridge.ConfigApplied{ConfigNonce: nonce, ConfigHash: bridge.StructHash(core)})
	if core.Unpause {
		w.vault.happens(bridge.PauseChanged{})
	}
	return true
}

// TestConfigureVault: governance configures the vault, validators sign, also while
// everything is paused, and the vault's event tells that it is in force. Rules
// BRG-R25, BRG-R26.
func TestConfigureVault(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.vault.happens(bridge.PauseChanged{Flags: 3, UntilUnix: uint64(w.Time.Unix()) + 1_000_000})
	w.observe()
	w.Run(w.Account("bob"), &types.MsgPause{Sender: w.Account("bob").Address, Flags: 3, Seconds: 1_000})
	m := asked()
	m.Unpause, m.SweepTo = true, ethAlice.ID.String()
	require.Equal(t, uint64(1), w.configure(m))
	require.False(t, w.apply(1), "nobody has signed it")
	w.signAll()
	w.Block()
	w.Chain = w.ExportImport()
	w.Block()
	require.True(t, w.apply(1))
	require.False(t, w.apply(1), "once")
	w.observe()
	require.Equal(t, uint64(1), w.books().EthConfig)
	require.Zero(t, w.observed().VaultPauseFlags)
	w.Check()
	for _, key := range w.keys {
		todo, err := w.keeper().ToSign(w.Ctx(), key.ID, 4)
		require.NoError(t, err)
		require.Empty(t, todo, "the vault has it")
	}
	w.ExportImport()
}

// TestNewestConfig: only the newest config is signed; an older one that was signed may
// be brought until then, and what is older than that in force is forgotten. Rules
// BRG-R25, BRG-R26.
func TestNewestConfig(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.configure(asked())
	w.signAll()
	second := asked()
	second.OutCapNrlc++
	require.Equal(t, uint64(2), w.configure(second))
	require.Equal(t, uint64(3), w.configure(asked()))
	stored, err := w.keeper().Configs.Get(w.Ctx(), 2)
	require.NoError(t, err)
	core, err := stored.Config.Core()
	require.NoError(t, err)
	bob := w.Account("bob")
	_, err = w.server().SubmitSignatures(w.Ctx(), &types.MsgSubmitSignatures{
		Sender: bob.Address, Signatures: []types.SubmittedSignature{{
			Kind: types.SignedKind_SIGNED_KIND_CONFIG, Nonce: 2,
			Signature: types.Hex(sign(t, w.keys[0], domain.Digest(core))),
		}},
	})
	require.ErrorIs(t, err, types.ErrStatus)
	require.ErrorContains(t, err, "config 2: 3 took its place")
	w.signAll()
	w.Block()
	require.True(t, w.apply(1))
	require.False(t, w.apply(2), "3 took its place before it was signed")
	w.observe()
	w.Block()
	list, err := keeper.NewQueryServer(w.keeper()).Configs(w.Ctx(), nil)
	require.NoError(t, err)
	require.Len(t, list.Configs, 3)
	require.True(t, w.apply(3))
	w.observe()
	w.Block()
	list, err = keeper.NewQueryServer(w.keeper()).Configs(w.Ctx(), nil)
	require.NoError(t, err)
	require.Len(t, list.Configs, 1)
	g, err := w.keeper().ExportGenesis(w.Ctx())
	require.NoError(t, err)
	for _, s := range g.Signatures {
		require.False(t, s.Kind == types.SignedKind_SIGNED_KIND_CONFIG && s.Nonce < 3, "needed no more")
	}
	kept := 0
	for _, d := range g.Digests {
		if d.Kind == types.SignedKind_SIGNED_KIND_CONFIG {
			kept++
		}
	}
	require.Equal(t, 3, kept, "digests are kept for ever")
	w.Check()
	w.ExportImport()
}

// TestConfigSignatures: signatures over a config come by message as well, and what
// this chain made is never evidence. Rules BRG-R10, BRG-R23, BRG-R25.
func TestConfigSignatures(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.bond("alice", 9, true)
	w.Block()
	w.signAll()
	require.True(t, w.update())
	w.observe()
	w.Block()
	w.configure(asked())
	todo, err := w.keeper().SignRequests(w.Ctx(), w.keys[1].ID, 4)
	require.NoError(t, err)
	require.Len(t, todo, 1)
	bob, sig := w.Account("bob"), sign(t, w.keys[1], domain.Digest(todo[0].Message))
	m := &types.MsgSubmitSignatures{Sender: bob.Address, Signatures: []types.SubmittedSignature{{
		Kind: types.SignedKind_SIGNED_KIND_CONFIG, Nonce: 1, Signature: types.Hex(sig),
	}}}
	w.Run(bob, m)
	require.True(t, w.apply(1), "nine tenths")
	w.observe()
	require.NotZero(t, w.Try(bob, m).Code, "the vault has it")
	stored, err := w.keeper().Configs.Get(w.Ctx(), 1)
	require.NoError(t, err)
	honest := shows(t, domain, w.keys[1], types.MsgSubmitEvidence{Sender: bob.Address, Config: &stored.Config})
	require.NotZero(t, w.Try(bob, honest).Code)
	stored.Config.OutCapNrlc++
	w.Run(bob, shows(t, domain, w.keys[1], types.MsgSubmitEvidence{Sender: bob.Address, Config: &stored.Config}))
	w.Check()
}

// TestConfigRefused: what the vault would not take, or what would let less leave there
// than here, is refused with both numbers. Rules BRG-R21, BRG-R25.
func TestConfigRefused(t *testing.T) {
	t.Parallel()
	early := newBridge(t)
	_, err := early.server().ConfigureVault(early.Ctx(), asked())
	require.ErrorIs(t, err, types.ErrNotReady)

	w := newWorld(t)
	type ask = types.MsgConfigureVault
	for name, c := range map[string]struct {
		change func(*ask)
		want   error
		text   string
	}{
		"by anybody":   {func(m *ask) { m.Authority = w.Account("bob").Address }, types.ErrUnauthorized, ""},
		"a limit of 0": {func(m *ask) { m.InCapNrlc = 0 }, types.ErrBadField, "in_cap 0"},
		"no guardian":  {func(m *ask) { m.Guardian = "" }, types.ErrBadField, "guardian"},
		"the vault":    {func(m *ask) { m.SweepTo = vaultAt.String() }, types.ErrBadField, "sweep_to"},
		"no address":   {func(m *ask) { m.SweepTo = "0x12" }, types.ErrBadField, "sweep_to"},
		"less":         {func(m *ask) { m.OutCapNrlc = 99_999 * one }, types.ErrRefused, "chain lets 100000000000000"},
		"slower":       {func(m *ask) { m.OutRateNrlc = one }, types.ErrRefused, "1000000000 nRLC more"},
	} {
		m := asked()
		c.change(m)
		_, err := w.server().ConfigureVault(w.Ctx(), m)
		require.ErrorIs(t, err, c.want, name)
		require.ErrorContains(t, err, c.text, name)
	}
	require.Zero(t, w.books().LastConfig)

	p := types.DefaultParams()
	p.OutCapNrlc = 1_000_001 * one
	update := &types.MsgUpdateParams{Authority: authority, Params: p}
	cached, _ := w.Ctx().CacheContext()
	_, err = w.server().UpdateParams(cached, update)
	require.NoError(t, err, "what the vault was made with is not known here")
	w.configure(asked())
	w.signAll()
	require.True(t, w.apply(1))
	w.observe()
	_, err = w.server().UpdateParams(w.Ctx(), update)
	require.ErrorIs(t, err, types.ErrRefused)
	require.ErrorContains(t, err, "configure the vault first")
	update.Params.OutCapNrlc = uint64(1_000_000 * rlc.RLC)
	_, err = w.server().UpdateParams(w.Ctx(), update)
	require.NoError(t, err)
}

// TestStrangeConfigs: a config at the vault that this chain never made stops both
// directions. Rules BRG-R2, BRG-R26.
func TestStrangeConfigs(t *testing.T) {
	t.Parallel()
	for name, strange := range map[string]func(bridge.Config) bridge.ConfigApplied{
		"never made": func(c bridge.Config) bridge.ConfigApplied {
			c.Nonce = 2
			return bridge.ConfigApplied{ConfigNonce: 2, ConfigHash: bridge.StructHash(c)}
		},
		"another": func(c bridge.Config) bridge.ConfigApplied {
			c.Guardian = ident.Address{9}
			return bridge.ConfigApplied{ConfigNonce: 1, ConfigHash: bridge.StructHash(c)}
		},
	} {
		w := newWorld(t)
		w.configure(asked())
		c, err := w.keeper().Configs.Get(w.Ctx(), 1)
		require.NoError(t, err)
		core, err := c.Config.Core()
		require.NoError(t, err)
		w.vault.happens(strange(core))
		w.observe()
		require.True(t, w.paused(bridge.PauseDeposits), name)
		require.True(t, w.paused(bridge.PauseWithdrawals), name)
		require.Zero(t, w.books().EthConfig, name)
		w.Block()
		w.Check()
	}
}
