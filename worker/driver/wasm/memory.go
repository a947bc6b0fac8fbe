package wasm

import (
	"fmt"

	"github.com/tetratelabs/wazero/experimental"
	"golang.org/x/sys/unix"

	"github.com/iexecd/iexecd/worker/driver"
)

// pageBytes is a page of WebAssembly memory.
const pageBytes = 64 << 10

// memoryPages returns how many pages an app may have, 1 to 65,536.
func memoryPages(l driver.Limits) uint32 { return uint32(min(max(l.MemoryBytes/pageBytes, 1), 65_536)) }

// linear is an app's memory: address space for all that it may have, of which the
// kernel gives what is touched. It grows without a copy, and out of the garbage
// collector's sight: a collection that growing brings about waits for the app, and
// interrupts it without end until it calls the host, which made an app that computes
// in 40 MB nearly twice as slow.
type linear []byte

// reserve returns memory for an app. It has only one: WebAssembly 2.0 knows no more.
func reserve(l driver.Limits) (linear, error) {
	size := int(memoryPages(l)) * pageBytes
	m, err := unix.Mmap(-1, 0, size, unix.PROT_READ|unix.PROT_WRITE,
		unix.MAP_PRIVATE|unix.MAP_ANON|unix.MAP_NORESERVE)
	if err != nil {
		return nil, fmt.Errorf("no address space for the app's %d bytes of memory: %w", size, err)
	}
	return m, nil
}

// Allocate implements experimental.MemoryAllocator.
func (l linear) Allocate(_, _ uint64) experimental.LinearMemory { return l }

// Reallocate implements experimental.LinearMemory. The engine asks for no more than
// the limit, which is all there is.
func (l linear) Reallocate(size uint64) []byte { return l[:size] }

// Free implements experimental.LinearMemory.
func (l linear) Free() { _ = unix.Munmap(l) }
