package signed_test

import (
	"fmt"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/signed"
)

// These are the cases of the original's test files that its recorded answers
// (vectors/poco) do not have; docs/poco-parity.md names them.

func parityAccount(name string) ident.Address {
	h := ident.Keccak256([]byte(name))
	return ident.Address(h[12:])
}

func whole(n int64) *big.Int { return big.NewInt(n) }

// paritySign stands for a signature: it names the signer, and holds for one digest only.
func paritySign(o signed.Order, digest ident.Hash, signer string) {
	a := parityAccount(signer)
	sig := make([]byte, 65)
	copy(sig[12:32], a[:])
	copy(sig[33:64], digest[1:])
	signed.SetSignature(o, sig)
}

func recovered(digest ident.Hash, r, s [32]byte, _ byte) (ident.Address, bool) {
	digest[0] = 0
	return ident.Address(r[12:]), digest == ident.Hash(s)
}

// parityChain is a small chain: who owns what, and what became of orders.
type parityChain struct {
	owners    map[ident.Address]string
	consumed  map[ident.Hash]*big.Int
	presigner map[ident.Hash]ident.Address
	balance   map[ident.Address]*big.Int
	pool      market.PoolInfo
}

func (p *parityChain) Asset(_ market.Kind, id ident.Address) (ident.Address, bool, error) {
	owner, ok := p.owners[id]
	if !ok {
		return ident.Address{}, false, nil
	}
	return parityAccount(owner), true, nil
}

func (p *parityChain) Consumed(h ident.Hash) (*big.Int, error)          { return p.consumed[h], nil }
func (p *parityChain) Presigner(h ident.Hash) (ident.Address, error)    { return p.presigner[h], nil }
func (p *parityChain) Balance(a ident.Address) (*big.Int, error)        { return p.balance[a], nil }
func (p *parityChain) Pool(ident.Address) (market.PoolInfo, error)      { return p.pool, nil }
func (p *parityChain) hash(o signed.Order, c signed.Context) ident.Hash { return o.Hash(c.Domain) }

// parityWorld returns four signed orders that match, their chain and its context.
// Prices 10, 20 and 100 per task; 4 tasks.
func parityWorld() (signed.Orders, *parityChain, signed.Context) {
	o := signed.Orders{
		App: &signed.AppOrder{App: parityAccount("app"), AppPrice: whole(10), Volume: whole(9)},
		Dataset: &signed.DatasetOrder{
			Dataset: parityAccount("dataset"), DatasetPrice: whole(20), Volume: whole(8),
		},
		Workerpool: &signed.WorkerpoolOrder{
			Workerpool: parityAccount("pool"), WorkerpoolPrice: whole(100), Volume: whole(7), Category: whole(1),
			Trust: whole(5),
		},
		Request: &signed.RequestOrder{
			App: parityAccount("app"), AppMaxPrice: whole(10), Dataset: parityAccount("dataset"), DatasetMaxPrice: whole(20),
			WorkerpoolMaxPrice: whole(100), Requester: parityAccount("carol"), Volume: whole(4), Category: whole(1),
			Trust: whole(3),
		},
	}
	p := &parityChain{
		owners: map[ident.Address]string{
			parityAccount("app"): "ann", parityAccount("dataset"): "dan", parityAccount("pool"): "pam",
		},
		consumed: map[ident.Hash]*big.Int{}, presigner: map[ident.Hash]ident.Address{},
		balance: map[ident.Address]*big.Int{parityAccount("carol"): whole(520), parityAccount("pam"): whole(120)},
		pool:    market.PoolInfo{WorkerStakeRatio: 30, SchedulerRewardRatio: 1},
	}
	c := signed.Context{
		Categories: 5, ClockSeconds: func(uint64) (uint64, error) { return 1_200, nil },
		Recover: recovered, Domain: signed.NewDomain(134, parityAccount("hub")), State: p, PoolStakePercent: 30,
	}
	for _, s := range []struct {
		order signed.Order
		by    string
	}{{o.App, "ann"}, {o.Dataset, "dan"}, {o.Workerpool, "pam"}, {o.Request, "carol"}} {
		paritySign(s.order, s.order.Hash(c.Domain), s.by)
	}
	return o, p, c
}

// assets are the three that have an owner, and the refusal of their unsigned orders.
func assets(o signed.Orders) []struct {
	name, owner string
	order       signed.Order
	refusal     error
} {
	return []struct {
		name, owner string
		order       signed.Order
		refusal     error
	}{
		{"app", "ann", o.App, signed.ErrAppUnsigned},
		{"dataset", "dan", o.Dataset, signed.ErrDatasetUnsigned},
		{"pool", "pam", o.Workerpool, signed.ErrWorkerpoolUnsigned},
	}
}

