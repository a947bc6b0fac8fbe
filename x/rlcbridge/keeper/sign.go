package keeper

import (
	"context"
	"encoding/binary"
	"fmt"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/crypto/ethsecp256k1"
	"github.com/iexecd/iexecd/x/rlcbridge/types"
)

// signedKey is how a message is found by its kind and nonce.
func signedKey(kind bridge.MessageKind, nonce uint64) []byte {
	return join([]byte{byte(kind)}, u64(nonce))
}

// nonceOf returns the number that a key ends with.
func nonceOf(key []byte) uint64 { return binary.BigEndian.Uint64(key[len(key)-8:]) }

func (k Keeper) setDigest(ctx context.Context, kind bridge.MessageKind, nonce uint64, digest ident.Hash) error {
	return k.Digests.Set(ctx, signedKey(kind, nonce), digest[:])
}

// ToSign is a message that a key has to sign.
type ToSign struct {
	Kind   bridge.MessageKind
	Nonce  uint64
	Digest ident.Hash
}

// ToSign returns what a bridge key may sign now and has not, at most n: the newest
// validator set, the newest config, then batches, the oldest first. Everything is in the committed
// state, so a node signs nothing that its chain may take back.
func (k Keeper) ToSign(ctx context.Context, signer ident.Address, n int) ([]ToSign, error) {
	books, err := orZero(k.Books.Get(ctx))
	if err != nil {
		return nil, err
	}
	open, err := k.openBatches(ctx)
	if err != nil {
		return nil, err
	}
	candidates := []ToSign{
		{Kind: bridge.MessageValset, Nonce: books.LastValset},
		{Kind: bridge.MessageConfig, Nonce: books.LastConfig},
	}
	for _, nonce := range open {
		candidates = append(candidates, ToSign{Kind: bridge.MessageBatch, Nonce: nonce})
	}
	var out []ToSign
	for _, c := range candidates {
		if len(out) >= n {
			break
		}
		c.Digest, err = k.signable(ctx, c.Kind, c.Nonce)
		if err != nil {
			continue // not now
		}
		signs, err := k.signs(ctx, c.Kind, c.Nonce, signer)
		if err != nil {
			return nil, err
		}
		has, err := k.Signatures.Has(ctx, join(signedKey(c.Kind, c.Nonce), signer[:]))
		if err != nil {
			return nil, err
		}
		if signs && !has {
			out = append(out, c)
		}
	}
	return out, nil
}

// signable returns the digest of a message that may be signed now, or why not.
func (k Keeper) signable(ctx context.Context, kind bridge.MessageKind, nonce uint64) (ident.Hash, error) {
	raw, err := k.Digests.Get(ctx, signedKey(kind, nonce))
	if isNotFound(err) {
		return ident.Hash{}, types.ErrNotFound.Wrapf("no message %d of kind %d was ever made here", nonce, kind)
	}
	if err != nil {
		return ident.Hash{}, err
	}
	switch kind {
	case bridge.MessageBatch:
		return ident.Hash(raw), k.batchSignable(ctx, nonce)
	case bridge.MessageConfig:
		return ident.Hash(raw), k.configSignable(ctx, nonce)
	case bridge.MessageValset:
		return ident.Hash(raw), k.valsetSignable(ctx, nonce)
	case bridge.MessageMigrate:
	}
	return ident.Hash{}, types.ErrNotFound.Wrapf("kind %d: this chain makes no such messages", kind)
}

func (k Keeper) valsetSignable(ctx context.Context, nonce uint64) error {
	books, err := orZero(k.Books.Get(ctx))
	if err == nil && nonce <= books.EthValset {
		err = types.ErrStatus.Wrapf("validator set %d: the vault has %d already", nonce, books.EthValset)
	}
	return err
}

func (k Keeper) batchSignable(ctx context.Context, nonce uint64) error {
	if err := k.unlessPaused(ctx, bridge.PauseWithdrawals); err != nil {
		return err
	}
	b, err := k.Batches.Get(ctx, nonce)
	if err != nil {
		return err
	}
	now := moment(ctx)
	switch {
	case b.Status != types.BatchStatus_BATCH_STATUS_OPEN:
		return types.ErrStatus.Wrapf("batch %d is %s, expected %s", nonce, b.Status,
			types.BatchStatus_BATCH_STATUS_OPEN)
	case !b.MaySign(now):
		return types.ErrNotReady.Wrapf("batch %d is signed from block %d, second %d on, it is block %d, second %d",
			nonce, b.SignFromHeight, b.SignFromUnix, now.Height, now.Unix)
	}
	return nil
}

// signs reports whether a key is one whose signature the vault may need: of the
// set in force there, or of the newest two; for a set also of those around it.
func (k Keeper) signs(ctx context.Context, kind bridge.MessageKind, nonce uint64, signer ident.Address) (bool, error) {
	books, err := orZero(k.Books.Get(ctx))
	if err != nil {
		return false, err
	}
	sets := []uint64{books.EthValset, books.LastValset, books.LastValset - min(books.LastValset, 1)}
	if kind == bridge.MessageValset {
		sets = append(sets, nonce, nonce-min(nonce, 1))
	}
	for _, n := range sets {
		set, err := k.Valsets.Get(ctx, n)
		if isNotFound(err) {
			continue
		}
		if err != nil {
			return false, err
		}
		members, err := set.Core()
		if err != nil {
			return false, err
		}
		if _, there := members.Find(signer); there {
			return true, nil
		}
	}
	return false, nil
}

// gasPerSignature is what recovering a key costs in a transaction, as the SDK
// charges for a signature of that curve.
const gasPerSignature = 1_000

