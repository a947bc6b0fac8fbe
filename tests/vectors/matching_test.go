package vectors

import (
	"encoding/json"
	"errors"
	"maps"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/signed"
	"github.com/iexecd/iexecd/crypto/ethsecp256k1"
)

// matchingFile is a file of schema poco-matching.
type matchingFile struct {
	Addresses                  map[string]string
	AssetOwners                map[string]string
	ERC734Groups               map[string][]string `json:"erc734Groups"`
	CategoriesWorkClockTimeRef []string
	EIP712Domain               struct {
		ChainID           string `json:"chainId"`
		Name, Version     string
		VerifyingContract string
		Separator         string
	} `json:"eip712Domain"`
	StartTime int64
	Count     int
	Vectors   []matchingVector
}

type matchingVector struct {
	ID               string
	Method, Caller   string
	WorkerpoolPolicy *struct{ WorkerStakeRatio, SchedulerRewardRatio string }
	AppOrder         map[string]string
	DatasetOrder     map[string]string
	WorkerpoolOrder  map[string]string
	RequestOrder     map[string]string
	OrderOps         []struct{ Op, Order, By string }
	ConsumedBefore   map[string]string
	AccountsBefore   map[string]account
	Expected         matchingOutcome
	ExpectedV620     *matchingOutcome
}

type matchingOutcome struct {
	Accepted      bool
	Error         string
	OrderHashes   map[string]string
	DealID        string `json:"dealId"`
	Volume        string
	Deal          map[string]any
	ConsumedAfter map[string]string
	AccountsAfter map[string]account
}

// TestMatching plays what matchOrders and sponsorMatchOrders answered: the
// hashes of the orders, the first refusal, or the deal with what it consumed
// and locked, to the last nRLC. MKT-R13.
func TestMatching(t *testing.T) {
	for _, f := range files(t, "poco-matching/") {
		t.Run(f.name, func(t *testing.T) {
			var m matchingFile
			require.NoError(t, json.Unmarshal(f.raw, &m))
			require.Len(t, m.Vectors, m.Count)
			require.Equal(t, m.EIP712Domain.Separator, m.domain(t).Separator().String())
			each(t, m.Vectors, func(v *matchingVector) string { return v.ID }, m.play)
		})
	}
}

func number(t *testing.T, text string) *big.Int {
	t.Helper()
	n, err := signed.ParseNumber(text)
	require.NoError(t, err)
	return n
}

func (f *matchingFile) address(t *testing.T, alias string) ident.Address {
	t.Helper()
	require.Contains(t, f.Addresses, alias)
	a, err := ident.ParseAddress(f.Addresses[alias])
	require.NoError(t, err)
	return a
}

// alias returns the name of an address, or its digits if it has none.
func (f *matchingFile) alias(a ident.Address) string {
	for _, name := range slices.Sorted(maps.Keys(f.Addresses)) {
		if strings.EqualFold(f.Addresses[name], a.String()) {
			return name
		}
	}
	return a.String()
}

func (f *matchingFile) domain(t *testing.T) signed.Domain {
	t.Helper()
	contract, err := ident.ParseAddress(f.EIP712Domain.VerifyingContract)
	require.NoError(t, err)
	return signed.Domain{
		Name: f.EIP712Domain.Name, Version: f.EIP712Domain.Version,
		ChainID: number(t, f.EIP712Domain.ChainID), VerifyingContract: contract,
	}
}

// order fills o with a vector's fields.
func (f *matchingFile) order(t *testing.T, o signed.Order, fields map[string]string) {
	t.Helper()
	require.NoError(t, signed.SetFields(o, func(name string) string {
		text, ok := fields[name]
		require.True(t, ok, "no field %s", name)
		if hex, ok := f.Addresses[text]; ok && name != "params" {
			return hex
		}
		return text
	}))
}

// matchingState is the chain that a vector describes.
type matchingState struct {
	*matchingFile
	t         *testing.T
	pool      market.PoolInfo
	consumed  map[ident.Hash]*big.Int
	presigner map[ident.Hash]ident.Address
	accounts  map[string][2]*big.Int // stake, locked
}

// registries tell by its alias which registry an asset is in.
var registries = map[market.Kind][]string{
	market.KindApp:        {"app", "kittyApp"},
	market.KindDataset:    {"dataset"},
	market.KindWorkerpool: {"pool", "kittyPool"},
}

