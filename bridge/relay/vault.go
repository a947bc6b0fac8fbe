package relay

import (
	"context"
	"fmt"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/ethclient"

	"github.com/iexecd/iexecd/contracts"
	"github.com/iexecd/iexecd/core/ident"
)

// vault asks the vault what it knows at the last block. A wrong answer costs the
// relay its gas at most.
type vault struct {
	client  *ethclient.Client
	address common.Address
	api     *contracts.RLCVault
}

func (v vault) call(ctx context.Context, data []byte) ([]byte, error) {
	return v.client.CallContract(ctx, ethereum.CallMsg{To: &v.address, Data: data}, nil)
}

// inForce returns the number of the validator set in force, its hash, and the
// first second in which it may pay.
func (v vault) inForce(ctx context.Context) (nonce uint64, hash ident.Hash, activeUnix uint64, err error) {
	raw, err := v.call(ctx, v.api.PackValset())
	if err != nil {
		return 0, ident.Hash{}, 0, fmt.Errorf("valset: %w", err)
	}
	set, err := v.api.UnpackValset(raw)
	if err != nil {
		return 0, ident.Hash{}, 0, fmt.Errorf("valset: %w", err)
	}
	if raw, err = v.call(ctx, v.api.PackMembersHash()); err != nil {
		return 0, ident.Hash{}, 0, fmt.Errorf("membersHash: %w", err)
	}
	hash, err = v.api.UnpackMembersHash(raw)
	return set.Nonce, hash, set.ActiveAt, err
}

// configured returns the number of the config that was applied last.
func (v vault) configured(ctx context.Context) (uint64, error) {
	raw, err := v.call(ctx, v.api.PackStatus())
	if err != nil {
		return 0, fmt.Errorf("status: %w", err)
	}
	status, err := v.api.UnpackStatus(raw)
	return status.ConfigNonce, err
}

func (v vault) isExecuted(ctx context.Context, nonce uint64) (bool, error) {
	raw, err := v.call(ctx, v.api.PackIsExecuted(nonce))
	if err != nil {
		return false, fmt.Errorf("isExecuted: %w", err)
	}
	return v.api.UnpackIsExecuted(raw)
}
