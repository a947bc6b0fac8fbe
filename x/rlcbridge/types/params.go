package types

import (
	"fmt"

	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/crypto/account"
)

const day = 86_400 // seconds

// DefaultParams are the params of a new chain; the README says why.
func DefaultParams() Params {
	out, sets := bridge.DefaultBatchPolicy(), bridge.DefaultValsetPolicy()
	return Params{
		MaxPauseSeconds:        7 * day,
		MinWithdrawNrlc:        uint64(rlc.RLC),
		MinFeeNrlc:             uint64(rlc.RLC) / 2,
		LargeDepositNrlc:       250_000 * uint64(rlc.RLC),
		DepositDelaySeconds:    day,
		InCapNrlc:              1_000_000 * uint64(rlc.RLC),
		InRefillSeconds:        day,
		BatchEveryBlocks:       out.EveryBlocks,
		BatchFullItems:         out.FullItems,
		MaxOpenBatches:         out.MaxOpen,
		MaxBatchItems:          out.MaxItems,
		LargeWithdrawNrlc:      uint64(out.LargeAmount),
		SignDelayBlocks:        out.SignDelayBlocks,
		LargeDelaySeconds:      out.LargeDelaySeconds,
		BatchTimeoutSeconds:    out.TimeoutSeconds,
		ItemGas:                out.ItemGas,
		OutCapNrlc:             uint64(out.Bucket.Cap),
		OutRefillSeconds:       day,
		ValsetCheckBlocks:      10,
		ValsetDriftPpm:         sets.DriftPPM,
		ValsetUrgentDriftPpm:   sets.UrgentDriftPPM,
		ValsetMinBlocks:        sets.MinBlocks,
		ValsetHeartbeatSeconds: sets.HeartbeatSeconds,
		MinRegisteredPercent:   90,
		MaxDuePerBlock:         100,
	}
}

// Validate checks that every param is in its range.
func (p Params) Validate() error {
	const million, all = 1_000_000, uint64(bridge.AllRLC)
	for _, f := range []struct {
		name           string
		value, lo, top uint64
	}{
		{"max_pause_seconds", p.MaxPauseSeconds, 1, 30 * day},
		{"min_withdraw_nrlc", p.MinWithdrawNrlc, 1, all},
		{"min_fee_nrlc", p.MinFeeNrlc, 0, all},
		{"large_deposit_nrlc", p.LargeDepositNrlc, 0, all},
		{"deposit_delay_seconds", p.DepositDelaySeconds, 1, 365 * day},
		{"in_cap_nrlc", p.InCapNrlc, 0, all},
		{"in_refill_seconds", p.InRefillSeconds, 1, 365 * day},
		{"batch_every_blocks", p.BatchEveryBlocks, 1, 100_000},
		{"batch_full_items", p.BatchFullItems, 1, bridge.MaxItems},
		{"max_open_batches", p.MaxOpenBatches, 1, 20},
		{"max_batch_items", p.MaxBatchItems, 1, bridge.MaxItems},
		{"large_withdraw_nrlc", p.LargeWithdrawNrlc, 0, all},
		{"sign_delay_blocks", p.SignDelayBlocks, 1, 100_000},
		{"large_delay_seconds", p.LargeDelaySeconds, 1, 30 * day},
		{"batch_timeout_seconds", p.BatchTimeoutSeconds, 60, 30 * day},
		{"item_gas", p.ItemGas, 50_000, 1_000_000},
		{"out_cap_nrlc", p.OutCapNrlc, 1, all},
		{"out_refill_seconds", p.OutRefillSeconds, 1, 365 * day},
		{"valset_check_blocks", p.ValsetCheckBlocks, 1, 1_000},
		{"valset_drift_ppm", p.ValsetDriftPpm, 1, million},
		{"valset_urgent_drift_ppm", p.ValsetUrgentDriftPpm, p.ValsetDriftPpm, million},
		{"valset_min_blocks", p.ValsetMinBlocks, 1, 100_000},
		{"valset_heartbeat_seconds", p.ValsetHeartbeatSeconds, 60, 7 * day},
		{"min_registered_percent", p.MinRegisteredPercent, 67, 100},
		{"max_due_per_block", p.MaxDuePerBlock, 1, 10_000},
	} {
		if f.value < f.lo || f.value > f.top {
			return fmt.Errorf("%s is %d, expected %d to %d", f.name, f.value, f.lo, f.top)
		}
	}
	return p.validatePeople()
}

func (p Params) validatePeople() error {
	if len(p.Pausers) > MaxPausers {
		return fmt.Errorf("%d pausers, expected at most %d", len(p.Pausers), MaxPausers)
	}
	people := p.Pausers
	if p.Guardian != "" {
		people = append([]string{p.Guardian}, people...)
	}
	for _, who := range people {
		if _, err := account.Parse(who); err != nil {
			return fmt.Errorf("guardian or pauser: %w", err)
		}
	}
	return nil
}

// limits returns a bucket of capacity nRLC that empties in so many seconds.
func limits(capacity, seconds uint64) bridge.BucketLimits {
	rate, err := bridge.RatePerSecondFloor(rlc.Amount(capacity), seconds)
	if err != nil {
		rate = 0 // seconds are at least 1
	}
	return bridge.BucketLimits{Cap: rlc.Amount(capacity), RatePerSecond: rate}
}

// Rules returns what single withdrawals must be like.
func (p Params) Rules(v VaultID) bridge.WithdrawalRules {
	return bridge.WithdrawalRules{
		MinAmount: rlc.Amount(p.MinWithdrawNrlc), MinFee: rlc.Amount(p.MinFeeNrlc), MaxTotal: rlc.Amount(p.OutCapNrlc),
		Vault: v.Domain.Vault, Token: v.Token,
	}
}

// Deposits returns where deposits go.
func (p Params) Deposits(v VaultID) bridge.DepositPolicy {
	return bridge.DepositPolicy{
		LargeAmount: rlc.Amount(p.LargeDepositNrlc), DelaySeconds: p.DepositDelaySeconds,
		Bucket: limits(p.InCapNrlc, p.InRefillSeconds), Refund: p.Rules(v),
	}
}

// Batches returns when withdrawals become a batch.
func (p Params) Batches() bridge.BatchPolicy {
	return bridge.BatchPolicy{
		EveryBlocks: p.BatchEveryBlocks, FullItems: p.BatchFullItems, MaxOpen: p.MaxOpenBatches,
		MaxItems: p.MaxBatchItems, LargeAmount: rlc.Amount(p.LargeWithdrawNrlc), SignDelayBlocks: p.SignDelayBlocks,
		LargeDelaySeconds: p.LargeDelaySeconds, TimeoutSeconds: p.BatchTimeoutSeconds, ItemGas: p.ItemGas,
		Bucket: limits(p.OutCapNrlc, p.OutRefillSeconds),
	}
}

// Sets returns when the vault needs a new validator set.
func (p Params) Sets() bridge.ValsetPolicy {
	return bridge.ValsetPolicy{
		DriftPPM: p.ValsetDriftPpm, UrgentDriftPPM: p.ValsetUrgentDriftPpm, MinBlocks: p.ValsetMinBlocks,
		HeartbeatSeconds: p.ValsetHeartbeatSeconds,
	}
}
