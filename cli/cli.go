// Package cli is the part of iexecd that people type: run, quote, task, deal,
// order, app, account, dev. It talks to a node over gRPC, prints results to
// stdout and everything else to stderr, and ends with an exit code that tells
// what the chain answered. It decides nothing that the chain decides.
package cli

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
)

// The groups of commands in the order of the help page.
const (
	groupBuy     = "buy"
	groupSell    = "sell"
	groupPublish = "publish"
	groupMoney   = "money"
	groupDevelop = "develop"
)

// AddCommands adds the porcelain to root, grouped, and makes root quiet about
// errors: Main reports them.
func AddCommands(root *cobra.Command) {
	root.SilenceErrors, root.SilenceUsage = true, true
	root.SuggestionsMinimumDistance = 2
	root.AddGroup(
		&cobra.Group{ID: groupBuy, Title: "Buy"},
		&cobra.Group{ID: groupSell, Title: "Sell"},
		&cobra.Group{ID: groupPublish, Title: "Publish"},
		&cobra.Group{ID: groupMoney, Title: "Money"},
		&cobra.Group{ID: groupDevelop, Title: "Develop"},
	)
	for _, c := range []struct {
		group string
		cmd   *cobra.Command
	}{
		{groupBuy, runCommand()},
		{groupBuy, quoteCommand()},
		{groupBuy, taskCommand()},
		{groupBuy, dealCommand()},
		{groupBuy, orderCommand()},
		{groupSell, workerCommand()},
		{groupSell, poolCommand()},
		{groupSell, pocoCommand()},
		{groupPublish, appCommand()},
		{groupPublish, datasetCommand()},
		{groupMoney, accountCommand()},
		{groupMoney, bridgeCommand()},
		{groupDevelop, devCommand()},
		{groupDevelop, contextCommand()},
		{groupDevelop, doctorCommand()},
	} {
		c.cmd.GroupID = c.group
		root.AddCommand(c.cmd)
	}
}

// Main runs root with the arguments of the process, reports an error on stderr
// in the asked format, and returns the exit code. An interrupt or SIGTERM
// cancels the context of the command.
func Main(root *cobra.Command) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return Execute(ctx, root, os.Stderr)
}

// Execute runs root and returns the exit code; what went wrong is written to
// stderr as a sentence, or as JSON if the arguments ask for json or jsonl.
func Execute(ctx context.Context, root *cobra.Command, stderr io.Writer) int {
	cmd, err := root.ExecuteContextC(ctx)
	if err == nil {
		return ExitOK
	}
	failed := asError(err)
	if cmd == nil {
		cmd = root
	}
	if failed.Code == codeUnexpected && isUsageText(err.Error()) {
		failed = usageError(cmd, err)
	}
	reportError(stderr, failed, wantsJSON(cmd))
	return failed.Exit
}

// isUsageText recognises the errors with which cobra and pflag refuse a command
// line; they have no type.
func isUsageText(text string) bool {
	for _, start := range []string{
		"unknown command", "unknown flag", "unknown shorthand flag", "flag needs an argument", "accepts ",
		"requires at least", "required flag", "invalid argument", "bad flag syntax", "if any flags in the group",
	} {
		if strings.HasPrefix(text, start) {
			return true
		}
	}
	return false
}

func usageError(cmd *cobra.Command, err error) *Error {
	what, suggestion, _ := strings.Cut(err.Error(), "\n\n")
	what = strings.ReplaceAll(what, " for \""+cmd.CommandPath()+"\"", "")
	e := &Error{Code: codeUsage, Exit: ExitUsage, What: what, Next: []string{cmd.CommandPath() + " --help"}}
	if near := strings.Fields(strings.TrimPrefix(suggestion, "Did you mean this?")); len(near) > 0 {
		e.Why = "did you mean " + strings.Join(near, " or ") + "?"
	} else if flag, ok := unknownFlag(what); ok {
		if near := nearest(flag, flagNames(cmd)); near != "" {
			e.Why = "did you mean --" + near + "?"
		}
	}
	return e
}

func unknownFlag(text string) (string, bool) {
	return strings.CutPrefix(text, "unknown flag: --")
}

// asError returns the typed error inside err, or makes one: an interrupt, or
// something that nobody expected.
func asError(err error) *Error {
	var typed *Error
	switch {
	case errors.As(err, &typed):
		return typed
	case errors.Is(err, context.Canceled):
		return &Error{Code: codeInterrupted, Exit: ExitInterrupted, What: "Interrupted"}
	}
	return fromChain(err)
}
