package types

import (
	"math/big"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/crypto/account"
)

// reader turns texts into core values and keeps the first error.
type reader struct{ err error }

func (r *reader) hash(field, text string) ident.Hash {
	h, err := ident.ParseHash(text)
	r.keep(field, err)
	return h
}

func (r *reader) account(field, text string) ident.Address {
	a, err := account.Parse(text)
	r.keep(field, err)
	return a
}

// optional reads an address that may be missing.
func (r *reader) optional(field, text string) ident.Address {
	if text == "" {
		return ident.Address{}
	}
	return r.account(field, text)
}

func (r *reader) resource(field, text string) ident.Address {
	a, err := ident.ParseAddress(text)
	r.keep(field, err)
	return a
}

// maxNumberDigits is more than any number of 256 bits has.
const maxNumberDigits = 80

// number reads a decimal number that is not negative; empty is nil.
func (r *reader) number(field, text string) *big.Int {
	if text == "" {
		return nil
	}
	n, ok := new(big.Int).SetString(text[:min(len(text), maxNumberDigits)], 10)
	if !ok || n.Sign() < 0 || len(text) > maxNumberDigits {
		r.keep(field, ErrBadField.Wrapf("%.90q: expected a decimal number of at most %d digits", text, maxNumberDigits))
		return nil
	}
	return n
}

// numberText returns "" for no number.
func numberText(n *big.Int) string {
	if n == nil {
		return ""
	}
	return n.String()
}

// addressText returns "" for the zero address, which the wire leaves out.
func addressText(a ident.Address) string {
	if a.IsZero() {
		return ""
	}
	return a.String()
}

func (r *reader) keep(field string, err error) {
	if err != nil && r.err == nil {
		r.err = ErrBadField.Wrapf("%s: %s", field, err)
	}
}

// hashText returns "" for the zero hash, which the wire leaves out.
func hashText(h ident.Hash) string {
	if h.IsZero() {
		return ""
	}
	return h.String()
}

// The numbers of core and wire are the same; what does not fit into a byte is
// clamped, so that it is refused as unknown and never taken for something else.

func coreState(n TaskState) poco.State { return poco.State(clamp(int32(n))) }

func coreReason(n EndReason) poco.EndReason { return poco.EndReason(clamp(int32(n))) }

func coreMemberState(n MemberState) poco.MemberState { return poco.MemberState(clamp(int32(n))) }

func coreCause(n Cause) poco.Cause { return poco.Cause(clamp(int32(n))) }

func clamp(n int32) uint8 { return uint8(min(max(n, 0), 255)) }

// Core returns the task for core.
func (t *Task) Core() (poco.Task, error) {
	var r reader
	c := poco.Task{
		ID: r.hash("id", t.Id), DealID: r.hash("deal_id", t.DealId), Index: t.Index,
		Workerpool: r.resource("workerpool", t.Workerpool), Requester: r.account("requester", t.Requester),
		State: coreState(t.State), NeededPPB: t.NeededPpb, ReachedPPB: t.ReachedPpb, Trust: t.Trust, Round: t.Round,
		Opened: poco.Clock{Unix: t.OpenedUnix, Height: t.OpenedHeight}, WorkClockSeconds: t.WorkClockSeconds,
		PhaseDeadlineUnix: t.PhaseDeadlineUnix, FinalDeadlineUnix: t.FinalDeadlineUnix, Price: rlc.Amount(t.PriceNrlc),
		Reason: coreReason(t.Reason), EndedHeight: t.EndedHeight, Refunded: rlc.Amount(t.RefundedNrlc),
		PoolReward: rlc.Amount(t.PoolRewardNrlc), Audit: t.Audit.core(&r),
	}
	for i := range t.Members {
		c.Members = append(c.Members, t.Members[i].core(&r))
	}
	for i := range t.Answers {
		c.Answers = append(c.Answers, t.Answers[i].core(&r))
	}
	if t.Result != nil {
		a := t.Result.core(&r)
		c.Result = &a
	}
	if (t.Classic != nil) != (t.Trust > 0) {
		return c, ErrBadField.Wrapf("task %s has trust %d, and classic is set: %t", t.Id, t.Trust, t.Classic != nil)
	}
	if t.Classic != nil {
		c.Classic = t.Classic.core(&r, t.Trust)
	}
	return c, r.err
}

