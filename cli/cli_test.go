package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/iexecd/iexecd/worker/chain"
	markettypes "github.com/iexecd/iexecd/x/market/types"
	"github.com/iexecd/iexecd/x/poco/types"
)

// execute runs the command line on a root with all porcelain.
func execute(t *testing.T, args ...string) (exit int, stdout, stderr string) {
	t.Helper()
	t.Setenv("IEXECD_HOME", t.TempDir())
	root := &cobra.Command{Use: "iexecd"}
	AddCommands(root)
	var out, errs bytes.Buffer
	root.SetOut(&out)
	root.SetErr(&errs)
	root.SetIn(strings.NewReader(""))
	root.SetArgs(args)
	exit = Execute(t.Context(), root, &errs)
	return exit, out.String(), errs.String()
}

// Every kind of failure has its exit code, and says what, why and what next.
func TestExitCodes(t *testing.T) {
	for _, c := range []struct {
		args string
		exit int
		says []string
	}{
		{"runn", ExitUsage, []string{`unknown command "runn"`, "did you mean run?", "--help"}},
		{"run --max-eror 1% x", ExitUsage, []string{"unknown flag: --max-eror", "did you mean --max-error?"}},
		{"run", ExitUsage, []string{"requires at least 1 arg"}},
		{"quote x --max-error 7", ExitUsage, []string{`--max-error "7" is out of range`}},
		{"quote x --max-error 0", ExitUsage, []string{"out of range"}},
		{"quote x --max-error lots", ExitUsage, []string{"not a probability", "0.1%"}},
		{"quote x -o xml", ExitUsage, []string{`-o "xml" is not a format`, "text, json or jsonl"}},
		{"quote x --max-price 100000000", ExitUsage, []string{"has no unit"}},
		{"quote x --node 127.0.0.1:1", ExitNode, []string{"No node at 127.0.0.1:1 (context dev)", "iexecd dev"}},
		{"run x --node 127.0.0.1:1", ExitNode, []string{"No node at 127.0.0.1:1"}},
		{"task show 0x12 --node 127.0.0.1:1 --timeout 1h", ExitNode, nil},
		{"account --keyring-backend test", ExitKey, []string{`No key named "alice"`, "empty", "iexecd dev"}},
		{"account 0x12", ExitUsage, []string{"not an account"}},
		{"context use nowhere", ExitNotFound, []string{`No context named "nowhere"`}},
		{"context use ../x", ExitUsage, []string{"not the name of a context"}},
		{"order ls --all --kind thing --node 127.0.0.1:1", ExitUsage, []string{"app, dataset, workerpool or request"}},
		{"app publish /nowhere.wasm --price 1rlc", ExitUsage, []string{"There is no file"}},
		{"app publish x.wasm", ExitUsage, []string{"required flag", "price"}},
	} {
		exit, stdout, stderr := execute(t, strings.Fields(c.args)...)
		require.Equal(t, c.exit, exit, "%s: %s", c.args, stderr)
		require.Empty(t, stdout, c.args)
		require.True(t, strings.HasPrefix(stderr, "✘ "), "%s: %q", c.args, stderr)
		require.Equal(t, 1, strings.Count(stderr, "\n"), "one line, no usage dump: %s", stderr)
		for _, text := range c.says {
			require.Contains(t, stderr, text, c.args)
		}
	}
}

// With -o json an error is one JSON object on stderr.
func TestErrorJSON(t *testing.T) {
	exit, stdout, stderr := execute(t, "quote", "x", "-o", "json", "--node", "127.0.0.1:1")
	require.Equal(t, ExitNode, exit)
	require.Empty(t, stdout)
	var got map[string]errorJSON
	require.NoError(t, json.Unmarshal([]byte(stderr), &got))
	require.Equal(t, codeNode, got["error"].Code)
	require.Equal(t, ExitNode, got["error"].Exit)
	require.Equal(t, "iexecd dev", got["error"].Next[0])
}

// Every flag is also an environment variable; the command line wins.
func TestFlagsFromEnv(t *testing.T) {
	t.Setenv("IEXECD_OUTPUT", "json")
	t.Setenv("IEXECD_NODE", "127.0.0.1:2")
	_, _, stderr := execute(t, "quote", "x", "--node", "127.0.0.1:1")
	require.Contains(t, stderr, `{"error":`)
	require.Contains(t, stderr, "127.0.0.1:1")
	t.Setenv("IEXECD_TIMEOUT", "soon")
	exit, _, stderr := execute(t, "quote", "x")
	require.Equal(t, ExitUsage, exit)
	require.Contains(t, stderr, "IEXECD_TIMEOUT=soon")
}

