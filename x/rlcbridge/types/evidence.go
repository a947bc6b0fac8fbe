package types

import (
	"fmt"

	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
)

// Shown is a message that somebody shows as signed.
type Shown struct {
	Kind    bridge.MessageKind
	Nonce   uint64
	Message bridge.Message
}

// Shown returns the one message that evidence is about; an error if it is not
// exactly one, or cannot be read.
func (m *MsgSubmitEvidence) Shown() (Shown, error) {
	var out []Shown
	var failed error
	add := func(kind bridge.MessageKind, nonce uint64, message bridge.Message, err error) {
		out = append(out, Shown{Kind: kind, Nonce: nonce, Message: message})
		if failed == nil {
			failed = err
		}
	}
	if b := m.Batch; b != nil {
		core, err := b.core()
		add(bridge.MessageBatch, b.Nonce, core, err)
	}
	if v := m.Valset; v != nil {
		hash, err := ident.ParseHash(v.MembersHash)
		add(bridge.MessageValset, v.Nonce, bridge.Valset{
			Nonce: v.Nonce, HomeHeight: v.HomeHeight, TotalPower: v.TotalPower, MembersHash: hash,
		}, err)
	}
	if c := m.Config; c != nil {
		core, err := c.Core()
		add(bridge.MessageConfig, c.Nonce, core, err)
	}
	if x := m.Migrate; x != nil {
		to, err := ident.ParseAddress(x.NewVault)
		add(bridge.MessageMigrate, x.Nonce, bridge.Migrate{
			Nonce: x.Nonce, NewVault: to, NotBeforeUnix: x.NotBeforeUnix,
		}, err)
	}
	switch {
	case len(out) != 1:
		return Shown{}, fmt.Errorf("%d messages, expected exactly one of batch, valset, config and migrate", len(out))
	case failed != nil:
		return Shown{}, failed
	}
	return out[0], nil
}

func (b *SignedBatch) core() (bridge.Batch, error) {
	hash, err := ident.ParseHash(b.ItemsHash)
	return bridge.Batch{
		Nonce: b.Nonce, FirstID: b.FirstId, TimeoutUnix: b.TimeoutUnix, Fee: rlc.Amount(b.FeeNrlc), ItemGas: b.ItemGas,
		ItemsHash: hash,
	}, err
}
