package vectors

import (
	"math/big"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/poco"
)

// consensusFile is a file of schema poco-consensus.
type consensusFile struct {
	header
	Vectors []consensusVector
}

type consensusVector struct {
	ID                string
	Tags              []string
	Trust             string
	Category, Timeref uint64
	Steps             []step
	Expected          consensusOutcome
}

type consensusOutcome struct {
	TaskStatus, DealTrust               string
	ContributionDeadline, FinalDeadline int64

	ConsensusReached                 bool
	ConsensusAfterStep               int
	ConsensusAfterContributions      int
	ConsensusResult                  string
	Winners                          []string
	WinnerCounter                    string
	RevealDeadlineMinusConsensusTime int64
	RevealDeadline                   int64

	GroupWeights  map[string]string
	TotalWeight   string
	Contributors  []string
	Contributions map[string]contribution
}

// TestConsensus plays what the original answered to contributions of workers
// with scores: weights, when consensus is reached, and until when to reveal.
func TestConsensus(t *testing.T) {
	for _, f := range files(t, "poco-consensus/") {
		t.Run(f.name, func(t *testing.T) {
			var c consensusFile
			decode(t, f.raw, &c)
			require.Len(t, c.Vectors, c.Count)
			each(t, c.Vectors, func(v *consensusVector) string { return v.ID }, c.play)
		})
	}
}

func (f *consensusFile) play(t *testing.T, v *consensusVector) {
	t.Helper()
	enclave := func(s step) bool { return s.Enclave }
	w := newWorld(t, &f.header, &terms{
		trust: number(t, v.Trust), category: v.Category, timeref: v.Timeref, volume: 1,
		tee: slices.Contains(v.Tags, "tee") || slices.ContainsFunc(v.Steps, enclave),
		app: new(big.Int), data: new(big.Int), pool: new(big.Int),
		appOwner: "appOwner", dataOwner: "datasetOwner", poolOwner: "scheduler", requester: "requester",
	})
	require.NoError(t, w.match(person(t, "requester")))
	got := consensusOutcome{}
	contributions := 0
	for i := range v.Steps {
		w.check(v.Steps[i:i+1], func(s *step) {
			if s.ScoreBefore != "" {
				w.scores[s.By] = number(t, s.ScoreBefore)
			}
		})
		if s := &v.Steps[i]; s.OK && s.Op == "contribute" {
			contributions++
			if s.Consensus {
				got.ConsensusAfterStep, got.ConsensusAfterContributions = i, contributions
				got.RevealDeadlineMinusConsensusTime = s.RevealDeadline - s.At
			}
		}
	}
	f.finish(w, &got)
	require.Equal(t, v.Expected, got)
}

// finish fills in what is to be seen at the end.
func (f *consensusFile) finish(w *world, got *consensusOutcome) {
	task := w.tasks[0]
	c := task.Classic
	got.TaskStatus, got.DealTrust = statuses[task.State], w.trust.String()
	got.ContributionDeadline = c.ContributionDeadlineUnix - w.StartTime
	got.FinalDeadline = task.FinalDeadlineUnix - w.StartTime
	got.TotalWeight, got.GroupWeights = c.TotalWeight.String(), map[string]string{}
	for _, g := range c.Groups {
		if g.Weight.Sign() > 0 {
			got.GroupWeights[w.label(g.ResultHash)] = g.Weight.String()
		}
	}
	got.Contributors, got.Contributions = w.contributions(0)
	got.WinnerCounter = big.NewInt(int64(c.Winners)).String()
	if task.State != poco.StateRevealing {
		got.ConsensusAfterStep, got.ConsensusAfterContributions, got.RevealDeadlineMinusConsensusTime = 0, 0, 0
		return
	}
	got.ConsensusReached, got.ConsensusResult = true, w.label(c.Consensus)
	got.RevealDeadline = c.RevealDeadlineUnix - w.StartTime
	for _, name := range got.Contributors {
		if is := got.Contributions[name]; is.Result == got.ConsensusResult && is.Status == "CONTRIBUTED" {
			got.Winners = append(got.Winners, name)
		}
	}
}
