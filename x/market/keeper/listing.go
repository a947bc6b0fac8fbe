package keeper

import (
	"context"
	"slices"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/x/market/types"
)

// SetListing implements types.MsgServer. Rules MKT-R32, MKT-R33, MKT-R34.
func (s msgServer) SetListing(ctx context.Context, m *types.MsgSetListing) (*types.MsgSetListingResponse, error) {
	owner, err := account.Parse(m.Owner)
	if err != nil {
		return nil, types.ErrBadField.Wrapf("owner: %s", err)
	}
	l := types.Listing{
		Name: m.Name, Owner: account.Bech32(owner), Card: m.Card, Versions: m.Versions, UpdatedHeight: height(ctx),
	}
	if err := l.Validate(); err != nil {
		return nil, err
	}
	if l.CreatedHeight, err = s.heightOf(ctx, l); err != nil {
		return nil, err
	}
	if l.Versions, err = s.checkVersions(ctx, l); err != nil {
		return nil, err
	}
	return &types.MsgSetListingResponse{}, s.changeListing(ctx, l)
}

// heightOf returns when a listing was made, which is now if its name is free; if
// it is not, its owner must be the same.
func (k Keeper) heightOf(ctx context.Context, l types.Listing) (int64, error) {
	old, err := k.Listings.Get(ctx, []byte(l.Name))
	if isNotFound(err) {
		return height(ctx), nil
	}
	if err == nil && old.Owner != l.Owner {
		err = types.ErrNotOwner.Wrapf(
			"listing %q belongs to %s, not to %s: who comes first has the name; choose another", l.Name,
			old.Owner, l.Owner)
	}
	return old.CreatedHeight, err
}

// checkVersions checks that the owner of a listing owns its versions, that all
// are apps or all datasets, and that none is in another listing. It returns
// their ids in the chain's own spelling.
func (k Keeper) checkVersions(ctx context.Context, l types.Listing) ([]string, error) {
	ids, err := types.CheckVersions(l.Card.Status, l.Versions)
	if err != nil {
		return nil, err
	}
	var versions []string
	var kind types.OrderKind
	for _, id := range ids {
		r, err := k.resource(ctx, id)
		if err != nil {
			return nil, err
		}
		if kind == types.OrderKind_ORDER_KIND_UNSPECIFIED {
			kind = r.kind
		}
		if r.kind != kind || !listable(r.kind) {
			return nil, types.ErrBadField.Wrapf("versions: %s is a %s: all are apps, or all are datasets", id, r.word())
		}
		if _, err := k.owned(r, l.Owner); err != nil {
			return nil, err
		}
		name, err := k.ListedIn.Get(ctx, id[:])
		if err == nil && string(name) != l.Name {
			return nil, types.ErrExists.Wrapf("%s %s is a version of listing %q already: take it off there first",
				r.word(), id, name)
		}
		if err != nil && !isNotFound(err) {
			return nil, err
		}
		versions = append(versions, id.String())
	}
	return versions, nil
}

func listable(kind types.OrderKind) bool {
	return kind == types.OrderKind_ORDER_KIND_APP || kind == types.OrderKind_ORDER_KIND_DATASET
}

// changeListing stores a listing in place of what it was, and tells so.
func (k Keeper) changeListing(ctx context.Context, l types.Listing) error {
	if err := k.dropListing(ctx, l.Name); err != nil {
		return err
	}
	if err := k.putListing(ctx, l); err != nil {
		return err
	}
	event := &types.EventListingSet{
		Name: l.Name, Owner: l.Owner, Status: l.Card.Status,
		Versions: uint32(len(l.Versions)), //nolint:gosec // at most MaxVersions
	}
	if len(l.Versions) > 0 {
		event.Newest = l.Versions[0]
	}
	return typed(ctx, event)
}

// putListing stores a listing that is not there, with its indexes.
func (k Keeper) putListing(ctx context.Context, l types.Listing) error {
	name := []byte(l.Name)
	var uses uint64
	for _, v := range l.Versions {
		id, err := ident.ParseAddress(v)
		if err != nil {
			return err
		}
		if err := k.ListedIn.Set(ctx, id[:], name); err != nil {
			return err
		}
		n, err := k.Uses.Get(ctx, id[:])
		if err != nil && !isNotFound(err) {
			return err
		}
		uses += n
	}
	if err := k.Listings.Set(ctx, name, l); err != nil {
		return err
	}
	return k.setUses(ctx, name, uses)
}

