// Command montecarlo prices a European call option by simulation. Each task of
// a bag draws other paths, so their average is a price from all of them.
package main

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"

	"github.com/iexecd/iexecd/apps/internal/contract"
)

func main() { contract.Main(run) }

// option is what is priced, and how hard.
type option struct {
	Spot       float64 `json:"spot"`
	Strike     float64 `json:"strike"`
	Rate       float64 `json:"rate"`
	Volatility float64 `json:"volatility"`
	Years      float64 `json:"years"`
	Paths      int     `json:"paths"`
}

type price struct {
	option
	Seed     uint64  `json:"seed"`
	Price    float64 `json:"price"`
	StdError float64 `json:"std_error"`
}

func run(args []string) error {
	o, err := parse(args)
	if err != nil {
		return err
	}
	seed, err := contract.BotIndex()
	if err != nil {
		return err
	}
	text, err := json.Marshal(simulate(o, seed))
	if err != nil {
		return err
	}
	fmt.Println(string(text))
	return contract.Finish("price.json", append(text, '\n'))
}

const usage = "expected up to 6 numbers: spot strike rate volatility years paths (default 100 100 0.05 0.2 1 200000)"

// parse reads the arguments; what is left out has its default.
func parse(args []string) (option, error) {
	o := option{100, 100, 0.05, 0.2, 1, 200_000}
	fields := []*float64{&o.Spot, &o.Strike, &o.Rate, &o.Volatility, &o.Years}
	if len(args) > len(fields)+1 {
		return o, fmt.Errorf("%d arguments: %s", len(args), usage)
	}
	for i, text := range args {
		if i == len(fields) {
			n, err := strconv.Atoi(text)
			if err != nil || n < 2 || n > 100_000_000 {
				return o, fmt.Errorf("paths %q: expected a number from 2 to 100000000", text)
			}
			o.Paths = n
			continue
		}
		v, err := strconv.ParseFloat(text, 64)
		if err != nil || math.IsNaN(v) || v < 0 || v > 1e9 {
			return o, fmt.Errorf("argument %d is %q: %s", i+1, text, usage)
		}
		*fields[i] = v
	}
	return o, nil
}

// simulate returns the discounted mean payoff of paths of geometric Brownian
// motion, with its standard error.
func simulate(o option, seed uint64) price {
	r := rng{state: seed*0x9e3779b97f4a7c15 + 0x1234567}
	drift := (o.Rate - o.Volatility*o.Volatility/2) * o.Years
	scale := o.Volatility * math.Sqrt(o.Years)
	discount := math.Exp(-o.Rate * o.Years)
	var sum, squares float64
	for range o.Paths {
		payoff := discount * math.Max(o.Spot*math.Exp(drift+scale*r.normal())-o.Strike, 0)
		sum += payoff
		squares += payoff * payoff
	}
	n := float64(o.Paths)
	mean := sum / n
	return price{
		option: o, Seed: seed, Price: mean,
		StdError: math.Sqrt(math.Max(squares/n-mean*mean, 0) / (n - 1)),
	}
}

// rng is splitmix64: small, and the same everywhere.
type rng struct{ state uint64 }

func (r *rng) next() uint64 {
	r.state += 0x9e3779b97f4a7c15
	z := r.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// uniform returns a number in (0, 1).
func (r *rng) uniform() float64 { return (float64(r.next()>>11) + 0.5) / (1 << 53) }

// normal returns a standard normal number, by Box and Muller.
func (r *rng) normal() float64 {
	return math.Sqrt(-2*math.Log(r.uniform())) * math.Cos(2*math.Pi*r.uniform())
}
