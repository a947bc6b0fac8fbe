package apps

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/iexecd/iexecd/apps"
)

// The file with the table, and what is before and after it.
const (
	tableFile  = "../../docs/apps.md"
	tableBegin = "<!-- table -->\n"
	tableEnd   = "<!-- end of table -->\n"
	builtFile  = "../../build/images.txt" // of scripts/build-images.sh: name, seconds
)

// row is what the runs of an app tell.
type row struct {
	alone  time.Duration // once in the sandbox; 0 = a module
	bought time.Duration // from three workers
	right  string        // what was checked
	size   int64         // bytes of the image; 0 = a module
}

// rows are those of the apps that were run.
var rows = struct {
	sync.Mutex
	of map[string]row
}{of: map[string]row{}}

func note(name string, set func(*row)) {
	rows.Lock()
	defer rows.Unlock()
	r := rows.of[name]
	set(&r)
	rows.of[name] = r
}

func TestMain(m *testing.M) {
	flag.Parse()
	code := m.Run()
	if code == 0 && *update {
		if err := writeTable(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	os.Exit(code)
}

// writeTable writes what was run into the table of the docs; rows of other apps stay.
func writeTable() error {
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
	b.WriteString("| App | Image | Build | Run | Bought | Reproducible, and why | Checked |\n")
	b.WriteString("|---|---|---|---|---|---|---|\n")
	for _, a := range apps.List() {
		link := fmt.Sprintf("| [`%s`](", a.Name)
		r, ok := rows.of[a.Name]
		if !ok {
			for line := range strings.Lines(rest) {
				if strings.HasPrefix(line, link) {
					b.WriteString(line)
				}
			}
			continue
		}
		size, build, alone := "a module", "–", "–"
		if a.Runtime == apps.OCI {
			size, build = fmt.Sprintf("%d MB", max(r.size/1_000_000, 1)), built[a.Name]+" s"
			alone = fmt.Sprintf("%.1f s", r.alone.Seconds())
		}
		why, err := why(a)
		if err != nil {
			return err
		}
		bought := "–"
		if r.bought > 0 {
			bought = fmt.Sprintf("%.0f s", r.bought.Seconds())
		}
		fmt.Fprintf(&b, "%s../apps/%s/README.md) | %s | %s | %s | %s | %s | %s |\n",
			link, a.Name, size, build, alone, bought, why, r.right)
	}
	return os.WriteFile(tableFile, []byte(head+tableBegin+b.String()+tableEnd+tail), 0o600)
}

// why returns what the app's page says of it.
func why(a apps.App) (string, error) {
	if !a.Reproducible {
		return "no: " + a.NotReproducible, nil
	}
	page, err := os.ReadFile(filepath.Join("../../apps", a.Name, "README.md"))
	if err != nil {
		return "", err
	}
	found := regexp.MustCompile(`(?m)^Deterministic: (.+)\.$`).FindSubmatch(page)
	if found == nil {
		return "", fmt.Errorf("apps/%s/README.md does not say why it is deterministic", a.Name)
	}
	return "yes: " + string(found[1]), nil
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
