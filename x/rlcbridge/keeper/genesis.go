package keeper

import (
	"context"
	"fmt"

	"cosmossdk.io/collections"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/x/rlcbridge/types"
)

// InitGenesis stores a whole state. A vault without a home chain is this one's,
// and without a hash its chain of events begins. Rule BRG-R19.
func (k Keeper) InitGenesis(ctx context.Context, g types.GenesisState) error {
	if err := g.Validate(); err != nil {
		return err
	}
	if err := k.Params.Set(ctx, g.Params); err != nil {
		return err
	}
	if g.Vault == nil {
		return nil
	}
	if err := k.initHead(ctx, *g.Vault, g.Observed); err != nil {
		return err
	}
	for _, init := range []func(context.Context, types.GenesisState) error{
		k.initSums, k.initKeys, k.initWithdrawals, k.initSigned, k.initWaiting,
	} {
		if err := init(ctx, g); err != nil {
			return err
		}
	}
	for _, flag := range directions(bothDirections) {
		if p, on, err := k.pauseOf(ctx, flag); err != nil || !on || p.UntilUnix != 0 {
			return k.CheckInvariants(ctx)
		}
	}
	return nil // what is paused until governance ends it may have books that do not add up
}

func (k Keeper) initHead(ctx context.Context, v types.Vault, o types.Observed) error {
	if v.HomeChain == "" {
		v.HomeChain = sdk.UnwrapSDKContext(ctx).ChainID()
	}
	if err := k.Vault.Set(ctx, v); err != nil {
		return err
	}
	id, err := v.Core()
	if err != nil {
		return err
	}
	if o.Hash == "" {
		o.Hash = id.Domain.FirstHash().String()
	}
	return k.Observed.Set(ctx, o)
}

func (k Keeper) initSums(ctx context.Context, g types.GenesisState) error {
	if err := k.Books.Set(ctx, g.Books); err != nil {
		return err
	}
	if err := k.BucketIn.Set(ctx, g.BucketIn); err != nil {
		return err
	}
	if err := k.BucketOut.Set(ctx, g.BucketOut); err != nil {
		return err
	}
	for _, p := range g.Pauses {
		if err := k.Pauses.Set(ctx, uint64(p.Flag), p); err != nil {
			return err
		}
	}
	return nil
}

func (k Keeper) initKeys(ctx context.Context, g types.GenesisState) error {
	for _, u := range g.KeyUses {
		address, err := ident.ParseAddress(u.Address)
		if err != nil {
			return err
		}
		if err := k.KeyUses.Set(ctx, address[:], u); err != nil {
			return err
		}
	}
	for _, key := range g.Keys {
		operator, err := types.ParseOperator(key.Operator)
		if err != nil {
			return err
		}
		if err := k.Keys.Set(ctx, operator[:], key); err != nil {
			return err
		}
	}
	for _, a := range g.Alarms {
		operator, err := types.ParseOperator(a.Operator)
		if err != nil {
			return err
		}
		if err := k.Alarms.Set(ctx, operator[:], a); err != nil {
			return err
		}
	}
	return nil
}

func (k Keeper) initWithdrawals(ctx context.Context, g types.GenesisState) error {
	for _, w := range g.Withdrawals {
		if err := k.setWithdrawal(ctx, w); err != nil {
			return fmt.Errorf("withdrawal %d: %w", w.Id, err)
		}
		if w.Status == types.WithdrawalStatus_WITHDRAWAL_STATUS_QUEUED {
			if err := k.Queue.Set(ctx, w.Id); err != nil {
				return err
			}
		}
	}
	for _, b := range g.Batches {
		if err := k.Batches.Set(ctx, b.Nonce, b); err != nil {
			return err
		}
		if b.Status == types.BatchStatus_BATCH_STATUS_OPEN {
			if err := k.Open.Set(ctx, b.Nonce); err != nil {
				return err
			}
		}
	}
	return nil
}

// initSigned stores sets, configs, digests and signatures. A set without a digest is one
// that a vault was made with: its digest is made here.
func (k Keeper) initSigned(ctx context.Context, g types.GenesisState) error {
	for _, d := range g.Digests {
		digest, err := ident.ParseHash(d.Digest)
		if err != nil {
			return err
		}
		if err := k.setDigest(ctx, messageKind(d.Kind), d.Nonce, digest); err != nil {
			return err
		}
	}
	for _, v := range g.Valsets {
		if err := k.initValset(ctx, v); err != nil {
			return fmt.Errorf("validator set %d: %w", v.Nonce, err)
		}
	}
	for _, c := range g.Configs {
		if err := k.Configs.Set(ctx, c.Config.Nonce, c); err != nil {
			return err
		}
	}
	for _, s := range g.Signatures {
		signer, err := ident.ParseAddress(s.Signer)
		if err != nil {
			return err
		}
		sig, err := types.ParseSignature(s.Signature)
		if err != nil {
			return err
		}
		if err := k.Signatures.Set(ctx, join(signedKey(messageKind(s.Kind), s.Nonce), signer[:]), sig[:]); err != nil {
			return err
		}
	}
	return nil
}

