package types

import (
	"fmt"

	"github.com/iexecd/iexecd/core/ident"
)

// The domain of signed orders on a new chain: that of iExec's hub on its former
// side chain, which iExec's tools still know.
const (
	DefaultChainID           = 134
	DefaultVerifyingContract = "0x3eca1B216A7DF1C7689aEb259fFB83ADFB894E7f"
)

// DefaultParams are the params of a new chain; the README says why.
func DefaultParams() Params {
	return Params{
		MaxMatchesPerBlock:    1_000,
		MaxRequestsPerBlock:   2_000,
		MaxLanesPerRequest:    256,
		MaxExpiriesPerBlock:   1_000,
		MaxOrdersPerAccount:   1_000,
		PoolStakeRatioPercent: 30,
		MaxParamsBytes:        4_096,
		MaxVolume:             1_000_000_000,

		Eip712ChainId: DefaultChainID, Eip712VerifyingContract: DefaultVerifyingContract, MaxGroupChanges: 100,
	}
}

// Validate checks that every param is in its range.
func (p Params) Validate() error {
	for _, f := range []struct {
		name           string
		value, lo, top uint64
	}{
		{"max_matches_per_block", uint64(p.MaxMatchesPerBlock), 1, 100_000},
		{"max_requests_per_block", uint64(p.MaxRequestsPerBlock), 1, 100_000},
		{"max_lanes_per_request", uint64(p.MaxLanesPerRequest), 1, 10_000},
		{"max_expiries_per_block", uint64(p.MaxExpiriesPerBlock), 1, 100_000},
		{"max_orders_per_account", uint64(p.MaxOrdersPerAccount), 1, 1_000_000},
		{"pool_stake_ratio_percent", p.PoolStakeRatioPercent, 0, 1_000},
		{"max_params_bytes", uint64(p.MaxParamsBytes), 16, 65_536},
		{"max_volume", p.MaxVolume, 1, 1 << 40},
		{"eip712_chain_id", p.Eip712ChainId, 1, 1<<64 - 1},
		{"max_group_changes", uint64(p.MaxGroupChanges), 1, 10_000},
	} {
		if f.value < f.lo || f.value > f.top {
			return fmt.Errorf("%s is %d, expected %d to %d", f.name, f.value, f.lo, f.top)
		}
	}
	contract, err := ident.ParseAddress(p.Eip712VerifyingContract)
	if err != nil {
		return fmt.Errorf("eip712_verifying_contract: %w", err)
	}
	if contract.IsZero() {
		return fmt.Errorf("eip712_verifying_contract is %q, expected 0x and 40 hexadecimal digits, not all 0",
			p.Eip712VerifyingContract)
	}
	return nil
}
