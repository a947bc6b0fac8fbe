package types

import (
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/crypto/vrf"
)

// DefaultGenesis is the state of a new chain: no keys, and a beacon to be made.
func DefaultGenesis() *GenesisState { return &GenesisState{} }

// Validate returns the first thing that is wrong with a state.
func (g GenesisState) Validate() error {
	if err := g.Beacon.validate(); err != nil {
		return fmt.Errorf("beacon: %w", err)
	}
	operators, owners := map[ident.Address]bool{}, map[string]bool{}
	for _, v := range g.Keys {
		id, err := ParseOperator(v.Operator)
		if err != nil {
			return err
		}
		if operators[id] {
			return fmt.Errorf("validator %s is there twice", v.Operator)
		}
		operators[id] = true
		if len(v.Keys) == 0 || len(v.Keys) > MaxKeys {
			return fmt.Errorf("validator %s has %d keys, expected 1 to %d", v.Operator, len(v.Keys), MaxKeys)
		}
		if err := v.validateKeys(g.Beacon.Number, owners); err != nil {
			return err
		}
	}
	return nil
}

// validateKeys checks the keys of one validator, and adds them to those that have
// an owner.
func (v ValidatorKeys) validateKeys(beacon uint64, owners map[string]bool) error {
	for i, k := range v.Keys {
		if _, err := ParseKey(k.PublicKey); err != nil {
			return fmt.Errorf("validator %s: %w", v.Operator, err)
		}
		if owners[k.PublicKey] {
			return fmt.Errorf("key %s is there twice", k.PublicKey)
		}
		owners[k.PublicKey] = true
		if i > 0 && k.Number <= v.Keys[i-1].Number {
			return fmt.Errorf("validator %s: key number %d comes after %d", v.Operator, k.Number, v.Keys[i-1].Number)
		}
		if k.Number > max(beacon, 1) {
			return fmt.Errorf("validator %s: key number %d, the beacon is at %d", v.Operator, k.Number, beacon)
		}
	}
	return nil
}

func (b Beacon) validate() error {
	if b.Value == "" {
		if b.Number != 0 || b.Previous != "" || b.Height != 0 || b.Fallback {
			return fmt.Errorf("number %d without a value", b.Number)
		}
		return nil
	}
	for _, h := range []string{b.Value, b.Previous} {
		if _, err := ident.ParseHash(h); err != nil {
			return err
		}
	}
	if b.Number == 0 || b.Height < 0 {
		return fmt.Errorf("number %d at height %d, expected a number from 1 and a height from 0", b.Number, b.Height)
	}
	return nil
}

// operators spells operators of validators.
var operators = account.NewOperatorCodec()

// ParseOperator returns the operator that a text iexecvaloper1… names.
func ParseOperator(s string) (ident.Address, error) {
	bz, err := operators.StringToBytes(s)
	if err != nil || len(bz) != len(ident.Address{}) {
		return ident.Address{}, fmt.Errorf("operator %q: expected an address of a validator, %svaloper1…", s,
			account.Prefix)
	}
	return ident.Address(bz), nil
}

// Operator returns an operator as iexecvaloper1….
func Operator(id ident.Address) (string, error) { return operators.BytesToString(id[:]) }

// ParseKey returns the public key that a text 0x… names.
func ParseKey(s string) ([]byte, error) { return parseHex(s, "public key", vrf.PublicBytes) }

// ParseProof returns the proof that a text 0x… names.
func ParseProof(s string) ([]byte, error) { return parseHex(s, "proof", vrf.ProofBytes) }

// parseHex reads 0x and lower-case digits: one spelling, so that equal keys are equal texts.
func parseHex(s, what string, n int) ([]byte, error) {
	digits, ok := strings.CutPrefix(s, "0x")
	bz, err := hex.DecodeString(digits)
	if !ok || err != nil || len(bz) != n || digits != strings.ToLower(digits) {
		return nil, fmt.Errorf("%s of %d characters: expected 0x and %d lower-case hexadecimal digits", what, len(s),
			2*n)
	}
	return bz, nil
}
