package cli

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/iexecd/iexecd/core/rlc"
	markettypes "github.com/iexecd/iexecd/x/market/types"
	"github.com/iexecd/iexecd/x/poco/types"
)

// The flags of run only.
const (
	flagOut    = "out"
	flagDetach = "detach"
)

func runCommand() *cobra.Command {
	cmd := command("run APP [flags] [-- ARGS...]", "Buy a computation and get its verified result", `
iexecd run vanitygen -- aa
iexecd run wordcount --input book.txt --max-error 0.01%
iexecd run montecarlo --follow
iexecd run montecarlo --count 50 --yes -o jsonl`, cobra.MinimumNArgs(1), run)
	requestFlags(cmd.Flags())
	keyFlags(cmd.Flags())
	inputFlags(cmd.Flags())
	f := cmd.Flags()
	f.String(flagOut, "", "folder for the result (default: ./<app>-<first digits of the task>)")
	identityFlag(f)
	f.Bool(flagDetach, false, "do not wait for the result: print the task and end")
	f.BoolP(flagFollow, "f", false, "show what the app says while it runs, as one worker tells it; of a bag one task's")
	return cmd
}

// run quotes, asks, signs one transaction, follows it and fetches the result.
func run(ctx context.Context, s *session, args []string) error {
	n, err := s.connect()
	if err != nil {
		return err
	}
	defer n.close()
	if _, _, err := n.fresh(ctx, s.now()); err != nil {
		return err
	}
	w, err := s.makeWish(ctx, n, args[0], args[1:])
	if err != nil {
		return err
	}
	key, err := s.signer(n)
	if err != nil {
		return err
	}
	q, err := n.quote(ctx, w, key.address)
	if err != nil {
		return err
	}
	if err := s.accept(ctx, n, w, q, key); err != nil {
		return err
	}
	placed, err := s.place(ctx, n, w, key)
	if err != nil {
		return err
	}
	f := newFollower(s, n)
	f.live, f.logs = s.newLiveOutput(n, key), s.logsAs(n, key)
	if err := f.emit([]event{placed}); err != nil {
		return err
	}
	if detach, _ := s.cmd.Flags().GetBool(flagDetach); detach {
		return runDetached(ctx, s, f, placed.Order)
	}
	err = f.untilDone(ctx, placed.Order)
	f.live.end()
	if err != nil {
		s.steps.close()
		return detached(ctx, err, watchAgain(f, placed.Order))
	}
	return s.finish(ctx, w.app.Name, placed.Order, f)
}

// accept uploads the inputs, checks the funds and asks the person.
func (s *session) accept(ctx context.Context, n *node, w *wish, q *markettypes.QueryQuoteResponse, key *signer) error {
	ceiling, err := w.ceiling()
	if err != nil {
		return badInput("The order is too large", err.Error())
	}
	if err := n.affordable(ctx, key, ceiling); err != nil {
		return err
	}
	s.steps.note(quoteLine(w, q, s.now()))
	if err := s.confirm(fmt.Sprintf("Pay %s as %s?", payText(ceiling, q), key.name)); err != nil {
		return err
	}
	return s.addInputs(ctx, w)
}

// payText tells what is paid: the quote, or up to the ceiling.
func payText(ceiling rlc.Amount, q *markettypes.QueryQuoteResponse) string {
	if uint64(ceiling) == q.TotalNrlc {
		return ceiling.String()
	}
	return "up to " + ceiling.String()
}

// affordable checks that the account has what the order locks.
func (n *node) affordable(ctx context.Context, key *signer, need rlc.Amount) error {
	account, err := n.market.Account(ctx, &markettypes.QueryAccountRequest{Address: key.address})
	if err != nil {
		return err
	}
	have := rlc.Amount(account.AvailableNrlc)
	if have >= need {
		return nil
	}
	return &Error{
		Code: codeFunds, Exit: ExitFunds, What: "Not sent", Have: have.String(), Need: need.String(),
		Why:  fmt.Sprintf("%s has %s, the order locks %s", key.name, have, need),
		Next: []string{"iexecd account", "--from another key"},
	}
}

// place signs and sends the order and waits until it is in a block.
func (s *session) place(ctx context.Context, n *node, w *wish, key *signer) (event, error) {
	deadline, _ := s.cmd.Flags().GetDuration(flagDeadline)
	_, blockTime, err := n.fresh(ctx, s.now())
	if err != nil {
		return event{}, err
	}
	w.order.Salt = newSalt()
	w.order.ExpiryUnix = blockTime.Add(deadline).Unix()
	s.steps.wait("waiting for the order to be in a block")
	var answer markettypes.MsgPlaceRequestOrderResponse
	tx, err := key.send(ctx, &markettypes.MsgPlaceRequestOrder{Requester: key.address, Order: w.order}, &answer)
	if err != nil {
		return event{}, err
	}
	return event{Type: eventOrderPlaced, Order: answer.Id, Tx: tx.hash, Height: tx.height}, nil
}

