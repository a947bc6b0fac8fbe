package relay

import (
	"context"
	"errors"
	"math/big"
	"net/http"
	"path/filepath"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/iexecd/iexecd/bridge/eth"
	"github.com/iexecd/iexecd/bridge/ethlab"
	"github.com/iexecd/iexecd/bridge/sign"
	"github.com/iexecd/iexecd/bridge/wallet"
	"github.com/iexecd/iexecd/contracts"
	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
)

// home is the chain here, as far as a relay asks it.
type home struct {
	members map[uint64]bridge.Members
	valsets []SignedValset
	batches []SignedBatch
	configs []SignedConfig
	fails   error
}

func (h *home) Members(_ context.Context, nonce uint64) (bridge.Members, error) {
	return h.members[nonce], h.fails
}

func (h *home) Valsets(_ context.Context, _ uint64) ([]SignedValset, error) {
	return h.valsets, h.fails
}

func (h *home) Batches(context.Context) ([]SignedBatch, error) { return h.batches, h.fails }

func (h *home) Configs(context.Context, uint64) ([]SignedConfig, error) { return h.configs, h.fails }

// world is a lab with 100 RLC in the vault, a proxy, and a relay.
type world struct {
	*ethlab.Lab
	home

	t      *testing.T
	proxy  *ethlab.Proxy
	config Config
	relay  *Relay
	feeTo  common.Address
}

func newWorld(t *testing.T) *world {
	t.Helper()
	vals, err := ethlab.NewValidators(1, 4)
	require.NoError(t, err)
	lab, err := ethlab.Start(t.Context(), ethlab.Config{Validators: vals})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, lab.Close()) })
	require.NoError(t, lab.Deposit(t.Context(), lab.User, ident.Address{1}, 100*rlc.RLC))
	proxy, err := ethlab.NewProxy(t.Context(), lab.URL())
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, proxy.Close()) })
	w := &world{Lab: lab, t: t, proxy: proxy, feeTo: common.Address{0xfe, 1}}
	w.members = map[uint64]bridge.Members{1: vals.Members}
	account, err := wallet.NewAccount(lab.Relayer.PrivateKey())
	require.NoError(t, err)
	w.config = Config{
		Domain: lab.Domain, Endpoint: proxy.URL(), Limits: eth.Limits{CallTime: 20 * time.Second, AnswerBytes: 4 << 20},
		Account: account, FeeTo: w.feeTo, MaxPrice: big.NewInt(1e12), Source: &w.home,
	}
	w.open()
	t.Cleanup(func() { w.relay.Close() })
	return w
}

func (w *world) open() {
	w.t.Helper()
	var err error
	w.relay, err = New(w.t.Context(), w.config)
	require.NoError(w.t, err)
}

// step runs a step that must succeed and send these, and makes a block.
func (w *world) step(want ...errand) {
	w.t.Helper()
	sent, err := w.relay.Step(w.t.Context())
	require.NoError(w.t, err)
	var got []errand
	for _, s := range sent {
		got = append(got, errand{s.Kind, s.Nonce})
	}
	require.Equal(w.t, want, got)
	w.Mine(1)
	for _, s := range sent {
		r, err := w.Client().TransactionReceipt(w.t.Context(), s.Tx)
		require.NoError(w.t, err)
		require.EqualValues(w.t, 1, r.Status)
	}
}

func (w *world) signatures(digest ident.Hash, by ethlab.Validators, who ...int) []Signature {
	w.t.Helper()
	var out []Signature
	for _, i := range who {
		s, err := by.Keys[i].Sign(digest)
		require.NoError(w.t, err)
		out = append(out, Signature{By: by.Keys[i].Ident(), Raw: s})
	}
	return out
}

