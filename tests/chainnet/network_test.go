package chainnet

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Each validator writes the log of its own consensus, and none that of another: a
// log of two is renamed by both when it is full, and the second finds it gone.
func TestEachHasItsOwnLog(t *testing.T) {
	n := Start(t, Options{Validators: 3, BlockTime: 10 * time.Millisecond})
	for _, o := range n.Nodes {
		o.At(t, 2)
		require.FileExists(t, filepath.Join(o.Home, "data", "cs.wal", "wal"))
	}
}
