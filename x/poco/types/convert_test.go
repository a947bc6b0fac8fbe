package types

import (
	"math/big"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/crypto/account"
)

func drawHash(t *rapid.T, name string) ident.Hash {
	return ident.Hash(rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, name))
}

func drawAddress(t *rapid.T, name string) ident.Address {
	return ident.Address(rapid.SliceOfN(rapid.Byte(), 20, 20).Draw(t, name))
}

func drawCause(t *rapid.T) poco.Cause {
	return poco.Cause(rapid.IntRange(0, int(poco.CauseTimeout)).Draw(t, "cause"))
}

func drawMember(t *rapid.T) poco.Member {
	return poco.Member{
		Worker: drawAddress(t, "worker"), Operator: drawAddress(t, "operator"),
		Round: rapid.Uint32().Draw(t, "round"), CredibilityPPB: rapid.Uint32().Draw(t, "credibility"),
		Stake:      rlc.Amount(rapid.Uint64().Draw(t, "stake")),
		State:      poco.MemberState(rapid.IntRange(0, 8).Draw(t, "state")),
		Commitment: drawHash(t, "commitment"), Digest: drawHash(t, "digest"),
		Location:        rapid.String().Draw(t, "location"),
		CommittedHeight: rapid.Int64().Draw(t, "committed"), RevealedHeight: rapid.Int64().Draw(t, "revealed"),
		Reward: rlc.Amount(rapid.Uint64().Draw(t, "reward")), Slashed: rlc.Amount(rapid.Uint64().Draw(t, "slashed")),
		Backup: rapid.Bool().Draw(t, "backup"), Cause: drawCause(t),
		ExitCode:   rapid.Uint32().Draw(t, "exit"),
		ResultHash: drawHash(t, "result hash"), Challenge: drawAddress(t, "challenge"),
		Score: drawNumber(t, "score"), Weight: rapid.Uint64().Draw(t, "log weight"),
	}
}

// drawNumber returns a number of any size, or none.
func drawNumber(t *rapid.T, name string) *big.Int {
	if rapid.Bool().Draw(t, name+" is there") {
		return drawWeight(t, name)
	}
	return nil
}

func drawWeight(t *rapid.T, name string) *big.Int {
	text := new(big.Int).SetBytes(rapid.SliceOfN(rapid.Byte(), 0, 32).Draw(t, name)).String()
	n, _ := new(big.Int).SetString(text, 10) // as big.Int reads it: equal numbers are deeply equal
	return n
}

func drawClassic(t *rapid.T, trust uint64) *poco.Classic {
	return &poco.Classic{
		Trust: new(big.Int).SetUint64(trust), TotalWeight: drawWeight(t, "total"),
		Groups: drawList(t, func(t *rapid.T) poco.ClassicGroup {
			return poco.ClassicGroup{ResultHash: drawHash(t, "group"), Weight: drawWeight(t, "weight")}
		}),
		Consensus: drawHash(t, "consensus"), Winners: rapid.Uint32().Draw(t, "winners"),
		Revealed:                 rapid.Uint32().Draw(t, "revealed"),
		ContributionDeadlineUnix: rapid.Int64().Draw(t, "contributions"),
		RevealDeadlineUnix:       rapid.Int64().Draw(t, "reveals"),
		OwnerScheduled:           rapid.Bool().Draw(t, "owner"), CallbackDue: rapid.Bool().Draw(t, "callback"),
		WorkerStake: rlc.Amount(rapid.Uint64().Draw(t, "worker stake")),
	}
}

func drawAnswer(t *rapid.T) poco.Answer {
	a := poco.Answer{
		Digest: drawHash(t, "digest"), Cause: drawCause(t),
		ExitCode: rapid.Uint32().Draw(t, "exit"), Tail: rapid.String().Draw(t, "tail"),
	}
	if rapid.Bool().Draw(t, "callback") {
		a.Callback = rapid.SliceOfN(rapid.Byte(), 1, 40).Draw(t, "bytes")
	}
	if rapid.Bool().Draw(t, "locations") {
		a.Locations = rapid.SliceOfN(rapid.String(), 1, 3).Draw(t, "list")
	}
	return a
}

func drawList[T any](t *rapid.T, one func(*rapid.T) T) []T {
	var out []T
	for range rapid.IntRange(0, 3).Draw(t, "length") {
		out = append(out, one(t))
	}
	return out
}

