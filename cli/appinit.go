package cli

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	texttemplate "text/template"

	"github.com/spf13/cobra"

	"github.com/iexecd/iexecd/apps"
)

// skeletons are the files of a new app: those of the folder common, and those of
// its language. A name that ends in .txt is that of a file which Go would take for
// one of this module.
//
//go:embed skeleton
var skeletons embed.FS

// The flags of app init only.
const (
	flagLang = "lang"
	flagBase = "base"
)

// languages are those in which an app can begin, by runtime; the first is the default.
var languages = map[string][]string{apps.Wasm: {"go"}, apps.OCI: {"go", "python", "shell"}}

func appInit() *cobra.Command {
	cmd := command("init DIR", "Make the folder of a new app: small, and it works", `
iexecd app init hello
iexecd app init hello --runtime oci --lang python`, cobra.ExactArgs(1), initApp)
	f := cmd.Flags()
	f.String(flagRuntime, apps.Wasm, "what runs it: wasm, or oci for a container image")
	f.String(flagLang, "", "go, or with --runtime oci also python or shell (default: go)")
	f.String(flagBase, "debian:bookworm-slim", "image that one of python or shell is built on")
	return cmd
}

// newApp is what the skeletons are filled with.
type newApp struct{ Name, Runtime, Base string }

func initApp(_ context.Context, s *session, args []string) error {
	f := s.cmd.Flags()
	a := newApp{}
	a.Runtime, _ = f.GetString(flagRuntime)
	a.Base, _ = f.GetString(flagBase)
	lang, _ := f.GetString(flagLang)
	known, ok := languages[a.Runtime]
	switch {
	case !ok:
		return badInput(fmt.Sprintf("--runtime %q is unknown", a.Runtime), "expected wasm or oci")
	case lang == "":
		lang = known[0]
	case !slices.Contains(known, lang):
		return badInput(fmt.Sprintf("--lang %q is not possible", lang),
			fmt.Sprintf("with --runtime %s expected %s", a.Runtime, strings.Join(known, ", ")),
			"--runtime oci --lang "+lang)
	}
	dir, err := filepath.Abs(args[0])
	if err != nil {
		return err
	}
	a.Name = appName(filepath.Base(dir))
	if err := emptyFolder(dir); err != nil {
		return err
	}
	files, err := a.write(dir, lang)
	if err != nil {
		return err
	}
	s.say("   next: cd %s && iexecd app test", args[0])
	return s.result(map[string]any{"dir": dir, "name": a.Name, "files": files}, func(w io.Writer) error {
		_, err := fmt.Fprintln(w, strings.Join(files, "\n"))
		return err
	})
}

// emptyFolder makes a folder, or refuses one in which there is something.
func emptyFolder(dir string) error {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return os.MkdirAll(dir, 0o755) //nolint:gosec // a folder of sources
	case err != nil:
		return badInput("The folder cannot be used", err.Error())
	case len(entries) > 0:
		return badInput("The folder "+dir+" is not empty", fmt.Sprintf("%s is in it, and nothing is overwritten",
			clean(entries[0].Name())), "iexecd app init another-folder")
	}
	return nil
}

// write writes the app's files and returns their names.
func (a newApp) write(dir, lang string) ([]string, error) {
	var written []string
	for _, part := range []string{"common", lang} {
		from := "skeleton/" + part
		entries, err := skeletons.ReadDir(from)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if e.Name() == dockerFile && a.Runtime != apps.OCI {
				continue
			}
			text, err := a.fill(from + "/" + e.Name())
			if err != nil {
				return nil, err
			}
			name := strings.TrimSuffix(e.Name(), ".txt")
			if err := os.WriteFile(filepath.Join(dir, name), text, 0o644); err != nil { //nolint:gosec // sources
				return nil, err
			}
			written = append(written, name)
		}
	}
	slices.Sort(written)
	return written, nil
}

func (a newApp) fill(path string) ([]byte, error) {
	text, err := skeletons.ReadFile(path)
	if err != nil {
		return nil, err
	}
	t, err := texttemplate.New(path).Parse(string(text))
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = t.Execute(&b, a)
	return b.Bytes(), err
}
