package cli

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/types/query"

	markettypes "github.com/iexecd/iexecd/x/market/types"
)

func dealCommand() *cobra.Command {
	return parent("deal", "List, show and watch deals", dealList(), dealShow(), dealWatch())
}

func dealList() *cobra.Command {
	cmd := command("ls", "List your deals, newest first", "iexecd deal ls", cobra.NoArgs,
		withNode(func(ctx context.Context, s *session, n *node, _ []string) error {
			deals, err := s.myDeals(ctx, n)
			if err != nil {
				return err
			}
			return s.protoResults("deals", protoList(deals), func(w io.Writer) error {
				var t table
				t.add("DEAL", "STATE", "TASKS", "DONE", "REFUNDED", "PRICE PER TASK", "SINCE")
				for _, d := range deals {
					t.add(d.Id, enum(d.Status.String(), "DEAL_STATUS_"), fmt.Sprint(d.Size_), fmt.Sprint(d.Completed),
						fmt.Sprint(d.Failed), amount(d.App.PriceNrlc+d.Dataset.PriceNrlc+d.Workerpool.PriceNrlc),
						clock(d.StartUnix))
				}
				if len(deals) == 0 {
					t = table{rows: [][]string{{"no deals; iexecd run APP makes one"}}}
				}
				return t.print(w, "")
			})
		}))
	keyFlags(cmd.Flags())
	cmd.Flags().Bool(flagAll, false, "the deals of everybody")
	cmd.Flags().Uint64(flagLimit, 20, "at most so many")
	return cmd
}

// myDeals returns the latest deals of the key in use; with --all everybody's.
func (s *session) myDeals(ctx context.Context, n *node) ([]markettypes.Deal, error) {
	limit, _ := s.cmd.Flags().GetUint64(flagLimit)
	var request markettypes.QueryDealsRequest
	if all, _ := s.cmd.Flags().GetBool(flagAll); !all {
		me, err := s.address()
		if err != nil {
			return nil, err
		}
		request.Requester = me
	}
	deals, err := pages(func(page *query.PageRequest) ([]markettypes.Deal, *query.PageResponse, error) {
		request.Pagination = page
		r, err := n.market.Deals(ctx, &request)
		if err != nil {
			return nil, nil, err
		}
		return r.Deals, r.Pagination, nil
	})
	slices.SortStableFunc(deals, func(a, b markettypes.Deal) int { return cmp.Compare(b.StartUnix, a.StartUnix) })
	return deals[:min(uint64(len(deals)), limit)], err
}

func dealShow() *cobra.Command {
	return command("show DEAL", "Show a deal: its parties, prices and tasks",
		"iexecd deal show 0x51d0…", cobra.ExactArgs(1),
		withNode(func(ctx context.Context, s *session, n *node, args []string) error {
			r, err := n.market.Deal(ctx, &markettypes.QueryDealRequest{Id: args[0]})
			if err != nil {
				return err
			}
			tasks, err := n.Tasks(ctx, r.Deal.Id)
			if err != nil {
				return err
			}
			return s.protoResult(&r.Deal, func(w io.Writer) error {
				if err := printDeal(w, &r.Deal); err != nil || len(tasks) == 0 {
					return err
				}
				var t table
				t.add("TASK", "INDEX", "STATE", "SURE", "WORKERS", "ENDED")
				for i := range tasks {
					t.add(taskRow(&tasks[i])...)
				}
				_, _ = fmt.Fprintln(w)
				return t.print(w, "")
			})
		}))
}

func printDeal(w io.Writer, d *markettypes.Deal) error {
	var t table
	t.add("deal", d.Id)
	t.add("request", d.RequestId)
	t.add("state", fmt.Sprintf("%s: %d of %s done, %d refunded", enum(d.Status.String(), "DEAL_STATUS_"),
		d.Completed, count(d.Size_, "task"), d.Failed))
	t.add("requester", d.Requester)
	if d.Sponsor != d.Requester {
		t.add("sponsor", d.Sponsor)
	}
	t.add("app", d.App.Id+"  of "+d.App.Owner)
	if d.Dataset.Id != "" {
		t.add("dataset", d.Dataset.Id+"  of "+d.Dataset.Owner)
	}
	t.add("pool", d.Workerpool.Id+"  of "+d.Workerpool.Owner)
	t.add("bound", policyText(d.Policy))
	t.add("price", priceText(d)+perTask(d.Size_))
	t.add("locked", amount(d.EscrowNrlc))
	t.add("since", clock(d.StartUnix))
	if d.Params != "" {
		t.add("params", strings.ReplaceAll(clean(d.Params), "\n", " "))
	}
	return t.print(w, "")
}

func policyText(p markettypes.Policy) string {
	if p.Trust > 0 {
		return "trust " + confidence(p.Trust)
	}
	return "wrong with a chance of at most " + percent(p.MaxErrorPpb)
}

func dealWatch() *cobra.Command {
	cmd := command("watch DEAL", "Follow the tasks of a deal until all ended; Ctrl-C leaves them running",
		"iexecd deal watch 0x51d0… -o jsonl", cobra.ExactArgs(1),
		withNode(func(ctx context.Context, s *session, n *node, args []string) error {
			r, err := n.market.Deal(ctx, &markettypes.QueryDealRequest{Id: args[0]})
			if err != nil {
				return err
			}
			f := newFollower(s, n)
			f.deals, f.final = []markettypes.Deal{r.Deal}, s.wantsFinal()
			if err := f.emit(dealEvents(&r.Deal)); err != nil {
				return err
			}
			for {
				done, err := f.lookAtTasks(ctx)
				if err == nil && done {
					break
				}
				if err == nil {
					f.draw.waiting(f.deals, f.tasks)
					err = f.sleep(ctx)
				}
				if err != nil {
					s.steps.close()
					return detached(ctx, err, "iexecd deal watch "+args[0])
				}
			}
			var worst *Error
			for _, t := range f.results() {
				worst = worse(worst, endError(t))
			}
			if worst != nil {
				return worst
			}
			return nil
		}))
	finalFlag(cmd)
	return cmd
}
