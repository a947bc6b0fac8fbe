package worker

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// problemFile is in a worker's home. What it says is for the operator alone: errors
// of tasks name what strangers' addresses led to, and /status is for everybody,
// also where a proxy makes everybody come from this machine.
const problemFile = "problem.json"

type problem struct {
	Worker string `json:"worker"`
	What   string `json:"what"`
}

// noteProblem keeps a worker's last problem.
func (w *Worker) noteProblem(what string) {
	bz, err := json.Marshal(problem{Worker: w.address, What: what})
	if err == nil {
		err = os.WriteFile(filepath.Join(w.config.Home, problemFile), bz, 0o600)
	}
	if err != nil {
		w.deps.Logger.Warn("cannot note a problem", "err", err)
	}
}

// forgetProblem ends what was before this run.
func (w *Worker) forgetProblem() error {
	err := os.Remove(filepath.Join(w.config.Home, problemFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// LastProblem returns why something failed last since a worker started, from its
// home; empty if that is not here or nothing failed.
func LastProblem(home, address string) string {
	bz, err := os.ReadFile(filepath.Join(home, problemFile)) //nolint:gosec // the operator's own folder
	var p problem
	if err != nil || json.Unmarshal(bz, &p) != nil || p.Worker != address {
		return ""
	}
	return p.What
}
