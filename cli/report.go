package cli

import (
	"context"
	"fmt"
	"io"
	"math"

	"github.com/spf13/cobra"

	"github.com/iexecd/iexecd/x/poco/types"
)

func pocoCommand() *cobra.Command {
	return parent("poco", "Tell how well Proof of Contribution keeps its promise", pocoReport())
}

func pocoReport() *cobra.Command {
	return command("report", "Show results accepted, audited and found wrong, and the error promised and achieved", `
iexecd poco report
iexecd poco report -o json`, cobra.NoArgs,
		withNode(func(ctx context.Context, s *session, n *node, _ []string) error {
			r, err := n.report(ctx)
			if err != nil {
				return err
			}
			return s.result(r, r.print)
		}))
}

// report is what a chain can tell of its bounded results since genesis. The rates
// are estimates from a sample, so they are floats; nothing is paid by them.
type report struct {
	Accepted   uint64 `json:"accepted"`
	Audited    uint64 `json:"audited"`   // results that the beacon chose, once their audit ended
	Caught     uint64 `json:"caught"`    // of these, found wrong
	Recalled   uint64 `json:"recalled"`  // run again because a member was caught elsewhere
	Corrected  uint64 `json:"corrected"` // replaced by another result
	Retracted  uint64 `json:"retracted"` // given up without another one
	Matured    uint64 `json:"matured"`   // paid
	Executions uint64 `json:"executions"`

	ExecutionsPerTask float64 `json:"executions_per_task"`
	PromisedError     float64 `json:"promised_error"` // mean max_error of what was accepted
	StatedError       float64 `json:"stated_error"`   // mean of 1 - credibility reached

	AcceptedError    *estimate `json:"accepted_error,omitempty"`   // of what was accepted; absent without audits
	UndetectedError  *estimate `json:"undetected_error,omitempty"` // of it, what was not found
	AuditFundNRLC    uint64    `json:"audit_fund_nrlc"`            // what is there now
	AuditFeesNRLC    uint64    `json:"audit_fees_nrlc"`            // what it got of buyers
	AuditSlashedNRLC uint64    `json:"audit_slashed_nrlc"`         // what it got of those who lost
	AuditPaidNRLC    uint64    `json:"audit_paid_nrlc"`            // what it paid
	HeldNRLC         uint64    `json:"held_nrlc"`                  // held back of workers and pools
}

// estimate is a share with its 95 % interval.
type estimate struct {
	Share float64 `json:"share"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

func (n *node) report(ctx context.Context) (report, error) {
	a, err := n.poco.Audits(ctx, &types.QueryAuditsRequest{})
	if err != nil {
		return report{}, err
	}
	return newReport(a), nil
}

// newReport returns the arithmetic of the chain's sums.
func newReport(a *types.QueryAuditsResponse) report {
	st := a.Stats
	r := report{
		Accepted: st.Accepted, Audited: st.Audited, Caught: st.Caught, Recalled: st.Recalled, Corrected: st.Corrected,
		Retracted: st.Retracted, Matured: st.Matured, Executions: st.Executions, AuditFundNRLC: a.FundNrlc,
		AuditFeesNRLC: st.FeesNrlc, AuditSlashedNRLC: st.SlashedNrlc, AuditPaidNRLC: st.PaidNrlc, HeldNRLC: a.HeldNrlc,
	}
	if st.Accepted > 0 {
		all := float64(st.Accepted)
		r.ExecutionsPerTask = float64(st.Executions) / all
		r.PromisedError = float64(st.PromisedErrorPpbSum) / ppb / all
		r.StatedError = float64(st.StatedErrorPpbSum) / ppb / all
	}
	if st.Audited > 0 {
		e := wilson(st.Caught, st.Audited)
		found := float64(st.Corrected+st.Retracted) / float64(max(st.Accepted, 1))
		left := func(share float64) float64 { return max(share-found, 0) }
		r.AcceptedError = &e
		r.UndetectedError = &estimate{Share: left(e.Share), Low: left(e.Low), High: left(e.High)}
	}
	return r
}

// wilson returns k/n with its 95 % score interval, n > 0. Source: E. B. Wilson,
// Probable inference, JASA 22 (1927).
func wilson(k, n uint64) estimate {
	const z = 1.959964 // the 97.5 % point of the normal distribution
	of := float64(n)
	p := float64(k) / of
	middle := (p + z*z/(2*of)) / (1 + z*z/of)
	half := z / (1 + z*z/of) * math.Sqrt(p*(1-p)/of+z*z/(4*of*of))
	return estimate{Share: p, Low: max(middle-half, 0), High: min(middle+half, 1)}
}

// share returns a probability as a percentage of three digits, "0 %" for none.
func share(p float64) string {
	if p == 0 {
		return "0 %"
	}
	return fmt.Sprintf("%.3g %%", 100*p)
}

func (e *estimate) text() string {
	if e == nil {
		return "not known: no audit has ended yet"
	}
	return fmt.Sprintf("%s (95 %%: %s to %s)", share(e.Share), share(e.Low), share(e.High))
}

// print prints the report for people.
func (r report) print(w io.Writer) error {
	var t table
	row := func(label string, value any, note string) { t.add(label, fmt.Sprint(value), note) }
	row("accepted", r.Accepted, "results that reached their bound")
	row("audited", r.Audited, "of these, chosen by the beacon and run again by others")
	row("caught", r.Caught, "audits that found the result wrong or in doubt")
	row("recalled", r.Recalled, "results run again because a member was caught elsewhere")
	row("corrected", r.Corrected, "another result was found right; the buyer has it and the pool's price back")
	row("retracted", r.Retracted, "no result was credible; the buyer has the pool's price back")
	row("matured", r.Matured, "paid: nothing changes any more")
	row("executions", fmt.Sprintf("%.2f per task", r.ExecutionsPerTask), fmt.Sprintf("%d answers revealed in all",
		r.Executions))
	if err := t.print(w, ""); err != nil {
		return err
	}
	var e table
	e.add("promised", share(r.PromisedError), "mean of the max_error that buyers asked for")
	e.add("stated", share(r.StatedError), "mean of 1 - credibility when results were accepted")
	e.add("accepted", r.AcceptedError.text(), "wrong when accepted: caught / audited; too high if the little known, "+
		"audited more often, err more")
	e.add("left", r.UndetectedError.text(), "the same less what audits and recalls found: at most this can have "+
		"matured, if auditors were right")
	if _, err := fmt.Fprintln(w, "\nError"); err != nil {
		return err
	}
	if err := e.print(w, "  "); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "\nAudit fund %s: fees %s + of those who lost %s - paid %s. Held back %s.\n",
		amount(r.AuditFundNRLC), amount(r.AuditFeesNRLC), amount(r.AuditSlashedNRLC), amount(r.AuditPaidNRLC),
		amount(r.HeldNRLC))
	return err
}