// dropListing removes a listing with its indexes, if it is there.
func (k Keeper) dropListing(ctx context.Context, name string) error {
	l, err := k.Listings.Get(ctx, []byte(name))
	if isNotFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, v := range l.Versions {
		id, err := ident.ParseAddress(v)
		if err != nil {
			return err
		}
		if err := k.ListedIn.Remove(ctx, id[:]); err != nil {
			return err
		}
	}
	uses, err := k.ListingUses.Get(ctx, []byte(name))
	if err != nil {
		return err
	}
	if err := k.ByUse.Remove(ctx, useKey(uses, []byte(name))); err != nil {
		return err
	}
	if err := k.ListingUses.Remove(ctx, []byte(name)); err != nil {
		return err
	}
	return k.Listings.Remove(ctx, []byte(name))
}

// useKey is complement of the uses ‖ name, so that keys are in the order of use.
func useKey(uses uint64, name []byte) []byte { return join(u64(^uses), name) }

func (k Keeper) setUses(ctx context.Context, name []byte, uses uint64) error {
	if err := k.ListingUses.Set(ctx, name, uses); err != nil {
		return err
	}
	return k.ByUse.Set(ctx, useKey(uses, name))
}

// countUse counts a deal of an app or dataset, if there is one, for the sort of
// the store. Rule MKT-R36.
func (k Keeper) countUse(ctx context.Context, id ident.Address) error {
	if id.IsZero() {
		return nil
	}
	n, err := k.Uses.Get(ctx, id[:])
	if err != nil && !isNotFound(err) {
		return err
	}
	if err := k.Uses.Set(ctx, id[:], n+1); err != nil {
		return err
	}
	name, err := k.ListedIn.Get(ctx, id[:])
	if isNotFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	uses, err := k.ListingUses.Get(ctx, name)
	if err != nil {
		return err
	}
	if err := k.ByUse.Remove(ctx, useKey(uses, name)); err != nil {
		return err
	}
	return k.setUses(ctx, name, uses+1)
}

// relist keeps the store right when an app or dataset gets a new owner: it
// leaves its listing, and takes the listing along if it was all of it.
// Rule MKT-R35.
func (k Keeper) relist(ctx context.Context, id ident.Address, from, to string) error {
	name, err := k.ListedIn.Get(ctx, id[:])
	if isNotFound(err) || from == to {
		return nil
	}
	if err != nil {
		return err
	}
	l, err := k.Listings.Get(ctx, name)
	if err != nil {
		return err
	}
	l.UpdatedHeight = height(ctx)
	if len(l.Versions) == 1 {
		l.Owner = to
	} else {
		l.Versions = slices.DeleteFunc(l.Versions, func(v string) bool { return v == id.String() })
	}
	return k.changeListing(ctx, l)
}

// RemoveListing implements types.MsgServer. Rule MKT-R37.
func (s msgServer) RemoveListing(
	ctx context.Context, m *types.MsgRemoveListing,
) (*types.MsgRemoveListingResponse, error) {
	sender, err := account.Parse(m.Sender)
	if err != nil {
		return nil, types.ErrBadField.Wrapf("sender: %s", err)
	}
	if err := types.Slug("name", m.Name, 1, types.MaxListingNameBytes); err != nil {
		return nil, err
	}
	l, err := s.Listings.Get(ctx, []byte(m.Name))
	if isNotFound(err) {
		return nil, types.ErrNotFound.Wrapf("no listing is named %q", m.Name)
	}
	if err != nil {
		return nil, err
	}
	by := account.Bech32(sender)
	if by != l.Owner && s.checkAuthority(ctx, by) != nil {
		return nil, types.ErrNotOwner.Wrapf("listing %q belongs to %s, not to %s", l.Name, l.Owner, by)
	}
	if err := s.dropListing(ctx, l.Name); err != nil {
		return nil, err
	}
	return &types.MsgRemoveListingResponse{}, typed(ctx, &types.EventListingRemoved{
		Name: l.Name, Owner: l.Owner, By: by,
	})
}

// SetResultKey implements types.MsgServer. Rule MKT-R38.
func (s msgServer) SetResultKey(ctx context.Context, m *types.MsgSetResultKey) (*types.MsgSetResultKeyResponse, error) {
	owner, err := account.Parse(m.Owner)
	if err != nil {
		return nil, types.ErrBadField.Wrapf("owner: %s", err)
	}
	if m.Recipient == "" {
		err = s.ResultKeys.Remove(ctx, owner[:])
	} else if err = types.Recipient("recipient", m.Recipient); err == nil {
		err = s.ResultKeys.Set(ctx, owner[:], m.Recipient)
	}
	if err != nil {
		return nil, err
	}
	return &types.MsgSetResultKeyResponse{}, typed(ctx, &types.EventResultKeySet{
		Owner: account.Bech32(owner), Recipient: m.Recipient,
	})
}
