package apps

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/iexecd/iexecd/apps"
)

// The file with the table, and what is before and after it.
const (
	tableFile  = "../../docs/apps.md"
	tableBegin = "<!-- table -->\n"
	tableEnd   = "<!-- end of table -->\n"
	builtFile  = "../../build/images.txt" // of scripts/build-images.sh: name, seconds
)

// writeTable writes what was bought into the table of the docs.
func writeTable(all map[string]bought) error {
	text, err := os.ReadFile(tableFile)
	if err != nil {
		return err
	}
	head, rest, ok := strings.Cut(string(text), tableBegin)
	_, tail, ended := strings.Cut(rest, tableEnd)
	if !ok || !ended {
		return errors.New(tableFile + " has no place for the table")
	}
	built, err := buildTimes()
	if err != nil {
		return err
	}
	var b strings.Builder
	b.WriteString("| App | Runtime | Image | Build | Run | Reproducible | Checked |\n|---|---|---|---|---|---|---|\n")
	for _, a := range apps.List() {
		x, ok := all[a.Name]
		if !ok {
			continue
		}
		size, build := "–", "–"
		if a.Runtime == apps.OCI {
			size, build = fmt.Sprintf("%d MB", max(x.size/1_000_000, 1)), built[a.Name]+" s"
		}
		same := "yes: three workers agreed"
		if !a.Reproducible {
			same = "no: " + a.NotReproducible
		}
		fmt.Fprintf(&b, "| [`%s`](../apps/%s/README.md) | %s | %s | %s | %.0f s | %s | %s |\n", a.Name, a.Name, a.Runtime,
			size, build, x.took.Seconds(), same, x.right)
	}
	return os.WriteFile(tableFile, []byte(head+tableBegin+b.String()+tableEnd+tail), 0o600)
}

// buildTimes returns the seconds that each image's build took, as text.
func buildTimes() (map[string]string, error) {
	file, err := os.Open(builtFile)
	if err != nil {
		return nil, fmt.Errorf("%w: scripts/build-images.sh writes it", err)
	}
	defer func() { _ = file.Close() }()
	times := map[string]string{}
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		name, seconds, _ := strings.Cut(lines.Text(), " ")
		times[name] = seconds
	}
	return times, lines.Err()
}
