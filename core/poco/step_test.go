package poco

import (
	"encoding/binary"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/rlc"
)

// world drives one task as a keeper does, with workers who answer, lie, sleep
// or withhold as the choices say, and checks after every step what must hold.
type world struct {
	t      require.TestingT
	choose func(n int) int // 0..n-1
	params Params
	ratio  uint64
	task   Task
	now    Clock
	drawn  int
	plan   map[ident.Address]ident.Hash // what each worker answers
	freed  map[ident.Address]bool
	ended  *Ended

	data  map[ident.Hash][]byte // what classic answers are the digests of
	stake rlc.Amount            // of classic tasks
	one   bool                  // it was answered in one step
}

func newWorld(t require.TestingT, choose func(int) int) *world {
	w := &world{
		t: t, choose: choose, params: testParams(), ratio: uint64(choose(101)), now: Clock{Unix: 1_000_000, Height: 1},
		plan: map[ident.Address]ident.Hash{}, freed: map[ident.Address]bool{},
	}
	w.params.MaxMembers = uint32(12 - choose(12))
	errorsPPB := []uint32{1, 1_000, 1_000_000, 10_000_000, 300_000_000, 999_999_999}
	d := market.Deal{
		ID: ident.Hash{9}, StartUnix: w.now.Unix - int64(choose(700)), WorkClockSeconds: uint64(1 + choose(100)),
		Policy: market.Policy{MaxErrorPPB: errorsPPB[choose(len(errorsPPB))]},
	}
	d.Workerpool.Price = rlc.Amount([]uint64{0, 1, 7, 1_000_003}[choose(4)])
	if choose(2) == 1 {
		w.classic(&d)
	}
	w.task = Open(d, 3, w.now, w.params)
	return w
}

func (w *world) step(in Input) bool {
	before := w.task
	after, effects, err := Step(w.task, in, w.ratio, w.params)
	if err != nil {
		require.Equal(w.t, before, after)
		require.Empty(w.t, effects)
		return false
	}
	w.task = after
	for _, e := range effects {
		switch e := e.(type) {
		case Draw:
			require.Equal(w.t, StateWaiting, w.task.State)
			require.Greater(w.t, w.task.PhaseDeadlineUnix, w.now.Unix)
		case Freed:
			require.False(w.t, w.freed[e.Member.Worker], "a seat is freed once")
			w.freed[e.Member.Worker] = true
		case Ended:
			require.Nil(w.t, w.ended, "a task ends once")
			w.ended = &e
		}
	}
	w.check()
	return true
}

// check holds after every step. Invariant POCO-I5, rules POCO-R4, POCO-R11.
func (w *world) check() {
	require.LessOrEqual(w.t, len(w.task.Members), int(w.params.MaxMembers))
	require.Equal(w.t, w.task.Final(), w.ended != nil)
	w.checkClassic()
	seats := map[ident.Address]bool{}
	for _, m := range w.task.Members {
		require.False(w.t, seats[m.Operator], "one seat per operator")
		seats[m.Operator] = true
	}
	if w.ended == nil {
		if w.params.ClassicAutomatic || w.task.Classic == nil {
			require.LessOrEqual(w.t, w.task.PhaseDeadlineUnix, max(w.task.FinalDeadlineUnix, w.now.Unix+1))
		}
		return
	}
	w.checkEnd()
}