func drawTask(t *rapid.T) poco.Task {
	task := poco.Task{
		ID: drawHash(t, "id"), DealID: drawHash(t, "deal"), Index: rapid.Uint64().Draw(t, "index"),
		Workerpool: drawAddress(t, "pool"), Requester: drawAddress(t, "requester"),
		State: poco.State(rapid.IntRange(0, 6).Draw(t, "state")), NeededPPB: rapid.Uint32().Draw(t, "needed"),
		ReachedPPB: rapid.Uint32().Draw(t, "reached"),
		Trust:      rapid.OneOf(rapid.Just(uint64(0)), rapid.Uint64Min(1)).Draw(t, "trust"),
		Round:      rapid.Uint32().Draw(t, "round"), Members: drawList(t, drawMember), Answers: drawList(t, drawAnswer),
		Opened:           poco.Clock{Unix: rapid.Int64().Draw(t, "unix"), Height: rapid.Int64().Draw(t, "height")},
		WorkClockSeconds: rapid.Uint64().Draw(t, "clock"), PhaseDeadlineUnix: rapid.Int64().Draw(t, "phase"),
		FinalDeadlineUnix: rapid.Int64().Draw(t, "final"), Price: rlc.Amount(rapid.Uint64().Draw(t, "price")),
		Reason:      poco.EndReason(rapid.IntRange(0, 8).Draw(t, "reason")),
		EndedHeight: rapid.Int64().Draw(t, "ended"), Refunded: rlc.Amount(rapid.Uint64().Draw(t, "refunded")),
		PoolReward: rlc.Amount(rapid.Uint64().Draw(t, "pool")), Audit: drawAudit(t),
	}
	if rapid.Bool().Draw(t, "result") {
		a := drawAnswer(t)
		task.Result = &a
	}
	if task.Trust > 0 {
		task.Classic = drawClassic(t, task.Trust)
	}
	return task
}

func drawAudit(t *rapid.T) poco.Audit {
	a := poco.Audit{
		Phase: poco.AuditPhase(rapid.IntRange(0, 8).Draw(t, "audit")),
		Risk:  poco.Risk(rapid.IntRange(0, 3).Draw(t, "risk")),
		Drawn: rapid.Bool().Draw(t, "drawn"), Recalled: rapid.Bool().Draw(t, "recalled"),
		Disputed: rapid.Bool().Draw(t, "disputed"), Passed: rapid.Bool().Draw(t, "passed"),
		StakesFree: rapid.Bool().Draw(t, "free"), Auditors: drawList(t, drawMember), Answers: drawList(t, drawAnswer),
		Wanted: rapid.IntRange(0, 64).Draw(t, "wanted"), Fee: rlc.Amount(rapid.Uint64().Draw(t, "fee")),
		Pay: rlc.Amount(rapid.Uint64().Draw(t, "pay")), DeadlineUnix: rapid.Int64().Draw(t, "deadline"),
		MaturesHeight: rapid.Int64().Draw(t, "matures"),
	}
	a.Current = rapid.IntRange(0, len(a.Auditors)).Draw(t, "current")
	for range rapid.IntRange(0, 2).Draw(t, "faulty") {
		a.Faulty = append(a.Faulty, drawAddress(t, "faulty worker"))
	}
	if rapid.Bool().Draw(t, "corrected") {
		right := drawAnswer(t)
		a.Corrected = &right
	}
	return a
}

// TestTaskSurvivesTheWire: a task is the same after it was stored and read,
// every field of it.
func TestTaskSurvivesTheWire(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		task := drawTask(t)
		wire := NewTask(task)
		bz, err := wire.Marshal()
		require.NoError(t, err)
		var read Task
		require.NoError(t, read.Unmarshal(bz))
		got, err := read.Core()
		require.NoError(t, err)
		require.Equal(t, task, got)
	})
}

// TestEveryFieldIsDrawn guards the test above: a field that nobody draws would
// be zero on both sides.
func TestEveryFieldIsDrawn(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	rapid.Check(t, func(t *rapid.T) {
		task := drawTask(t)
		note(reflect.ValueOf(task), "Task", seen)
	})
	for name, set := range seen {
		require.True(t, set, "%s is never set", name)
	}
}

func note(v reflect.Value, name string, seen map[string]bool) {
	if v.Kind() == reflect.Pointer && !v.IsNil() {
		seen[name] = true
		v = v.Elem()
	}
	if n, ok := reflect.TypeAssert[big.Int](v); ok {
		seen[name] = seen[name] || n.Sign() != 0
		return
	}
	if v.Kind() == reflect.Struct {
		for i := range v.NumField() {
			note(v.Field(i), v.Type().Name()+"."+v.Type().Field(i).Name, seen)
		}
		return
	}
	seen[name] = seen[name] || !v.IsZero()
	if v.Kind() == reflect.Slice {
		for i := range v.Len() {
			note(v.Index(i), name+"[]", seen)
		}
	}
}

