package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/iexecd/iexecd/core/beacon"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/crypto/vrf"
	"github.com/iexecd/iexecd/x/beacon/types"
)

type msgServer struct{ Keeper }

var _ types.MsgServer = msgServer{}

// NewMsgServer returns the message service over a keeper.
func NewMsgServer(k Keeper) types.MsgServer { return msgServer{k} }

// RegisterBeaconKey implements types.MsgServer. Rules BCN-R1, BCN-R2.
func (s msgServer) RegisterBeaconKey(
	ctx context.Context, m *types.MsgRegisterBeaconKey,
) (*types.MsgRegisterBeaconKeyResponse, error) {
	operator, public, err := s.checkKey(ctx, m)
	if err != nil {
		return nil, err
	}
	b, err := s.Beacon.Get(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.addKey(ctx, b, operator, public); err != nil {
		return nil, err
	}
	err = sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&types.EventBeaconKeyRegistered{
		Operator: m.Operator, PublicKey: m.PublicKey, Number: b.Number + 1,
	})
	return &types.MsgRegisterBeaconKeyResponse{Number: b.Number + 1}, err
}

// checkKey returns what a message registers, if it may.
func (s msgServer) checkKey(ctx context.Context, m *types.MsgRegisterBeaconKey) (ident.Address, []byte, error) {
	operator, err := types.ParseOperator(m.Operator)
	if err != nil {
		return operator, nil, types.ErrBadField.Wrap(err.Error())
	}
	public, err := types.ParseKey(m.PublicKey)
	if err != nil {
		return operator, nil, types.ErrBadField.Wrap(err.Error())
	}
	proof, err := types.ParseProof(m.Proof)
	if err != nil {
		return operator, nil, types.ErrBadField.Wrap(err.Error())
	}
	if _, err := s.staking.Validator(ctx, operator[:]); err != nil {
		return operator, nil, types.ErrNoValidator.Wrapf(
			"%s has no validator: create it first (iexecd tx staking create-validator)", m.Operator)
	}
	if taken, err := s.Owners.Has(ctx, public); err != nil {
		return operator, nil, err
	} else if taken {
		return operator, nil, types.ErrAlready.Wrapf("key %s is registered: make another (iexecd beacon keygen --add)",
			m.PublicKey)
	}
	alpha := beacon.Possession(sdk.UnwrapSDKContext(ctx).ChainID(), operator)
	if _, ok := vrf.Verify(public, alpha, proof); !ok {
		return operator, nil, types.ErrProof.Wrapf("not a proof of %s for %s on chain %s", m.PublicKey, m.Operator,
			sdk.UnwrapSDKContext(ctx).ChainID())
	}
	return operator, public, nil
}

// addKey appends a key and drops those that nobody can need any more: what
// stays is the key of votes in flight, the key in force, and the new one.
func (k Keeper) addKey(ctx context.Context, b types.Beacon, operator ident.Address, public []byte) error {
	v, err := k.Keys.Get(ctx, operator[:])
	if err != nil && !isNotFound(err) {
		return err
	}
	if v.Operator, err = types.Operator(operator); err != nil {
		return err
	}
	flying := b.Number
	if b.Height == sdk.UnwrapSDKContext(ctx).BlockHeight() {
		flying--
	}
	needed := map[string]bool{}
	for _, number := range []uint64{flying, b.Number} {
		if key, ok := inForce(v.Keys, number); ok {
			needed[key] = true
		}
	}
	var kept []types.Key
	for _, key := range v.Keys {
		if needed[key.PublicKey] {
			kept = append(kept, key)
			continue
		}
		old, err := types.ParseKey(key.PublicKey)
		if err != nil {
			return err
		}
		if err := k.Owners.Remove(ctx, old); err != nil {
			return err
		}
	}
	v.Keys = append(kept, types.Key{PublicKey: hexed(public), Number: b.Number})
	if err := k.Owners.Set(ctx, public, operator[:]); err != nil {
		return err
	}
	return k.Keys.Set(ctx, operator[:], v)
}

// Forget removes the keys of a validator that is no more.
func (k Keeper) Forget(ctx context.Context, operator []byte) error {
	v, err := k.Keys.Get(ctx, operator)
	if isNotFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, key := range v.Keys {
		public, err := types.ParseKey(key.PublicKey)
		if err != nil {
			return err
		}
		if err := k.Owners.Remove(ctx, public); err != nil {
			return err
		}
	}
	return k.Keys.Remove(ctx, operator)
}
