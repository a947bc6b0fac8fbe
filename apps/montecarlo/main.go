// Command montecarlo prices a European call option by simulation. Each task of
// a bag draws other paths, so their average is a price from all of them.
package main

import (
	"fmt"
	"math"
	"strconv"

	"github.com/iexecd/iexecd/apps/internal/contract"
)

func main() { contract.Main(run) }

func run(args []string) error {
	o, err := parse(args)
	if err != nil {
		return err
	}
	seed, err := contract.BotIndex()
	if err != nil {
		return err
	}
	text := simulate(o, seed).json()
	fmt.Print(text)
	return contract.Finish("price.json", []byte(text))
}

const usage = "expected up to 6 numbers: spot strike rate volatility years paths (default 100 100 0.05 0.2 1 200000)"

// The bounds of paths. The price of more is a bag of tasks.
const (
	minPaths = 2
	maxPaths = 50_000_000
)

// parse reads the arguments; what is left out has its default.
func parse(args []string) (option, error) {
	o := option{spot: 100, strike: 100, rate: 0.05, volatility: 0.2, years: 1, paths: 200_000}
	// Within these bounds no payoff and no square of one overflows.
	fields := []struct {
		name     string
		value    *float64
		min, max float64
	}{
		{"spot", &o.spot, 1e-6, 1e9},
		{"strike", &o.strike, 1e-6, 1e9},
		{"rate", &o.rate, -1, 1},
		{"volatility", &o.volatility, 0, 5},
		{"years", &o.years, 0, 100},
	}
	if len(args) > len(fields)+1 {
		return o, fmt.Errorf("%d arguments: %s", len(args), usage)
	}
	for i, text := range args {
		if i == len(fields) {
			n, err := strconv.Atoi(text)
			if err != nil || n < minPaths || n > maxPaths {
				return o, fmt.Errorf("paths is %q: expected a number from %d to %d", text, minPaths, maxPaths)
			}
			o.paths = n
			continue
		}
		f := fields[i]
		v, err := strconv.ParseFloat(text, 64)
		if err != nil || math.IsNaN(v) || v < f.min || v > f.max {
			return o, fmt.Errorf("%s is %q: expected a number from %g to %g; %s", f.name, text, f.min, f.max, usage)
		}
		*f.value = v
	}
	return o, nil
}
