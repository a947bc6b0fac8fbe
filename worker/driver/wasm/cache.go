package wasm

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"

	"github.com/iexecd/iexecd/worker/driver"
)

// maxCacheBytes bounds the compiled apps on disk; beyond it the oldest half goes.
const maxCacheBytes = 1 << 30

// compiled is an app ready to start.
type compiled struct {
	runtime wazero.Runtime
	code    wazero.CompiledModule
	cache   wazero.CompilationCache // nil = none
}

// close frees what the app holds.
func (c *compiled) close(ctx context.Context) {
	if c.runtime != nil {
		_ = c.runtime.Close(ctx)
	}
	if c.cache != nil {
		_ = c.cache.Close(ctx)
	}
}

// appError wraps what the engine has against an app, which is a result.
type appError struct{ error }

// compile makes an app ready to start. A cache that is broken or has no room is
// emptied and done without: it must never look like a bad app. Errors are
// appError, or this machine's own.
func compile(ctx context.Context, metered []byte, q request) (*compiled, error) {
	limits := q.Spec.Limits
	if q.Interpreter { // compiles nothing that could be kept
		return build(ctx, metered, limits, wazero.NewRuntimeConfigInterpreter(), nil)
	}
	trim(q.CacheDir, maxCacheBytes, maxCacheBytes/2)
	if cache, err := wazero.NewCompilationCacheWithDir(q.CacheDir); err == nil {
		if c, err := build(ctx, metered, limits, wazero.NewRuntimeConfig(), cache); err == nil {
			return c, nil
		}
	}
	c, err := build(ctx, metered, limits, wazero.NewRuntimeConfig(), nil)
	if err == nil {
		trim(q.CacheDir, -1, -1)
	}
	return c, err
}

// build makes an app ready with an engine and a cache, nil = none, which it closes
// if it fails.
func build(ctx context.Context, metered []byte, limits driver.Limits, engine wazero.RuntimeConfig,
	cache wazero.CompilationCache,
) (*compiled, error) {
	config := engine.WithMemoryLimitPages(memoryPages(limits)).WithDebugInfoEnabled(false)
	if cache != nil {
		config = config.WithCompilationCache(cache)
	}
	c := &compiled{cache: cache, runtime: wazero.NewRuntimeWithConfig(ctx, config)}
	if _, err := wasi_snapshot_preview1.Instantiate(ctx, c.runtime); err != nil {
		c.close(ctx)
		return nil, err
	}
	var err error
	if c.code, err = c.runtime.CompileModule(ctx, metered); err != nil {
		c.close(ctx)
		return nil, appError{err}
	}
	return c, nil
}

// isApp reports whether an error is the app's and not this machine's.
func isApp(err error) bool {
	var app appError
	return errors.As(err, &app)
}

// trim removes the oldest files of a cache of more than most bytes until it has no
// more than target. Other children may use it meanwhile: what they opened stays.
func trim(dir string, most, target int64) {
	type entry struct {
		path string
		info fs.FileInfo
	}
	var all []entry
	total := int64(0)
	_ = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return nil //nolint:nilerr // what cannot be seen is not trimmed
		}
		if info, err := d.Info(); err == nil {
			all, total = append(all, entry{path, info}), total+info.Size()
		}
		return nil
	})
	if total <= most {
		return
	}
	slices.SortFunc(all, func(a, b entry) int { return a.info.ModTime().Compare(b.info.ModTime()) })
	for _, e := range all {
		if total <= target {
			return
		}
		if os.Remove(e.path) == nil {
			total -= e.info.Size()
		}
	}
}
