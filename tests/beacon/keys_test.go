package beacon

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/stretchr/testify/require"

	clienttx "github.com/cosmos/cosmos-sdk/client/tx"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/tx/signing"
	authsigning "github.com/cosmos/cosmos-sdk/x/auth/signing"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	stakingtypes "github.com/cosmos/cosmos-sdk/x/staking/types"

	"github.com/iexecd/iexecd/core/beacon"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/crypto/vrf"
	"github.com/iexecd/iexecd/tests/chaintest"
	beaconkeeper "github.com/iexecd/iexecd/x/beacon/keeper"
	beacontypes "github.com/iexecd/iexecd/x/beacon/types"
)

// tx returns a validator's signed transaction with its next sequence.
func (w *world) tx(who int, msgs ...sdk.Msg) []byte {
	w.Helper()
	v := w.validators[who]
	b := w.app.TxConfig.NewTxBuilder()
	require.NoError(w, b.SetMsgs(msgs...))
	b.SetGasLimit(1_000_000)
	mode := signing.SignMode_SIGN_MODE_DIRECT
	require.NoError(w, b.SetSignatures(signing.SignatureV2{
		PubKey: v.Key.PubKey(), Data: &signing.SingleSignatureData{SignMode: mode}, Sequence: v.sequence,
	}))
	number := w.app.Account.GetAccount(w.ctx(), v.ID[:]).GetAccountNumber()
	data := authsigning.SignerData{
		ChainID: chainID, Address: v.Address, PubKey: v.Key.PubKey(), AccountNumber: number, Sequence: v.sequence,
	}
	sig, err := clienttx.SignWithPrivKey(context.Background(), mode, data, b, v.Key, w.app.TxConfig, v.sequence)
	require.NoError(w, err)
	require.NoError(w, b.SetSignatures(sig))
	raw, err := w.app.TxConfig.TxEncoder()(b.GetTx())
	require.NoError(w, err)
	return raw
}

// send returns a transaction that sends one nrlc.
func (w *world) send(who int) []byte {
	w.Helper()
	return w.tx(who, banktypes.NewMsgSend(w.validators[who].ID[:], w.validators[0].ID[:],
		sdk.NewCoins(sdk.NewInt64Coin(account.Denom, 1))))
}

// register returns the message that registers a key for a validator.
func (w *world) register(who int, key vrf.PrivateKey) *beacontypes.MsgRegisterBeaconKey {
	w.Helper()
	v := w.validators[who]
	return &beacontypes.MsgRegisterBeaconKey{
		Operator: v.operator(w), PublicKey: vrf.Hex(key.Public()),
		Proof: vrf.Hex(key.Prove(beacon.Possession(chainID, v.ID))),
	}
}

// run makes a block with one transaction of a validator and returns its result.
func (w *world) run(who int, msgs ...sdk.Msg) *abci.ExecTxResult {
	w.Helper()
	res := w.block(w.votes(), w.tx(who, msgs...))
	w.validators[who].sequence++
	return res.TxResults[len(res.TxResults)-1]
}

// TestRegister: only the operator of a validator registers a key, that it has
// the private half of, and that nobody registered before. Rule BCN-R1.
func TestRegister(t *testing.T) {
	w := newWorld(t, 4)
	key := newKey(t, "new")
	good := w.register(0, key)
	for name, c := range map[string]struct {
		change func(*beacontypes.MsgRegisterBeaconKey)
		want   string
	}{
		"not hexadecimal": {func(m *beacontypes.MsgRegisterBeaconKey) {
			m.PublicKey = "0xzz"
		}, "expected 0x and 64"},
		"upper case": {func(m *beacontypes.MsgRegisterBeaconKey) {
			m.PublicKey = "0X" + m.PublicKey[2:]
		}, "expected 0x"},
		"short proof": {func(m *beacontypes.MsgRegisterBeaconKey) {
			m.Proof = m.Proof[:100]
		}, "expected 0x and 160"},
		"a proof of another": {func(m *beacontypes.MsgRegisterBeaconKey) {
			m.Proof = w.register(1, key).Proof
		}, "not a proof of"},
		"a proof by another": {func(m *beacontypes.MsgRegisterBeaconKey) {
			m.Proof = w.register(0, newKey(t, "x")).Proof
		}, "not a proof of"},
		"of another chain": {func(m *beacontypes.MsgRegisterBeaconKey) {
			m.Proof = vrf.Hex(key.Prove(beacon.Possession("other", w.validators[0].ID)))
		}, "not a proof of"},
		"taken": {func(m *beacontypes.MsgRegisterBeaconKey) {
			*m = *w.register(0, w.validators[1].vrf)
		}, "is registered: make another"},
	} {
		m := *good
		c.change(&m)
		res := w.run(0, &m)
		require.NotZero(t, res.Code, name)
		require.Contains(t, res.Log, c.want, name)
	}
	res := w.run(0, good)
	require.Zero(t, res.Code, res.Log)
	require.NotZero(t, w.run(0, good).Code, "twice")

	stranger := chaintest.NewAccount("stranger")
	operator, err := beacontypes.Operator(stranger.ID)
	require.NoError(t, err)
	_, err = beaconkeeper.NewMsgServer(w.app.Beacon).RegisterBeaconKey(w.ctx(), &beacontypes.MsgRegisterBeaconKey{
		Operator: operator, PublicKey: vrf.Hex(newKey(t, "s").Public()), Proof: good.Proof,
	})
	require.ErrorIs(t, err, beacontypes.ErrNoValidator)
	_, err = beaconkeeper.NewMsgServer(w.app.Beacon).RegisterBeaconKey(w.ctx(), &beacontypes.MsgRegisterBeaconKey{
		Operator: "iexec1", PublicKey: good.PublicKey, Proof: good.Proof,
	})
	require.ErrorIs(t, err, beacontypes.ErrBadField)
}

