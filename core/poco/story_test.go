package poco

import (
	"errors"
	"flag"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/rlc"
)

var rewrite = flag.Bool("rewrite", false, "rewrite the expected lines of the stories")

// TestStories runs every testdata/*.txt. The lines are inputs of Step; below
// each stand, after ">", the refusal or the effects, and the task after it.
func TestStories(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob("testdata/*.txt")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txt"), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(path)
			require.NoError(t, err)
			got := play(t, string(text))
			if *rewrite {
				require.NoError(t, os.WriteFile(path, []byte(got), 0o600))
				return
			}
			require.Equal(t, string(text), got)
		})
	}
}

// testParams are the parameters of the module's genesis.
func testParams() Params {
	return Params{
		FaultFractionPPB: PPB / 5, AuditRatePPB: PPB / 20,
		CommitRatioPercent: 200, RevealRatioPercent: 100, FinalRatioPercent: 1000,
		MaxMembers: 16, MaxCallbackBytes: 4096, WaitingRetrySeconds: 30,
		KittyRatioPercent: 10, KittyMin: rlc.RLC,
		ClassicContributionRatio: 7, ClassicRevealRatio: 2, ClassicFinalRatio: 10, MaxContributors: 64,
		ClassicAutomatic: true, ClassicPunishFailed: true,
		Auditors: 1, AuditRateRisingPPB: 150_000_000, AuditRateFreshPPB: 300_000_000, AuditFeePPB: 100_000_000,
		MaxAuditors: 64, BackupDivisor: 10, SafetyDivisor: 1,
	}
}

// story is one task and the time.
type story struct {
	t      *testing.T
	params Params
	ratio  uint64
	task   Task
	fund   rlc.Amount // what the audit fund holds
	now    Clock
	names  map[ident.Address]string
	words  map[ident.Hash]string
}

func play(t *testing.T, text string) string {
	t.Helper()
	var out strings.Builder
	s := &story{
		t: t, params: testParams(), ratio: 1, now: Clock{Unix: 1000, Height: 1},
		names: map[ident.Address]string{}, words: map[ident.Hash]string{},
	}
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		if strings.HasPrefix(line, ">") {
			continue
		}
		out.WriteString(line + "\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		for _, l := range s.line(strings.Fields(line)) {
			out.WriteString("> " + l + "\n")
		}
	}
	return out.String()
}

// line executes one line and returns what happened.
func (s *story) line(w []string) []string {
	s.t.Helper()
	switch w[0] {
	case "params":
		s.setParams(w[1:])
		return nil
	case "open":
		s.open(w[1:])
		return []string{s.state()}
	case "at":
		s.now.Unix = s.number(strings.TrimPrefix(w[1], "+"))
		if strings.HasPrefix(w[1], "+") {
			s.now.Unix += s.task.Opened.Unix
		}
		s.now.Height++
		return nil
	case "members":
		return s.members()
	case "groups":
		var out []string
		for _, g := range Groups(s.task) {
			out = append(out, fmt.Sprintf("%s: %d members, %s",
				s.word(g.Digest), len(g.Credibilities), percent(g.CredibilityPPB)))
		}
		return out
	case "seat":
		return s.step(Seat{At: s.now, Members: s.drawn(w[1:])})
	case "commit":
		return s.step(Commit{At: s.now, Worker: s.worker(w[1]), Commitment: s.commitment(w[1], s.answer(w[2:]).Digest)})
	case "reveal":
		return s.step(Reveal{
			At: s.now, Worker: s.worker(w[1]), Salt: s.hash("salt of " + w[1]), Location: "http://" + w[1],
			Answer: s.answer(w[2:]),
		})
	case "tick":
		return s.step(Tick{At: s.now, Fund: s.fund})
	case "fund", "blocks", "decide", "recall", "auditors":
		return s.auditLine(w)
	}
	return s.classicLine(w)
}

