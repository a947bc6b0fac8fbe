package cli

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/mattn/go-isatty"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// The formats of -o.
const (
	formatText  = "text"
	formatJSON  = "json"
	formatJSONL = "jsonl"
)

// The names of the flags that every command has.
const (
	flagOutput         = "output"
	flagYes            = "yes"
	flagQuiet          = "quiet"
	flagNoColor        = "no-color"
	flagTimeout        = "timeout"
	flagNode           = "node"
	flagContext        = "context"
	flagFrom           = "from"
	flagKeyringBackend = "keyring-backend"
	flagKeyringDir     = "keyring-dir"
	flagStore          = "store"
	flagRegistry       = "registry"
	flagHome           = "home"
)

// annotationEnv names the variable that set a flag.
const annotationEnv = "iexecd_env"

// session is what a command works with: its streams, how to print, and who it
// talks to as whom.
type session struct {
	cmd     *cobra.Command
	out     io.Writer
	in      io.Reader
	format  string
	yes     bool
	ask     bool // stdin is a terminal: questions may be asked
	profile Profile
	steps   *steps
	now     func() time.Time
}

// command makes a porcelain command: the common flags, and run with a session.
// The context of run ends with --timeout.
func command(use, brief, example string, args cobra.PositionalArgs,
	run func(ctx context.Context, s *session, args []string) error,
) *cobra.Command {
	cmd := &cobra.Command{
		Use: use, Short: brief, Args: args,
		Example:               "  " + strings.ReplaceAll(strings.TrimSpace(example), "\n", "\n  "),
		DisableFlagsInUseLine: true,
		PersistentPreRunE:     func(cmd *cobra.Command, _ []string) error { return flagsFromEnv(cmd) },
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := newSession(cmd)
			if err != nil {
				return err
			}
			defer s.steps.close()
			ctx, cancel := withTimeout(cmd)
			defer cancel()
			return timedOut(ctx, cmd, s.profile.explain(run(ctx, s, args)))
		},
	}
	commonFlags(cmd.Flags())
	return cmd
}

// parent makes a command that only has subcommands.
func parent(use, brief string, subs ...*cobra.Command) *cobra.Command {
	cmd := &cobra.Command{
		Use: use, Short: brief, Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(subs...)
	return cmd
}

func commonFlags(f *pflag.FlagSet) {
	f.StringP(flagOutput, "o", formatText, "how to print the result: text, json or jsonl")
	f.BoolP(flagYes, "y", false, "answer yes to every question")
	f.BoolP(flagQuiet, "q", false, "print the result only, no progress")
	f.Bool(flagNoColor, false, "no colours (also: NO_COLOR)")
	f.Duration(flagTimeout, 0, "give up waiting after this time, 0 = never; what was sent goes on")
	f.String(flagNode, "", "gRPC address of the node (default: the context's, else 127.0.0.1:9090)")
	f.String(flagContext, "", "named network and key (default: the one in use, see iexecd context)")
	f.String(flagHome, "", "folder of contexts and keys (default: $IEXECD_HOME, else ~/.iexecd)")
}

// keyFlags are for commands that sign, or that speak of "my" things.
func keyFlags(f *pflag.FlagSet) {
	f.String(flagFrom, "", "name of the key to act as (default: the context's)")
	f.String(flagKeyringBackend, "", "where keys are kept: os, file or test (default: the context's)")
	f.String(flagKeyringDir, "", "folder of the keyring (default: the context's, else --home)")
}

// flagsFromEnv sets every flag that the command line does not set from
// IEXECD_<FLAG>, dashes written as underscores; IEXECD_HOME is read by DefaultHome.
func flagsFromEnv(cmd *cobra.Command) error {
	var failed error
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		name := "IEXECD_" + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))
		value, ok := os.LookupEnv(name)
		if !ok || f.Changed || f.Name == flagHome || failed != nil {
			return
		}
		if err := cmd.Flags().Set(f.Name, value); err != nil {
			failed = badInput(fmt.Sprintf("%s=%s is not a value of --%s", name, value, f.Name), err.Error())
			return
		}
		failed = cmd.Flags().SetAnnotation(f.Name, annotationEnv, []string{name})
	})
	return failed
}

