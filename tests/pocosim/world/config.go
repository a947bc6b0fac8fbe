// Package world is a chain without the chain: workers, honest and not, draws by a
// beacon, blocks, money and time around the same core/poco that the chain runs.
// It counts what buyers get and what attackers pay.
package world

import (
	"fmt"
	"math"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/core/rlc"
)

// Config is a population, its work, and the numbers that governance sets.
type Config struct {
	Seed        uint64      `json:"seed"`
	Tasks       int         `json:"tasks"`
	Workers     int         `json:"workers"`
	Fault       float64     `json:"fault"` // share of workers that the adversary runs
	Adversary   string      `json:"adversary"`
	LieRate     float64     `json:"lie_rate"`      // of adversaries that lie now and then; 0 = the worst one
	HonestError float64     `json:"honest_error"`  // probability that an honest worker errs
	HonestMiss  float64     `json:"honest_miss"`   // probability that an honest worker does not commit
	Churn       float64     `json:"churn"`         // share of workers that new ones replace in a hold-back window
	Window      float64     `json:"window"`        // tasks for each worker in a hold-back window
	PerBlock    int         `json:"per_block"`     // tasks opened in a block
	Slots       uint32      `json:"slots"`         // of a worker
	Warm        uint64      `json:"warm"`          // audits passed when the run begins
	MaxErrorPPB uint32      `json:"max_error_ppb"` // what each buyer asks
	Price       rlc.Amount  `json:"price_nrlc"`
	Cost        float64     `json:"cost"`         // of running a task, as a share of what a sole member earns
	RecallLimit int         `json:"recall_limit"` // results recalled in a block
	Jail        Jail        `json:"jail"`
	Core        poco.Params `json:"core"`

	// Beacon gives the beacon of a height; nil takes one from the seed.
	Beacon func(height int64) ident.Hash `json:"-"`
	// Watch sees each task after each step, with what it asked for; nil = nobody does.
	Watch func(at poco.Clock, t poco.Task, effects []poco.Effect) `json:"-"`
}

// Jail is how long who is caught, or misses too often, is not drawn.
type Jail struct {
	Strikes    uint32 `json:"strikes"`
	Seconds    uint64 `json:"seconds"`
	MaxSeconds uint64 `json:"max_seconds"`
	Rejected   bool   `json:"rejected"` // who is outvoted goes there too, not only who is overturned
}

// The clock of the simulated chain, in seconds.
const (
	blockSeconds = 5
	workClock    = 300
)

// Default returns a world of 100 workers with the parameters of a new chain.
func Default() Config {
	return Config{
		Seed: 1, Tasks: 100_000, Workers: 100, Fault: 0.2, Adversary: "none",
		HonestError: 1e-5, HonestMiss: 1e-4, Churn: 0.02, Window: 4_000, PerBlock: 12, Slots: 4,
		MaxErrorPPB: 1_000_000, Price: rlc.RLC, Cost: 0.5, RecallLimit: 12,
		Jail: Jail{Strikes: 3, Seconds: 600, MaxSeconds: 7 * 24 * 3600, Rejected: true},
		Core: poco.Params{
			FaultFractionPPB: poco.PPB / 5, AuditRatePPB: poco.PPB / 20,
			CommitRatioPercent: 200, RevealRatioPercent: 100, FinalRatioPercent: 1000,
			MaxMembers: 32, MaxCallbackBytes: 4096, WaitingRetrySeconds: 5,
			Auditors: 1, AuditRateRisingPPB: poco.PPB * 3 / 20, AuditRateFreshPPB: poco.PPB * 3 / 10,
			AuditFeePPB: poco.PPB / 10, MaxAuditors: 64, BackupDivisor: 10, SafetyDivisor: 1,
		},
	}
}

// check tells what is wrong with a config, or nil.
func (c Config) check() error {
	if _, ok := adversaries[c.Adversary]; !ok {
		return fmt.Errorf("adversary is %q, expected one of %v", c.Adversary, Adversaries())
	}
	for _, f := range []struct {
		name         string
		value, least float64
		most         float64
	}{
		{"tasks", float64(c.Tasks), 1, 1e9},
		{"workers", float64(c.Workers), 2, 1e6},
		{"fault", c.Fault, 0, 0.49},
		{"lie rate", c.LieRate, 0, 1},
		{"honest error", c.HonestError, 0, 1},
		{"honest miss", c.HonestMiss, 0, 1},
		{"churn", c.Churn, 0, 10},
		{"window", c.Window, 0, 1e6},
		{"tasks per block", float64(c.PerBlock), 1, 1e6},
		{"slots", float64(c.Slots), 1, 1e4},
		{"max error", float64(c.MaxErrorPPB), 1, poco.PPB - 1},
	} {
		if f.value < f.least || f.value > f.most || math.IsNaN(f.value) {
			return fmt.Errorf("%s is %g, expected %g to %g", f.name, f.value, f.least, f.most)
		}
	}
	return nil
}

// holdBackBlocks returns in how many blocks each worker gets Window tasks.
func (c Config) holdBackBlocks() uint64 {
	return uint64(math.Round(c.Window * float64(c.Workers) / float64(c.PerBlock)))
}

// faultyWorkers returns how many workers the adversary runs.
func (c Config) faultyWorkers() int { return int(math.Round(c.Fault * float64(c.Workers))) }

// auditRate is that of results of well-known workers, 0 to 1.
func (c Config) auditRate() float64 { return float64(c.Core.AuditRatePPB) / poco.PPB }

// soloAudits returns how many audits a worker must pass until it alone reaches
// the bound.
func (c Config) soloAudits() uint64 {
	need := poco.PPB - max(c.MaxErrorPPB/max(c.Core.SafetyDivisor, 1), 1)
	low, high := uint64(0), uint64(1)<<40
	for low < high {
		if mid := (low + high) / 2; poco.Credibility(mid, c.Core.FaultFractionPPB) >= need {
			high = mid
		} else {
			low = mid + 1
		}
	}
	return low
}

// WorstLieRate returns the rate at which a sleeper that lies now and then does
// most harm, 1/(4·q·W): rarer lies are fewer, more frequent ones are found before
// they mature. Found by trying rates around it; see the README.
func (c Config) WorstLieRate() float64 {
	return min(1/max(4*c.auditRate()*c.Window, 1), 1)
}