// TestBadTextIsRefused: no field of a message is taken for what it is not.
func TestBadTextIsRefused(t *testing.T) {
	t.Parallel()
	worker := ident.Address{1}
	good := Reveal{
		TaskId: ident.Hash{1}.String(), Digest: ident.Hash{2}.String(), Salt: ident.Hash{3}.String(),
		Cause: Cause_CAUSE_OK,
	}
	_, in, err := good.Core(worker, poco.Clock{})
	require.NoError(t, err)
	require.Equal(t, poco.CauseOK, in.Answer.Cause)
	for name, spoil := range map[string]func(*Reveal){
		"task":     func(v *Reveal) { v.TaskId = "0x12" },
		"digest":   func(v *Reveal) { v.Digest = strings.Repeat("z", 66) },
		"salt":     func(v *Reveal) { v.Salt = v.Salt[2:] },
		"location": func(v *Reveal) { v.Location = strings.Repeat("x", MaxLocationBytes+1) },
	} {
		v := good
		spoil(&v)
		_, _, err := v.Core(worker, poco.Clock{})
		require.ErrorIs(t, err, ErrBadField, name)
	}
	for _, c := range []Cause{-1, 256, 1 << 30} {
		v := good
		v.Cause = c
		_, in, err := v.Core(worker, poco.Clock{})
		require.NoError(t, err)
		require.NotEqual(t, poco.CauseOK, in.Answer.Cause, "%d does not wrap around", c)
	}
	_, _, err = (&Commit{TaskId: "x"}).Core(worker, poco.Clock{})
	require.ErrorIs(t, err, ErrBadField)
	_, _, err = (&Contribution{TaskId: ident.Hash{1}.String(), ResultHash: "0x1"}).Core(worker, poco.Clock{})
	require.ErrorContains(t, err, "result_hash")
	_, _, err = (&MsgContributeAndFinalize{Answer: good, EnclaveChallenge: "0x1"}).Core(worker, poco.Clock{})
	require.ErrorContains(t, err, "enclave_challenge")
	_, err = (&Task{Requester: account.Bech32(worker)[:10]}).Core()
	require.ErrorIs(t, err, ErrBadField)
}

// TestBadNumbersAreRefused: a stored task holds decimal numbers, and classic is
// there exactly if trust is.
func TestBadNumbersAreRefused(t *testing.T) {
	t.Parallel()
	task := func(classic *Classic) *Task {
		wire := NewTask(poco.Task{Trust: 1, Classic: &poco.Classic{TotalWeight: big.NewInt(1)}})
		wire.Classic = classic
		return &wire
	}
	_, err := task(&Classic{TotalWeight: "1"}).Core()
	require.NoError(t, err)
	for _, c := range []*Classic{
		nil,
		{},
		{TotalWeight: "-1"},
		{TotalWeight: "0x1"},
		{TotalWeight: "ten"},
		{TotalWeight: strings.Repeat("9", maxNumberDigits+1)},
		{TotalWeight: "1", Groups: []ClassicGroup{{ResultHash: ident.Hash{1}.String()}}},
	} {
		_, err := task(c).Core()
		require.ErrorIs(t, err, ErrBadField, "%v", c)
	}
	wire := task(&Classic{TotalWeight: "1"})
	wire.Trust = 0
	_, err = wire.Core()
	require.ErrorIs(t, err, ErrBadField)
}

// TestAdvances: each step of MsgAdvanceTask is an input of core. Rule POCO-R34.
func TestAdvances(t *testing.T) {
	t.Parallel()
	id, at := ident.Hash{1}, poco.Clock{Unix: 7, Height: 8}
	for advance, want := range map[Advance]poco.Input{
		Advance_ADVANCE_FINALIZE: poco.Finalize{At: at}, Advance_ADVANCE_REOPEN: poco.Reopen{At: at},
		Advance_ADVANCE_CLAIM: poco.Claim{At: at},
	} {
		task, got, err := (&MsgAdvanceTask{TaskId: id.String(), Advance: advance}).Core(at)
		require.NoError(t, err)
		require.Equal(t, want, got)
		require.Equal(t, id, task)
	}
	for _, m := range []MsgAdvanceTask{
		{TaskId: id.String()},
		{TaskId: id.String(), Advance: 9},
		{TaskId: "x", Advance: Advance_ADVANCE_CLAIM},
		{TaskId: id.String(), Advance: Advance_ADVANCE_CLAIM, Callback: []byte{1}},
	} {
		_, _, err := m.Core(at)
		require.ErrorIs(t, err, ErrBadField)
	}
}

