package vault

import (
	"context"
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/bridge/eth"
	"github.com/iexecd/iexecd/bridge/ethlab"
	"github.com/iexecd/iexecd/contracts"
	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	corerlc "github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/tests/vault/doubles"
)

// The vault that cases have, unless they make another.
const (
	homeChain       = ethlab.DefaultHomeChain
	trust           = ethlab.DefaultTrust
	activationDelay = ethlab.DefaultActivationDelay
	itemGas         = 200_000 // enough for a new holder under both forks
)

func defaultLimits() contracts.Limits {
	return ethlab.DefaultLimits()
}

// validators is a validator set with its keys, in the order of addresses.
type validators struct {
	keys    []*account
	members bridge.Members
}

// newValidators returns validators with the keys from..from+n-1, of power 100
// each or as told.
func newValidators(t *testing.T, from uint64, n int, powers ...uint64) validators {
	t.Helper()
	v, err := ethlab.NewValidators(from, n, powers...)
	require.NoError(t, err)
	return validators{keys: v.Keys, members: v.Members}
}

// proof is what goes with a signed message: the set, who signed, and how.
type proof struct {
	members []byte
	bitmap  *big.Int
	sigs    []byte
}

// sign has the members of some positions sign.
func (v validators) sign(t *testing.T, digest ident.Hash, who ...int) proof {
	t.Helper()
	p := proof{members: v.members.Pack(), bitmap: new(big.Int)}
	for _, i := range who {
		p.bitmap.SetBit(p.bitmap, i, 1)
		p.sigs = append(p.sigs, signature(t, v.keys[i], digest)...)
	}
	return p
}

func signature(t *testing.T, k *account, digest ident.Hash) []byte {
	t.Helper()
	s, err := k.Sign(digest)
	require.NoError(t, err)
	return s[:]
}

// quorum has the fewest first members sign that are a quorum.
func (v validators) quorum(t *testing.T, digest ident.Hash) proof {
	t.Helper()
	total, err := v.members.TotalPower()
	require.NoError(t, err)
	var signed uint64
	var who []int
	for i, m := range v.members {
		if bridge.Quorum(signed, total) {
			break
		}
		who, signed = append(who, i), signed+m.Power
	}
	return v.sign(t, digest, who...)
}

// world is a token and a vault of their own on a chain.
type world struct {
	*chain
	t      *testing.T
	api    *contracts.RLCVault
	token  common.Address
	vault  common.Address
	domain bridge.Domain
	limits contracts.Limits
	vals   validators
	config uint64 // nonce of the last Config
}

func hash(text string) [32]byte { return [32]byte(crypto.Keccak256([]byte(text))) }

// newWorld returns a vault that may pay, with 10 million RLC in it.
func newWorld(t *testing.T, c *chain) *world {
	t.Helper()
	w := bareWorld(t, c, newValidators(t, 1, 4))
	w.deposit(w.user, 10_000_000*rlc)
	w.updateValset(w.vals, 2)
	return w
}

// freshWorld returns a vault without deposits, before its first updateValset.
func freshWorld(t *testing.T, c *chain) *world {
	t.Helper()
	return bareWorld(t, c, newValidators(t, 1, 4))
}

// bareWorld returns a new vault of a validator set.
func bareWorld(t *testing.T, c *chain, vals validators) *world {
	t.Helper()
	w := &world{chain: c, t: t, api: contracts.NewRLCVault(), limits: defaultLimits(), vals: vals}
	w.token = c.deploy(t, contracts.RLCMetaData.Bin, nil)
	api := contracts.NewRLC()
	w.send(t, w.deployer, w.token, api.PackTransfer(w.user.Address, big.NewInt(80_000_000*rlc)))
	w.send(t, w.deployer, w.token, api.PackTransfer(w.attacker.Address, big.NewInt(1_000_000*rlc)))
	w.open()
	return w
}

// open deploys a vault over the token.
func (w *world) open() {
	w.t.Helper()
	w.vault = w.deploy(w.t, contracts.RLCVaultMetaData.Bin, w.constructor())
	w.domain = bridge.Domain{ChainID: chainID, Vault: ident.Address(w.vault), HomeChain: homeChain}
}

// deployment returns the code and arguments of a vault like that of w.
func (w *world) deployment() []byte {
	return append(common.FromHex(contracts.RLCVaultMetaData.Bin), w.constructor()...)
}

func (w *world) constructor() []byte {
	return w.api.PackConstructor(w.token, hash(homeChain), w.vals.members.Pack(), 1, w.limits, w.guardian.Address,
		trust, activationDelay)
}