// valset gives the chain here a set that members of another signed.
func (w *world) valset(nonce uint64, next, by ethlab.Validators, who ...int) {
	w.t.Helper()
	v, err := next.Members.Valset(nonce, 10*nonce)
	require.NoError(w.t, err)
	w.members[nonce] = next.Members
	w.valsets = append(w.valsets, SignedValset{v, next.Members, w.signatures(w.Domain.Digest(v), by, who...)})
}

// batch gives the chain here a batch of one payment that members signed.
func (w *world) batch(nonce uint64, amount rlc.Amount, by ethlab.Validators, who ...int) *SignedBatch {
	w.t.Helper()
	head, err := w.Head(w.t.Context())
	require.NoError(w.t, err)
	items := bridge.Items{{To: ident.Address{0xaa, byte(nonce)}, Amount: amount}}
	b := bridge.Batch{
		Nonce: nonce, FirstID: nonce, TimeoutUnix: head.Time + 100_000, Fee: rlc.RLC, ItemGas: 200_000,
		ItemsHash: items.Hash(),
	}
	w.batches = append(w.batches, SignedBatch{b, items, w.signatures(w.Domain.Digest(b), by, who...)})
	return &w.batches[len(w.batches)-1]
}

func (w *world) balance(of common.Address) rlc.Amount {
	w.t.Helper()
	raw, err := w.Call(w.t.Context(), w.User.Address, w.Token, contracts.NewRLC().PackBalanceOf(of), ethlab.GasLimit)
	require.NoError(w.t, err)
	return rlc.Amount(new(big.Int).SetBytes(raw).Uint64())
}

func batchErrand(nonce uint64) errand  { return errand{bridge.MessageBatch, nonce} }
func valsetErrand(nonce uint64) errand { return errand{bridge.MessageValset, nonce} }
func configErrand(nonce uint64) errand { return errand{bridge.MessageConfig, nonce} }

// TestEndToEnd goes all the way with real parts: a deposit, signers that sign a set
// and a batch, a relay that brings both, each once, and a reader that proves it all.
func TestEndToEnd(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	items := bridge.Items{
		{To: ident.Address{0xaa, 1}, Amount: 30 * rlc.RLC}, {To: ident.Address{0xaa, 2}, Amount: rlc.RLC},
	}
	head, err := w.Head(ctx)
	require.NoError(t, err)
	b := bridge.Batch{
		Nonce: 1, FirstID: 1, TimeoutUnix: head.Time + 1000, Fee: rlc.RLC, ItemGas: 200_000,
		ItemsHash: items.Hash(),
	}
	v, err := w.Validators.Members.Valset(2, 77)
	require.NoError(t, err)
	w.members[2] = w.Validators.Members
	w.valsets = []SignedValset{{Valset: v, Members: w.Validators.Members}}
	w.batches = []SignedBatch{{Batch: b, Items: items}}
	for i, k := range w.Validators.Keys[:3] {
		key, err := sign.NewKey(k.PrivateKey())
		require.NoError(t, err)
		signer, err := sign.Open(sign.Config{
			Domain: w.Domain, Key: key, Store: filepath.Join(t.TempDir(), "signed"),
			Limits: sign.Limits{BatchTotal: 50 * rlc.RLC, Bucket: bridge.BucketLimits{Cap: 50 * rlc.RLC}},
		})
		require.NoError(t, err)
		if i == 2 {
			w.step() // two of four are not enough
		}
		for _, r := range []sign.Request{{Message: v, Members: w.Validators.Members}, {Message: b, Items: items}} {
			s, err := signer.Sign(r)
			require.NoError(t, err)
			mine := Signature{By: signer.Address(), Raw: s.Raw}
			if s.Kind == bridge.MessageValset {
				w.valsets[0].Signatures = append(w.valsets[0].Signatures, mine)
			} else {
				w.batches[0].Signatures = append(w.batches[0].Signatures, mine)
			}
		}
		require.NoError(t, signer.Close())
	}
	w.step(valsetErrand(2)) // the vault pays nothing before
	w.step(batchErrand(1))
	w.step()
	require.Equal(t, 30*rlc.RLC, w.balance(common.Address{0xaa, 1}))
	require.Equal(t, rlc.RLC, w.balance(w.feeTo))
	w.relay.Close()
	w.open()
	w.step() // a new relay does not bring it again

	require.NoError(t, w.Finalize(ctx))
	r, err := eth.NewReader(ctx, w.URL(), w.Domain, eth.DefaultLimits())
	require.NoError(t, err)
	defer r.Close()
	at, err := r.Finalized(ctx)
	require.NoError(t, err)
	book, err := r.Book(ctx, at)
	require.NoError(t, err)
	scan := eth.NewScan(w.DeployBlock, bridge.Point{Hash: w.Domain.FirstHash()})
	require.NoError(t, r.Extend(ctx, &scan, at.Number))
	require.Equal(t, book.Point, scan.Point)
	require.Equal(t, []bridge.Body{
		bridge.Deposit{
			From: w.User.Ident(), Recipient: ident.Address{1}, Amount: 100 * rlc.RLC, LockedAfter: 100 * rlc.RLC,
		},
		bridge.ValsetUpdated{ValsetNonce: 2, MembersHash: w.Validators.Members.Hash()},
		bridge.BatchExecuted{BatchNonce: 1, Total: 32 * rlc.RLC, LockedAfter: 68 * rlc.RLC},
	}, []bridge.Body{scan.Events[0].Body, scan.Events[1].Body, scan.Events[2].Body})
}

