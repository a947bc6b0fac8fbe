package types

import (
	"fmt"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/crypto/account"
)

// DefaultParams are the params of a new chain; the README says why.
func DefaultParams() Params {
	return Params{
		FaultFractionPpb:    200_000_000,
		AuditRatePpb:        50_000_000,
		CommitRatioPercent:  200,
		RevealRatioPercent:  100,
		FinalRatioPercent:   1_000,
		MaxMembers:          32,
		MaxProbesPerDraw:    256,
		MaxOpeningsPerBlock: 500,
		MaxDuePerBlock:      2_000,
		MaxBatch:            100,
		MaxCallbackBytes:    4_096,
		StrikesToJail:       3,
		JailSeconds:         600,
		MaxJailSeconds:      7 * 24 * 3600,
		KittyRatioPercent:   10,
		KittyMinNrlc:        uint64(rlc.RLC),
		MinBondNrlc:         uint64(rlc.RLC),
		WaitingRetrySeconds: 5,
		MaxSlots:            1_024,
		HistoryLength:       1_000,
		MaxProbesPerBlock:   50_000,

		ClassicContributionRatio: 7,
		ClassicRevealRatio:       2,
		ClassicFinalRatio:        10,
		MaxContributors:          64,
		ClassicPunishFailed:      true,
		ClassicAutomatic:         true,

		HoldBackBlocks:     43_200,
		Auditors:           1,
		AuditRateRisingPpb: 150_000_000,
		AuditRateFreshPpb:  300_000_000,
		AuditFeePpb:        100_000_000,
		MaxAuditors:        64,
		BackupDivisor:      10,
		SafetyDivisor:      1,
		MaxRecallsPerBlock: 500,
	}
}

// Validate checks that every param is in its range.
func (p Params) Validate() error {
	for _, f := range []struct {
		name           string
		value, lo, top uint64
	}{
		{"fault_fraction_ppb", uint64(p.FaultFractionPpb), 1, poco.PPB - 1},
		{"audit_rate_ppb", uint64(p.AuditRatePpb), 1_000_000, poco.PPB},
		{"commit_ratio_percent", uint64(p.CommitRatioPercent), 1, 10_000},
		{"reveal_ratio_percent", uint64(p.RevealRatioPercent), 1, 10_000},
		{"final_ratio_percent", uint64(p.FinalRatioPercent), 2, 100_000},
		{"max_members", uint64(p.MaxMembers), 1, 256},
		{"max_probes_per_draw", uint64(p.MaxProbesPerDraw), 1, 10_000},
		{"max_openings_per_block", uint64(p.MaxOpeningsPerBlock), 1, 100_000},
		{"max_due_per_block", uint64(p.MaxDuePerBlock), 1, 100_000},
		{"max_batch", uint64(p.MaxBatch), 1, 1_000},
		{"max_callback_bytes", uint64(p.MaxCallbackBytes), 0, 65_536},
		{"strikes_to_jail", uint64(p.StrikesToJail), 1, 1_000},
		{"jail_seconds", p.JailSeconds, 1, 1 << 30},
		{"max_jail_seconds", p.MaxJailSeconds, p.JailSeconds, 1 << 32},
		{"kitty_ratio_percent", uint64(p.KittyRatioPercent), 0, 100},
		{"kitty_min_nrlc", p.KittyMinNrlc, 0, 1 << 62},
		{"min_bond_nrlc", p.MinBondNrlc, 0, 1 << 62},
		{"waiting_retry_seconds", p.WaitingRetrySeconds, 1, 3_600},
		{"max_slots", uint64(p.MaxSlots), 1, 65_536},
		{"history_length", uint64(p.HistoryLength), 1, 1_000_000},
		{"max_probes_per_block", uint64(p.MaxProbesPerBlock), uint64(p.MaxProbesPerDraw), 10_000_000},
		{"classic_contribution_ratio", uint64(p.ClassicContributionRatio), 1, 1_000},
		{"classic_reveal_ratio", uint64(p.ClassicRevealRatio), 1, 1_000},
		{"classic_final_ratio", uint64(p.ClassicFinalRatio), uint64(p.ClassicContributionRatio), 1_000},
		{"max_contributors", uint64(p.MaxContributors), 1, 256},
		{"hold_back_blocks", p.HoldBackBlocks, 0, 1 << 32},
		{"auditors", uint64(p.Auditors), 1, 32},
		{"audit_rate_rising_ppb", uint64(p.AuditRateRisingPpb), uint64(p.AuditRatePpb), poco.PPB},
		{"audit_rate_fresh_ppb", uint64(p.AuditRateFreshPpb), uint64(p.AuditRateRisingPpb), poco.PPB},
		{"audit_fee_ppb", uint64(p.AuditFeePpb), 0, poco.PPB / 2},
		{"max_auditors", uint64(p.MaxAuditors), uint64(p.Auditors), 256},
		{"backup_divisor", uint64(p.BackupDivisor), 1, 1_000},
		{"safety_divisor", uint64(p.SafetyDivisor), 1, 1_000},
		{"max_recalls_per_block", uint64(p.MaxRecallsPerBlock), 1, 100_000},
	} {
		if f.value < f.lo || f.value > f.top {
			return fmt.Errorf("%s is %d, expected %d to %d", f.name, f.value, f.lo, f.top)
		}
	}
	if p.CommitRatioPercent+p.RevealRatioPercent > p.FinalRatioPercent {
		return fmt.Errorf("commit and reveal ratio are %d together, more than the final ratio %d: no round would fit",
			p.CommitRatioPercent+p.RevealRatioPercent, p.FinalRatioPercent)
	}
	if p.CommitRatioPercent > 100*p.ClassicContributionRatio {
		return fmt.Errorf("the commit ratio is %d %%, contributions to classic tasks end after %d %%: no seat fits",
			p.CommitRatioPercent, 100*p.ClassicContributionRatio)
	}
	if _, err := p.Broker(); err != nil {
		return fmt.Errorf("tee_broker: %w", err)
	}
	return nil
}

