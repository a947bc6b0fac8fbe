package signed

import (
	"errors"
	"fmt"
	"math"
	"math/big"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/rlc"
)

// The refusals of a match that come after core/market's, one sentinel each, in
// the order of checking. The texts keep the original's codes.
var (
	ErrAppUnregistered        = errors.New("0x20: the app is not registered")
	ErrAppUnsigned            = errors.New("0x21: the app order is not signed by the app's owner")
	ErrDatasetUnregistered    = errors.New("0x30: the dataset is not registered")
	ErrDatasetUnsigned        = errors.New("0x31: the dataset order is not signed by the dataset's owner")
	ErrWorkerpoolUnregistered = errors.New("0x40: the pool is not registered")
	ErrWorkerpoolUnsigned     = errors.New("0x41: the pool order is not signed by the pool's owner")
	ErrRequestUnsigned        = errors.New("0x50: the request is not signed by its requester")
	// ErrPanic is 256-bit arithmetic that has no result.
	ErrPanic = errors.New("panic:0x11")
	// ErrBalance means that the sponsor or the pool's owner has too little.
	ErrBalance = errors.New("IexecEscrow: Transfer amount exceeds balance")
	// ErrSponsor means that the request names another sponsor. The original has no such rule.
	ErrSponsor = errors.New("sponsor: the request names another sponsor")
	// ErrTooWide means that the original would accept, but a number has no place in 64 bits here.
	ErrTooWide = errors.New("too-wide: a number of the deal does not fit 64 bits")
)

// Orders are the four orders of a match. Dataset may be nil if the request
// names none.
type Orders struct {
	App        *AppOrder
	Dataset    *DatasetOrder
	Workerpool *WorkerpoolOrder
	Request    *RequestOrder
}

// State is what a match reads of the chain. An error ends the match.
type State interface {
	// Asset returns the owner of an app, dataset or pool, and whether it is registered.
	Asset(kind market.Kind, id ident.Address) (owner ident.Address, registered bool, err error)
	// Consumed returns how many tasks an order has served, all that it may if it is closed; nil is none.
	Consumed(order ident.Hash) (*big.Int, error)
	// Presigner returns who presigned an order, zero if nobody.
	Presigner(order ident.Hash) (ident.Address, error)
	// Balance returns what an account can spend, in nRLC.
	Balance(account ident.Address) (*big.Int, error)
	// Pool returns the policies of a registered pool.
	Pool(id ident.Address) (market.PoolInfo, error)
}

// Context is what a match needs beside the orders.
type Context struct {
	NowUnix    int64
	Categories uint64 // how many there are
	// ClockSeconds returns the reference time of a category below Categories.
	ClockSeconds func(category uint64) (uint64, error)
	Member       market.MemberOf // groups
	Recover      Recover
	Domain       Domain
	State        State
	Sponsor      ident.Address // who pays; zero = the requester
	// PoolStakePercent is what a pool's owner puts at stake of a task's pool price; OriginalPoolStakePercent in the
	// original.
	PoolStakePercent uint64
}

// OriginalPoolStakePercent is what the original's pools put at stake of a task's pool price.
const OriginalPoolStakePercent = 30

// Matched is what a match comes to. Its numbers are the original's.
type Matched struct {
	// The orders' hashes; DatasetOrder is zero if there is no dataset.
	AppOrder, DatasetOrder, WorkerpoolOrder, RequestOrder ident.Hash

	DealID      ident.Hash
	First       *big.Int // index of the first task: what the request had consumed
	Volume      *big.Int // tasks, > 0; to be added to what each of the orders has consumed
	Trust       *big.Int // >= 1
	WorkerStake *big.Int // per worker and task: floor(price·ratio/100)
	SponsorPays *big.Int // for all tasks, to be locked
	PoolStakes  *big.Int // for all tasks: floor(price·PoolStakePercent/100)·volume, to be locked of the pool's owner
	Sellers     market.Sellers
	Sponsor     ident.Address
	Pool        market.PoolInfo
	// Deal is the deal to be stored, and Fill the orders it came from in the book's types: what is wider than
	// 64 bits in the orders but not in the deal (ceilings, volumes) is the highest number there. Nil if ErrTooWide.
	Deal *market.Deal
	Fill *market.Fill
}

// OrderHashes returns the hashes of the three or four orders.
func (m *Matched) OrderHashes() []ident.Hash {
	if m.DatasetOrder.IsZero() {
		return []ident.Hash{m.AppOrder, m.WorkerpoolOrder, m.RequestOrder}
	}
	return []ident.Hash{m.AppOrder, m.DatasetOrder, m.WorkerpoolOrder, m.RequestOrder}
}

