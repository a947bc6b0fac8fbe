package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/x/rlcbridge/types"
)

// ConfigureVault implements types.MsgServer. Rule BRG-R25.
func (s msgServer) ConfigureVault(
	ctx context.Context, m *types.MsgConfigureVault,
) (*types.MsgConfigureVaultResponse, error) {
	if err := s.authorize(m.Authority); err != nil {
		return nil, err
	}
	p, v, err := s.load(ctx)
	if err != nil {
		return nil, err
	}
	books, err := orZero(s.Books.Get(ctx))
	if err != nil {
		return nil, err
	}
	if books.EthValset == 0 {
		return nil, types.ErrNotReady.Wrap("the vault has no validator set of this chain yet: nobody could sign for it")
	}
	signed := m.Config(books.LastConfig + 1)
	core, err := signed.Core()
	if err != nil {
		return nil, types.ErrBadField.Wrap(err.Error())
	}
	if err := core.Check(v.Domain.Vault, v.Token); err != nil {
		return nil, types.ErrBadField.Wrap(err.Error())
	}
	if err := core.Covers(p.Batches().Bucket); err != nil {
		return nil, types.ErrRefused.Wrapf("%s: lower out_cap_nrlc of this chain first", err)
	}
	return &types.MsgConfigureVaultResponse{Nonce: core.Nonce}, s.makeConfig(ctx, v, signed, core)
}

// makeConfig has a config signed from the next block on.
func (k Keeper) makeConfig(ctx context.Context, v types.VaultID, signed types.SignedConfig, core bridge.Config) error {
	now, digest := moment(ctx), v.Domain.Digest(core)
	record := types.VaultConfig{
		Config: signed, MadeHeight: now.Height, MadeUnix: now.Unix, Digest: digest.String(),
	}
	if err := k.Configs.Set(ctx, core.Nonce, record); err != nil {
		return err
	}
	if err := k.setDigest(ctx, bridge.MessageConfig, core.Nonce, digest); err != nil {
		return err
	}
	err := k.changeBooks(ctx, func(b *types.Books) error { b.LastConfig = core.Nonce; return nil })
	if err != nil {
		return err
	}
	return typed(ctx, &types.EventConfigMade{Nonce: core.Nonce, Digest: record.Digest})
}

// configured remembers which config is in force at the vault. Rule BRG-R26.
func (k Keeper) configured(ctx context.Context, e bridge.ConfigApplied) error {
	c, err := k.Configs.Get(ctx, e.ConfigNonce)
	if isNotFound(err) {
		return types.ErrObservation.Wrapf("the vault applied config %d, which this chain never made", e.ConfigNonce)
	}
	if err != nil {
		return err
	}
	core, err := c.Config.Core()
	if err != nil {
		return err
	}
	if hash := bridge.StructHash(core); hash != e.ConfigHash {
		return types.ErrObservation.Wrapf("the vault applied config %d with hash %s, here it has %s", e.ConfigNonce,
			e.ConfigHash, hash)
	}
	if err := k.countMissed(ctx, bridge.MessageConfig, e.ConfigNonce); err != nil {
		return err
	}
	err = k.changeBooks(ctx, func(b *types.Books) error {
		b.EthConfig = max(b.EthConfig, e.ConfigNonce)
		return nil
	})
	if err != nil {
		return err
	}
	return typed(ctx, &types.EventConfigConfirmed{Nonce: e.ConfigNonce})
}

// configSignable tells why a config may not be signed now: only the newest may that
// the vault does not have.
func (k Keeper) configSignable(ctx context.Context, nonce uint64) error {
	books, err := orZero(k.Books.Get(ctx))
	switch {
	case err != nil:
		return err
	case nonce <= books.EthConfig:
		return types.ErrStatus.Wrapf("config %d: the vault has %d already", nonce, books.EthConfig)
	case nonce < books.LastConfig:
		return types.ErrStatus.Wrapf("config %d: %d took its place", nonce, books.LastConfig)
	}
	return nil
}

// pruneConfigs forgets configs before that in force at the vault, with their
// signatures, at most max_due_per_block. Their digests stay for ever.
func (k Keeper) pruneConfigs(ctx context.Context, p types.Params) error {
	books, err := orZero(k.Books.Get(ctx))
	if err != nil || books.EthConfig == 0 {
		return err
	}
	var old []uint64
	before := new(collections.Range[uint64]).EndExclusive(books.EthConfig)
	err = k.Configs.Walk(ctx, before, func(nonce uint64, _ types.VaultConfig) (bool, error) {
		old = append(old, nonce)
		return uint64(len(old)) >= p.MaxDuePerBlock, nil
	})
	if err != nil {
		return err
	}
	for _, nonce := range old {
		if err := k.Configs.Remove(ctx, nonce); err != nil {
			return err
		}
		if err := k.Signatures.Clear(ctx, under(signedKey(bridge.MessageConfig, nonce))); err != nil {
			return err
		}
	}
	return nil
}

// covered checks params against the config in force at the vault, if it is of this chain.
func (k Keeper) covered(ctx context.Context, p types.Params) error {
	books, err := orZero(k.Books.Get(ctx))
	if err != nil || books.EthConfig == 0 {
		return err
	}
	c, err := k.Configs.Get(ctx, books.EthConfig)
	if err != nil {
		return err
	}
	core, err := c.Config.Core()
	if err != nil {
		return err
	}
	if err := core.Covers(p.Batches().Bucket); err != nil {
		return types.ErrRefused.Wrapf("%s: configure the vault first", err)
	}
	return nil
}
