package cli

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/gogoproto/proto"

	markettypes "github.com/iexecd/iexecd/x/market/types"
	"github.com/iexecd/iexecd/x/poco/types"
)

const (
	flagDeal  = "deal"
	flagAll   = "all"
	flagLimit = "limit"
	flagFinal = "final"
	flagFirst = "first"
)

func taskCommand() *cobra.Command {
	return parent("task", "List, show, watch and explain tasks, and fetch their results",
		taskList(), taskShow(), taskWatch(), taskWhy(), taskResult(), taskLogs())
}

func taskShow() *cobra.Command {
	return command("show TASK", "Show a task: its workers, their verdicts, and the money",
		"iexecd task show 0x7c1e5b…", cobra.ExactArgs(1),
		withNode(func(ctx context.Context, s *session, n *node, args []string) error {
			t, err := n.Task(ctx, args[0])
			if err != nil {
				return err
			}
			d, err := n.market.Deal(ctx, &markettypes.QueryDealRequest{Id: t.DealId})
			if err != nil {
				return err
			}
			return s.protoResult(t, func(w io.Writer) error { return printTask(w, t, &d.Deal, s.now()) })
		}))
}

func taskWhy() *cobra.Command {
	return command("why TASK", "Explain why a task waits, or how it ended",
		"iexecd task why 0x7c1e5b…", cobra.ExactArgs(1),
		withNode(func(ctx context.Context, s *session, n *node, args []string) error {
			r, err := n.poco.WhyTask(ctx, &types.QueryWhyTaskRequest{Id: args[0]})
			if err != nil {
				return err
			}
			task, err := n.Task(ctx, args[0])
			if err != nil {
				return err
			}
			return s.protoResult(r, func(w io.Writer) error {
				var t table
				t.add("state", enum(r.State.String(), "TASK_STATE_"))
				t.add("why", clean(r.Why))
				if isClassic(task) {
					t.rows = append(t.rows, classicRows(task)...)
				}
				if r.Next != "" {
					t.add("next", clean(r.Next))
				}
				if r.RefundByUnix > 0 {
					t.add("refund", "by "+clock(r.RefundByUnix)+" at the latest")
				}
				return t.print(w, "")
			})
		}))
}

func taskWatch() *cobra.Command {
	cmd := command("watch TASK", "Follow a task until it ends; Ctrl-C leaves it running", `
iexecd task watch 0x7c1e5b… --timeout 5m
iexecd task watch 0x7c1e5b… --final
iexecd task watch 0x7c1e5b… -o jsonl`, cobra.ExactArgs(1),
		withNode(func(ctx context.Context, s *session, n *node, args []string) error {
			f := newFollower(s, n)
			f.draw.total = 1
			t, err := f.untilEnded(ctx, args[0], s.wantsFinal())
			s.steps.close()
			if err != nil {
				return detached(ctx, err, "iexecd task watch "+args[0])
			}
			if failed := endError(t); failed != nil {
				s.printTail(t)
				return failed
			}
			if s.format == formatJSON {
				return s.protoResult(t, nil)
			}
			s.say("   get it: iexecd task result %s", t.Id)
			return nil
		}))
	finalFlag(cmd)
	return cmd
}

// finalFlag adds --final.
func finalFlag(cmd *cobra.Command) {
	cmd.Flags().Bool(flagFinal, false, "go on until the hold-back ends: until then an audit may correct the result")
}

func (s *session) wantsFinal() bool {
	yes, _ := s.cmd.Flags().GetBool(flagFinal)
	return yes
}