// Match returns the deal of four signed orders, or the first of the original
// contract's refusals that applies, in its order: 0x00 to 0x1b, registered and
// signed (0x20 to 0x50), volume (0x60), then money. ErrSponsor and ErrTooWide
// come after all of them; with ErrTooWide the Matched is returned too, without
// a deal. Nothing is stored: the caller adds Volume to the consumed volumes,
// locks SponsorPays and PoolStakes, and opens Deal.
func Match(o Orders, c Context) (*Matched, error) {
	if o.Dataset == nil {
		o.Dataset = NoDataset()
	}
	if err := o.check(); err != nil {
		return nil, err
	}
	m := &match{Orders: o, c: &c, out: new(Matched)}
	for _, step := range []func() error{m.permitted, m.identities, m.volume, m.money, m.sponsor} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return m.out, m.open()
}

// check refuses what no reader of orders returns: nothing, and numbers outside 0..2^256-1.
func (o Orders) check() error {
	if o.App == nil || o.Workerpool == nil || o.Request == nil {
		return fmt.Errorf("%w: a match needs an app order, a pool order and a request", ErrMalformed)
	}
	for _, order := range []Order{o.App, o.Dataset, o.Workerpool, o.Request} {
		l := order.layout()
		for _, f := range l.fields {
			if n, ok := f.value.(**big.Int); ok && (*n == nil || (*n).Sign() < 0 || (*n).BitLen() > 256) {
				return wrong(l, f.name, fmt.Errorf("expected a number of 0..2^256-1, got %v", *n))
			}
		}
	}
	return nil
}

// match is a match on its way.
type match struct {
	Orders
	c   *Context
	out *Matched
}

// permitted checks 0x00 to 0x1b.
func (m *match) permitted() error {
	return market.Permitted(m.book(), &market.Context{
		NowUnix: m.c.NowUnix, Categories: m.c.Categories, Member: m.c.Member,
	})
}

// identities checks 0x20 to 0x50 and notes hashes and owners.
func (m *match) identities() (err error) {
	out := m.out
	if out.AppOrder, out.Sellers.App, err = m.c.Authorised(m.App); err != nil {
		return err
	}
	if !m.Request.Dataset.IsZero() {
		if out.DatasetOrder, out.Sellers.Dataset, err = m.c.Authorised(m.Dataset); err != nil {
			return err
		}
	}
	if out.WorkerpoolOrder, out.Sellers.Workerpool, err = m.c.Authorised(m.Workerpool); err != nil {
		return err
	}
	out.RequestOrder, out.Sponsor, err = m.c.Authorised(m.Request)
	if !m.c.Sponsor.IsZero() {
		out.Sponsor = m.c.Sponsor
	}
	return err
}

// volume checks 0x60.
func (m *match) volume() error {
	volume, err := DealVolume(m.Orders, m.c.Domain, m.c.State)
	if err != nil {
		return err
	}
	if volume.Sign() == 0 {
		return market.ErrConsumed
	}
	first, err := m.c.State.Consumed(m.out.RequestOrder)
	if err != nil {
		return err
	}
	m.out.Volume, m.out.First = volume, or0(first)
	m.out.Trust = m.Request.Trust
	if m.out.Trust.Sign() == 0 {
		m.out.Trust = big.NewInt(1)
	}
	m.out.DealID = ident.Keccak256(m.out.RequestOrder[:], word(m.out.First))
	return nil
}

// DealVolume returns how many tasks four orders can serve together, whether or
// not they could be matched; the dataset order counts if the request names a
// dataset. Source: computeDealVolume.
func DealVolume(o Orders, d Domain, s State) (*big.Int, error) {
	orders := []Order{o.App, o.Workerpool, o.Request}
	if !o.Request.Dataset.IsZero() {
		orders = append(orders, o.Dataset)
	}
	var least *big.Int
	for _, order := range orders {
		left, err := Remaining(order, d, s)
		if err != nil {
			return nil, err
		}
		if least == nil || left.Cmp(least) < 0 {
			least = left
		}
	}
	return least, nil
}

// Remaining returns how many tasks an order may still serve.
func Remaining(o Order, d Domain, s State) (*big.Int, error) {
	consumed, err := s.Consumed(o.Hash(d))
	if err != nil {
		return nil, err
	}
	left := new(big.Int).Sub(Volume(o), or0(consumed))
	if left.Sign() < 0 {
		return nil, fmt.Errorf("%w: %d tasks consumed of %d", ErrPanic, consumed, Volume(o))
	}
	return left, nil
}

