package keeper

import (
	"context"

	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/x/rlcbridge/types"
)

// countMissed counts, when the time to sign a message is over, who of the set in force
// at the vault has signed it, and who has not though another has. Rule BRG-R27.
func (k Keeper) countMissed(ctx context.Context, kind bridge.MessageKind, nonce uint64) error {
	books, err := orZero(k.Books.Get(ctx))
	if err != nil {
		return err
	}
	set, err := k.Valsets.Get(ctx, books.EthValset)
	if isNotFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	members, err := set.Core()
	if err != nil {
		return err
	}
	signed := map[ident.Address]bool{}
	for _, m := range members {
		has, err := k.Signatures.Has(ctx, join(signedKey(kind, nonce), m.Address[:]))
		if err != nil {
			return err
		}
		if has {
			signed[m.Address] = true
		}
	}
	if len(signed) == 0 {
		return nil // nobody could, or it was no time to
	}
	for _, m := range members {
		if err := k.setMissed(ctx, m.Address, signed[m.Address]); err != nil {
			return err
		}
	}
	return nil
}

// setMissed counts for the validator whose key it is, unless it has another by now.
func (k Keeper) setMissed(ctx context.Context, address ident.Address, signed bool) error {
	use, err := k.KeyUses.Get(ctx, address[:])
	if isNotFound(err) || err == nil && use.UntilHeight != 0 {
		return nil
	}
	if err != nil {
		return err
	}
	operator, err := types.ParseOperator(use.Operator)
	if err != nil {
		return err
	}
	key, err := k.Keys.Get(ctx, operator[:])
	if err != nil {
		return err
	}
	switch {
	case !signed:
		key.Missed++
	case key.Missed > 0:
		key.Missed = 0
	default:
		return nil
	}
	return k.Keys.Set(ctx, operator[:], key)
}
