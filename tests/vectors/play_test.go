package vectors

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/core/signed"
	"github.com/iexecd/iexecd/x/poco/types"
)

// step is what somebody does, and what comes of it.
type step struct {
	Op, By          string
	Task            uint64
	At              int64
	Params          []string
	Result          string
	ResultsCallback string
	Enclave         bool
	AuthorizedBy    string
	ScoreBefore     string
	Why             string
	observed
}

// observed is what the original shows after a step.
type observed struct {
	OK             bool
	Error          string
	TaskStatus     string
	Weight         string
	GroupWeight    string
	TotalWeight    string
	Consensus      bool
	WinnerCounter  string
	RevealDeadline int64
	Events         [][]string
}

// contribution is what the original shows of a worker's contribution.
type contribution struct{ Status, Result, Weight string }

// world is the chain that a vector describes.
type world struct {
	*header
	t      *testing.T
	terms  *terms
	params poco.Params
	*ledger
	scores map[string]*big.Int
	deal   *market.Deal
	trust  *big.Int
	tasks  map[uint64]poco.Task
	before map[uint64]poco.Task // as they were before the step that ended them
	labels map[ident.Hash]string

	settlement *ledger // before the last step that ended a task
}

func newWorld(t *testing.T, h *header, c *terms) *world {
	t.Helper()
	require.Less(t, c.category, uint64(len(h.CategoriesWorkClockTimeRef)))
	require.Equal(t, number(t, h.CategoriesWorkClockTimeRef[c.category]).Uint64(), c.timeref, "work clock")
	c.appID, c.dataID, c.poolID = thing("app"), thing("dataset"), thing("pool")
	return &world{
		header: h, t: t, terms: c, params: h.params(t), ledger: newLedger(), scores: map[string]*big.Int{},
		tasks: map[uint64]poco.Task{}, before: map[uint64]poco.Task{}, labels: map[ident.Hash]string{},
	}
}

// errOriginal are the refusals that the original gives no reason for, and that
// are not core's: they are the handlers' of the chain.
var errOriginal = errors.New("refused")

func refuse(why string, args ...any) error {
	return fmt.Errorf("%w: %s", errOriginal, fmt.Sprintf(why, args...))
}

// play plays a step and returns what is to be seen after it. A step that is
// refused changes nothing.
func (w *world) play(s *step) (observed, error) {
	w.t.Helper()
	person(w.t, s.By)
	money, task := w.clone(), w.text(s.Task)
	w.events = nil
	err := w.do(s)
	if err != nil {
		w.ledger = money
		require.JSONEq(w.t, task, w.text(s.Task), "a refused step changes the task")
		return observed{Error: refusal(err), TaskStatus: w.status(s)}, err
	}
	out := observed{OK: true, TaskStatus: w.status(s), Events: w.events}
	if s.Op == "contribute" {
		w.observe(s, &out)
	}
	if slices.Contains([]string{"finalize", "claim", "initializeAndClaim", "contributeAndFinalize"}, s.Op) {
		w.settlement = money
	}
	return out, nil
}

// text is all there is of a task.
func (w *world) text(task uint64) string {
	raw, err := json.Marshal(w.tasks[task])
	require.NoError(w.t, err)
	return string(raw)
}

// refusal returns the original's text for a refusal.
func refusal(err error) string {
	switch {
	case errors.Is(err, poco.ErrOverflow), errors.Is(err, signed.ErrPanic):
		return signed.ErrPanic.Error()
	case errors.Is(err, signed.ErrBalance):
		return signed.ErrBalance.Error()
	}
	return ""
}

// statuses are the original's names of a task's states.
var statuses = map[poco.State]string{
	poco.StateUnspecified: "UNSET", poco.StateCommitting: "ACTIVE", poco.StateRevealing: "REVEALING",
	poco.StateCompleted: "COMPLETED", poco.StateFailed: "FAILED",
}

