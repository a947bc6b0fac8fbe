package keeper

import (
	"bytes"
	"context"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/x/market/types"
)

// initListings stores the store's listings, and the result keys. The listings'
// uses are counted as the deals come.
func (k Keeper) initListings(ctx context.Context, g types.GenesisState) error {
	for _, l := range g.Listings {
		if err := k.putListing(ctx, l); err != nil {
			return err
		}
	}
	for _, r := range g.ResultKeys {
		a, err := account.Parse(r.Address)
		if err != nil {
			return err
		}
		if err := k.ResultKeys.Set(ctx, a[:], r.Recipient); err != nil {
			return err
		}
	}
	return nil
}

func (k Keeper) exportResultKeys(ctx context.Context) ([]types.ResultKey, error) {
	var out []types.ResultKey
	err := k.ResultKeys.Walk(ctx, nil, func(key []byte, recipient string) (bool, error) {
		out = append(out, types.ResultKey{Address: account.Bech32(ident.Address(key)), Recipient: recipient})
		return false, nil
	})
	return out, err
}

// checkListings checks that each listing's owner owns its versions, that the
// indexes hold the listings and nothing else, and that uses are deals.
func (k Keeper) checkListings(ctx context.Context) error {
	deals, err := k.dealsOf(ctx)
	if err != nil {
		return err
	}
	listings, versions := 0, 0
	err = k.Listings.Walk(ctx, nil, func(key []byte, l types.Listing) (bool, error) {
		listings++
		versions += len(l.Versions)
		return false, k.checkListing(ctx, key, l, deals)
	})
	if err != nil {
		return err
	}
	listed, byUse, sums := 0, 0, 0
	if err := k.ListedIn.Walk(ctx, nil, func(_, _ []byte) (bool, error) { listed++; return false, nil }); err != nil {
		return err
	}
	if err := walk(ctx, k.ByUse, nil, func([]byte) (bool, error) { byUse++; return false, nil }); err != nil {
		return err
	}
	err = k.ListingUses.Walk(ctx, nil, func([]byte, uint64) (bool, error) { sums++; return false, nil })
	if err != nil {
		return err
	}
	if listed != versions || byUse != listings || sums != listings { // MKT-I9
		return types.ErrInvariant.Wrapf("MKT-I9: %d listings with %d versions, but the indexes have %d (sums %d), %d",
			listings, versions, byUse, sums, listed)
	}
	return k.checkUses(ctx, deals)
}

// dealsOf returns how many deals each app and dataset is in.
func (k Keeper) dealsOf(ctx context.Context) (map[ident.Address]uint64, error) {
	deals := map[ident.Address]uint64{}
	err := k.Deals.Walk(ctx, nil, func(_ []byte, d types.Deal) (bool, error) {
		for _, text := range []string{d.App.Id, d.Dataset.Id} {
			id, err := types.ParseResource(text)
			if err != nil {
				return true, err
			}
			deals[id]++
		}
		return false, nil
	})
	delete(deals, ident.Address{}) // no dataset
	return deals, err
}

// checkUses checks that what is in deals has its count, and nothing else has one.
func (k Keeper) checkUses(ctx context.Context, deals map[ident.Address]uint64) error {
	counted := 0
	err := k.Uses.Walk(ctx, nil, func(id []byte, n uint64) (bool, error) { // MKT-I10
		counted++
		if want := deals[ident.Address(id)]; n != want {
			return true, types.ErrInvariant.Wrapf("MKT-I10: %x is in %d deals, counted %d", id, want, n)
		}
		return false, nil
	})
	if err == nil && counted != len(deals) {
		err = types.ErrInvariant.Wrapf("MKT-I10: %d apps and datasets are in deals, counted %d", len(deals), counted)
	}
	return err
}

func (k Keeper) checkListing(ctx context.Context, key []byte, l types.Listing, deals map[ident.Address]uint64) error {
	if err := l.Validate(); err != nil || string(key) != l.Name { // MKT-I9
		return types.ErrInvariant.Wrapf("MKT-I9: listing %q under key %q: %v", l.Name, key, err)
	}
	if _, err := k.checkVersions(ctx, l); err != nil {
		return types.ErrInvariant.Wrapf("MKT-I9: listing %q: %s", l.Name, err)
	}
	var uses uint64
	for _, v := range l.Versions {
		id, err := ident.ParseAddress(v)
		if err != nil {
			return err
		}
		name, err := k.ListedIn.Get(ctx, id[:])
		if err != nil || !bytes.Equal(name, key) {
			return types.ErrInvariant.Wrapf("MKT-I9: version %s of listing %q is in listing %q (%v)", v, l.Name, name,
				err)
		}
		uses += deals[id]
	}
	n, err := k.ListingUses.Get(ctx, key)
	if err != nil {
		return types.ErrInvariant.Wrapf("MKT-I9: listing %q has no count of uses: %s", l.Name, err)
	}
	there, err := k.ByUse.Has(ctx, useKey(n, key))
	if err != nil || !there || n != uses { // MKT-I10
		return types.ErrInvariant.Wrapf("MKT-I10: listing %q has %d uses, its versions %d, or is not sorted by it (%v)",
			l.Name, n, uses, err)
	}
	return nil
}
