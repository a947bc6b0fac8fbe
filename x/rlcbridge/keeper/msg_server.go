package keeper

import (
	"context"
	"fmt"

	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/crypto/ethsecp256k1"
	"github.com/iexecd/iexecd/x/rlcbridge/types"
)

type msgServer struct{ Keeper }

var _ types.MsgServer = msgServer{}

// NewMsgServer returns the message service over a keeper.
func NewMsgServer(k Keeper) types.MsgServer { return msgServer{k} }

// Withdraw implements types.MsgServer. Rule BRG-R6.
func (s msgServer) Withdraw(ctx context.Context, m *types.MsgWithdraw) (*types.MsgWithdrawResponse, error) {
	w, sender, err := s.withdrawal(ctx, m)
	if err != nil {
		return nil, err
	}
	total, err := w.Total()
	if err != nil {
		return nil, err
	}
	if err := s.bank.SendCoinsFromAccountToModule(ctx, sender[:], types.ModuleName, coins(total)); err != nil {
		return nil, types.ErrFunds.Wrapf("%d nrlc with the fee: %s", total, err)
	}
	id, err := s.queue(ctx, w)
	return &types.MsgWithdrawResponse{Id: id}, err
}

// CancelWithdraw implements types.MsgServer. Rule BRG-R7.
func (s msgServer) CancelWithdraw(
	ctx context.Context, m *types.MsgCancelWithdraw,
) (*types.MsgCancelWithdrawResponse, error) {
	sender, err := account.Parse(m.Sender)
	if err != nil {
		return nil, types.ErrBadField.Wrapf("sender: %s", err)
	}
	if err := s.unlessPaused(ctx, bridge.PauseWithdrawals); err != nil {
		return nil, err
	}
	w, err := s.Withdrawals.Get(ctx, m.Id)
	if isNotFound(err) {
		return nil, types.ErrNotFound.Wrapf("no withdrawal %d", m.Id)
	}
	if err != nil {
		return nil, err
	}
	switch {
	case w.Sender != account.Bech32(sender):
		return nil, types.ErrUnauthorized.Wrapf("withdrawal %d is of %q, not of %s", w.Id, w.Sender, m.Sender)
	case w.Status != types.WithdrawalStatus_WITHDRAWAL_STATUS_QUEUED:
		return nil, types.ErrStatus.Wrapf("withdrawal %d is %s, only %s can be taken back: if the vault does not pay "+
			"its batch in time it comes back by itself", w.Id, w.Status,
			types.WithdrawalStatus_WITHDRAWAL_STATUS_QUEUED)
	}
	kept, err := s.kept(ctx, w)
	if err != nil {
		return nil, err
	}
	if err := s.unqueue(ctx, w.Id); err != nil {
		return nil, err
	}
	err = s.giveBack(ctx, w, types.WithdrawalStatus_WITHDRAWAL_STATUS_CANCELLED, kept)
	return &types.MsgCancelWithdrawResponse{}, err
}

// RegisterBridgeKey implements types.MsgServer. Rule BRG-R13.
func (s msgServer) RegisterBridgeKey(
	ctx context.Context, m *types.MsgRegisterBridgeKey,
) (*types.MsgRegisterBridgeKeyResponse, error) {
	operator, err := types.ParseOperator(m.Operator)
	if err != nil {
		return nil, types.ErrBadField.Wrap(err.Error())
	}
	address, err := ident.ParseAddress(m.Address)
	if err != nil {
		return nil, types.ErrBadField.Wrapf("address: %s", err)
	}
	proof, err := types.ParseSignature(m.Proof)
	if err != nil {
		return nil, types.ErrBadField.Wrapf("proof: %s", err)
	}
	key, err := s.nextKey(ctx, operator, address)
	if err != nil {
		return nil, err
	}
	if err := s.possesses(ctx, key, address, proof); err != nil {
		return nil, err
	}
	if err := s.setKey(ctx, operator, address, key); err != nil {
		return nil, err
	}
	return &types.MsgRegisterBridgeKeyResponse{}, typed(ctx, &types.EventBridgeKeyRegistered{
		Operator: key.Operator, Address: key.Address,
	})
}

// nextKey returns what an operator's record would be with a key, if it may have it.
func (k Keeper) nextKey(ctx context.Context, operator, address ident.Address) (types.BridgeKey, error) {
	key, err := orZero(k.Keys.Get(ctx, operator[:]))
	if err != nil {
		return key, err
	}
	if key.Operator, err = types.Operator(operator); err != nil {
		return key, err
	}
	if _, err := k.staking.Validator(ctx, operator[:]); err != nil {
		return key, types.ErrNoValidator.Wrapf(
			"%s has no validator: create it first (iexecd tx staking create-validator)", key.Operator)
	}
	use, err := k.KeyUses.Get(ctx, address[:])
	if err == nil {
		return key, types.ErrAlready.Wrapf("key %s is, or was, of %s: make another", use.Address, use.Operator)
	}
	if !isNotFound(err) {
		return key, err
	}
	key.Address, key.SinceHeight = address.String(), moment(ctx).Height
	key.Registered, key.Missed = key.Registered+1, 0
	return key, nil
}

