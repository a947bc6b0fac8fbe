package cli

import (
	"context"
	"errors"
	"math/big"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/iexecd/iexecd/bridge/ethlab"
	"github.com/iexecd/iexecd/bridge/relay"
	"github.com/iexecd/iexecd/bridge/wallet"
	"github.com/iexecd/iexecd/cli/relaysource"
	"github.com/iexecd/iexecd/contracts"
	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
	bridgetypes "github.com/iexecd/iexecd/x/rlcbridge/types"
)

func TestEtherText(t *testing.T) {
	t.Parallel()
	for wei, want := range map[int64][2]string{
		0:                         {"0 ETH", "0 ETH"},
		1:                         {"0 ETH", "0.000000001 ETH"},
		1_000_000_000:             {"0.000000001 ETH", "0.000000001 ETH"},
		1_000_000_001:             {"0.000000001 ETH", "0.000000002 ETH"},
		1_500_000_000_000_000_000: {"1.5 ETH", "1.5 ETH"},
	} {
		require.Equal(t, want, [2]string{etherFloor(big.NewInt(wei)), etherCeil(big.NewInt(wei))}, wei)
	}
	require.Equal(t, "1.163278768 gwei", gwei(big.NewInt(1_163_278_768)))
}

func TestGasPrice(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int64{
		"50gwei": 50e9, "0.5 GWEI": 5e8, "1000wei": 1000, " 1 wei ": 1, "0.000000001gwei": 1,
	} {
		got, err := parseGasPrice("x", text)
		require.NoError(t, err, text)
		require.Equal(t, want, got.Int64(), text)
	}
	for _, text := range []string{
		"", "50", "gwei", "wei", "0gwei", "-1gwei", "1.5wei", "1e9wei", "1/2gwei", "0x10wei", "50rlc",
		strings.Repeat("9", 31) + "wei",
	} {
		_, err := parseGasPrice("x", text)
		require.Error(t, err, text)
	}
	rapid.Check(t, func(t *rapid.T) {
		wei := rapid.Int64Min(1).Draw(t, "wei")
		got, err := parseGasPrice("x", gwei(big.NewInt(wei)))
		require.NoError(t, err)
		require.Equal(t, wei, got.Int64(), "it reads what it prints")
	})
}

// bench is an Ethereum with a vault behind a proxy, and somebody with RLC there.
type bench struct {
	*ethlab.Lab

	proxy *ethlab.Proxy
	me    *person
}

func newBench(t *testing.T) *bench {
	t.Helper()
	lab, err := ethlab.Start(t.Context(), ethlab.Config{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, lab.Close()) })
	proxy, err := ethlab.NewProxy(t.Context(), lab.URL())
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, proxy.Close()) })
	account, err := wallet.NewAccount(lab.User.PrivateKey())
	require.NoError(t, err)
	me := &person{signer: &signer{name: "alice"}, id: lab.User.Ident(), wallet: account}
	return &bench{Lab: lab, proxy: proxy, me: me}
}

// view is the chain's, which knows the lab's vault.
func (b *bench) view() *bridgeView {
	d := b.Domain
	return &bridgeView{
		Bridge:  relaysource.Bridge{Domain: d, Token: ident.Address(b.Token)},
		vault:   bridgetypes.VaultID{Domain: d, Token: ident.Address(b.Token)},
		status:  &bridgetypes.QueryStatusResponse{},
		params:  bridgetypes.DefaultParams(),
		nowUnix: uint64(noon.Unix()),
	}
}

// session returns one that prints into buffers and asks the proxy.
func (b *bench) session(args ...string) (*session, error) {
	s, _, _ := testSession(formatText)
	s.cmd = bridgeIn()
	s.profile.EthRPC = b.proxy.URL()
	return s, s.cmd.ParseFlags(args)
}

// TestOnlyOurVault refuses endpoints that are not of the vault's Ethereum.
func TestOnlyOurVault(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	s, err := b.session()
	require.NoError(t, err)
	for name, c := range map[string]struct {
		change func(*bridgeView)
		says   string
	}{
		"chain id":      {func(v *bridgeView) { v.Domain.ChainID = 1 }, "it has chain id 1337, the vault is on 1"},
		"no code":       {func(v *bridgeView) { v.Domain.Vault = ident.Address{7} }, "it has no contract at"},
		"another chain": {func(v *bridgeView) { v.Domain.HomeChain = "iexec-2" }, "this chain's has"},
		"another token": {func(v *bridgeView) { v.Token = ident.Address{8} }, "holds the token"},
		"no vault":      {func(v *bridgeView) { v.Domain.Vault = v.Token }, "answer"},
	} {
		v := b.view()
		c.change(v)
		_, err := s.ethSide(t.Context(), v)
		var e *Error
		require.ErrorAs(t, err, &e, name)
		require.Equal(t, ExitNode, e.Exit, name)
		require.Contains(t, e.text(), c.says, name)
	}
	e, err := s.ethSide(t.Context(), b.view())
	require.NoError(t, err)
	e.close()
}