func (w *world) status(s *step) string {
	switch s.Op {
	case "matchOrders", "sponsorMatchOrders", "changePolicy":
		return ""
	}
	return statuses[w.tasks[s.Task].State]
}

// observe adds what is to be seen after a contribution.
func (w *world) observe(s *step, out *observed) {
	c := w.tasks[s.Task].Classic
	m := w.member(w.tasks[s.Task], s.By)
	require.NotNil(w.t, m)
	i := slices.IndexFunc(c.Groups, func(g poco.ClassicGroup) bool { return g.ResultHash == m.ResultHash })
	out.Weight, out.GroupWeight = fmt.Sprint(m.Weight), c.Groups[i].Weight.String()
	out.TotalWeight = c.TotalWeight.String()
	if w.tasks[s.Task].State == poco.StateRevealing {
		out.Consensus, out.WinnerCounter = true, fmt.Sprint(c.Winners)
		out.RevealDeadline = c.RevealDeadlineUnix - w.StartTime
	}
}

func (w *world) member(t poco.Task, alias string) *poco.Member {
	i := slices.IndexFunc(t.Members, func(m poco.Member) bool { return m.Worker == person(w.t, alias) })
	if i < 0 {
		return nil
	}
	return &t.Members[i]
}

// alias returns the name of who acts under an address.
func (w *world) alias(a ident.Address) string {
	for _, name := range w.names() {
		if person(w.t, name) == a {
			return name
		}
	}
	w.t.Fatalf("%s is nobody's address", a)
	return ""
}

// names are the aliases that have something.
func (w *world) names() []string {
	all := maps.Clone(w.scores)
	for name := range w.free {
		all[name] = nil
	}
	for _, name := range []string{w.terms.appOwner, w.terms.dataOwner, w.terms.poolOwner, w.terms.requester} {
		all[name] = nil
	}
	if w.deal != nil && w.deal.Sponsor == person(w.t, "sponsor") {
		all["sponsor"] = nil
	}
	return slices.DeleteFunc(slices.Sorted(maps.Keys(all)), func(s string) bool { return slices.Contains(nobody, s) })
}

func (w *world) do(s *step) error {
	switch s.Op {
	case "matchOrders":
		return w.match(ident.Address{})
	case "sponsorMatchOrders":
		return w.match(person(w.t, s.By))
	case "changePolicy":
		return w.changePolicy(s)
	case "initialize":
		return w.initialize(s)
	case "initializeAndClaim":
		if err := w.initialize(s); err != nil {
			return err
		}
		if err := w.claim(s); err != nil {
			delete(w.tasks, s.Task)
			return err
		}
		return nil
	}
	play, ok := map[string]func(*step) error{
		"contribute": w.contribute, "reveal": w.reveal, "reopen": w.reopen, "finalize": w.finalize,
		"claim": w.claim, "contributeAndFinalize": w.contributeAndFinalize,
	}[s.Op]
	require.True(w.t, ok, "unknown operation %q", s.Op)
	if _, ok := w.tasks[s.Task]; !ok {
		return refuse("task %d is not initialised", s.Task)
	}
	return play(s)
}

func (w *world) match(sponsor ident.Address) error {
	m, err := w.terms.match(w.t, w.header, w.ledger, sponsor)
	if err != nil {
		return err
	}
	w.deal, w.trust = m.Deal, m.Trust
	w.deal.OwnerScheduled = true
	if err := w.lock(w.alias(m.Sponsor), amount(w.t, m.SponsorPays.String())); err != nil {
		return err
	}
	return w.lock(w.alias(m.Sellers.Workerpool), amount(w.t, m.PoolStakes.String()))
}

