package types

import (
	"fmt"

	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
)

// DefaultGenesis is the state of a new chain without a bridge.
func DefaultGenesis() *GenesisState { return &GenesisState{Params: DefaultParams()} }

// Validate returns the first thing that is wrong with a state, of what can be
// checked without a store.
func (g GenesisState) Validate() error {
	if err := g.Params.Validate(); err != nil {
		return err
	}
	if g.Vault == nil {
		return g.validateOff()
	}
	if _, err := g.Vault.Core(); err != nil {
		return err
	}
	if g.Observed.Hash != "" {
		if _, err := ident.ParseHash(g.Observed.Hash); err != nil {
			return fmt.Errorf("observed: %w", err)
		}
	} else if g.Observed.Nonce != 0 {
		return fmt.Errorf("observed: nonce %d without a hash", g.Observed.Nonce)
	}
	if g.Observed.LockedNrlc > uint64(bridge.AllRLC) {
		return fmt.Errorf("observed: %d nrlc locked, there are %d", g.Observed.LockedNrlc, uint64(bridge.AllRLC))
	}
	for _, check := range []func() error{
		g.validateKeys, g.validateValsets, g.validateConfigs, g.validateWithdrawals, g.validateBatches,
		g.validateWaiting,
	} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

// validateOff refuses a state of a bridge without a vault.
func (g GenesisState) validateOff() error {
	n := len(g.Keys) + len(g.KeyUses) + len(g.Valsets) + len(g.Withdrawals) + len(g.Batches) + len(g.Signatures) +
		len(g.Digests) + len(g.Delayed) + len(g.Stranded) + len(g.Pauses) + len(g.Alarms) + len(g.Configs)
	if n > 0 || g.Observed != (Observed{}) || g.Books != (Books{}) {
		return fmt.Errorf("%d records of a bridge, but no vault: name the vault, or leave them out", n)
	}
	return nil
}

func (g GenesisState) validateKeys() error {
	uses := map[string]string{}
	for _, u := range g.KeyUses {
		if _, err := ident.ParseAddress(u.Address); err != nil {
			return fmt.Errorf("key use: %w", err)
		}
		if _, err := ParseOperator(u.Operator); err != nil {
			return err
		}
		if uses[u.Address] != "" {
			return fmt.Errorf("bridge key %s is there twice", u.Address)
		}
		uses[u.Address] = u.Operator
	}
	seen := map[string]bool{}
	for _, k := range g.Keys {
		if _, err := ParseOperator(k.Operator); err != nil {
			return err
		}
		if seen[k.Operator] || uses[k.Address] != k.Operator {
			return fmt.Errorf("bridge key %s of %s: there twice, or its use is not listed", k.Address, k.Operator)
		}
		seen[k.Operator] = true
	}
	return nil
}

func (g GenesisState) validateValsets() error {
	var last uint64
	found := g.Books.EthValset == 0
	for i, v := range g.Valsets {
		if i > 0 && v.Nonce <= last {
			return fmt.Errorf("validator set %d comes after %d", v.Nonce, last)
		}
		if _, err := v.Core(); err != nil {
			return fmt.Errorf("validator set %d: %w", v.Nonce, err)
		}
		last = v.Nonce
		found = found || v.Nonce == g.Books.EthValset
	}
	if len(g.Valsets) > 0 && last != g.Books.LastValset || !found {
		return fmt.Errorf("validator sets end with %d, the books say %d, and %d is in force at the vault", last,
			g.Books.LastValset, g.Books.EthValset)
	}
	return nil
}

func (g GenesisState) validateConfigs() error {
	var last uint64
	found := g.Books.EthConfig == 0
	for _, c := range g.Configs {
		if c.Config.Nonce <= last {
			return fmt.Errorf("config %d comes after %d", c.Config.Nonce, last)
		}
		if _, err := c.Config.Core(); err != nil {
			return fmt.Errorf("config %d: %w", c.Config.Nonce, err)
		}
		last = c.Config.Nonce
		found = found || last == g.Books.EthConfig
	}
	if last != g.Books.LastConfig || !found {
		return fmt.Errorf("configs end with %d, the books say %d, and %d is in force at the vault", last,
			g.Books.LastConfig, g.Books.EthConfig)
	}
	return nil
}

func (g GenesisState) validateWithdrawals() error {
	var last uint64
	for _, w := range g.Withdrawals {
		if _, err := w.Core(); err != nil {
			return fmt.Errorf("withdrawal %d: %w", w.Id, err)
		}
		if w.Id <= last || w.Id > g.Books.LastWithdrawal {
			return fmt.Errorf("withdrawal %d comes after %d, the last is %d", w.Id, last, g.Books.LastWithdrawal)
		}
		last = w.Id
	}
	return nil
}

func (g GenesisState) validateBatches() error {
	var last uint64
	for _, b := range g.Batches {
		if _, err := b.Core(); err != nil {
			return fmt.Errorf("batch %d: %w", b.Nonce, err)
		}
		if b.Nonce <= last || b.Nonce > g.Books.LastBatch || b.Count > bridge.MaxItems {
			return fmt.Errorf("batch %d of %d comes after %d, the last is %d", b.Nonce, b.Count, last,
				g.Books.LastBatch)
		}
		last = b.Nonce
	}
	for _, d := range g.Digests {
		if _, err := ident.ParseHash(d.Digest); err != nil {
			return fmt.Errorf("digest %d of kind %d: %w", d.Nonce, d.Kind, err)
		}
	}
	return nil
}

func (g GenesisState) validateWaiting() error {
	var last uint64
	for i, d := range g.Delayed {
		if i > 0 && d.Nonce <= last {
			return fmt.Errorf("delayed deposit %d comes after %d", d.Nonce, last)
		}
		last = d.Nonce
	}
	last = 0
	for _, s := range g.Stranded {
		if s.Id <= last || s.Id > g.Books.LastStranded {
			return fmt.Errorf("stranded %d comes after %d, the last is %d", s.Id, last, g.Books.LastStranded)
		}
		last = s.Id
	}
	for _, p := range g.Pauses {
		if p.Flag != uint32(bridge.PauseDeposits) && p.Flag != uint32(bridge.PauseWithdrawals) {
			return fmt.Errorf("pause of flag %d, expected %d or %d", p.Flag, bridge.PauseDeposits,
				bridge.PauseWithdrawals)
		}
	}
	return nil
}
