package vectors

import (
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/core/signed"
	"github.com/iexecd/iexecd/crypto/ethsecp256k1"
)

// header is what the files of tasks have in common.
type header struct {
	Schema                     string
	Source                     map[string]string
	Unit                       string
	StartTime                  int64
	Constants                  map[string]string
	CategoriesWorkClockTimeRef []string
	Count                      int
}

// params are the header's constants with the original's settings.
func (h *header) params(t *testing.T) poco.Params {
	t.Helper()
	n := func(name string) uint64 { return number(t, h.Constants[name]).Uint64() }
	require.Len(t, h.Constants, 6)
	require.Contains(t, h.Constants, "workerpool_stake_ratio")
	return poco.Params{
		ClassicContributionRatio: uint32(n("contribution_deadline_ratio")),
		ClassicRevealRatio:       uint32(n("reveal_deadline_ratio")),
		ClassicFinalRatio:        uint32(n("final_deadline_ratio")),
		KittyRatioPercent:        uint32(n("kitty_ratio")), KittyMin: rlc.Amount(n("kitty_min")),
		KittyPaysFreeTasks: true, MaxContributors: math.MaxInt32, MaxCallbackBytes: 4096,
	}
}

// terms are what four matching orders agree on.
type terms struct {
	trust                   *big.Int
	category, timeref       uint64
	volume                  uint64
	tee, dataset            bool
	callback                string // alias, empty is none
	app, data, pool         *big.Int
	appOwner, dataOwner     string
	poolOwner, requester    string
	stakeRatio, rewardRatio uint64

	appID, dataID, poolID ident.Address // set by newWorld
}

// chain is what a match reads of the chain.
type chain struct {
	t      *testing.T
	terms  *terms
	ledger *ledger
}

func (c chain) Asset(kind market.Kind, id ident.Address) (ident.Address, bool, error) {
	owners := map[ident.Address]string{
		c.terms.appID: c.terms.appOwner, c.terms.dataID: c.terms.dataOwner, c.terms.poolID: c.terms.poolOwner,
	}
	owner, ok := owners[id]
	require.True(c.t, ok, "%s %s", kind, id)
	return person(c.t, owner), true, nil
}

func (c chain) Consumed(ident.Hash) (*big.Int, error)       { return nil, nil } //nolint:nilnil // nil is none
func (c chain) Presigner(ident.Hash) (ident.Address, error) { return ident.Address{}, nil }
func (c chain) Pool(id ident.Address) (market.PoolInfo, error) {
	return market.PoolInfo{
		ID: id, Owner: person(c.t, c.terms.poolOwner), WorkerStakeRatio: c.terms.stakeRatio,
		SchedulerRewardRatio: c.terms.rewardRatio,
	}, nil
}

func (c chain) Balance(who ident.Address) (*big.Int, error) {
	for name, free := range c.ledger.free {
		if signerOf(name).id == who {
			return new(big.Int).SetUint64(uint64(free)), nil
		}
	}
	return nil, nil //nolint:nilnil // nil is none
}

// tag is what the app and the request ask for.
func (c *terms) tag() (tag ident.Hash) {
	if c.tee {
		tag[31] = 1 << market.TagBitTEE
	}
	return tag
}

// orders returns the four orders, signed by their owners.
func (c *terms) orders(t *testing.T, trust *big.Int, d signed.Domain) signed.Orders {
	t.Helper()
	volume, category, tag := new(big.Int).SetUint64(c.volume), new(big.Int).SetUint64(c.category), market.Tag(c.tag())
	o := signed.Orders{
		App: &signed.AppOrder{App: c.appID, AppPrice: c.app, Volume: volume, Tag: tag},
		Workerpool: &signed.WorkerpoolOrder{
			Workerpool: c.poolID, WorkerpoolPrice: c.pool, Volume: volume, Tag: tag, Category: category, Trust: trust,
		},
		Request: &signed.RequestOrder{
			App: c.appID, AppMaxPrice: c.app, DatasetMaxPrice: c.data, Workerpool: c.poolID,
			WorkerpoolMaxPrice: c.pool, Requester: person(t, c.requester), Volume: volume, Tag: tag,
			Category: category, Trust: trust,
		},
	}
	if c.callback != "" {
		o.Request.Callback = person(t, c.callback)
	}
	sign := func(o signed.Order, by string) {
		require.NotContains(t, nobody, by)
		signed.SetSignature(o, signerOf(by).sign(t, o.Hash(d)))
	}
	if c.dataset {
		o.Request.Dataset = c.dataID
		o.Dataset = &signed.DatasetOrder{Dataset: c.dataID, DatasetPrice: c.data, Volume: volume}
		sign(o.Dataset, c.dataOwner)
	}
	sign(o.App, c.appOwner)
	sign(o.Workerpool, c.poolOwner)
	sign(o.Request, c.requester)
	return o
}

// match returns what four orders on these terms come to. A trust that is wider
// than a deal can hold is that of Matched, while the deal has the highest.
func (c *terms) match(t *testing.T, h *header, l *ledger, sponsor ident.Address) (*signed.Matched, error) {
	t.Helper()
	context := signed.Context{
		NowUnix: h.StartTime, Categories: uint64(len(h.CategoriesWorkClockTimeRef)),
		PoolStakePercent: number(t, h.Constants["workerpool_stake_ratio"]).Uint64(),
		ClockSeconds:     func(uint64) (uint64, error) { return c.timeref, nil },
		Member:           func(ident.Address, ident.Address) bool { return false },
		Recover:          ethsecp256k1.Recover, Domain: signed.NewDomain(1, thing("hub")),
		State: chain{t, c, l}, Sponsor: sponsor,
	}
	exact, err := signed.Match(c.orders(t, c.trust, context.Domain), context)
	if c.trust.IsUint64() || exact == nil {
		return exact, err
	}
	require.ErrorIs(t, err, signed.ErrTooWide)
	out, err := signed.Match(c.orders(t, new(big.Int).SetUint64(math.MaxUint64), context.Domain), context)
	if err == nil {
		out.Trust = exact.Trust
	}
	return out, err
}