// TestSoldAsset sells each asset and buys it back: signature and presignature of
// the former owner die with the sale, and revive when it comes back.
func TestSoldAsset(t *testing.T) {
	for _, presigned := range []bool{false, true} {
		for i := range 3 {
			o, p, c := parityWorld()
			a := assets(o)[i]
			t.Run(fmt.Sprintf("%s presigned %t", a.name, presigned), func(t *testing.T) {
				if presigned {
					signed.SetSignature(a.order, make([]byte, 65))
					_, err := signed.Match(o, c)
					require.ErrorIs(t, err, a.refusal, "neither signed nor presigned")
					p.presigner[p.hash(a.order, c)] = parityAccount(a.owner)
				}
				p.balance[parityAccount("eve")] = whole(1_000) // what the pool's new owner needs
				_, err := signed.Match(o, c)
				require.NoError(t, err)
				p.owners[a.order.Subject()] = "eve"
				_, err = signed.Match(o, c)
				require.ErrorIs(t, err, a.refusal)
				p.owners[a.order.Subject()] = a.owner
				_, err = signed.Match(o, c)
				require.NoError(t, err, "it revives")
			})
		}
	}
}

// TestPresignature checks whose presignature counts: the present owner's over
// these very fields, and nobody's for an owner that does not exist.
func TestPresignature(t *testing.T) {
	o, p, c := parityWorld()
	four := append(assets(o), struct {
		name, owner string
		order       signed.Order
		refusal     error
	}{"request", "carol", o.Request, signed.ErrRequestUnsigned})
	for _, a := range four {
		t.Run(a.name, func(t *testing.T) {
			good := signed.Signature(a.order)
			signed.SetSignature(a.order, make([]byte, 65))
			defer signed.SetSignature(a.order, good)
			require.ErrorIs(t, c.Signed(a.order, parityAccount(a.owner)), signed.ErrSignature)
			p.presigner[p.hash(a.order, c)] = parityAccount("eve")
			require.ErrorIs(t, c.Signed(a.order, parityAccount(a.owner)), signed.ErrSignature, "presigned by another")
			p.presigner[p.hash(a.order, c)] = parityAccount(a.owner)
			require.NoError(t, c.Signed(a.order, parityAccount(a.owner)))
			require.ErrorIs(t, c.Signed(a.order, parityAccount("eve")), signed.ErrSignature, "the owner is another")
			signed.SetSignature(a.order, nil)
			require.NoError(t, c.Signed(a.order, parityAccount(a.owner)), "no signature is needed")
			other := signed.New(a.order.Kind())
			signed.SetSignature(other, make([]byte, 65))
			require.ErrorIs(t, c.Signed(other, parityAccount(a.owner)), signed.ErrSignature, "an order that nobody presigned")
			require.ErrorIs(t, c.Signed(other, ident.Address{}), signed.ErrSignature, "nobody presigned, nobody owns")
		})
	}
}

// TestClosedThenSigned checks that nothing opens a closed order again.
func TestClosedThenSigned(t *testing.T) {
	for i := range 4 {
		o, p, c := parityWorld()
		order := []signed.Order{o.App, o.Dataset, o.Workerpool, o.Request}[i]
		h := p.hash(order, c)
		p.consumed[h] = signed.Volume(order)
		_, err := signed.Match(o, c)
		require.ErrorIs(t, err, market.ErrConsumed)
		owner, _, _ := p.Asset(order.Kind(), order.Subject())
		if order.Kind() == market.KindRequest {
			owner = order.Subject()
		}
		p.presigner[h] = owner
		_, err = signed.Match(o, c)
		require.ErrorIs(t, err, market.ErrConsumed, "presigned after it was closed")
	}
}

