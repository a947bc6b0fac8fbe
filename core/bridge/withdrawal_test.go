package bridge

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
)

var (
	alice = ident.Address{0: 0xa1}
	vault = ident.Address{0: 0xf1}
	token = ident.Address{0: 0xf2}
)

func rules() WithdrawalRules {
	return WithdrawalRules{MinAmount: 10, MinFee: 3, MaxTotal: 1000, Vault: vault, Token: token}
}

// TestKept: of a fee no more than the least one is kept, and no more than there is.
func TestKept(t *testing.T) {
	t.Parallel()
	for fee, kept := range map[rlc.Amount]rlc.Amount{0: 0, 2: 2, 3: 3, 4: 3, 1<<64 - 1: 3} {
		require.Equal(t, kept, rules().Kept(Withdrawal{Amount: 10, Fee: fee}), "fee %d", fee)
	}
}

// TestWithdrawalRules: recipients that could do nothing with RLC, and amounts
// out of bounds.
func TestWithdrawalRules(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		w    Withdrawal
		want string
	}{
		{"least", Withdrawal{To: alice, Amount: 10, Fee: 3}, ""},
		{"most", Withdrawal{To: alice, Amount: 900, Fee: 100}, ""},
		{"first address", Withdrawal{To: ident.Address{17: 1}, Amount: 10, Fee: 3}, ""},
		{"nobody", Withdrawal{Amount: 10, Fee: 3}, "is nobody's, expected an address above 0xffff"},
		{"precompile", Withdrawal{To: at(1), Amount: 10, Fee: 3}, "is nobody's"},
		{"0xffff", Withdrawal{To: ident.Address{18: 0xff, 19: 0xff}, Amount: 10, Fee: 3}, "is nobody's"},
		{"vault", Withdrawal{To: vault, Amount: 10, Fee: 3}, "is the vault or the token"},
		{"token", Withdrawal{To: token, Amount: 10, Fee: 3}, "is the vault or the token"},
		{"little", Withdrawal{To: alice, Amount: 9, Fee: 3}, "amount 9 nRLC, expected at least 10"},
		{"low fee", Withdrawal{To: alice, Amount: 10, Fee: 2}, "fee 2 nRLC, expected at least 3"},
		{"much", Withdrawal{To: alice, Amount: 900, Fee: 101}, "1001 nRLC with its fee, at most 1000"},
		{"overflow", Withdrawal{To: alice, Amount: 1<<64 - 1, Fee: 3}, "overflows 64 bits"},
	} {
		err := rules().Check(c.w)
		if c.want == "" {
			require.NoError(t, err, c.name)
			continue
		}
		require.ErrorIs(t, err, ErrWithdrawal, c.name)
		require.ErrorContains(t, err, c.want, c.name)
	}
	err := WithdrawalRules{MaxTotal: 5}.Check(Withdrawal{To: alice})
	require.ErrorContains(t, err, "amount 0 nRLC, expected at least 1")
}

// TestBatchDue: at every so many blocks, or when enough wait, while few are open.
func TestBatchDue(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		waiting, open, height uint64
		want                  bool
	}{
		{0, 0, 60, false},
		{1, 0, 60, true},
		{1, 4, 120, true},
		{1, 5, 120, false},
		{1, 0, 61, false},
		{99, 0, 61, false},
		{100, 0, 61, true},
		{100, 5, 61, false},
	} {
		require.Equal(t, c.want, DefaultBatchPolicy().Due(c.waiting, c.open, c.height), "%v", c)
	}
	require.False(t, BatchPolicy{MaxOpen: 1, FullItems: 2}.Due(1, 0, 0))
}

func smallPolicy() BatchPolicy {
	return BatchPolicy{
		MaxItems: 3, LargeAmount: 50, SignDelayBlocks: 10, LargeDelaySeconds: 500, TimeoutSeconds: 1000, ItemGas: 7,
		Bucket: BucketLimits{Cap: 100, RatePerSecond: 1},
	}
}

// waiting returns withdrawals of these amounts with a fee of 1 and ids from 5.
func waiting(amounts ...rlc.Amount) []Withdrawal {
	var out []Withdrawal
	for i, a := range amounts {
		out = append(out, Withdrawal{ID: uint64(i) + 5, To: alice, Amount: a, Fee: 1})
	}
	return out
}