// runDetached waits for the match only and prints the tasks.
func runDetached(ctx context.Context, s *session, f *follower, order string) error {
	if _, err := f.untilMatched(ctx, order); err != nil {
		return detached(ctx, err, watchAgain(f, order))
	}
	tasks := taskIDs(f.deals)
	if s.format == formatJSONL {
		return nil
	}
	return s.result(map[string]any{"order": order, "tasks": tasks}, func(out io.Writer) error {
		for _, id := range tasks {
			if _, err := fmt.Fprintln(out, id); err != nil {
				return err
			}
		}
		return nil
	})
}

// taskIDs returns the ids of all tasks of deals.
func taskIDs(deals []markettypes.Deal) []string {
	ids := []string{}
	for i := range deals {
		for _, e := range dealEvents(&deals[i]) {
			if e.Type == eventTaskCreated {
				ids = append(ids, e.Task)
			}
		}
	}
	return ids
}

// watchAgain returns the command that goes on where a watch ended.
func watchAgain(f *follower, order string) string {
	for _, id := range taskIDs(f.deals) {
		if t := f.tasks[id]; len(f.deals) == 1 && f.deals[0].Size_ == 1 && (t == nil || !ended(t)) {
			return "iexecd task watch " + id
		}
	}
	if len(f.deals) > 0 {
		return "iexecd deal watch " + f.deals[0].Id
	}
	return "iexecd order show " + order
}

// finish fetches the results of all ended tasks and reports the worst outcome.
func (s *session) finish(ctx context.Context, app, order string, f *follower) error {
	outcomes, err := s.fetchAll(ctx, app, f)
	if err != nil {
		return err
	}
	worst := worstOutcome(outcomes)
	if s.format == formatText || s.format == formatJSON {
		err = s.result(map[string]any{"order": order, "tasks": outcomes}, func(out io.Writer) error {
			for _, o := range outcomes {
				if o.Dir == "" {
					continue
				}
				if _, err := fmt.Fprintln(out, o.Dir); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err != nil {
		return err
	}
	if worst != nil {
		return worst
	}
	return nil
}

// endError returns how a task ended, as an error; nil if the app ended well.
func endError(t *types.Task) *Error {
	switch {
	case t.State == types.TaskState_TASK_STATE_FAILED:
		return refundError(t)
	case ended(t) && t.Result != nil:
		return appError(t)
	}
	return nil
}

// appError is nil if the app ended well.
func appError(t *types.Task) *Error {
	r := resultOf(t)
	if r.Cause == types.Cause_CAUSE_OK {
		return nil
	}
	agreed := countAccepted(t.Members)
	if t.Audit.Corrected != nil {
		agreed = countAccepted(t.Audit.Auditors)
	}
	return &Error{
		Code: codeAppFailed, Exit: ExitTaskFailed, What: "The app failed",
		Why:  fmt.Sprintf("%s, %s agree", causeText(r), count(agreed, "worker")),
		Next: []string{"iexecd task show " + t.Id},
	}
}

// causeTexts explain how an app ended badly.
var causeTexts = map[types.Cause]string{
	types.Cause_CAUSE_OUT_OF_FUEL:      "it used up the computation of its category",
	types.Cause_CAUSE_OUT_OF_MEMORY:    "it asked for more memory than its category has",
	types.Cause_CAUSE_OUTPUT_TOO_LARGE: "it wrote more than its category allows",
	types.Cause_CAUSE_TRAP:             "it crashed",
	types.Cause_CAUSE_BAD_APP:          "its module could not be loaded as registered",
	types.Cause_CAUSE_BAD_OUTPUT:       "it did not name its result in computed.json",
	types.Cause_CAUSE_BAD_INPUT:        "an input file is not what its checksum says, or is too large",
	types.Cause_CAUSE_TIMEOUT:          "it ran four times as long as its category is meant for",
}

func causeText(r *types.Result) string {
	if r.Cause == types.Cause_CAUSE_EXIT {
		return fmt.Sprintf("it ended with exit code %d", r.ExitCode)
	}
	if text, ok := causeTexts[r.Cause]; ok {
		return text
	}
	return causeName(r.Cause)
}

// refundError tells why a task was refunded.
func refundError(t *types.Task) *Error {
	e := &Error{
		Code: codeDeadline, Exit: ExitDeadline, What: "No result",
		Why:  fmt.Sprintf("%s; %s came back", reasonText(reasonName(t.Reason)), amount(t.RefundedNrlc)),
		Next: []string{"iexecd task why " + t.Id},
	}
	if t.Reason == types.EndReason_END_REASON_RETRACTED {
		e.Code, e.Exit, e.What = codeNoConsensus, ExitTaskFailed, "The result was retracted"
		e.Next = append(e.Next, "iexecd task result "+t.Id+" --first")
	}
	if t.Reason == types.EndReason_END_REASON_DISAGREEMENT {
		e.Code, e.Exit = codeNoConsensus, ExitTaskFailed
		if isClassic(t) {
			e.Why = fmt.Sprintf("the workers never agreed with trust %d, see the weights of their groups; %s came back",
				t.Trust, amount(t.RefundedNrlc))
			return e
		}
		e.Why = fmt.Sprintf("the workers' answers reached %s, needed %s; %s came back",
			sure(t.ReachedPpb), percent(t.NeededPpb), amount(t.RefundedNrlc))
	}
	return e
}