// checkEnd: each seat ends once, money is kept, only the proven are paid.
func (w *world) checkEnd() {
	require.Len(w.t, w.task.Members, len(w.ended.Members)+len(w.freed))
	in, out := rlc.Amount(0), w.ended.PoolReward+w.ended.Forfeited
	if w.task.State == StateCompleted {
		in = w.task.Price
		require.Zero(w.t, w.ended.Forfeited)
		require.GreaterOrEqual(w.t, w.task.ReachedPPB, w.task.NeededPPB)
	}
	for _, m := range w.ended.Members {
		require.False(w.t, w.freed[m.Worker])
		in, out = in+m.Slashed, out+m.Reward
		switch m.State {
		case MemberAccepted:
			require.Equal(w.t, w.task.Result.Digest, m.Digest)
			require.Equal(w.t, w.commitment(m), m.Commitment)
			require.Zero(w.t, m.Slashed)
		case MemberRejected:
			if w.task.Result != nil {
				require.NotEqual(w.t, w.task.Result.Digest, m.Digest)
			}
			require.Equal(w.t, m.Stake, m.Slashed)
		case MemberWithheld:
			require.False(w.t, m.Commitment.IsZero())
			require.Equal(w.t, m.Stake, m.Slashed)
		case MemberReleased:
			require.True(w.t, w.task.State == StateFailed || w.task.Classic != nil && !contributed(m))
			require.Zero(w.t, m.Slashed)
		case MemberUnspecified, MemberDrawn, MemberCommitted, MemberRevealed, MemberMissed:
			require.FailNow(w.t, "a seat without a verdict")
		case MemberOverturned, MemberVindicated: // verdicts of audits
		}
		require.True(w.t, m.State == MemberAccepted || m.Reward == 0)
	}
	require.Equal(w.t, in, out, "credits equal debits")
	require.Zero(w.t, w.task.PhaseDeadlineUnix)
}

func salt(a ident.Address) ident.Hash { return ident.Keccak256([]byte("salt"), a[:]) }

// draw seats new workers until they are enough, some of them with bad seats.
func (w *world) draw() {
	stake, err := StakeFor(w.task.Price, w.params.AuditRatePPB)
	require.NoError(w.t, err)
	if w.task.Classic != nil {
		stake = w.stake
	}
	var members []Member
	for len(members) < 14 && !Enough(w.task, members) {
		w.drawn++
		a := ident.Address{1, byte(w.drawn), byte(w.drawn >> 8)}
		w.plan[a] = ident.Hash{1 + byte(max(w.choose(6)-3, 0))} // most say 1
		k := uint64([]int{0, 1, 20, 500}[w.choose(4)])
		members = append(members, Member{
			Worker: a, Operator: a, Stake: stake, CredibilityPPB: Credibility(k, w.params.FaultFractionPPB),
			Score: new(big.Int).SetUint64(k),
		})
	}
	w.step(Seat{At: w.now, Members: members})
}

// act lets one worker, or nobody, do something that may be due.
func (w *world) act() {
	if len(w.task.Members) == 0 {
		return
	}
	m := w.task.Members[w.choose(len(w.task.Members))]
	digest := w.plan[m.Worker]
	switch w.choose(3) {
	case 0:
		due := CheckCommit(w.task, m.Worker, w.now) == nil
		c := Commitment(m.Worker, w.task.ID, digest, salt(m.Worker))
		require.Equal(w.t, due, w.step(Commit{At: w.now, Worker: m.Worker, Commitment: c}))
	case 1:
		due := CheckReveal(w.task, m.Worker, w.now) == nil
		require.Equal(w.t, due, w.step(Reveal{
			At: w.now, Worker: m.Worker, Salt: salt(m.Worker), Answer: Answer{Cause: CauseOK, Digest: digest},
		}))
	case 2:
		require.False(w.t, w.step(Reveal{
			At: w.now, Worker: m.Worker, Salt: ident.Hash{66}, Answer: Answer{Cause: CauseOK, Digest: digest},
		}), "a wrong salt opens nothing")
	}
}

// run plays up to n moves, then lets the final deadline pass.
func (w *world) run(n int) {
	for range n {
		if w.task.Final() {
			return
		}
		switch w.choose(8) {
		case 0:
			w.now.Unix += int64(w.choose(250))
			w.now.Height++
		case 1, 2:
			w.step(Tick{At: w.now})
		case 3:
			w.draw()
		default:
			if w.task.Classic != nil {
				w.actClassic()
			} else {
				w.act()
			}
		}
	}
	if w.choose(4) < 3 {
		w.obey()
	}
	if w.task.Final() {
		return
	}
	w.now.Unix = max(w.now.Unix, w.task.FinalDeadlineUnix)
	w.step(Tick{At: w.now})
	if w.task.Classic != nil && !w.params.ClassicAutomatic {
		w.step(Claim{At: w.now})
	}
	require.True(w.t, w.task.Final(), "not ended by one tick at the final deadline: state %d", w.task.State)
}