// TestWhoPays checks the refusals of money, of requester, sponsor and pool's
// owner, and that one who is two of them must have both sums.
func TestWhoPays(t *testing.T) {
	const price, stake = 4 * 130, 4 * 30
	for _, c := range []struct {
		name              string
		requester, bought string // bought: who sponsors, "" the requester
		has               map[string]int64
		poor              bool
	}{
		{"enough", "carol", "", map[string]int64{"carol": price, "pam": stake}, false},
		{"requester short", "carol", "", map[string]int64{"carol": price - 1, "pam": stake}, true},
		{"pool owner short", "carol", "", map[string]int64{"carol": price, "pam": stake - 1}, true},
		{"sponsor", "carol", "sue", map[string]int64{"sue": price, "pam": stake}, false},
		{"sponsor short", "carol", "sue", map[string]int64{"sue": price - 1, "carol": price, "pam": stake}, true},
		{"sponsor is pool owner", "carol", "pam", map[string]int64{"pam": price + stake}, false},
		{"sponsor is pool owner, short", "carol", "pam", map[string]int64{"pam": price + stake - 1}, true},
		{"requester is pool owner", "pam", "", map[string]int64{"pam": price + stake}, false},
		{"requester is pool owner, short", "pam", "", map[string]int64{"pam": price + stake - 1}, true},
		{"requester is app owner", "ann", "", map[string]int64{"ann": price, "pam": stake}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			o, p, ctx := parityWorld()
			o.Request.Requester = parityAccount(c.requester)
			paritySign(o.Request, o.Request.Hash(ctx.Domain), c.requester)
			if c.bought != "" {
				ctx.Sponsor = parityAccount(c.bought)
			}
			p.balance = map[ident.Address]*big.Int{}
			for name, n := range c.has {
				p.balance[parityAccount(name)] = whole(n)
			}
			m, err := signed.Match(o, ctx)
			if c.poor {
				require.ErrorIs(t, err, signed.ErrBalance)
				return
			}
			require.NoError(t, err)
			require.Equal(t, whole(price), m.SponsorPays)
			require.Equal(t, whole(stake), m.PoolStakes)
			require.Equal(t, m.Sponsor, m.Deal.Sponsor)
			require.Equal(t, parityAccount(c.requester), m.Deal.Requester)
			require.Equal(t, c.bought == "", m.Sponsor == m.Deal.Requester)
		})
	}
}

// TestEndlessVolume matches orders of volume 2^256 - 1, as free datasets have
// them: a bounded request takes its tasks, and what is left stays exact.
func TestEndlessVolume(t *testing.T) {
	o, p, c := parityWorld()
	most := new(big.Int).Sub(new(big.Int).Lsh(whole(1), 256), whole(1))
	for _, s := range []struct {
		order signed.Order
		by    string
		field **big.Int
	}{
		{o.App, "ann", &o.App.Volume}, {o.Dataset, "dan", &o.Dataset.Volume},
		{o.Workerpool, "pam", &o.Workerpool.Volume},
	} {
		*s.field = most
		paritySign(s.order, s.order.Hash(c.Domain), s.by)
	}
	m, err := signed.Match(o, c)
	require.NoError(t, err)
	require.Equal(t, whole(4), m.Volume)
	require.Equal(t, uint64(4), m.Deal.Size)

	p.consumed[p.hash(o.App, c)] = new(big.Int).Sub(most, whole(3))
	m, err = signed.Match(o, c)
	require.NoError(t, err)
	require.Equal(t, whole(3), m.Volume, "the last three")
	p.consumed[p.hash(o.App, c)] = most
	_, err = signed.Match(o, c)
	require.ErrorIs(t, err, market.ErrConsumed)

	delete(p.consumed, p.hash(o.App, c))
	o.Request.Volume = most
	paritySign(o.Request, o.Request.Hash(c.Domain), "carol")
	_, err = signed.Match(o, c)
	require.ErrorIs(t, err, signed.ErrPanic, "so many tasks cost more than 256 bits hold")
}

