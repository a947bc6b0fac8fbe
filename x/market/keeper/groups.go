package keeper

import (
	"context"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/x/market/types"
)

// CreateGroup implements types.MsgServer. Rule MKT-R28.
func (s msgServer) CreateGroup(ctx context.Context, m *types.MsgCreateGroup) (*types.MsgCreateGroupResponse, error) {
	owner, err := account.Parse(m.Owner)
	if err != nil {
		return nil, types.ErrBadField.Wrapf("owner: %s", err)
	}
	if err := types.Text("description", m.Description, 1, types.MaxDescriptionBytes); err != nil {
		return nil, err
	}
	id := types.GroupID(owner, m.Description)
	if err := mustBeNew(ctx, s.Groups.Has, id, "group"); err != nil {
		return nil, err
	}
	group := types.Group{
		Id: id.String(), Owner: account.Bech32(owner), Description: m.Description, CreatedHeight: height(ctx),
	}
	_, err = s.changeGroup(ctx, group, m.Members, nil)
	return &types.MsgCreateGroupResponse{Id: group.Id}, err
}

// UpdateGroup implements types.MsgServer. Rule MKT-R28.
func (s msgServer) UpdateGroup(ctx context.Context, m *types.MsgUpdateGroup) (*types.MsgUpdateGroupResponse, error) {
	id, err := types.ParseResource(m.Id)
	if err != nil {
		return nil, types.ErrBadField.Wrapf("id: %s", err)
	}
	group, err := s.Groups.Get(ctx, id[:])
	if isNotFound(err) {
		return nil, types.ErrNotFound.Wrapf("no group has the id %s", id)
	}
	if err != nil {
		return nil, err
	}
	if _, err := s.owned(resource{id: id, owner: group.Owner}, m.Owner); err != nil {
		return nil, err
	}
	members, err := s.changeGroup(ctx, group, m.Add, m.Remove)
	return &types.MsgUpdateGroupResponse{Members: members}, err
}

// changeGroup adds members to a group, then removes others, stores it, and
// returns how many there are. Parked requests are tried again if it grew.
func (k Keeper) changeGroup(ctx context.Context, g types.Group, add, remove []string) (uint64, error) {
	params, err := k.Params.Get(ctx)
	if err != nil {
		return 0, err
	}
	if n := len(add) + len(remove); n > int(params.MaxGroupChanges) {
		return 0, types.ErrBadField.Wrapf("%d members to add or remove, at most %d in a message: send more messages", n,
			params.MaxGroupChanges)
	}
	group, err := ident.ParseAddress(g.Id)
	if err != nil {
		return 0, err
	}
	added, err := k.changeMembers(ctx, group, "add", add, false, k.Members.Set)
	if err != nil {
		return 0, err
	}
	removed, err := k.changeMembers(ctx, group, "remove", remove, true, k.Members.Remove)
	if err != nil {
		return 0, err
	}
	g.Members = g.Members + uint64(added) - uint64(removed)
	if err := k.Groups.Set(ctx, group[:], g); err != nil {
		return 0, err
	}
	if added > 0 {
		if err := k.grown(ctx); err != nil {
			return 0, err
		}
	}
	return g.Members, typed(ctx, &types.EventGroupUpdated{
		Id: g.Id, Owner: g.Owner, Added: added, Removed: removed, Members: g.Members,
	})
}

// changeMembers changes those members that are there, or are not, and returns
// how many these were.
func (k Keeper) changeMembers(ctx context.Context, group ident.Address, field string, members []string, there bool,
	change func(ctx context.Context, key []byte) error,
) (uint32, error) {
	var n uint32
	for _, text := range members {
		a, err := types.ParseResource(text)
		if err != nil {
			return 0, types.ErrBadField.Wrapf("%s: %s", field, err)
		}
		if a.IsZero() {
			return 0, types.ErrBadField.Wrapf("%s: a member is missing: name an account or a resource", field)
		}
		key := join(group[:], a[:])
		has, err := k.Members.Has(ctx, key)
		if err != nil {
			return 0, err
		}
		if has != there {
			continue
		}
		if err := change(ctx, key); err != nil {
			return 0, err
		}
		n++
	}
	return n, nil
}

// memberOf returns a reader of the groups that asks the store once for each pair.
func (k Keeper) memberOf(ctx context.Context) market.MemberOf {
	known := map[[2]ident.Address]bool{}
	return func(group, member ident.Address) bool {
		pair := [2]ident.Address{group, member}
		is, ok := known[pair]
		if !ok {
			has, err := k.Members.Has(ctx, join(group[:], member[:]))
			is = err == nil && has // keys of 40 bytes are always read
			known[pair] = is
		}
		return is
	}
}

// grown notes that a group has new members, which parked requests may have
// waited for. A pass over them that is under way goes on, and is repeated.
func (k Keeper) grown(ctx context.Context) error {
	under, err := k.Regroup.Has(ctx)
	if err != nil {
		return err
	}
	if under {
		return k.RegroupMore.Set(ctx, true)
	}
	return k.Regroup.Set(ctx, []byte{byCategory})
}

// regrouping returns after which parked request the pass goes on, nil if there
// is none, and whether it is to be repeated.
func (k Keeper) regrouping(ctx context.Context) ([]byte, bool, error) {
	from, err := k.Regroup.Get(ctx)
	if isNotFound(err) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	more, err := k.RegroupMore.Has(ctx)
	return from, more, err
}

// regroup puts the next n parked requests in line again, if a group grew. A
// group that grows during the pass has it repeated from the start, so that each
// request is tried within two passes, whoever changes groups how often.
// Rule MKT-R29.
func (k Keeper) regroup(ctx context.Context, n int) error {
	from, more, err := k.regrouping(ctx)
	if err != nil || from == nil {
		return err
	}
	keys, err := firstKeys(ctx, k.Parked, after([]byte{byCategory}, from), n)
	if err != nil {
		return err
	}
	for _, key := range keys {
		o, err := k.Orders.Get(ctx, idOf(key))
		if err != nil {
			return err
		}
		r, err := o.CoreRequest()
		if err != nil {
			return err
		}
		if err := k.activate(ctx, r); err != nil {
			return err
		}
	}
	switch {
	case len(keys) == n:
		return k.Regroup.Set(ctx, keys[n-1])
	case more:
		if err := k.RegroupMore.Remove(ctx); err != nil {
			return err
		}
		return k.Regroup.Set(ctx, []byte{byCategory})
	}
	return k.Regroup.Remove(ctx)
}