// obey lets everybody do for a while what is due.
func (w *world) obey() {
	for range 6 {
		members := w.task.Members
		switch {
		case w.task.Final():
			return
		case w.task.State == StateWaiting:
			w.step(Tick{At: w.now})
			w.draw()
			continue
		case w.task.Classic != nil:
			w.obeyClassic()
		case w.task.State == StateCommitting:
			for _, m := range members {
				c := Commitment(m.Worker, w.task.ID, w.plan[m.Worker], salt(m.Worker))
				w.step(Commit{At: w.now, Worker: m.Worker, Commitment: c})
			}
		default:
			for _, m := range members {
				a := Answer{Cause: CauseOK, Digest: w.plan[m.Worker]}
				w.step(Reveal{At: w.now, Worker: m.Worker, Salt: salt(m.Worker), Answer: a})
			}
		}
		w.step(Tick{At: w.now})
	}
}

// TestTaskKeepsItsRules plays random tasks to their end. Invariants POCO-I5, POCO-I6.
func TestTaskKeepsItsRules(t *testing.T) {
	t.Parallel()
	completed, classic := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t, func(n int) int { return rapid.IntRange(0, n-1).Draw(t, "choice") })
		w.run(rapid.IntRange(0, 120).Draw(t, "moves"))
		if w.task.State == StateCompleted {
			completed++
			if w.task.Classic != nil {
				classic++
			}
		}
	})
	require.Less(t, classic, completed, "no bounded task was ever completed: the test tests nothing")
	require.Positive(t, classic, "no classic task was ever completed: the test tests nothing")
}

// FuzzStep plays what the bytes say: no panic, and every rule of check.
func FuzzStep(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte("a task that is opened, drawn, committed to, revealed and paid"))
	f.Add([]byte{0, 9, 2, 3, 1, 1, 3, 0, 2, 3, 0, 2, 4, 0, 0, 4, 1, 0, 1, 4, 0, 1, 4, 1, 1, 1})
	f.Fuzz(func(t *testing.T, data []byte) {
		choose := func(n int) int {
			if len(data) == 0 {
				return 0
			}
			b := data[0]
			data = data[1:]
			return int(b) % n
		}
		newWorld(t, choose).run(len(data))
	})
}

// round plays one whole round of the given members, messages in the given order.
func round(t require.TestingT, task Task, members []Member, order []int, digests []ident.Hash) (Task, []Effect) {
	p, now := testParams(), Clock{Unix: 2000, Height: 5}
	must := func(in Input) []Effect {
		var err error
		var effects []Effect
		task, effects, err = Step(task, in, 1, p)
		require.NoError(t, err)
		return effects
	}
	must(Seat{At: now, Members: members})
	for _, i := range order {
		m := members[i].Worker
		must(Commit{At: now, Worker: m, Commitment: Commitment(m, task.ID, digests[i], salt(m))})
	}
	must(Tick{At: now})
	for _, i := range order {
		m := members[i].Worker
		must(Reveal{At: now, Worker: m, Salt: salt(m), Answer: Answer{Cause: CauseOK, Digest: digests[i]}})
	}
	return task, must(Tick{At: now})
}

// TestOrderOfMessagesDoesNotMatter: in whatever order the members of a round
// commit and reveal, the task and its payments are the same. Rule POCO-R10.
func TestOrderOfMessagesDoesNotMatter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := market.Deal{ID: ident.Hash{9}, StartUnix: 2000, WorkClockSeconds: 100}
		d.Policy.MaxErrorPPB = 1_000_000
		d.Workerpool.Price = 1000
		var members []Member
		var digests []ident.Hash
		var order []int
		for i := range rapid.IntRange(5, 10).Draw(t, "members") {
			a := ident.Address{1, byte(i)}
			k := rapid.Uint64Range(0, 50).Draw(t, "k")
			members = append(members, Member{Worker: a, Operator: a, Stake: 19, CredibilityPPB: Credibility(k, PPB/5)})
			digests = append(digests, ident.Hash{1 + rapid.Byte().Draw(t, "digest")%2})
			order = append(order, i)
		}
		task := Open(d, 0, Clock{Unix: 2000, Height: 5}, testParams())
		want, effects := round(t, task, members, order, digests)
		got, same := round(t, task, members, rapid.Permutation(order).Draw(t, "order"), digests)
		if !want.Final() { // answers are shown in the order they came until the end
			require.ElementsMatch(t, want.Answers, got.Answers)
			want.Answers, got.Answers = nil, nil
		}
		require.Equal(t, want, got)
		require.Equal(t, effects, same)
	})
}

