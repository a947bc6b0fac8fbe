package relay

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"slices"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/ethclient"

	"github.com/iexecd/iexecd/bridge/eth"
	"github.com/iexecd/iexecd/bridge/wallet"
	"github.com/iexecd/iexecd/contracts"
	"github.com/iexecd/iexecd/core/bridge"
)

// DefaultReplaceBlocks is how many blocks a transaction waits before another takes its place.
const DefaultReplaceBlocks = 10

var (
	// ErrWrongChain means that the endpoint is of another Ethereum.
	ErrWrongChain = errors.New("wrong chain")
	// ErrMembers means that the source does not know the set in force.
	ErrMembers = errors.New("the validator set in force is not known")
	// ErrTooDear means that gas costs more than the operator wants to pay.
	ErrTooDear = wallet.ErrTooDear
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

// SignedConfig is a config of the vault and who signed it.
type SignedConfig struct {
	Config     bridge.Config
	Signatures []Signature
}

// Source knows what there is to bring: the chain here.
type Source interface {
	// Members returns the members of a validator set by its number.
	Members(ctx context.Context, nonce uint64) (bridge.Members, error)
	// Valsets returns the sets above a number, signed or not.
	Valsets(ctx context.Context, above uint64) ([]SignedValset, error)
	// Configs returns the configs above a number, signed or not.
	Configs(ctx context.Context, above uint64) ([]SignedConfig, error)
	// Batches returns the batches that are open, signed or not.
	Batches(ctx context.Context) ([]SignedBatch, error)
}

// Config is what a relay needs.
type Config struct {
	Domain   bridge.Domain
	Endpoint string
	Limits   eth.Limits
	Account  wallet.Account // pays for gas
	FeeTo    common.Address // who gets the batches' fees
	MaxPrice *big.Int       // wei that a unit of gas may cost
	Source   Source
	// ReplaceBlocks is how many blocks a transaction may wait until it is sent again at
	// a higher price; DefaultReplaceBlocks if 0.
	ReplaceBlocks uint64
}

// Relay brings what is signed to one vault. It is not safe for concurrent use.
type Relay struct {
	config  Config
	client  *ethclient.Client
	vault   vault
	flights map[errand]*flight
	over    []Outcome
	fresh   bool // nothing was sent by this process yet, so what is on its way is not known
}

// errand is what is brought at most once.
type errand struct {
	kind  bridge.MessageKind
	nonce uint64
}

// flight is a transaction on its way, and those whose place it took: one of them
// gets into a block.
type flight struct {
	txs    []*types.Transaction // the last one may be mined, those before it too
	height uint64               // Ethereum's last block when the last one left
}

// Sent is a transaction that left.
type Sent struct {
	Kind     bridge.MessageKind
	Nonce    uint64
	Tx       common.Hash
	Replaces common.Hash // the one whose place it takes; zero if none
}

// Outcome is what became of a transaction that was sent.
type Outcome struct {
	Sent

	Landed bool // the vault has what it brought; else it failed, or got lost, and is sent again
}

// New returns a relay. It does not connect. Close ends it.
func New(ctx context.Context, c Config) (*Relay, error) {
	if c.Account.Sign == nil {
		return nil, fmt.Errorf("relay: %w: no account was given", wallet.ErrSign)
	}
	if c.ReplaceBlocks == 0 {
		c.ReplaceBlocks = DefaultReplaceBlocks
	}
	rpc, err := eth.Dial(ctx, c.Endpoint, c.Limits)
	if err != nil {
		return nil, err
	}
	client := ethclient.NewClient(rpc)
	return &Relay{
		config: c, client: client, flights: map[errand]*flight{}, fresh: true,
		vault: vault{client: client, address: common.Address(c.Domain.Vault), api: contracts.NewRLCVault()},
	}, nil
}

// Close ends the relay's connections.
func (r *Relay) Close() { r.client.Close() }

// Outcomes returns what became of transactions since it was asked last, of the last
// thousand.
func (r *Relay) Outcomes() []Outcome {
	over := r.over
	r.over = nil
	return over
}

// Step brings what can be brought now, and returns what it sent. What waits for too
// long it sends again, with the same nonce and a higher price. What could not be
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
	again, watchErr := r.watch(ctx)
	sent, err := r.bring(ctx)
	return append(again, sent...), errors.Join(watchErr, err)
}

