package types

import (
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/crypto/account"
)

// VaultID is a vault in core's words.
type VaultID struct {
	Domain bridge.Domain
	Token  ident.Address
}

// Core returns the vault in core's words.
func (v Vault) Core() (VaultID, error) {
	vault, err := ident.ParseAddress(v.Address)
	if err != nil {
		return VaultID{}, fmt.Errorf("vault: %w", err)
	}
	token, err := ident.ParseAddress(v.Token)
	if err != nil {
		return VaultID{}, fmt.Errorf("token: %w", err)
	}
	if vault.IsZero() || token.IsZero() || vault == token || v.ChainId == 0 {
		return VaultID{}, fmt.Errorf("vault %s, token %s, chain id %d: expected two contracts and a chain", v.Address,
			v.Token, v.ChainId)
	}
	d := bridge.Domain{ChainID: v.ChainId, Vault: vault, HomeChain: v.HomeChain}
	return VaultID{Domain: d, Token: token}, nil
}

// Point returns where the vault's chain of events is.
func (o Observed) Point() (bridge.Point, error) {
	h, err := ident.ParseHash(o.Hash)
	return bridge.Point{Nonce: o.Nonce, Hash: h}, err
}

// Core returns the withdrawal in core's words.
func (w Withdrawal) Core() (bridge.Withdrawal, error) {
	to, err := ident.ParseAddress(w.To)
	return bridge.Withdrawal{
		ID: w.Id, To: to, Amount: rlc.Amount(w.AmountNrlc), Fee: rlc.Amount(w.FeeNrlc),
	}, err
}

// Total returns amount and fee together, in nRLC.
func (w Withdrawal) Total() (rlc.Amount, error) {
	return rlc.Add(rlc.Amount(w.AmountNrlc), rlc.Amount(w.FeeNrlc))
}

// NewBatch returns the record of a batch that was planned.
func NewBatch(p bridge.Planned, height uint64, digest ident.Hash) Batch {
	return Batch{
		Nonce: p.Batch.Nonce, FirstId: p.Batch.FirstID, Count: uint64(len(p.Items)),
		ItemsHash: p.Batch.ItemsHash.String(), TotalNrlc: uint64(p.Total), FeeNrlc: uint64(p.Batch.Fee),
		TimeoutUnix: p.Batch.TimeoutUnix, ItemGas: p.Batch.ItemGas, CreatedHeight: height,
		SignFromHeight: p.SignFromHeight, SignFromUnix: p.SignFromUnix, Status: BatchStatus_BATCH_STATUS_OPEN,
		Digest: digest.String(),
	}
}

// Core returns what of the batch is signed.
func (b Batch) Core() (bridge.Batch, error) {
	items, err := ident.ParseHash(b.ItemsHash)
	return bridge.Batch{
		Nonce: b.Nonce, FirstID: b.FirstId, TimeoutUnix: b.TimeoutUnix, Fee: rlc.Amount(b.FeeNrlc), ItemGas: b.ItemGas,
		ItemsHash: items,
	}, err
}

// MaySign reports whether validators may sign the batch at a block.
func (b Batch) MaySign(now bridge.Moment) bool {
	return bridge.Planned{SignFromHeight: b.SignFromHeight, SignFromUnix: b.SignFromUnix}.MaySign(now)
}

// NewValset returns the record of a validator set.
func NewValset(nonce uint64, members bridge.Members, at bridge.Moment, digest ident.Hash) Valset {
	v := Valset{Nonce: nonce, HomeHeight: at.Height, MadeUnix: at.Unix, Digest: digest.String()}
	for _, m := range members {
		v.Members = append(v.Members, Member{Address: m.Address.String(), Power: m.Power})
	}
	return v
}

// Core returns the set's members in their order; an error if they are no set.
func (v Valset) Core() (bridge.Members, error) {
	members := make(bridge.Members, len(v.Members))
	for i, m := range v.Members {
		a, err := ident.ParseAddress(m.Address)
		if err != nil {
			return nil, err
		}
		members[i] = bridge.Member{Address: a, Power: m.Power}
	}
	return members, members.Check()
}

// Core returns the config in core's words; no sweep_to is the zero address.
func (c *SignedConfig) Core() (bridge.Config, error) {
	guardian, err := ident.ParseAddress(c.Guardian)
	if err != nil {
		return bridge.Config{}, fmt.Errorf("guardian: %w", err)
	}
	var sweep ident.Address
	if c.SweepTo != "" {
		if sweep, err = ident.ParseAddress(c.SweepTo); err != nil {
			return bridge.Config{}, fmt.Errorf("sweep_to: %w", err)
		}
	}
	return bridge.Config{
		Nonce: c.Nonce, InCap: rlc.Amount(c.InCapNrlc), OutCap: rlc.Amount(c.OutCapNrlc),
		OutRate: rlc.Amount(c.OutRateNrlc), MinDeposit: rlc.Amount(c.MinDepositNrlc), Guardian: guardian,
		Unpause: c.Unpause, SweepTo: sweep,
	}, nil
}

// Config returns what governance asks for, as it is signed under a number.
func (m *MsgConfigureVault) Config(nonce uint64) SignedConfig {
	return SignedConfig{
		Nonce: nonce, InCapNrlc: m.InCapNrlc, OutCapNrlc: m.OutCapNrlc, OutRateNrlc: m.OutRateNrlc,
		MinDepositNrlc: m.MinDepositNrlc, Guardian: m.Guardian, Unpause: m.Unpause, SweepTo: m.SweepTo,
	}
}

// Core returns the bucket in core's words.
func (b Bucket) Core() bridge.Bucket {
	return bridge.Bucket{Level: rlc.Amount(b.LevelNrlc), LastUnix: b.AtUnix}
}

// NewBucket returns a bucket's record.
func NewBucket(b bridge.Bucket) Bucket { return Bucket{LevelNrlc: uint64(b.Level), AtUnix: b.LastUnix} }

// operators spells operators of validators.
var operators = account.NewOperatorCodec()

// ParseOperator returns the operator that a text iexecvaloper1… names.
func ParseOperator(s string) (ident.Address, error) {
	bz, err := operators.StringToBytes(s)
	if err != nil || len(bz) != len(ident.Address{}) {
		return ident.Address{}, fmt.Errorf("operator of %d characters: expected an address of a validator, %svaloper1…",
			len(s), account.Prefix)
	}
	return ident.Address(bz), nil
}

// Operator returns an operator as iexecvaloper1….
func Operator(id ident.Address) (string, error) { return operators.BytesToString(id[:]) }

// ParseSignature returns the signature that a text 0x… names, of 64 bytes r and
// vs, or of 65 as wallets make them.
func ParseSignature(s string) (bridge.Signature, error) {
	digits, ok := strings.CutPrefix(s, "0x")
	bz, err := hex.DecodeString(digits)
	if !ok || err != nil {
		return bridge.Signature{}, fmt.Errorf(
			"signature of %d characters: expected 0x and 128 or 130 hexadecimal digits", len(s))
	}
	return bridge.CompactSignature(bz)
}

// Hex returns a signature as it is written in the state.
func Hex(s bridge.Signature) string { return "0x" + hex.EncodeToString(s[:]) }

// Clip returns the beginning of a text, as much as a reason may have.
func Clip(s string) string { return strings.ToValidUTF8(s[:min(len(s), MaxReasonBytes)], "") }
