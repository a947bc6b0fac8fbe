package docker

import "github.com/iexecd/iexecd/worker/driver"

// tailKept is what is kept of the end of a stream: more than a tail has.
const tailKept = 16 << 10

// capture keeps the beginning of a stream, as much as is kept of it, and its end.
type capture struct {
	head []byte
	tail []byte
	live func([]byte) // gets the beginning while it comes
	all  int
}

func newCapture(live func([]byte)) *capture { return &capture{live: live} }

// Write implements io.Writer. It never fails.
func (c *capture) Write(p []byte) (int, error) {
	if room := driver.MaxStdioBytes - len(c.head); room > 0 {
		some := p[:min(room, len(p))]
		c.head = append(c.head, some...)
		c.live(some)
	}
	c.all += len(p)
	c.tail = append(c.tail, p[max(0, len(p)-tailKept):]...)
	if len(c.tail) > 2*tailKept {
		c.tail = append(c.tail[:0], c.tail[len(c.tail)-tailKept:]...)
	}
	return len(p), nil
}

// end returns the end of the stream, or all of it if it is short.
func (c *capture) end() []byte {
	if c.all <= len(c.head) {
		return c.head
	}
	return c.tail
}
