package bridgechain

import (
	"cmp"
	"slices"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cosmossdk.io/math"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	govtypes "github.com/cosmos/cosmos-sdk/x/gov/types"
	stakingtypes "github.com/cosmos/cosmos-sdk/x/staking/types"

	"github.com/iexecd/iexecd/bridge/ethlab"
	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/tests/chaintest"
	"github.com/iexecd/iexecd/x/rlcbridge/types"
)

var authority = account.Bech32(ident.Address(authtypes.NewModuleAddress(govtypes.ModuleName)))

func sortSlots(all []slot) {
	slices.SortFunc(all, func(a, b slot) int {
		return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.nonce, b.nonce))
	})
}

// sends sends a message, and reports whether the chain took it.
func (m *machine) sends(from *chaintest.Account, msg sdk.Msg) bool {
	res := m.Try(from, msg)
	m.twin.spent[from.ID] += txFee
	return res.Code == 0
}

func (m *machine) blocks(t *rapid.T) {
	for range rapid.IntRange(1, 4).Draw(t, "blocks") {
		m.Block()
	}
}

func (m *machine) homeTime(t *rapid.T) {
	seconds := rapid.OneOf(rapid.IntRange(1, 200), rapid.IntRange(200, 5_000)).Draw(t, "seconds")
	m.Skip(time.Duration(seconds) * time.Second)
}

func (m *machine) withdraw(t *rapid.T) {
	for range rapid.IntRange(1, 3).Draw(t, "withdrawals") {
		a := m.Account(rapid.SampledFrom([]string{"alice", "bob"}).Draw(t, "who"))
		to := rapid.SampledFrom(append([]common.Address{m.lab.User.Address, m.lab.Vault}, payees...)).Draw(t, "to")
		amount := rapid.OneOf(
			rapid.Uint64Range(one-1, one+1), rapid.Uint64Range(one, 19*one), rapid.Uint64Range(20*one, 85*one),
		).Draw(t, "amount")
		paid := fee + rapid.Uint64Range(0, one).Draw(t, "fee") - 1
		msg := &types.MsgWithdraw{
			Sender: a.Address, To: ident.Address(to).String(), AmountNrlc: amount, FeeNrlc: paid,
		}
		if m.sends(a, msg) {
			m.twin.asked(a.ID, to, amount, paid)
		}
	}
}

func (m *machine) cancel(t *rapid.T) {
	last := m.books().LastWithdrawal
	if last == 0 {
		t.Skip("nothing was withdrawn")
	}
	id := last - rapid.Uint64Range(0, min(last-1, 3)).Draw(t, "before the last")
	a := m.Account(rapid.SampledFrom([]string{"alice", "bob"}).Draw(t, "who"))
	if m.sends(a, &types.MsgCancelWithdraw{Sender: a.Address, Id: id}) {
		k := m.twin.tickets[id-1]
		require.Equal(m.T, a.ID, k.sender)
		require.False(m.T, k.cancelled)
		k.cancelled = true
	}
}

// pause has the guardian here pause for some time.
func (m *machine) pause(t *rapid.T) {
	g := m.Account("guardian")
	require.True(m.T, m.sends(g, &types.MsgPause{
		Sender: g.Address, Flags: rapid.Uint32Range(1, 3).Draw(t, "flags"),
		Seconds: rapid.Uint64Range(1, 2_000).Draw(t, "seconds"),
	}))
}

func (m *machine) unpause(t *rapid.T) {
	flags := rapid.Uint32Range(1, 3).Draw(t, "flags")
	require.NoError(m.T, m.govern(func(ctx sdk.Context, s types.MsgServer) error {
		_, err := s.Unpause(ctx, &types.MsgUnpause{Authority: authority, Flags: flags})
		return err
	}))
	m.Block()
}

