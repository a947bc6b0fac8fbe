package vectors

import (
	"fmt"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
)

// settlementFile is a file of schema poco-settlement.
type settlementFile struct {
	header
	Vectors []settlementVector
}

type settlementVector struct {
	ID, Kind                 string
	Tags                     []string
	Category, Timeref        uint64
	Trust                    string
	Volume                   uint64
	TEE                      bool `json:"tee"`
	Callback                 string
	HasDataset               bool
	Prices                   struct{ App, Dataset, Workerpool string }
	WorkerpoolPolicy         struct{ WorkerStakeRatio, SchedulerRewardRatio string }
	Roles                    map[string]string
	ScoresBefore             map[string]string
	KittyBefore              account
	AccountsInitial          map[string]account
	Deal                     settlementDeal
	Steps                    []step
	AccountsBeforeSettlement map[string]account
	Expected                 settlementOutcome
}

type settlementDeal struct{ WorkerStake, SchedulerRewardRatio, Sponsor string }

type settlementOutcome struct {
	Accounts    map[string]account
	Kitty       account
	ScoresAfter map[string]string
	Tasks       []settledTask
}

type settledTask struct {
	Status, RevealCounter, WinnerCounter string
	ConsensusResult                      string
	Contributors                         []string
	Contributions                        map[string]contribution
}

// TestSettlement plays deals of the original to their end: every event, the
// accounts, the kitty, scores and tasks, to the last nRLC.
func TestSettlement(t *testing.T) {
	for _, f := range files(t, "poco-settlement/") {
		t.Run(f.name, func(t *testing.T) {
			var s settlementFile
			decode(t, f.raw, &s)
			require.Len(t, s.Vectors, s.Count)
			each(t, s.Vectors, func(v *settlementVector) string { return v.ID }, s.play)
		})
	}
}

// terms are what a vector's orders agree on.
func (v *settlementVector) terms(t *testing.T) *terms {
	t.Helper()
	for role := range v.Roles {
		require.Contains(t, []string{"appOwner", "datasetOwner", "requester", "scheduler", "sponsor"}, role)
	}
	ratio := func(text string) uint64 { return uint64(amount(t, text)) }
	out := &terms{
		trust: number(t, v.Trust), category: v.Category, timeref: v.Timeref, volume: v.Volume,
		tee: v.TEE, dataset: v.HasDataset, callback: v.Callback,
		app: number(t, v.Prices.App), data: number(t, v.Prices.Dataset), pool: number(t, v.Prices.Workerpool),
		appOwner: v.Roles["appOwner"], dataOwner: "datasetOwner", poolOwner: v.Roles["scheduler"],
		requester:   v.Roles["requester"],
		stakeRatio:  ratio(v.WorkerpoolPolicy.WorkerStakeRatio),
		rewardRatio: ratio(v.WorkerpoolPolicy.SchedulerRewardRatio),
	}
	if v.HasDataset {
		out.dataOwner = v.Roles["datasetOwner"]
	}
	return out
}

func (f *settlementFile) play(t *testing.T, v *settlementVector) {
	t.Helper()
	w := newWorld(t, &f.header, v.terms(t))
	for name, a := range v.AccountsInitial {
		w.install(t, name, a)
	}
	w.install(t, kitty, v.KittyBefore)
	for name, score := range v.ScoresBefore {
		person(t, name)
		w.scores[name] = number(t, score)
	}
	w.check(v.Steps, func(s *step) {
		if s.ScoreBefore != "" {
			require.Equal(t, s.ScoreBefore, w.score(s).String(), "score of %s before it contributes", s.By)
		}
	})
	require.NotNil(t, w.deal, "no deal was made")
	require.Equal(t, v.Deal, w.dealt(), "deal")
	require.Equal(t, v.Roles["sponsor"], w.alias(w.deal.Sponsor))
	require.NotNil(t, w.settlement, "no task was settled")
	require.Equal(t, v.AccountsBeforeSettlement, w.settlement.accounts(), "accounts before the last settlement")
	require.Equal(t, v.Expected, w.outcome(v), "at the end")
}

func (w *world) dealt() settlementDeal {
	return settlementDeal{
		fmt.Sprint(uint64(w.deal.WorkerStake)), fmt.Sprint(w.deal.SchedulerRewardRatio), w.alias(w.deal.Sponsor),
	}
}

// outcome is what is to be seen at the end.
func (w *world) outcome(v *settlementVector) settlementOutcome {
	out := settlementOutcome{Accounts: w.accounts(), Kitty: w.account(kitty), ScoresAfter: map[string]string{}}
	for name, score := range w.scores {
		if _, shown := v.ScoresBefore[name]; shown || score.Sign() != 0 {
			out.ScoresAfter[name] = score.String()
		}
	}
	for i := range w.deal.Size {
		task := w.tasks[w.deal.First+i]
		c := task.Classic
		require.NotNil(w.t, c, "task %d was not initialised", i)
		s := settledTask{
			Status: statuses[task.State], RevealCounter: fmt.Sprint(c.Revealed),
			WinnerCounter: big.NewInt(int64(c.Winners)).String(), ConsensusResult: w.label(c.Consensus),
		}
		s.Contributors, s.Contributions = w.contributions(w.deal.First + i)
		out.Tasks = append(out.Tasks, s)
	}
	return out
}