func (s *matchingState) Asset(kind market.Kind, id ident.Address) (ident.Address, bool, error) {
	alias := s.alias(id)
	owner, ok := s.AssetOwners[alias]
	if !ok {
		return ident.Address{}, false, nil
	}
	in := func(prefix string) bool { return strings.HasPrefix(alias, prefix) }
	return s.address(s.t, owner), slices.ContainsFunc(registries[kind], in), nil
}

func (s *matchingState) Consumed(order ident.Hash) (*big.Int, error) { return s.consumed[order], nil }

func (s *matchingState) Presigner(order ident.Hash) (ident.Address, error) {
	return s.presigner[order], nil
}

func (s *matchingState) Balance(a ident.Address) (*big.Int, error) {
	return s.accounts[s.alias(a)][0], nil
}

func (s *matchingState) Pool(ident.Address) (market.PoolInfo, error) { return s.pool, nil }

// fourOrders are a vector's orders by their short names.
func (f *matchingFile) fourOrders(t *testing.T, v *matchingVector) (signed.Orders, map[string]signed.Order) {
	t.Helper()
	o := signed.Orders{
		App: new(signed.AppOrder), Dataset: new(signed.DatasetOrder),
		Workerpool: new(signed.WorkerpoolOrder), Request: new(signed.RequestOrder),
	}
	f.order(t, o.App, v.AppOrder)
	f.order(t, o.Dataset, v.DatasetOrder)
	f.order(t, o.Workerpool, v.WorkerpoolOrder)
	f.order(t, o.Request, v.RequestOrder)
	return o, map[string]signed.Order{
		"app": o.App, "dataset": o.Dataset, "workerpool": o.Workerpool, "request": o.Request,
	}
}

func (f *matchingFile) state(t *testing.T, v *matchingVector, orders map[string]signed.Order) *matchingState {
	t.Helper()
	s := &matchingState{
		matchingFile: f, t: t, consumed: map[ident.Hash]*big.Int{}, presigner: map[ident.Hash]ident.Address{},
		accounts: map[string][2]*big.Int{},
	}
	if p := v.WorkerpoolPolicy; p != nil {
		stake, reward := number(t, p.WorkerStakeRatio), number(t, p.SchedulerRewardRatio)
		require.True(t, stake.IsUint64() && reward.IsUint64(), "ratios of a pool have 64 bits here")
		s.pool.WorkerStakeRatio, s.pool.SchedulerRewardRatio = stake.Uint64(), reward.Uint64()
	}
	for name, o := range orders {
		s.consumed[o.Hash(f.domain(t))] = number(t, v.ConsumedBefore[name])
	}
	for _, op := range v.OrderOps {
		o := orders[op.Order]
		switch op.Op {
		case "presign":
			s.presigner[o.Hash(f.domain(t))] = f.address(t, op.By)
		case "close":
			require.Equal(t, signed.Volume(o), s.consumed[o.Hash(f.domain(t))])
		default:
			t.Fatalf("unknown operation %q", op.Op)
		}
	}
	for name, a := range v.AccountsBefore {
		s.accounts[name] = [2]*big.Int{number(t, a.Stake), number(t, a.Locked)}
	}
	return s
}

func (f *matchingFile) context(t *testing.T, v *matchingVector, s *matchingState) signed.Context {
	t.Helper()
	c := signed.Context{
		NowUnix: f.StartTime, Categories: uint64(len(f.CategoriesWorkClockTimeRef)),
		ClockSeconds: func(category uint64) (uint64, error) {
			return number(t, f.CategoriesWorkClockTimeRef[category]).Uint64(), nil
		},
		Member: func(group, member ident.Address) bool {
			return slices.Contains(f.ERC734Groups[f.alias(group)], f.alias(member))
		},
		Recover: ethsecp256k1.Recover, Domain: f.domain(t), State: s,
		PoolStakePercent: signed.OriginalPoolStakePercent,
	}
	switch v.Method {
	case "matchOrders":
	case "sponsorMatchOrders":
		c.Sponsor = f.address(t, v.Caller)
	default:
		t.Fatalf("unknown method %q", v.Method)
	}
	return c
}

// code returns the original's text for a refusal.
func (f *matchingFile) code(o signed.Orders, err error) string {
	for sentinel, asset := range map[error]ident.Address{
		signed.ErrAppUnregistered: o.App.App, signed.ErrDatasetUnregistered: o.Dataset.Dataset,
		signed.ErrWorkerpoolUnregistered: o.Workerpool.Workerpool,
	} {
		// An address without a contract has no owner to ask for: the original reverts without a reason.
		if _, contract := f.AssetOwners[f.alias(asset)]; errors.Is(err, sentinel) && !contract {
			return ""
		}
	}
	for _, plain := range []error{signed.ErrSignatureFormat, signed.ErrPanic, signed.ErrBalance} {
		if errors.Is(err, plain) {
			return plain.Error()
		}
	}
	code, _, _ := strings.Cut(err.Error(), ":")
	return "iExecV5-matchOrders-" + code
}

