package sim

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	abci "github.com/cometbft/cometbft/abci/types"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/tests/chaintest"
	pocotypes "github.com/iexecd/iexecd/x/poco/types"
)

// happened counts over all seeds what the simulation is there to try. What never
// happened was not tried.
type happened struct {
	mu     sync.Mutex
	counts map[string]uint64
}

func newHappened() *happened {
	h := &happened{counts: map[string]uint64{}}
	for _, what := range []string{
		"audits", "audits passed", "disputes", "corrections", "retractions", "recalls", "maturities", "claw-backs",
		"members overturned", "auditors overturned", "auditors rejected", "auditors withheld", "auditors missed",
		"outvoted with their stake back", "slashes", "jailings", "unjailings", "departures", "returns", "imports",
		"imports amid audits",
	} {
		h.counts[what] = 0
	}
	return h
}

func (h *happened) add(what string, n uint64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if _, ok := h.counts[what]; !ok {
		panic("counts nothing called " + what)
	}
	h.counts[what] += n
}

// report prints all counts and fails for those that are 0, if enough seeds ran.
func (h *happened) report(t *testing.T, seeds int) {
	t.Helper()
	var line []string
	for _, what := range slices.Sorted(maps.Keys(h.counts)) {
		line = append(line, fmt.Sprintf("%s %d", what, h.counts[what]))
		if h.counts[what] == 0 && seeds >= enoughSeeds {
			t.Errorf("no %s in %d seeds: this simulation does not try them", what, seeds)
		}
	}
	t.Logf("%d seeds: %s", seeds, strings.Join(line, ", "))
}

// enoughSeeds are as many as in which everything happens.
const enoughSeeds = 50

// watch counts what a block's events tell.
func (w *world) watch(res *abci.ResponseFinalizeBlock) {
	if !w.checks {
		return
	}
	w.happened.add("disputes", uint64(len(chaintest.Events(res, &pocotypes.EventAuditDisputed{}))))
	for _, e := range chaintest.Events(res, &pocotypes.EventWorkerStatusChanged{}) {
		if e["status"] == pocotypes.WorkerStatus_WORKER_STATUS_JAILED.String() {
			w.happened.add("jailings", 1)
		}
	}
}

// tally counts what became of all tasks of a seed.
func (w *world) tally() {
	g, err := w.Chain.App.Poco.ExportGenesis(w.Ctx())
	if err != nil {
		w.t.Fatal(err)
	}
	for what, n := range map[string]uint64{
		"audits": g.AuditStats.Audited, "corrections": g.AuditStats.Corrected, "retractions": g.AuditStats.Retracted,
		"recalls": g.AuditStats.Recalled, "maturities": g.AuditStats.Matured,
	} {
		w.happened.add(what, n)
	}
	one := func(what string, is bool) {
		if is {
			w.happened.add(what, 1)
		}
	}
	for i := range g.Tasks {
		t := &g.Tasks[i]
		one("audits passed", t.Audit.Passed)
		for _, m := range t.Members {
			one("slashes", m.SlashedNrlc > 0)
			one("members overturned", m.State == pocotypes.MemberState_MEMBER_STATE_OVERTURNED)
			one("outvoted with their stake back", m.State == pocotypes.MemberState_MEMBER_STATE_VINDICATED ||
				m.State == pocotypes.MemberState_MEMBER_STATE_RELEASED && m.RewardNrlc > 0)
			one("claw-backs", m.State == pocotypes.MemberState_MEMBER_STATE_ACCEPTED && m.RewardNrlc == 0 &&
				slices.Contains(t.Audit.Faulty, m.Worker))
		}
		for _, m := range t.Audit.Auditors {
			one("slashes", m.SlashedNrlc > 0)
			one("auditors overturned", m.State == pocotypes.MemberState_MEMBER_STATE_OVERTURNED)
			one("auditors rejected", m.State == pocotypes.MemberState_MEMBER_STATE_REJECTED)
			one("auditors withheld", m.State == pocotypes.MemberState_MEMBER_STATE_WITHHELD)
			one("auditors missed", m.State == pocotypes.MemberState_MEMBER_STATE_MISSED)
		}
	}
}

// auditing reports whether something is being run again.
func (w *world) auditing() bool {
	return slices.ContainsFunc(w.Tasks(), func(t pocotypes.Task) bool {
		return t.State == pocotypes.TaskState_TASK_STATE_AUDITING
	})
}

// goesOn lets the chain go on from its exported state.
func (w *world) goesOn() {
	w.t.Helper()
	if w.checks {
		w.happened.add("imports", 1)
		if w.auditing() {
			w.happened.add("imports amid audits", 1)
		}
	}
	w.Chain = w.ExportImport()
	w.Finalize()
}

// ended reports whether a task never changes again.
func ended(t pocotypes.Task) bool {
	return poco.Task{
		State: poco.State(t.State), Audit: poco.Audit{Phase: poco.AuditPhase(t.Audit.Phase)},
	}.Final()
}

// verdict returns the digest that a task ended with, empty if with none.
func verdict(t pocotypes.Task) string {
	switch {
	case t.State != pocotypes.TaskState_TASK_STATE_COMPLETED:
		return ""
	case t.Audit.Corrected != nil:
		return t.Audit.Corrected.Digest
	}
	return t.Result.Digest
}

// checkHonest: who gave the right answer loses its stake only where a wrong one
// won. Rules POCO-R11, POCO-R42.
func (w *world) checkHonest(t pocotypes.Task) {
	w.t.Helper()
	id, err := ident.ParseHash(t.Id)
	if err != nil {
		w.t.Fatal(err)
	}
	right := rightAnswer(id).Digest.String()
	for _, m := range slices.Concat(t.Members, t.Audit.Auditors) {
		if m.SlashedNrlc > 0 && m.Digest == right && (verdict(t) == right || verdict(t) == "") {
			w.t.Errorf("%s gave the right answer to task %s, is %s and lost %d nrlc", m.Worker, t.Id, m.State,
				m.SlashedNrlc)
		}
		if m.RewardNrlc > 0 && m.Digest != right && verdict(t) == right &&
			m.State != pocotypes.MemberState_MEMBER_STATE_RELEASED {
			w.t.Errorf("%s gave a wrong answer to task %s, is %s and earned %d nrlc", m.Worker, t.Id, m.State,
				m.RewardNrlc)
		}
	}
}
