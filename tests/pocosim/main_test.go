package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/tests/pocosim/world"
)

// TestRun: one run prints its report as JSON, and writes the same.
func TestRun(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "out")
	var out bytes.Buffer
	args := "-tasks 500 -workers 20 -fault 0.2 -adversary sparse -epsilon 0.01 -out"
	require.NoError(t, run(append(strings.Fields(args), dir), &out))
	var r world.Report
	require.NoError(t, json.Unmarshal(out.Bytes(), &r))
	require.Equal(t, 500, r.Count.Tasks)
	require.Equal(t, uint32(10_000_000), r.Config.MaxErrorPPB)
	require.Positive(t, r.Config.LieRate)
	written, err := os.ReadFile(filepath.Join(dir, "run.json"))
	require.NoError(t, err)
	require.Equal(t, out.String(), string(written))
}

// TestTable: a row of the table is what the run alone shows, and the figures are there.
func TestTable(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var out bytes.Buffer
	args := []string{"-table", "-tasks", "1000", "-window", "20", "-warm", "250"}
	require.NoError(t, run(append(args, "-out", dir), &out))
	text, err := os.ReadFile(filepath.Join(dir, "table.json"))
	require.NoError(t, err)
	var table Table
	require.NoError(t, json.Unmarshal(text, &table))
	require.Len(t, table.Bounded, (len(world.Adversaries())-1)*len(faults))
	row := table.Bounded[1]
	alone, err := world.Run(row.Config)
	require.NoError(t, err)
	alone.Count.Brier, alone.Count.StatedError = 0, 0 // sums that are not printed
	require.Equal(t, row, alone)
	for _, name := range world.Adversaries() {
		require.Contains(t, out.String(), "\n"+name+" ")
	}
	require.Contains(t, out.String(), "classic-trust-5")
	for _, name := range []string{"wrong-results", "executions"} {
		require.FileExists(t, filepath.Join(dir, name+".png"))
		require.FileExists(t, filepath.Join(dir, name+".svg"))
	}
}

// TestFigures: all figures are drawn, and small.
func TestFigures(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	require.NoError(t, run([]string{"-figures", "-out", dir}, &bytes.Buffer{}))
	files, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, files, 12)
	for _, f := range files {
		info, err := f.Info()
		require.NoError(t, err)
		require.Less(t, info.Size(), int64(120_000), f.Name())
	}
}

// TestRefused: what cannot be run is refused with what to do.
func TestRefused(t *testing.T) {
	t.Parallel()
	for args, says := range map[string]string{
		"-adversary mallory": `adversary is "mallory"`,
		"-epsilon 2":         "epsilon is 2",
		"-figures":           "pass -out",
		"-audit many":        "invalid value",
	} {
		require.ErrorContains(t, run(strings.Fields(args), &bytes.Buffer{}), says)
	}
}
