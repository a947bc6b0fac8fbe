package bridgechain

import (
	"maps"
	"math/big"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	gethtypes "github.com/ethereum/go-ethereum/core/types"
	"github.com/stretchr/testify/require"

	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/iexecd/iexecd/bridge/eth"
	"github.com/iexecd/iexecd/contracts"
	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/tests/chaintest"
	"github.com/iexecd/iexecd/x/rlcbridge/types"
)

// ticket is a withdrawal in the ledger.
type ticket struct {
	sender    ident.Address // nobody if it sends a deposit back
	to        common.Address
	amount    uint64 // nRLC
	fee       uint64 // nRLC
	deposit   uint64 // that it sends back, 0 for none
	batch     uint64 // that it is in, 0 for none yet
	paid      int    // how often, on Ethereum
	cancelled bool
	back      bool // what was escrowed is free here again
}

func (x *ticket) total() uint64 { return x.amount + x.fee }

// kept returns what does not come back of what was escrowed, in nRLC.
func (x *ticket) kept() uint64 {
	if x.cancelled {
		return fee
	}
	return 0
}

// batch is a batch in the ledger.
type batch struct {
	first, count uint64
	timeoutUnix  uint64
	paidTo       common.Address // who got the fee; zero if it was not executed
}

// deposit is a deposit in the ledger.
type deposit struct {
	from     common.Address
	to       ident.Address
	amount   uint64        // nRLC
	delayed  bool          // for some time
	credited bool          // to whom it says
	paidTo   ident.Address // or to another, by a claim or by governance; zero if not
}

// twin is a ledger of the plainest kind: it is told what everybody asked for, reads
// what the token's and the vault's logs say, and knows from this what everybody has.
type twin struct {
	w        *world
	tickets  []*ticket // by id, from 1
	batches  map[uint64]*batch
	deposits map[uint64]*deposit // by the number of the event
	events   []bridge.Event      // of the vault, all
	lockedAt []uint64            // nRLC that are locked after so many events
	valset   uint64              // in force at the vault
	config   uint64              // in force at the vault, 0 for what it was made with
	asks     map[uint64]types.SignedConfig
	sweeps   int
	pause    bridge.PauseChanged      // of the vault
	nextRead uint64                   // block of Ethereum
	gifts    uint64                   // nRLC that the vault was given for nothing
	spent    map[ident.Address]uint64 // nRLC that accounts here paid for transactions
	claims   map[uint64]ident.Address // stranded withdrawal → who was paid
	eth      map[common.Address]uint64
	home     map[ident.Address]uint64 // nRLC that accounts had in the beginning
	strange  map[ident.Address]bool   // recipients that cannot receive
}

// Accounts here that never send anything.
var (
	newcomers = []ident.Address{chaintest.NewAccount("carol").ID, chaintest.NewAccount("dave").ID}
	claimant  = chaintest.NewAccount("claimant").ID
	modules   = []ident.Address{
		ident.Address(authtypes.NewModuleAddress(types.ModuleName)),
		ident.Address(authtypes.NewModuleAddress("bonded_tokens_pool")),
	}
)

// Accounts on Ethereum that never send anything.
var payees = []common.Address{{0xaa, 19: 1}, {0xaa, 19: 2}, {0xaa, 19: 3}}

func newTwin(w *world) *twin {
	t := &twin{
		w: w, batches: map[uint64]*batch{}, deposits: map[uint64]*deposit{}, valset: 1, lockedAt: []uint64{0},
		asks: map[uint64]types.SignedConfig{}, spent: map[ident.Address]uint64{}, claims: map[uint64]ident.Address{},
		eth: map[common.Address]uint64{}, home: map[ident.Address]uint64{}, strange: map[ident.Address]bool{},
	}
	for _, a := range append([]common.Address{
		w.lab.User.Address, w.lab.Attacker.Address, w.lab.Deployer.Address, relayFees, attackerFees,
	}, payees...) {
		t.eth[a] = w.tokens(a)
	}
	t.eth[w.lab.User.Address] += w.Supply() // it is a deposit that the ledger reads
	for _, a := range append([]ident.Address{w.Account("alice").ID, w.Account("bob").ID, claimant}, newcomers...) {
		t.home[a] = w.Balance(a)
	}
	for _, a := range modules {
		t.strange[a] = true
	}
	return t
}