// assignment reports whether a key is the one in force for votes for the next block.
func (w *world) inForce(key vrf.PrivateKey) bool {
	w.Helper()
	alpha, ok, err := w.app.Beacon.Assignment(w.ctx(), w.height+1, key.Public())
	require.NoError(w, err)
	if ok {
		require.Equal(w, alphaOf(w, chainID, w.height+1, w.beacon().Value), alpha)
	}
	return ok
}

// TestRotation: a new key is in force over beacons that nobody knew when it was
// registered, the votes in flight count with the old one, and no vote is lost.
// Rule BCN-R2.
func TestRotation(t *testing.T) {
	w := newWorld(t, 4)
	v := w.validators[1]
	old := v.vrf
	for n := range 4 { // registered in a block that changes the beacon
		next := newKey(t, string(rune('a'+n)))
		require.Zero(t, w.run(1, w.register(1, next)).Code)
		require.True(t, w.inForce(old), "registered when this beacon was known")
		require.False(t, w.inForce(next))
		event, why := w.changed(w.block(w.votes())) // the vote for the block of the registration, with the old key
		require.Empty(t, why)
		require.EqualValues(t, 4, event.Proofs)
		require.False(t, w.inForce(old))
		require.True(t, w.inForce(next))
		event, _ = w.changed(w.block(w.votes())) // that in flight since the change, still with the old key
		require.EqualValues(t, 4, event.Proofs)
		v.vrf = next
		event, _ = w.changed(w.block(w.votes()))
		require.EqualValues(t, 4, event.Proofs)
		old = next
	}
	keys, err := w.app.Beacon.Keys.Get(w.ctx(), v.ID[:])
	require.NoError(t, err)
	require.LessOrEqual(t, len(keys.Keys), beacontypes.MaxKeys)

	w.due = map[int64]bool{} // while the beacon stays, no new key comes into force
	first, second := newKey(t, "first"), newKey(t, "second")
	require.Zero(t, w.run(1, w.register(1, first)).Code)
	for range 3 {
		w.block(w.votes())
		require.True(t, w.inForce(old))
	}
	require.Zero(t, w.run(1, w.register(1, second)).Code, "it takes the place of the first, which never was in force")
	require.Zero(t, w.run(1, w.register(1, first)).Code, "which nobody owns now")
	require.Zero(t, w.run(1, w.register(1, second)).Code)
	keys, err = w.app.Beacon.Keys.Get(w.ctx(), v.ID[:])
	require.NoError(t, err)
	require.Len(t, keys.Keys, 2)
	w.due = nil
	event, why := w.changed(w.block(w.votes()))
	require.Empty(t, why)
	require.EqualValues(t, 4, event.Proofs)
	require.True(t, w.inForce(second))
}

// TestRegisteringAlways: a validator that registers a new key in every block
// keeps at most three keys, and never has more than one in force. Rule BCN-R2.
func TestRegisteringAlways(t *testing.T) {
	w := newWorld(t, 4)
	for n := range 12 {
		w.due = map[int64]bool{w.height + 1: n%3 != 0}
		require.Zero(t, w.run(2, w.register(2, newKey(t, "key"+string(rune('a'+n))))).Code)
		keys, err := w.app.Beacon.Keys.Get(w.ctx(), w.validators[2].ID[:])
		require.NoError(t, err)
		require.LessOrEqual(t, len(keys.Keys), beacontypes.MaxKeys)
	}
	require.NoError(t, w.app.CheckInvariants(w.ctx())) // BCN-I1
}

// TestExport: a new chain goes on from the state of an old one, with its keys
// and its beacon, and its votes have extensions whether its genesis says so or not.
// Rules BCN-R12, BCN-R13.
func TestExport(t *testing.T) {
	for _, enabled := range []int64{0, 1} {
		t.Run(fmt.Sprint(enabled), func(t *testing.T) { testExport(t, enabled) })
	}
}