// TestNobodyPaysTwice: after an answer that got lost the deposit goes on by its id,
// and another one is refused while the first waits.
func TestNobodyPaysTwice(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx := t.Context()
	plan := func(args ...string) (*session, *ethSide, *depositPlan, error) {
		s, err := b.session(args...) //nolint:contextcheck // the flags need no context
		require.NoError(t, err)
		e, err := s.ethSide(ctx, b.view())
		require.NoError(t, err)
		t.Cleanup(e.close)
		p, err := s.planDeposit(ctx, e, b.me, ident.Address{0xaa, 1}, 5*rlc.RLC)
		return s, e, p, err
	}
	s, e, p, err := plan()
	require.NoError(t, err)
	out := &strings.Builder{}
	s.out = out
	b.proxy.Tell("eth_sendRawTransaction", ethlab.Say(http.StatusBadGateway, ""))
	_, err = s.deposit(ctx, nil, e, p)
	var lost *Error
	require.ErrorAs(t, err, &lost)
	require.Equal(t, codeEthereum, lost.Code)
	require.Contains(t, lost.text(), "may be on its way all the same")
	require.Equal(t, "iexecd bridge status "+strings.TrimSpace(out.String()), lost.Next[0], "the id came first")

	b.proxy.Tell("eth_sendRawTransaction", func(_ context.Context, _ ethlab.Request,
		honest func() (ethlab.Answer, error),
	) (ethlab.Answer, error) {
		_, err := honest()
		return ethlab.Answer{Status: http.StatusBadGateway}, err
	})
	w, err := s.deposit(ctx, nil, e, p)
	require.NoError(t, err, "the endpoint knows it all the same")
	b.proxy.Honest()
	_, _, _, err = plan()
	var waits *Error
	require.ErrorAs(t, err, &waits)
	require.Equal(t, codeBridgeWaiting, waits.Code)
	require.Contains(t, waits.text(), "1 transaction waits")
	_, _, behind, err := plan("--behind")
	require.NoError(t, err)
	require.Equal(t, p.draft.tx.Nonce+1, behind.draft.tx.Nonce)
	require.Contains(t, strings.Join(behind.quote(b.view()), "\n"), "this one goes behind")

	b.Mine(1)
	now, err := w.look(ctx)
	require.NoError(t, err)
	require.Equal(t, stateMined, now.State)
	require.EqualValues(t, 5*rlc.RLC, now.AmountNRLC)
	require.Equal(t, ident.Address{0xaa, 1}.Checksummed(), now.EthTo)
	raw, err := b.Call(ctx, b.User.Address, b.Vault, contracts.NewRLCVault().PackLocked(), ethlab.GasLimit)
	require.NoError(t, err)
	require.EqualValues(t, 5*rlc.RLC, new(big.Int).SetBytes(raw).Uint64(), "once")
}