// tokens returns what an account on Ethereum has.
func (w *world) tokens(a common.Address) uint64 {
	api := contracts.NewRLC()
	return call(w, w.lab.Token, api.PackBalanceOf(a), api.UnpackBalanceOf).Uint64()
}

// read returns all logs on Ethereum since the last time, and notes the deposits in
// them: withdrawals here may be of those already.
func (t *twin) read() []gethtypes.Log {
	w := t.w
	head, err := w.lab.Head(w.T.Context())
	require.NoError(w.T, err)
	if head.Number.Uint64() < t.nextRead {
		return nil
	}
	logs, err := w.lab.Client().FilterLogs(w.T.Context(), ethereum.FilterQuery{
		Addresses: []common.Address{w.lab.Vault, w.lab.Token}, FromBlock: new(big.Int).SetUint64(t.nextRead),
	})
	require.NoError(w.T, err)
	t.nextRead = head.Number.Uint64() + 1
	events, err := eth.Events(logs)
	require.NoError(w.T, err)
	for _, e := range events {
		if d, is := e.Body.(bridge.Deposit); is {
			require.Nil(w.T, t.deposits[e.Nonce])
			t.deposits[e.Nonce] = &deposit{from: common.Address(d.From), to: d.Recipient, amount: uint64(d.Amount)}
		}
	}
	return logs
}

// happened takes in one log of the vault.
func (t *twin) happened(logs []gethtypes.Log, i int) {
	w := t.w
	if logs[i].Topics[0] == contracts.NewRLCVault().GetABI().Events["Swept"].ID {
		t.swept(&logs[i])
		return
	}
	events, err := eth.Events(logs[i : i+1])
	require.NoError(w.T, err)
	require.Len(w.T, events, 1, "the vault has nothing to say but links: nothing is owed or moved")
	e, locked := events[0], t.lockedAt[len(t.lockedAt)-1]
	require.EqualValues(w.T, len(t.events)+1, e.Nonce)
	switch b := e.Body.(type) {
	case bridge.Deposit:
		locked += uint64(b.Amount)
	case bridge.BatchExecuted:
		locked -= uint64(b.Total)
		t.executed(b, logs[i], transfers(w, logs, logs[i].TxHash))
	case bridge.ValsetUpdated:
		require.Greater(w.T, b.ValsetNonce, t.valset)
		t.valset = b.ValsetNonce
	case bridge.PauseChanged:
		t.pause = b
	case bridge.ConfigApplied:
		t.configured(b)
	default:
		require.Fail(w.T, "nobody asked for this", "%#v", e)
	}
	t.events, t.lockedAt = append(t.events, e), append(t.lockedAt, locked)
}

// configured takes in a config that the vault applied: it must be what governance here
// asked for, and newer than the last.
func (t *twin) configured(e bridge.ConfigApplied) {
	w, ask := t.w, t.asks[e.ConfigNonce]
	require.Greater(w.T, e.ConfigNonce, t.config)
	core, err := ask.Core()
	require.NoError(w.T, err, "config %d was never asked for", e.ConfigNonce)
	require.Equal(w.T, bridge.StructHash(core), e.ConfigHash)
	t.config = e.ConfigNonce
}

// swept takes in that the vault paid out what it was given, to whom governance said.
func (t *twin) swept(log *gethtypes.Log) {
	w := t.w
	s, err := contracts.NewRLCVault().UnpackSweptEvent(log)
	require.NoError(w.T, err)
	require.Equal(w.T, t.asks[t.config].SweepTo, ident.Address(s.To).String())
	require.LessOrEqual(w.T, s.Amount.Uint64(), t.gifts)
	t.gifts -= s.Amount.Uint64()
	t.eth[s.To] += s.Amount.Uint64()
	if s.Amount.Sign() > 0 {
		t.sweeps++
	}
}

