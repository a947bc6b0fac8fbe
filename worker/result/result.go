// Package result turns what an app left behind into the one digest that workers
// agree on, and checks bytes against it. The rules are iExec's computed.json with
// a canonical tree hash instead of iExec's own, which does not cover names.
package result

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/worker/driver"
)

// ComputedFile is where an app names its result.
const ComputedFile = "computed.json"

// manifestHeader is the first line of a manifest and its version.
const manifestHeader = "iexec-tree-v1"

// maxFiles bounds the files of a result, maxComputedBytes computed.json, and
// maxPathBytes the path in it: quoted, it must fit into a tail.
const (
	maxFiles         = 10_000
	maxComputedBytes = 64 << 10
	maxPathBytes     = 200
)

// ErrManifest means that a manifest is not what this package writes.
var ErrManifest = errors.New("not a result manifest")

// File is one file of a result.
type File struct {
	Path       string   // relative, with slashes
	Executable bool     //
	Size       int64    // bytes
	SHA256     [32]byte // of its content
	source     string
}

// Source returns where the file's bytes are on this machine.
func (f File) Source() string { return f.source }

// Result is a task's answer with the bytes behind it.
type Result struct {
	Answer   poco.Answer
	Manifest []byte // its sha256 is Answer.Digest if the app ended well without callback data
	Files    []File // what the manifest lists
}

// computed is computed.json.
type computed struct {
	DeterministicOutputPath string `json:"deterministic-output-path"`
	CallbackData            string `json:"callback-data"`
}

// Build returns the result of an app that ended as told and left outDir behind.
// What is wrong with computed.json is a result too. An error means that this
// machine failed.
func Build(outDir string, o driver.Outcome, maxCallbackBytes int) (Result, error) {
	if o.Cause != poco.CauseOK {
		return Failure(o.Cause, o.ExitCode, o.Tail), nil
	}
	info, err := os.Lstat(filepath.Join(outDir, ComputedFile))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return badOutput("the app wrote no computed.json into IEXEC_OUT"), nil
	case err != nil:
		return Result{}, err
	case !info.Mode().IsRegular():
		return badOutput("computed.json is not a file"), nil
	case info.Size() > maxComputedBytes:
		return badOutput(fmt.Sprintf("computed.json has %d bytes, at most %d", info.Size(), maxComputedBytes)), nil
	}
	text, err := os.ReadFile(filepath.Join(outDir, ComputedFile)) //nolint:gosec // a folder of our own, without links
	if err != nil {
		return Result{}, err
	}
	var c computed
	if err := json.Unmarshal(text, &c); err != nil {
		why := "computed.json is not JSON with a deterministic-output-path or callback-data"
		return badOutput(why), nil //nolint:nilerr // the app's error is its result
	}
	switch {
	case c.CallbackData != "" && c.DeterministicOutputPath != "":
		return badOutput("computed.json names a deterministic-output-path and callback-data: one of them, please"), nil
	case c.CallbackData != "":
		return callback(c.CallbackData, maxCallbackBytes), nil
	case c.DeterministicOutputPath != "":
		return tree(outDir, c.DeterministicOutputPath)
	}
	return badOutput("computed.json names neither a deterministic-output-path nor callback-data"), nil
}

// Failure returns the result of a failed app.
func Failure(cause poco.Cause, exitCode uint32, tail string) Result {
	return Result{Answer: poco.Answer{
		Digest: poco.FailureDigest(cause, exitCode, tail), Cause: cause, ExitCode: exitCode, Tail: tail,
	}}
}

func badOutput(why string) Result { return Failure(poco.CauseBadOutput, 0, why) }

func callback(text string, most int) Result {
	data, err := hex.DecodeString(strings.TrimPrefix(text, "0x"))
	switch {
	case err != nil:
		return badOutput("callback-data in computed.json is not hexadecimal")
	case len(data) == 0 || len(data) > most:
		return badOutput(fmt.Sprintf("callback-data has %d bytes, expected 1 to %d", len(data), most))
	}
	return Result{Answer: poco.Answer{Digest: poco.CallbackDigest(data), Cause: poco.CauseOK, Callback: data}}
}