func testExport(t *testing.T, enabled int64) {
	t.Helper()
	w := newWorld(t, 4)
	w.enabled = enabled
	require.Zero(t, w.run(1, w.register(1, newKey(t, "next"))).Code)
	w.block(w.votes())
	exported, err := w.app.Export(nil)
	require.NoError(t, err)
	before, value := w.beacon(), w.beacon().Value
	w.start(exported.AppState, exported.Height)
	require.Equal(t, before.Number+1, w.beacon().Number, "the first block had draws")
	require.Equal(t, value, w.beacon().Previous)
	require.True(t, w.beacon().Fallback, "votes of the old chain are not carried over")
	w.validators[1].vrf = newKey(t, "next")
	w.block(w.votes())
	event, why := w.changed(w.block(w.votes()))
	require.Empty(t, why)
	require.EqualValues(t, 4, event.Proofs)

	var state map[string]json.RawMessage
	require.NoError(t, json.Unmarshal(exported.AppState, &state))
	var genesis beacontypes.GenesisState
	w.app.Codec.MustUnmarshalJSON(state[beacontypes.ModuleName], &genesis)
	require.NoError(t, genesis.Validate())
	require.Len(t, genesis.Keys, 4)
	for name, change := range map[string]func(*beacontypes.GenesisState){
		"an operator twice": func(g *beacontypes.GenesisState) { g.Keys[0].Operator = g.Keys[1].Operator },
		"a key twice":       func(g *beacontypes.GenesisState) { g.Keys[0].Keys = slices.Clone(g.Keys[1].Keys) },
		"no key":            func(g *beacontypes.GenesisState) { g.Keys[0].Keys = nil },
		"a bad key":         func(g *beacontypes.GenesisState) { g.Keys[0].Keys[0].PublicKey = "0x" },
		"a key to come":     func(g *beacontypes.GenesisState) { g.Keys[0].Keys[0].Number = g.Beacon.Number + 1 },
		"no value":          func(g *beacontypes.GenesisState) { g.Beacon.Value = "" },
		"a bad value":       func(g *beacontypes.GenesisState) { g.Beacon.Value = "0x12" },
		"no number":         func(g *beacontypes.GenesisState) { g.Beacon.Number = 0 },
	} {
		var g beacontypes.GenesisState
		w.app.Codec.MustUnmarshalJSON(state[beacontypes.ModuleName], &g)
		change(&g)
		require.Error(t, g.Validate(), name)
	}
}

// TestConsensusKeyRotation: a validator that rotates its consensus key keeps its
// beacon key, and loses no vote. Rule BCN-R6.
func TestConsensusKeyRotation(t *testing.T) {
	w := newWorld(t, 4)
	v := w.validators[2]
	next := ed25519.GenPrivKeyFromSecret([]byte("rotated"))
	pub, err := codectypes.NewAnyWithValue(next.PubKey())
	require.NoError(t, err)
	res := w.block(w.votes(), w.tx(2, &stakingtypes.MsgRotateConsPubKey{
		ValidatorAddress: v.operator(t), NewPubkey: pub,
	}))
	require.Zero(t, res.TxResults[1].Code, res.TxResults[1].Log)
	updates := 0
	swap := int64(0)
	for range 6 {
		if len(res.ValidatorUpdates) > 0 {
			updates, swap = len(res.ValidatorUpdates), w.height+2 // as CometBFT applies them
		}
		if w.height == swap {
			v.consensus = next
			slices.SortFunc(w.validators, func(a, b *validator) int { return slices.Compare(a.address(), b.address()) })
		}
		res = w.block(w.votes())
		event, why := w.changed(res)
		require.Empty(t, why, "height %d", w.height)
		require.EqualValues(t, 4, event.Proofs, "height %d", w.height)
	}
	require.Equal(t, 2, updates, "the old key out, the new one in")
	require.Equal(t, next, v.consensus)
}

// TestQueries: what the beacon can be asked.
func TestQueries(t *testing.T) {
	w := newWorld(t, 4)
	q := beaconkeeper.NewQueryServer(w.app.Beacon)
	value, err := q.Beacon(w.ctx(), &beacontypes.QueryBeaconRequest{})
	require.NoError(t, err)
	require.Equal(t, w.beacon(), value.Beacon)
	page, err := q.Keys(w.ctx(), nil)
	require.NoError(t, err)
	require.Len(t, page.Keys, 4)
	one, err := q.Key(w.ctx(), &beacontypes.QueryKeyRequest{Operator: w.validators[0].operator(t)})
	require.NoError(t, err)
	require.Equal(t, vrf.Hex(w.validators[0].vrf.Public()), one.Keys.Keys[0].PublicKey)
	for _, operator := range []string{"", "iexec1", w.validators[0].Address} {
		_, err = q.Key(w.ctx(), &beacontypes.QueryKeyRequest{Operator: operator})
		require.ErrorContains(t, err, "expected an address of a validator", operator)
	}
	_, err = q.Key(w.ctx(), nil)
	require.Error(t, err)
	require.NoError(t, w.app.Beacon.Forget(w.ctx(), w.validators[0].ID[:]))
}