// No question is asked without a terminal: it fails and names the flag.
func TestConfirm(t *testing.T) {
	s, _, stderr := testSession(formatText)
	var e *Error
	require.ErrorAs(t, s.confirm("Pay 1 RLC as alice?"), &e)
	require.Equal(t, ExitUsage, e.Exit)
	require.Contains(t, e.text(), "--yes")
	require.Empty(t, stderr.String())

	s.yes = true
	require.NoError(t, s.confirm("Pay 1 RLC as alice?"))

	s.yes, s.ask = false, true
	answers := map[string]bool{"\n": true, "y\n": true, "YES\n": true, "n\n": false, "": false, "maybe\n": false}
	for answer, ok := range answers {
		s.in = strings.NewReader(answer)
		err := s.confirm("Pay 1 RLC as alice?")
		if ok {
			require.NoError(t, err, "%q", answer)
			continue
		}
		require.ErrorAs(t, err, &e, "%q", answer)
		require.Equal(t, ExitKey, e.Exit)
	}
}

// A context file says where the node and the key are; flags win over it.
func TestProfile(t *testing.T) {
	home := t.TempDir()
	p, err := readProfile(home, "")
	require.NoError(t, err)
	require.Equal(t, defaultProfile(home), p)

	_, err = WriteProfile(home, Profile{Name: "dev", GRPC: "127.0.0.1:9999", Key: "bob"})
	require.NoError(t, err)
	p, err = readProfile(home, "")
	require.NoError(t, err)
	require.Equal(t, "127.0.0.1:9999", p.GRPC)
	require.Equal(t, "bob", p.Key)

	require.NoError(t, os.WriteFile(filepath.Join(home, "contexts", "dev.json"), []byte("{"), 0o600))
	_, err = readProfile(home, "dev")
	require.ErrorContains(t, err, "dev.json")
}

// Every code of an error is explained in docs/errors.md.
func TestCodesAreDocumented(t *testing.T) {
	text, err := os.ReadFile("../docs/errors.md")
	require.NoError(t, err)
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	found := 0
	for _, file := range files {
		source, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, m := range regexp.MustCompile(`\tcode[A-Z]\w* *= "(\w+)"`).FindAllStringSubmatch(string(source), -1) {
			require.Contains(t, string(text), "`"+m[1]+"`", file)
			found++
		}
	}
	require.Greater(t, found, 20)
}

// What the node says becomes our exit code.
func TestFromChain(t *testing.T) {
	for code, exit := range map[codes.Code]int{
		codes.NotFound: ExitNotFound, codes.InvalidArgument: ExitUsage, codes.Unavailable: ExitNode,
		codes.Internal: ExitUnexpected,
	} {
		require.Equal(t, exit, asError(status.Error(code, "why")).Exit)
	}
	require.Equal(t, ExitInterrupted, asError(context.Canceled).Exit)
	require.Equal(t, ExitUnexpected, asError(errors.New("boom")).Exit)
}

// How a task ended is the exit code of run.
func TestEndError(t *testing.T) {
	ok := testTask(0, completed, 1)
	ok.Result = &types.Result{Cause: types.Cause_CAUSE_OK}
	require.Nil(t, endError(&ok))

	exited := testTask(0, completed, 1, member("a", 1, accepted, answerGood), member("b", 1, accepted, answerGood))
	exited.Result = &types.Result{Cause: types.Cause_CAUSE_EXIT, ExitCode: 3, Tail: "no such word"}
	e := endError(&exited)
	require.Equal(t, ExitTaskFailed, e.Exit)
	require.Contains(t, e.Error(), "exit code 3, 2 workers agree")

	for reason, exit := range map[types.EndReason]int{
		types.EndReason_END_REASON_NO_WORKERS: ExitDeadline, types.EndReason_END_REASON_NO_ANSWER: ExitDeadline,
		types.EndReason_END_REASON_DISAGREEMENT: ExitTaskFailed,
	} {
		refunded := testTask(0, failed, 1)
		refunded.Reason, refunded.RefundedNrlc = reason, 120_000_000
		e := endError(&refunded)
		require.Equal(t, exit, e.Exit, reason)
		require.Contains(t, e.Error(), "0.12 RLC came back")
	}
	require.Equal(t, ExitDigest, worse(&Error{Exit: ExitTaskFailed}, &Error{Exit: ExitDigest}).Exit)
	require.Nil(t, worse(nil, nil))
}

func TestParseProbability(t *testing.T) {
	for text, want := range map[string]uint32{
		"0.1%": 1_000_000, "0.1 %": 1_000_000, "0.001": 1_000_000, "1ppb": 1, "0.0000001%": 1, "20%": 200_000_000,
		"99.9999999%": 999_999_999, ".5": 500_000_000,
	} {
		got, err := parseProbability(flagMaxError, text)
		require.NoError(t, err, text)
		require.Equal(t, want, got, text)
	}
	for _, text := range []string{"", "0", "1", "100%", "-1%", "1e-3", "1/1000", "0x1", "0.0000000001", "%", "NaN"} {
		_, err := parseProbability(flagMaxError, text)
		require.Error(t, err, text)
	}
}

