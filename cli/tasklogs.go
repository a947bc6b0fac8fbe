package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/worker/livelog"
)

// The flags of output.
const (
	flagFollow = "follow"
	flagStdout = "stdout"
	flagStderr = "stderr"
)

func taskLogs() *cobra.Command {
	cmd := command("logs TASK", "Print what the app of a task says, as one of its workers tells it", `
iexecd task logs 0x7c1e5b…
iexecd task logs 0x7c1e5b… --follow --stderr
iexecd task logs 0x7c1e5b… --worker iexec1…`, cobra.ExactArgs(1), withNode(runTaskLogs))
	f := cmd.Flags()
	keyFlags(f)
	f.BoolP(flagFollow, "f", false, "go on until the app ends")
	f.String(flagWorker, "", "the worker to ask (default: any that ran it)")
	f.Bool(flagStdout, false, "only the app's stdout")
	f.Bool(flagStderr, false, "only the app's stderr, on stdout")
	cmd.MarkFlagsMutuallyExclusive(flagStdout, flagStderr)
	return cmd
}

// runTaskLogs prints the app's stdout to stdout and its stderr to stderr.
func runTaskLogs(ctx context.Context, s *session, n *node, args []string) error {
	t, err := n.Task(ctx, args[0])
	if err != nil {
		return err
	}
	key, err := s.signer(n)
	if err != nil {
		return err
	}
	if key.address != t.Requester {
		return notRequester(t, fmt.Sprintf("that is %s, %s is %s", t.Requester, key.name, key.address))
	}
	r, err := s.newLogReader(ctx, n, key.key, t.Id)
	if err != nil {
		return err
	}
	f := s.cmd.Flags()
	follow, _ := f.GetBool(flagFollow)
	if r.only, _ = f.GetString(flagWorker); r.only != "" {
		who, err := parseAccount(r.only)
		if err != nil {
			return err
		}
		r.only = account.Bech32(who)
	}
	p := newLogPrinter(s, t.Id)
	r.each = p.print
	if err := r.read(ctx, follow); err != nil {
		return detached(ctx, err, "iexecd task logs --follow "+t.Id)
	}
	if s.format != formatJSON {
		return nil
	}
	return s.result(taskOutput{Task: t.Id, Worker: r.from, Stdout: p.text["stdout"], Stderr: p.text["stderr"]}, nil)
}

// taskOutput is what an app said, as one worker tells it; bytes that are no UTF-8
// are replaced.
type taskOutput struct {
	Task   string `json:"task"`
	Worker string `json:"worker"`
	Stdout string `json:"stdout"`
	Stderr string `json:"stderr"`
}

// logPrinter prints pieces in the session's format.
type logPrinter struct {
	session *session
	task    string
	to      map[string]io.Writer // by stream, those that are wanted
	text    map[string]string    // collected for -o json
}

func newLogPrinter(s *session, task string) *logPrinter {
	p := &logPrinter{session: s, task: task, text: map[string]string{}}
	p.to = map[string]io.Writer{"stdout": s.out, "stderr": s.cmd.ErrOrStderr()}
	if only, _ := s.cmd.Flags().GetBool(flagStdout); only {
		delete(p.to, "stderr")
	}
	if only, _ := s.cmd.Flags().GetBool(flagStderr); only {
		p.to = map[string]io.Writer{"stderr": s.out}
	}
	return p
}

func (p *logPrinter) print(worker string, l livelog.Line) error {
	to, wanted := p.to[l.Stream]
	if !wanted {
		return nil
	}
	text := strings.ToValidUTF8(string(l.Content()), "\uFFFD")
	switch p.session.format {
	case formatJSON:
		p.text[l.Stream] += text
		return nil
	case formatJSONL:
		return p.session.jsonEvents([]event{outputEvent(p.task, worker, l)})
	}
	_, err := io.WriteString(to, clean(text))
	return err
}

func outputEvent(task, worker string, l livelog.Line) event {
	return event{
		Type: eventTaskOutput, Task: task, Worker: worker, Stream: l.Stream, Offset: &l.Offset,
		Text: strings.ToValidUTF8(string(l.Content()), "\uFFFD"),
	}
}

// drainWithin is how long the output of an app may take to arrive after its task
// ended.
const drainWithin = 3 * time.Second

// liveOutput shows what an app says beside the steps of its task.
type liveOutput struct {
	session *session
	start   func(ctx context.Context, task string) (*logReader, error)

	begun   bool
	cancel  context.CancelFunc
	done    chan struct{}
	partial map[string][]byte // line of each stream that has no end yet
}

// newLiveOutput returns what run --follow shows, nil without --follow.
func (s *session) newLiveOutput(n *node, key *signer) *liveOutput {
	if follow, _ := s.cmd.Flags().GetBool(flagFollow); !follow {
		return nil
	}
	return &liveOutput{
		session: s, partial: map[string][]byte{},
		start: func(ctx context.Context, task string) (*logReader, error) {
			return s.newLogReader(ctx, n, key.key, task)
		},
	}
}

// begin follows the first task that it is called with. Of a bag that is one.
func (o *liveOutput) begin(ctx context.Context, task string) {
	if o == nil || o.begun {
		return
	}
	o.begun, o.done = true, make(chan struct{})
	ctx, o.cancel = context.WithCancel(ctx)
	go func() {
		defer close(o.done)
		r, err := o.start(ctx, task)
		if err == nil {
			r.each = func(worker string, l livelog.Line) error { return o.show(task, worker, l) }
			err = r.read(ctx, true)
		}
		o.flush()
		if err != nil && ctx.Err() == nil {
			o.session.say("   no live output: %s", asError(err).Error())
		}
	}()
}

// end waits for what is on the way, but not long.
func (o *liveOutput) end() {
	if o == nil || !o.begun {
		return
	}
	timer := time.NewTimer(drainWithin)
	defer timer.Stop()
	select {
	case <-o.done:
	case <-timer.C:
	}
	o.cancel()
	<-o.done
}

// show prints whole lines.
func (o *liveOutput) show(task, worker string, l livelog.Line) error {
	if o.session.format == formatJSONL {
		return o.session.jsonEvents([]event{outputEvent(task, worker, l)})
	}
	rest := append(o.partial[l.Stream], l.Content()...)
	for {
		line, more, found := bytes.Cut(rest, []byte("\n"))
		if !found {
			break
		}
		o.line(l.Stream, line)
		rest = more
	}
	o.partial[l.Stream] = bytes.Clone(rest)
	return nil
}

// flush prints the lines without an end.
func (o *liveOutput) flush() {
	for _, stream := range []string{"stdout", "stderr"} {
		if rest := o.partial[stream]; len(rest) > 0 {
			o.line(stream, rest)
		}
	}
}

// line prints one line: of stdout behind a bar, of stderr behind a mark.
func (o *liveOutput) line(stream string, line []byte) {
	bar := "|"
	if stream == "stderr" {
		bar = "!"
	}
	o.session.say("   %s %s", bar, clean(strings.ToValidUTF8(string(line), "\uFFFD")))
}
