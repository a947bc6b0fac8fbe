package keeper

import (
	"bytes"
	"context"
	"encoding/binary"

	"cosmossdk.io/collections"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/x/market/types"
)

// A rank is price, height, tie and id in big-endian bytes, so that the byte
// order of ranks is the order of priority: 8 + 8 + 32 + 32 bytes. Requests put
// the complement of their ceiling where offers put their price.
const rankBytes = 8 + 8 + 32 + 32

func rank(price rlc.Amount, t *market.Terms) []byte {
	b := make([]byte, 0, rankBytes)
	b = binary.BigEndian.AppendUint64(b, uint64(price))
	b = binary.BigEndian.AppendUint64(b, uint64(t.Height)) //nolint:gosec // heights are not negative
	b = append(b, t.Tie[:]...)
	return append(b, t.ID[:]...)
}

func requestRank(r *market.RequestOrder) []byte { return rank(^r.WorkerpoolMaxPrice, &r.Terms) }

// idOf returns the order id at the end of a key that ends with a rank or an id.
func idOf(key []byte) []byte { return key[len(key)-32:] }

func join(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

func u64(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }

// under is the range of all keys that start with prefix.
func under(prefix []byte) *collections.Range[[]byte] {
	return new(collections.Range[[]byte]).StartInclusive(prefix).EndExclusive(prefixEnd(prefix))
}

// after is the range of all keys that start with prefix and come after key.
func after(prefix, key []byte) *collections.Range[[]byte] {
	if key == nil {
		return under(prefix)
	}
	return new(collections.Range[[]byte]).StartExclusive(key).EndExclusive(prefixEnd(prefix))
}

// prefixEnd returns the first key after all keys with the prefix. No prefix of
// ours is all 0xff: each starts with a hash, an address or a small number.
func prefixEnd(prefix []byte) []byte {
	end := bytes.Clone(prefix)
	for i := len(end) - 1; i >= 0; i-- {
		end[i]++
		if end[i] != 0 {
			return end[:i+1]
		}
	}
	return nil
}

// walk calls visit with each key of a range until it says stop; visit must not
// write to the set.
func walk(ctx context.Context, set collections.KeySet[[]byte], r collections.Ranger[[]byte],
	visit func(key []byte) (stop bool, err error),
) error {
	return set.Walk(ctx, r, visit)
}

// firstKeys returns the first n keys of a range.
func firstKeys(ctx context.Context, set collections.KeySet[[]byte], r collections.Ranger[[]byte], n int) ([][]byte,
	error,
) {
	var keys [][]byte
	err := walk(ctx, set, r, func(key []byte) (bool, error) {
		if len(keys) >= n {
			return true, nil
		}
		keys = append(keys, key)
		return len(keys) >= n, nil
	})
	return keys, err
}

// The three ways in which a new offer can wake a parked request.
const (
	byCategory byte = 1
	byApp      byte = 2
	byDataset  byte = 3
)

// parkedKeys are the keys under which a parked request waits.
func parkedKeys(r *market.RequestOrder) [][]byte {
	at := requestRank(r)
	keys := [][]byte{
		join([]byte{byCategory}, u64(r.Category), at),
		join([]byte{byApp}, r.App[:], at),
	}
	if !r.Dataset.IsZero() {
		keys = append(keys, join([]byte{byDataset}, r.Dataset[:], at))
	}
	return keys
}

// park puts a request to wait, wherever it is now.
func (k Keeper) park(ctx context.Context, r *market.RequestOrder) error {
	if err := k.Active.Remove(ctx, requestRank(r)); err != nil {
		return err
	}
	for _, key := range parkedKeys(r) {
		if err := k.Parked.Set(ctx, key); err != nil {
			return err
		}
	}
	return nil
}

// activate puts a request in line for clearing, wherever it is now.
func (k Keeper) activate(ctx context.Context, r *market.RequestOrder) error {
	if err := k.unpark(ctx, r); err != nil {
		return err
	}
	return k.Active.Set(ctx, requestRank(r))
}

func (k Keeper) unpark(ctx context.Context, r *market.RequestOrder) error {
	for _, key := range parkedKeys(r) {
		if err := k.Parked.Remove(ctx, key); err != nil {
			return err
		}
	}
	return nil
}

// offerKey returns the set in which an offer rests and its key there.
func (k Keeper) offerKey(c *types.Checked) (collections.KeySet[[]byte], []byte) {
	switch {
	case c.App != nil:
		return k.AppOffers, join(c.App.App[:], rank(c.App.Price, &c.App.Terms))
	case c.Dataset != nil:
		return k.DataOffers, join(c.Dataset.Dataset[:], rank(c.Dataset.Price, &c.Dataset.Terms))
	default:
		lane := c.Workerpool.Lane().Key()
		return k.Lanes, join(lane[:], rank(c.Workerpool.Price, &c.Workerpool.Terms))
	}
}

// addOffer makes an offer visible to clearing.
func (k Keeper) addOffer(ctx context.Context, c *types.Checked) error {
	return k.changeOffer(ctx, c, func(set collections.KeySet[[]byte], key []byte) error { return set.Set(ctx, key) })
}

// removeOffer hides an offer from clearing.
func (k Keeper) removeOffer(ctx context.Context, c *types.Checked) error {
	return k.changeOffer(ctx, c, func(set collections.KeySet[[]byte], key []byte) error { return set.Remove(ctx, key) })
}

// changeOffer changes an offer's set and keeps the head of its lane right.
func (k Keeper) changeOffer(ctx context.Context, c *types.Checked,
	change func(set collections.KeySet[[]byte], key []byte) error,
) error {
	set, key := k.offerKey(c)
	if c.Workerpool == nil {
		return change(set, key)
	}
	lane, category := c.Workerpool.Lane().Key(), u64(c.Workerpool.Category)
	before, err := k.laneHead(ctx, lane)
	if err != nil {
		return err
	}
	if err := change(set, key); err != nil {
		return err
	}
	now, err := k.laneHead(ctx, lane)
	if err != nil || bytes.Equal(before, now) {
		return err
	}
	if before != nil {
		if err := k.LaneHeads.Remove(ctx, join(category, before)); err != nil {
			return err
		}
	}
	if now == nil {
		return nil
	}
	return k.LaneHeads.Set(ctx, join(category, now))
}

// laneHead returns the rank of a lane's first offer, or nil.
func (k Keeper) laneHead(ctx context.Context, lane ident.Hash) ([]byte, error) {
	keys, err := firstKeys(ctx, k.Lanes, under(lane[:]), 1)
	if err != nil || len(keys) == 0 {
		return nil, err
	}
	return keys[0][len(lane):], nil
}

// source reads resting offers for core's clearing.
type source struct {
	k   Keeper
	ctx context.Context //nolint:containedctx // lives for one call of Clear, whose interface is core's
}

var _ market.Source = source{}

func (s source) order(id []byte) (types.Order, error) { return s.k.Orders.Get(s.ctx, id) }

// LaneHeads implements market.Source.
func (s source) LaneHeads(
	category uint64, last *market.WorkerpoolOrder, most int,
) ([]*market.WorkerpoolOrder, error) {
	prefix := u64(category)
	var from []byte
	if last != nil {
		from = join(prefix, rank(last.Price, &last.Terms))
	}
	keys, err := firstKeys(s.ctx, s.k.LaneHeads, after(prefix, from), most)
	if err != nil {
		return nil, err
	}
	return load(s, keys, (*types.Order).CoreWorkerpool)
}

// NextInLane implements market.Source.
func (s source) NextInLane(o *market.WorkerpoolOrder) (*market.WorkerpoolOrder, error) {
	lane := o.Lane().Key()
	keys, err := firstKeys(s.ctx, s.k.Lanes, after(lane[:], join(lane[:], rank(o.Price, &o.Terms))), 1)
	if err != nil || len(keys) == 0 {
		return nil, err
	}
	next, err := load(s, keys, (*types.Order).CoreWorkerpool)
	if err != nil {
		return nil, err
	}
	return next[0], nil
}

// AppOrders implements market.Source.
func (s source) AppOrders(app ident.Address, last *market.AppOrder, most int) ([]*market.AppOrder, error) {
	var from []byte
	if last != nil {
		from = join(app[:], rank(last.Price, &last.Terms))
	}
	keys, err := firstKeys(s.ctx, s.k.AppOffers, after(app[:], from), most)
	if err != nil {
		return nil, err
	}
	return load(s, keys, (*types.Order).CoreApp)
}

// DatasetOrders implements market.Source.
func (s source) DatasetOrders(data ident.Address, last *market.DatasetOrder, most int) ([]*market.DatasetOrder, error) {
	var from []byte
	if last != nil {
		from = join(data[:], rank(last.Price, &last.Terms))
	}
	keys, err := firstKeys(s.ctx, s.k.DataOffers, after(data[:], from), most)
	if err != nil {
		return nil, err
	}
	return load(s, keys, (*types.Order).CoreDataset)
}

// load reads the orders at the ends of keys.
func load[T any](s source, keys [][]byte, read func(*types.Order) (*T, error)) ([]*T, error) {
	out := make([]*T, 0, len(keys))
	for _, key := range keys {
		o, err := s.order(idOf(key))
		if err != nil {
			return nil, err
		}
		c, err := read(&o)
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}