func taskResult() *cobra.Command {
	cmd := command("result TASK", "Fetch the result of a task and check it against the chain",
		"iexecd task result 0x7c1e5b… --out ./result", cobra.ExactArgs(1),
		withNode(func(ctx context.Context, s *session, n *node, args []string) error {
			t, err := n.Task(ctx, args[0])
			if err != nil {
				return err
			}
			if !ended(t) {
				return &Error{
					Code: codeNotFound, Exit: ExitNotFound, What: "No result yet",
					Why:  "the task is " + enum(t.State.String(), "TASK_STATE_"),
					Next: []string{"iexecd task watch " + t.Id, "iexecd task why " + t.Id},
				}
			}
			d, err := n.market.Deal(ctx, &markettypes.QueryDealRequest{Id: t.DealId})
			if err != nil {
				return err
			}
			app, err := n.market.App(ctx, &markettypes.QueryAppRequest{Id: d.Deal.App.Id})
			if err != nil {
				return err
			}
			f := newFollower(s, n)
			f.draw.total = 1
			if first, _ := s.cmd.Flags().GetBool(flagFirst); first {
				t = asAccepted(t)
			}
			f.tasks[t.Id] = t
			f.logs = s.logsFor(n, t)
			return s.finish(ctx, app.App.Name, d.Deal.RequestId, f)
		}))
	keyFlags(cmd.Flags())
	cmd.Flags().String(flagOut, "", "folder for the result (default: ./<app>-<first digits of the task>)")
	identityFlag(cmd.Flags())
	cmd.Flags().Bool(flagFirst, false,
		"the result that was accepted first, even if an audit found it wrong or in doubt")
	return cmd
}

// asAccepted returns a task as if no audit had changed its result.
func asAccepted(t *types.Task) *types.Task {
	first := *t
	first.Audit.Corrected = nil
	if first.Result != nil {
		first.State = types.TaskState_TASK_STATE_COMPLETED
	}
	return &first
}

func taskList() *cobra.Command {
	cmd := command("ls", "List your latest tasks, or those of a deal", `
iexecd task ls
iexecd task ls --deal 0x51d0…`, cobra.NoArgs,
		withNode(func(ctx context.Context, s *session, n *node, _ []string) error {
			tasks, err := s.listTasks(ctx, n)
			if err != nil {
				return err
			}
			return s.protoResults("tasks", protoList(tasks), func(w io.Writer) error {
				var t table
				t.add("TASK", "INDEX", "STATE", "SURE", "WORKERS", "ENDED")
				for i := range tasks {
					t.add(taskRow(&tasks[i])...)
				}
				if len(tasks) == 0 {
					t = table{rows: [][]string{{"no tasks; iexecd run APP buys one"}}}
				}
				return t.print(w, "")
			})
		}))
	keyFlags(cmd.Flags())
	cmd.Flags().String(flagDeal, "", "only the tasks of this deal")
	cmd.Flags().Bool(flagAll, false, "the tasks of everybody")
	cmd.Flags().Uint64(flagLimit, 20, "at most so many, newest deal first")
	return cmd
}

func taskRow(t *types.Task) []string {
	state := enum(t.State.String(), "TASK_STATE_")
	if r := resultOf(t); r != nil && r.Cause != types.Cause_CAUSE_OK {
		state = "app failed"
	}
	if t.Audit.Phase != types.AuditPhase_AUDIT_PHASE_UNSPECIFIED {
		state += ", " + auditWord(t)
	}
	reached, end := "", ""
	switch {
	case isClassic(t) && t.State == types.TaskState_TASK_STATE_COMPLETED:
		reached = fmt.Sprintf("trust %d", t.Trust)
	case t.ReachedPpb > 0:
		reached = sure(t.ReachedPpb)
	}
	if t.EndedHeight > 0 {
		end = fmt.Sprintf("block %d", t.EndedHeight)
	}
	return []string{t.Id, fmt.Sprint(t.Index), state, reached, fmt.Sprint(len(t.Members)), end}
}

// listTasks returns the tasks that the flags ask for.
func (s *session) listTasks(ctx context.Context, n *node) ([]types.Task, error) {
	f := s.cmd.Flags()
	deal, _ := f.GetString(flagDeal)
	all, _ := f.GetBool(flagAll)
	limit, _ := f.GetUint64(flagLimit)
	if deal != "" {
		return n.Tasks(ctx, deal)
	}
	if all {
		tasks, err := n.Tasks(ctx, "")
		slices.SortStableFunc(tasks, func(a, b types.Task) int { return cmp.Compare(b.OpenedHeight, a.OpenedHeight) })
		return tasks[:min(uint64(len(tasks)), limit)], err
	}
	deals, err := s.myDeals(ctx, n)
	if err != nil {
		return nil, err
	}
	var tasks []types.Task
	for _, d := range deals {
		if uint64(len(tasks)) >= limit {
			break
		}
		of, err := n.Tasks(ctx, d.Id)
		if err != nil {
			return nil, err
		}
		tasks = append(tasks, of...)
	}
	return tasks[:min(uint64(len(tasks)), limit)], nil
}

