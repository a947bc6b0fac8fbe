package wasm_test

import (
	"context"
	"fmt"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/worker/driver"
	"github.com/iexecd/iexecd/worker/driver/drivertest"
	"github.com/iexecd/iexecd/worker/driver/wasm"
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

func newDriver(t *testing.T) driver.Driver {
	t.Helper()
	d, err := wasm.New(wasm.Options{Args: []string{childEnv}, CacheDir: t.TempDir()})
	require.NoError(t, err)
	return d
}

func TestConformance(t *testing.T) {
	drivertest.Run(t, newDriver(t), drivertest.BuildGo(t), drivertest.Traits{Metered: true})
}
