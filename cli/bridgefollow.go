package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/crypto/account"
)

// The directions of a transfer, stable.
const (
	directionIn  = "in"
	directionOut = "out"
)

// The states of a transfer, stable. The first five of each direction follow one
// another; the others end it.
const (
	stateSent     = "sent"
	stateMined    = "mined"
	stateFinal    = "final"
	stateProven   = "proven"
	stateCredited = "credited"
	stateDelayed  = "delayed"
	stateStranded = "stranded"

	stateQueued    = "queued"
	stateBatched   = "batched"
	stateSigned    = "signed"
	statePaid      = "paid"
	stateReturned  = "returned"
	stateCancelled = "cancelled"
)

// transfer is money on its way over the bridge, as programs read it.
type transfer struct {
	ID          string `json:"id"` // Ethereum's transaction, or the number of the withdrawal
	Direction   string `json:"direction"`
	State       string `json:"state"`
	From        string `json:"from,omitempty"`
	To          string `json:"to,omitempty"` // as the side writes it that pays
	EthTo       string `json:"eth_to,omitempty"`
	AmountNRLC  uint64 `json:"amount_nrlc"`
	FeeNRLC     uint64 `json:"fee_nrlc,omitempty"`
	EventNonce  uint64 `json:"event_nonce,omitempty"` // of the vault's event
	EthTx       string `json:"eth_tx,omitempty"`
	EthBlock    uint64 `json:"eth_block,omitempty"`
	FinalBlock  uint64 `json:"final_block,omitempty"` // the last final block
	Batch       uint64 `json:"batch,omitempty"`
	SignFrom    uint64 `json:"sign_from_unix,omitempty"`
	SignedPower uint64 `json:"signed_power,omitempty"`
	TotalPower  uint64 `json:"total_power,omitempty"`
	TimeoutUnix uint64 `json:"timeout_unix,omitempty"` // it comes back by itself after it
	ReleaseUnix uint64 `json:"release_unix,omitempty"`
	StrandedID  uint64 `json:"stranded_id,omitempty"`
	ReturnedBy  uint64 `json:"returned_by,omitempty"` // the withdrawal that sends it back
	BalanceNRLC uint64 `json:"balance_nrlc,omitempty"`
	Why         string `json:"why,omitempty"`
}

// to returns the transfer with its recipient here.
func (t transfer) to(id ident.Address) transfer {
	t.To, t.EthTo = account.Bech32(id), id.Checksummed()
	return t
}

// ended tells whether nothing more happens by itself soon.
func (t transfer) ended() bool {
	return slices.Contains([]string{
		stateCredited, stateDelayed, stateStranded, statePaid, stateReturned, stateCancelled,
	}, t.State)
}

// watcher looks at one transfer.
type watcher interface {
	// look returns the transfer as it is now.
	look(ctx context.Context) (transfer, error)
	// steps are the states that follow one another.
	steps() []string
	// tell returns what happened when a state was reached.
	tell(state string, t *transfer) (text string, notes []string)
	// waits returns what a state waits for.
	waits(t *transfer) string
}

// transferEvent is a line of -o jsonl.
type transferEvent struct {
	Time string `json:"time"` // RFC 3339, when it was seen
	Type string `json:"type"` // transfer. and the state
	transfer
}

const (
	transferPause    = time.Second // between two looks
	transferPatience = 60          // looks without an answer, one after the other
)

// reached prints the steps between two looks; before is nil at the first.
func (s *session) reached(w watcher, now, before *transfer) error {
	steps := w.steps()
	from := 0
	if before != nil {
		from = slices.Index(steps, before.State) + 1
	}
	for _, state := range steps[from:max(from, slices.Index(steps, now.State)+1)] {
		if err := s.step(w, state, now); err != nil {
			return err
		}
	}
	if slices.Contains(steps, now.State) || before != nil && before.State == now.State {
		return nil
	}
	return s.step(w, now.State, now)
}

