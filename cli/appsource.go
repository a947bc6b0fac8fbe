package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/iexecd/iexecd/apps"
)

// The files of an app's folder.
const (
	listingFile = "app.json"
	dockerFile  = "Dockerfile"
	goFile      = "main.go"
)

// maxListingFile bounds app.json.
const maxListingFile = 64 << 10

// appSource is what a person names as an app: a folder with its sources, a module, or
// an image of the Docker daemon.
type appSource struct {
	dir    string   // of the sources; empty = there are none
	about  apps.App // app.json, if there is one
	module string   // path of a WebAssembly module
	image  string   // name or id of an image
}

// oci reports whether the app is a container image.
func (s appSource) oci() bool { return s.image != "" || s.about.Runtime == apps.OCI }

// name returns what the app is called unless somebody says otherwise.
func (s appSource) name() string {
	switch {
	case s.about.Name != "":
		return s.about.Name
	case s.dir != "":
		return appName(filepath.Base(s.dir))
	case s.module != "":
		return strings.TrimSuffix(filepath.Base(s.module), ".wasm")
	}
	last := s.image[strings.LastIndexByte(s.image, '/')+1:]
	last, _, _ = strings.Cut(last, "@")
	last, _, _ = strings.Cut(last, ":")
	return appName(last)
}

// appName returns a text as the name of an app and of a repository of images: small
// letters, digits and single dashes.
func appName(text string) string {
	name := notInNames.ReplaceAllString(strings.ToLower(text), "-")
	name = strings.Trim(name[:min(len(name), 40)], "-")
	if name == "" {
		return "app"
	}
	return name
}

var notInNames = regexp.MustCompile(`[^a-z0-9]+`)

// findSource tells what a person means: a folder, else a file, else an image.
func findSource(arg string) (appSource, error) {
	info, err := os.Stat(arg)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if looksLikeFile(arg) {
			return appSource{}, badInput("There is no file "+clean(arg),
				"an app is a folder, a WebAssembly module or the name of an image", "iexecd app init DIR")
		}
		return appSource{image: arg}, nil
	case err != nil:
		return appSource{}, badInput(clean(arg)+" cannot be read", err.Error())
	case info.IsDir():
		return folderSource(arg)
	}
	f, err := os.Open(arg) //nolint:gosec // the person's own file
	if err != nil {
		return appSource{}, badInput("The file cannot be read", err.Error())
	}
	defer func() { _ = f.Close() }()
	head := make([]byte, len(wasmMagic))
	if _, err := io.ReadFull(f, head); err != nil || string(head) != wasmMagic {
		return appSource{}, badInput(arg+" is not a WebAssembly module", "it does not begin with \\0asm",
			"GOOS=wasip1 GOARCH=wasm go build -o app.wasm .", "iexecd app build DIR")
	}
	return appSource{module: arg}, nil
}

func looksLikeFile(arg string) bool {
	return strings.HasSuffix(arg, ".wasm") || strings.HasPrefix(arg, ".") || strings.HasPrefix(arg, "/")
}

// folderSource reads what a folder says of its app.
func folderSource(dir string) (appSource, error) {
	absolute, err := filepath.Abs(dir)
	if err != nil {
		return appSource{}, err
	}
	s := appSource{dir: absolute}
	text, err := readAtMost(filepath.Join(dir, listingFile), maxListingFile)
	if err == nil {
		decoder := json.NewDecoder(bytes.NewReader(text))
		decoder.DisallowUnknownFields()
		err = decoder.Decode(&s.about)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return s, badInput(filepath.Join(dir, listingFile)+" cannot be read", err.Error())
	}
	has := func(name string) bool {
		info, err := os.Stat(filepath.Join(dir, name))
		return err == nil && info.Mode().IsRegular()
	}
	if s.about.Runtime == "" {
		s.about.Runtime = apps.Wasm
		if has(dockerFile) {
			s.about.Runtime = apps.OCI
		}
	}
	need := map[string]string{apps.Wasm: goFile, apps.OCI: dockerFile}[s.about.Runtime]
	switch {
	case need == "":
		return s, badInput(
			fmt.Sprintf("The runtime %q in %s is unknown", s.about.Runtime, filepath.Join(dir, listingFile)),
			"expected wasm or oci")
	case !has(need):
		return s, badInput("There is no app in "+dir,
			fmt.Sprintf("an app of runtime %s has a %s", s.about.Runtime, need),
			"iexecd app init DIR --runtime wasm")
	}
	return s, nil
}

func readAtMost(path string, most int64) ([]byte, error) {
	f, err := os.Open(path) //nolint:gosec // the person's own file
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	text, err := io.ReadAll(io.LimitReader(f, most+1))
	if err == nil && int64(len(text)) > most {
		err = fmt.Errorf("it has more than %d bytes", most)
	}
	return text, err
}
