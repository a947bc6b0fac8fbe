package dev

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/worker/driver"
	"github.com/iexecd/iexecd/worker/result"
)

// loadName is the name of the app that --load buys: a module of some hundred
// bytes that writes 32 bytes of its task's randomness into a file, so that every
// task has another right answer and none costs more than its process.
const loadName = "load"

// The files of the app, and its memory: two vectors for fd_write, a file
// descriptor, a count, the random bytes, then the texts.
const (
	loadFile     = "load.bin"
	loadComputed = `{"deterministic-output-path":"/iexec_out/` + loadFile + `"}`

	atComputedVector = 0
	atRandomVector   = 8
	atDescriptor     = 16
	atCount          = 20
	atRandom         = 32
	randomBytes      = 32
	atComputed       = 64
	atLoadName       = 192
	atComputedName   = 224
)

// loadModule returns the app as WebAssembly, assembled here: it is smaller than
// its source would be in any language, and needs no compiler.
func loadModule() []byte {
	const i32, i64 = 0x7f, 0x7e
	types := vector(
		signature(i32, i32, i32),                                    // random_get
		signature(i32, i32, i32, i32, i32, i32, i64, i64, i32, i32), // path_open
		signature(i32, i32, i32, i32, i32),                          // fd_write
		[]byte{0x60, 0, 0},                                          // _start
	)
	imports := vector(imported("random_get", 0), imported("path_open", 1), imported("fd_write", 2))
	code := slices.Concat(constant(atRandom), constant(randomBytes), call(0),
		writeFile(atLoadName, len(loadFile), atRandomVector),
		writeFile(atComputedName, len(result.ComputedFile), atComputedVector), []byte{0x0b})
	body := append([]byte{0}, code...)
	vectors := make([]byte, 16)
	binary.LittleEndian.PutUint32(vectors, atComputed)
	binary.LittleEndian.PutUint32(vectors[4:], uint32(len(loadComputed)))
	binary.LittleEndian.PutUint32(vectors[8:], atRandom)
	binary.LittleEndian.PutUint32(vectors[12:], randomBytes)
	return slices.Concat([]byte("\x00asm\x01\x00\x00\x00"),
		section(1, types), section(2, imports),
		section(3, []byte{1, 3}),    // one function, of type 3
		section(5, []byte{1, 0, 1}), // one page of memory
		section(7, vector(slices.Concat(text("memory"), []byte{2, 0}), slices.Concat(text("_start"), []byte{0, 3}))),
		section(10, vector(slices.Concat(size(len(body)), body))),
		section(11, vector(data(atComputedVector, vectors), data(atComputed, []byte(loadComputed)),
			data(atLoadName, []byte(loadFile)), data(atComputedName, []byte(result.ComputedFile)))))
}

// writeFile makes a file in the output folder, which is descriptor 4, and writes
// a vector into it. What goes wrong shows in the result.
func writeFile(name, nameLen, vector int) []byte {
	const createAndTruncate, rightToWrite = 1 | 8, 64
	return slices.Concat(constant(4), constant(0), constant(name), constant(nameLen), constant(createAndTruncate),
		[]byte{0x42}, signed(rightToWrite), []byte{0x42}, signed(0), constant(0), constant(atDescriptor), call(1),
		constant(atDescriptor), []byte{0x28, 2, 0}, constant(vector), constant(1), constant(atCount), call(2))
}

// call calls a function and drops what it returns.
func call(function byte) []byte { return []byte{0x10, function, 0x1a} }

func constant(n int) []byte { return append([]byte{0x41}, signed(n)...) }

// signed returns n >= 0 in signed LEB128.
func signed(n int) []byte {
	var b []byte
	for n >= 64 {
		b = append(b, byte(n&127)|128)
		n >>= 7
	}
	return append(b, byte(n)) //nolint:gosec // below 64
}

func size(n int) []byte { return binary.AppendUvarint(nil, uint64(n)) } //nolint:gosec // lengths

func text(s string) []byte { return append(size(len(s)), s...) }

func vector(items ...[]byte) []byte { return append(size(len(items)), slices.Concat(items...)...) }

func section(id byte, content []byte) []byte {
	return slices.Concat([]byte{id}, size(len(content)), content)
}

// signature returns the type of a function with one result.
func signature(returned byte, params ...byte) []byte {
	return slices.Concat([]byte{0x60}, size(len(params)), params, []byte{1, returned})
}

func imported(name string, of byte) []byte {
	return slices.Concat(text("wasi_snapshot_preview1"), text(name), []byte{0, of})
}

func data(at int, content []byte) []byte {
	return slices.Concat([]byte{0}, constant(at), []byte{0x0b}, size(len(content)), content)
}

// loadDigest returns the right answer of a task of the app, without running it:
// its randomness begins with sha256(task ‖ 0), 32 and 8 bytes.
func loadDigest(task ident.Hash) (ident.Hash, error) {
	dir, err := os.MkdirTemp("", "iexecd-load-")
	if err != nil {
		return ident.Hash{}, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	random := sha256.Sum256(binary.BigEndian.AppendUint64(task[:], 0))
	for name, content := range map[string][]byte{loadFile: random[:], result.ComputedFile: []byte(loadComputed)} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			return ident.Hash{}, err
		}
	}
	r, err := result.Build(dir, driver.Outcome{Cause: poco.CauseOK}, 0)
	if err == nil && r.Answer.Cause != poco.CauseOK {
		err = fmt.Errorf("the load's own answer is no result: %s", r.Answer.Tail)
	}
	return r.Answer.Digest, err
}