func (c *Classic) core(r *reader, trust uint64) *poco.Classic {
	out := &poco.Classic{
		Trust: new(big.Int).SetUint64(trust), TotalWeight: r.number("total_weight", c.TotalWeight),
		Consensus: r.hash("consensus", c.Consensus), Winners: c.Winners, Revealed: c.Revealed,
		ContributionDeadlineUnix: c.ContributionDeadlineUnix, RevealDeadlineUnix: c.RevealDeadlineUnix,
		OwnerScheduled: c.OwnerScheduled, CallbackDue: c.CallbackDue, WorkerStake: rlc.Amount(c.WorkerStakeNrlc),
	}
	if out.TotalWeight == nil && r.err == nil {
		r.err = ErrBadField.Wrap("total_weight is missing")
	}
	for _, g := range c.Groups {
		group := poco.ClassicGroup{
			ResultHash: r.hash("result_hash", g.ResultHash), Weight: r.number("weight", g.Weight),
		}
		if group.Weight == nil && r.err == nil {
			r.err = ErrBadField.Wrapf("group %s has no weight", g.ResultHash)
		}
		out.Groups = append(out.Groups, group)
	}
	return out
}

func (m *Member) core(r *reader) poco.Member {
	return poco.Member{
		Worker: r.account("worker", m.Worker), Operator: r.account("operator", m.Operator), Round: m.Round,
		CredibilityPPB: m.CredibilityPpb, Stake: rlc.Amount(m.StakeNrlc), State: coreMemberState(m.State),
		Commitment: r.hash("commitment", m.Commitment), Digest: r.hash("digest", m.Digest), Location: m.Location,
		CommittedHeight: m.CommittedHeight, RevealedHeight: m.RevealedHeight,
		Reward: rlc.Amount(m.RewardNrlc), Slashed: rlc.Amount(m.SlashedNrlc),
		Cause: coreCause(m.Cause), ExitCode: m.ExitCode,
		ResultHash: r.hash("result_hash", m.ResultHash), Challenge: r.optional("challenge", m.Challenge),
		Score: r.number("score", m.Score), Weight: m.Weight, Backup: m.Backup,
	}
}

func (a *Result) core(r *reader) poco.Answer {
	return poco.Answer{
		Digest: r.hash("digest", a.Digest), Cause: coreCause(a.Cause), ExitCode: a.ExitCode, Tail: a.Tail,
		Callback: a.Callback, Locations: a.Locations,
	}
}

// NewTask returns the wire form of a core task.
func NewTask(c poco.Task) Task {
	t := Task{
		Id: c.ID.String(), DealId: c.DealID.String(), Index: c.Index, Workerpool: c.Workerpool.String(),
		Requester: account.Bech32(c.Requester), State: TaskState(c.State), NeededPpb: c.NeededPPB,
		ReachedPpb: c.ReachedPPB, Trust: c.Trust, Round: c.Round,
		OpenedUnix: c.Opened.Unix, OpenedHeight: c.Opened.Height, WorkClockSeconds: c.WorkClockSeconds,
		PhaseDeadlineUnix: c.PhaseDeadlineUnix, FinalDeadlineUnix: c.FinalDeadlineUnix, PriceNrlc: uint64(c.Price),
		Reason: EndReason(c.Reason), EndedHeight: c.EndedHeight, RefundedNrlc: uint64(c.Refunded),
		PoolRewardNrlc: uint64(c.PoolReward), Audit: newAudit(c.Audit),
	}
	for _, m := range c.Members {
		t.Members = append(t.Members, newMember(m))
	}
	for _, a := range c.Answers {
		t.Answers = append(t.Answers, newResult(a))
	}
	if c.Result != nil {
		r := newResult(*c.Result)
		t.Result = &r
	}
	if c.Classic != nil {
		t.Classic = newClassic(c.Classic)
	}
	return t
}

func newClassic(c *poco.Classic) *Classic {
	out := &Classic{
		TotalWeight: numberText(c.TotalWeight), Consensus: hashText(c.Consensus), Winners: c.Winners,
		Revealed: c.Revealed, ContributionDeadlineUnix: c.ContributionDeadlineUnix,
		RevealDeadlineUnix: c.RevealDeadlineUnix, OwnerScheduled: c.OwnerScheduled, CallbackDue: c.CallbackDue,
		WorkerStakeNrlc: uint64(c.WorkerStake),
	}
	for _, g := range c.Groups {
		out.Groups = append(out.Groups, ClassicGroup{ResultHash: hashText(g.ResultHash), Weight: numberText(g.Weight)})
	}
	return out
}

