package relay

import (
	"context"
	"crypto/ecdsa"
	"errors"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/ethclient"

	"github.com/iexecd/iexecd/bridge/eth"
	"github.com/iexecd/iexecd/contracts"
	"github.com/iexecd/iexecd/core/bridge"
)

// maxTxGas is the most gas of a transaction, as of EIP-7825.
const maxTxGas = 1 << 24

var (
	// ErrWrongChain means that the endpoint is of another Ethereum.
	ErrWrongChain = errors.New("wrong chain")
	// ErrMembers means that the source does not know the set in force.
	ErrMembers = errors.New("the validator set in force is not known")
	// ErrTooDear means that gas costs more than the operator wants to pay.
	ErrTooDear = errors.New("gas is too dear")
	// ErrInFlight means that transactions from before a restart are still on their way.
	ErrInFlight = errors.New("transactions of an earlier run are on their way")
)

// SignedValset is a validator set and who signed it.
type SignedValset struct {
	Valset     bridge.Valset
	Members    bridge.Members
	Signatures []Signature
}

// SignedBatch is a batch and who signed it.
type SignedBatch struct {
	Batch      bridge.Batch
	Items      bridge.Items
	Signatures []Signature
}

// Source knows what there is to bring: the chain here.
type Source interface {
	// Members returns the members of a validator set by its number.
	Members(ctx context.Context, nonce uint64) (bridge.Members, error)
	// Valsets returns the sets above a number, signed or not.
	Valsets(ctx context.Context, above uint64) ([]SignedValset, error)
	// Batches returns the batches that are open, signed or not.
	Batches(ctx context.Context) ([]SignedBatch, error)
}

// Config is what a relay needs.
type Config struct {
	Domain   bridge.Domain
	Endpoint string
	Limits   eth.Limits
	Key      []byte         // 32 secret bytes, of the account that pays for gas
	FeeTo    common.Address // who gets the batches' fees
	MaxPrice *big.Int       // wei that a unit of gas may cost
	Source   Source
}

// Relay brings what is signed to one vault. It is not safe for concurrent use.
type Relay struct {
	config  Config
	client  *ethclient.Client
	vault   vault
	key     *ecdsa.PrivateKey
	from    common.Address
	flights map[errand]common.Hash
	fresh   bool // nothing was sent by this process yet, so what is on its way is not known
}

// errand is what is brought at most once.
type errand struct {
	kind  bridge.MessageKind
	nonce uint64
}

// Sent is a transaction that left.
type Sent struct {
	Kind  bridge.MessageKind
	Nonce uint64
	Tx    common.Hash
}

// New returns a relay. It does not connect. Close ends it.
func New(ctx context.Context, c Config) (*Relay, error) {
	key, err := crypto.ToECDSA(c.Key)
	if err != nil {
		return nil, fmt.Errorf("relay's key: %w", err)
	}
	rpc, err := eth.Dial(ctx, c.Endpoint, c.Limits)
	if err != nil {
		return nil, err
	}
	client := ethclient.NewClient(rpc)
	return &Relay{
		config: c, client: client, key: key, from: crypto.PubkeyToAddress(key.PublicKey),
		vault:   vault{client: client, address: common.Address(c.Domain.Vault), api: contracts.NewRLCVault()},
		flights: map[errand]common.Hash{}, fresh: true,
	}, nil
}

// Close ends the relay's connections.
func (r *Relay) Close() { r.client.Close() }

// Step brings what can be brought now, and returns what it sent. What could not be
// brought is in the error, and does not keep the rest from it.
func (r *Relay) Step(ctx context.Context) ([]Sent, error) {
	id, err := r.client.ChainID(ctx)
	if err != nil {
		return nil, fmt.Errorf("chain id: %w", eth.Clean(err))
	}
	if !id.IsUint64() || id.Uint64() != r.config.Domain.ChainID {
		return nil, fmt.Errorf("%w: the endpoint has chain id %s, expected %d", ErrWrongChain, id,
			r.config.Domain.ChainID)
	}
	if err := r.settle(ctx); err != nil {
		return nil, err
	}
	nonce, hash, activeUnix, err := r.vault.inForce(ctx)
	if err != nil {
		return nil, eth.Clean(err)
	}
	members, err := r.config.Source.Members(ctx, nonce)
	if err != nil {
		return nil, fmt.Errorf("%w: set %d: %w", ErrMembers, nonce, err)
	}
	if got := members.Hash(); got != hash {
		return nil, fmt.Errorf("%w: set %d hashes to %s, the vault has %s: check source and vault", ErrMembers, nonce,
			got, hash)
	}
	sent, moving, valsetErr := r.valset(ctx, nonce, members)
	if moving { // batches wait for it: their signatures are checked against the set in force
		return sent, valsetErr
	}
	batches, err := r.batches(ctx, members, activeUnix)
	return append(sent, batches...), errors.Join(valsetErr, err)
}