func or0(n *big.Int) *big.Int {
	if n == nil {
		return new(big.Int)
	}
	return n
}

// money checks, in the original's order, that the sums exist and are there.
func (m *match) money() error {
	pool, err := m.c.State.Pool(m.Workerpool.Workerpool)
	if err != nil {
		return err
	}
	var w wide
	out := m.out
	out.Pool = pool
	out.WorkerStake = w.percent(m.Workerpool.WorkerpoolPrice, new(big.Int).SetUint64(pool.WorkerStakeRatio))
	price := w.add(m.App.AppPrice, m.datasetPrice())
	price = w.add(price, m.Workerpool.WorkerpoolPrice)
	out.SponsorPays = w.mul(price, out.Volume)
	if w.err != nil {
		return w.err
	}
	if err := m.afford(out.Sponsor, "sponsor", out.SponsorPays, new(big.Int)); err != nil {
		return err
	}
	ratio := new(big.Int).SetUint64(m.c.PoolStakePercent)
	out.PoolStakes = w.mul(w.percent(m.Workerpool.WorkerpoolPrice, ratio), out.Volume)
	if w.err != nil {
		return w.err
	}
	spent := new(big.Int)
	if out.Sponsor == out.Sellers.Workerpool {
		spent = out.SponsorPays
	}
	return m.afford(out.Sellers.Workerpool, "pool's owner", out.PoolStakes, spent)
}

func (m *match) datasetPrice() *big.Int {
	if m.Request.Dataset.IsZero() {
		return new(big.Int)
	}
	return m.Dataset.DatasetPrice
}

func (m *match) afford(who ident.Address, role string, amount, spent *big.Int) error {
	balance, err := m.c.State.Balance(who)
	if err != nil {
		return err
	}
	if left := new(big.Int).Sub(or0(balance), spent); left.Cmp(amount) < 0 {
		return fmt.Errorf("%w: the %s %s has %d nRLC, expected at least %d; send it the difference",
			ErrBalance, role, who, left, amount)
	}
	return nil
}

// wide is checked 256-bit arithmetic; err is its first overflow.
type wide struct{ err error }

func (w *wide) fits(n *big.Int) *big.Int {
	if w.err == nil && n.BitLen() > 256 {
		w.err = fmt.Errorf("%w: a sum of money has %d bits, expected at most 256; lower prices or volumes",
			ErrPanic, n.BitLen())
	}
	return n
}

func (w *wide) add(a, b *big.Int) *big.Int { return w.fits(new(big.Int).Add(a, b)) }

func (w *wide) mul(a, b *big.Int) *big.Int { return w.fits(new(big.Int).Mul(a, b)) }

// percent returns ⌊a·p/100⌋; a·p must fit.
func (w *wide) percent(a, p *big.Int) *big.Int {
	return new(big.Int).Quo(w.mul(a, p), big.NewInt(100))
}

// open makes the deal and the fill.
func (m *match) open() error {
	out := m.out
	last := new(big.Int).Add(out.First, out.Volume)
	for _, n := range []*big.Int{
		last, out.Trust, out.WorkerStake, out.SponsorPays, out.PoolStakes,
		m.App.AppPrice, m.datasetPrice(), m.Workerpool.WorkerpoolPrice,
	} {
		if !n.IsUint64() {
			return fmt.Errorf("%w: %d, expected at most %d; sign orders with lower numbers",
				ErrTooWide, n, uint64(math.MaxUint64))
		}
	}
	fill := &market.Fill{Match: *m.book(), Tasks: out.Volume.Uint64(), First: out.First.Uint64()}
	// Exactly, whatever they were narrowed to beside a wider number.
	fill.App.Price = rlc.Amount(m.App.AppPrice.Uint64())
	fill.Workerpool.Price = rlc.Amount(m.Workerpool.WorkerpoolPrice.Uint64())
	fill.Request.Policy.Trust = out.Trust.Uint64()
	if !m.Request.Dataset.IsZero() {
		fill.Dataset.Price = rlc.Amount(m.Dataset.DatasetPrice.Uint64())
	}
	clock, err := m.c.ClockSeconds(fill.Request.Category)
	if err != nil {
		return err
	}
	stake := new(big.Int).Quo(out.PoolStakes, out.Volume).Uint64()
	deal, err := market.NewDeal(fill, out.Sellers, out.Pool, clock, rlc.Amount(stake), m.c.NowUnix)
	if err != nil {
		return err
	}
	deal.Sponsor = out.Sponsor
	out.Deal, out.Fill = &deal, fill
	return nil
}
