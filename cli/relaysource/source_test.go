package relaysource

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"

	"github.com/cosmos/cosmos-sdk/baseapp"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	govtypes "github.com/cosmos/cosmos-sdk/x/gov/types"

	"github.com/iexecd/iexecd/bridge/relay"
	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/crypto/ethsecp256k1"
	"github.com/iexecd/iexecd/tests/chaintest"
	"github.com/iexecd/iexecd/x/rlcbridge/keeper"
	"github.com/iexecd/iexecd/x/rlcbridge/types"
)

var (
	vaultAt = ident.Address{0x10, 19: 1}
	tokenAt = ident.Address{0x20, 19: 2}
	domain  = bridge.Domain{ChainID: 1337, Vault: vaultAt, HomeChain: chaintest.ChainID}
)

// world is the real application, whose vault is made up by the test.
type world struct {
	*chaintest.Chain
	t      *testing.T
	key    *chaintest.Account
	locked rlc.Amount
	source *Source
	asked  map[string]int // questions, by method
}

// Invoke implements grpc.ClientConnInterface: it asks the application's last state.
func (w *world) Invoke(ctx context.Context, method string, in, out any, options ...grpc.CallOption) error {
	w.asked[method]++
	helper := baseapp.NewQueryServerTestHelper(w.Ctx(), w.App.Registry)
	types.RegisterQueryServer(helper, keeper.NewQueryServer(w.App.Bridge))
	return helper.Invoke(ctx, method, in, out, options...)
}

// NewStream implements grpc.ClientConnInterface.
func (*world) NewStream(context.Context, *grpc.StreamDesc, string, ...grpc.CallOption) (grpc.ClientStream, error) {
	panic("no streams here")
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, key: chaintest.NewAccount("bridge key 0"), asked: map[string]int{}}
	w.Chain = chaintest.New(t, []string{"alice"}, func(g *chaintest.Genesis) {
		p := types.DefaultParams()
		p.BatchEveryBlocks, p.SignDelayBlocks, p.ValsetCheckBlocks, p.ValsetMinBlocks = 1, 1, 1, 1
		p.MaxOpenBatches, p.LargeDelaySeconds = 3, 60
		operator, err := types.Operator(chaintest.Operator())
		require.NoError(t, err)
		g.Bridge.Params = p
		g.Bridge.Vault = &types.Vault{ChainId: 1337, Address: vaultAt.String(), Token: tokenAt.String()}
		g.Bridge.Keys = []types.BridgeKey{{Operator: operator, Address: w.key.ID.String(), Registered: 1}}
		g.Bridge.KeyUses = []types.KeyUse{{Operator: operator, Address: w.key.ID.String()}}
	})
	w.locked = rlc.Amount(w.Supply())
	w.source = New(w)
	return w
}

// observe takes in events, with the time up to which they are all.
func (w *world) observe(ethTimeUnix uint64, bodies ...bridge.Body) {
	w.t.Helper()
	_, at, err := w.App.Bridge.Head(w.Ctx())
	require.NoError(w.t, err)
	o := keeper.Observation{Point: at, EthTimeUnix: ethTimeUnix, EthBlock: 1}
	for _, body := range bodies {
		e := bridge.Event{Nonce: o.Point.Nonce + 1, Body: body}
		o.Events = append(o.Events, e)
		o.Point = bridge.Point{Nonce: e.Nonce, Hash: bridge.Link(o.Point.Hash, e)}
	}
	require.NoError(w.t, w.App.Bridge.Observe(w.Ctx(), o))
	w.Block()
}

// inForce has the vault take the newest set.
func (w *world) inForce() {
	w.t.Helper()
	sets, err := w.source.Valsets(w.t.Context(), 0)
	require.NoError(w.t, err)
	require.NotEmpty(w.t, sets)
	w.observe(uint64(w.Time.Unix()), bridge.ValsetUpdated{
		ValsetNonce: sets[0].Valset.Nonce, MembersHash: sets[0].Members.Hash(),
	})
}

// execute has the vault pay a batch.
func (w *world) execute(b relay.SignedBatch) {
	w.t.Helper()
	total, err := b.Items.Total()
	require.NoError(w.t, err)
	w.locked -= total + b.Batch.Fee
	w.observe(uint64(w.Time.Unix()), bridge.BatchExecuted{
		BatchNonce: b.Batch.Nonce, Total: total + b.Batch.Fee, LockedAfter: w.locked,
	})
}

