package bridgechain

import (
	"context"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/bridge/relay"
	"github.com/iexecd/iexecd/bridge/sign"
	"github.com/iexecd/iexecd/contracts"
	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/x/rlcbridge/keeper"
	"github.com/iexecd/iexecd/x/rlcbridge/types"
)

// slot is a message that validators sign.
type slot struct {
	kind  bridge.MessageKind
	nonce uint64
}

// said is a message with all signatures that any key ever made over it. Whoever
// wants to harm the bridge has them all, for ever.
type said struct {
	request    keeper.SignRequest
	signatures []relay.Signature
}

// look reads the last final block, its proof and the events up to it, if it is new.
func (w *world) look() {
	ctx := w.T.Context()
	block, err := w.reader.Finalized(ctx)
	require.NoError(w.T, err)
	if n := len(w.finals); n > 0 && w.finals[n-1].Number == block.Number {
		return
	}
	book, err := w.reader.Book(ctx, block)
	require.NoError(w.T, err)
	require.NoError(w.T, w.reader.Extend(ctx, &w.scan, block.Number))
	require.Equal(w.T, book.Point, w.scan.Point, "logs and storage tell the same")
	w.finals = append(w.finals, final{Block: block, point: book.Point})
}

// sees returns the events that a validator knows and the chain does not, in the
// block that it read last; false if the chain knows more.
func (w *world) sees(i int, head bridge.Point) (final, []bridge.Event, bool) {
	f := w.finals[w.eyes[i]]
	if f.point.Nonce < head.Nonce {
		return f, nil, false
	}
	return f, w.scan.Events[head.Nonce:f.point.Nonce], true
}

// observe takes in what validators see, of whom those marked have no view, as far
// as the proposer knows it, and signatures; then it makes a block. All of it as the
// application does with votes.
func (w *world) observe(blind [validators]bool, proposer int, signatures []bridge.VoteSignature) {
	ctx := w.Ctx()
	_, head, err := w.keeper().Head(ctx)
	require.NoError(w.T, err)
	total, err := w.App.Staking.GetLastTotalPower(ctx)
	require.NoError(w.T, err)
	var views []bridge.View
	for i := range validators {
		f, events, ok := w.sees(i, head)
		if blind[i] || !ok {
			continue
		}
		vote, err := bridge.See(head, events, f.Number, f.Unix)
		require.NoError(w.T, err)
		id := w.Account(validatorName(i)).ID
		power, err := w.App.Staking.GetLastValidatorPower(ctx, id[:])
		require.NoError(w.T, err)
		if view, has := vote.View(uint64(power)); has && power > 0 {
			views = append(views, view)
		}
	}
	_, events, _ := w.sees(proposer, head)
	events = events[:min(len(events), bridge.MaxEvents)]
	t, err := bridge.Tally(head, events, views, total.Uint64())
	require.NoError(w.T, err)
	o := keeper.Observation{
		Events: events[:t.Events], Point: t.Point, EthTimeUnix: t.EthTimeUnix, Signatures: signatures,
	}
	useful, err := w.keeper().Useful(ctx, o)
	require.NoError(w.T, err)
	if useful {
		require.NoError(w.T, w.keeper().Observe(ctx, o))
	}
	w.Block()
}

// observeAll takes in all that is final.
func (w *world) observeAll() {
	w.look()
	for i := range w.eyes {
		w.eyes[i] = len(w.finals) - 1
	}
	for range 3 {
		w.observe([validators]bool{}, 0, nil)
	}
}

// sign has keys sign what they have to, and returns it as votes bring it.
func (w *world) sign(does func(k int) bool) []bridge.VoteSignature {
	var out []bridge.VoteSignature
	for i, k := range w.keys {
		if !does(i) {
			continue
		}
		todo, err := w.keeper().SignRequests(w.Ctx(), k.Address(), bridge.MaxVoteSignatures)
		require.NoError(w.T, err)
		for _, r := range todo {
			s, err := k.Sign(sign.Request{Message: r.Message, Items: r.Items, Members: r.Members})
			require.NoError(w.T, err)
			at := slot{s.Kind, s.Nonce}
			if w.said[at] == nil {
				w.said[at] = &said{request: r}
			}
			require.Equal(w.T, w.said[at].request, r, "one message for a number")
			w.said[at].signatures = append(w.said[at].signatures, relay.Signature{By: k.Address(), Raw: s.Raw})
			out = append(out, s)
		}
	}
	return out
}

// source is the chain here as the relay asks it, over the module's queries.
type source struct{ w *world }

func (s source) query() types.QueryServer { return keeper.NewQueryServer(s.w.keeper()) }

// Members implements relay.Source.
func (s source) Members(_ context.Context, nonce uint64) (bridge.Members, error) {
	if nonce == 1 {
		return s.w.lab.Validators.Members, nil
	}
	q, err := s.query().Valset(s.w.Ctx(), &types.QueryValsetRequest{Nonce: nonce}) //nolint:contextcheck // its own
	if err != nil {
		return nil, err
	}
	return q.Valset.Core()
}

// Valsets implements relay.Source.
func (s source) Valsets(_ context.Context, above uint64) ([]relay.SignedValset, error) {
	var out []relay.SignedValset
	for nonce := above + 1; nonce <= s.w.books().LastValset; nonce++ { //nolint:contextcheck // its own
		q, err := s.query().Valset(s.w.Ctx(), &types.QueryValsetRequest{Nonce: nonce}) //nolint:contextcheck // its own
		if err != nil {
			return nil, err
		}
		members, err := q.Valset.Core()
		if err != nil {
			return nil, err
		}
		set, err := members.Valset(nonce, q.Valset.HomeHeight)
		if err != nil {
			return nil, err
		}
		signatures, err := signed(q.Signatures)
		if err != nil {
			return nil, err
		}
		out = append(out, relay.SignedValset{Valset: set, Members: members, Signatures: signatures})
	}
	return out, nil
}