// possesses checks a key's proof that its operator may register it.
func (k Keeper) possesses(
	ctx context.Context, key types.BridgeKey, address ident.Address, proof bridge.Signature,
) error {
	v, err := k.vault(ctx)
	if err != nil {
		return err
	}
	bind := bridge.Bind{Operator: key.Operator, Seq: key.Registered - 1}
	digest := v.Domain.Digest(bind)
	signer, err := proof.Signer(digest, ethsecp256k1.Recover)
	if err != nil {
		return types.ErrProof.Wrap(err.Error())
	}
	if signer != address {
		return types.ErrProof.Wrapf("it is by %s, not %s: sign Bind(%s, %d) of vault %s on chain %d, digest %s", signer,
			address, bind.Operator, bind.Seq, v.Domain.Vault, v.Domain.ChainID, digest)
	}
	return nil
}

// setKey stores a new key, and until when the one before was in use.
func (k Keeper) setKey(ctx context.Context, operator, address ident.Address, key types.BridgeKey) error {
	old, err := orZero(k.Keys.Get(ctx, operator[:]))
	if err != nil {
		return err
	}
	if old.Address != "" {
		was, err := ident.ParseAddress(old.Address)
		if err != nil {
			return err
		}
		use, err := k.KeyUses.Get(ctx, was[:])
		if err != nil {
			return err
		}
		use.UntilHeight = key.SinceHeight
		if err := k.KeyUses.Set(ctx, was[:], use); err != nil {
			return err
		}
	}
	use := types.KeyUse{Address: key.Address, Operator: key.Operator, FromHeight: key.SinceHeight}
	if err := k.KeyUses.Set(ctx, address[:], use); err != nil {
		return err
	}
	return k.Keys.Set(ctx, operator[:], key)
}

// SubmitSignatures implements types.MsgServer. Rule BRG-R14.
func (s msgServer) SubmitSignatures(
	ctx context.Context, m *types.MsgSubmitSignatures,
) (*types.MsgSubmitSignaturesResponse, error) {
	if n := len(m.Signatures); n == 0 || n > types.MaxSignatures {
		return nil, types.ErrBadField.Wrapf("%d signatures, expected 1 to %d", n, types.MaxSignatures)
	}
	if _, err := s.vault(ctx); err != nil {
		return nil, err
	}
	var added uint64
	for i, x := range m.Signatures {
		_, fresh, err := s.submit(ctx, x)
		if err != nil {
			return nil, fmt.Errorf("signature %d: %w", i, err)
		}
		if fresh {
			added++
		}
	}
	if added == 0 {
		return nil, types.ErrAlready.Wrapf("all %d signatures are here already", len(m.Signatures))
	}
	return &types.MsgSubmitSignaturesResponse{Added: added}, nil
}

// ClaimStranded implements types.MsgServer. Rule BRG-R20.
func (s msgServer) ClaimStranded(
	ctx context.Context, m *types.MsgClaimStranded,
) (*types.MsgClaimStrandedResponse, error) {
	to, err := account.Parse(m.To)
	if err != nil {
		return nil, types.ErrBadField.Wrapf("to: %s", err)
	}
	sig, err := types.ParseSignature(m.Signature)
	if err != nil {
		return nil, types.ErrBadField.Wrap(err.Error())
	}
	if err := s.unlessPaused(ctx, bridge.PauseDeposits); err != nil {
		return nil, err
	}
	stranded, err := s.Stranded.Get(ctx, m.Id)
	if isNotFound(err) {
		return nil, types.ErrNotFound.Wrapf("nothing is stranded under %d", m.Id)
	}
	if err != nil {
		return nil, err
	}
	if err := s.claims(ctx, stranded, to, sig); err != nil {
		return nil, err
	}
	return &types.MsgClaimStrandedResponse{}, s.payStranded(ctx, stranded, to)
}

// claims checks the owner's signature over who is paid.
func (k Keeper) claims(ctx context.Context, x types.Stranded, to ident.Address, sig bridge.Signature) error {
	v, err := k.vault(ctx)
	if err != nil {
		return err
	}
	digest := v.Domain.Digest(bridge.Claim{ID: x.Id, To: to})
	signer, err := sig.Signer(digest, ethsecp256k1.Recover)
	if err != nil {
		return types.Coded(err)
	}
	if signer.String() != x.Owner {
		return types.ErrUnauthorized.Wrapf("it is signed by %s, expected %s over digest %s", signer, x.Owner, digest)
	}
	return nil
}

func (k Keeper) payStranded(ctx context.Context, x types.Stranded, to ident.Address) error {
	if err := k.Stranded.Remove(ctx, x.Id); err != nil {
		return err
	}
	sum := rlc.Amount(x.AmountNrlc)
	err := k.changeBooks(ctx, func(b *types.Books) error { return move(&b.StrandedNrlc, 0, sum) })
	if err != nil {
		return err
	}
	if err := k.bank.SendCoinsFromModuleToAccount(ctx, types.StrandedName, to[:], coins(sum)); err != nil {
		return types.ErrRefused.Wrap(err.Error())
	}
	return typed(ctx, &types.EventStrandedClaimed{Id: x.Id, To: account.Bech32(to), AmountNrlc: x.AmountNrlc})
}