// signAll signs what the key may sign.
func (w *world) signAll() {
	w.t.Helper()
	_, at, err := w.App.Bridge.Head(w.Ctx())
	require.NoError(w.t, err)
	todo, err := w.App.Bridge.ToSign(w.Ctx(), w.key.ID, bridge.MaxVoteSignatures)
	require.NoError(w.t, err)
	var signed []bridge.VoteSignature
	for _, x := range todo {
		raw, err := ethsecp256k1.SignDigest(w.key.Key.Key, x.Digest)
		require.NoError(w.t, err)
		s, err := bridge.CompactSignature(raw[:])
		require.NoError(w.t, err)
		signed = append(signed, bridge.VoteSignature{Kind: x.Kind, Nonce: x.Nonce, Raw: s})
	}
	require.NoError(w.t, w.App.Bridge.Observe(w.Ctx(), keeper.Observation{Point: at, Signatures: signed}))
	w.Block()
}

func (w *world) withdraw(amount rlc.Amount) {
	alice := w.Account("alice")
	w.Run(alice, &types.MsgWithdraw{
		Sender: alice.Address, To: alice.ID.String(), AmountNrlc: uint64(amount), FeeNrlc: uint64(rlc.RLC),
	})
	w.Block()
}

// nonces returns those of the open batches.
func (w *world) nonces() []uint64 {
	w.t.Helper()
	all, err := w.source.Batches(w.t.Context())
	require.NoError(w.t, err)
	out := []uint64{}
	for _, b := range all {
		out = append(out, b.Batch.Nonce)
	}
	return out
}

func TestBridge(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b, err := w.source.Bridge(t.Context())
	require.NoError(t, err)
	require.Equal(t, Bridge{Domain: domain, Token: tokenAt, Observed: bridge.Point{Hash: domain.FirstHash()}}, b)
	_, err = Of(&types.QueryStatusResponse{})
	require.ErrorIs(t, err, ErrNoBridge)
	_, err = Of(&types.QueryStatusResponse{Vault: &types.Vault{Address: "0x12"}})
	require.Error(t, err)
}

// TestWhatIsSignedIsProved brings sets and batches as far as a relay's proof.
func TestWhatIsSignedIsProved(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Block()
	sets, err := w.source.Valsets(t.Context(), 0)
	require.NoError(t, err)
	require.Len(t, sets, 1)
	members, err := w.source.Members(t.Context(), 1)
	require.NoError(t, err)
	require.Equal(t, members, sets[0].Members)
	_, err = relay.Prove(members, domain.Digest(sets[0].Valset), sets[0].Signatures)
	require.ErrorIs(t, err, relay.ErrNoQuorum)
	w.signAll()
	sets, err = w.source.Valsets(t.Context(), 0)
	require.NoError(t, err)
	_, err = relay.Prove(members, domain.Digest(sets[0].Valset), sets[0].Signatures)
	require.NoError(t, err)
	sets, err = w.source.Valsets(t.Context(), 1)
	require.NoError(t, err)
	require.Empty(t, sets)
	_, err = w.source.Members(t.Context(), 2)
	require.ErrorContains(t, err, "no validator set 2")

	w.inForce()
	w.withdraw(7 * rlc.RLC)
	w.Block()
	w.signAll()
	batches, err := w.source.Batches(t.Context())
	require.NoError(t, err)
	require.Len(t, batches, 1)
	b := batches[0]
	require.Equal(t, b.Batch.ItemsHash, b.Items.Hash())
	require.Equal(t, bridge.Items{{To: w.Account("alice").ID, Amount: 7 * rlc.RLC}}, b.Items)
	require.Equal(t, rlc.RLC, b.Batch.Fee)
	_, err = relay.Prove(members, domain.Digest(b.Batch), b.Signatures)
	require.NoError(t, err)
}

