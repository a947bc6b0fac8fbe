package agent

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
)

var update = flag.Bool("update", false, "rewrite the expected lines of the stories")

// TestStories runs every testdata/*.txt: the lines are events, the lines with >
// are what the agent must answer, in order.
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
			got := replay(t, string(text))
			if *update {
				require.NoError(t, os.WriteFile(path, []byte(got), 0o600))
			}
			require.Equal(t, string(text), got)
		})
	}
}

// story runs one text: an agent and the records that it persisted.
type story struct {
	t       *testing.T
	config  Config
	agent   *Agent
	records []Record
}

func newStory(t *testing.T) *story {
	t.Helper()
	s := &story{t: t, config: Config{Worker: ident.Address{1}, Slots: 2, MaxBatch: 100, ResendSeconds: 10}}
	s.agent = New(s.config, nil)
	return s
}

func replay(t *testing.T, text string) string {
	t.Helper()
	var out strings.Builder
	s := newStory(t)
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		if strings.HasPrefix(line, ">") {
			continue
		}
		out.WriteString(line + "\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		for _, a := range s.line(strings.Fields(line)) {
			out.WriteString("> " + s.print(a) + "\n")
		}
	}
	return out.String()
}

// line executes one line of a story.
func (s *story) line(w []string) []Action {
	s.t.Helper()
	var e Event
	switch w[0] {
	case "slots":
		s.config.Slots = s.number(w[1])
		s.agent = New(s.config, s.records)
		return nil
	case "batch":
		s.config.MaxBatch = s.number(w[1])
		s.agent = New(s.config, s.records)
		return nil
	case "crash":
		s.agent = New(s.config, s.records)
		return nil
	case "lose-journal":
		s.records = nil
		s.agent = New(s.config, nil)
		return nil
	case "block":
		e = s.block(w)
	case "fetched":
		f := Fetched{Task: name(bare(w[1])), Attempt: s.attempt(w[1]), Salt: name("salt-" + w[1])}
		switch w[2] {
		case "bad":
			bad := failure(poco.CauseBadInput)
			f.Bad = &bad
		case "error":
			f.Err = strings.Join(w[3:], " ")
		}
		e = f
	case "ran":
		r := Ran{Task: name(bare(w[1])), Attempt: s.attempt(w[1]), Salt: name("salt-" + w[1])}
		switch w[2] {
		case "error":
			r.Err = strings.Join(w[3:], " ")
		case "exit":
			r.Answer = failure(poco.CauseExit)
		default:
			r.Answer = poco.Answer{Digest: name(w[2]), Cause: poco.CauseOK}
		}
		e = r
	case "sent":
		e = s.sent(w)
	case "drain":
		e = Drain{}
	default:
		s.t.Fatalf("unknown line %v", w)
	}
	actions := s.agent.Step(e)
	for _, a := range actions {
		if p, ok := a.(Persist); ok {
			s.records = append(s.records, p.Record)
		}
	}
	return actions
}

// block reads a line of the form: block HEIGHT UNIX TASK:STATE:MEMBER:DEADLINE…,
// after a deadline perhaps trust=T, on=ANSWER (the consensus) and foreign.
func (s *story) block(w []string) Block {
	b := Block{Height: int64(s.number(w[1])), Unix: int64(s.number(w[2]))}
	for _, text := range w[3:] {
		f := strings.Split(text, ":")
		at := Assignment{Task: name(f[0]), Deal: name("deal"), DeadlineUnix: int64(s.number(f[3]))}
		at.State = poco.State(slices.Index([]string{"", "waiting", "committing", "revealing"}, f[1]))
		at.Member = poco.MemberState(slices.Index([]string{"", "drawn", "committed", "revealed", "missed"}, f[2]))
		require.Positive(s.t, at.State, text)
		require.Positive(s.t, at.Member, text)
		own := name("foreign")
		if held := s.agent.tasks[at.Task]; held != nil && !slices.Contains(f[4:], "foreign") {
			own = held.answer.Digest
			at.Commitment = s.agent.commitment(at.Task, held)
		}
		for _, word := range f[4:] {
			key, value, _ := strings.Cut(word, "=")
			switch key {
			case "trust":
				at.Trust = uint64(s.number(value))
			case "on":
				at.Consensus = poco.ResultHash(at.Task, name(value))
			}
		}
		if at.Member != poco.MemberCommitted {
			at.Commitment = ident.Hash{}
		}
		if at.Trust > 0 && (at.Member == poco.MemberCommitted || at.Member == poco.MemberRevealed) {
			at.ResultHash = poco.ResultHash(at.Task, own)
		}
		b.Assignments = append(b.Assignments, at)
	}
	return b
}

