package cli

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/iexecd/iexecd/core/rlc"
	markettypes "github.com/iexecd/iexecd/x/market/types"
)

func quoteCommand() *cobra.Command {
	cmd := command("quote APP", "Say what a computation would cost now, or why nothing fits", `
iexecd quote vanitygen
iexecd quote montecarlo --count 50 --max-error 0.01%`, cobra.ExactArgs(1),
		func(ctx context.Context, s *session, args []string) error {
			n, err := s.connect()
			if err != nil {
				return err
			}
			defer n.close()
			w, err := s.makeWish(ctx, n, args[0], nil)
			if err != nil {
				return err
			}
			q, err := n.quote(ctx, w, s.addressIfAny())
			if err != nil {
				return err
			}
			return s.result(quoteResult(w, q), func(out io.Writer) error { return printQuote(out, w, q, s.now()) })
		})
	requestFlags(cmd.Flags())
	keyFlags(cmd.Flags())
	return cmd
}

// quote asks what the wish would cost now and sets its ceilings. If nothing at
// all can be filled it returns the error that says why.
func (n *node) quote(ctx context.Context, w *wish, requester string) (*markettypes.QueryQuoteResponse, error) {
	q, err := n.market.Quote(ctx, &markettypes.QueryQuoteRequest{Requester: requester, Order: w.order, AnyPrice: true})
	if err != nil {
		return nil, err
	}
	if q.Fillable == 0 {
		return nil, noMatch(w, q.Why)
	}
	return q, w.setPrices(q)
}

// noMatch explains why no offer fits.
func noMatch(w *wish, why *markettypes.WhyNot) *Error {
	e := &Error{
		Code: codeNoMatch, Exit: ExitNoMatch, What: "No offer fits",
		Why: fmt.Sprintf("nobody offers %s in category %s now", clean(w.app.Name), clean(w.category.Name)),
	}
	if why == nil || why.Binding == "" {
		return e
	}
	e.Why = "binding: " + clean(why.Binding)
	if why.Offers > 0 {
		var failures []string
		for _, f := range why.Failures {
			failures = append(failures, fmt.Sprintf("%d fail %q", f.Offers, clean(f.Check)))
		}
		e.Why += fmt.Sprintf("; of %s looked at: %s", count(why.Offers, "offer"), strings.Join(failures, ", "))
	}
	if why.MatchesAtPriceNrlc > 0 {
		e.Need = amount(why.MatchesAtPriceNrlc)
		e.Next = []string{fmt.Sprintf("--max-price %dnrlc", why.MatchesAtPriceNrlc)}
	}
	return e
}

// quoteJSON is a quote as programs read it; amounts are nRLC, per task unless total.
type quoteJSON struct {
	App             string      `json:"app"`
	Name            string      `json:"name"`
	Category        string      `json:"category"`
	Tasks           uint64      `json:"tasks"`
	Fillable        uint64      `json:"fillable"`
	Fills           []quoteFill `json:"fills"`
	TotalNRLC       uint64      `json:"total_nrlc"`
	CeilingNRLC     uint64      `json:"ceiling_nrlc"` // what the order would lock, in all
	RefundBySeconds uint64      `json:"refund_by_seconds"`
	MaxErrorPPB     uint32      `json:"max_error_ppb"` // 0 = classic
	Trust           uint64      `json:"trust"`         // 0 = bounded
}

type quoteFill struct {
	Tasks           uint64 `json:"tasks"`
	AppOrder        string `json:"app_order"`
	DatasetOrder    string `json:"dataset_order,omitempty"`
	WorkerpoolOrder string `json:"workerpool_order"`
	AppNRLC         uint64 `json:"app_price_nrlc"`
	DatasetNRLC     uint64 `json:"dataset_price_nrlc"`
	WorkerpoolNRLC  uint64 `json:"workerpool_price_nrlc"`
}

func quoteResult(w *wish, q *markettypes.QueryQuoteResponse) quoteJSON {
	ceiling, _ := w.ceiling() // an overflow is refused when the order is placed
	r := quoteJSON{
		App: w.app.Id, Name: w.app.Name, Category: w.category.Name, Tasks: w.order.Volume, Fillable: q.Fillable,
		Fills: []quoteFill{}, TotalNRLC: q.TotalNrlc, CeilingNRLC: uint64(ceiling),
		RefundBySeconds: q.RefundBySeconds, MaxErrorPPB: w.order.Policy.MaxErrorPpb, Trust: w.order.Policy.Trust,
	}
	for _, f := range q.Fills {
		r.Fills = append(r.Fills, quoteFill{
			f.Tasks, f.AppOrderId, f.DatasetOrderId, f.WorkerpoolOrderId,
			f.AppPriceNrlc, f.DatasetPriceNrlc, f.WorkerpoolPriceNrlc,
		})
	}
	return r
}

// quoteLine is a quote in one line, for run.
func quoteLine(w *wish, q *markettypes.QueryQuoteResponse, now time.Time) string {
	refundBy := now.Add(time.Duration(q.RefundBySeconds) * time.Second) //nolint:gosec // ten times a work clock
	line := fmt.Sprintf("Quote  %s · refunded if not done by %s", costLine(w, q), refundBy.Local().Format("15:04:05"))
	if q.Fillable < w.order.Volume {
		line += fmt.Sprintf("\n       %d of %s can start now, the others when offers fit", q.Fillable,
			count(w.order.Volume, "task"))
	}
	return line
}

func costLine(w *wish, q *markettypes.QueryQuoteResponse) string {
	if len(q.Fills) != 1 {
		return fmt.Sprintf("%s for %s, at several prices", amount(q.TotalNrlc), count(q.Fillable, "task"))
	}
	f := q.Fills[0]
	parts := []string{"app " + amount(f.AppPriceNrlc)}
	if w.order.Dataset != "" {
		parts = append(parts, "dataset "+amount(f.DatasetPriceNrlc))
	}
	parts = append(parts, "compute "+amount(f.WorkerpoolPriceNrlc))
	each := rlc.Amount(f.AppPriceNrlc + f.DatasetPriceNrlc + f.WorkerpoolPriceNrlc)
	line := strings.Join(parts, " + ") + " = " + each.String()
	if q.Fillable > 1 {
		line += fmt.Sprintf(" × %s = %s", count(q.Fillable, "task"), amount(q.TotalNrlc))
	}
	return line
}

func printQuote(out io.Writer, w *wish, q *markettypes.QueryQuoteResponse, now time.Time) error {
	var t table
	t.add("app", clean(w.app.Name)+"  "+w.app.Id)
	t.add("category", fmt.Sprintf("%s, up to %s per task", clean(w.category.Name), workClock(w.category)))
	t.add("bound", policyText(w.order.Policy))
	t.add("price", costLine(w, q))
	t.add("fills now", fmt.Sprintf("%d of %s", q.Fillable, count(w.order.Volume, "task")))
	refundIn := time.Duration(q.RefundBySeconds) * time.Second //nolint:gosec // ten times a work clock
	t.add("refund", fmt.Sprintf("if not done in %s (%s)", seconds(refundIn),
		now.Add(refundIn).Local().Format("15:04:05")))
	return t.print(out, "")
}
