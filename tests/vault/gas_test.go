package vault

import (
	"maps"
	"math/big"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/iexecd/iexecd/contracts"
	"github.com/iexecd/iexecd/core/bridge"
)

// gates are the most gas that each thing may use. Those of Osaka are the
// project's targets, for a whole new set and the deployment what was measured and
// a little more; those of Amsterdam are what was measured and 5 % more.
var gates = map[string]map[string]uint64{
	"osaka": {
		"deposit":                     70_000,
		"deposit by approveAndCall":   72_000,
		"updateValset N=25":           155_000,
		"updateValset N=50":           260_000,
		"updateValset N=100":          465_000,
		"updateValset N=100, all new": 470_000,
		"batch of 1 old, N=100":       460_000,
		"batch of 100 old, N=100":     1_500_000,
		"batch of 100 new, N=100":     3_200_000,
		"one more item to an old one": 10_500,
		"one more item to a new one":  27_500,
		"deployment":                  4_150_000,
	},
	"amsterdam": {
		"batch of 1 old, N=100":       523_513,
		"batch of 100 new, N=100":     12_451_383,
		"batch of 100 old, N=100":     2_169_649,
		"deployment":                  28_786_680,
		"deposit":                     98_858,
		"deposit by approveAndCall":   92_893,
		"one more item to a new one":  120_483,
		"one more item to an old one": 16_626,
		"updateValset N=100":          701_996,
		"updateValset N=100, all new": 701_996,
		"updateValset N=25":           203_103,
		"updateValset N=50":           370_834,
	},
}

// TestGas measures what each thing costs, in the steady state, and holds it
// against the gates. Powers are equal, the worst case for a quorum.
func TestGas(t *testing.T) {
	t.Parallel()
	for _, fork := range forks {
		t.Run(fork, func(t *testing.T) {
			t.Parallel()
			used := measure(t, newChain(t, fork))
			assert.Len(t, gates[fork], len(used))
			for _, name := range slices.Sorted(maps.Keys(used)) {
				t.Logf("%-30s %9d of %9d", name, used[name], gates[fork][name])
				assert.LessOrEqual(t, used[name], gates[fork][name], name)
			}
		})
	}
}

func measure(t *testing.T, c *chain) map[string]uint64 {
	t.Helper()
	used := map[string]uint64{}
	w := bareWorld(t, c, newValidators(t, 1, 100))
	w.deposit(w.user, 10_000_000*rlc)
	w.approve(w.user, big.NewInt(1<<62))
	w.exec(w.user, w.api.PackDeposit(rlc, w.user.Address))
	used["deposit"] = w.exec(w.user, w.api.PackDeposit(rlc, w.user.Address)).GasUsed
	w.approve(w.user, new(big.Int)) // as who uses approveAndCall has it
	used["deposit by approveAndCall"] = w.deposit(w.user, rlc).GasUsed
	w.updateValset(w.vals, 2)
	used["updateValset N=100"] = w.updateValset(w.vals, 3).GasUsed
	used["updateValset N=100, all new"] = w.updateValset(newValidators(t, 200, 100), 4).GasUsed
	w.pass(t, activationDelay)

	items := func(n int, old bool, from int64) (out bridge.Items) {
		for i := range n {
			to := somebody(from + int64(i))
			if old {
				w.send(t, w.user, w.token, contracts.NewRLC().PackTransfer(to, big.NewInt(1)))
			}
			out = append(out, pay(to, rlc))
		}
		return out
	}
	w.submit(w.batch(1, pay(somebody(0), 1))) // the relayer and the nonces' word are old from now on
	used["batch of 1 old, N=100"] = w.submit(w.batch(2, items(1, true, 1000)...)).GasUsed
	used["batch of 100 old, N=100"] = w.submit(w.batch(3, items(100, true, 2000)...)).GasUsed
	used["batch of 100 new, N=100"] = w.submit(w.batch(4, items(100, false, 3000)...)).GasUsed
	used["one more item to an old one"] = (used["batch of 100 old, N=100"] - used["batch of 1 old, N=100"]) / 99
	used["one more item to a new one"] = (used["batch of 100 new, N=100"] - used["batch of 1 old, N=100"]) / 99
	for n, name := range map[int]string{25: "updateValset N=25", 50: "updateValset N=50"} {
		w := bareWorld(t, c, newValidators(t, 1, n))
		w.updateValset(w.vals, 2)
		used[name] = w.updateValset(w.vals, 3).GasUsed
		w.check()
	}
	used["deployment"] = c.mine(t, c.queue(t, c.deployer, nil, w.deployment(), c.DeployGas())).GasUsed
	w.check()
	return used
}
