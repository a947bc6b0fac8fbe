package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/x/rlcbridge/types"
)

// Useful reports whether an observation would change anything: it has events, a
// signature that is not here yet, the end of a batch, or alarms that pause the
// bridge. Blocks carry votes for nothing else. It changes nothing itself. Rule BRG-R30.
func (k Keeper) Useful(ctx context.Context, o Observation) (bool, error) {
	if len(o.Events) > 0 {
		return true, nil
	}
	cached, _ := sdk.UnwrapSDKContext(ctx).CacheContext()
	for _, s := range o.Signatures {
		sig, err := bridge.ParseSignature(s.Raw[:])
		if err != nil {
			continue
		}
		_, fresh, err := k.sign(cached, s.Kind, s.Nonce, sig) //nolint:contextcheck // the same, with a store of its own
		if err == nil && fresh {
			return true, nil
		}
	}
	if dead, err := k.expired(ctx, o.EthTimeUnix); err != nil || len(dead) > 0 {
		return err == nil, err
	}
	return k.wouldPause(cached, o.Alarms) //nolint:contextcheck // the same, with a store of its own
}

// wouldPause reports whether alarms pause what is not paused. It writes to its context.
func (k Keeper) wouldPause(ctx context.Context, alarms [][]byte) (bool, error) {
	both := func() (n int, err error) {
		for _, flag := range []uint8{bridge.PauseDeposits, bridge.PauseWithdrawals} {
			paused, err := k.paused(ctx, flag)
			if err != nil {
				return 0, err
			}
			if paused {
				n++
			}
		}
		return n, nil
	}
	before, err := both()
	if err != nil {
		return false, err
	}
	if err := k.alarm(ctx, alarms); err != nil {
		return false, err
	}
	after, err := both()
	return after > before, err
}

// SignRequest is a message that a key has to sign, with what it stands for.
type SignRequest struct {
	Message bridge.Message
	Items   bridge.Items   // of a Batch
	Members bridge.Members // of a Valset
}

// SignRequests returns what ToSign does, with the messages themselves: a signer
// makes their digests anew.
func (k Keeper) SignRequests(ctx context.Context, signer ident.Address, n int) ([]SignRequest, error) {
	list, err := k.ToSign(ctx, signer, n)
	if err != nil {
		return nil, err
	}
	var out []SignRequest
	for _, t := range list {
		r, err := k.signRequest(ctx, t)
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, nil
}

func (k Keeper) signRequest(ctx context.Context, t ToSign) (SignRequest, error) {
	switch t.Kind {
	case bridge.MessageConfig:
		c, err := k.Configs.Get(ctx, t.Nonce)
		if err != nil {
			return SignRequest{}, err
		}
		core, err := c.Config.Core()
		return SignRequest{Message: core}, err
	case bridge.MessageValset:
		v, err := k.Valsets.Get(ctx, t.Nonce)
		if err != nil {
			return SignRequest{}, err
		}
		members, err := v.Core()
		if err != nil {
			return SignRequest{}, err
		}
		set, err := members.Valset(v.Nonce, v.HomeHeight)
		return SignRequest{Message: set, Members: members}, err
	case bridge.MessageBatch:
		return k.batchRequest(ctx, t.Nonce)
	case bridge.MessageMigrate:
	}
	return SignRequest{}, types.ErrNotFound.Wrapf("kind %d: this chain makes no such messages", t.Kind)
}

func (k Keeper) batchRequest(ctx context.Context, nonce uint64) (SignRequest, error) {
	b, err := k.Batches.Get(ctx, nonce)
	if err != nil {
		return SignRequest{}, err
	}
	core, err := b.Core()
	if err != nil {
		return SignRequest{}, err
	}
	withdrawals, err := k.items(ctx, b)
	if err != nil {
		return SignRequest{}, err
	}
	r := SignRequest{Message: core}
	for _, w := range withdrawals {
		core, err := w.Core()
		if err != nil {
			return SignRequest{}, err
		}
		r.Items = append(r.Items, bridge.Item{To: core.To, Amount: core.Amount})
	}
	return r, nil
}