func newMember(m poco.Member) Member {
	return Member{
		Worker: account.Bech32(m.Worker), Operator: account.Bech32(m.Operator), Round: m.Round,
		CredibilityPpb: m.CredibilityPPB, StakeNrlc: uint64(m.Stake), State: MemberState(m.State),
		Commitment: hashText(m.Commitment), Digest: hashText(m.Digest), Location: m.Location,
		CommittedHeight: m.CommittedHeight, RevealedHeight: m.RevealedHeight,
		RewardNrlc: uint64(m.Reward), SlashedNrlc: uint64(m.Slashed), Cause: Cause(m.Cause), ExitCode: m.ExitCode,
		ResultHash: hashText(m.ResultHash), Challenge: addressText(m.Challenge), Score: numberText(m.Score),
		Weight: m.Weight, Backup: m.Backup,
	}
}

func newResult(a poco.Answer) Result {
	return Result{
		Digest: hashText(a.Digest), Cause: Cause(a.Cause), ExitCode: a.ExitCode, Tail: a.Tail, Callback: a.Callback,
		Locations: a.Locations,
	}
}

// MaxLocationBytes bounds where a result can be fetched.
const MaxLocationBytes = 256

// Core returns the reveal as an input of core.
func (v *Reveal) Core(worker ident.Address, at poco.Clock) (ident.Hash, poco.Reveal, error) {
	var r reader
	if len(v.Location) > MaxLocationBytes {
		return ident.Hash{}, poco.Reveal{}, ErrBadField.Wrapf("location has %d bytes, at most %d", len(v.Location),
			MaxLocationBytes)
	}
	task := r.hash("task_id", v.TaskId)
	return task, poco.Reveal{
		At: at, Worker: worker, Salt: r.hash("salt", v.Salt), Location: v.Location,
		Answer: poco.Answer{
			Digest: r.hash("digest", v.Digest), Cause: coreCause(v.Cause), ExitCode: v.ExitCode,
			Tail: v.Tail, Callback: v.Callback,
		},
	}, r.err
}

// Core returns the commit as an input of core.
func (c *Commit) Core(worker ident.Address, at poco.Clock) (ident.Hash, poco.Commit, error) {
	var r reader
	task := r.hash("task_id", c.TaskId)
	return task, poco.Commit{At: at, Worker: worker, Commitment: r.hash("commitment", c.Commitment)}, r.err
}

// Core returns the contribution as an input of core, without the worker's score.
func (c *Contribution) Core(worker ident.Address, at poco.Clock) (ident.Hash, poco.Contribute, error) {
	var r reader
	task := r.hash("task_id", c.TaskId)
	return task, poco.Contribute{
		At: at, Worker: worker, ResultHash: r.hash("result_hash", c.ResultHash),
		ResultSeal: r.hash("result_seal", c.ResultSeal), Challenge: r.optional("enclave_challenge", c.EnclaveChallenge),
	}, r.err
}

// Core returns the message as an input of core, without the worker's score.
func (m *MsgContributeAndFinalize) Core(worker ident.Address, at poco.Clock) (ident.Hash,
	poco.ContributeAndFinalize, error,
) {
	task, v, err := m.Answer.Core(worker, at)
	if err != nil {
		return task, poco.ContributeAndFinalize{}, err
	}
	var r reader
	return task, poco.ContributeAndFinalize{
		At: at, Worker: worker, Challenge: r.optional("enclave_challenge", m.EnclaveChallenge),
		Location: v.Location, Answer: v.Answer,
	}, r.err
}

// Core returns the message as an input of core.
func (m *MsgAdvanceTask) Core(at poco.Clock) (ident.Hash, poco.Input, error) {
	var r reader
	task := r.hash("task_id", m.TaskId)
	if len(m.Callback) > 0 && m.Advance != Advance_ADVANCE_FINALIZE {
		return task, nil, ErrBadField.Wrapf("callback has %d bytes: only ADVANCE_FINALIZE takes some", len(m.Callback))
	}
	switch m.Advance {
	case Advance_ADVANCE_FINALIZE:
		return task, poco.Finalize{At: at, Callback: m.Callback}, r.err
	case Advance_ADVANCE_REOPEN:
		return task, poco.Reopen{At: at}, r.err
	case Advance_ADVANCE_CLAIM:
		return task, poco.Claim{At: at}, r.err
	case Advance_ADVANCE_UNSPECIFIED:
	}
	return task, nil, ErrBadField.Wrapf("advance is %d: use ADVANCE_FINALIZE, ADVANCE_REOPEN or ADVANCE_CLAIM",
		m.Advance)
}