func (m *machine) veto(t *rapid.T) {
	delayed := slices.DeleteFunc(m.export().Delayed, func(d types.Delayed) bool { return d.Vetoed })
	if len(delayed) == 0 {
		t.Skip("nothing waits")
	}
	g := m.Account("guardian")
	d := rapid.SampledFrom(delayed).Draw(t, "deposit")
	if m.sends(g, &types.MsgVetoDelayed{Sender: g.Address, Nonce: d.Nonce}) {
		m.ends["deposits vetoed"]++
	}
}

// release has governance pay what waits to somebody else, if it was vetoed.
func (m *machine) release(t *rapid.T) {
	delayed := m.export().Delayed
	if len(delayed) == 0 {
		t.Skip("nothing waits")
	}
	d := rapid.SampledFrom(delayed).Draw(t, "deposit")
	err := m.govern(func(ctx sdk.Context, s types.MsgServer) error {
		_, err := s.ReleaseDelayed(ctx, &types.MsgReleaseDelayed{
			Authority: authority, Nonce: d.Nonce, To: account.Bech32(claimant),
		})
		return err
	})
	if err == nil {
		require.True(m.T, d.Vetoed)
		m.twin.deposits[d.Nonce].paidTo = claimant
		m.ends["deposits released by governance"]++
	}
	m.Block()
}

// claim has anybody on Ethereum claim what is stranded; the owner alone gets it.
func (m *machine) claim(t *rapid.T) {
	stranded := m.export().Stranded
	if len(stranded) == 0 {
		t.Skip("nothing is stranded")
	}
	x := rapid.SampledFrom(stranded).Draw(t, "stranded")
	who := rapid.SampledFrom([]*ethlab.Account{m.lab.User, m.lab.Attacker, m.lab.Deployer}).Draw(t, "who")
	proof, err := who.Sign(m.lab.Domain.Digest(bridge.Claim{ID: x.Id, To: claimant}))
	require.NoError(m.T, err)
	a := m.Account("bob")
	if !m.sends(a, &types.MsgClaimStranded{
		Sender: a.Address, Id: x.Id, To: account.Bech32(claimant), Signature: types.Hex(proof),
	}) {
		return
	}
	require.Equal(m.T, x.Owner, who.Ident().String())
	m.ends["claims"]++
	if x.WithdrawalId != 0 {
		m.twin.claims[x.WithdrawalId] = claimant
		return
	}
	m.twin.deposits[x.DepositNonce].paidTo = claimant
}

// limits has governance change how much may leave at once: what waits and is more
// comes back.
func (m *machine) limits(t *rapid.T) {
	p := params()
	p.OutCapNrlc = rapid.SampledFrom([]uint64{80 * one, 80 * one, 40 * one}).Draw(t, "out cap")
	err := m.govern(func(ctx sdk.Context, s types.MsgServer) error {
		_, err := s.UpdateParams(ctx, &types.MsgUpdateParams{Authority: authority, Params: p})
		return err
	})
	c, known := m.twin.asks[m.books().EthConfig]
	if known && c.OutCapNrlc < p.OutCapNrlc {
		require.ErrorIs(m.T, err, types.ErrRefused)
		return
	}
	require.NoError(m.T, err)
	m.Block()
}

// configure has governance configure the vault: how much may leave, the end of a pause,
// who gets what was given to it.
func (m *machine) configure(t *rapid.T) {
	msg := &types.MsgConfigureVault{
		Authority: authority, InCapNrlc: 50_000_000 * one, MinDepositNrlc: one,
		OutCapNrlc:  rapid.SampledFrom([]uint64{79 * one, 80 * one, 100 * one, 150 * one}).Draw(t, "out cap"),
		OutRateNrlc: rapid.SampledFrom([]uint64{one / 10, one / 5}).Draw(t, "out rate"),
		Guardian:    m.lab.Guardian.Ident().String(), Unpause: rapid.Bool().Draw(t, "unpause"),
	}
	if rapid.Bool().Draw(t, "sweep") {
		msg.SweepTo = ident.Address(rapid.SampledFrom(payees).Draw(t, "to")).String()
	}
	p, err := m.keeper().Params.Get(m.Ctx())
	require.NoError(m.T, err)
	before := m.books().LastConfig
	err = m.govern(func(ctx sdk.Context, s types.MsgServer) error {
		_, err := s.ConfigureVault(ctx, msg)
		return err
	})
	if msg.OutCapNrlc < p.OutCapNrlc {
		require.ErrorIs(m.T, err, types.ErrRefused)
		return
	}
	require.NoError(m.T, err)
	m.twin.asks[before+1] = msg.Config(before + 1)
	m.Block()
}

