package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/worker/result"
)

// testVerdict is what app test found, for programs.
type testVerdict struct {
	App          string       `json:"app"`
	Category     string       `json:"category"`
	Reproducible bool         `json:"reproducible"`
	Failed       bool         `json:"failed"`
	Runs         []testedRun  `json:"runs"`
	Files        []string     `json:"files,omitempty"` // of the result of the first run
	Differences  []difference `json:"differences,omitempty"`
	Notes        []string     `json:"notes,omitempty"` // what is no part of the result
	Kept         string       `json:"kept,omitempty"`  // folder of the outputs
}

type testedRun struct {
	Digest          string `json:"digest"` // 0x and 64 digits, as on chain
	Cause           string `json:"cause"`
	ExitCode        uint32 `json:"exit_code"`
	Tail            string `json:"tail,omitempty"` // of a failed app
	FuelUsed        uint64 `json:"fuel_used,omitempty"`
	WallMS          int64  `json:"wall_ms,omitempty"`
	CPUMS           int64  `json:"cpu_ms,omitempty"`
	PeakMemoryBytes uint64 `json:"peak_memory_bytes,omitempty"`
	OutputBytes     uint64 `json:"output_bytes"`
}

// difference is a part of the result that is not the same in both runs.
type difference struct {
	File   string `json:"file,omitempty"` // empty = not a file
	What   string `json:"what"`           // how the two differ
	Offset int64  `json:"offset"`         // of the first differing byte, -1 = there is none
	Hint   string `json:"hint,omitempty"` // what it is, and what to do
}

// judge runs the app twice and tells whether it is reproducible.
func (s *session) judge(ctx context.Context, t *trial, from appSource) error {
	runs, err := s.twice(ctx, t)
	if err != nil {
		return err
	}
	v := t.verdict(runs)
	if out, _ := s.cmd.Flags().GetString(flagOut); out != "" {
		v.Kept = t.dir
	}
	if err := s.result(v, v.print); err != nil {
		return err
	}
	switch {
	case runs[0].failed():
		s.sayTail(runs[0].result.Answer.Tail)
		return &Error{
			Code: codeAppFailed, Exit: ExitTaskFailed, What: "The app failed", Why: failureText(runs[0]),
			Next: []string{"see its last lines above"},
		}
	case !v.Reproducible:
		e := &Error{
			Code: codeDiffers, Exit: ExitDiffers, What: "The app is not reproducible",
			Why: "two runs gave the results " + short(v.Runs[0].Digest) + " and " + short(v.Runs[1].Digest) +
				", on which workers would never agree",
			Next: []string{"make it leave out what differs", "offer it for --trust 1 only"},
		}
		if from.about.NotReproducible != "" {
			e.Why += "; app.json says: " + clean(from.about.NotReproducible)
		}
		return e
	}
	return nil
}

// failureText tells why there is no result: the app's end, or its computed.json.
func failureText(r trialRun) string {
	if r.result.Answer.Cause == poco.CauseBadOutput {
		return r.result.Answer.Tail
	}
	return causeOf(r)
}

func (t *trial) verdict(runs [2]trialRun) testVerdict {
	v := testVerdict{
		App: t.spec.AppName, Category: t.category.Name, Failed: runs[0].failed() || runs[1].failed(),
		Reproducible: runs[0].result.Answer.Digest == runs[1].result.Answer.Digest,
	}
	for _, r := range runs {
		a, o := r.result.Answer, r.outcome
		v.Runs = append(v.Runs, testedRun{
			Digest: a.Digest.String(), Cause: causeWord(r), ExitCode: a.ExitCode, Tail: clean(a.Tail),
			FuelUsed: o.FuelUsed, WallMS: o.Usage.Wall.Milliseconds(), CPUMS: o.Usage.CPU.Milliseconds(),
			PeakMemoryBytes: o.Usage.PeakMemoryBytes, OutputBytes: o.OutputLen,
		})
	}
	for _, f := range runs[0].result.Files {
		v.Files = append(v.Files, fmt.Sprintf("%s, %s", clean(f.Path), bytesText(f.Size)))
	}
	if !v.Reproducible {
		v.Differences = compare(runs)
	}
	for name, streams := range map[string][2][]byte{
		"stdout": {runs[0].outcome.Stdout, runs[1].outcome.Stdout},
		"stderr": {runs[0].outcome.Stderr, runs[1].outcome.Stderr},
	} {
		if !bytes.Equal(streams[0], streams[1]) && !v.Failed {
			v.Notes = append(v.Notes, name+" differs, which is no part of the result")
		}
	}
	slices.Sort(v.Notes)
	return v
}