// TestNextBatch: first come, first served, up to the first that must wait.
func TestNextBatch(t *testing.T) {
	t.Parallel()
	gap := waiting(1, 1, 1)
	gap[1].ID = 9
	for _, c := range []struct {
		name  string
		queue []Withdrawal
		level rlc.Amount
		items int
		large bool
		left  rlc.Amount // level after
	}{
		{"nothing", nil, 0, 0, false, 0},
		{"all", waiting(10, 20), 0, 2, false, 32},
		{"too many", waiting(1, 2, 3, 4), 0, 3, false, 9},
		{"a cancelled one between", gap, 0, 1, false, 2},
		{"large alone", waiting(51, 1), 0, 1, true, 52},
		{"large is next", waiting(1, 51), 0, 1, false, 2},
		{"not large", waiting(50, 1), 0, 2, false, 53},
		{"exactly full", waiting(40, 40), 18, 2, false, 100},
		{"no room for the second", waiting(40, 40), 19, 1, false, 60},
		{"no room", waiting(40, 1), 60, 0, false, 60},
		{"no room for a large one", waiting(60, 1), 40, 0, false, 40},
	} {
		p, b, err := smallPolicy().Next(4, c.queue, Bucket{c.level, 1000}, Moment{200, 1000})
		require.NoError(t, err, c.name)
		require.Len(t, p.Items, c.items, c.name)
		require.Equal(t, c.left, b.Level, c.name)
		if c.items == 0 {
			require.Equal(t, Planned{}, p, c.name)
			continue
		}
		from := uint64(1000)
		if c.large {
			from = 1500
		}
		require.Equal(t, c.left-c.level, p.Total, c.name)
		require.Equal(t, Planned{
			Batch: Batch{4, 5, from + 1000, rlc.Amount(c.items), 7, p.Items.Hash()},
			Items: p.Items, Total: p.Total, Large: c.large, SignFromHeight: 210, SignFromUnix: from,
		}, p, c.name)
		require.Equal(t, c.large, !p.MaySign(Moment{210, 1499}), c.name)
		require.True(t, p.MaySign(Moment{210, from}), c.name)
		require.False(t, p.MaySign(Moment{209, from}), c.name)
	}
	for _, now := range []Moment{{200, 1<<64 - 2}, {1<<64 - 3, 1000}} {
		_, _, err := smallPolicy().Next(4, waiting(1), Bucket{}, now)
		require.ErrorContains(t, err, "its delays overflow")
	}
	require.False(t, smallPolicy().NeverFits(waiting(99)[0]))
	require.True(t, smallPolicy().NeverFits(waiting(100)[0]))
	require.True(t, smallPolicy().NeverFits(waiting(1<<64 - 1)[0]))
}

// TestEveryWithdrawalLeaves: batch after batch everybody is paid once, in order,
// nobody more than the bucket allows, each batch one that the vault takes.
func TestEveryWithdrawalLeaves(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var queue []Withdrawal
		id := uint64(1)
		for range rapid.IntRange(1, 20).Draw(t, "withdrawals") {
			w := Withdrawal{ID: id, To: alice, Amount: rlc.Amount(rapid.Uint64Range(1, 90).Draw(t, "amount"))}
			w.Fee = rlc.Amount(rapid.Uint64Range(0, 10).Draw(t, "fee"))
			queue = append(queue, w)
			id += rapid.Uint64Range(1, 2).Draw(t, "next")
		}
		all, b, now := queue, Bucket{}, Moment{1, 1000}
		var paid []Item
		var out, owed rlc.Amount
		for n := uint64(0); len(queue) > 0; n++ {
			require.Less(t, n, uint64(5000), "stuck")
			p, after, err := smallPolicy().Next(n, queue, b, now)
			require.NoError(t, err)
			b, now = after, Moment{now.Height + 1, now.Unix + 5}
			if len(p.Items) == 0 {
				continue
			}
			total, err := p.Items.Total()
			require.NoError(t, err)
			require.Equal(t, p.Total, total+p.Batch.Fee)
			require.Equal(t, queue[0].ID, p.Batch.FirstID)
			require.Equal(t, queue[0].ID+uint64(len(p.Items))-1, queue[len(p.Items)-1].ID)
			paid, queue, out = append(paid, p.Items...), queue[len(p.Items):], out+p.Total
			require.LessOrEqual(t, out, 100+rlc.Amount(now.Unix-1000))
		}
		require.Len(t, paid, len(all))
		for i, w := range all {
			require.Equal(t, Item{w.To, w.Amount}, paid[i])
			owed += w.Amount + w.Fee
		}
		require.Equal(t, owed, out)
	})
}

// TestExpired: a batch may be executed up to its timeout, and is dead only when
// Ethereum's time is proven to be after it.
func TestExpired(t *testing.T) {
	t.Parallel()
	b := Batch{TimeoutUnix: 1000}
	require.False(t, Expired(b, 0))
	require.False(t, Expired(b, 1000))
	require.True(t, Expired(b, 1001))
}