// bring brings what is not on its way.
func (r *Relay) bring(ctx context.Context) ([]Sent, error) {
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
	head, err := r.client.HeaderByNumber(ctx, nil)
	if err != nil {
		return sent, errors.Join(valsetErr, fmt.Errorf("last block: %w", eth.Clean(err)))
	}
	if head.Time < activeUnix { // the set in force may decide nothing else yet
		return sent, valsetErr
	}
	configs, configErr := r.configure(ctx, members)
	batches, batchErr := r.batches(ctx, members, head.Time)
	return slices.Concat(sent, configs, batches), errors.Join(valsetErr, configErr, batchErr)
}

// settle waits after a start until no transaction of the account is on its way:
// it may be of an errand that would be run again.
func (r *Relay) settle(ctx context.Context) error {
	if !r.fresh {
		return nil
	}
	done, err := r.client.NonceAt(ctx, r.config.Account.Address, nil)
	if err != nil {
		return fmt.Errorf("nonce: %w", eth.Clean(err))
	}
	sent, err := r.client.PendingNonceAt(ctx, r.config.Account.Address)
	if err != nil {
		return fmt.Errorf("pending nonce: %w", eth.Clean(err))
	}
	if sent > done {
		return fmt.Errorf("%w: %s has %d, wait for them, or replace them", ErrInFlight, r.config.Account.Address,
			sent-done)
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
	return r.send(ctx, errand{bridge.MessageValset, v.Nonce}, data)
}

// configure brings the newest config that can be brought.
func (r *Relay) configure(ctx context.Context, members bridge.Members) ([]Sent, error) {
	inForce, err := r.vault.configured(ctx)
	if err != nil {
		return nil, eth.Clean(err)
	}
	r.land(func(e errand) bool { return e.kind == bridge.MessageConfig && e.nonce <= inForce })
	all, err := r.config.Source.Configs(ctx, inForce)
	if err != nil {
		return nil, fmt.Errorf("configs: %w", err)
	}
	var best bridge.Config
	var proof Proof
	for _, c := range all {
		if c.Config.Nonce <= max(inForce, best.Nonce) {
			continue
		}
		if p, err := Prove(members, r.config.Domain.Digest(c.Config), c.Signatures); err == nil {
			best, proof = c.Config, p
		}
	}
	if best.Nonce == 0 {
		return nil, nil
	}
	data := r.vault.api.PackApplyConfig(contracts.Config{
		Nonce: best.Nonce, InCap: uint64(best.InCap), OutCap: uint64(best.OutCap), OutRate: uint64(best.OutRate),
		MinDeposit: uint64(best.MinDeposit), Guardian: common.Address(best.Guardian), Unpause: best.Unpause,
		SweepTo: common.Address(best.SweepTo),
	}, proof.Members, proof.Bitmap, proof.Sigs)
	sent, _, err := r.send(ctx, errand{bridge.MessageConfig, best.Nonce}, data)
	return sent, err
}

// batches brings all batches that can be brought.
func (r *Relay) batches(ctx context.Context, members bridge.Members, nowUnix uint64) ([]Sent, error) {
	all, err := r.config.Source.Batches(ctx)
	if err != nil {
		return nil, fmt.Errorf("batches: %w", err)
	}
	var sent []Sent
	var failures []error
	for _, b := range all {
		s, err := r.batch(ctx, b, members, nowUnix)
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
	sent, _, err := r.send(ctx, job, data)
	return sent, err
}
