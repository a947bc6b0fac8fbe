package vault

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// scenario is one thing that the vault must do or withstand. Every scenario
// runs under the rules of every fork, on a vault of its own.
type scenario struct {
	name  string
	world func(*testing.T, *chain) *world
	run   func(w *world)
}

// TestVault runs every scenario under every fork. Its names are those of docs/bridge-attacks.md.
func TestVault(t *testing.T) {
	t.Parallel()
	all := slices.Concat(depositScenarios(), batchScenarios(), tokenScenarios(), valsetScenarios(), guardianScenarios(),
		configScenarios(), moveScenarios())
	names := map[string]bool{}
	for _, s := range all {
		require.False(t, names[s.name], "two scenarios are called %q", s.name)
		names[s.name] = true
	}
	for _, fork := range forks {
		t.Run(fork, func(t *testing.T) {
			t.Parallel()
			c := newChain(t, fork)
			for _, s := range all {
				t.Run(s.name, func(t *testing.T) {
					w := s.world(t, c)
					s.run(w)
					w.check()
				})
			}
		})
	}
}
