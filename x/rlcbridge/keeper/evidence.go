package keeper

import (
	"context"

	"cosmossdk.io/math"
	sdk "github.com/cosmos/cosmos-sdk/types"
	evidencetypes "github.com/cosmos/cosmos-sdk/x/evidence/types"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/crypto/ethsecp256k1"
	"github.com/iexecd/iexecd/x/rlcbridge/types"
)

// What a forgery costs, and which part of that goes to who shows it.
const (
	slashPercent  = 5
	rewardDivisor = 10
)

// SubmitEvidence implements types.MsgServer. Rule BRG-R23.
func (s msgServer) SubmitEvidence(
	ctx context.Context, m *types.MsgSubmitEvidence,
) (*types.MsgSubmitEvidenceResponse, error) {
	sender, err := account.Parse(m.Sender)
	if err != nil {
		return nil, types.ErrBadField.Wrapf("sender: %s", err)
	}
	digest, use, err := s.forgery(ctx, m)
	if err != nil {
		return nil, err
	}
	slashed, err := s.punish(ctx, use)
	if err != nil {
		return nil, err
	}
	reward := slashed / rewardDivisor
	if reward > 0 {
		if err := s.court.Pool.DistributeFromFeePool(ctx, coins(reward), sender[:]); err != nil {
			return nil, err
		}
	}
	return &types.MsgSubmitEvidenceResponse{SlashedNrlc: uint64(slashed), RewardNrlc: uint64(reward)},
		typed(ctx, &types.EventForgeryPunished{
			Operator: use.Operator, Signer: use.Address, Digest: digest.String(), SlashedNrlc: uint64(slashed),
			RewardNrlc: uint64(reward),
		})
}

// forgery returns what was signed, and whose key signed it, if this chain never
// made it.
func (k Keeper) forgery(ctx context.Context, m *types.MsgSubmitEvidence) (ident.Hash, types.KeyUse, error) {
	var use types.KeyUse
	shown, err := m.Shown()
	if err != nil {
		return ident.Hash{}, use, types.ErrBadField.Wrap(err.Error())
	}
	sig, err := types.ParseSignature(m.Signature)
	if err != nil {
		return ident.Hash{}, use, types.ErrBadField.Wrap(err.Error())
	}
	v, err := k.vault(ctx)
	if err != nil {
		return ident.Hash{}, use, err
	}
	digest := v.Domain.Digest(shown.Message)
	made, err := orZero(k.Digests.Get(ctx, signedKey(shown.Kind, shown.Nonce)))
	if err != nil {
		return digest, use, err
	}
	if string(made) == string(digest[:]) {
		return digest, use, types.ErrRefused.Wrapf("digest %s is of message %d of kind %d, which this chain made",
			digest, shown.Nonce, shown.Kind)
	}
	sdk.UnwrapSDKContext(ctx).GasMeter().ConsumeGas(gasPerSignature, "bridge evidence")
	signer, err := sig.Signer(digest, ethsecp256k1.Recover)
	if err != nil {
		return digest, use, types.Coded(err)
	}
	use, err = k.KeyUses.Get(ctx, signer[:])
	if isNotFound(err) {
		return digest, use, types.ErrNotFound.Wrapf("%s is, and was, no validator's key: is the signature over "+
			"digest %s?", signer, digest)
	}
	return digest, use, err
}

// punish takes from the validator whose key it is, and ends it. It returns what
// was taken.
func (k Keeper) punish(ctx context.Context, use types.KeyUse) (rlc.Amount, error) {
	operator, err := types.ParseOperator(use.Operator)
	if err != nil {
		return 0, err
	}
	v, err := k.staking.Validator(ctx, operator[:])
	if err != nil || v.IsUnbonded() {
		return 0, types.ErrNoValidator.Wrapf("%s has no stake any more that could be slashed", use.Operator)
	}
	consensus, err := v.GetConsAddr()
	if err != nil {
		return 0, err
	}
	if k.court.Slashing.IsTombstoned(ctx, consensus) {
		return 0, types.ErrAlready.Wrapf("%s is tombstoned", use.Operator)
	}
	power := sdk.TokensToConsensusPower(v.GetTokens(), sdk.DefaultPowerReduction)
	since := int64(use.FromHeight) //nolint:gosec // a height
	burned, err := k.court.Slasher.Slash(ctx, consensus, since, power, math.LegacyNewDecWithPrec(slashPercent, 2))
	if err != nil {
		return 0, err
	}
	if !v.IsJailed() {
		if err := k.court.Slashing.Jail(ctx, consensus); err != nil {
			return 0, err
		}
	}
	if err := k.court.Slashing.JailUntil(ctx, consensus, evidencetypes.DoubleSignJailEndTime); err != nil {
		return 0, err
	}
	return rlc.Amount(burned.Uint64()), k.court.Slashing.Tombstone(ctx, consensus)
}
