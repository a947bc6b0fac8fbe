package worker

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"github.com/iexecd/iexecd/worker/contract"
	"github.com/iexecd/iexecd/worker/driver"
	"github.com/iexecd/iexecd/worker/result"
)

// Trial runs a task in dir, as every worker does, and tells how the app ended and
// what its result is. The file app in dir is the app, unless that is an image; the
// folder in has its inputs, the folder out gets its outputs. An error says nothing
// about the app. live gets what the app says while it says it; nil = nobody.
func (d Drivers) Trial(ctx context.Context, dir string, s Spec, live func(stderr bool, p []byte)) (
	driver.Outcome, result.Result, error,
) {
	runs, err := d.of(s)
	if err != nil {
		return driver.Outcome{}, result.Result{}, err
	}
	out := filepath.Join(dir, "out")
	if err := os.MkdirAll(out, 0o700); err != nil {
		return driver.Outcome{}, result.Result{}, err
	}
	env := map[string]string{}
	for _, line := range contract.Env(s.Task) {
		key, value, _ := strings.Cut(line, "=")
		env[key] = value
	}
	run := d.run(dir, s, env)
	run.Live = live
	outcome, err := runs.Run(ctx, run)
	if err != nil {
		return outcome, result.Result{}, err
	}
	r, err := result.Build(out, outcome, s.Limits.CallbackBytes)
	return outcome, r, err
}
