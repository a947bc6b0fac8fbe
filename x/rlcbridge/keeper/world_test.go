package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"
	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	govtypes "github.com/cosmos/cosmos-sdk/x/gov/types"
	stakingtypes "github.com/cosmos/cosmos-sdk/x/staking/types"

	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/crypto/ethsecp256k1"
	"github.com/iexecd/iexecd/tests/chaintest"
	"github.com/iexecd/iexecd/x/rlcbridge/keeper"
	"github.com/iexecd/iexecd/x/rlcbridge/types"
)

const (
	fee    = uint64(rlc.RLC) / 2
	queued = types.WithdrawalStatus_WITHDRAWAL_STATUS_QUEUED
)

var (
	vaultAt  = ident.Address{0x10, 19: 1}
	tokenAt  = ident.Address{0x20, 19: 2}
	ethAlice = chaintest.NewAccount("alice on ethereum")
	domain   = bridge.Domain{ChainID: 1337, Vault: vaultAt, HomeChain: chaintest.ChainID}
)

// vault is the contract, written again in the plainest way.
type vault struct {
	at       bridge.Point
	locked   rlc.Amount
	now      uint64 // Ethereum's time
	members  bridge.Members
	executed map[uint64]bool // batches
	paid     map[uint64]int  // withdrawal → how often
	pending  []bridge.Event  // not seen here yet
	config   uint64          // applied last
}

func (v *vault) happens(body bridge.Body) {
	e := bridge.Event{Nonce: v.at.Nonce + 1, Body: body}
	v.at = bridge.Point{Nonce: e.Nonce, Hash: bridge.Link(v.at.Hash, e)}
	v.pending = append(v.pending, e)
}

func (v *vault) deposit(from, to ident.Address, amount uint64) {
	v.locked += rlc.Amount(amount)
	v.happens(bridge.Deposit{From: from, Recipient: to, Amount: rlc.Amount(amount), LockedAfter: v.locked})
}

// world is a chain with a vault, and the bridge keys of its validators.
type world struct {
	*chaintest.Chain
	t     require.TestingT
	vault *vault
	keys  []*chaintest.Account // bridge keys; the first is the genesis validator's
}

func operatorText(t require.TestingT, id ident.Address) string {
	text, err := types.Operator(id)
	require.NoError(t, err)
	return text
}

// newBridge returns a chain whose vault has none of its validator sets yet.
func newBridge(tb testing.TB, change ...func(*types.Params)) *world {
	tb.Helper()
	key := chaintest.NewAccount("bridge key 0")
	w := &world{t: tb, keys: []*chaintest.Account{key}}
	w.Chain = chaintest.New(tb, []string{"alice", "bob", "guardian"}, func(g *chaintest.Genesis) {
		p := types.DefaultParams()
		p.Guardian = chaintest.NewAccount("guardian").Address
		p.Pausers = []string{chaintest.NewAccount("bob").Address}
		p.BatchEveryBlocks, p.SignDelayBlocks, p.ValsetCheckBlocks, p.ValsetMinBlocks = 2, 2, 1, 3
		for _, f := range change {
			f(&p)
		}
		operator := operatorText(tb, chaintest.Operator())
		g.Bridge.Params = p
		g.Bridge.Vault = &types.Vault{ChainId: 1337, Address: vaultAt.String(), Token: tokenAt.String()}
		g.Bridge.Keys = []types.BridgeKey{{Operator: operator, Address: key.ID.String(), Registered: 1}}
		g.Bridge.KeyUses = []types.KeyUse{{Operator: operator, Address: key.ID.String()}}
	})
	w.vault = &vault{
		at: bridge.Point{Hash: domain.FirstHash()}, locked: rlc.Amount(w.Supply()), now: uint64(w.Time.Unix()),
		executed: map[uint64]bool{}, paid: map[uint64]int{},
	}
	w.Check()
	return w
}

// newWorld is newBridge with the first validator set in force at the vault.
func newWorld(tb testing.TB, change ...func(*types.Params)) *world {
	tb.Helper()
	w := newBridge(tb, change...)
	w.update()
	w.observe()
	return w
}

func (w *world) keeper() keeper.Keeper { return w.App.Bridge }

