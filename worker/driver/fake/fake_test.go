package fake_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/worker/driver"
	"github.com/iexecd/iexecd/worker/driver/drivertest"
	"github.com/iexecd/iexecd/worker/driver/fake"
)

// suite plays what the suite's app does.
func suite(s driver.Spec) fake.Run {
	switch s.Args[0] {
	case "copy":
		return fake.Run{Files: map[string]string{"copy.txt": "hello"}, Stdout: "copied\n"}
	case "world":
		return fake.Run{Stdout: "the same"}
	case "spin":
		if s.Limits.Fuel < drivertest.Limits.Fuel {
			return fake.Run{Cause: poco.CauseOutOfFuel}
		}
		return fake.Run{For: time.Hour}
	}
	for _, e := range drivertest.Ends {
		if strings.Join(e.Args, " ") == strings.Join(s.Args, " ") {
			return fake.Run{Cause: e.Cause, Exit: e.ExitCode, Stderr: e.Tail}
		}
	}
	return fake.Run{Err: errors.New("not in the script")}
}

func TestConformance(t *testing.T) {
	drivertest.Run(t, fake.New(suite), func(testing.TB) string { return "none" }, drivertest.Traits{Metered: true})
}

func TestFailures(t *testing.T) {
	broken := errors.New("no disk")
	d := fake.New(fake.Always(fake.Run{Err: broken}))
	d.Broken = broken
	require.ErrorIs(t, d.Probe(t.Context()), broken)
	_, err := d.Run(t.Context(), driver.Spec{Args: []string{"x"}})
	require.ErrorIs(t, err, broken)
	require.Equal(t, []string{"x"}, d.Specs()[0].Args)
}

// TestLiar checks that a liar changes results and failures, each in its own way.
func TestLiar(t *testing.T) {
	honest := fake.New(fake.Always(fake.Run{Files: map[string]string{"a": "A", "computed.json": "{}"}}))
	read := func(d driver.Driver) map[string]string {
		dir := t.TempDir()
		out, err := d.Run(t.Context(), driver.Spec{OutDir: dir})
		require.NoError(t, err)
		require.Equal(t, poco.CauseOK, out.Cause)
		files := map[string]string{}
		for _, n := range []string{"a", "computed.json"} {
			text, err := os.ReadFile(filepath.Join(dir, n))
			require.NoError(t, err)
			files[n] = string(text)
		}
		return files
	}
	one, other := read(driver.Liar{Driver: honest, Name: "one"}), read(driver.Liar{Driver: honest, Name: "other"})
	require.Equal(t, "{}", one["computed.json"])
	require.NotEqual(t, "A", one["a"])
	require.NotEqual(t, one["a"], other["a"])

	callback := fake.New(fake.Always(fake.Run{Files: map[string]string{"computed.json": `{"callback-data":"0x01"}`}}))
	dir := t.TempDir()
	_, err := driver.Liar{Driver: callback, Name: "one"}.Run(t.Context(), driver.Spec{OutDir: dir})
	require.NoError(t, err)
	text, err := os.ReadFile(filepath.Join(dir, "computed.json"))
	require.NoError(t, err)
	require.JSONEq(t, `{"callback-data":"0x61206c6965206279206f6e65"}`, string(text))

	failing := fake.New(fake.Always(fake.Run{Cause: poco.CauseExit, Exit: 1, Stderr: "why"}))
	out, err := driver.Liar{Driver: failing, Name: "one"}.Run(t.Context(), driver.Spec{})
	require.NoError(t, err)
	require.NotEqual(t, "why", out.Tail)
}
