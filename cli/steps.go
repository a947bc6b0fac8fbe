package cli

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

// stepStyle is how progress is drawn.
type stepStyle struct {
	silent   bool // nothing at all
	terminal bool // a spinner may be drawn
	color    bool
}

// steps prints progress, one line for each thing that happened. On a terminal a
// spinner shows what is waited for, once that takes more than a second.
type steps struct {
	style stepStyle
	w     io.Writer
	start time.Time
	now   func() time.Time

	mu      sync.Mutex
	waiting string
	since   time.Time
	drawn   bool
	quit    chan struct{}
	done    chan struct{}
}

func newSteps(w io.Writer, style stepStyle) *steps {
	return &steps{style: style, w: w, start: time.Now(), now: time.Now}
}

// ok prints a step that is done: its label, what happened, notes, and the time
// since the session began.
func (s *steps) ok(label, text string, notes ...string) {
	s.print(s.paint("32", "✔"), label, text, notes)
}

// bad prints a step that went wrong.
func (s *steps) bad(label, text string, notes ...string) {
	s.print(s.paint("31", "✘"), label, text, notes)
}

// note prints a line without a tick.
func (s *steps) note(text string) {
	if s.style.silent {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clear()
	_, _ = fmt.Fprintln(s.w, text)
}

// textWidth is the width of what happened, before the time.
const textWidth = 50

func (s *steps) print(tick, label, text string, notes []string) {
	if s.style.silent {
		return
	}
	for _, note := range notes {
		if note != "" {
			text += "  " + note
		}
	}
	line := fmt.Sprintf(" %s %-8s %s", tick, label, text)
	if pad := textWidth - utf8.RuneCountInString(text); pad > 0 {
		line += strings.Repeat(" ", pad)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clear()
	s.waiting = ""
	_, _ = fmt.Fprintln(s.w, line+"  "+s.elapsed())
}

// elapsed returns the time since the session began.
func (s *steps) elapsed() string { return seconds(s.now().Sub(s.start)) }

// wait says what is waited for, until the next step. Without a terminal it
// prints nothing.
func (s *steps) wait(text string) {
	if s.style.silent || !s.style.terminal {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.waiting != text {
		s.waiting, s.since = text, s.now()
	}
	if s.quit == nil {
		s.quit, s.done = make(chan struct{}), make(chan struct{})
		go s.spin(s.quit, s.done)
	}
}

// close stops the spinner and clears its line; the steps can be used again.
func (s *steps) close() {
	s.mu.Lock()
	quit, done := s.quit, s.done
	s.quit = nil
	s.mu.Unlock()
	if quit != nil {
		close(quit)
		<-done
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.waiting = ""
	s.clear()
}

func (s *steps) spin(quit, done chan struct{}) {
	defer close(done)
	tick := time.NewTicker(120 * time.Millisecond)
	defer tick.Stop()
	frames := []rune("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏")
	for i := 0; ; i++ {
		select {
		case <-quit:
			return
		case <-tick.C:
			s.draw(string(frames[i%len(frames)]))
		}
	}
}

func (s *steps) draw(frame string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	waited := s.now().Sub(s.since)
	if s.waiting == "" || waited < time.Second {
		return
	}
	_, _ = fmt.Fprintf(s.w, "\r\x1b[K %s %s  %s", frame, s.waiting, seconds(waited))
	s.drawn = true
}

// clear removes a drawn spinner; the caller holds the lock.
func (s *steps) clear() {
	if s.drawn {
		_, _ = io.WriteString(s.w, "\r\x1b[K")
		s.drawn = false
	}
}

func (s *steps) paint(code, text string) string {
	if !s.style.color {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}
