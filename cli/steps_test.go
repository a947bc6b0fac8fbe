package cli

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// On a terminal a spinner appears once something takes more than a second, and
// leaves no trace.
func TestSpinner(t *testing.T) {
	var b bytes.Buffer
	s := newSteps(&b, stepStyle{terminal: true, color: true})
	s.wait("waiting for free workers")
	s.mu.Lock()
	s.since = s.since.Add(-time.Minute)
	s.mu.Unlock()
	drawn := func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		return s.drawn
	}
	require.Eventually(t, drawn, 10*time.Second, 10*time.Millisecond)
	s.ok("drawn", "2 workers: A, B")
	s.close()
	text := b.String()
	require.Contains(t, text, "waiting for free workers  1 min")
	last := text[strings.LastIndex(text, "\r\x1b[K"):]
	require.Contains(t, last, "\x1b[32m✔\x1b[0m drawn    2 workers: A, B", "the step replaces the spinner")
}

// Without a terminal nothing is drawn but the steps; with --quiet or -o json nothing at all.
func TestPlainSteps(t *testing.T) {
	var b bytes.Buffer
	s := newSteps(&b, stepStyle{})
	s.wait("for something")
	require.Nil(t, s.quit, "no spinner runs")
	s.ok("done", "text", "note")
	require.NotContains(t, b.String(), "\x1b")
	require.Equal(t, 1, strings.Count(b.String(), "\n"))

	b.Reset()
	s = newSteps(&b, stepStyle{silent: true, terminal: true})
	s.wait("for something")
	s.ok("done", "text")
	s.bad("task", "text")
	s.note("text")
	s.close()
	require.Empty(t, b.String())
}

func TestTable(t *testing.T) {
	var tab table
	tab.add("A", "LONG", "C")
	tab.add("äöü", "x", "last is not padded")
	var b bytes.Buffer
	require.NoError(t, tab.print(&b, "  "))
	require.Equal(t, "  A    LONG  C\n  äöü  x     last is not padded\n", b.String())
}
