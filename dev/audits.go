package dev

import (
	"fmt"
	"time"

	pocotypes "github.com/iexecd/iexecd/x/poco/types"
)

// What a dev chain does otherwise than a real one, so that minutes show what takes
// days: more audits, since the hold-back is short, short jail terms, and small
// records that count. Its bound is not that of a real chain.
const (
	holdBackTime    = 2 * time.Minute
	auditRate       = 50_000_000  // ppb; a seat locks 19 times the price
	auditRateRising = 500_000_000 // ppb
	auditRateFresh  = 750_000_000 // ppb
	jailSeconds     = 60
	maxJailSeconds  = 600
)

// setParams makes default params those of this network.
func (o *Options) setParams(p *pocotypes.Params) {
	setAudits(p, o.BlockTime)
	if o.Params != nil {
		o.Params(p)
	}
}

// setAudits sets the params of audits for a chain with this block time.
func setAudits(p *pocotypes.Params, blockTime time.Duration) {
	p.HoldBackBlocks = holdBackBlocks(blockTime)
	p.AuditRatePpb, p.AuditRateRisingPpb, p.AuditRateFreshPpb = auditRate, auditRateRising, auditRateFresh
	p.CountProvenOnly = false // two workers with the record of a dev chain are enough
	p.JailSeconds, p.MaxJailSeconds = jailSeconds, maxJailSeconds
}

func holdBackBlocks(blockTime time.Duration) uint64 {
	return uint64(holdBackTime / max(blockTime, time.Millisecond))
}

// auditsLine says how results are audited here.
func (n *Net) auditsLine() string {
	return fmt.Sprintf("%d %% of results with a fresh member, %d %% with one not proven, %d %% of the others; "+
		"earnings held back for %d blocks (about %s); jail %d s", auditRateFresh/10_000_000, auditRateRising/10_000_000,
		auditRate/10_000_000, holdBackBlocks(n.Options.BlockTime), holdBackTime, jailSeconds)
}
