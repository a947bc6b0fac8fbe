package bridge_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
)

// TestConfig: a config is what the vault takes, and names nobody who is nobody. The
// vault itself is asked in tests/vault. Rule BRG-R25.
func TestConfig(t *testing.T) {
	t.Parallel()
	vault, token := ident.Address{1}, ident.Address{2}
	good := bridge.Config{
		Nonce: 1, InCap: 10, OutCap: 9, OutRate: 1, MinDeposit: 10, Guardian: ident.Address{3},
	}
	require.NoError(t, good.Check(vault, token))
	for name, c := range map[string]struct {
		change func(*bridge.Config)
		want   string
	}{
		"no in_cap":         {func(c *bridge.Config) { c.InCap = 0 }, "in_cap 0 nRLC, expected 1 to 87000000000000000"},
		"much in_cap":       {func(c *bridge.Config) { c.InCap = bridge.AllRLC + 1 }, "in_cap 87000000000000001"},
		"no out_cap":        {func(c *bridge.Config) { c.OutCap = 0 }, "out_cap 0"},
		"much out_cap":      {func(c *bridge.Config) { c.OutCap = math.MaxUint64 }, "out_cap 18446744073709551615"},
		"no out_rate":       {func(c *bridge.Config) { c.OutRate = 0 }, "out_rate 0"},
		"much out_rate":     {func(c *bridge.Config) { c.OutRate = bridge.AllRLC + 1 }, "out_rate 87000000000000001"},
		"no least deposit":  {func(c *bridge.Config) { c.MinDeposit = 0 }, "min_deposit 0 nRLC, expected 1 to 10"},
		"no deposit at all": {func(c *bridge.Config) { c.MinDeposit = 11 }, "min_deposit 11 nRLC, expected 1 to 10"},
		"no guardian":       {func(c *bridge.Config) { c.Guardian = ident.Address{} }, "guardian 0x0"},
		"a precompile":      {func(c *bridge.Config) { c.Guardian = ident.Address{18: 0xff} }, "above 0xffff"},
		"guarded by itself": {func(c *bridge.Config) { c.Guardian = vault }, "the vault or the token"},
		"swept to itself":   {func(c *bridge.Config) { c.SweepTo = vault }, "sweep_to 0x01"},
		"swept to RLC":      {func(c *bridge.Config) { c.SweepTo = token }, "the vault or the token"},
		"swept to nobody":   {func(c *bridge.Config) { c.SweepTo = ident.Address{19: 1} }, "above 0xffff"},
	} {
		bad := good
		c.change(&bad)
		err := bad.Check(vault, token)
		require.ErrorIs(t, err, bridge.ErrConfig, name)
		require.ErrorContains(t, err, c.want, name)
	}
	good.SweepTo, good.InCap, good.OutCap, good.OutRate = ident.Address{4}, bridge.AllRLC, bridge.AllRLC, bridge.AllRLC
	require.NoError(t, good.Check(vault, token))
}

// TestConfigCovers: the vault lets leave at least what this chain does. Rule BRG-R25.
func TestConfigCovers(t *testing.T) {
	t.Parallel()
	c := bridge.Config{OutCap: 5 * rlc.RLC, OutRate: 7}
	require.NoError(t, c.Covers(bridge.BucketLimits{Cap: 5 * rlc.RLC, RatePerSecond: 7}))
	require.ErrorContains(t, c.Covers(bridge.BucketLimits{Cap: 5*rlc.RLC + 1, RatePerSecond: 7}),
		"the vault would let 5000000000 nRLC leave at once, this chain lets 5000000001")
	require.ErrorIs(t, c.Covers(bridge.BucketLimits{Cap: 1, RatePerSecond: 8}), bridge.ErrConfig)
}