// withNode makes the body of a command that asks a node.
func withNode(run func(ctx context.Context, s *session, n *node, args []string) error,
) func(context.Context, *session, []string) error {
	return func(ctx context.Context, s *session, args []string) error {
		n, err := s.connect()
		if err != nil {
			return err
		}
		defer n.close()
		return run(ctx, s, n, args)
	}
}

// protoResult prints a message of the chain: for programs as its JSON.
func (s *session) protoResult(m proto.Message, text func(w io.Writer) error) error {
	raw, err := protoJSON(m)
	if err != nil {
		return err
	}
	return s.result(raw, text)
}

// protoResults prints a list of messages: with -o jsonl one line for each.
func (s *session) protoResults(name string, list []proto.Message, text func(w io.Writer) error) error {
	raws := []rawJSON{}
	for _, m := range list {
		raw, err := protoJSON(m)
		if err != nil {
			return err
		}
		if s.format == formatJSONL {
			if err := s.result(raw, nil); err != nil {
				return err
			}
		}
		raws = append(raws, raw)
	}
	if s.format == formatJSONL {
		return nil
	}
	return s.result(map[string][]rawJSON{name: raws}, text)
}

// rawJSON is JSON that is printed as it is.
type rawJSON []byte

// MarshalJSON implements json.Marshaler.
func (r rawJSON) MarshalJSON() ([]byte, error) { return r, nil }

// protoJSON returns m as REST shows it: names with underscores, defaults included.
func protoJSON(m proto.Message) (rawJSON, error) {
	return codec.ProtoMarshalJSON(m, codectypes.NewInterfaceRegistry())
}

func protoList[T any, P interface {
	*T
	proto.Message
}](items []T) []proto.Message {
	list := make([]proto.Message, len(items))
	for i := range items {
		list[i] = P(&items[i])
	}
	return list
}

// printTask prints a task with its members, their verdicts, and the money.
func printTask(w io.Writer, t *types.Task, d *markettypes.Deal, now time.Time) error {
	var head table
	head.add("task", t.Id)
	head.add("deal", fmt.Sprintf("%s  index %d", t.DealId, t.Index))
	head.add("state", taskState(t, now))
	if isClassic(t) {
		head.rows = append(head.rows, classicRows(t)...)
	} else {
		head.add("sure", fmt.Sprintf("%s, needed %s", sure(t.ReachedPpb), percent(t.NeededPpb)))
	}
	if r := t.Result; r != nil {
		head.add("result", r.Digest)
		if r.Cause != types.Cause_CAUSE_OK {
			head.add("app", causeText(r))
		}
		for _, l := range r.Locations {
			head.add("", clean(l))
		}
	}
	head.rows = append(head.rows, auditRows(t)...)
	head.add("price", priceText(d))
	if t.RefundedNrlc > 0 {
		head.add("refund", amount(t.RefundedNrlc)+" to "+d.Sponsor)
	}
	if err := head.print(w, ""); err != nil {
		return err
	}
	if t.Result != nil && t.Result.Tail != "" {
		if _, err := fmt.Fprintf(w, "\n%s\n", indent(clean(t.Result.Tail))); err != nil {
			return err
		}
	}
	return printMembers(w, t)
}

func printMembers(w io.Writer, t *types.Task) error {
	if len(t.Members) == 0 {
		return nil
	}
	if _, err := fmt.Fprintln(w); err != nil {
		return err
	}
	if isClassic(t) {
		members := classicMembers(t)
		return members.print(w, "")
	}
	members := table{}
	members.add("", "WORKER", "ROUND", "CREDIBILITY", "ANSWER", "VERDICT", "STAKE")
	add := func(name string, m types.Member) {
		answer := "–"
		if m.Digest != "" {
			answer = short(m.Digest)
		}
		members.add(name, m.Worker, fmt.Sprint(m.Round), sure(m.CredibilityPpb), answer,
			verdict(m), stakeText(m, final(t)))
	}
	for i, m := range t.Members {
		add(letter(i), m)
	}
	for _, m := range t.Audit.Auditors {
		name := "audit"
		if m.Backup {
			name = "backup"
		}
		add(name, m)
	}
	return members.print(w, "")
}

