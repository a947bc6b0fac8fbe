package cli

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	markettypes "github.com/iexecd/iexecd/x/market/types"
	"github.com/iexecd/iexecd/x/poco/types"
)

var update = flag.Bool("cli.update", false, "write the golden files")

// golden compares text with a file in testdata.
func golden(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), text)
}

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// testSession returns a session that prints into buffers and whose clock stands still.
func testSession(format string) (s *session, stdout, stderr *bytes.Buffer) {
	stdout, stderr = &bytes.Buffer{}, &bytes.Buffer{}
	cmd := &cobra.Command{Use: "test"}
	cmd.SetErr(stderr)
	s = &session{
		cmd: cmd, out: stdout, in: strings.NewReader(""), format: format, now: func() time.Time { return noon },
		steps: newSteps(stderr, stepStyle{silent: format != formatText}),
	}
	s.steps.start, s.steps.now = noon, s.now
	return s, stdout, stderr
}

// look is what the chain shows at one moment.
type look struct {
	order markettypes.OrderStatus
	deals []markettypes.Deal
	tasks map[string][]types.Task // by deal
}

// film is a chain that shows one look after the other, then the last for ever;
// reading the order moves it on.
type film struct {
	looks []look
	at    int
}

func (f *film) now() look { return f.looks[min(f.at, len(f.looks))-1] }

func (f *film) Order(context.Context, string) (*markettypes.Order, error) {
	f.at++
	return &markettypes.Order{
		Id: hash("order").String(), Status: f.now().order,
		Request: &markettypes.RequestOrder{App: "0x00000000000000000000000000000000000000aa"},
	}, nil
}

func (f *film) DealsOf(context.Context, string) ([]markettypes.Deal, error) {
	return f.now().deals, nil
}

func (f *film) Tasks(_ context.Context, deal string) ([]types.Task, error) {
	return f.now().tasks[deal], nil
}

func (f *film) Task(context.Context, string) (*types.Task, error) {
	f.at++
	for _, tasks := range f.now().tasks {
		return &tasks[0], nil
	}
	return nil, notFound("no task", "")
}

func (f *film) WhyNoMatch(context.Context, string) (*markettypes.QueryWhyNoMatchResponse, error) {
	why := markettypes.WhyNot{Binding: "0x31 pool price is above the ceiling"}
	return &markettypes.QueryWhyNoMatchResponse{Why: why}, nil
}

func hash(s string) ident.Hash { return ident.Keccak256([]byte(s)) }

func testDeal(size uint64) markettypes.Deal {
	return markettypes.Deal{
		Id: hash("deal").String(), RequestId: hash("order").String(), Size_: size,
		App:        markettypes.DealPart{Id: "0x00000000000000000000000000000000000000aa", PriceNrlc: 20_000_000},
		Workerpool: markettypes.DealPart{Id: "0x00000000000000000000000000000000000000bb", PriceNrlc: 100_000_000},
		Policy:     markettypes.Policy{MaxErrorPpb: 1_000_000},
		Requester:  "iexec1requester", Sponsor: "iexec1requester",
	}
}

// testTask returns task index of the test deal with members.
func testTask(index uint64, state types.TaskState, round uint32, members ...types.Member) types.Task {
	return types.Task{
		Id: market.TaskID(hash("deal"), index).String(), DealId: hash("deal").String(), Index: index, State: state,
		Round: round, NeededPpb: 999_000_000, Members: members, FinalDeadlineUnix: noon.Unix() + 600,
	}
}

const (
	answerGood = "0x600d0000000000000000000000000000000000000000000000000000000000ad"
	answerBad  = "0xbad1000000000000000000000000000000000000000000000000000000000001"
)

// member returns a seat; the states imply what happened before.
func member(name string, round uint32, state types.MemberState, digest string) types.Member {
	m := types.Member{
		Worker: "iexec1worker" + name + "qqqqqqqqqqqqqqqqqqqqqqqq" + name, Round: round, State: state,
		CredibilityPpb: 995_394_737, StakeNrlc: 1_900_000_000,
	}
	in := func(states ...types.MemberState) bool { return slices.Contains(states, state) }
	if in(drawn, missed) {
		return m
	}
	m.CommittedHeight = 14
	if !in(committed, withheld) {
		m.RevealedHeight, m.Digest, m.Cause = 15, digest, types.Cause_CAUSE_OK
	}
	if in(rejected, withheld) {
		m.SlashedNrlc = m.StakeNrlc
	}
	if in(accepted) {
		m.RewardNrlc = 33_000_000
	}
	return m
}