// tree returns the result that is a file or folder of the outputs.
func tree(outDir, guestPath string) (Result, error) {
	if len(guestPath) > maxPathBytes {
		why := fmt.Sprintf("deterministic-output-path has %d bytes, at most %d", len(guestPath), maxPathBytes)
		return badOutput(why), nil
	}
	p := path.Clean(guestPath)
	rel, ok := strings.CutPrefix(p, driver.GuestOut)
	if !ok || rel != "" && rel[0] != '/' {
		return badOutput(fmt.Sprintf("deterministic-output-path %+q is not below %s", guestPath, driver.GuestOut)), nil
	}
	rel = strings.TrimPrefix(rel, "/")
	root := filepath.Join(outDir, filepath.FromSlash(rel))
	info, err := os.Lstat(root)
	if nowhere(err) {
		return badOutput(fmt.Sprintf("deterministic-output-path %+q does not exist", guestPath)), nil
	}
	if err != nil {
		return Result{}, err
	}
	var files []File
	if info.Mode().IsRegular() {
		f, err := newFile(root, path.Base(rel))
		if err != nil {
			return Result{}, err
		}
		files = append(files, f)
	} else if files, err = walk(root); err != nil {
		return Result{}, err
	}
	if len(files) == 0 || len(files) > maxFiles {
		return badOutput(fmt.Sprintf("the result has %d files, expected 1 to %d", len(files), maxFiles)), nil
	}
	manifest := Manifest(files)
	return Result{
		Answer:   poco.Answer{Digest: sha256.Sum256(manifest), Cause: poco.CauseOK},
		Manifest: manifest, Files: files,
	}, nil
}

// nowhere reports whether an error follows from a path that the app named, and not
// from this machine.
func nowhere(err error) bool {
	for _, why := range []error{fs.ErrNotExist, syscall.ENOTDIR, syscall.ENAMETOOLONG, syscall.EINVAL} {
		if errors.Is(err, why) {
			return true
		}
	}
	return false
}

// walk returns the regular files below root. Anything else than files and
// folders cannot be there: the drivers do not make it.
func walk(root string) ([]File, error) {
	var files []File
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir():
			return nil
		case !d.Type().IsRegular():
			return fmt.Errorf("%s is neither a file nor a folder", p)
		}
		rel, err := filepath.Rel(root, p)
		if err != nil {
			return err
		}
		f, err := newFile(p, filepath.ToSlash(rel))
		files = append(files, f)
		return err
	})
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return files, err
}

func newFile(source, name string) (File, error) {
	content, err := os.ReadFile(source) //nolint:gosec // a folder of our own, without links
	if err != nil {
		return File{}, err
	}
	info, err := os.Stat(source)
	if err != nil {
		return File{}, err
	}
	return File{
		Path: name, Executable: info.Mode()&0o100 != 0, Size: int64(len(content)), SHA256: sha256.Sum256(content),
		source: source,
	}, nil
}

// Manifest returns the canonical text of files, which must be sorted by path: a
// header line, then a line "mode size sha256 path" for each. Paths are quoted in ASCII:
// what counts as printable beyond it changes with Unicode.
func Manifest(files []File) []byte {
	var b bytes.Buffer
	b.WriteString(manifestHeader + "\n")
	for _, f := range files {
		mode := "644"
		if f.Executable {
			mode = "755"
		}
		fmt.Fprintf(&b, "%s %d %s %s\n", mode, f.Size, hex.EncodeToString(f.SHA256[:]), strconv.QuoteToASCII(f.Path))
	}
	return b.Bytes()
}

// ParseManifest returns the files that a manifest lists. It accepts exactly what
// Manifest writes, and only paths that stay below the folder they are put in.
func ParseManifest(text []byte) ([]File, error) {
	lines := strings.Split(string(text), "\n")
	if lines[0] != manifestHeader || lines[len(lines)-1] != "" {
		return nil, fmt.Errorf("%w: it does not begin with %q and end with a new line", ErrManifest, manifestHeader)
	}
	lines = lines[1 : len(lines)-1]
	if len(lines) > maxFiles {
		return nil, fmt.Errorf("%w: %d files, at most %d", ErrManifest, len(lines), maxFiles)
	}
	files := make([]File, 0, len(lines))
	for i, line := range lines {
		f, err := parseLine(line)
		if err != nil {
			return nil, fmt.Errorf("%w: line %d: %w", ErrManifest, i+2, err)
		}
		files = append(files, f)
	}
	for i := 1; i < len(files); i++ {
		if files[i-1].Path >= files[i].Path {
			return nil, fmt.Errorf("%w: line %d: paths must grow", ErrManifest, i+2)
		}
	}
	if !bytes.Equal(Manifest(files), text) {
		return nil, fmt.Errorf("%w: it is not in canonical form", ErrManifest)
	}
	return files, nil
}

func parseLine(line string) (File, error) {
	words := strings.SplitN(line, " ", 4)
	if len(words) != 4 {
		return File{}, errors.New("expected mode, size, sha256 and path")
	}
	size, err := strconv.ParseInt(words[1], 10, 64)
	if err != nil || size < 0 {
		return File{}, fmt.Errorf("size %q", words[1])
	}
	sum, err := ident.ParseHash("0x" + words[2])
	if err != nil {
		return File{}, err
	}
	name, err := strconv.Unquote(words[3])
	if err != nil || !filepath.IsLocal(filepath.FromSlash(name)) || path.Clean(name) != name {
		return File{}, fmt.Errorf("path %s does not stay where it belongs", words[3])
	}
	return File{Path: name, Executable: words[0] == "755", Size: size, SHA256: sum}, nil
}
