package docker

import (
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/worker/driver/drivertest"
)

// TestOutOfMemoryIsOneCause: that an app ran out of memory is the same result each
// time, though the daemon does not always say why a container was killed.
func TestOutOfMemoryIsOneCause(t *testing.T) {
	d := newDriver(t)
	app := importGuest(t, d.daemon)
	var slots sync.WaitGroup
	for slot := range 4 {
		slots.Go(func() {
			for i := range 8 {
				s := drivertest.NewSpec(t, app, []string{"memory", "tmp"}[i%2])
				s.TaskID = ident.Keccak256([]byte(fmt.Sprint(t.Name(), slot, i)))
				s.Limits.MemoryBytes = 32 << 20
				out, err := d.Run(t.Context(), s)
				assert.True(t, err == nil && out.Cause == poco.CauseOutOfMemory, "cause %d, exit code %d: %v",
					out.Cause, out.ExitCode, err)
			}
		})
	}
	slots.Wait()
	requireNothingLeft(t, d)
}
