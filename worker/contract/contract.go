// Package contract is what an app may rely on, iExec's: its arguments, its
// environment, the names of its files. Everything here follows from what is on
// chain, so every worker derives the same, and what can not be derived is the same
// failure everywhere. It reads no file and no network.
package contract

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/worker/archive"
	"github.com/iexecd/iexecd/worker/digest"
)

// The folders of an app.
const (
	In  = "/iexec_in"
	Out = "/iexec_out"
)

// The bounds of a request's params.
const (
	MaxInputs = 64
	MaxArgs   = 256
	maxName   = 128 // characters of an input file's name
)

// ErrBadParams means that the params of a request can not be followed. It is the
// same on every worker, so the task ends with CAUSE_BAD_INPUT.
var ErrBadParams = errors.New("bad params")

// Input is a file that the app gets.
type Input struct {
	URL    string        // without its fragment
	SHA256 [32]byte      // of the bytes; zero if Hash is set
	Hash   digest.Digest // of the bytes, if it is no sha256
	Name   string        // in the folder In
	Unpack archive.Kind  // what the bytes are unpacked from, into a folder of that name; empty = nothing
}

// Params is a request's params, understood.
type Params struct {
	Args          []string
	Inputs        []Input
	EncryptResult bool // to the key of who may read it
}

type paramsJSON struct {
	Args          string   `json:"iexec_args"`
	Inputs        []string `json:"iexec_input_files"`
	EncryptResult bool     `json:"iexec_result_encryption"`
}

// Parse returns what the params of a request ask for. As in iExec, a text that is
// not a JSON object is all arguments. Errors are ErrBadParams.
func Parse(text string) (Params, error) {
	var j paramsJSON
	if trimmed := strings.TrimSpace(text); !strings.HasPrefix(trimmed, "{") {
		j.Args = trimmed
	} else if err := json.Unmarshal([]byte(trimmed), &j); err != nil {
		// The text of a JSON error may change between Go versions; ours must not.
		return Params{}, fmt.Errorf("%w: not the JSON of iExec's params", ErrBadParams)
	}
	p := Params{EncryptResult: j.EncryptResult}
	var err error
	if p.Args, err = Split(j.Args); err != nil {
		return Params{}, err
	}
	if len(j.Inputs) > MaxInputs {
		return Params{}, fmt.Errorf("%w: %d input files, at most %d", ErrBadParams, len(j.Inputs), MaxInputs)
	}
	names := map[string]bool{}
	for i, entry := range j.Inputs {
		in, err := parseInput(entry)
		if err != nil {
			return Params{}, fmt.Errorf("%w: input file %d: %s", ErrBadParams, i+1, err.Error())
		}
		if names[in.Name] {
			return Params{}, fmt.Errorf("%w: input file %d: the name %s is taken already", ErrBadParams, i+1, in.Name)
		}
		names[in.Name] = true
		p.Inputs = append(p.Inputs, in)
	}
	return p, nil
}

// plain tells whether a name is safe as a file's in every folder.
func plain(name string) bool {
	if name == "" || len(name) > maxName || name[0] == '.' {
		return false
	}
	for _, r := range name {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
		if !letter && r != '.' && r != '-' && r != '_' {
			return false
		}
	}
	return true
}

// Split cuts a text into arguments as a shell does: at blanks, except inside
// quotes; a backslash takes the next character as it is, but inside single
// quotes; nothing is expanded. Errors are ErrBadParams.
func Split(text string) ([]string, error) {
	var args []string
	var word strings.Builder
	inWord, quote, escaped := false, rune(0), false
	for _, r := range text {
		switch {
		case escaped:
			word.WriteRune(r)
			escaped = false
		case r == '\\' && quote != '\'':
			inWord, escaped = true, true
		case quote != 0 && r == quote:
			quote = 0
		case quote != 0:
			word.WriteRune(r)
		case r == '\'' || r == '"':
			inWord, quote = true, r
		case r == ' ' || r == '\t' || r == '\n' || r == '\r':
			if inWord {
				args = append(args, word.String())
				word.Reset()
				inWord = false
			}
		default:
			inWord = true
			word.WriteRune(r)
		}
	}
	switch {
	case quote != 0:
		return nil, fmt.Errorf("%w: iexec_args: a quote is not closed", ErrBadParams)
	case escaped:
		return nil, fmt.Errorf("%w: iexec_args: nothing follows the last backslash", ErrBadParams)
	case inWord:
		args = append(args, word.String())
	}
	if len(args) > MaxArgs {
		return nil, fmt.Errorf("%w: iexec_args: %d arguments, at most %d", ErrBadParams, len(args), MaxArgs)
	}
	return args, nil
}

// Quote returns arguments as one text from which Split makes them again.
func Quote(args []string) string {
	var out []string
	for _, a := range args {
		if a != "" && !strings.ContainsAny(a, " \t\r\n\\'\"") {
			out = append(out, a)
			continue
		}
		out = append(out, "'"+strings.ReplaceAll(a, "'", `'\''`)+"'")
	}
	return strings.Join(out, " ")
}

// Task is what of a task an app is told.
type Task struct {
	ID, Deal ident.Hash
	Index    uint64        // of the task in the request
	First    uint64        // of the deal's tasks
	Size     uint64        // tasks in the deal
	Dataset  ident.Address // zero = none
	Inputs   []Input
}

// Env returns the app's environment, KEY=value, in a fixed order.
func Env(t Task) []string {
	env := []string{
		"IEXEC_TASK_ID=" + t.ID.String(),
		"IEXEC_DEAL_ID=" + t.Deal.String(),
		"IEXEC_TASK_INDEX=" + number(t.Index),
		"IEXEC_IN=" + In,
		"IEXEC_OUT=" + Out,
		"IEXEC_BOT_SIZE=" + number(t.Size),
		"IEXEC_BOT_FIRST_INDEX=" + number(t.First),
		"IEXEC_BOT_TASK_INDEX=" + number(t.Index),
	}
	if !t.Dataset.IsZero() {
		env = append(env, "IEXEC_DATASET_ADDRESS="+t.Dataset.String(), "IEXEC_DATASET_FILENAME="+DatasetName(t.Dataset))
	}
	env = append(env, "IEXEC_INPUT_FILES_FOLDER="+In, "IEXEC_INPUT_FILES_NUMBER="+strconv.Itoa(len(t.Inputs)))
	for i, in := range t.Inputs {
		env = append(env, "IEXEC_INPUT_FILE_NAME_"+strconv.Itoa(i+1)+"="+in.Name)
	}
	return env
}

// DatasetName returns the name of a dataset's file in the folder In: its id, as in iExec.
func DatasetName(id ident.Address) string { return id.String() }

func number(n uint64) string { return strconv.FormatUint(n, 10) }
