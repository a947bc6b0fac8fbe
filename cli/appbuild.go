package cli

import (
	"archive/tar"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/moby/moby/api/types/build"
	"github.com/moby/moby/api/types/jsonstream"
	"github.com/moby/moby/client"
	"github.com/spf13/cobra"

	"github.com/iexecd/iexecd/apps"
)

func appBuild() *cobra.Command {
	cmd := command("build [DIR]", "Build the app in a folder: a WebAssembly module, or an image", `
iexecd app build
iexecd app build ./chess`, cobra.MaximumNArgs(1), buildApp)
	cmd.Long = "Build the app in a folder. Runtime wasm: main.go becomes NAME.wasm in the folder. Runtime oci:\n" +
		"if there is a main.go, it becomes the static program app in the folder; then the Docker daemon builds\n" +
		"the Dockerfile into the image iexec/NAME. What is printed is what app publish registers. A module's\n" +
		"digest is the same wherever it is built. An image's is, if its layers are: files that are copied get one\n" +
		"time, what RUN writes has its own."
	return cmd
}

// built is an app that can be run.
type built struct {
	Name      string `json:"name"`
	Runtime   string `json:"runtime"`
	File      string `json:"file,omitempty"`  // of a module
	Image     string `json:"image,omitempty"` // at the Docker daemon
	Digest    string `json:"digest"`          // sha256: of the module, or of the image's manifest
	SizeBytes int64  `json:"size_bytes"`      // that a worker fetches
}

func buildApp(ctx context.Context, s *session, args []string) error {
	dir := "."
	if len(args) > 0 {
		dir = args[0]
	}
	from, err := folderSource(dir)
	if err != nil {
		return err
	}
	if from, err = s.build(ctx, from); err != nil {
		return err
	}
	b, err := s.describe(ctx, from, func(v1.Image) error { return nil })
	if err != nil {
		return err
	}
	return s.result(b, func(w io.Writer) error {
		_, err := fmt.Fprintln(w, b.Digest)
		return err
	})
}

// build makes what a folder is the source of, and nothing else of a source.
func (s *session) build(ctx context.Context, from appSource) (appSource, error) {
	if from.dir == "" {
		return from, nil
	}
	if !from.oci() {
		from.module = filepath.Join(from.dir, from.name()+".wasm")
		return from, s.compile(ctx, from.dir, from.module, "wasip1", "wasm")
	}
	d, err := dialDocker(ctx)
	if err != nil {
		return from, err
	}
	defer func() { _ = d.Close() }()
	if _, err := os.Stat(filepath.Join(from.dir, goFile)); err == nil {
		if err := s.compile(ctx, from.dir, filepath.Join(from.dir, "app"), "linux", ""); err != nil {
			return from, err
		}
	}
	from.image = "iexec/" + from.name()
	return from, s.buildImage(ctx, d, from.dir, from.image)
}

// compile compiles the Go program in dir, the same bytes wherever it is done.
func (s *session) compile(ctx context.Context, dir, out, goos, goarch string) error {
	s.steps.wait("go build")
	args := []string{"build", "-buildvcs=false", "-trimpath", "-ldflags", "-s -w", "-o", out, "."}
	cmd := exec.CommandContext(ctx, "go", args...) //nolint:gosec // a person's own folder
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOOS="+goos, "CGO_ENABLED=0", "GOFLAGS=")
	if goarch != "" {
		cmd.Env = append(cmd.Env, "GOARCH="+goarch)
	}
	text, err := cmd.CombinedOutput()
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return badInput("There is no Go here", "the app is a Go program, and no program go is on the PATH",
			"https://go.dev/dl")
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return s.buildError(dir, "go build", err.Error(), string(text))
	}
	return nil
}

// buildError prints the last lines of a build, and is why there is no app.
func (s *session) buildError(dir, what, why, log string) *Error {
	s.steps.close()
	s.sayTail(log)
	return badInput(fmt.Sprintf("The app in %s does not build", dir), fmt.Sprintf("%s: %s", what, clean(why)))
}

// sayTail prints the last lines of an output for people.
func (s *session) sayTail(text string) {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	if last := strings.Join(lines[max(0, len(lines)-20):], "\n"); last != "" {
		s.say("%s", indent(clean(last)))
	}
}

