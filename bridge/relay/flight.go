package relay

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"math/big"
	"slices"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/iexecd/iexecd/bridge/eth"
	"github.com/iexecd/iexecd/bridge/wallet"
)

// state is what a flight is in.
type state int

const (
	lost   state = iota // the endpoint knows none of its transactions
	waits               // for a block
	mined               // in a block
	failed              // in a block, and the vault refused it
)

// last returns the transaction that was sent last.
func (f *flight) last() *types.Transaction { return f.txs[len(f.txs)-1] }

// land forgets flights whose errand is done.
func (r *Relay) land(over func(errand) bool) {
	for e := range r.flights {
		if over(e) {
			r.end(e, true)
		}
	}
}

// maxOutcomes is how many outcomes wait for who asks.
const maxOutcomes = 1_000

// end forgets a flight.
func (r *Relay) end(job errand, landed bool) {
	last := Sent{Kind: job.kind, Nonce: job.nonce, Tx: r.flights[job].last().Hash()}
	delete(r.flights, job)
	r.over = append(r.over[max(0, len(r.over)-maxOutcomes+1):], Outcome{Sent: last, Landed: landed})
}

// send sends a call of the vault, unless it is on its way, and tells whether it is now.
func (r *Relay) send(ctx context.Context, job errand, data []byte) ([]Sent, bool, error) {
	if _, ok := r.flights[job]; ok {
		return nil, true, nil
	}
	tx, err := r.transaction(ctx, data)
	if err != nil {
		return nil, false, job.explain(err)
	}
	if err := r.leave(ctx, job, &flight{}, tx); err != nil {
		return nil, true, job.explain(err)
	}
	return []Sent{{Kind: job.kind, Nonce: job.nonce, Tx: tx.Hash()}}, true, nil
}

func (e errand) explain(err error) error {
	return fmt.Errorf("message %d of kind %d: %w", e.nonce, e.kind, eth.Clean(err))
}

// watch looks at what is on its way, the oldest first. What failed or got lost may
// be sent again, and what waits for too long gets a higher price: nothing that was
// sent after it gets into a block before it.
func (r *Relay) watch(ctx context.Context) ([]Sent, error) {
	jobs := slices.SortedFunc(maps.Keys(r.flights), func(a, b errand) int {
		return cmp.Compare(r.flights[a].last().Nonce(), r.flights[b].last().Nonce())
	})
	var sent []Sent
	var failures []error
	for _, job := range jobs {
		at, err := r.look(ctx, r.flights[job])
		switch {
		case err != nil:
			failures = append(failures, job.explain(err))
		case at == waits:
			again, err := r.replace(ctx, job, r.flights[job])
			if err != nil {
				failures = append(failures, job.explain(err))
			}
			sent = append(sent, again...)
		case at != mined:
			r.end(job, false)
		}
	}
	return sent, errors.Join(failures...)
}

// leave sends a transaction of a flight.
func (r *Relay) leave(ctx context.Context, job errand, f *flight, tx *types.Transaction) error {
	height, err := r.client.BlockNumber(ctx)
	if err != nil {
		return fmt.Errorf("last block: %w", err)
	}
	// Even if the answer gets lost the transaction may be on its way.
	f.txs, f.height = append(f.txs, tx), height
	r.flights[job] = f
	return r.client.SendTransaction(ctx, tx)
}

// look asks for a flight's transactions, the last one first.
func (r *Relay) look(ctx context.Context, f *flight) (state, error) {
	for _, tx := range slices.Backward(f.txs) {
		hash := tx.Hash()
		_, pending, err := r.client.TransactionByHash(ctx, hash)
		switch {
		case errors.Is(err, ethereum.NotFound):
			continue
		case err != nil:
			return lost, fmt.Errorf("transaction %s: %w", hash, err)
		case pending:
			return waits, nil
		}
		receipt, err := r.client.TransactionReceipt(ctx, hash)
		if err != nil {
			return lost, fmt.Errorf("receipt %s: %w", hash, err)
		}
		if receipt.Status == types.ReceiptStatusSuccessful {
			return mined, nil
		}
		return failed, nil
	}
	return lost, nil
}

// replace sends a flight's transaction again at a higher price, if it waits for too
// long: with the same nonce, so that one of them gets into a block.
func (r *Relay) replace(ctx context.Context, job errand, f *flight) ([]Sent, error) {
	height, err := r.client.BlockNumber(ctx)
	if err != nil {
		return nil, fmt.Errorf("last block: %w", err)
	}
	if height < f.height+r.config.ReplaceBlocks {
		return nil, nil
	}
	before := f.last()
	price, err := wallet.Suggest(ctx, r.client, r.config.MaxPrice)
	if err != nil {
		return nil, err
	}
	price, err = price.Above(before.GasTipCap(), before.GasFeeCap(), r.config.MaxPrice)
	if err != nil {
		return nil, fmt.Errorf("transaction %s: %w", before.Hash(), err)
	}
	tx, err := r.sign(before.Nonce(), before.Gas(), price, before.Data())
	if err != nil {
		return nil, err
	}
	if err := r.leave(ctx, job, f, tx); err != nil {
		return nil, err
	}
	return []Sent{{Kind: job.kind, Nonce: job.nonce, Tx: tx.Hash(), Replaces: before.Hash()}}, nil
}

// transaction returns a signed transaction with the gas that it needs and a fifth more.
func (r *Relay) transaction(ctx context.Context, data []byte) (*types.Transaction, error) {
	from := r.config.Account.Address
	gas, err := wallet.Gas(ctx, r.client, ethereum.CallMsg{From: from, To: &r.vault.address, Data: data})
	if err != nil {
		return nil, err
	}
	price, err := wallet.Suggest(ctx, r.client, r.config.MaxPrice)
	if err != nil {
		return nil, err
	}
	nonce, err := r.client.PendingNonceAt(ctx, from)
	if err != nil {
		return nil, fmt.Errorf("nonce: %w", err)
	}
	return r.sign(nonce, gas, price, data)
}

func (r *Relay) sign(nonce, gas uint64, price wallet.Price, data []byte) (*types.Transaction, error) {
	to := common.Address(r.config.Domain.Vault)
	return r.config.Account.SignTx(&types.DynamicFeeTx{
		ChainID: new(big.Int).SetUint64(r.config.Domain.ChainID), Nonce: nonce, GasTipCap: price.Tip,
		GasFeeCap: price.Cap, Gas: gas, To: &to, Data: data,
	})
}
