package app

import (
	"slices"

	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	"github.com/cosmos/cosmos-sdk/x/authz"
	authzkeeper "github.com/cosmos/cosmos-sdk/x/authz/keeper"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/crypto/account"
	pocotypes "github.com/iexecd/iexecd/x/poco/types"
)

// carried are the messages of a transaction, with what a MsgExec carries in its
// place, and how many of them are worker messages.
type carried struct {
	msgs    []sdk.Msg
	workers int
	exec    *authz.MsgExec // the message that carries worker messages, nil if none does
}

// carriedBy returns what a transaction carries. A MsgExec in a MsgExec is refused:
// it would hide what it carries (POCO-R46).
func carriedBy(tx sdk.Tx) (carried, error) {
	var c carried
	for _, m := range tx.GetMsgs() {
		exec, ok := m.(*authz.MsgExec)
		if !ok {
			c.add(m, nil)
			continue
		}
		inner, err := exec.GetMessages()
		if err != nil {
			return c, err
		}
		for _, in := range inner {
			if _, nested := in.(*authz.MsgExec); nested {
				return c, sdkerrors.ErrInvalidRequest.Wrap(
					"a MsgExec in a MsgExec: put its messages into the outer one")
			}
			c.add(in, exec)
		}
	}
	return c, nil
}

func (c *carried) add(m sdk.Msg, exec *authz.MsgExec) {
	c.msgs = append(c.msgs, m)
	if !pocotypes.IsWorkerMessage(m) {
		return
	}
	c.workers++
	if exec != nil {
		c.exec = exec
	}
}

// who returns the workers whose messages they are, each once.
func (c *carried) who() ([]ident.Address, error) {
	var all []ident.Address
	for _, m := range c.msgs {
		worker, err := account.Parse(pocotypes.WorkerOf(m))
		if err != nil {
			return nil, sdkerrors.ErrInvalidAddress.Wrapf("worker: %s", err)
		}
		if !slices.Contains(all, worker) {
			all = append(all, worker)
		}
	}
	return all, nil
}

// checkGranted returns why somebody may not send the worker messages that its
// MsgExec carries: each needs a generic authorisation of its worker, valid now
// (POCO-R46).
func checkGranted(ctx sdk.Context, k authzkeeper.Keeper, c carried) error {
	if c.exec == nil {
		return nil
	}
	grantee, err := account.Parse(c.exec.Grantee)
	if err != nil {
		return sdkerrors.ErrInvalidAddress.Wrapf("grantee: %s", err)
	}
	for _, m := range c.msgs {
		worker, err := account.Parse(pocotypes.WorkerOf(m))
		if err != nil {
			return sdkerrors.ErrInvalidAddress.Wrapf("worker: %s", err)
		}
		url := sdk.MsgTypeURL(m)
		granted, _ := k.GetAuthorization(ctx, grantee[:], worker[:], url)
		if _, generic := granted.(*authz.GenericAuthorization); !generic {
			return sdkerrors.ErrUnauthorized.Wrapf("%s has granted %s nothing to send %s with, or it has expired: "+
				"iexecd worker grant", account.Bech32(worker), account.Bech32(grantee), url)
		}
	}
	return nil
}