// newSession reads the common flags and the context file.
func newSession(cmd *cobra.Command) (*session, error) {
	format, _ := cmd.Flags().GetString(flagOutput)
	if format != formatText && format != formatJSON && format != formatJSONL {
		return nil, badInput(fmt.Sprintf("-o %q is not a format", format), "expected text, json or jsonl")
	}
	profile, err := loadProfile(cmd)
	if err != nil {
		return nil, err
	}
	yes, _ := cmd.Flags().GetBool(flagYes)
	quiet, _ := cmd.Flags().GetBool(flagQuiet)
	noColor, _ := cmd.Flags().GetBool(flagNoColor)
	stderr := cmd.ErrOrStderr()
	terminal := isTerminal(stderr)
	s := &session{
		cmd: cmd, out: cmd.OutOrStdout(), in: cmd.InOrStdin(), format: format, profile: profile,
		yes: yes, ask: isTerminal(cmd.InOrStdin()), now: time.Now,
	}
	s.steps = newSteps(stderr, stepStyle{
		silent:   quiet || format != formatText,
		terminal: terminal,
		color:    terminal && !noColor && os.Getenv("NO_COLOR") == "",
	})
	return s, nil
}

func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && isatty.IsTerminal(f.Fd())
}

// wantsJSON tells whether errors of cmd are to be written as JSON.
func wantsJSON(cmd *cobra.Command) bool {
	f := cmd.Flags().Lookup(flagOutput)
	return f != nil && (f.Value.String() == formatJSON || f.Value.String() == formatJSONL)
}

func withTimeout(cmd *cobra.Command) (context.Context, context.CancelFunc) {
	if d, _ := cmd.Flags().GetDuration(flagTimeout); d > 0 {
		return context.WithTimeout(cmd.Context(), d)
	}
	return context.WithCancel(cmd.Context())
}

// timedOut turns an error that came because of --timeout into exit code 124; it
// keeps what the command itself said about it.
func timedOut(ctx context.Context, cmd *cobra.Command, err error) error {
	if err == nil || !errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return err
	}
	if _, typed := errors.AsType[*Error](err); typed {
		return err
	}
	d, _ := cmd.Flags().GetDuration(flagTimeout)
	return &Error{Code: codeTimeout, Exit: ExitTimeout, What: "Not done in time", Why: "--timeout is " + d.String()}
}

// result prints what a command found: for people with text, for programs v as
// one line of JSON.
func (s *session) result(v any, text func(w io.Writer) error) error {
	s.steps.close()
	if s.format == formatText {
		return text(s.out)
	}
	line, err := json.Marshal(v)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(s.out, string(line))
	return err
}

// confirm asks question and returns nil if the answer is yes. With --yes it does
// not ask; without a terminal it fails and names the flag.
func (s *session) confirm(question string) error {
	if s.yes {
		return nil
	}
	if !s.ask {
		return &Error{
			Code: codeNeedsYes, Exit: ExitUsage, What: "Not asked \"" + question + "\"",
			Why: "stdin is not a terminal", Next: []string{"the same command with --yes"},
		}
	}
	s.steps.close()
	_, _ = fmt.Fprintf(s.cmd.ErrOrStderr(), "%s [Y/n] ", question)
	line, err := bufio.NewReader(s.in).ReadString('\n')
	if answer := strings.ToLower(strings.TrimSpace(line)); err == nil &&
		(answer == "" || answer == "y" || answer == "yes") {
		s.steps.start = s.steps.now() // people may think as long as they like
		return nil
	}
	return &Error{Code: codeDeclined, Exit: ExitKey, What: "Declined", Why: "nothing was sent and nothing was paid"}
}

// say prints a line for people beside the result; not with --quiet or -o json.
func (s *session) say(format string, args ...any) { s.steps.note(fmt.Sprintf(format, args...)) }