// TestDatasetOfADeal checks which dataset orders a deal without a dataset may
// use, each refusal by its reason.
func TestDatasetOfADeal(t *testing.T) {
	group := parityAccount("group of strangers")
	for _, c := range []struct {
		name   string
		change func(o *signed.DatasetOrder, d *market.Deal, p *parityChain, c *signed.Context)
		want   error
	}{
		{"compatible", func(*signed.DatasetOrder, *market.Deal, *parityChain, *signed.Context) {}, nil},
		{"revoked", func(o *signed.DatasetOrder, _ *market.Deal, p *parityChain, c *signed.Context) {
			p.consumed[o.Hash(c.Domain)] = o.Volume
		}, signed.ErrDatasetConsumed},
		{"no volume", func(o *signed.DatasetOrder, _ *market.Deal, _ *parityChain, _ *signed.Context) {
			o.Volume = whole(0)
		}, signed.ErrDatasetConsumed},
		{"presigned", func(o *signed.DatasetOrder, _ *market.Deal, p *parityChain, c *signed.Context) {
			signed.SetSignature(o, nil)
			p.presigner[o.Hash(c.Domain)] = parityAccount("dan")
		}, nil},
		{"another's signature", func(o *signed.DatasetOrder, _ *market.Deal, _ *parityChain, c *signed.Context) {
			paritySign(o, o.Hash(c.Domain), "eve")
		}, signed.ErrDatasetSignature},
		{"short signature", func(o *signed.DatasetOrder, _ *market.Deal, _ *parityChain, _ *signed.Context) {
			signed.SetSignature(o, []byte{1})
		}, signed.ErrDatasetSignature},
		{"has a dataset", func(_ *signed.DatasetOrder, d *market.Deal, _ *parityChain, _ *signed.Context) {
			d.Dataset.Pointer = parityAccount("other")
		}, signed.ErrDealHasDataset},
		{"app", func(o *signed.DatasetOrder, _ *market.Deal, _ *parityChain, _ *signed.Context) {
			o.AppRestrict = parityAccount("other")
		}, signed.ErrAppRestricted},
		{"pool by group", func(o *signed.DatasetOrder, _ *market.Deal, _ *parityChain, _ *signed.Context) {
			o.WorkerpoolRestrict = group
		}, signed.ErrPoolRestricted},
		{"requester", func(o *signed.DatasetOrder, _ *market.Deal, _ *parityChain, _ *signed.Context) {
			o.RequesterRestrict = parityAccount("other")
		}, signed.ErrRequesterRestricted},
		{"restrictions kept", func(o *signed.DatasetOrder, d *market.Deal, _ *parityChain, c *signed.Context) {
			o.AppRestrict, o.WorkerpoolRestrict, o.RequesterRestrict = parityAccount("app"), group, parityAccount("carol")
			c.Member = func(g, m ident.Address) bool { return g == group && m == d.Workerpool.Pointer }
		}, nil},
		{"tag", func(o *signed.DatasetOrder, _ *market.Deal, _ *parityChain, _ *signed.Context) {
			o.Tag[30] = 1
		}, signed.ErrDatasetTagDemanded},
		{"bit 4", func(o *signed.DatasetOrder, _ *market.Deal, _ *parityChain, _ *signed.Context) {
			o.Tag[31] = 0x11
		}, signed.ErrDatasetTagDemanded},
	} {
		t.Run(c.name, func(t *testing.T) {
			o, p, ctx := parityWorld()
			d := &market.Deal{
				App: market.Part{Pointer: parityAccount("app")}, Workerpool: market.Part{Pointer: parityAccount("pool")},
				Requester: parityAccount("carol"),
			}
			d.Tag[31] = 1
			before := o.Dataset.Hash(ctx.Domain)
			c.change(o.Dataset, d, p, &ctx)
			if h := o.Dataset.Hash(ctx.Domain); h != before {
				paritySign(o.Dataset, h, "dan")
			}
			require.ErrorIs(t, signed.DatasetCompatibility(o.Dataset, d, ctx), c.want)
		})
	}
	o, _, ctx := parityWorld()
	err := signed.DatasetCompatibility(o.Dataset, nil, ctx)
	require.ErrorIs(t, err, signed.ErrDealNotFound)
	require.EqualError(t, err, "IncompatibleDatasetOrder: Deal not found")
	paritySign(o.Dataset, o.Dataset.Hash(ctx.Domain), "eve")
	err = signed.DatasetCompatibility(o.Dataset, nil, ctx)
	require.ErrorIs(t, err, signed.ErrDatasetSignature, "the signature is looked at before the deal")
}

// TestDatasetFrameworkMatrix checks all pairs of TEE tags: the frameworks that a
// dataset names demand nothing of the deal.
func TestDatasetFrameworkMatrix(t *testing.T) {
	for _, dataset := range []byte{0x1, 0x3, 0x5, 0x9, 0xf} {
		for _, deal := range []byte{0x1, 0x3, 0x5, 0x9, 0xf} {
			o, _, c := parityWorld()
			o.Dataset.Tag[31] = dataset
			paritySign(o.Dataset, o.Dataset.Hash(c.Domain), "dan")
			d := &market.Deal{}
			d.Tag[31] = deal
			require.NoError(t, signed.DatasetCompatibility(o.Dataset, d, c), "dataset %#x, deal %#x", dataset, deal)

			o.App.Tag[31], o.Request.Tag[31], o.Workerpool.Tag[31] = 1, 1, deal
			paritySign(o.App, o.App.Hash(c.Domain), "ann")
			paritySign(o.Request, o.Request.Hash(c.Domain), "carol")
			paritySign(o.Workerpool, o.Workerpool.Hash(c.Domain), "pam")
			_, err := signed.Match(o, c)
			require.NoError(t, err, "dataset %#x, pool %#x", dataset, deal)
		}
	}
}