func (w *world) changePolicy(s *step) error {
	require.Len(w.t, s.Params, 2, "stake ratio, reward ratio")
	stake, reward := number(w.t, s.Params[0]), number(w.t, s.Params[1])
	require.True(w.t, stake.IsUint64() && reward.IsUint64(), "ratios of a pool have 64 bits here")
	if s.By != w.terms.poolOwner || reward.Uint64() > 100 {
		return refuse("by %s, reward ratio %s", s.By, reward)
	}
	w.terms.stakeRatio, w.terms.rewardRatio = stake.Uint64(), reward.Uint64()
	return nil
}

func (w *world) clock(s *step) poco.Clock {
	return poco.Clock{Unix: w.StartTime + s.At, Height: 1 + s.At}
}

// initialize opens a task; the chain does it with the match.
func (w *world) initialize(s *step) error {
	if _, ok := w.tasks[s.Task]; ok || s.Task-w.deal.First >= w.deal.Size {
		return refuse("task %d of a deal of %d is open or does not exist", s.Task, w.deal.Size)
	}
	t := poco.Open(*w.deal, s.Task, w.clock(s), w.params)
	t.Classic.Trust = w.trust
	w.tasks[s.Task] = t
	w.note("TaskInitialize")
	return nil
}

// voucher is what a contribution shows: the authorisation, and an enclave's
// signature where the step has one.
func (w *world) voucher(s *step, worker ident.Address, hash, seal ident.Hash) types.Voucher {
	var v types.Voucher
	if s.Enclave {
		enclave := signerOf("enclave of " + s.By)
		v.Challenge, v.Enclave = enclave.id, enclave.sign(w.t, poco.EnclaveHash(hash, seal))
	}
	by := w.terms.poolOwner
	if s.AuthorizedBy != "" {
		by = s.AuthorizedBy
		person(w.t, by)
	}
	v.Authorization = signerOf(by).sign(w.t, poco.AuthorizationHash(worker, w.tasks[s.Task].ID, v.Challenge))
	return v
}

// vouched returns why a worker may not contribute, and the enclave's address.
func (w *world) vouched(s *step, worker ident.Address, hash, seal ident.Hash) (ident.Address, error) {
	v := w.voucher(s, worker, hash, seal)
	demand := types.NewDemand(*w.deal, w.deal.OwnerScheduled, v.Challenge, ident.Address{})
	return v.Challenge, v.Check(worker, w.tasks[s.Task].ID, hash, seal, demand)
}

// hashes returns a worker's result hash and seal for a result.
func (w *world) hashes(s *step) (worker ident.Address, hash, seal ident.Hash) {
	worker, task := person(w.t, s.By), w.tasks[s.Task].ID
	require.NotEmpty(w.t, s.Result)
	hash = poco.ResultHash(task, digest(s.Result))
	w.labels[hash] = s.Result
	return worker, hash, poco.ResultSeal(worker, task, digest(s.Result))
}

func (w *world) contribute(s *step) error {
	worker, hash, seal := w.hashes(s)
	if err := poco.CheckContribute(w.tasks[s.Task], worker, w.clock(s), w.params); err != nil {
		return err
	}
	challenge, err := w.vouched(s, worker, hash, seal)
	if err != nil {
		return err
	}
	if err := w.lock(s.By, w.deal.WorkerStake); err != nil {
		return err
	}
	err = w.step(s, poco.Contribute{
		At: w.clock(s), Worker: worker, Score: w.score(s), ResultHash: hash, ResultSeal: seal, Challenge: challenge,
	})
	if err != nil {
		return err
	}
	require.Equal(w.t, w.deal.WorkerStake, w.member(w.tasks[s.Task], s.By).Stake, "stake of the seat")
	w.note("TaskContribute")
	if w.tasks[s.Task].State == poco.StateRevealing {
		w.note("TaskConsensus")
	}
	return nil
}

// score returns a worker's score, 0 if it has none.
func (w *world) score(s *step) *big.Int {
	score := w.scores[s.By]
	if score == nil {
		score = new(big.Int)
	}
	return score
}