// step folds an input and returns its effects and the task's state.
func (s *story) step(in Input) []string {
	s.t.Helper()
	task, effects, err := Step(s.task, in, s.ratio, s.params)
	if err != nil {
		require.Equal(s.t, s.task, task, "a refused input changes nothing")
		return []string{"refused: " + s.refusal(err)}
	}
	s.task = task
	var out []string
	for _, e := range effects {
		switch e := e.(type) {
		case Draw:
			out = append(out, "draw")
		case Freed:
			out = append(out, fmt.Sprintf("freed %s, stake %d back", s.names[e.Member.Worker], e.Member.Stake))
		case Ended:
			out = append(out, fmt.Sprintf("ended: pool gets %d, kitty %d", e.PoolReward, e.Forfeited))
			for _, m := range e.Members {
				out = append(out, fmt.Sprintf("  %s %s: reward %d, slashed %d of %d",
					s.names[m.Worker], memberStates[m.State], m.Reward, m.Slashed, m.Stake))
			}
		default:
			out = append(out, s.auditEffect(e)...)
		}
	}
	return append(out, s.state())
}

// refusal is the sentinel's text: the rest holds ids.
func (s *story) refusal(err error) string {
	for _, known := range []error{
		ErrNotMember, ErrNotDue, ErrTooLate, ErrAlready, ErrBadCommitment, ErrBadAnswer,
		ErrTooFew, ErrTooMany, ErrSeated, ErrOutvoted, ErrOverflow,
	} {
		if errors.Is(err, known) {
			return known.Error()
		}
	}
	s.t.Fatalf("a refusal without a reason: %v", err)
	return ""
}

var (
	states = []string{"unspecified", "waiting", "committing", "revealing", "auditing", "completed", "failed"}

	memberStates = []string{
		"unspecified", "drawn", "committed", "revealed", "missed", "withheld", "accepted", "rejected", "released",
		"overturned", "vindicated",
	}
	reasons = []string{
		"", "accepted", "no workers", "no answer", "disagreement", "not revealed", "no callback",
		"corrected", "retracted",
	}
	causes = []string{
		"", "ok", "exit", "out of fuel", "out of memory", "output too large",
		"trap", "bad app", "bad output", "bad input", "timeout",
	}
)

// state is the task in one line; times count from its opening.
func (s *story) state() string {
	t := s.task
	out := states[t.State]
	if t.Final() {
		out += ": " + reasons[t.Reason]
		if r := t.Result; r != nil {
			out += fmt.Sprintf(", %s (%s, exit %d, tail %q, %d callback bytes, %d locations)",
				s.word(r.Digest), causes[r.Cause], r.ExitCode, r.Tail, len(r.Callback), len(r.Locations))
			if t.Classic == nil {
				out += fmt.Sprintf(", %s reached", percent(t.ReachedPPB))
			}
		}
		return out + s.auditState()
	}
	if t.Audit.Phase != AuditNone {
		return out + s.auditState()
	}
	out += fmt.Sprintf(" round %d until +%d", t.Round, t.PhaseDeadlineUnix-t.Opened.Unix)
	if t.ReachedPPB > 0 {
		out += fmt.Sprintf(", %s of %s", percent(t.ReachedPPB), percent(t.NeededPPB))
	}
	if t.Classic != nil {
		out += s.classicState(t.Classic)
	}
	return out
}

func (s *story) members() []string {
	var out []string
	for _, m := range s.task.Members {
		if s.task.Classic != nil {
			out = append(out, fmt.Sprintf("%s round %d %s weight 2^%d stake %d",
				s.names[m.Worker], m.Round, memberStates[m.State], m.Weight, m.Stake))
			continue
		}
		out = append(out, fmt.Sprintf("%s round %d %s credibility %s stake %d",
			s.names[m.Worker], m.Round, memberStates[m.State], percent(m.CredibilityPPB), m.Stake))
	}
	return out
}

func percent(ppb uint32) string { return fmt.Sprintf("%d.%07d %%", ppb/10_000_000, ppb%10_000_000) }

func (s *story) setParams(words []string) {
	s.t.Helper()
	for _, w := range words {
		name, value, _ := strings.Cut(w, "=")
		n := uint32(s.number(value))
		switch name {
		case "automatic":
			s.params.ClassicAutomatic = n > 0
		case "punish":
			s.params.ClassicPunishFailed = n > 0
		case "max_contributors":
			s.params.MaxContributors = n
		case "max_members":
			s.params.MaxMembers = n
		case "commit":
			s.params.CommitRatioPercent = n
		case "reveal":
			s.params.RevealRatioPercent = n
		case "final":
			s.params.FinalRatioPercent = n
		case "hold_back":
			s.params.HoldBackBlocks = uint64(n)
		case "max_auditors":
			s.params.MaxAuditors = n
		case "pool_ratio":
			s.ratio = uint64(n)
		default:
			s.t.Fatalf("unknown parameter %q", name)
		}
	}
}