// TestCoreParams: core has every param of its own, none is forgotten.
func TestCoreParams(t *testing.T) {
	t.Parallel()
	p := DefaultParams()
	p.KittyPaysFreeTasks = true
	v := reflect.ValueOf(p.Core())
	for i := range v.NumField() {
		require.False(t, v.Field(i).IsZero(), v.Type().Field(i).Name)
	}
	broker, err := p.Broker()
	require.NoError(t, err)
	require.True(t, broker.IsZero())
	p.TeeBroker = account.Bech32(ident.Address{5})
	broker, err = p.Broker()
	require.NoError(t, err)
	require.Equal(t, ident.Address{5}, broker)
	require.NoError(t, p.Validate())
}

// TestParamsRanges: the defaults are valid, and each param's bounds are checked.
func TestParamsRanges(t *testing.T) {
	t.Parallel()
	require.NoError(t, DefaultParams().Validate())
	require.NoError(t, DefaultGenesis().Validate())
	v := reflect.ValueOf(DefaultParams())
	for i := range v.NumField() {
		name := v.Type().Field(i).Name
		p := DefaultParams()
		field := reflect.ValueOf(&p).Elem().Field(i)
		switch {
		case field.Kind() == reflect.Bool:
			continue
		case field.Kind() == reflect.String:
			field.SetString("nobody")
		case field.Kind() == reflect.Uint32:
			field.SetUint(1<<32 - 1)
		default:
			field.SetUint(1<<63 | 1)
		}
		require.Error(t, p.Validate(), name)
	}
	p := DefaultParams()
	p.FinalRatioPercent = p.CommitRatioPercent + p.RevealRatioPercent - 1
	require.ErrorContains(t, p.Validate(), "no round would fit")
}

// TestGenesisIsChecked refuses what cannot be a state.
func TestGenesisIsChecked(t *testing.T) {
	t.Parallel()
	a := account.Bech32(ident.Address{1})
	for name, g := range map[string]GenesisState{
		"params":       {},
		"worker twice": {Params: DefaultParams(), Workers: []Worker{{Address: a}, {Address: a}}},
		"locked":       {Params: DefaultParams(), Workers: []Worker{{Address: a, LockedNrlc: 1}}},
		"task twice":   {Params: DefaultParams(), Tasks: []Task{{Id: "1"}, {Id: "1"}}},
		"no such draw": {Params: DefaultParams(), Draws: []string{"1"}},
		"draw of an ended task": {
			Params: DefaultParams(), Draws: []string{"1"},
			Tasks: []Task{{Id: "1", State: TaskState_TASK_STATE_FAILED}},
		},
		"drawn for twice": {
			Params: DefaultParams(), Draws: []string{"1", "1"},
			Tasks: []Task{{Id: "1", State: TaskState_TASK_STATE_WAITING}},
		},
	} {
		require.Error(t, g.Validate(), name)
	}
	require.NoError(t, GenesisState{
		Params: DefaultParams(), Draws: []string{"1"}, Tasks: []Task{{Id: "1", State: TaskState_TASK_STATE_WAITING}},
	}.Validate())
}

// TestCoded: each refusal of core has a code of the module.
func TestCoded(t *testing.T) {
	t.Parallel()
	for core, want := range map[error]error{
		poco.ErrNotMember: ErrNotMember, poco.ErrNotDue: ErrNotDue, poco.ErrTooLate: ErrTooLate,
		poco.ErrAlready: ErrAlready, poco.ErrBadCommitment: ErrAnswer, poco.ErrBadAnswer: ErrAnswer,
		poco.ErrMoney: ErrInvariant, poco.ErrOutvoted: ErrOutvoted, poco.ErrOverflow: ErrOverflow,
		poco.ErrTooMany: ErrTooMany, poco.ErrSeated: ErrAlready,
	} {
		require.ErrorIs(t, Coded(core), want)
		require.ErrorContains(t, Coded(core), core.Error())
	}
	require.NoError(t, Coded(nil))
	require.Equal(t, ErrFunds, Coded(ErrFunds))
}
