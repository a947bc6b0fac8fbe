package livelog

import (
	"sync"

	"github.com/iexecd/iexecd/worker/driver"
)

// The streams of an app.
const (
	stdout = 0
	stderr = 1
)

// names are the streams as lines name them.
var names = [2]string{"stdout", "stderr"}

// Offsets are how many bytes of stdout and of stderr a reader has.
type Offsets [2]int

// Log is what one app says, at most driver.MaxStdioBytes of each stream. It may be
// used by several goroutines.
type Log struct {
	mu    sync.Mutex
	said  [2][]byte
	ended bool
	wake  chan struct{} // closed at the next change
}

// New returns the log of an app that says nothing yet.
func New() *Log { return &Log{wake: make(chan struct{})} }

// Ended returns the log of an app that ended.
func Ended(out, err []byte) *Log {
	l := New()
	l.End(out, err)
	return l
}

// Write adds to a stream. It never waits for readers.
func (l *Log) Write(toStderr bool, p []byte) {
	to := stdout
	if toStderr {
		to = stderr
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	room := driver.MaxStdioBytes - len(l.said[to])
	if l.ended || room == 0 || len(p) == 0 {
		return
	}
	l.said[to] = append(l.said[to], p[:min(len(p), room)]...)
	l.changed()
}

// End ends the log with all that the app said.
func (l *Log) End(out, err []byte) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.ended {
		l.said, l.ended = [2][]byte{out, err}, true
		l.changed()
	}
}

// Abandon ends the log of an app that did not end, as it is.
func (l *Log) Abandon() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ended = true
	l.changed()
}

func (l *Log) changed() {
	close(l.wake)
	l.wake = make(chan struct{})
}

// maxTextBytes bounds what one line carries.
const maxTextBytes = 32 << 10

// since returns what of each stream a reader does not have, not to be changed, and
// whether there will be no more; wake is closed when there is.
func (l *Log) since(at Offsets) (more [2][]byte, ended bool, wake <-chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for i, said := range l.said {
		more[i] = said[min(at[i], len(said)):]
	}
	return more, l.ended, l.wake
}
