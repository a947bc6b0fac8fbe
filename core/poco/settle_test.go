package poco

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
)

// TestScore checks classic PoCo's score: +1 if others answered too, ×2/3 down. Rule POCO-R12.
func TestScore(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		score   uint64
		verdict MemberState
		answers int
		want    uint64
	}{
		{0, MemberAccepted, 2, 1},
		{7, MemberAccepted, 1, 7},
		{0, MemberRejected, 2, 0},
		{1, MemberRejected, 2, 0},
		{2, MemberRejected, 2, 1},
		{3, MemberRejected, 2, 2},
		{100, MemberRejected, 2, 66},
		{100, MemberWithheld, 0, 66},
		{9, MemberMissed, 2, 9},
		{9, MemberReleased, 2, 9},
		{math.MaxUint64, MemberRejected, 2, 12297829382473034410},
	} {
		require.Equal(t, c.want, ScoreAfter(c.score, c.verdict, c.answers), "%+v", c)
	}
}

// TestStake checks ⌈price·(1-q)/q⌉. Rule POCO-R5.
func TestStake(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		price rlc.Amount
		audit uint32
		want  rlc.Amount
	}{
		{100, PPB / 20, 1900},
		{1, PPB / 3, 3}, // ⌈2.000000003⌉
		{0, PPB / 20, 0},
		{100, PPB, 0},
	} {
		got, err := StakeFor(c.price, c.audit)
		require.NoError(t, err)
		require.Equal(t, c.want, got)
	}
	_, err := StakeFor(math.MaxUint64, PPB/20)
	require.ErrorIs(t, err, rlc.ErrOverflow)
	_, err = StakeFor(1, 0)
	require.ErrorIs(t, err, rlc.ErrDivideByZero)
}

// TestKittyPay checks PoCo's vectors, and that free tasks get nothing. Rule POCO-R21.
func TestKittyPay(t *testing.T) {
	t.Parallel()
	p := testParams()
	for _, c := range []struct{ kitty, price, want rlc.Amount }{
		{10_000_000_010, 1, 1_000_000_001},
		{1_000_000_000, 1, 1_000_000_000},
		{999_999_999, 1, 999_999_999},
		{5_000_000_000, 1, 1_000_000_000},
		{0, 1, 0},
		{10_000_000_010, 0, 0},
	} {
		got, err := KittyPay(c.kitty, c.price, p)
		require.NoError(t, err)
		require.Equal(t, c.want, got, "%+v", c)
	}
}

// TestSettle: the losers' stakes join the price, the workers' part is split
// equally, the pool gets the rest; what is paid is what was there. Rule POCO-R11.
func TestSettle(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		price := rlc.Amount(rapid.Uint64Range(0, 1e15).Draw(t, "price"))
		ratio := rapid.Uint64Range(0, 120).Draw(t, "ratio")
		verdicts := []MemberState{MemberAccepted, MemberRejected, MemberWithheld, MemberMissed}
		members := []Member{{State: MemberAccepted}}
		for range rapid.IntRange(0, 9).Draw(t, "members") {
			members = append(members, Member{
				State: rapid.SampledFrom(verdicts).Draw(t, "verdict"),
				Stake: rlc.Amount(rapid.Uint64Range(0, 1e15).Draw(t, "stake")),
			})
		}
		pool, err := settle(members, price, ratio, equally)
		require.NoError(t, err)
		debit, credit, least, most := price, pool, rlc.Amount(math.MaxUint64), rlc.Amount(0)
		for _, m := range members {
			debit, credit = debit+m.Slashed, credit+m.Reward
			lost := m.State == MemberRejected || m.State == MemberWithheld
			require.Equal(t, lost, m.Slashed == m.Stake && (m.Stake > 0 || lost))
			if m.State == MemberAccepted {
				least, most = min(least, m.Reward), max(most, m.Reward)
			} else {
				require.Zero(t, m.Reward, "only who was accepted is paid")
			}
		}
		require.Equal(t, debit, credit, "credits equal debits")
		require.Equal(t, least, most, "equal shares")
		if ratio <= 100 {
			share, err := rlc.MulDivCeil(debit, ratio, 100)
			require.NoError(t, err)
			require.GreaterOrEqual(t, pool, share, "dust goes to the pool")
			require.Less(t, pool-share, rlc.Amount(len(members)), "no more than dust")
		}
	})
	_, err := settle([]Member{{State: MemberRejected}}, 5, 1, equally)
	require.ErrorIs(t, err, ErrMoney)
	_, err = settle([]Member{{State: MemberAccepted}, {State: MemberRejected, Stake: math.MaxUint64}}, 5, 1, equally)
	require.ErrorIs(t, err, rlc.ErrOverflow)
}

// TestDigests pins the bytes that worker and chain must agree on. Rules POCO-R6, POCO-R8.
func TestDigests(t *testing.T) {
	t.Parallel()
	worker := ident.Address{1}
	task, digest, salt := ident.Hash{2}, ident.Hash{3}, ident.Hash{4}
	var all []byte
	all = append(append(append(append(all, worker[:]...), task[:]...), digest[:]...), salt[:]...)
	require.Len(t, all, 116)
	require.Equal(t, ident.Keccak256(all), Commitment(worker, task, digest, salt))
	failure := []byte("iexec/failure/v1\x02\x00\x00\x01\x00oh no")
	require.Equal(t, ident.Keccak256(failure), FailureDigest(CauseExit, 256, "oh no"))
	require.Equal(t, "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470", CallbackDigest(nil).String())
}

// TestAnswersAreChecked: what the chain can check of an answer, it checks. Rule POCO-R8.
func TestAnswersAreChecked(t *testing.T) {
	t.Parallel()
	p := testParams()
	failed := Answer{Cause: CauseExit, ExitCode: 3, Tail: "oh"}
	failed.Digest = FailureDigest(failed.Cause, failed.ExitCode, failed.Tail)
	data := []byte{42}
	called := Answer{Cause: CauseOK, Callback: data, Digest: CallbackDigest(data)}
	for _, good := range []Answer{failed, called, {Cause: CauseOK, Digest: ident.Hash{1}}} {
		require.NoError(t, checkAnswer(good, p))
	}
	long := make([]byte, MaxTailBytes+1)
	bad := map[string]func(a *Answer){
		"no cause":             func(a *Answer) { a.Cause = CauseUnspecified },
		"unknown cause":        func(a *Answer) { a.Cause = CauseTimeout + 1 },
		"long tail":            func(a *Answer) { *a = failed; a.Tail = string(long) },
		"long callback":        func(a *Answer) { a.Callback = make([]byte, p.MaxCallbackBytes+1) },
		"failure with data":    func(a *Answer) { *a = failed; a.Callback = data },
		"another exit code":    func(a *Answer) { *a = failed; a.ExitCode++ },
		"another tail":         func(a *Answer) { *a = failed; a.Tail += "!" },
		"another failure":      func(a *Answer) { *a = failed; a.Cause = CauseTrap },
		"good end, exit code":  func(a *Answer) { a.ExitCode = 1 },
		"good end, last lines": func(a *Answer) { a.Tail = "x" },
		"other data":           func(a *Answer) { a.Callback = []byte{43} },
	}
	for name, spoil := range bad {
		a := called
		spoil(&a)
		require.ErrorIs(t, checkAnswer(a, p), ErrBadAnswer, name)
	}
}
