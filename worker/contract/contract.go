// Package contract is what an app may rely on, iExec's: its arguments, its
// environment, the names of its files. Everything here follows from what is on
// chain, so every worker derives the same, and what can not be derived is the same
// failure everywhere. It reads no file and no network.
package contract

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/iexecd/iexecd/core/ident"
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
	URL    string   // without its fragment
	SHA256 [32]byte // of the bytes
	Name   string   // in the folder In
}

// Params is a request's params, understood.
type Params struct {
	Args   []string
	Inputs []Input
}

type paramsJSON struct {
	Args   string   `json:"iexec_args"`
	Inputs []string `json:"iexec_input_files"`
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
	var p Params
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

// parseInput reads URL#sha256=<hex>&name=<file>. Without a name it is the sha256
// of the URL's text, as in iExec.
func parseInput(entry string) (Input, error) {
	address, fragment, _ := strings.Cut(entry, "#")
	in := Input{URL: address}
	u, err := url.Parse(address)
	if err != nil || u.Scheme == "" {
		return in, errors.New("not a URL")
	}
	hasSum := false
	for pair := range strings.SplitSeq(fragment, "&") {
		key, value, _ := strings.Cut(pair, "=")
		switch key {
		case "sha256":
			bz, err := hex.DecodeString(strings.TrimPrefix(value, "0x"))
			if err != nil || len(bz) != len(in.SHA256) {
				return in, errors.New("sha256 is not 64 hexadecimal digits")
			}
			in.SHA256, hasSum = [32]byte(bz), true
		case "name":
			in.Name = value
		}
	}
	if !hasSum {
		return in, errors.New("no #sha256=<64 hexadecimal digits>: without it workers could not agree")
	}
	if in.Name == "" {
		sum := sha256.Sum256([]byte(address))
		in.Name = hex.EncodeToString(sum[:])
	}
	if !plain(in.Name) {
		return in, errors.New("the name is not 1 to 128 letters, digits, dots, dashes, underscores; no dot first")
	}
	return in, nil
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
