// Package relaysource reads over gRPC what a relay brings to the vault: the
// validator sets, configs and open batches of x/rlcbridge with their signatures. It checks
// nothing that the relay checks: it only turns records into core's words.
package relaysource

import (
	"context"
	"errors"
	"fmt"

	"google.golang.org/grpc"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/iexecd/iexecd/bridge/relay"
	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/x/rlcbridge/types"
)

// ErrNoBridge means that the chain is bridged to no vault.
var ErrNoBridge = errors.New("the chain has no bridge")

// The most that is read at once, whatever the chain has.
const (
	maxValsets = 64 // the newest
	maxConfigs = 16 // the newest
	pageSize   = 50
	maxPages   = 20 // of batches, the newest first
)

// Source is a node of the chain here, for a relay. It may be used by several goroutines.
type Source struct{ query types.QueryClient }

var _ relay.Source = (*Source)(nil)

// New returns the source behind a connection, which stays the caller's.
func New(conn grpc.ClientConnInterface) *Source { return &Source{query: types.NewQueryClient(conn)} }

// Bridge is what a relay needs to know of the bridge before it begins.
type Bridge struct {
	Domain   bridge.Domain
	Token    ident.Address
	Observed bridge.Point // how far the vault's events have been taken in
}

// Bridge returns what the chain is bridged to; ErrNoBridge if to nothing.
func (s *Source) Bridge(ctx context.Context) (Bridge, error) {
	r, err := s.query.Status(ctx, &types.QueryStatusRequest{})
	if err != nil {
		return Bridge{}, err
	}
	return Of(r)
}

// Of returns what a chain with this status is bridged to; ErrNoBridge if to nothing.
func Of(r *types.QueryStatusResponse) (Bridge, error) {
	if r.Vault == nil {
		return Bridge{}, fmt.Errorf("%w: its genesis names no vault", ErrNoBridge)
	}
	v, err := r.Vault.Core()
	if err != nil {
		return Bridge{}, err
	}
	at, err := r.Observed.Point()
	if err != nil {
		return Bridge{}, fmt.Errorf("observed: %w", err)
	}
	return Bridge{Domain: v.Domain, Token: v.Token, Observed: at}, nil
}

// Members implements relay.Source.
func (s *Source) Members(ctx context.Context, nonce uint64) (bridge.Members, error) {
	r, err := s.query.Valset(ctx, &types.QueryValsetRequest{Nonce: nonce})
	if err != nil {
		return nil, err
	}
	return r.Valset.Core()
}

// Valsets implements relay.Source: at most the 64 newest, the newest first.
func (s *Source) Valsets(ctx context.Context, above uint64) ([]relay.SignedValset, error) {
	status, err := s.query.Status(ctx, &types.QueryStatusRequest{})
	if err != nil {
		return nil, err
	}
	var out []relay.SignedValset
	for nonce := status.Books.LastValset; nonce > above && len(out) < maxValsets; nonce-- {
		r, err := s.query.Valset(ctx, &types.QueryValsetRequest{Nonce: nonce})
		if err != nil {
			return nil, fmt.Errorf("validator set %d: %w", nonce, err)
		}
		set, err := signedValset(r)
		if err != nil {
			return nil, fmt.Errorf("validator set %d: %w", nonce, err)
		}
		out = append(out, set)
	}
	return out, nil
}

// Configs implements relay.Source: at most the 16 newest, the newest first.
func (s *Source) Configs(ctx context.Context, above uint64) ([]relay.SignedConfig, error) {
	status, err := s.query.Status(ctx, &types.QueryStatusRequest{})
	if err != nil {
		return nil, err
	}
	var out []relay.SignedConfig
	for nonce := status.Books.LastConfig; nonce > above && len(out) < maxConfigs; nonce-- {
		r, err := s.query.Config(ctx, &types.QueryConfigRequest{Nonce: nonce})
		if err != nil {
			return nil, fmt.Errorf("config %d: %w", nonce, err)
		}
		config, err := r.Config.Config.Core()
		if err != nil {
			return nil, fmt.Errorf("config %d: %w", nonce, err)
		}
		signed, err := signatures(r.Signatures)
		if err != nil {
			return nil, fmt.Errorf("config %d: %w", nonce, err)
		}
		out = append(out, relay.SignedConfig{Config: config, Signatures: signed})
	}
	return out, nil
}