// sent reads: sent ID at HEIGHT [TASK=reason]… or: sent ID error TEXT.
func (s *story) sent(w []string) Sent {
	e := Sent{ID: uint64(s.number(w[1]))}
	if w[2] == "error" {
		e.Err = strings.Join(w[3:], " ")
		return e
	}
	e.Height, e.Refused = int64(s.number(w[3])), map[ident.Hash]string{}
	for _, r := range w[4:] {
		id, why, _ := strings.Cut(r, "=")
		e.Refused[name(id)] = why
	}
	return e
}

// attempt returns the attempt that an outcome is of: the number after the task's
// name and an @, else the one under way.
func (s *story) attempt(word string) uint64 {
	id, number, old := strings.Cut(word, "@")
	if old {
		return uint64(s.number(number))
	}
	if t := s.agent.tasks[name(id)]; t != nil {
		return t.attempt
	}
	return 0
}

func (s *story) number(w string) int {
	n, err := strconv.Atoi(w)
	require.NoError(s.t, err)
	return n
}

func (s *story) print(a Action) string {
	switch a := a.(type) {
	case Persist:
		return "persist " + string(a.Record.Kind) + " " + label(a.Record.Task)
	case Fetch:
		return fmt.Sprintf("fetch %s attempt %d", label(a.Task), a.Attempt)
	case Run:
		return fmt.Sprintf("run %s attempt %d", label(a.Task), a.Attempt)
	case Stop:
		return fmt.Sprintf("stop %s attempt %d", label(a.Task), a.Attempt)
	case Cleanup:
		return "cleanup " + label(a.Task)
	case SendCommits:
		text := fmt.Sprintf("commits %d:", a.ID)
		for _, c := range a.Commits {
			text += " " + label(c.Task)
		}
		return text
	case SendContributions:
		text := fmt.Sprintf("contributions %d:", a.ID)
		for _, c := range a.Contributions {
			digest := s.agent.tasks[c.Task].answer.Digest
			require.Equal(s.t, poco.ResultHash(c.Task, digest), c.ResultHash)
			require.Equal(s.t, poco.ResultSeal(s.config.Worker, c.Task, digest), c.ResultSeal)
			text += " " + label(c.Task) + "=" + label(digest)
		}
		return text
	case SendWhole:
		require.Zero(s.t, a.Answer.Salt)
		return fmt.Sprintf("whole %d: %s=%s", a.ID, label(a.Answer.Task), label(a.Answer.Answer.Digest))
	case SendReveals:
		text := fmt.Sprintf("reveals %d:", a.ID)
		for _, r := range a.Reveals {
			require.Equal(s.t, s.agent.tasks[r.Task].at.Trust > 0, r.Salt.IsZero(), "only bounded answers have a salt")
			text += " " + label(r.Task) + "=" + label(r.Answer.Digest)
		}
		return text
	case Tell:
		why := a.Why
		if a.News == NewsOutvoted {
			why = "" // hashes
		}
		return strings.TrimSpace("tell " + label(a.Task) + " " + string(a.News) + " " + why)
	case Drained:
		return "drained"
	}
	s.t.Fatalf("unknown action %T", a)
	return ""
}

// bare returns a task's name without the attempt.
func bare(word string) string {
	id, _, _ := strings.Cut(word, "@")
	return id
}

// name is a hash that spells a short text; label reads it.
func name(text string) ident.Hash {
	var h ident.Hash
	copy(h[:], text)
	return h
}

func label(h ident.Hash) string {
	text := strings.TrimRight(string(h[:]), "\x00")
	for _, r := range text {
		if r < ' ' || r > '~' {
			return h.String()[:8]
		}
	}
	return text
}

func failure(c poco.Cause) poco.Answer {
	a := poco.Answer{Cause: c, Tail: "no"}
	if c == poco.CauseExit {
		a.ExitCode = 3
	}
	a.Digest = poco.FailureDigest(a.Cause, a.ExitCode, a.Tail)
	return a
}