// TestInFlight checks that what waits for a block is not sent again, also not by a
// relay that was restarted, and that what got lost is.
func TestInFlight(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.valset(2, w.Validators, w.Validators, 0, 1, 2)
	for range 2 {
		sent, err := w.relay.Step(t.Context())
		require.NoError(t, err)
		require.LessOrEqual(t, len(sent), 1)
		again, err := w.relay.Step(t.Context())
		require.NoError(t, err)
		require.Empty(t, again, "it is on its way")
		require.NoError(t, w.Drop(t.Context()))
	}
	w.step(valsetErrand(2))
	w.batch(1, rlc.RLC, w.Validators, 0, 1, 2)
	sent, err := w.relay.Step(t.Context())
	require.NoError(t, err)
	require.Len(t, sent, 1)
	w.relay.Close()
	w.open()
	_, err = w.relay.Step(t.Context())
	require.ErrorIs(t, err, ErrInFlight)
	w.Mine(1)
	w.step()
	require.Equal(t, rlc.RLC, w.balance(w.feeTo))
}

// TestLostAnswer checks that a transaction whose answer got lost is not sent again.
func TestLostAnswer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.valset(2, w.Validators, w.Validators, 0, 1, 2)
	w.proxy.Tell("eth_sendRawTransaction", func(_ context.Context, _ ethlab.Request,
		honest func() (ethlab.Answer, error),
	) (ethlab.Answer, error) {
		_, err := honest()
		return ethlab.Answer{Status: http.StatusBadGateway}, err
	})
	_, err := w.relay.Step(t.Context())
	require.ErrorContains(t, err, "502")
	w.proxy.Honest()
	sent, err := w.relay.Step(t.Context())
	require.NoError(t, err)
	require.Empty(t, sent)
	w.Mine(1)
	nonce, _, _, err := w.relay.vault.inForce(t.Context())
	require.NoError(t, err)
	require.EqualValues(t, 2, nonce)
}