// settle waits after a start until no transaction of the account is on its way:
// it may be of an errand that would be run again.
func (r *Relay) settle(ctx context.Context) error {
	if !r.fresh {
		return nil
	}
	done, err := r.client.NonceAt(ctx, r.from, nil)
	if err != nil {
		return fmt.Errorf("nonce: %w", eth.Clean(err))
	}
	sent, err := r.client.PendingNonceAt(ctx, r.from)
	if err != nil {
		return fmt.Errorf("pending nonce: %w", eth.Clean(err))
	}
	if sent > done {
		return fmt.Errorf("%w: %s has %d, wait for them, or replace them", ErrInFlight, r.from, sent-done)
	}
	r.fresh = false
	return nil
}

// valset brings the newest set that can be brought, and tells whether one is on its way.
func (r *Relay) valset(ctx context.Context, inForce uint64, members bridge.Members) ([]Sent, bool, error) {
	r.land(func(e errand) bool { return e.kind == bridge.MessageValset && e.nonce <= inForce })
	sets, err := r.config.Source.Valsets(ctx, inForce)
	if err != nil {
		return nil, false, fmt.Errorf("valsets: %w", err)
	}
	var best *SignedValset
	var proof Proof
	for i, s := range sets {
		if s.Valset.Nonce <= inForce || best != nil && s.Valset.Nonce < best.Valset.Nonce {
			continue
		}
		if want, err := s.Members.Valset(s.Valset.Nonce, s.Valset.HomeHeight); err != nil || want != s.Valset {
			continue // the vault would not take it
		}
		if p, err := Prove(members, r.config.Domain.Digest(s.Valset), s.Signatures); err == nil {
			best, proof = &sets[i], p
		}
	}
	if best == nil {
		return nil, false, nil
	}
	v := best.Valset
	data := r.vault.api.PackUpdateValset(v.Nonce, v.HomeHeight, best.Members.Pack(), proof.Members, proof.Bitmap,
		proof.Sigs)
	sent, err := r.send(ctx, errand{bridge.MessageValset, v.Nonce}, data)
	return sent, err == nil, err
}

// batches brings all batches that can be brought.
func (r *Relay) batches(ctx context.Context, members bridge.Members, activeUnix uint64) ([]Sent, error) {
	all, err := r.config.Source.Batches(ctx)
	if err != nil {
		return nil, fmt.Errorf("batches: %w", err)
	}
	head, err := r.client.HeaderByNumber(ctx, nil)
	if err != nil {
		return nil, fmt.Errorf("last block: %w", eth.Clean(err))
	}
	if head.Time < activeUnix {
		return nil, nil
	}
	var sent []Sent
	var failures []error
	for _, b := range all {
		s, err := r.batch(ctx, b, members, head.Time)
		sent, failures = append(sent, s...), append(failures, err)
	}
	return sent, errors.Join(failures...)
}

func (r *Relay) batch(ctx context.Context, b SignedBatch, members bridge.Members, nowUnix uint64) ([]Sent, error) {
	late := nowUnix >= b.Batch.TimeoutUnix // for the next block
	if _, err := b.Items.Total(); late || err != nil || b.Items.Hash() != b.Batch.ItemsHash {
		return nil, nil //nolint:nilerr // nothing that the vault would take: it is no failure of the relay's
	}
	job := errand{bridge.MessageBatch, b.Batch.Nonce}
	done, err := r.vault.isExecuted(ctx, b.Batch.Nonce)
	if err != nil {
		return nil, eth.Clean(err)
	}
	if done {
		r.land(func(e errand) bool { return e == job })
		return nil, nil
	}
	proof, err := Prove(members, r.config.Domain.Digest(b.Batch), b.Signatures)
	if errors.Is(err, ErrNoQuorum) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	header := contracts.Hdr{
		Nonce: b.Batch.Nonce, FirstId: b.Batch.FirstID, Timeout: b.Batch.TimeoutUnix, Fee: uint64(b.Batch.Fee),
		ItemGas: b.Batch.ItemGas,
	}
	data := r.vault.api.PackSubmitBatch(header, b.Items.Pack(), proof.Members, proof.Bitmap, proof.Sigs, r.config.FeeTo)
	return r.send(ctx, job, data)
}

