package docker

import (
	"archive/tar"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	cerrdefs "github.com/containerd/errdefs"
	"github.com/moby/moby/client"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/worker/driver"
)

// probeImage is the smallest image: one program that ends at once.
const probeImage = "iexecd/probe:1"

// Probe implements driver.Driver: it runs the smallest container.
func (d *Driver) Probe(ctx context.Context) error { return d.probe(ctx, driver.Spec{}) }

// ProbeGPU returns nil if a container with the machine's GPUs starts, else why not.
// A daemon takes such a container and fails at its start, so only a start tells.
func (d *Driver) ProbeGPU(ctx context.Context) error { return d.probe(ctx, driver.Spec{GPU: true}) }

// ProbeGVisor returns nil if a container starts in gVisor, else what is missing.
func (d *Driver) ProbeGVisor(ctx context.Context) error {
	r, err := d.daemon.Info(ctx, client.InfoOptions{})
	if err != nil {
		return d.unreachable(err)
	}
	if _, ok := r.Info.Runtimes[gvisor]; !ok {
		return fmt.Errorf("the Docker daemon has no runtime %s: install it, and name it in "+
			"/etc/docker/daemon.json", gvisor)
	}
	return d.probe(ctx, driver.Spec{GVisor: true})
}

func (d *Driver) unreachable(err error) error {
	return fmt.Errorf("no Docker daemon answers at %s: %w; next: apt-get install docker.io, "+
		"or name another with --docker", d.daemon.DaemonHost(), err)
}

// reach returns nil if the daemon answers, and its machine is one that images are for.
func (d *Driver) reach(ctx context.Context) error {
	v, err := d.daemon.ServerVersion(ctx, client.ServerVersionOptions{})
	if err != nil {
		return d.unreachable(err)
	}
	if v.Os != driver.ImageOS || v.Arch != driver.ImageArch {
		return fmt.Errorf("the Docker daemon at %s is on a machine of %s/%s, and the images of apps are for %s/%s; "+
			"next: leave containers out of --tag, or name a daemon of such a machine with --docker",
			d.daemon.DaemonHost(), v.Os, v.Arch, driver.ImageOS, driver.ImageArch)
	}
	return nil
}

// probePrefix begins the names of the folders that a probe's container sees. They are
// below the driver's own: what is in /tmp of this process can be another folder for
// the daemon (systemd: PrivateTmp).
const probePrefix = "probe-"

func (d *Driver) probe(ctx context.Context, s driver.Spec) error {
	if err := d.reach(ctx); err != nil {
		return err
	}
	if err := d.importProbe(ctx); err != nil {
		return err
	}
	dir, err := os.MkdirTemp(d.options.Dir, probePrefix)
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	s.TaskID = ident.Keccak256([]byte("iexec/probe"), []byte(dir))
	s.App, s.Args, s.InDir, s.OutDir = probeImage, []string{"/probe"}, dir, dir
	s.Limits = driver.Limits{MemoryBytes: leastMemory, OutputBytes: 1 << 20}
	out, err := d.run(ctx, s)
	switch {
	case err != nil: // nobody takes up what there is
		return errors.Join(fmt.Errorf("the smallest container does not run: %w", err), d.end(ctx, s.TaskID))
	case out.Cause != poco.CauseOK:
		return fmt.Errorf("the smallest container ended with cause %d, exit code %d: %s",
			out.Cause, out.ExitCode, out.Tail)
	}
	return nil
}

// importProbe makes the smallest image, unless it is there.
func (d *Driver) importProbe(ctx context.Context) error {
	_, err := d.daemon.ImageInspect(ctx, probeImage)
	if !cerrdefs.IsNotFound(err) {
		return err
	}
	program := exitProgram()
	var image bytes.Buffer
	to := tar.NewWriter(&image)
	for _, dir := range []string{"tmp", "iexec_in", "iexec_out", "dev", "proc", "sys"} {
		if err := to.WriteHeader(&tar.Header{Typeflag: tar.TypeDir, Name: dir + "/", Mode: 0o755}); err != nil {
			return err
		}
	}
	err = to.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: "probe", Mode: 0o755, Size: int64(len(program))})
	if err == nil {
		_, err = to.Write(program)
	}
	if err := errors.Join(err, to.Close()); err != nil {
		return err
	}
	r, err := d.daemon.ImageImport(ctx, client.ImageImportSource{Source: &image, SourceName: "-"}, probeImage,
		client.ImageImportOptions{})
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, r)
	return errors.Join(err, r.Close())
}

// exitProgram returns a program that ends with code 0: an ELF header, one program
// header, and the system call.
func exitProgram() []byte {
	const base, headers, amd64 = 0x400000, 64 + 56, 62
	code := []byte{0xb8, 60, 0, 0, 0, 0x31, 0xff, 0x0f, 0x05} // mov eax, 60; xor edi, edi; syscall
	le := binary.LittleEndian
	size := uint64(headers + len(code))
	b := append([]byte("\x7fELF\x02\x01\x01"), make([]byte, 9)...)
	for _, half := range []uint16{2, amd64} { // an executable
		b = le.AppendUint16(b, half)
	}
	b = le.AppendUint32(b, 1)
	for _, word := range []uint64{base + headers, 64, 0} { // entry, program headers, section headers
		b = le.AppendUint64(b, word)
	}
	b = le.AppendUint32(b, 0)
	for _, half := range []uint16{64, 56, 1, 64, 0, 0} { // sizes and counts of headers
		b = le.AppendUint16(b, half)
	}
	b = le.AppendUint32(le.AppendUint32(b, 1), 5) // loaded; read and executed
	for _, word := range []uint64{0, base, base, size, size, 0x1000} {
		b = le.AppendUint64(b, word)
	}
	return slices.Concat(b, code)
}