func (w *world) server() types.MsgServer { return keeper.NewMsgServer(w.keeper()) }

// observe takes in what happened at the vault, with the time up to which it is all.
func (w *world) observe() { w.observeSome(len(w.vault.pending)) }

// observeSome takes in the first n events that are not known yet; only with all
// of them a time is proven.
func (w *world) observeSome(n int) {
	_, at, err := w.keeper().Head(w.Ctx())
	require.NoError(w.t, err)
	o := keeper.Observation{Events: w.vault.pending[:n], Point: at}
	for _, e := range o.Events {
		o.Point = bridge.Point{Nonce: e.Nonce, Hash: bridge.Link(o.Point.Hash, e)}
	}
	if n == len(w.vault.pending) {
		require.Equal(w.t, w.vault.at, o.Point)
		o.EthTimeUnix, o.EthBlock = w.vault.now, w.vault.now/12
	}
	require.NoError(w.t, w.keeper().Observe(w.Ctx(), o))
	w.vault.pending = w.vault.pending[n:]
}

// books returns sums and counters.
func (w *world) books() types.Books {
	b, err := w.keeper().Books.Get(w.Ctx())
	if err != nil {
		return types.Books{}
	}
	return b
}

func (w *world) observed() types.Observed {
	o, err := w.keeper().Observed.Get(w.Ctx())
	require.NoError(w.t, err)
	return o
}

func (w *world) withdrawal(id uint64) types.Withdrawal {
	x, err := w.keeper().Withdrawals.Get(w.Ctx(), id)
	require.NoError(w.t, err)
	return x
}

func (w *world) batch(nonce uint64) types.Batch {
	b, err := w.keeper().Batches.Get(w.Ctx(), nonce)
	require.NoError(w.t, err)
	return b
}

func (w *world) paused(flag uint8) bool {
	has, err := w.keeper().Pauses.Has(w.Ctx(), uint64(flag))
	require.NoError(w.t, err)
	return has
}

func sign(t require.TestingT, key *chaintest.Account, digest ident.Hash) bridge.Signature {
	raw, err := ethsecp256k1.SignDigest(key.Key.Key, digest)
	require.NoError(t, err)
	s, err := bridge.CompactSignature(raw[:])
	require.NoError(t, err)
	return s
}

// votes returns what all bridge keys sign now.
func (w *world) votes() []bridge.VoteSignature {
	var out []bridge.VoteSignature
	for _, key := range w.keys {
		todo, err := w.keeper().ToSign(w.Ctx(), key.ID, bridge.MaxVoteSignatures)
		require.NoError(w.t, err)
		for _, x := range todo {
			out = append(out, bridge.VoteSignature{Kind: x.Kind, Nonce: x.Nonce, Raw: sign(w.t, key, x.Digest)})
		}
	}
	return out
}

// signAll has all bridge keys sign what they may, in votes.
func (w *world) signAll() {
	_, at, err := w.keeper().Head(w.Ctx())
	require.NoError(w.t, err)
	votes := w.votes()
	require.NoError(w.t, w.keeper().Observe(w.Ctx(), keeper.Observation{Point: at, Signatures: votes}))
}

// signed reports whether signatures are enough for the vault: more than two
// thirds of the power of its members, over the digest that it makes itself.
func (v *vault) signed(digest ident.Hash, all []types.Signature) bool {
	var power uint64
	total, err := v.members.TotalPower()
	for _, s := range all {
		sig, bad := types.ParseSignature(s.Signature)
		if bad != nil {
			return false
		}
		who, bad := sig.Signer(digest, ethsecp256k1.Recover)
		if i, there := v.members.Find(who); there && bad == nil {
			power += v.members[i].Power
		}
	}
	return err == nil && bridge.Quorum(power, total)
}