func TestFormats(t *testing.T) {
	require.Equal(t, "99.9996523 %", percent(999_996_523))
	require.Equal(t, "99.9996 %", sure(999_996_999), "rounded down")
	require.Equal(t, "99.9999987 %", sure(999_999_987))
	require.Equal(t, "0.1 %", percent(1_000_000))
	require.Equal(t, "100 %", percent(1_000_000_000))
	require.Equal(t, "0x21c0…6431", short(hash("order").String()))
	require.Equal(t, "0x1234", short("0x1234"))
	require.Equal(t, "59.9 s", seconds(59*time.Second+990*time.Millisecond))
	require.Equal(t, "5 min", seconds(5*time.Minute))
	require.Equal(t, "1 h 10 min", seconds(70*time.Minute))
	require.Equal(t, "2 d 1 h", seconds(49*time.Hour))
	require.Equal(t, "1 task", count(1, "task"))
	require.Equal(t, "_a_b", safeName("../a/b"))
	require.Equal(t, "app", safeName(".."))
	require.Equal(t, "A", letter(0))
	require.Equal(t, "B2", letter(27))
	require.Equal(t, "1.2 KB", bytesText(1234))
	require.NotContains(t, clean("a\x1b[31mred\u202e"), "\x1b")
}

func TestNearest(t *testing.T) {
	apps := []string{"vanitygen", "wordcount", "montecarlo", "factorial"}
	require.Equal(t, "vanitygen", nearest("vanitigen", apps))
	require.Equal(t, "factorial", nearest("factorail", apps))
	require.Empty(t, nearest("hello", apps))
	require.Equal(t, 3, editDistance("kitten", "sitting"))
}

// The ceilings of an order are the quote's, or what --max-price leaves.
func TestSetPrices(t *testing.T) {
	q := &markettypes.QueryQuoteResponse{Fillable: 3, Fills: []markettypes.QuoteFill{
		{Tasks: 2, AppPriceNrlc: 20, WorkerpoolPriceNrlc: 100}, {Tasks: 1, AppPriceNrlc: 25, WorkerpoolPriceNrlc: 90},
	}}
	w := &wish{order: markettypes.RequestOrder{Volume: 3}}
	require.NoError(t, w.setPrices(q))
	require.Equal(t, uint64(25), w.order.AppMaxPriceNrlc)
	require.Equal(t, uint64(100), w.order.WorkerpoolMaxPriceNrlc)
	ceiling, err := w.ceiling()
	require.NoError(t, err)
	require.EqualValues(t, 375, ceiling)

	w.maxPrice = 200
	require.NoError(t, w.setPrices(q))
	require.Equal(t, uint64(175), w.order.WorkerpoolMaxPriceNrlc)

	w.maxPrice = 124
	var e *Error
	require.ErrorAs(t, w.setPrices(q), &e)
	require.Equal(t, ExitNoMatch, e.Exit)
	require.Equal(t, "0.000000125 RLC", e.Need)

	w.order.Volume = 1 << 63
	w.maxPrice = 0
	require.NoError(t, w.setPrices(q))
	_, err = w.ceiling()
	require.Error(t, err)
}

// Why nothing fits names the binding check, the counts and the price that would do.
func TestNoMatch(t *testing.T) {
	w := &wish{app: markettypes.App{Name: "vanitygen"}, category: markettypes.Category{Name: "XS"}}
	e := noMatch(w, &markettypes.WhyNot{
		Binding: "0x03: workerpool price over max", MatchesAtPriceNrlc: 130_000_000, Offers: 3,
		Failures: []markettypes.CheckFailure{
			{Check: "0x03: workerpool price over max", Offers: 2}, {Check: "0x0a: category", Offers: 1},
		},
	})
	golden(t, "no-match.txt", e.text()+"\n"+noMatch(w, nil).text()+"\n")
}

// The chain's own words come without the SDK's noise.
func TestChainText(t *testing.T) {
	noisy := "failed to execute message; message index: 0: 5nrlc is smaller than 9nrlc: insufficient funds " +
		"[cosmos/cosmos-sdk@v0.55.0/x/bank/keeper/send.go:278] with gas used: '51234'"
	require.Equal(t, "5nrlc is smaller than 9nrlc: insufficient funds", chainText(noisy))
	require.Equal(t, "order 0x12: not found", chainText("order 0x12: not found"))
}

// What the chain says to a transaction becomes the exit code.
func TestSendError(t *testing.T) {
	k := &signer{name: "alice", address: "iexec1alice"}
	for _, c := range []struct {
		err  error
		exit int
		says string
	}{
		{&chain.TxError{Log: "volume is 0"}, ExitRejected, "✘ Not sent: volume is 0."},
		{&chain.TxError{Height: 61, Hash: "EB", Log: "late"}, ExitRejected, "✘ Failed in block 61: late (tx EB)."},
		{&chain.TxError{Height: 61, Log: "1 < 2: insufficient funds"}, ExitFunds, "✘ Failed in block 61"},
		{status.Error(codes.Unknown, "boom with gas used: '12'"), ExitRejected, "✘ Not sent: boom."},
		{fmt.Errorf("%w (iexec1)", chain.ErrNoAccount), ExitFunds, "never received any RLC"},
		{chain.ErrNotIncluded, ExitRejected, "✘ Not included"},
		{fmt.Errorf("%w: refused", chain.ErrUnreachable), ExitNode, "✘ No node at"},
	} {
		e := asError(Profile{}.explain(k.sendError(t.Context(), c.err)))
		require.Equal(t, c.exit, e.Exit, c.says)
		require.Contains(t, e.text(), c.says)
	}
}
