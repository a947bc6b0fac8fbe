package world

import (
	"github.com/iexecd/iexecd/core/poco"
)

// Count is what happened in a run.
type Count struct {
	Tasks          int     `json:"tasks"`
	Accepted       int     `json:"accepted"`
	Failed         int     `json:"failed"`         // refunded without a result
	WrongAccepted  int     `json:"wrong_accepted"` // before hold-back
	LiesAccepted   int     `json:"lies_accepted"`  // of them, by the coalition
	Mistakes       int     `json:"mistakes"`       // of them, by honest workers
	Stood          int     `json:"stood"`          // results that were right or never found wrong
	WrongMatured   int     `json:"wrong_matured"`  // after it: what buyers are left with
	LiesMatured    int     `json:"lies_matured"`
	Corrected      int     `json:"corrected"`
	WrongCorrected int     `json:"wrong_corrected"` // a right result replaced by a wrong one
	Retracted      int     `json:"retracted"`
	WrongRetracted int     `json:"wrong_retracted"`
	MemberRuns     int     `json:"member_runs"`
	AuditorRuns    int     `json:"auditor_runs"`
	BackupRuns     int     `json:"backup_runs"`
	LateTasks      int     `json:"late_tasks"` // the last three quarters, after the warm-up
	LateRuns       int     `json:"late_runs"`
	AuditsDrawn    int     `json:"audits_drawn"`
	Audits         int     `json:"audits"` // with those of recalled results
	Recalled       int     `json:"recalled"`
	Overturned     int     `json:"overturned"` // members and auditors of wrong results
	Rejected       int     `json:"rejected"`   // seats outvoted
	Missed         int     `json:"missed"`
	Withheld       int     `json:"withheld"`
	Caught         int     `json:"caught"` // coalition members after their first lie
	CatchBlocks    int64   `json:"catch_blocks"`
	LieRewards     int64   `json:"lie_rewards_nrlc"` // matured earnings of accepted lies
	Risk           [4]int  `json:"risk"`             // accepted results by risk class
	Brier          float64 `json:"-"`
	StatedError    float64 `json:"-"`
}

// stated adds one result's stated credibility to the calibration.
func (c *Count) stated(reachedPPB uint32, right bool) {
	doubt := 1 - float64(reachedPPB)/poco.PPB
	c.StatedError += doubt
	truth := 0.0
	if !right {
		truth = 1
	}
	c.Brier += (doubt - truth) * (doubt - truth)
}

// execution counts a seat that answered.
func (c *Count) execution(t *task, m poco.Member) {
	switch {
	case m.Backup:
		c.BackupRuns++
	case t.State == poco.StateAuditing:
		c.AuditorRuns++
	default:
		c.MemberRuns++
	}
	if t.late {
		c.LateRuns++
	}
}

// Report is what a run shows.
type Report struct {
	Config Config `json:"config"`
	Count  Count  `json:"count"`

	WrongAcceptedShare float64 `json:"wrong_accepted_share"`
	WrongMaturedShare  float64 `json:"wrong_matured_share"`
	RunsPerTask        float64 `json:"runs_per_task"`
	LateRunsPerTask    float64 `json:"late_runs_per_task"`
	Brier              float64 `json:"brier"`
	StatedError        float64 `json:"stated_error"` // mean of what the chain said

	CatchWindows float64 `json:"catch_windows"` // from the first lie until caught, in hold-back windows

	// What a worker that began as one of each kind earned less what computing cost
	// it, in prices of a task; its later identities are counted with it.
	HonestProfit float64 `json:"honest_profit"`
	FaultyProfit float64 `json:"faulty_profit"`
	// For each accepted lie, in prices of a task: the computation that the coalition
	// saved, and what it lost against honest work: stakes, claw-back, forgone work.
	LieGain float64 `json:"lie_gain"`
	LieLoss float64 `json:"lie_loss"`
	// What the coalition paid, all in all, for each wrong result that matured.
	MaturedLieCost float64 `json:"matured_lie_cost"`

	Fund       int64 `json:"audit_fund_nrlc"`
	Kitty      int64 `json:"kitty_nrlc"`
	Identities int   `json:"identities"`
}

func share(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

// report sums up a run that has ended.
func (w *World) report() Report {
	c := w.count
	runs := c.MemberRuns + c.AuditorRuns + c.BackupRuns
	r := Report{
		Config: w.config, Count: c,
		WrongAcceptedShare: share(c.WrongAccepted, c.Accepted), WrongMaturedShare: share(c.WrongMatured, c.Accepted),
		RunsPerTask: share(runs, c.Tasks), LateRunsPerTask: share(c.LateRuns, c.LateTasks),
		Brier: c.Brier / float64(max(c.Accepted, 1)), StatedError: c.StatedError / float64(max(c.Accepted, 1)),
		Fund: w.money.Fund, Kitty: w.money.Kitty, Identities: len(w.workers),
	}
	if c.Caught > 0 {
		r.CatchWindows = float64(c.CatchBlocks) / float64(c.Caught) / float64(max(w.config.Core.HoldBackBlocks, 1))
	}
	w.economics(&r)
	return r
}

// economics compares what honest and faulty workers earn, and what a lie brings.
func (w *World) economics(r *Report) {
	price := float64(w.config.Price)
	var net, ran, seats [2]float64 // honest, faulty
	for _, n := range w.workers {
		i := 0
		if n.faulty {
			i = 1
		}
		net[i] += float64(n.account.net) / price
		ran[i] += float64(n.account.ran)
		seats[i] += float64(n.account.seats)
	}
	faulty := float64(w.config.faultyWorkers())
	honest := float64(w.config.Workers) - faulty
	cost := w.config.Cost * w.memberShare()
	r.HonestProfit = (net[0] - cost*ran[0]) / honest
	if faulty == 0 {
		return
	}
	r.FaultyProfit = (net[1] - cost*ran[1]) / faulty
	lost := (r.HonestProfit - r.FaultyProfit) * faulty
	if lies := float64(r.Count.LiesAccepted); lies > 0 {
		r.LieGain = cost * (seats[1] - ran[1]) / lies
		r.LieLoss = r.LieGain + lost/lies
	}
	if r.Count.LiesMatured > 0 {
		r.MaturedLieCost = lost / float64(r.Count.LiesMatured)
	}
}

// memberShare is what a sole member earns of a price.
func (w *World) memberShare() float64 { return 1 - float64(w.config.Core.AuditFeePPB)/poco.PPB }