// exported starts the chain here anew from its own state, now and then.
func (m *machine) exported(t *rapid.T) {
	if rapid.IntRange(0, 4).Draw(t, "now") != 0 {
		t.Skip("not now")
	}
	m.Chain = m.ExportImport()
	m.Block()
}

// signs has some keys sign. Their votes may never get here.
func (m *machine) signs(t *rapid.T) {
	all := rapid.IntRange(0, 2).Draw(t, "all") > 0
	votes := m.sign(func(int) bool { return all || rapid.Bool().Draw(t, "signs") })
	if rapid.IntRange(0, 4).Draw(t, "lost") > 0 {
		m.observe([validators]bool{true, true, true, true}, 0, votes)
	}
}

// lateSignatures has anybody submit signatures that were lost, or are of no use.
func (m *machine) lateSignatures(t *rapid.T) {
	all := m.slots()
	if len(all) == 0 {
		t.Skip("nothing was signed")
	}
	at := rapid.SampledFrom(all[max(0, len(all)-4):]).Draw(t, "message")
	var signatures []types.SubmittedSignature
	for _, s := range m.said[at].signatures {
		signatures = append(signatures, types.SubmittedSignature{
			Kind: types.SignedKind(at.kind), Nonce: at.nonce, Signature: types.Hex(s.Raw),
		})
	}
	a := m.Account("bob")
	if m.sends(a, &types.MsgSubmitSignatures{
		Sender: a.Address, Signatures: signatures[:min(len(signatures), types.MaxSignatures)],
	}) {
		m.ends["late signatures"]++
	}
}

// observes takes in what validators have read so far, each as much as it has.
func (m *machine) observes(t *rapid.T) {
	m.look()
	var blind [validators]bool
	for i := range validators {
		m.eyes[i] = rapid.IntRange(m.eyes[i], len(m.finals)-1).Draw(t, "read up to")
		blind[i] = rapid.IntRange(0, 5).Draw(t, "blind") == 0
	}
	m.observe(blind, rapid.IntRange(0, validators-1).Draw(t, "proposer"), nil)
}

// stake draws a validator that delegates, another that it delegates to, and how much.
func (m *machine) stake(t *rapid.T) (*chaintest.Account, string, sdk.Coin) {
	from := m.Account(validatorName(rapid.IntRange(0, validators-1).Draw(t, "from")))
	to := m.operator(rapid.IntRange(0, validators-1).Draw(t, "to"))
	return from, to, bonded(rapid.Int64Range(1, power).Draw(t, "power"))
}

func (m *machine) delegate(t *rapid.T) {
	a, to, coin := m.stake(t)
	m.sends(a, stakingtypes.NewMsgDelegate(a.Address, to, coin))
}

func (m *machine) undelegate(t *rapid.T) {
	a, from, coin := m.stake(t)
	coin.Amount = coin.Amount.Sub(math.OneInt()) // somebody's last nrlc stays
	m.sends(a, stakingtypes.NewMsgUndelegate(a.Address, from, coin))
}

// rotate gives a validator another bridge key; the old one signs on.
func (m *machine) rotate(t *rapid.T) {
	const most = 12
	if len(m.keys) >= most {
		t.Skip("keys enough")
	}
	key, err := ethlab.NewAccount(uint64(len(m.keys)) + 100)
	require.NoError(m.T, err)
	require.True(m.T, m.register(rapid.IntRange(0, validators-1).Draw(t, "validator"), key))
}