// TestNewestValset checks that generations are skipped, that one which the vault
// would refuse is no hindrance, and that batches wait until the new set may pay.
func TestNewestValset(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	next, err := ethlab.NewValidators(50, 5)
	require.NoError(t, err)
	w.valset(2, w.Validators, w.Validators, 0, 1, 2, 3)
	w.valset(4, w.Validators, w.Validators, 0, 1) // not enough
	w.valset(5, next, next, 0, 1, 2, 3, 4)        // by others
	w.valset(3, next, w.Validators, 1, 2, 3)
	w.valset(6, next, w.Validators, 1, 2, 3)
	w.valsets[4].Valset.HomeHeight++ // signed for another height
	w.valset(7, next, w.Validators, 1, 2, 3)
	w.valsets[5].Members = w.Validators.Members // other members than signed
	w.step(valsetErrand(3))
	w.batch(1, rlc.RLC, next, 0, 1, 2, 3)
	w.valsets = nil
	w.valset(2, w.Validators, next, 0, 1, 2, 3) // old
	w.step()
	require.NoError(t, w.Pass(t.Context(), ethlab.DefaultActivationDelay))
	w.step(batchErrand(1))
	w.step()
}

// TestBatches checks which batches are brought: not those that are too late, made
// up, not signed enough, or that the vault refuses now; and these keep none of the
// others from it.
func TestBatches(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.valset(2, w.Validators, w.Validators, 0, 1, 2)
	w.step(valsetErrand(2))
	all := func(nonce uint64, amount rlc.Amount) *SignedBatch {
		return w.batch(nonce, amount, w.Validators, 0, 1, 2, 3)
	}
	all(1, 1_000*rlc.RLC) // more than is locked
	w.batch(2, rlc.RLC, w.Validators, 0, 1)
	late := all(3, rlc.RLC)
	head, err := w.Head(t.Context())
	require.NoError(t, err)
	late.Batch.TimeoutUnix = head.Time
	late.Signatures = w.signatures(w.Domain.Digest(late.Batch), w.Validators, 0, 1, 2)
	all(4, rlc.RLC).Items[0].Amount++
	all(5, rlc.RLC).Items = nil
	forged := all(6, rlc.RLC)
	forged.Signatures[0].Raw[3]++
	forged.Signatures[1].By = forged.Signatures[2].By
	twice := w.batch(7, rlc.RLC, w.Validators, 0, 1)
	twice.Signatures = append(twice.Signatures, twice.Signatures...)
	all(9, rlc.RLC)
	all(8, rlc.RLC)
	sent, err := w.relay.Step(t.Context())
	require.ErrorContains(t, err, "message 1 of kind 2")
	require.ErrorContains(t, err, "revert")
	require.Len(t, sent, 2)
	require.EqualValues(t, 9, sent[0].Nonce)
	require.EqualValues(t, 8, sent[1].Nonce)
	w.Mine(1)
	w.batches = w.batches[1:]
	w.step()
	require.Equal(t, 2*rlc.RLC, w.balance(w.feeTo))
}

// TestFailedTransaction checks that a transaction that failed in its block is tried again.
func TestFailedTransaction(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.valset(2, w.Validators, w.Validators, 0, 1, 2)
	w.proxy.Tell("eth_estimateGas", ethlab.Rewrite(func(ethlab.Request, any) any { return "0xc350" })) // 50,000
	sent, err := w.relay.Step(t.Context())
	require.NoError(t, err)
	require.Len(t, sent, 1)
	w.Mine(1)
	r, err := w.Client().TransactionReceipt(t.Context(), sent[0].Tx)
	require.NoError(t, err)
	require.Zero(t, r.Status, "an estimate that is too low makes it fail")
	w.proxy.Honest()
	w.step(valsetErrand(2))
}