func (k Keeper) initValset(ctx context.Context, v types.Valset) error {
	if v.Digest == "" {
		id, err := k.vault(ctx)
		if err != nil {
			return err
		}
		members, err := v.Core()
		if err != nil {
			return err
		}
		set, err := members.Valset(v.Nonce, v.HomeHeight)
		if err != nil {
			return err
		}
		digest := id.Domain.Digest(set)
		v.Digest = digest.String()
		if err := k.setDigest(ctx, bridge.MessageValset, v.Nonce, digest); err != nil {
			return err
		}
	}
	return k.Valsets.Set(ctx, v.Nonce, v)
}

// messageKind returns a kind in core's words; one that does not fit is none.
func messageKind(k types.SignedKind) bridge.MessageKind {
	if k < 0 || k > types.SignedKind_SIGNED_KIND_CONFIG {
		return 0
	}
	return bridge.MessageKind(k)
}

func (k Keeper) initWaiting(ctx context.Context, g types.GenesisState) error {
	for _, d := range g.Delayed {
		if err := k.Delayed.Set(ctx, d.Nonce, d); err != nil {
			return err
		}
		if !d.Vetoed {
			if err := k.Releases.Set(ctx, release(d)); err != nil {
				return err
			}
		}
	}
	for _, s := range g.Stranded {
		if err := k.Stranded.Set(ctx, s.Id, s); err != nil {
			return err
		}
	}
	return nil
}

// values returns all values of a map in the order of its keys.
func values[K, V any](ctx context.Context, m collections.Map[K, V], into *[]V) error {
	it, err := m.Iterate(ctx, nil)
	if err != nil {
		return err
	}
	*into, err = it.Values()
	return err
}

// ExportGenesis returns the whole state.
func (k Keeper) ExportGenesis(ctx context.Context) (*types.GenesisState, error) {
	var g types.GenesisState
	var err error
	if g.Params, err = k.Params.Get(ctx); err != nil {
		return nil, err
	}
	v, err := k.Vault.Get(ctx)
	if isNotFound(err) {
		return &g, nil
	}
	if err != nil {
		return nil, err
	}
	g.Vault = &v
	if g.Observed, err = k.Observed.Get(ctx); err != nil {
		return nil, err
	}
	if g.Books, err = orZero(k.Books.Get(ctx)); err != nil {
		return nil, err
	}
	if g.BucketIn, err = orZero(k.BucketIn.Get(ctx)); err != nil {
		return nil, err
	}
	if g.BucketOut, err = orZero(k.BucketOut.Get(ctx)); err != nil {
		return nil, err
	}
	for _, export := range []func() error{
		func() error { return values(ctx, k.Keys, &g.Keys) },
		func() error { return values(ctx, k.KeyUses, &g.KeyUses) },
		func() error { return values(ctx, k.Valsets, &g.Valsets) },
		func() error { return values(ctx, k.Withdrawals, &g.Withdrawals) },
		func() error { return values(ctx, k.Configs, &g.Configs) },
		func() error { return values(ctx, k.Batches, &g.Batches) },
		func() error { return values(ctx, k.Delayed, &g.Delayed) },
		func() error { return values(ctx, k.Stranded, &g.Stranded) },
		func() error { return values(ctx, k.Pauses, &g.Pauses) },
		func() error { return values(ctx, k.Alarms, &g.Alarms) },
		func() error { return k.exportSigned(ctx, &g) },
	} {
		if err := export(); err != nil {
			return nil, err
		}
	}
	return &g, nil
}

func (k Keeper) exportSigned(ctx context.Context, g *types.GenesisState) error {
	err := k.Signatures.Walk(ctx, nil, func(key, raw []byte) (bool, error) {
		g.Signatures = append(g.Signatures, wireSignature(key, raw))
		return false, nil
	})
	if err != nil {
		return err
	}
	return k.Digests.Walk(ctx, nil, func(key, raw []byte) (bool, error) {
		g.Digests = append(g.Digests, types.Digest{
			Kind: types.SignedKind(key[0]), Nonce: nonceOf(key), Digest: ident.Hash(raw).String(),
		})
		return false, nil
	})
}