// TestNextLocked: the vault's books must add up, and if they do not, what it says counts.
func TestNextLocked(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		before rlc.Amount
		body   Body
		after  rlc.Amount
		want   string
	}{
		{"deposit", 5, Deposit{Amount: 3, LockedAfter: 8}, 8, ""},
		{"all RLC", AllRLC - 1, Deposit{Amount: 1, LockedAfter: AllRLC}, AllRLC, ""},
		{"batch", 8, BatchExecuted{Total: 8}, 0, ""},
		{"migration", 8, Migrated{Amount: 8}, 0, ""},
		{"pause", 8, PauseChanged{}, 8, ""},
		{"valset", 8, ValsetUpdated{}, 8, ""},
		{"config", 8, ConfigApplied{}, 8, ""},
		{"deposit that is hidden", 5, Deposit{Amount: 3, LockedAfter: 7}, 7, "event 9 says 7 nRLC are locked"},
		{"deposit of nothing", 5, Deposit{LockedAfter: 5}, 5, "a deposit of 0 nRLC, expected 1 at least"},
		{"more than all RLC", AllRLC, Deposit{Amount: 1, LockedAfter: AllRLC + 1}, AllRLC + 1, "locked at most"},
		{"overflow", 1<<64 - 1, Deposit{Amount: 2, LockedAfter: 1}, 1, "overflows"},
		{"more than is there", 8, BatchExecuted{Total: 9, LockedAfter: 1}, 1, "event 9: rlc: amount would be negative"},
		{"not all", 8, Migrated{Amount: 7}, 0, "event 9 says 0 nRLC are locked after it, expected 1"},
	} {
		after, err := NextLocked(c.before, Event{9, c.body})
		require.Equal(t, c.after, after, c.name)
		if c.want == "" {
			require.NoError(t, err, c.name)
			continue
		}
		require.ErrorIs(t, err, ErrLedger, c.name)
		require.ErrorContains(t, err, c.want, c.name)
	}
	require.Equal(t, 87_000_000_000_000_000, int(AllRLC))
}

// TestRoute: every deposit goes somewhere, and the bucket counts what is credited.
func TestRoute(t *testing.T) {
	t.Parallel()
	p := DepositPolicy{LargeAmount: 50, DelaySeconds: 100, Bucket: BucketLimits{60, 1}, Refund: rules()}
	for _, c := range []struct {
		name    string
		d       Deposit
		blocked bool
		level   rlc.Amount
		want    Routed
		after   rlc.Amount
	}{
		{"credit", Deposit{alice, alice, 50, 0}, false, 10, Routed{Route: RouteCredit}, 60},
		{"large", Deposit{alice, alice, 51, 0}, false, 0, Routed{Route: RouteDelay, FromUnix: 1100}, 0},
		{"no room", Deposit{alice, alice, 50, 0}, false, 11, Routed{Route: RouteDelay, FromUnix: 1100}, 11},
		{
			"blocked",
			Deposit{alice, vault, 13, 0},
			true, 0,
			Routed{Route: RouteRefund, Refund: Withdrawal{To: alice, Amount: 10, Fee: 3}},
			0,
		},
		{
			"no recipient",
			Deposit{From: alice, Amount: 13},
			false, 0,
			Routed{Route: RouteRefund, Refund: Withdrawal{To: alice, Amount: 10, Fee: 3}},
			0,
		},
		{"blocked and little", Deposit{alice, vault, 12, 0}, true, 0, Routed{Route: RouteStrand}, 0},
		{"blocked and least", Deposit{alice, vault, 1, 0}, true, 0, Routed{Route: RouteStrand}, 0},
		{"blocked and much", Deposit{alice, vault, 1001, 0}, true, 0, Routed{Route: RouteStrand}, 0},
		{"blocked, paid by the token", Deposit{token, vault, 13, 0}, true, 0, Routed{Route: RouteStrand}, 0},
	} {
		got, b := p.Route(c.d, c.blocked, Bucket{c.level, 1000}, 1000)
		require.Equal(t, c.want, got, "%s: %s", c.name, got.Route)
		require.Equal(t, c.after, b.Level, c.name)
	}
	got, _ := p.Route(Deposit{alice, alice, 51, 0}, false, Bucket{}, 1<<64-5)
	require.Equal(t, uint64(1<<64-1), got.FromUnix)
	require.Equal(t, "strand", RouteStrand.String())
	require.Equal(t, "none", Route(0).String())
	require.Equal(t, "route 7", Route(7).String())
}