// sign stores a signature, and returns whose it is and whether it is new. Rules BRG-R10, BRG-R14, BRG-R25.
func (k Keeper) sign(
	ctx context.Context, kind bridge.MessageKind, nonce uint64, sig bridge.Signature,
) (ident.Address, bool, error) {
	digest, err := k.signable(ctx, kind, nonce)
	if err != nil {
		return ident.Address{}, false, err
	}
	sdk.UnwrapSDKContext(ctx).GasMeter().ConsumeGas(gasPerSignature, "bridge signature")
	signer, err := sig.Signer(digest, ethsecp256k1.Recover)
	if err != nil {
		return signer, false, types.Coded(err)
	}
	signs, err := k.signs(ctx, kind, nonce, signer)
	if err != nil {
		return signer, false, err
	}
	if !signs {
		return signer, false, types.ErrSignature.Wrapf("%s is in no validator set that message %d of kind %d "+
			"concerns: is it over digest %s?", signer, nonce, kind, digest)
	}
	key := join(signedKey(kind, nonce), signer[:])
	has, err := k.Signatures.Has(ctx, key)
	if err != nil || has {
		return signer, false, err
	}
	if err := k.Signatures.Set(ctx, key, sig[:]); err != nil {
		return signer, false, err
	}
	return signer, true, typed(ctx, &types.EventSigned{
		Kind: types.SignedKind(kind), Nonce: nonce, Signer: signer.String(),
	})
}

// CheckSignable returns why a message brings nothing that is signed now, without
// looking at the signatures themselves. Rule BRG-R24.
func (k Keeper) CheckSignable(ctx context.Context, m *types.MsgSubmitSignatures) error {
	if n := len(m.Signatures); n == 0 || n > types.MaxSignatures {
		return types.ErrBadField.Wrapf("%d signatures, expected 1 to %d", n, types.MaxSignatures)
	}
	for i, x := range m.Signatures {
		kind, err := signedKind(x.Kind)
		if err == nil {
			_, err = k.signable(ctx, kind, x.Nonce)
		}
		if err != nil {
			return fmt.Errorf("signature %d: %w", i, err)
		}
	}
	return nil
}

// Signed is who signed which message: one whatever the signature, of which a key can
// make many, and however it is spelled.
type Signed struct {
	Kind   bridge.MessageKind
	Nonce  uint64
	Signer ident.Address
}

// String implements fmt.Stringer.
func (s Signed) String() string {
	return fmt.Sprintf("%s's signature over message %d of kind %d", s.Signer, s.Nonce, s.Kind)
}

// CheckNew returns who signed what in a message, or why it brings a signature that is
// not needed: it is of nobody whom the message concerns, is here already, or comes
// twice. It changes nothing. Rule BRG-R24.
func (k Keeper) CheckNew(ctx context.Context, m *types.MsgSubmitSignatures) ([]Signed, error) {
	cached, _ := sdk.UnwrapSDKContext(ctx).CacheContext()
	var out []Signed
	for i, x := range m.Signatures {
		signed, fresh, err := k.submit(cached, x) //nolint:contextcheck // the same, with a store of its own
		if err == nil && !fresh {
			err = types.ErrAlready.Wrap("it is here already: leave it out, or pay a fee")
		}
		if err != nil {
			return nil, fmt.Errorf("signature %d: %w", i, err)
		}
		out = append(out, signed)
	}
	return out, nil
}

// submit takes in one signature of a message, and returns whose it is and whether it is new.
func (k Keeper) submit(ctx context.Context, x types.SubmittedSignature) (Signed, bool, error) {
	kind, err := signedKind(x.Kind)
	if err != nil {
		return Signed{}, false, err
	}
	sig, err := types.ParseSignature(x.Signature)
	if err != nil {
		return Signed{}, false, types.ErrBadField.Wrap(err.Error())
	}
	signer, fresh, err := k.sign(ctx, kind, x.Nonce, sig)
	return Signed{Kind: kind, Nonce: x.Nonce, Signer: signer}, fresh, err
}

// signedKind returns the kind of a message that this chain makes.
func signedKind(kind types.SignedKind) (bridge.MessageKind, error) {
	switch kind {
	case types.SignedKind_SIGNED_KIND_VALSET:
		return bridge.MessageValset, nil
	case types.SignedKind_SIGNED_KIND_BATCH:
		return bridge.MessageBatch, nil
	case types.SignedKind_SIGNED_KIND_CONFIG:
		return bridge.MessageConfig, nil
	case types.SignedKind_SIGNED_KIND_UNSPECIFIED:
	}
	return 0, types.ErrBadField.Wrapf("kind %d, expected %d to %d", kind, types.SignedKind_SIGNED_KIND_VALSET,
		types.SignedKind_SIGNED_KIND_CONFIG)
}

// signatures returns those over a message.
func (k Keeper) signatures(ctx context.Context, kind bridge.MessageKind, nonce uint64) ([]types.Signature, error) {
	var out []types.Signature
	err := k.Signatures.Walk(ctx, under(signedKey(kind, nonce)), func(key, raw []byte) (bool, error) {
		out = append(out, wireSignature(key, raw))
		return false, nil
	})
	return out, err
}

// wireSignature returns the record of a stored signature.
func wireSignature(key, raw []byte) types.Signature {
	const kindBytes, nonceBytes = 1, 8
	var sig bridge.Signature
	copy(sig[:], raw)
	return types.Signature{
		Kind: types.SignedKind(key[0]), Nonce: nonceOf(key[:kindBytes+nonceBytes]),
		Signer: ident.Address(key[kindBytes+nonceBytes:]).String(), Signature: types.Hex(sig),
	}
}