// Batches implements relay.Source, the newest batch first. It never reads all that
// there ever were: it ends where no older one can be open.
func (s *Source) Batches(ctx context.Context) ([]relay.SignedBatch, error) {
	open, err := s.open(ctx)
	if err != nil {
		return nil, err
	}
	var out []relay.SignedBatch
	for _, nonce := range open {
		r, err := s.query.Batch(ctx, &types.QueryBatchRequest{Nonce: nonce})
		if err != nil {
			return nil, fmt.Errorf("batch %d: %w", nonce, err)
		}
		if r.Batch.Status != types.BatchStatus_BATCH_STATUS_OPEN {
			continue // since a moment ago
		}
		b, err := signedBatch(r)
		if err != nil {
			return nil, fmt.Errorf("batch %d: %w", nonce, err)
		}
		out = append(out, b)
	}
	return out, nil
}

// open returns the nonces of the open batches, the newest first.
func (s *Source) open(ctx context.Context) ([]uint64, error) {
	status, err := s.query.Status(ctx, &types.QueryStatusRequest{})
	if err != nil {
		return nil, err
	}
	params, err := s.query.Params(ctx, &types.QueryParamsRequest{})
	if err != nil {
		return nil, err
	}
	var open []uint64
	page := &query.PageRequest{Limit: pageSize, Reverse: true}
	for range maxPages {
		r, err := s.query.Batches(ctx, &types.QueryBatchesRequest{Pagination: page})
		if err != nil {
			return nil, err
		}
		for _, b := range r.Batches {
			if b.Status == types.BatchStatus_BATCH_STATUS_OPEN {
				open = append(open, b.Nonce)
			}
			if done(b, status.Observed.EthTimeUnix, uint64(len(open)), params.Params) {
				return open, nil
			}
		}
		if r.Pagination == nil || len(r.Pagination.NextKey) == 0 {
			break
		}
		page = &query.PageRequest{Key: r.Pagination.NextKey, Limit: pageSize, Reverse: true}
	}
	return open, nil
}

// done tells whether no batch before b can be open: there are as many as there may
// be, or the time is proven by which the latest of them would be dead. One before b
// was made before it, and is dead later at most by the delay of large ones.
func done(b types.Batch, provenUnix, open uint64, p types.Params) bool {
	return open >= p.MaxOpenBatches || provenUnix > b.TimeoutUnix+p.LargeDelaySeconds
}

func signedValset(r *types.QueryValsetResponse) (relay.SignedValset, error) {
	members, err := r.Valset.Core()
	if err != nil {
		return relay.SignedValset{}, err
	}
	set, err := members.Valset(r.Valset.Nonce, r.Valset.HomeHeight)
	if err != nil {
		return relay.SignedValset{}, err
	}
	signed, err := signatures(r.Signatures)
	return relay.SignedValset{Valset: set, Members: members, Signatures: signed}, err
}

func signedBatch(r *types.QueryBatchResponse) (relay.SignedBatch, error) {
	b, err := r.Batch.Core()
	if err != nil {
		return relay.SignedBatch{}, err
	}
	items := make(bridge.Items, len(r.Withdrawals))
	for i, w := range r.Withdrawals {
		to, err := ident.ParseAddress(w.To)
		if err != nil {
			return relay.SignedBatch{}, fmt.Errorf("withdrawal %d: %w", w.Id, err)
		}
		items[i] = bridge.Item{To: to, Amount: rlc.Amount(w.AmountNrlc)}
	}
	signed, err := signatures(r.Signatures)
	return relay.SignedBatch{Batch: b, Items: items, Signatures: signed}, err
}

func signatures(all []types.Signature) ([]relay.Signature, error) {
	out := make([]relay.Signature, 0, len(all))
	for _, s := range all {
		by, err := ident.ParseAddress(s.Signer)
		if err != nil {
			return nil, fmt.Errorf("signer: %w", err)
		}
		raw, err := types.ParseSignature(s.Signature)
		if err != nil {
			return nil, fmt.Errorf("signature of %s: %w", by, err)
		}
		out = append(out, relay.Signature{By: by, Raw: raw})
	}
	return out, nil
}