func (s *session) step(w watcher, state string, t *transfer) error {
	if s.format == formatJSONL {
		at := *t
		at.State = state
		line, err := json.Marshal(transferEvent{s.now().UTC().Format(time.RFC3339), "transfer." + state, at})
		if err == nil {
			_, err = fmt.Fprintln(s.out, string(line))
		}
		return err
	}
	text, notes := w.tell(state, t)
	if state == stateStranded || state == stateReturned {
		s.steps.bad(state, text, notes...)
		return nil
	}
	s.steps.ok(state, text, notes...)
	return nil
}

// follow follows a transfer until it ends; shown is what was printed of it already,
// nil if nothing was.
func (s *session) follow(ctx context.Context, w watcher, shown *transfer) error {
	t, err := s.untilEnd(ctx, w, shown)
	s.steps.close()
	if err != nil {
		return transferDetached(ctx, err, t.ID)
	}
	if failed := transferError(&t); failed != nil {
		return failed
	}
	if err := s.printTransfer(t); err != nil {
		return err
	}
	if t.State == stateDelayed {
		s.say("   go on later: iexecd bridge status %s", t.ID)
	}
	return nil
}

// untilEnd looks until a transfer ends. A side that does not answer for a while is
// asked again.
func (s *session) untilEnd(ctx context.Context, w watcher, shown *transfer) (transfer, error) {
	for silent := 0; ; {
		now, err := w.look(ctx)
		switch {
		case err == nil:
			silent = 0
			if err := s.reached(w, &now, shown); err != nil || now.ended() {
				return now, err
			}
			shown = &now
			s.steps.wait("waiting for " + w.waits(&now))
		case ctx.Err() != nil || asError(s.profile.explain(err)).Exit != ExitNode || silent >= transferPatience:
			return now, err
		default:
			silent++
		}
		if err := sleep(ctx, transferPause); err != nil {
			return now, err
		}
	}
}

// transferError is nil if a transfer ended as it was meant to.
func transferError(t *transfer) *Error {
	switch t.State {
	case stateReturned:
		return &Error{
			Code: codeBridgeReturn, Exit: ExitDeadline, What: "It came back", Why: t.Why,
			Next: []string{"iexecd account", "iexecd bridge status"},
		}
	case stateStranded:
		return &Error{
			Code: codeBridgeReturn, Exit: ExitDeadline, What: "Nobody has it", Why: t.Why,
			Next: []string{"iexecd bridge claim"},
		}
	}
	return nil
}

// transferDetached turns the end of the context into exit code 124 or 130.
func transferDetached(ctx context.Context, err error, id string) error {
	e := &Error{Why: "the transfer goes on by itself", Next: []string{"iexecd bridge status " + id}}
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		e.Code, e.Exit, e.What = codeTimeout, ExitTimeout, "Not done within --timeout"
	case errors.Is(ctx.Err(), context.Canceled):
		e.Code, e.Exit, e.What = codeInterrupted, ExitInterrupted, "Detached"
	default:
		return err
	}
	return e
}

// showOnce prints a transfer as it is now.
func (s *session) showOnce(ctx context.Context, w watcher) error {
	t, err := w.look(ctx)
	if err != nil {
		return err
	}
	return s.result(t, func(out io.Writer) error {
		var rows table
		rows.add("id", t.ID)
		rows.add("state", t.State)
		rows.add("from", t.From)
		to := t.To
		if t.EthTo != "" {
			to += " = " + t.EthTo
		}
		rows.add("to", to)
		rows.add("amount", amount(t.AmountNRLC))
		if t.FeeNRLC > 0 {
			rows.add("fee", amount(t.FeeNRLC))
		}
		if !t.ended() {
			rows.add("waits for", w.waits(&t))
		} else if text, notes := w.tell(t.State, &t); text != "" {
			rows.add("", text)
			for _, note := range notes {
				rows.add("", note)
			}
		}
		return rows.print(out, "")
	})
}