// hostileWorld returns a vault like that of newWorld over a token that misbehaves when told.
func hostileWorld(t *testing.T, c *chain) *world {
	t.Helper()
	w := &world{chain: c, t: t, api: contracts.NewRLCVault(), limits: defaultLimits(), vals: newValidators(t, 1, 4)}
	w.token = c.deploy(t, doubles.HostileRLCMetaData.Bin, nil)
	w.send(t, w.deployer, w.token, contracts.NewRLC().PackTransfer(w.user.Address, big.NewInt(80_000_000*rlc)))
	w.open()
	w.exec(w.user, w.api.PackDeposit(10_000_000*rlc, w.user.Address))
	w.updateValset(w.vals, 2)
	return w
}

// The misbehaviours of HostileRLC.
const (
	honest uint8 = iota
	returnsFalse
	returnsNothing
	takesFee
	reentersDeposit
	reentersClaim
	reentersBatch
	revertsForOne
	burnsGasForOne
	floodsForOne
	returnsTwo
)

func (w *world) misbehave(mode uint8, victim common.Address, payload []byte) {
	w.t.Helper()
	w.send(w.t, w.deployer, w.token, doubles.NewHostileRLC().PackSetMode(mode, victim, payload))
}

// exec sends a call of the vault that must succeed.
func (w *world) exec(from *account, data []byte) *types.Receipt {
	w.t.Helper()
	return w.send(w.t, from, w.vault, data)
}

// refuse checks that the vault refuses a call, and why. With an empty reason
// it is the token that fails, without any.
func (w *world) refuse(from *account, data []byte, reason string) {
	w.t.Helper()
	_, err := w.call(from.Address, w.vault, data, gasLimit)
	require.Error(w.t, err, "expected %s", reason)
	require.Equal(w.t, reason, w.reason(w.t, err))
}

// deposit deposits by approveAndCall.
func (w *world) deposit(from *account, amount uint64) *types.Receipt {
	w.t.Helper()
	return w.send(w.t, from, w.token, contracts.NewRLC().PackApproveAndCall(w.vault, new(big.Int).SetUint64(amount),
		from.Bytes()))
}

// packValset returns the call for a new set, signed by a quorum of the present one.
func (w *world) packValset(next validators, nonce uint64) []byte {
	w.t.Helper()
	v, err := next.members.Valset(nonce, 10*nonce)
	require.NoError(w.t, err)
	p := w.vals.quorum(w.t, w.domain.Digest(v))
	return w.api.PackUpdateValset(nonce, 10*nonce, next.members.Pack(), p.members, p.bitmap, p.sigs)
}

func (w *world) updateValset(next validators, nonce uint64) *types.Receipt {
	w.t.Helper()
	r := w.exec(w.relayer, w.packValset(next, nonce))
	w.vals = next
	return r
}

// payment is a batch and what it pays.
type payment struct {
	bridge.Batch
	items bridge.Items
}

// batch returns a batch that pays items, with a fee of 1 RLC, for one day.
func (w *world) batch(nonce uint64, items ...bridge.Item) payment {
	w.t.Helper()
	return payment{Batch: bridge.Batch{
		Nonce: nonce, FirstID: 1, TimeoutUnix: w.now(w.t) + day, Fee: rlc, ItemGas: itemGas,
		ItemsHash: bridge.Items(items).Hash(),
	}, items: items}
}

func pay(to common.Address, amount uint64) bridge.Item {
	return bridge.Item{To: ident.Address(to), Amount: corerlc.Amount(amount)}
}

func header(b bridge.Batch) contracts.Hdr {
	return contracts.Hdr{
		Nonce: b.Nonce, FirstId: b.FirstID, Timeout: b.TimeoutUnix, Fee: uint64(b.Fee), ItemGas: b.ItemGas,
	}
}

// packBatch returns the call for a batch with a proof, the fee for the relayer.
func (w *world) packBatch(b payment, p proof) []byte {
	return w.packBatchTo(b, p, w.relayer.Address)
}

func (w *world) packBatchTo(b payment, p proof, feeTo common.Address) []byte {
	return w.api.PackSubmitBatch(header(b.Batch), b.items.Pack(), p.members, p.bitmap, p.sigs, feeTo)
}

// signedBatch returns the call for a batch that a quorum signed.
func (w *world) signedBatch(b payment) []byte {
	w.t.Helper()
	return w.packBatch(b, w.vals.quorum(w.t, w.domain.Digest(b.Batch)))
}

func (w *world) submit(b payment) *types.Receipt {
	w.t.Helper()
	return w.exec(w.relayer, w.signedBatch(b))
}