// land forgets flights that are over.
func (r *Relay) land(over func(errand) bool) {
	for e := range r.flights {
		if over(e) {
			delete(r.flights, e)
		}
	}
}

// send sends a call of the vault, unless it is on its way. It may be sent again
// when its transaction failed, or the endpoint no longer knows it.
func (r *Relay) send(ctx context.Context, job errand, data []byte) ([]Sent, error) {
	if flying, err := r.flying(ctx, job); flying || err != nil {
		return nil, err
	}
	tx, err := r.transaction(ctx, data)
	if err != nil {
		return nil, fmt.Errorf("message %d of kind %d: %w", job.nonce, job.kind, eth.Clean(err))
	}
	// Even if the answer gets lost the transaction may be on its way.
	r.flights[job] = tx.Hash()
	if err := r.client.SendTransaction(ctx, tx); err != nil {
		return nil, fmt.Errorf("message %d of kind %d: %w", job.nonce, job.kind, eth.Clean(err))
	}
	return []Sent{{Kind: job.kind, Nonce: job.nonce, Tx: tx.Hash()}}, nil
}

// flying tells whether an errand's transaction waits for a block, or is in one
// that the vault's state, read before, did not have yet.
func (r *Relay) flying(ctx context.Context, job errand) (bool, error) {
	hash, ok := r.flights[job]
	if !ok {
		return false, nil
	}
	_, pending, err := r.client.TransactionByHash(ctx, hash)
	switch {
	case errors.Is(err, ethereum.NotFound):
		delete(r.flights, job)
		return false, nil
	case err != nil:
		return false, fmt.Errorf("transaction %s: %w", hash, eth.Clean(err))
	case pending:
		return true, nil
	}
	receipt, err := r.client.TransactionReceipt(ctx, hash)
	if err != nil {
		return false, fmt.Errorf("receipt %s: %w", hash, eth.Clean(err))
	}
	if receipt.Status == types.ReceiptStatusSuccessful {
		return true, nil
	}
	delete(r.flights, job)
	return false, nil
}

// transaction returns a signed transaction with the gas that it needs and a fifth more.
func (r *Relay) transaction(ctx context.Context, data []byte) (*types.Transaction, error) {
	call := ethereum.CallMsg{From: r.from, To: &r.vault.address, Data: data, Gas: maxTxGas}
	gas, err := r.client.EstimateGas(ctx, call)
	if err != nil {
		return nil, fmt.Errorf("gas: %w", err)
	}
	tip, err := r.client.SuggestGasTipCap(ctx)
	if err != nil {
		return nil, fmt.Errorf("tip: %w", err)
	}
	head, err := r.client.HeaderByNumber(ctx, nil)
	if err != nil {
		return nil, fmt.Errorf("last block: %w", err)
	}
	if head.BaseFee == nil {
		return nil, fmt.Errorf("block %s has no base fee: the endpoint is wrong", head.Number)
	}
	price := new(big.Int).Add(head.BaseFee, tip)
	if price.Cmp(r.config.MaxPrice) > 0 {
		return nil, fmt.Errorf("%w: %s wei, the most is %s: wait, or raise it", ErrTooDear, price, r.config.MaxPrice)
	}
	price.Add(price, head.BaseFee) // it may double until the next blocks
	if price.Cmp(r.config.MaxPrice) > 0 {
		price.Set(r.config.MaxPrice)
	}
	nonce, err := r.client.PendingNonceAt(ctx, r.from)
	if err != nil {
		return nil, fmt.Errorf("nonce: %w", err)
	}
	id := new(big.Int).SetUint64(r.config.Domain.ChainID)
	return types.SignNewTx(r.key, types.LatestSignerForChainID(id), &types.DynamicFeeTx{
		ChainID: id, Nonce: nonce, GasTipCap: tip, GasFeeCap: price, Gas: min(gas+gas/5, maxTxGas),
		To: &r.vault.address, Data: data,
	})
}
