package keeper

import (
	"cmp"
	"context"
	"slices"

	"cosmossdk.io/collections"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/x/rlcbridge/types"
)

// present is the validators as the vault would know them now.
type present struct {
	members           bridge.Members // none if no set can be made
	registered, total uint64         // power of those with a key, and of all
}

// present returns the validators of the next block that have a bridge key, the
// strongest if they are more than a set holds.
func (k Keeper) present(ctx context.Context) (present, error) {
	var p present
	var all []bridge.Member
	var failed error
	err := k.staking.IterateLastValidatorPowers(ctx, func(operator sdk.ValAddress, power int64) bool {
		if power <= 0 {
			return false
		}
		p.total += uint64(power)
		key, err := k.Keys.Get(ctx, operator)
		if isNotFound(err) {
			return false
		}
		var address ident.Address
		if err == nil {
			address, err = ident.ParseAddress(key.Address)
		}
		if err != nil {
			failed = err
			return true
		}
		p.registered += uint64(power)
		all = append(all, bridge.Member{Address: address, Power: uint64(power)})
		return false
	})
	if err == nil {
		err = failed
	}
	if err != nil {
		return p, err
	}
	slices.SortStableFunc(all, func(a, b bridge.Member) int { return cmp.Compare(b.Power, a.Power) })
	if members, err := bridge.SortMembers(all[:min(len(all), bridge.MaxMembers)]); err == nil {
		p.members = members
	}
	return p, nil
}

// makeValset makes a validator set for the vault, if one is due. Rules BRG-R13, BRG-R14.
func (k Keeper) makeValset(ctx context.Context, p types.Params, v types.VaultID) error {
	now := moment(ctx)
	if now.Height%p.ValsetCheckBlocks != 0 {
		return nil
	}
	next, err := k.present(ctx)
	if err != nil || len(next.members) == 0 {
		return err
	}
	books, err := orZero(k.Books.Get(ctx))
	if err != nil {
		return err
	}
	reason, err := k.dueValset(ctx, p, books.LastValset, next)
	if err != nil || reason == "" {
		return err
	}
	nonce := books.LastValset + 1
	set, err := next.members.Valset(nonce, now.Height)
	if err != nil {
		return err
	}
	digest := v.Domain.Digest(set)
	if err := k.Valsets.Set(ctx, nonce, types.NewValset(nonce, next.members, now, digest)); err != nil {
		return err
	}
	if err := k.setDigest(ctx, bridge.MessageValset, nonce, digest); err != nil {
		return err
	}
	err = k.changeBooks(ctx, func(b *types.Books) error { b.LastValset = nonce; return nil })
	if err != nil {
		return err
	}
	return typed(ctx, &types.EventValsetMade{
		Nonce: nonce, Members: uint64(len(next.members)), TotalPower: set.TotalPower, Reason: reason,
	})
}

// dueValset returns why a set is due after the last, "" if none is.
func (k Keeper) dueValset(ctx context.Context, p types.Params, last uint64, next present) (string, error) {
	const percent = 100
	before, err := k.Valsets.Get(ctx, last)
	if isNotFound(err) || err == nil && last == 0 { // 0 is the set that the vault was made with
		if next.registered*percent < next.total*p.MinRegisteredPercent {
			return "", nil
		}
		return "first", nil
	}
	if err != nil {
		return "", err
	}
	members, err := before.Core()
	if err != nil {
		return "", err
	}
	made := bridge.ValsetMade{
		Members: members, At: bridge.Moment{Height: before.HomeHeight, Unix: before.MadeUnix},
	}
	why, err := p.Sets().Due(made, next.members, moment(ctx))
	if err != nil || why == bridge.ValsetNotDue {
		return "", err
	}
	return why.String(), nil
}

// confirm remembers which set is in force at the vault. Rule BRG-R15.
func (k Keeper) confirm(ctx context.Context, e bridge.ValsetUpdated) error {
	set, err := k.Valsets.Get(ctx, e.ValsetNonce)
	if isNotFound(err) {
		return types.ErrObservation.Wrapf("the vault has validator set %d, which this chain never made", e.ValsetNonce)
	}
	if err != nil {
		return err
	}
	members, err := set.Core()
	if err != nil {
		return err
	}
	if hash := members.Hash(); hash != e.MembersHash {
		return types.ErrObservation.Wrapf("the vault has members %s in validator set %d, here it has %s", e.MembersHash,
			e.ValsetNonce, hash)
	}
	if err := k.countMissed(ctx, bridge.MessageValset, e.ValsetNonce); err != nil { // the set before had to sign
		return err
	}
	err = k.changeBooks(ctx, func(b *types.Books) error {
		b.EthValset = max(b.EthValset, e.ValsetNonce)
		return nil
	})
	if err != nil {
		return err
	}
	return typed(ctx, &types.EventValsetConfirmed{Nonce: e.ValsetNonce})
}

// prune forgets sets before that in force at the vault, with their signatures, at
// most max_due_per_block. Their digests stay for ever.
func (k Keeper) prune(ctx context.Context, p types.Params) error {
	books, err := orZero(k.Books.Get(ctx))
	if err != nil || books.EthValset == 0 {
		return err
	}
	var old []uint64
	before := new(collections.Range[uint64]).EndExclusive(books.EthValset)
	err = k.Valsets.Walk(ctx, before, func(nonce uint64, _ types.Valset) (bool, error) {
		old = append(old, nonce)
		return uint64(len(old)) >= p.MaxDuePerBlock, nil
	})
	if err != nil {
		return err
	}
	for _, nonce := range old {
		if err := k.Valsets.Remove(ctx, nonce); err != nil {
			return err
		}
		if err := k.Signatures.Clear(ctx, under(signedKey(bridge.MessageValset, nonce))); err != nil {
			return err
		}
	}
	return nil
}
