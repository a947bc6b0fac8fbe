package chain

import (
	"fmt"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/x/authz"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/crypto/account"
)

// hotKey is a key that acts for another account.
type hotKey struct {
	Key
	granter ident.Address
}

// HotKey returns a key that signs as itself and acts for another account: what is
// sent with it goes in a MsgExec, for which that account must have granted it each
// type of message. What costs a fee is paid by the fee grant of that account.
func HotKey(k Key, granter ident.Address) Key { return hotKey{Key: k, granter: granter} }

// Acts returns the account for which a key acts: its own, but of a HotKey.
func Acts(k Key) ident.Address {
	if hot, ok := k.(hotKey); ok {
		return hot.granter
	}
	return k.Address()
}

// IsHot reports whether a key acts for another account.
func IsHot(k Key) bool { return Acts(k) != k.Address() }

// carry puts the messages of a draft into a MsgExec if its key is a HotKey.
func (d *draft) carry() error {
	if !IsHot(d.key) {
		return nil
	}
	exec := &authz.MsgExec{Grantee: account.Bech32(d.key.Address()), Msgs: d.body.Messages}
	packed, err := codectypes.NewAnyWithValue(exec)
	if err != nil {
		return err
	}
	d.body.Messages = []*codectypes.Any{packed}
	return nil
}

// uncarry makes the answers those to the messages that a MsgExec carried.
func (r *TxResult) uncarry(k Key) error {
	if !IsHot(k) {
		return nil
	}
	var answer authz.MsgExecResponse
	if err := r.Answer(0, &answer); err != nil {
		return fmt.Errorf("transaction %s: the answer to its MsgExec: %w", r.Hash, err)
	}
	r.answers = nil
	for _, bz := range answer.Results {
		r.answers = append(r.answers, &codectypes.Any{Value: bz})
	}
	return nil
}

// granter is who pays the fee of a draft, "" for its signer.
func (d *draft) granter() string {
	if !IsHot(d.key) || d.unordered {
		return ""
	}
	return account.Bech32(Acts(d.key))
}