// TestDepositRefused: what the vault or the account has no room for is refused before
// anything is signed.
func TestDepositRefused(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx := t.Context()
	s, err := b.session()
	require.NoError(t, err)
	e, err := s.ethSide(ctx, b.view())
	require.NoError(t, err)
	defer e.close()
	refused := func(me *person, amount rlc.Amount, code string, says ...string) {
		t.Helper()
		_, err := s.planDeposit(ctx, e, me, ident.Address{0xaa}, amount)
		var got *Error
		require.ErrorAs(t, err, &got)
		require.Equal(t, code, got.Code, got.text())
		for _, text := range says {
			require.Contains(t, got.text(), text)
		}
	}
	nobody, err := wallet.NewAccount(append(make([]byte, 31), 77))
	require.NoError(t, err)
	poor := &person{signer: &signer{name: "poor"}, id: ident.Address(nobody.Address), wallet: nobody}
	refused(poor, 5*rlc.RLC, codeFunds, "has 0 RLC on Ethereum, you want to bring 5 RLC")
	require.NoError(t, b.Faucet(ctx, nobody.Address, 10*rlc.RLC))
	refused(poor, 5*rlc.RLC, codeFunds, "has 0 ETH on Ethereum, gas may cost 0.")
	refused(b.me, rlc.RLC/2, codeBridgeLimit, "0.5 RLC is less than the least deposit of 1 RLC")
	refused(b.me, 50_000_001*rlc.RLC, codeBridgeLimit, "50000001 RLC is more than the room of 50000000 RLC")
	_, err = b.Send(ctx, b.Guardian, b.Vault, contracts.NewRLCVault().PackPause(bridge.PauseDeposits))
	require.NoError(t, err)
	refused(b.me, 5*rlc.RLC, codeBridgePaused, "no deposits at the vault on Ethereum until", "in 7 d")
	require.NoError(t, b.Pass(ctx, 8*86_400))
	require.NoError(t, b.Pass(ctx, ethlab.DefaultTrust))
	refused(b.me, 5*rlc.RLC, codeBridgeLimit, "was to be trusted until")
}

// TestQuoteOfDelay: people are told before they sign that a deposit will wait.
func TestQuoteOfDelay(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for name, c := range map[string]struct {
		amount rlc.Amount
		level  uint64
		says   string
	}{
		"small": {amount: 5 * rlc.RLC},
		"large": {
			amount: 250_001 * rlc.RLC, says: "it waits 1 d before it is credited: 250001 RLC is above 250000 RLC",
		},
		"no room": {
			amount: 9 * rlc.RLC, level: 999_995 * uint64(rlc.RLC), says: "9 RLC is more than the 5 RLC that may",
		},
	} {
		s, err := b.session()
		require.NoError(t, err)
		v := b.view()
		v.status.BucketIn = bridgetypes.Bucket{LevelNrlc: c.level, AtUnix: v.nowUnix}
		e, err := s.ethSide(t.Context(), v)
		require.NoError(t, err)
		p, err := s.planDeposit(t.Context(), e, b.me, ident.Address{0xaa}, c.amount)
		e.close()
		require.NoError(t, err)
		text := strings.Join(p.quote(v), "\n")
		require.Equal(t, c.says != "", strings.Contains(text, "it waits"), "%s: %s", name, text)
		require.Contains(t, text, c.says, name)
	}
}

// What a cancel keeps is said before anybody says yes.
func TestCancelQuestion(t *testing.T) {
	t.Parallel()
	for fee, says := range map[rlc.Amount]string{
		3 * rlc.RLC / 4: "5 RLC + 0.25 RLC come back, 0.5 RLC of its fee stay",
		rlc.RLC / 4:     "5 RLC + 0 RLC come back, 0.25 RLC of its fee stay",
	} {
		w := bridge.Withdrawal{ID: 7, Amount: 5 * rlc.RLC, Fee: fee}
		kept := bridgetypes.DefaultParams().Rules(bridgetypes.VaultID{}).Kept(w)
		require.Equal(t, "Take back withdrawal 7: "+says+" in the community pool?", cancelQuestion(w, kept))
	}
}

// A transfer that did not arrive is an error that says where the money is.
func TestHowTransfersEnd(t *testing.T) {
	t.Parallel()
	for state, exit := range map[string]int{
		stateCredited: ExitOK, statePaid: ExitOK, stateDelayed: ExitOK, stateCancelled: ExitOK,
		stateReturned: ExitDeadline, stateStranded: ExitDeadline,
	} {
		tr := transfer{State: state, Why: "5 RLC came back"}
		require.True(t, tr.ended(), state)
		got := ExitOK
		if e := transferError(&tr); e != nil {
			got = e.Exit
			require.Contains(t, e.text(), "5 RLC came back")
		}
		require.Equal(t, exit, got, state)
	}
	for _, state := range append((&depositWatch{}).steps()[:4], (&withdrawalWatch{}).steps()[:4]...) {
		require.False(t, transfer{State: state}.ended(), state)
	}
}

