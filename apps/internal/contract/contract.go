// Package contract is iExec's contract between a worker and an app, from the
// app's side: where its inputs are, where its result goes.
//
// It does without encoding/json, which makes every app's module a fifth larger.
package contract

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
)

// ErrNoInput means that the order named no input and no dataset.
var ErrNoInput = errors.New("no input: name a file with --input, or a dataset")

// ErrNoOutput means that the app was not started as one.
var ErrNoOutput = errors.New("IEXEC_OUT is not set: start this with iexecd run, or set it to a folder")

// Input returns the path of the n-th input file, from 1; without input files,
// the first one is the dataset. It fails with ErrNoInput.
func Input(n int) (string, error) {
	dir := os.Getenv("IEXEC_IN")
	if name := os.Getenv("IEXEC_INPUT_FILE_NAME_" + strconv.Itoa(n)); name != "" {
		return filepath.Join(dir, filepath.Base(name)), nil
	}
	if name := os.Getenv("IEXEC_DATASET_FILENAME"); name != "" && n == 1 {
		return filepath.Join(dir, filepath.Base(name)), nil
	}
	return "", ErrNoInput
}

// TaskID returns the id of the task, or "0x0" outside of one.
func TaskID() string {
	if id := os.Getenv("IEXEC_TASK_ID"); id != "" {
		return id
	}
	return "0x0"
}

// BotIndex returns the place of the task in its bag of tasks, from 0.
func BotIndex() (uint64, error) {
	text := os.Getenv("IEXEC_BOT_TASK_INDEX")
	if text == "" {
		return 0, nil
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("IEXEC_BOT_TASK_INDEX is %q, expected a number from 0 to 2^64-1", text)
	}
	return n, nil
}

// Finish writes the result file, whose name must be plain letters, digits and
// dots, and names it in computed.json. It fails with ErrNoOutput.
func Finish(name string, result []byte) error {
	out := os.Getenv("IEXEC_OUT")
	if out == "" {
		return ErrNoOutput
	}
	if err := os.WriteFile(filepath.Join(out, name), result, 0o644); err != nil {
		return fmt.Errorf("cannot write the result: %w", err)
	}
	// %q is JSON here: both the folder's name and the file's are printable ASCII.
	computed := fmt.Sprintf("{\"deterministic-output-path\":%q}", filepath.Join(out, name))
	if err := os.WriteFile(filepath.Join(out, "computed.json"), []byte(computed), 0o644); err != nil {
		return fmt.Errorf("cannot write computed.json: %w", err)
	}
	return nil
}

// Main runs an app and ends the program: exit code 1 with the reason on stderr
// if it fails.
func Main(run func(args []string) error) {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
