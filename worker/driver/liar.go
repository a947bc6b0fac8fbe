package driver

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/iexecd/iexecd/core/poco"
)

// Liar runs apps with another driver and then changes what they left behind, so
// that its answers are wrong: each liar's in its own way. It is what
// iexecd dev --faulty starts.
type Liar struct {
	Driver
	Name string // who lies
}

// Run implements Driver.
func (l Liar) Run(ctx context.Context, s Spec) (Outcome, error) {
	out, err := l.Driver.Run(ctx, s)
	if err != nil {
		return out, err
	}
	if out.Cause != poco.CauseOK {
		out.Tail = "a lie by " + l.Name
		return out, nil
	}
	lies := 0
	err = filepath.WalkDir(s.OutDir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == "computed.json" {
			return err
		}
		f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0) //nolint:gosec // a folder of our own, without links
		if err != nil {
			return err
		}
		lies++
		if _, err := f.WriteString("a lie by " + l.Name + "\n"); err != nil {
			_ = f.Close()
			return err
		}
		return f.Close()
	})
	if err != nil || lies > 0 {
		return out, err
	}
	// The answer is in computed.json itself.
	text := fmt.Sprintf(`{"callback-data":"0x%x"}`, "a lie by "+l.Name)
	return out, os.WriteFile(filepath.Join(s.OutDir, "computed.json"), []byte(text), 0o600)
}