func (f *matchingFile) play(t *testing.T, v *matchingVector) {
	t.Helper()
	want := &v.Expected
	if v.ExpectedV620 != nil {
		want = v.ExpectedV620
	}
	o, orders := f.fourOrders(t, v)
	hashes := map[string]string{}
	for name, order := range orders {
		hashes[name] = order.Hash(f.domain(t)).String()
	}
	require.Equal(t, v.Expected.OrderHashes, hashes, "order hashes")
	s := f.state(t, v, orders)
	got, err := signed.Match(o, f.context(t, v, s))
	tooWide := errors.Is(err, signed.ErrTooWide)
	if err != nil && !tooWide {
		require.False(t, want.Accepted, "the original accepts, here it is refused: %v", err)
		require.Equal(t, want.Error, f.code(o, err), "here it is: %v", err)
		return
	}
	require.True(t, want.Accepted, "the original refuses with %q, here it is accepted", want.Error)
	require.Equal(t, want.DealID, got.DealID.String(), "deal id")
	require.Equal(t, want.Volume, got.Volume.String(), "volume")
	require.Equal(t, want.Deal["workerStake"], got.WorkerStake.String(), "worker stake")
	require.Equal(t, want.Deal["trust"], got.Trust.String(), "trust")
	require.Equal(t, want.Deal["botFirst"], got.First.String(), "first task")
	require.Equal(t, want.ConsumedAfter, s.consumedAfter(orders, got), "consumed after")
	require.Equal(t, want.AccountsAfter, s.accountsAfter(got), "accounts after")
	if !tooWide {
		require.Equal(t, want.Deal, f.deal(got.Deal), "deal")
		require.Equal(t, want.DealID, got.Deal.ID.String())
	}
}

// deal returns a deal in the vectors' form.
func (f *matchingFile) deal(d *market.Deal) map[string]any {
	text := func(n uint64) string { return new(big.Int).SetUint64(n).String() }
	part := func(p market.Part) map[string]any {
		return map[string]any{"pointer": f.alias(p.Pointer), "owner": f.alias(p.Owner), "price": text(uint64(p.Price))}
	}
	return map[string]any{
		"app": part(d.App), "dataset": part(d.Dataset), "workerpool": part(d.Workerpool),
		"trust": text(d.Policy.Trust), "category": text(d.Category), "tag": ident.Hash(d.Tag).String(),
		"requester": f.alias(d.Requester), "beneficiary": f.alias(d.Beneficiary), "callback": f.alias(d.Callback),
		"params": d.Params, "startTime": big.NewInt(d.StartUnix).String(), "botFirst": text(d.First),
		"botSize": text(d.Size), "workerStake": text(uint64(d.WorkerStake)),
		"schedulerRewardRatio": text(d.SchedulerRewardRatio), "sponsor": f.alias(d.Sponsor),
	}
}

func (s *matchingState) consumedAfter(orders map[string]signed.Order, m *signed.Matched) map[string]string {
	for _, hash := range m.OrderHashes() {
		s.consumed[hash] = new(big.Int).Add(s.consumed[hash], m.Volume)
	}
	after := map[string]string{}
	for name, o := range orders {
		after[name] = s.consumed[o.Hash(s.domain(s.t))].String()
	}
	return after
}

func (s *matchingState) accountsAfter(m *signed.Matched) map[string]account {
	lock := func(who ident.Address, amount *big.Int) {
		a, known := s.accounts[s.alias(who)]
		if !known && amount.Sign() == 0 {
			return // it had nothing and has nothing
		}
		require.True(s.t, known, "%s pays, but has no account", s.alias(who))
		escrow := s.accounts["escrow"]
		s.accounts[s.alias(who)] = [2]*big.Int{new(big.Int).Sub(a[0], amount), new(big.Int).Add(a[1], amount)}
		s.accounts["escrow"] = [2]*big.Int{new(big.Int).Add(escrow[0], amount), escrow[1]}
	}
	lock(m.Sponsor, m.SponsorPays)
	lock(m.Sellers.Workerpool, m.PoolStakes)
	after := map[string]account{}
	for name, a := range s.accounts {
		after[name] = account{a[0].String(), a[1].String()}
	}
	return after
}
