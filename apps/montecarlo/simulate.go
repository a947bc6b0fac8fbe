package main

import (
	"fmt"
	"math"
)

// option is what is priced, and how hard.
type option struct {
	spot, strike float64
	rate         float64 // per year, continuously compounded
	volatility   float64 // per square root of a year
	years        float64
	paths        int
}

type price struct {
	option
	seed     uint64
	mean     float64
	stdError float64 // of the mean
}

// json returns the price as a line of JSON. Numbers have the fewest digits that
// read back as the same number.
func (p price) json() string {
	return fmt.Sprintf(`{"spot":%v,"strike":%v,"rate":%v,"volatility":%v,"years":%v,"paths":%d,"seed":%d,`+
		`"price":%v,"std_error":%v}`+"\n",
		p.spot, p.strike, p.rate, p.volatility, p.years, p.paths, p.seed, p.mean, p.stdError)
}

// simulate returns the discounted mean payoff of paths of geometric Brownian
// motion, with its standard error. Each seed draws independent paths.
func simulate(o option, seed uint64) price {
	r := newRNG(seed)
	drift := (o.rate - o.volatility*o.volatility/2) * o.years
	scale := o.volatility * math.Sqrt(o.years)
	discount := math.Exp(-o.rate * o.years)
	// Welford's update: no difference of two large sums.
	var mean, squares float64
	for i := range o.paths {
		payoff := discount * math.Max(o.spot*math.Exp(drift+scale*r.normal())-o.strike, 0)
		delta := payoff - mean
		mean += delta / float64(i+1)
		squares += delta * (payoff - mean)
	}
	n := float64(o.paths)
	return price{option: o, seed: seed, mean: mean, stdError: math.Sqrt(squares / (n - 1) / n)}
}

// rng is splitmix64: small, and the same everywhere.
type rng struct{ state uint64 }

const gamma = 0x9e3779b97f4a7c15

// newRNG returns the generator of a seed. All generators go round one circle of
// 2^64 numbers; the seed is mixed so that near seeds start far apart. A start at
// seed*gamma would give each seed its neighbour's numbers, shifted by one.
func newRNG(seed uint64) *rng { return &rng{state: mix(seed + gamma)} }

func (r *rng) next() uint64 {
	r.state += gamma
	return mix(r.state)
}

func mix(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// uniform returns a number in (0, 1).
func (r *rng) uniform() float64 { return (float64(r.next()>>12) + 0.5) / (1 << 52) }

// normal returns a standard normal number, by Box and Muller.
func (r *rng) normal() float64 {
	radius := math.Sqrt(-2 * math.Log(r.uniform()))
	return radius * math.Cos(2*math.Pi*r.uniform())
}