func TestRefuses(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.valset(2, w.Validators, w.Validators, 0, 1, 2)
	none := func(want error) {
		t.Helper()
		sent, err := w.relay.Step(t.Context())
		require.ErrorIs(t, err, want)
		require.Empty(t, sent)
	}
	w.proxy.Tell("eth_chainId", ethlab.Rewrite(func(ethlab.Request, any) any { return "0x1" }))
	none(ErrWrongChain)
	w.proxy.Honest()
	good := w.members[1]
	w.members[1] = good[:3]
	none(ErrMembers)
	w.members[1] = nil
	none(ErrMembers)
	w.members[1] = good
	w.fails = errors.New("the chain here is away")
	none(w.fails)
	w.fails = nil
	w.relay.config.MaxPrice = big.NewInt(1)
	none(ErrTooDear)
	w.relay.config.MaxPrice = w.config.MaxPrice
	for _, method := range []string{
		"eth_chainId", "eth_call", "eth_estimateGas", "eth_getTransactionCount", "eth_maxPriorityFeePerGas",
		"eth_getBlockByNumber", "eth_sendRawTransaction",
	} {
		w.relay.fresh = true
		for name, lie := range map[string]ethlab.Lie{
			"html": ethlab.Say(http.StatusOK, "<html>"), "503": ethlab.Say(http.StatusServiceUnavailable, ""),
			"30 MB": ethlab.Oversize(30 << 20),
		} {
			w.proxy.Tell(method, lie)
			sent, err := w.relay.Step(t.Context())
			require.Error(t, err, "%s %s", method, name)
			require.Empty(t, sent)
			require.NotContains(t, err.Error(), "127.0.0.1")
			w.proxy.Honest()
		}
	}
	w.step(valsetErrand(2))

	bad := w.config
	bad.Account = wallet.Account{}
	_, err := New(t.Context(), bad)
	require.ErrorIs(t, err, wallet.ErrSign)
	bad = w.config
	bad.Endpoint = "geth.ipc"
	_, err = New(t.Context(), bad)
	require.ErrorIs(t, err, eth.ErrURL)
}

// TestProofIsCheapest is a property: a proof has the fewest signatures that any
// choice of those who signed needs, in the order of members, and none if there is no
// such choice.
func TestProofIsCheapest(t *testing.T) {
	t.Parallel()
	const most = 7
	all, err := ethlab.NewValidators(1, most)
	require.NoError(t, err)
	digest := ident.Hash{7}
	signatures := make([]Signature, most)
	for i, k := range all.Keys {
		s, err := k.Sign(digest)
		require.NoError(t, err)
		signatures[i] = Signature{By: k.Ident(), Raw: s}
	}
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, most).Draw(t, "n")
		m := append(bridge.Members(nil), all.Members[:n]...)
		var total uint64
		for i := range m {
			m[i].Power = rapid.Uint64Range(1, 50).Draw(t, "power")
			total += m[i].Power
		}
		mask := rapid.IntRange(0, 1<<most-1).Draw(t, "signed")
		var given []Signature
		for i := range most {
			if mask>>i&1 == 1 {
				given = append(given, signatures[i])
			}
		}
		fewest := most + 1
		for choice := range 1 << n {
			if choice&mask != choice {
				continue
			}
			var power uint64
			count := 0
			for i := range n {
				if choice>>i&1 == 1 {
					power, count = power+m[i].Power, count+1
				}
			}
			if bridge.Quorum(power, total) {
				fewest = min(fewest, count)
			}
		}
		p, err := Prove(m, digest, rapid.Permutation(given).Draw(t, "order"))
		if fewest > most {
			require.ErrorIs(t, err, ErrNoQuorum)
			return
		}
		require.NoError(t, err)
		require.Equal(t, m.Pack(), p.Members)
		require.Len(t, p.Sigs, fewest*bridge.SignatureBytes)
		var power uint64
		at := 0
		for i := range n {
			if p.Bitmap.Bit(i) == 1 {
				require.Equal(t, signatures[i].Raw[:], p.Sigs[at:at+bridge.SignatureBytes])
				power, at = power+m[i].Power, at+bridge.SignatureBytes
			}
		}
		require.Equal(t, len(p.Sigs), at)
		require.True(t, bridge.Quorum(power, total))
	})
	_, err = Prove(nil, digest, signatures)
	require.ErrorIs(t, err, bridge.ErrMembers)
}