// transfers returns what a transaction moved out of the vault, in its order.
func transfers(w *world, logs []gethtypes.Log, tx common.Hash) (out []contracts.RLCTransfer) {
	api := contracts.NewRLC()
	topic := api.GetABI().Events["Transfer"].ID
	for i := range logs {
		if logs[i].TxHash != tx || logs[i].Address != w.lab.Token || logs[i].Topics[0] != topic {
			continue
		}
		x, err := api.UnpackTransferEvent(&logs[i])
		require.NoError(w.T, err)
		if x.From == w.lab.Vault {
			out = append(out, *x)
		}
	}
	return out
}

// executed takes in a batch that the vault paid: it must be one that was made here,
// in time, and pay each of its withdrawals what was asked for, for the first time.
func (t *twin) executed(e bridge.BatchExecuted, log gethtypes.Log, paid []contracts.RLCTransfer) {
	w := t.w
	b := t.batches[e.BatchNonce]
	require.NotNil(w.T, b, "batch %d was never made here", e.BatchNonce)
	require.Zero(w.T, b.paidTo, "batch %d is paid once", e.BatchNonce)
	require.LessOrEqual(w.T, log.BlockTimestamp, b.timeoutUnix, "batch %d is paid after its timeout", e.BatchNonce)
	require.Len(w.T, paid, int(b.count)+1, "its withdrawals and the fee")
	var total, fees uint64
	for i, x := range paid[:b.count] {
		k := t.tickets[b.first+uint64(i)-1]
		require.Equal(w.T, k.to, x.To)
		require.Equal(w.T, k.amount, x.Value.Uint64())
		require.False(w.T, k.back, "withdrawal %d came back, and is paid", b.first+uint64(i))
		k.paid++
		total, fees = total+k.total(), fees+k.fee
	}
	last := paid[b.count]
	require.Equal(w.T, fees, last.Value.Uint64())
	require.Contains(w.T, []common.Address{relayFees, attackerFees}, last.To)
	b.paidTo = last.To
	require.EqualValues(w.T, total, e.Total)
}

// checkEthereum holds the ledger against the vault's storage and everybody's tokens.
func (t *twin) checkEthereum() {
	w, api := t.w, contracts.NewRLCVault()
	locked := t.lockedAt[len(t.lockedAt)-1]
	book := call(w, w.lab.Vault, api.PackBook(), api.UnpackBook)
	require.EqualValues(w.T, len(t.events), book.EventNonce)
	require.Equal(w.T, locked, book.Locked)
	if c, is := t.asks[t.config]; is {
		bucket := call(w, w.lab.Vault, api.PackBucket(), api.UnpackBucket)
		require.Equal(w.T, []uint64{c.OutCapNrlc, c.OutRateNrlc}, []uint64{bucket.OutCap, bucket.OutRate})
	}
	hash := w.lab.Domain.FirstHash()
	for _, e := range t.events {
		hash = bridge.Link(hash, e)
	}
	require.Equal(w.T, [32]byte(hash), call(w, w.lab.Vault, api.PackEventHash(), api.UnpackEventHash))
	owed := call(w, w.lab.Vault, api.PackOwedTotal(), api.UnpackOwedTotal)
	require.GreaterOrEqual(w.T, w.tokens(w.lab.Vault), locked+owed)
	require.Equal(w.T, locked+owed+t.gifts, w.tokens(w.lab.Vault), "what the vault has is locked, owed, or a gift")
	want := maps.Clone(t.eth)
	for _, d := range t.deposits {
		want[d.from] -= d.amount
	}
	for _, b := range t.batches {
		if b.paidTo != (common.Address{}) {
			for _, k := range t.tickets[b.first-1 : b.first-1+b.count] {
				want[b.paidTo] += k.fee
			}
		}
	}
	for _, k := range t.tickets {
		want[k.to] += k.amount * uint64(k.paid)
	}
	for a, n := range want {
		require.Equal(w.T, n, w.tokens(a), "tokens of %s", a)
	}
}

// asked notes a withdrawal that was taken.
func (t *twin) asked(sender ident.Address, to common.Address, amount, fee uint64) {
	t.tickets = append(t.tickets, &ticket{sender: sender, to: to, amount: amount, fee: fee})
}

// gave notes tokens that the vault is given for nothing.
func (t *twin) gave(from common.Address, amount rlc.Amount) {
	t.gifts += uint64(amount)
	t.eth[from] -= uint64(amount)
}