func (w *world) reveal(s *step) error {
	worker, _, _ := w.hashes(s)
	answer := poco.Answer{Cause: poco.CauseOK, Digest: digest(s.Result)}
	if err := w.step(s, poco.Reveal{At: w.clock(s), Worker: worker, Answer: answer}); err != nil {
		return err
	}
	w.note("TaskReveal")
	return nil
}

// scheduled refuses who does not schedule.
func (w *world) scheduled(s *step) error {
	if person(w.t, s.By) != w.deal.Workerpool.Owner {
		return refuse("%s is not the scheduler", s.By)
	}
	return nil
}

func (w *world) reopen(s *step) error {
	if err := w.scheduled(s); err != nil {
		return err
	}
	w.note("TaskReopen")
	return w.step(s, poco.Reopen{At: w.clock(s)})
}

func (w *world) finalize(s *step) error {
	if err := w.scheduled(s); err != nil {
		return err
	}
	if err := w.step(s, poco.Finalize{At: w.clock(s), Callback: callbackData(s)}); err != nil {
		return err
	}
	w.note("TaskFinalize")
	return nil
}

func callbackData(s *step) []byte {
	if s.ResultsCallback == "" {
		return nil
	}
	return data(s.ResultsCallback)
}

func (w *world) claim(s *step) error {
	if err := w.step(s, poco.Claim{At: w.clock(s)}); err != nil {
		return err
	}
	w.note("TaskClaimed")
	return nil
}

func (w *world) contributeAndFinalize(s *step) error {
	worker, hash, seal := w.hashes(s)
	err := poco.CheckContributeAndFinalize(w.tasks[s.Task], worker, w.clock(s), w.params)
	if err != nil {
		return err
	}
	challenge, err := w.vouched(s, worker, hash, seal)
	if err != nil {
		return err
	}
	err = w.step(s, poco.ContributeAndFinalize{
		At: w.clock(s), Worker: worker, Score: w.score(s), Challenge: challenge,
		Answer: poco.Answer{Cause: poco.CauseOK, Digest: digest(s.Result), Callback: callbackData(s)},
	})
	if err != nil {
		return err
	}
	for _, e := range []string{"TaskContribute", "TaskConsensus", "TaskReveal", "TaskFinalize"} {
		w.note(e)
	}
	return nil
}

// label returns the label of a result hash, empty if it is zero.
func (w *world) label(hash ident.Hash) string {
	if hash.IsZero() {
		return ""
	}
	label, ok := w.labels[hash]
	require.True(w.t, ok, "nobody contributed %s", hash)
	return label
}

// contributions returns who contributed, in order, and what became of it
// before the task ended.
func (w *world) contributions(task uint64) ([]string, map[string]contribution) {
	t := w.tasks[task]
	order, out := []string{}, map[string]contribution{}
	for _, m := range t.Members {
		name := w.alias(m.Worker)
		if earlier := w.member(w.before[task], name); earlier != nil {
			m = *earlier
		}
		status, ok := map[poco.MemberState]string{
			poco.MemberCommitted: "CONTRIBUTED", poco.MemberRevealed: "PROVED", poco.MemberAccepted: "PROVED",
			poco.MemberWithheld: "REJECTED",
		}[m.State]
		require.True(w.t, ok, "%s is in state %d", name, m.State)
		order = append(order, name)
		out[name] = contribution{status, w.label(m.ResultHash), fmt.Sprint(m.Weight)}
	}
	return order, out
}

// check plays the steps and compares what is to be seen after each.
func (w *world) check(steps []step, prepare func(*step)) {
	w.t.Helper()
	for i := range steps {
		s := &steps[i]
		want := s.observed
		prepare(s)
		got, err := w.play(s)
		if want.Events == nil && !strings.HasPrefix(w.Schema, "poco-settlement/") {
			got.Events = nil // the file has none
		}
		require.Equal(w.t, want, got, "step %d, %s by %s at %d (%s): %v", i, s.Op, s.By, s.At, s.Why, err)
	}
}