// Core returns what core needs of the params.
func (p Params) Core() poco.Params {
	return poco.Params{
		FaultFractionPPB: p.FaultFractionPpb, AuditRatePPB: p.AuditRatePpb,
		CommitRatioPercent: p.CommitRatioPercent, RevealRatioPercent: p.RevealRatioPercent,
		FinalRatioPercent: p.FinalRatioPercent, MaxMembers: p.MaxMembers, MaxCallbackBytes: p.MaxCallbackBytes,
		WaitingRetrySeconds: p.WaitingRetrySeconds, KittyRatioPercent: p.KittyRatioPercent,
		KittyMin: rlc.Amount(p.KittyMinNrlc), KittyPaysFreeTasks: p.KittyPaysFreeTasks,
		ClassicContributionRatio: p.ClassicContributionRatio, ClassicRevealRatio: p.ClassicRevealRatio,
		ClassicFinalRatio: p.ClassicFinalRatio, MaxContributors: p.MaxContributors,
		ClassicAutomatic: p.ClassicAutomatic, ClassicPunishFailed: p.ClassicPunishFailed,
		HoldBackBlocks: p.HoldBackBlocks, Auditors: p.Auditors, AuditRateRisingPPB: p.AuditRateRisingPpb,
		AuditRateFreshPPB: p.AuditRateFreshPpb, AuditFeePPB: p.AuditFeePpb, MaxAuditors: p.MaxAuditors,
		BackupDivisor: p.BackupDivisor, SafetyDivisor: p.SafetyDivisor,
	}
}

// Broker returns who authorises contributions that name an enclave, zero if nobody does.
func (p Params) Broker() (ident.Address, error) {
	if p.TeeBroker == "" {
		return ident.Address{}, nil
	}
	return account.Parse(p.TeeBroker)
}

// DefaultGenesis is the state of a new chain.
func DefaultGenesis() *GenesisState { return &GenesisState{Params: DefaultParams()} }

// Validate checks what can be checked without a store.
func (g GenesisState) Validate() error {
	if err := g.Params.Validate(); err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, w := range g.Workers {
		if seen[w.Address] {
			return fmt.Errorf("worker %s is there twice", w.Address)
		}
		seen[w.Address] = true
		if w.LockedNrlc > w.BondNrlc {
			return fmt.Errorf("worker %s has %d nrlc locked of a bond of %d", w.Address, w.LockedNrlc, w.BondNrlc)
		}
	}
	for _, t := range g.Tasks {
		if seen[t.Id] {
			return fmt.Errorf("task %s is there twice", t.Id)
		}
		seen[t.Id] = true
	}
	return g.validateDraws()
}

// validateDraws checks that each task in the draw queue is there, waits, and is
// queued once.
func (g GenesisState) validateDraws() error {
	waiting := map[string]bool{}
	for _, t := range g.Tasks {
		lottery := t.Audit.Phase == AuditPhase_AUDIT_PHASE_LOTTERY
		audit := t.State == TaskState_TASK_STATE_AUDITING && t.Audit.Phase == AuditPhase_AUDIT_PHASE_WAITING
		waiting[t.Id] = t.State == TaskState_TASK_STATE_WAITING || audit || lottery
	}
	for _, id := range g.Draws {
		if !waiting[id] {
			return fmt.Errorf("task %s is to be drawn for, but is not there, does not wait, or is queued twice", id)
		}
		waiting[id] = false
	}
	return nil
}
