// Package worker is the worker's shell: it gives the agent its events (blocks,
// outcomes) and does what the agent answers (journal, sandbox, transactions). It
// serves results, metrics and its status over HTTP. What to do and when is
// decided in worker/agent; whether a message is due, by the chain.
package worker

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"time"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/worker/chain"
)

// Config is what an operator decides.
type Config struct {
	Home       string        // folder of journal, cache and results; one worker at a time
	Listen     string        // host:port of the HTTP server; port 0 = any free one
	URL        string        // where others reach that server; empty = http://Listen
	Workerpool ident.Address // pool to register in; zero = the one it is in, or the only open one
	Slots      uint32        // tasks at once, 1..; 0 = 1
	Category   uint64        // the highest category taken
	Tag        string        // what it can do, 0x and 64 digits; empty = nothing special
	Bond       rlc.Amount    // put up when registering
	Policy     Policy        // what it computes of what it is given; zero = everything
	Operator   string        // who runs it, in either spelling; empty = the worker itself

	PollEvery    time.Duration // look at the chain that often when its stream is silent; 0 = 2 s
	ResendAfter  time.Duration // send again what is in no block after so long; 0 = 20 s
	DrainTimeout time.Duration // at most so long to finish open tasks when draining; 0 = 10 min
}

// Deps is what a worker is made of.
type Deps struct {
	Chain    *chain.Client
	Key      chain.Key
	Computer Computer     // what fetches and computes
	Logger   *slog.Logger // nil = quiet
	Out      io.Writer    // lines for people; nil = none
}

const (
	defaultPoll   = 2 * time.Second
	defaultResend = 20 * time.Second
	defaultDrain  = 10 * time.Minute
)

// checked returns the configuration with its defaults, or what is wrong with it.
func (c Config) checked() (Config, error) {
	if c.Home == "" {
		return c, errors.New("no home: name the folder for journal and results")
	}
	if c.URL != "" {
		if u, err := url.Parse(c.URL); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			return c, fmt.Errorf("url %q: expected http://host:port or https://host", c.URL)
		}
	}
	orElse(&c.Listen, "127.0.0.1:0")
	orElse(&c.Slots, 1)
	orElse(&c.PollEvery, defaultPoll)
	orElse(&c.ResendAfter, defaultResend)
	orElse(&c.DrainTimeout, defaultDrain)
	return c, nil
}

func orElse[T comparable](v *T, other T) {
	var zero T
	if *v == zero {
		*v = other
	}
}