// open opens the task of a deal that was matched now: "open price=100 max_error_ppb=1000000 clock=300".
func (s *story) open(words []string) {
	s.t.Helper()
	d := market.Deal{ID: s.hash("deal"), StartUnix: s.now.Unix, WorkClockSeconds: 300}
	d.Policy.MaxErrorPPB = 1_000_000
	for _, w := range words {
		name, value, _ := strings.Cut(w, "=")
		n := s.number(value)
		switch name {
		case "price":
			d.Workerpool.Price = rlc.Amount(n)
		case "max_error_ppb":
			d.Policy.MaxErrorPPB = uint32(n)
		case "clock":
			d.WorkClockSeconds = uint64(n)
		case "trust":
			d.Policy = market.Policy{Trust: uint64(n)}
		case "late":
			d.StartUnix -= n
		case "stake":
			d.WorkerStake = rlc.Amount(n)
		case "owner":
			d.OwnerScheduled = n > 0
		case "callback":
			d.Callback = ident.Address{byte(n)}
		default:
			s.t.Fatalf("unknown field %q", name)
		}
	}
	s.task = Open(d, 0, s.now, s.params)
}

// drawn reads "ann ben:0 eve:20@ann": name, audits passed (default 20), operator (default itself).
func (s *story) drawn(words []string) []Member {
	s.t.Helper()
	stake, err := StakeFor(s.task.Price, s.params.AuditRatePPB)
	require.NoError(s.t, err)
	out := make([]Member, 0, len(words))
	for _, w := range words {
		w, operator, _ := strings.Cut(w, "@")
		name, audits, _ := strings.Cut(w, ":")
		k := int64(20)
		if audits != "" {
			k = s.number(audits)
		}
		m := Member{
			Worker: s.worker(name), Operator: s.worker(name), Stake: stake,
			CredibilityPPB: Credibility(uint64(k), s.params.FaultFractionPPB),
		}
		if c := s.task.Classic; c != nil {
			m.Stake, m.Score, m.CredibilityPPB = c.WorkerStake, big.NewInt(k), 0
		}
		if operator != "" {
			m.Operator = s.worker(operator)
		}
		out = append(out, m)
	}
	return out
}

// answer reads "right", "callback DATA", "fail CODE TAIL" (an app's own failure),
// "claim-ok CODE TAIL" (its digest without saying so), or "digest-of DATA" (the
// digest of callback data without them).
func (s *story) answer(w []string) Answer {
	s.t.Helper()
	switch w[0] {
	case "callback":
		a := Answer{Cause: CauseOK, Callback: []byte(w[1]), Digest: CallbackDigest([]byte(w[1]))}
		s.words[a.Digest] = w[1]
		return a
	case "digest-of":
		return Answer{Cause: CauseOK, Digest: CallbackDigest([]byte(w[1]))}
	case "fail", "claim-ok":
		a := Answer{Cause: CauseExit, ExitCode: uint32(s.number(w[1])), Tail: strings.Join(w[2:], " ")}
		a.Digest = FailureDigest(a.Cause, a.ExitCode, a.Tail)
		s.words[a.Digest] = "failure " + w[1]
		if w[0] == "claim-ok" {
			a = Answer{Cause: CauseOK, Digest: a.Digest}
		}
		return a
	}
	d := s.hash(w[0])
	s.words[d] = w[0]
	return Answer{Cause: CauseOK, Digest: d}
}

func (s *story) commitment(name string, digest ident.Hash) ident.Hash {
	s.t.Helper()
	return Commitment(s.worker(name), s.task.ID, digest, s.hash("salt of "+name))
}

func (s *story) worker(name string) ident.Address {
	h := s.hash(name)
	a := ident.Address(h[:20])
	s.names[a] = name
	return a
}

func (s *story) hash(word string) ident.Hash { return ident.Keccak256([]byte(word)) }

func (s *story) word(h ident.Hash) string { return s.words[h] }

func (s *story) number(text string) int64 {
	s.t.Helper()
	n, err := strconv.ParseInt(text, 10, 64)
	require.NoError(s.t, err)
	return n
}