// Configs implements relay.Source.
func (s source) Configs(_ context.Context, above uint64) ([]relay.SignedConfig, error) {
	var out []relay.SignedConfig
	for nonce := above + 1; nonce <= s.w.books().LastConfig; nonce++ { //nolint:contextcheck // its own
		q, err := s.query().Config(s.w.Ctx(), &types.QueryConfigRequest{Nonce: nonce}) //nolint:contextcheck // its own
		if err != nil {
			return nil, err
		}
		config, err := q.Config.Config.Core()
		if err != nil {
			return nil, err
		}
		signatures, err := signed(q.Signatures)
		if err != nil {
			return nil, err
		}
		out = append(out, relay.SignedConfig{Config: config, Signatures: signatures})
	}
	return out, nil
}

// Batches implements relay.Source.
func (s source) Batches(context.Context) ([]relay.SignedBatch, error) {
	var out []relay.SignedBatch
	for nonce := uint64(1); nonce <= s.w.books().LastBatch; nonce++ { //nolint:contextcheck // its own
		q, err := s.query().Batch(s.w.Ctx(), &types.QueryBatchRequest{Nonce: nonce}) //nolint:contextcheck // its own
		if err != nil {
			return nil, err
		}
		if q.Batch.Status != types.BatchStatus_BATCH_STATUS_OPEN {
			continue
		}
		batch, err := q.Batch.Core()
		if err != nil {
			return nil, err
		}
		var items bridge.Items
		for _, x := range q.Withdrawals {
			to, err := ident.ParseAddress(x.To)
			if err != nil {
				return nil, err
			}
			items = append(items, bridge.Item{To: to, Amount: rlc.Amount(x.AmountNrlc)})
		}
		signatures, err := signed(q.Signatures)
		if err != nil {
			return nil, err
		}
		out = append(out, relay.SignedBatch{Batch: batch, Items: items, Signatures: signatures})
	}
	return out, nil
}

func signed(all []types.Signature) ([]relay.Signature, error) {
	var out []relay.Signature
	for _, s := range all {
		by, err := ident.ParseAddress(s.Signer)
		if err != nil {
			return nil, err
		}
		raw, err := types.ParseSignature(s.Signature)
		if err != nil {
			return nil, fmt.Errorf("signature of %s: %w", by, err)
		}
		out = append(out, relay.Signature{By: by, Raw: raw})
	}
	return out, nil
}

// bring has the relay bring what it can; what the vault refuses stays.
func (w *world) bring() []relay.Sent {
	sent, err := w.relay.Step(w.T.Context())
	if err != nil {
		require.ErrorContains(w.T, err, "revert", "the relay fails at nothing but what the vault refuses")
	}
	return sent
}

// inForce returns the members of the set in force at the vault.
func (w *world) inForce() bridge.Members {
	if set := w.said[slot{bridge.MessageValset, w.twin.valset}]; set != nil {
		return set.request.Members
	}
	return w.lab.Validators.Members
}

// attack queues a transaction with any message that was ever signed, whatever became
// of it since; nothing if the set in force has not signed enough for it to matter.
func (w *world) attack(at slot) {
	s := w.said[at]
	proof, err := relay.Prove(w.inForce(), w.lab.Domain.Digest(s.request.Message), s.signatures)
	if err != nil {
		require.ErrorIs(w.T, err, relay.ErrNoQuorum)
		return
	}
	var data []byte
	api := contracts.NewRLCVault()
	switch m := s.request.Message.(type) {
	case bridge.Valset:
		data = api.PackUpdateValset(m.Nonce, m.HomeHeight, s.request.Members.Pack(), proof.Members, proof.Bitmap,
			proof.Sigs)
	case bridge.Config:
		data = api.PackApplyConfig(contracts.Config{
			Nonce: m.Nonce, InCap: uint64(m.InCap), OutCap: uint64(m.OutCap), OutRate: uint64(m.OutRate),
			MinDeposit: uint64(m.MinDeposit), Guardian: common.Address(m.Guardian), Unpause: m.Unpause,
			SweepTo: common.Address(m.SweepTo),
		}, proof.Members, proof.Bitmap, proof.Sigs)
	case bridge.Batch:
		head := contracts.Hdr{
			Nonce: m.Nonce, FirstId: m.FirstID, Timeout: m.TimeoutUnix, Fee: uint64(m.Fee), ItemGas: m.ItemGas,
		}
		data = api.PackSubmitBatch(head, s.request.Items.Pack(), proof.Members, proof.Bitmap, proof.Sigs, attackerFees)
	}
	const gas = 2_000_000
	tx, err := w.lab.Queue(w.T.Context(), w.lab.Attacker, &w.lab.Vault, data, gas)
	require.NoError(w.T, err)
	w.attacks[tx] = at
}

// call asks a contract at the last block.
func call[T any](w *world, to common.Address, data []byte, unpack func([]byte) (T, error)) T {
	raw, err := w.lab.Call(w.T.Context(), w.lab.User.Address, to, data, 1_000_000)
	require.NoError(w.T, err)
	out, err := unpack(raw)
	require.NoError(w.T, err)
	return out
}

// round lets everybody do what they should once: sign, relay, read, observe.
func (w *world) round() {
	w.observe([validators]bool{true, true, true, true}, 0, w.sign(func(int) bool { return true }))
	w.bring()
	w.lab.Mine(1)
	require.NoError(w.T, w.lab.Finalize(w.T.Context()))
	w.observeAll()
}
