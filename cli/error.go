package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// The exit codes; docs/errors.md explains them.
const (
	ExitOK          = 0   // done; for run: result accepted and verified
	ExitUnexpected  = 1   // something that nobody expected
	ExitUsage       = 2   // the command line is wrong, or a question could not be asked
	ExitNotFound    = 3   // no such app, task, deal, order or account
	ExitFunds       = 4   // not enough funds, stake or gas
	ExitRejected    = 5   // the transaction was rejected, or failed in the block
	ExitNoMatch     = 6   // no offer fits within the limits
	ExitTaskFailed  = 7   // the app failed, or the workers never agreed (refunded)
	ExitDeadline    = 8   // the deadline passed (refunded)
	ExitNode        = 9   // node unreachable, syncing or stale
	ExitKey         = 10  // no key, locked, or the person said no
	ExitDigest      = 11  // the result's digest is not the one that was agreed on
	ExitDiffers     = 12  // app test: two runs of the app gave different results
	ExitTimeout     = 124 // --timeout while watching; the task goes on
	ExitInterrupted = 130 // Ctrl-C; what was sent goes on
)

// The stable codes of errors, as in docs/errors.md.
const (
	codeUnexpected   = "unexpected"
	codeUsage        = "usage"
	codeNeedsYes     = "needs_yes"
	codeBadInput     = "bad_input"
	codeNotFound     = "not_found"
	codeFunds        = "insufficient_funds"
	codeTxRejected   = "tx_rejected"
	codeTxFailed     = "tx_failed"
	codeNoMatch      = "no_match"
	codeAppFailed    = "app_failed"
	codeNoConsensus  = "no_consensus"
	codeDeadline     = "deadline_passed"
	codeNode         = "node_unreachable"
	codeStale        = "node_stale"
	codeNoKey        = "no_key"
	codeDeclined     = "declined"
	codeDigest       = "digest_mismatch"
	codeNoResult     = "result_unavailable"
	codeStore        = "store_unreachable"
	codeTimeout      = "timeout"
	codeInterrupted  = "interrupted"
	codeOrderExpired = "order_expired"
	codeOrderRefused = "order_refused"
	codeWrongKey     = "wrong_key"
	codeDocker       = "docker_unreachable"
	codeDiffers      = "not_reproducible"
)

// Error is what a command ends with when it does not end well: what happened,
// why with the numbers, and what to do next.
type Error struct {
	Code string   // stable name, as in docs/errors.md
	Exit int      // exit code of the process
	What string   // what happened, no full stop
	Why  string   // why, with both numbers where there are two; may be empty
	Have string   // what there is, with its unit; may be empty
	Need string   // what is needed, with its unit; may be empty
	Next []string // commands to try
	Err  error    // the cause, if it says more; never shown to people
}

// Error returns what and why in one sentence.
func (e *Error) Error() string {
	if e.Why == "" {
		return e.What
	}
	return e.What + ": " + e.Why
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// text returns the error as people read it: "✘ what: why.  Next: command".
func (e *Error) text() string {
	s := "✘ " + e.Error()
	if !strings.HasSuffix(s, "?") && !strings.HasSuffix(s, ".") {
		s += "."
	}
	if len(e.Next) > 0 {
		s += "  Next: " + strings.Join(e.Next, " · or: ")
	}
	return s
}

// errorJSON is how programs read an error.
type errorJSON struct {
	Code    string   `json:"code"`
	Exit    int      `json:"exit"`
	Message string   `json:"message"`
	Have    string   `json:"have,omitempty"`
	Need    string   `json:"need,omitempty"`
	Next    []string `json:"next,omitempty"`
}

// reportError writes e as a sentence or as one line of JSON.
func reportError(w io.Writer, e *Error, asJSON bool) {
	if !asJSON {
		_, _ = fmt.Fprintln(w, e.text())
		return
	}
	line, err := json.Marshal(map[string]errorJSON{"error": {
		Code: e.Code, Exit: e.Exit, Message: e.Error(), Have: e.Have, Need: e.Need, Next: e.Next,
	}})
	if err != nil {
		line = []byte(`{"error":{"code":"unexpected","exit":1}}`)
	}
	_, _ = fmt.Fprintln(w, string(line))
}

// badInput returns the error for a value that cannot be understood.
func badInput(what, why string, next ...string) *Error {
	return &Error{Code: codeBadInput, Exit: ExitUsage, What: what, Why: why, Next: next}
}

// notFound returns the error for a thing that the chain does not have.
func notFound(what, why string, next ...string) *Error {
	return &Error{Code: codeNotFound, Exit: ExitNotFound, What: what, Why: why, Next: next}
}