// describe tells what was built, and hands an image to use while it can be read.
func (s *session) describe(ctx context.Context, from appSource, use func(v1.Image) error) (built, error) {
	b := built{Name: from.name(), Runtime: apps.Wasm, File: from.module}
	if !from.oci() {
		module, err := os.ReadFile(from.module)
		if err != nil {
			return b, badInput("The file cannot be read", err.Error())
		}
		b.Digest, b.SizeBytes = "sha256:"+hexSum(module), int64(len(module))
		s.steps.ok("module", filepath.Base(from.module), bytesText(b.SizeBytes))
		return b, nil
	}
	b.Runtime, b.Image = apps.OCI, from.image
	d, err := dialDocker(ctx)
	if err != nil {
		return b, err
	}
	defer func() { _ = d.Close() }()
	id, err := d.find(ctx, from.image)
	if err != nil {
		return b, err
	}
	s.steps.wait("reading the image")
	image, err := d.open(ctx, id)
	if err != nil {
		return b, err
	}
	defer image.close()
	digest, err := image.Digest()
	if err != nil {
		return b, err
	}
	b.Digest = digest.String()
	if b.SizeBytes, err = sizeOfImage(image); err != nil {
		return b, err
	}
	s.steps.ok("image", b.Image, bytesText(b.SizeBytes)+" to fetch")
	return b, use(image)
}

// buildImage lets the daemon build a folder's Dockerfile into an image.
func (s *session) buildImage(ctx context.Context, d *dockerd, dir, image string) error {
	s.steps.wait("docker build")
	r, w := io.Pipe()
	go func() { _ = w.CloseWithError(packContext(w, dir)) }()
	defer func() { _ = r.Close() }()
	answer, err := d.ImageBuild(ctx, r, client.ImageBuildOptions{
		Tags: []string{image}, Dockerfile: dockerFile, Version: build.BuilderV1, Remove: true, ForceRemove: true,
	})
	if err != nil {
		return s.imageError(ctx, dir, err, "")
	}
	defer func() { _ = answer.Body.Close() }()
	var log strings.Builder
	for lines := json.NewDecoder(answer.Body); ; {
		var m jsonstream.Message
		err := lines.Decode(&m)
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err == nil && m.Error != nil:
			err = m.Error
		}
		if err != nil {
			return s.imageError(ctx, dir, err, log.String())
		}
		log.WriteString(m.Stream)
		if strings.HasPrefix(m.Stream, "Step ") {
			s.steps.wait(clean(strings.TrimSpace(m.Stream)))
		}
	}
}

func (s *session) imageError(ctx context.Context, dir string, err error, log string) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return s.buildError(dir, "docker build", err.Error(), log)
}

// packContext writes a folder as the context of a build, the same bytes whenever
// and by whomever it is done.
func packContext(w io.Writer, dir string) error {
	t := tar.NewWriter(w)
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || path == dir {
			return err
		}
		if e.IsDir() && e.Name() == ".git" {
			return filepath.SkipDir
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		return packFile(t, path, filepath.ToSlash(name), e)
	})
	return errors.Join(err, t.Close())
}

func packFile(t *tar.Writer, path, name string, e fs.DirEntry) error {
	info, err := e.Info()
	if err != nil {
		return err
	}
	h := &tar.Header{Name: name, ModTime: imageTime, Mode: 0o644, Format: tar.FormatPAX}
	if info.IsDir() || info.Mode()&0o100 != 0 {
		h.Mode = 0o755
	}
	switch {
	case info.IsDir():
		h.Typeflag, h.Name = tar.TypeDir, name+"/"
		return t.WriteHeader(h)
	case info.Mode()&fs.ModeSymlink != 0:
		h.Typeflag = tar.TypeSymlink
		if h.Linkname, err = os.Readlink(path); err != nil {
			return err
		}
		return t.WriteHeader(h)
	case !info.Mode().IsRegular():
		return nil // no socket or pipe is part of an image
	}
	h.Typeflag, h.Size = tar.TypeReg, info.Size()
	if err := t.WriteHeader(h); err != nil {
		return err
	}
	f, err := os.Open(path) //nolint:gosec // the person's own file
	if err != nil {
		return err
	}
	_, err = io.Copy(t, f)
	return errors.Join(err, f.Close())
}