func causeWord(r trialRun) string {
	if !r.failed() {
		return "ok"
	}
	return causeOf(r)
}

// compare tells what differs between two results.
func compare(runs [2]trialRun) []difference {
	a, b := runs[0].result, runs[1].result
	switch {
	case a.Answer.Cause != b.Answer.Cause || a.Answer.ExitCode != b.Answer.ExitCode:
		what := fmt.Sprintf("run 1: %s; run 2: %s", causeWord(runs[0]), causeWord(runs[1]))
		return []difference{{Offset: -1, What: what}}
	case runs[0].failed():
		d := compareBytes([]byte(a.Answer.Tail), []byte(b.Answer.Tail))
		d.What = "the last lines of a failed app, which are a part of its result: " + d.What
		return []difference{d}
	case len(a.Files) == 0 && len(b.Files) == 0:
		d := compareBytes(a.Answer.Callback, b.Answer.Callback)
		d.What = "callback-data: " + d.What
		return []difference{d}
	}
	return compareFiles(a.Files, b.Files)
}

// compareFiles tells which files of two results differ, and how.
func compareFiles(a, b []result.File) []difference {
	var found []difference
	second := map[string]result.File{}
	for _, f := range b {
		second[f.Path] = f
	}
	for _, f := range a {
		g, both := second[f.Path]
		delete(second, f.Path)
		switch {
		case !both:
			found = append(found, difference{File: f.Path, Offset: -1, What: "only the first run wrote it"})
		case f.Executable != g.Executable:
			found = append(found, difference{File: f.Path, Offset: -1, What: "only one run made it executable"})
		case f.SHA256 != g.SHA256:
			found = append(found, compareFile(f, g))
		}
	}
	for path := range second {
		found = append(found, difference{File: path, Offset: -1, What: "only the second run wrote it"})
	}
	slices.SortFunc(found, func(x, y difference) int { return strings.Compare(x.File, y.File) })
	return found
}

// maxCompared bounds how much of a file is looked into.
const maxCompared = 64 << 20

func compareFile(f, g result.File) difference {
	first, err := head(f.Source())
	if err == nil {
		var second []byte
		if second, err = head(g.Source()); err == nil {
			d := compareBytes(first, second)
			d.File = f.Path
			return d
		}
	}
	return difference{File: f.Path, Offset: -1, What: "it cannot be read: " + err.Error()}
}

func head(path string) ([]byte, error) {
	f, err := os.Open(path) //nolint:gosec // a folder of our own
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	return io.ReadAll(io.LimitReader(f, maxCompared))
}

// compareBytes tells where two contents differ first, and what that may be.
func compareBytes(a, b []byte) difference {
	at := firstDifference(a, b)
	d := difference{Offset: int64(at), Hint: hintOf(a, b, at)}
	if len(a) == len(b) {
		d.What = fmt.Sprintf("%d bytes each, the first that differs is %d", len(a), at)
	} else {
		d.What = fmt.Sprintf("%d and %d bytes, the first that differs is %d", len(a), len(b), at)
	}
	return d
}

func firstDifference(a, b []byte) int {
	at := 0
	for at < len(a) && at < len(b) && a[at] == b[at] {
		at++
	}
	return at
}

// print writes the verdict for people.
func (v testVerdict) print(w io.Writer) error {
	var t table
	say := "yes"
	switch {
	case !v.Reproducible:
		say = "no"
	case v.Failed:
		say = "yes, it fails alike"
	}
	t.add("reproducible", say)
	t.add("digest", v.Runs[0].Digest)
	if !v.Reproducible {
		t.add("", v.Runs[1].Digest)
	}
	for i, f := range v.Files[:min(len(v.Files), 20)] {
		label := ""
		if i == 0 {
			label = "files"
		}
		t.add(label, f)
	}
	if more := len(v.Files) - 20; more > 0 {
		t.add("", fmt.Sprintf("and %d more", more))
	}
	for _, d := range v.Differences[:min(len(v.Differences), 20)] {
		t.add("differs", strings.TrimPrefix(clean(d.File)+": "+clean(d.What), ": "))
		if d.Hint != "" {
			for line := range strings.Lines(d.Hint) {
				t.add("", "  "+clean(strings.TrimSpace(line)))
			}
		}
	}
	if more := len(v.Differences) - 20; more > 0 {
		t.add("differs", fmt.Sprintf("and %d more", more))
	}
	for _, note := range v.Notes {
		t.add("note", note)
	}
	if v.Kept != "" {
		t.add("kept", v.Kept)
	}
	return t.print(w, "")
}