// execute brings a batch to the vault; false if it refuses.
func (w *world) execute(nonce uint64) bool {
	q, err := keeper.NewQueryServer(w.keeper()).Batch(w.Ctx(), &types.QueryBatchRequest{Nonce: nonce})
	require.NoError(w.t, err)
	core, err := q.Batch.Core()
	require.NoError(w.t, err)
	v := w.vault
	if v.executed[nonce] || v.now > core.TimeoutUnix || !v.signed(domain.Digest(core), q.Signatures) {
		return false
	}
	var items bridge.Items
	for i, x := range q.Withdrawals {
		to, err := ident.ParseAddress(x.To)
		require.NoError(w.t, err)
		items = append(items, bridge.Item{To: to, Amount: rlc.Amount(x.AmountNrlc)})
		v.paid[core.FirstID+uint64(i)]++
	}
	require.Equal(w.t, core.ItemsHash, items.Hash())
	total, err := items.Total()
	require.NoError(w.t, err)
	v.executed[nonce] = true
	v.locked -= total + core.Fee
	v.happens(bridge.BatchExecuted{BatchNonce: nonce, Total: total + core.Fee, LockedAfter: v.locked})
	return true
}

// update brings the newest validator set to the vault, which takes it from whom
// it trusts, the first from its maker.
func (w *world) update() bool {
	nonce := w.books().LastValset
	q, err := keeper.NewQueryServer(w.keeper()).Valset(w.Ctx(), &types.QueryValsetRequest{Nonce: nonce})
	require.NoError(w.t, err)
	members, err := q.Valset.Core()
	require.NoError(w.t, err)
	set, err := members.Valset(nonce, q.Valset.HomeHeight)
	require.NoError(w.t, err)
	if len(w.vault.members) > 0 && !w.vault.signed(domain.Digest(set), q.Signatures) {
		return false
	}
	w.vault.members = members
	w.vault.happens(bridge.ValsetUpdated{ValsetNonce: nonce, MembersHash: members.Hash()})
	return true
}

// blocks makes n blocks.
func (w *world) blocks(n int) {
	for range n {
		w.Block()
	}
}

// withdraw has an account withdraw, and returns the id.
func (w *world) withdraw(name string, amount uint64) uint64 {
	w.Run(w.Account(name), &types.MsgWithdraw{
		Sender: w.Account(name).Address, To: ethAlice.ID.String(), AmountNrlc: amount, FeeNrlc: fee,
	})
	return w.books().LastWithdrawal
}

// batched withdraws for alice until a batch is made, and returns its nonce.
func (w *world) batched(amount uint64) uint64 {
	before := w.books().LastBatch
	w.withdraw("alice", amount)
	for range 4 {
		if w.books().LastBatch == before {
			w.Block()
		}
	}
	require.Equal(w.t, before+1, w.books().LastBatch)
	return before + 1
}

// bond makes an account a validator of some power, with or without a bridge key.
func (w *world) bond(name string, power int64, withKey bool) *chaintest.Account {
	a := w.Account(name)
	pub := ed25519.GenPrivKeyFromSecret([]byte("consensus " + name)).PubKey()
	zero := stakingtypes.NewCommissionRates(math.LegacyZeroDec(), math.LegacyZeroDec(), math.LegacyZeroDec())
	operator := operatorText(w.t, a.ID)
	m, err := stakingtypes.NewMsgCreateValidator(operator, pub,
		sdk.NewCoin(account.Denom, sdk.DefaultPowerReduction.MulRaw(power)),
		stakingtypes.Description{Moniker: name}, zero, math.OneInt())
	require.NoError(w.t, err)
	w.Run(a, m)
	if withKey {
		w.register(a, "bridge key of "+name, 0)
	}
	return a
}

// register registers a bridge key for an account's validator.
func (w *world) register(a *chaintest.Account, key string, seq uint64) *chaintest.Account {
	k := chaintest.NewAccount(key)
	w.Run(a, w.registration(a, k, seq))
	w.keys = append(w.keys, k)
	return k
}

func (w *world) registration(a, key *chaintest.Account, seq uint64) *types.MsgRegisterBridgeKey {
	operator := operatorText(w.t, a.ID)
	proof := sign(w.t, key, domain.Digest(bridge.Bind{Operator: operator, Seq: seq}))
	return &types.MsgRegisterBridgeKey{Operator: operator, Address: key.ID.String(), Proof: types.Hex(proof)}
}

var authority = account.Bech32(ident.Address(authtypes.NewModuleAddress(govtypes.ModuleName)))

// holds returns what an account of the module holds.
func (w *world) holds(module string) uint64 {
	return w.Balance(ident.Address(authtypes.NewModuleAddress(module)))
}
