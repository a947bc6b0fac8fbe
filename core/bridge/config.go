package bridge

import (
	"errors"
	"fmt"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
)

// ErrConfig means that a Config is not allowed.
var ErrConfig = errors.New("config not allowed")

// Check returns nil if a vault would take the values of a Config, and nobody in it is
// nobody; else ErrConfig and why not. The limits are those of _setLimits in
// contracts/src/VaultBase.sol.
func (c Config) Check(vault, token ident.Address) error {
	for _, f := range []struct {
		name     string
		is, most rlc.Amount
	}{
		{"in_cap", c.InCap, AllRLC},
		{"out_cap", c.OutCap, AllRLC},
		{"out_rate", c.OutRate, AllRLC},
		{"min_deposit", c.MinDeposit, c.InCap},
	} {
		if f.is == 0 || f.is > f.most {
			return fmt.Errorf("%w: %s %d nRLC, expected 1 to %d", ErrConfig, f.name, f.is, f.most)
		}
	}
	if err := checkPayee(c.Guardian, vault, token); err != nil {
		return fmt.Errorf("%w: guardian %w", ErrConfig, err)
	}
	if c.SweepTo.IsZero() {
		return nil
	}
	if err := checkPayee(c.SweepTo, vault, token); err != nil {
		return fmt.Errorf("%w: sweep_to %w", ErrConfig, err)
	}
	return nil
}

// Covers returns nil if the vault lets leave what a bucket here does; else ErrConfig
// and why not: batches would be signed that the vault refuses.
func (c Config) Covers(out BucketLimits) error {
	switch {
	case c.OutCap < out.Cap:
		return fmt.Errorf("%w: the vault would let %d nRLC leave at once, this chain lets %d", ErrConfig, c.OutCap,
			out.Cap)
	case c.OutRate < out.RatePerSecond:
		return fmt.Errorf("%w: the vault would let %d nRLC more leave each second, this chain lets %d", ErrConfig,
			c.OutRate, out.RatePerSecond)
	}
	return nil
}