// present returns the decision that changes nothing.
func (w *world) present() bridge.Config {
	return bridge.Config{
		Nonce: w.config + 1, InCap: corerlc.Amount(w.limits.InCap), OutCap: corerlc.Amount(w.limits.OutCap),
		OutRate: corerlc.Amount(w.limits.OutRate), MinDeposit: corerlc.Amount(w.limits.MinDeposit),
		Guardian: ident.Address(w.guardian.Address),
	}
}

func configOfCall(c bridge.Config) contracts.Config {
	return contracts.Config{
		Nonce: c.Nonce, InCap: uint64(c.InCap), OutCap: uint64(c.OutCap), OutRate: uint64(c.OutRate),
		MinDeposit: uint64(c.MinDeposit), Guardian: common.Address(c.Guardian), Unpause: c.Unpause,
		SweepTo: common.Address(c.SweepTo),
	}
}

// packConfig returns the call for a decision that a quorum signed.
func (w *world) packConfig(c bridge.Config) []byte {
	w.t.Helper()
	p := w.vals.quorum(w.t, w.domain.Digest(c))
	return w.api.PackApplyConfig(configOfCall(c), p.members, p.bitmap, p.sigs)
}

func (w *world) apply(c bridge.Config) {
	w.t.Helper()
	w.exec(w.relayer, w.packConfig(c))
	w.config = c.Nonce
}

// packMigrate returns the call for a migration that a quorum signed.
func (w *world) packMigrate(m bridge.Migrate) []byte {
	w.t.Helper()
	p := w.vals.quorum(w.t, w.domain.Digest(m))
	call := contracts.Migrate{Nonce: m.Nonce, NewVault: common.Address(m.NewVault), NotBefore: m.NotBeforeUnix}
	return w.api.PackMigrate(call, p.members, p.bitmap, p.sigs)
}

// view calls a view of the vault.
func view[T any](w *world, data []byte, unpack func([]byte) (T, error)) T {
	w.t.Helper()
	raw, err := w.call(w.user.Address, w.vault, data, gasLimit)
	require.NoError(w.t, err)
	out, err := unpack(raw)
	require.NoError(w.t, err)
	return out
}

func (w *world) locked() uint64    { return view(w, w.api.PackLocked(), w.api.UnpackLocked) }
func (w *world) owedTotal() uint64 { return view(w, w.api.PackOwedTotal(), w.api.UnpackOwedTotal) }
func (w *world) owed(to common.Address) uint64 {
	return view(w, w.api.PackOwed(to), w.api.UnpackOwed).Uint64()
}

func (w *world) executed(nonce uint64) bool {
	return view(w, w.api.PackIsExecuted(nonce), w.api.UnpackIsExecuted)
}

func (w *world) balance(of common.Address) uint64 {
	w.t.Helper()
	raw, err := w.call(w.user.Address, w.token, contracts.NewRLC().PackBalanceOf(of), gasLimit)
	require.NoError(w.t, err)
	return new(big.Int).SetBytes(raw).Uint64()
}

// events returns the vault's events that are links of its chain, from its logs.
func (w *world) events() []bridge.Event {
	w.t.Helper()
	logs, err := w.client.FilterLogs(context.Background(), ethereum.FilterQuery{Addresses: []common.Address{w.vault}})
	require.NoError(w.t, err)
	events, err := eth.Events(logs)
	require.NoError(w.t, err)
	return events
}

// check holds the vault's chain of events against core/bridge, link by link,
// what is locked against the events, and the balance against both debts.
func (w *world) check() {
	w.t.Helper()
	if w.vault == (common.Address{}) {
		return
	}
	h, lockedNow := w.domain.FirstHash(), corerlc.Amount(0)
	events := w.events()
	for i, e := range events {
		require.EqualValues(w.t, i+1, e.Nonce)
		h = bridge.Link(h, e)
		switch b := e.Body.(type) {
		case bridge.Deposit:
			lockedNow += b.Amount
			require.Equal(w.t, lockedNow, b.LockedAfter)
		case bridge.BatchExecuted:
			lockedNow -= b.Total
			require.Equal(w.t, lockedNow, b.LockedAfter)
		case bridge.Migrated:
			lockedNow -= b.Amount
		}
	}
	require.Equal(w.t, [32]byte(h), view(w, w.api.PackEventHash(), w.api.UnpackEventHash))
	require.EqualValues(w.t, len(events), view(w, w.api.PackEventNonce(), w.api.UnpackEventNonce))
	require.EqualValues(w.t, lockedNow, w.locked())
	require.GreaterOrEqual(w.t, w.balance(w.vault), w.locked()+w.owedTotal())
}
