package agent

import (
	"fmt"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
)

// Contribution is one classic task's commitment.
type Contribution struct{ Task, ResultHash, ResultSeal ident.Hash }

// SendContributions sends contributions to classic tasks in one free message.
type SendContributions struct {
	ID            uint64
	Contributions []Contribution
}

// SendWhole contributes, reveals and finalises a task of trust 1 in one free
// message.
type SendWhole struct {
	ID     uint64
	Answer Reveal
}

func (SendContributions) action() {}
func (SendWhole) action()         {}

// classic tells whether the task is under classic PoCo: it is contributed to,
// not committed to, and only who contributed the consensus reveals.
func (a Assignment) classic() bool { return a.Trust > 0 }

// held tells whether what the chain has of this worker is opened by the
// journal's answer.
func (a *Agent) held(id ident.Hash, t *task) bool {
	if t.at.classic() {
		return t.at.ResultHash == poco.ResultHash(id, t.answer.Digest)
	}
	return t.at.Commitment == a.commitment(id, t)
}

// outvoted tells, once for each consensus, that it is on another answer.
func (a *Agent) outvoted(id ident.Hash, t *task) {
	at := t.at
	if at.Member != poco.MemberCommitted || at.Consensus.IsZero() || at.Consensus == at.ResultHash {
		t.consensus = ident.Hash{}
		return
	}
	if t.consensus != at.Consensus {
		t.consensus = at.Consensus
		a.tell(id, NewsOutvoted, fmt.Sprintf("consensus is on %s, contributed was %s", at.Consensus, at.ResultHash))
	}
}

// whole tells whether a task may be answered in one message: it asks for no
// second opinion, and the chain has not refused that.
func (t *task) whole() bool { return t.at.Trust == 1 && !t.inSteps }

// sendClassic sends what is due to classic tasks; reveals go with the others.
func (a *Agent) sendClassic(due []*task) {
	var steps []*task
	for _, t := range due {
		switch {
		case !t.whole():
			steps = append(steps, t)
		case a.sends < sendsPerBlock:
			a.do(SendWhole{ID: a.fly([]*task{t}), Answer: t.reveal()})
		}
	}
	for _, batch := range a.batches(steps) {
		if a.sends >= sendsPerBlock {
			return
		}
		out := SendContributions{ID: a.fly(batch)}
		for _, t := range batch {
			id, digest := t.at.Task, t.answer.Digest
			out.Contributions = append(out.Contributions, Contribution{
				Task: id, ResultHash: poco.ResultHash(id, digest),
				ResultSeal: poco.ResultSeal(a.config.Worker, id, digest),
			})
		}
		a.do(out)
	}
}

// reveal returns the task's answer as it is shown; classic PoCo knows no salt.
func (t *task) reveal() Reveal {
	r := Reveal{Task: t.at.Task, Salt: t.salt, Answer: t.answer}
	if t.at.classic() {
		r.Salt = ident.Hash{}
	}
	return r
}