// TestALonelyLiarLoses: among workers of one record, who lies alone is never
// accepted if one voice is not enough, and never gains. Rule POCO-R10.
func TestALonelyLiarLoses(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		k := rapid.Uint64Range(0, 100).Draw(t, "k")
		cred := Credibility(k, PPB/5)
		needed := rapid.Uint32Range(cred+1, PPB-1).Draw(t, "needed")
		task := Task{
			ID: ident.Hash{7}, State: StateWaiting, NeededPPB: needed, Price: 1000, WorkClockSeconds: 10,
			FinalDeadlineUnix: 1 << 40,
		}
		p := testParams()
		p.MaxMembers = 64
		liar, n := rapid.IntRange(0, 1).Draw(t, "seat of the liar"), 0
		now := Clock{Unix: 1, Height: 1}
		for !task.Final() {
			var members []Member
			for !Enough(task, members) {
				a := ident.Address{1, byte(n)}
				members = append(members, Member{Worker: a, Operator: a, CredibilityPPB: cred, Stake: 19_000})
				n++
			}
			inputs := []Input{Seat{At: now, Members: members}}
			for phase := range 2 {
				for _, m := range members {
					d := ident.Hash{1}
					if int(m.Worker[1]) == liar {
						d = ident.Hash{2}
					}
					if phase == 0 {
						c := Commitment(m.Worker, task.ID, d, salt(m.Worker))
						inputs = append(inputs, Commit{At: now, Worker: m.Worker, Commitment: c})
					} else {
						a := Answer{Cause: CauseOK, Digest: d}
						inputs = append(inputs, Reveal{At: now, Worker: m.Worker, Salt: salt(m.Worker), Answer: a})
					}
				}
				inputs = append(inputs, Tick{At: now})
			}
			for _, in := range inputs {
				var err error
				task, _, err = Step(task, in, 1, p)
				require.NoError(t, err)
			}
		}
		require.Equal(t, StateCompleted, task.State)
		require.Equal(t, ident.Hash{1}, task.Result.Digest)
		require.Equal(t, MemberRejected, task.Members[liar].State)
		require.Equal(t, rlc.Amount(19_000), task.Members[liar].Slashed)
	})
}

// TestUnknownInput: an input of no known kind is refused.
func TestUnknownInput(t *testing.T) {
	t.Parallel()
	_, _, err := Step(Task{State: StateWaiting}, unknown{}, 0, testParams())
	require.ErrorIs(t, err, ErrNotDue)
	_, _, err = Step(Task{State: StateAuditing}, Tick{}, 0, testParams())
	require.ErrorIs(t, err, ErrNotDue)
}

type unknown struct{}

func (unknown) at() Clock { return Clock{} }

// BenchmarkCommit measures one commit into a committee of four.
func BenchmarkCommit(b *testing.B) {
	task := Task{State: StateCommitting, PhaseDeadlineUnix: 10}
	for i := range 4 {
		task.Members = append(task.Members, Member{Worker: ident.Address{byte(i)}, State: MemberDrawn})
	}
	var c ident.Hash
	for i := range b.N {
		binary.BigEndian.PutUint64(c[:], uint64(i)+1)
		if _, _, err := Step(task, Commit{Worker: ident.Address{2}, Commitment: c}, 1, testParams()); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkGroups measures the credibilities of sixteen members in two groups.
func BenchmarkGroups(b *testing.B) {
	var task Task
	for i := range 16 {
		m := Member{State: MemberRevealed, Digest: ident.Hash{byte(i % 2)}, CredibilityPPB: 995_401_506}
		task.Members = append(task.Members, m)
	}
	for range b.N {
		if len(Groups(task)) != 2 {
			b.Fatal("two groups expected")
		}
	}
}