// TestConfigs: the configs that the vault does not have, the newest first, as far as a
// relay's proof.
func TestConfigs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Block()
	w.inForce()
	authority := account.Bech32(ident.Address(authtypes.NewModuleAddress(govtypes.ModuleName)))
	for range 18 {
		_, err := keeper.NewMsgServer(w.App.Bridge).ConfigureVault(w.Ctx(), &types.MsgConfigureVault{
			Authority: authority, InCapNrlc: uint64(bridge.AllRLC), OutCapNrlc: uint64(bridge.AllRLC),
			OutRateNrlc: uint64(bridge.AllRLC), MinDepositNrlc: 1, Guardian: w.key.ID.String(), Unpause: true,
		})
		require.NoError(t, err)
	}
	w.signAll()
	configs, err := w.source.Configs(t.Context(), 1)
	require.NoError(t, err)
	require.Len(t, configs, 16, "the newest")
	require.Equal(t, bridge.Config{
		Nonce: 18, InCap: bridge.AllRLC, OutCap: bridge.AllRLC, OutRate: bridge.AllRLC, MinDeposit: 1,
		Guardian: w.key.ID, Unpause: true,
	}, configs[0].Config)
	members, err := w.source.Members(t.Context(), 1)
	require.NoError(t, err)
	_, err = relay.Prove(members, domain.Digest(configs[0].Config), configs[0].Signatures)
	require.NoError(t, err)
	_, err = relay.Prove(members, domain.Digest(configs[1].Config), configs[1].Signatures)
	require.ErrorIs(t, err, relay.ErrNoQuorum)
	w.observe(uint64(w.Time.Unix()), bridge.ConfigApplied{
		ConfigNonce: 18, ConfigHash: bridge.StructHash(configs[0].Config),
	})
	configs, err = w.source.Configs(t.Context(), 18)
	require.NoError(t, err)
	require.Empty(t, configs)
}

// TestOnlyOpenBatches: batches close in any order, and what is closed for long is not read again.
func TestOnlyOpenBatches(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Block()
	w.inForce()
	for range 3 {
		w.withdraw(2 * rlc.RLC)
	}
	require.Equal(t, []uint64{3, 2, 1}, w.nonces())
	w.signAll()
	all, err := w.source.Batches(t.Context())
	require.NoError(t, err)
	w.execute(all[1])
	require.Equal(t, []uint64{3, 1}, w.nonces(), "the older one stays open")
	w.withdraw(2 * rlc.RLC)
	require.Equal(t, []uint64{4, 3, 1}, w.nonces())

	w.Skip(3 * 24 * time.Hour)
	w.observe(uint64(w.Time.Unix()))
	require.Empty(t, w.nonces(), "all expired")
	for range 60 { // more than a page
		w.withdraw(2 * rlc.RLC)
		w.signAll()
		open, err := w.source.Batches(t.Context())
		require.NoError(t, err)
		require.Len(t, open, 1)
		w.execute(open[0])
	}
	require.Empty(t, w.nonces())
	const method = "/iexec.rlcbridge.v1.Query/Batches"
	w.withdraw(2 * rlc.RLC)
	clear(w.asked)
	require.Equal(t, []uint64{65}, w.nonces())
	require.Equal(t, 2, w.asked[method], "all batches of these days are younger than a batch lives")
	w.Skip(3 * 24 * time.Hour)
	w.observe(uint64(w.Time.Unix()))
	clear(w.asked)
	require.Empty(t, w.nonces())
	require.Equal(t, 1, w.asked[method], "nothing older than a batch lives")
}

// TestDone: no open batch is left out, whatever the order of timeouts.
func TestDone(t *testing.T) {
	t.Parallel()
	p := types.Params{MaxOpenBatches: 2, LargeDelaySeconds: 100}
	for name, c := range map[string]struct {
		timeout, proven, open uint64
		want                  bool
	}{
		"nothing is proven":                 {timeout: 10, want: false},
		"a large one before may be open":    {timeout: 10, proven: 110, want: false},
		"the last moment of a large one":    {timeout: 10, proven: 111, want: true},
		"there cannot be more":              {timeout: 1000, proven: 10, open: 2, want: true},
		"more than there may be":            {timeout: 1000, proven: 10, open: 3, want: true},
		"there can be one more, not proven": {timeout: 1000, proven: 10, open: 1, want: false},
	} {
		require.Equal(t, c.want, done(types.Batch{TimeoutUnix: c.timeout}, c.proven, c.open, p), name)
	}
}