// Steps that were passed between two looks are told all the same, each once.
func TestStepsAreToldOnce(t *testing.T) {
	t.Parallel()
	s, _, stderr := testSession(formatText)
	w := &withdrawalWatch{}
	queued := transfer{ID: "7", State: stateQueued}
	require.NoError(t, s.reached(w, &queued, nil))
	sent := transfer{ID: "7", State: stateSent, TotalPower: 3, SignedPower: 3}
	require.NoError(t, s.reached(w, &sent, &queued))
	require.NoError(t, s.reached(w, &sent, &sent))
	back := transfer{ID: "7", State: stateReturned, Why: "nobody brought it"}
	require.NoError(t, s.reached(w, &back, &sent))
	var labels []string
	for line := range strings.SplitSeq(strings.TrimSpace(stderr.String()), "\n") {
		labels = append(labels, strings.Join(strings.Fields(line)[:2], " "))
	}
	require.Equal(t, []string{"✔ queued", "✔ batched", "✔ signed", "✔ sent", "✘ returned"}, labels)
}

// script is a relay that does what a test says.
type script struct {
	steps  []func() ([]relay.Sent, []relay.Outcome, error)
	over   []relay.Outcome
	cancel context.CancelFunc
}

func (x *script) Step(context.Context) (sent []relay.Sent, err error) {
	if len(x.steps) == 0 {
		x.cancel()
		return nil, nil
	}
	sent, x.over, err = x.steps[0]()
	x.steps = x.steps[1:]
	return sent, err
}

func (x *script) Outcomes() []relay.Outcome { return x.over }

// A relay prints one line for each thing, and the same failure once.
func TestRelayLog(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	one := relay.Sent{Kind: bridge.MessageBatch, Nonce: 3, Tx: common.Hash{1}}
	two := relay.Sent{Kind: bridge.MessageBatch, Nonce: 3, Tx: common.Hash{2}, Replaces: common.Hash{1}}
	away := errors.New("the endpoint\x1b[31m is away")
	type step = func() ([]relay.Sent, []relay.Outcome, error)
	fails := func() ([]relay.Sent, []relay.Outcome, error) { return nil, nil, away }
	x := &script{cancel: cancel, steps: []step{
		fails, fails, fails,
		func() ([]relay.Sent, []relay.Outcome, error) { return []relay.Sent{one}, nil, nil },
		func() ([]relay.Sent, []relay.Outcome, error) { return []relay.Sent{two}, nil, nil },
		func() ([]relay.Sent, []relay.Outcome, error) {
			return nil, []relay.Outcome{{Sent: two, Landed: true}, {Sent: one}}, nil
		},
		fails,
	}}
	s, stdout, _ := testSession(formatText)
	require.NoError(t, (&relayLog{s: s}).run(ctx, x, time.Nanosecond))
	var got []string
	for line := range strings.SplitSeq(strings.TrimSpace(stdout.String()), "\n") {
		words := strings.Fields(line)[1:]
		got = append(got, strings.Join(words[:min(3, len(words))], " "))
		require.NotContains(t, line, "\x1b")
	}
	require.Equal(t, []string{
		"error the endpoint", "sent batch 3", "well all is", "replaced batch 3", "landed batch 3", "failed batch 3",
		"error the endpoint",
	}, got)
}

// TestBridgeReport: what waits for signatures, and who does not sign, is in a row each.
func TestBridgeReport(t *testing.T) {
	t.Parallel()
	show := func(r bridgeReport) string {
		var out strings.Builder
		require.NoError(t, r.print(&out, &bridgeView{status: &bridgetypes.QueryStatusResponse{}}))
		return out.String()
	}
	require.NotRegexp(t, `(?m)^(config|silent) `, show(bridgeReport{}))
	text := show(bridgeReport{
		ConfigHere: 3, Config: &openConfig{Nonce: 3, SignedPower: 5, TotalPower: 9},
		Silent: []silentKey{{"iexecvaloper1x", 1}, {"iexecvaloper1y", 12}},
	})
	require.Regexp(t, `(?m)^config +3, signed by 5 of 9 power; the vault has what it was made with$`, text)
	require.Regexp(t, `(?m)^silent +iexecvaloper1x has not signed the last 1 message$`, text)
	require.Regexp(t, `(?m)^silent +iexecvaloper1y has not signed the last 12 messages$`, text)
	text = show(bridgeReport{ConfigHere: 3, ConfigInForce: 2, Config: &openConfig{Nonce: 3}})
	require.Regexp(t, `(?m)^config +3, signed by 0 of 0 power; the vault has config 2$`, text)
	text = show(bridgeReport{ConfigHere: 3, ConfigInForce: 3})
	require.Regexp(t, `(?m)^config +3 in force at the vault$`, text)
}
