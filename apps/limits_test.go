package apps_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/worker/contract"
	"github.com/iexecd/iexecd/worker/driver"
	"github.com/iexecd/iexecd/worker/driver/wasm"
	"github.com/iexecd/iexecd/x/market/types"
)

const childEnv = "wasm-exec-child"

// TestMain lets the test binary be the driver's child.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == childEnv {
		if err := wasm.ChildMain(context.Background(), os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// TestAppsFitTheirCategory runs every app with the worker's own driver: its
// example and a heavy run end within half the fuel of the app's category.
func TestAppsFitTheirCategory(t *testing.T) {
	heavy := map[string]string{
		"factorial": "20000", "montecarlo": "100 100 0.05 0.2 1 2000000", "vanitygen": "abcd", "wordcount": "",
		"film": "200 640",
	}
	dir, book, cache := build(t), fetchBook(t), t.TempDir()
	d, err := wasm.New(wasm.Options{Args: []string{childEnv}, CacheDir: cache})
	require.NoError(t, err)
	for _, a := range modules() {
		t.Run(a.Name, func(t *testing.T) {
			category := types.DefaultCategories()[a.Category]
			for _, args := range []string{a.ExampleArgs, heavy[a.Name]} {
				split, err := contract.Split(args)
				require.NoError(t, err)
				s := driver.Spec{
					TaskID: ident.Keccak256([]byte(a.Name)), App: filepath.Join(dir, a.Name+".wasm"), Args: split,
					Env: map[string]string{}, InDir: t.TempDir(), OutDir: t.TempDir(),
					Limits: driver.Limits{
						Fuel: category.MaxFuel / 2, MemoryBytes: category.MaxMemoryBytes,
						OutputBytes: category.MaxOutputBytes, Wall: 2 * time.Minute,
					},
				}
				task := contract.Task{ID: s.TaskID, Size: 1, Inputs: []contract.Input{{Name: "book.txt"}}}
				for _, pair := range contract.Env(task) {
					key, value, _ := strings.Cut(pair, "=")
					s.Env[key] = value
				}
				require.NoError(t, os.WriteFile(filepath.Join(s.InDir, "book.txt"), read(t, book), 0o600))
				start := time.Now()
				out, err := d.Run(t.Context(), s)
				require.NoError(t, err)
				require.Equal(t, poco.CauseOK, out.Cause, out.Tail)
				require.FileExists(t, filepath.Join(s.OutDir, "computed.json"))
				t.Logf("%s %s: %d fuel, %v", a.Name, args, out.FuelUsed, time.Since(start).Round(time.Millisecond))
			}
		})
	}
}