// verdicts are those that need more than a word.
var verdicts = map[types.MemberState]string{
	types.MemberState_MEMBER_STATE_REJECTED: "rejected (different result)",
	types.MemberState_MEMBER_STATE_WITHHELD: "did not show its result",
	types.MemberState_MEMBER_STATE_MISSED:   "did not answer in time",

	types.MemberState_MEMBER_STATE_OVERTURNED: "overturned (an audit found it wrong)",
	types.MemberState_MEMBER_STATE_VINDICATED: "vindicated (an audit found it right)",
}

// verdict says where a member stands.
func verdict(m types.Member) string {
	if text, ok := verdicts[m.State]; ok {
		return text
	}
	return enum(m.State.String(), "MEMBER_STATE_")
}

// stakeText says what a member has at stake, lost or earned, and whether it is paid.
func stakeText(m types.Member, paid bool) string {
	switch {
	case m.SlashedNrlc > 0:
		return "lost " + amount(m.SlashedNrlc)
	case m.State == types.MemberState_MEMBER_STATE_OVERTURNED:
		return "earned nothing"
	case m.State == types.MemberState_MEMBER_STATE_VINDICATED:
		return fmt.Sprintf("returned and earned %s", amount(m.RewardNrlc))
	case m.State == types.MemberState_MEMBER_STATE_ACCEPTED && !paid:
		return fmt.Sprintf("%s, earned %s, held back", amount(m.StakeNrlc), amount(m.RewardNrlc))
	case m.State == types.MemberState_MEMBER_STATE_ACCEPTED:
		return fmt.Sprintf("%s returned, earned %s", amount(m.StakeNrlc), amount(m.RewardNrlc))
	case m.StakeNrlc == 0:
		return "none"
	case m.State == types.MemberState_MEMBER_STATE_RELEASED, m.State == types.MemberState_MEMBER_STATE_MISSED:
		return amount(m.StakeNrlc) + " returned"
	}
	return amount(m.StakeNrlc) + " locked"
}

func taskState(t *types.Task, now time.Time) string {
	state := enum(t.State.String(), "TASK_STATE_")
	switch {
	case t.State == types.TaskState_TASK_STATE_AUDITING:
		return fmt.Sprintf("completed in block %d, being audited", t.EndedHeight)
	case t.State == types.TaskState_TASK_STATE_FAILED:
		return fmt.Sprintf("%s in block %d: %s", state, t.EndedHeight, reasonText(reasonName(t.Reason)))
	case ended(t) && t.Round == 0:
		return fmt.Sprintf("%s in block %d", state, t.EndedHeight)
	case ended(t):
		return fmt.Sprintf("%s in block %d, round %d", state, t.EndedHeight, t.Round)
	}
	left := time.Unix(t.FinalDeadlineUnix, 0).Sub(now)
	return fmt.Sprintf("%s, round %d; refunded if not done in %s", state, t.Round, seconds(max(left, 0)))
}

func priceText(d *markettypes.Deal) string {
	parts := []string{"app " + amount(d.App.PriceNrlc)}
	if d.Dataset.Id != "" {
		parts = append(parts, "dataset "+amount(d.Dataset.PriceNrlc))
	}
	parts = append(parts, "compute "+amount(d.Workerpool.PriceNrlc))
	return strings.Join(parts, " + ") + " = " + amount(d.App.PriceNrlc+d.Dataset.PriceNrlc+d.Workerpool.PriceNrlc)
}

// indent puts every line of a text behind a bar.
func indent(text string) string {
	return "   | " + strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n", "\n   | ")
}

// printTail prints the last lines of a failed app.
func (s *session) printTail(t *types.Task) {
	if t.Result != nil && t.Result.Tail != "" {
		s.say("%s", indent(clean(t.Result.Tail)))
	}
}
