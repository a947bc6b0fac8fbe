package root

import (
	"context"
	"errors"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/ethclient"

	"github.com/iexecd/iexecd/bridge/eth"
	"github.com/iexecd/iexecd/contracts"
	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	bridgetypes "github.com/iexecd/iexecd/x/rlcbridge/types"
)

var (
	errNotFinal = errors.New("the block is not final")
	errNoVault  = errors.New("no vault of this chain")
	errMembers  = errors.New("the founders are not those that the vault was made with")
)

// vaultState is what a vault is and holds at a block.
type vaultState struct {
	id       bridgetypes.VaultID
	madeUnix uint64
	ledger   eth.Ledger
}

// vaultReader reads a vault from an endpoint.
type vaultReader struct {
	*eth.Reader

	client *ethclient.Client
	domain bridge.Domain
	api    *contracts.RLCVault
}

// openVault connects to the endpoint of a vault that is for a chain. Close it.
func openVault(ctx context.Context, url string, vault ident.Address, home string) (*vaultReader, error) {
	rpc, err := eth.Dial(ctx, url, eth.DefaultLimits())
	if err != nil {
		return nil, err
	}
	r := &vaultReader{client: ethclient.NewClient(rpc), api: contracts.NewRLCVault()}
	id, err := r.client.ChainID(ctx)
	if err != nil {
		r.client.Close()
		return nil, fmt.Errorf("chain id: %w", eth.Clean(err))
	}
	r.domain = bridge.Domain{ChainID: id.Uint64(), Vault: vault, HomeChain: home}
	if r.Reader, err = eth.NewReader(ctx, url, r.domain, eth.DefaultLimits()); err != nil {
		r.client.Close()
	}
	return r, err
}

func (r *vaultReader) close() {
	r.Close()
	r.client.Close()
}

// read returns the vault's state at a finalized block, 0 for the last one, from logs
// since another.
func (r *vaultReader) read(ctx context.Context, number, from uint64, members bridge.Members) (vaultState, error) {
	out := vaultState{id: bridgetypes.VaultID{Domain: r.domain}}
	at, err := r.blockOf(ctx, number)
	if err != nil {
		return out, err
	}
	if err := r.checkHome(ctx, at); err != nil {
		return out, err
	}
	if out.ledger, err = r.Ledger(ctx, from, at); err != nil {
		return out, advise(err, from, at)
	}
	if out.madeUnix, err = r.checkMembers(ctx, at, members); err != nil {
		return out, err
	}
	token, err := view(ctx, r, at, r.api.PackRlc(), r.api.UnpackRlc)
	out.id.Token = ident.Address(token)
	return out, err
}

// advise says what to do about a ledger that cannot be read.
func advise(err error, from uint64, at eth.Block) error {
	switch {
	case errors.Is(err, eth.ErrHistory):
		return err
	case errors.Is(err, eth.ErrLie):
		return fmt.Errorf("%w: if the vault was deployed before block %d, give an earlier --%s, else another endpoint",
			err, from, flagFromBlock)
	default:
		return fmt.Errorf("%w: if the endpoint does not have the state of block %d for eth_getProof, give one that"+
			" does, or a later block", err, at.Number)
	}
}

func (r *vaultReader) blockOf(ctx context.Context, number uint64) (eth.Block, error) {
	final, err := r.Finalized(ctx)
	if err != nil || number == 0 || number == final.Number {
		return final, err
	}
	if number > final.Number {
		return eth.Block{}, fmt.Errorf("%w: --%s %d, the last final one is %d: wait, or give one up to that",
			errNotFinal, flagBlock, number, final.Number)
	}
	return r.BlockAt(ctx, number)
}

// checkHome returns an error unless there is a vault for this chain.
func (r *vaultReader) checkHome(ctx context.Context, at eth.Block) error {
	code, err := r.client.CodeAt(ctx, common.Address(r.domain.Vault), new(big.Int).SetUint64(at.Number))
	if err != nil {
		return fmt.Errorf("code at block %d: %w: give an endpoint that has the state of that block, or a later block",
			at.Number, eth.Clean(err))
	}
	if len(code) == 0 {
		return fmt.Errorf("%w: no contract is there at block %d of chain %d: look at address and endpoint", errNoVault,
			at.Number, r.domain.ChainID)
	}
	home, err := view(ctx, r, at, r.api.PackHomeChainHash(), r.api.UnpackHomeChainHash)
	if err != nil {
		return err
	}
	if want := r.domain.HomeChainHash(); home != want {
		return fmt.Errorf("%w: it is for the chain whose id has hash %s, %s has %s: make one for this chain",
			errNoVault, ident.Hash(home), r.domain.HomeChain, want)
	}
	return nil
}

// checkMembers returns when the vault was made, and an error unless it was made with
// the members as set 0 and has no other since.
func (r *vaultReader) checkMembers(ctx context.Context, at eth.Block, members bridge.Members) (uint64, error) {
	set, err := view(ctx, r, at, r.api.PackValset(), r.api.UnpackValset)
	if err != nil {
		return 0, err
	}
	hash, err := view(ctx, r, at, r.api.PackMembersHash(), r.api.UnpackMembersHash)
	if err != nil {
		return 0, err
	}
	switch want := members.Hash(); {
	case set.Nonce != 0:
		return 0, fmt.Errorf("%w: its validator set has number %d, expected 0: make a new vault", errMembers, set.Nonce)
	case hash != want:
		return 0, fmt.Errorf("%w: they hash to %s, those of the vault to %s: look at keys and powers", errMembers, want,
			ident.Hash(hash))
	}
	return set.Time, nil
}

// view calls a view of the vault at a block.
func view[T any](ctx context.Context, r *vaultReader, at eth.Block, data []byte, unpack func([]byte) (T, error)) (T,
	error,
) {
	to := common.Address(r.domain.Vault)
	var none T
	raw, err := r.client.CallContract(ctx, ethereum.CallMsg{To: &to, Data: data}, new(big.Int).SetUint64(at.Number))
	if err != nil {
		return none, fmt.Errorf("%w: a view fails at block %d: %w", errNoVault, at.Number, eth.Clean(err))
	}
	out, err := unpack(raw)
	if err != nil {
		return none, fmt.Errorf("%w: a view of it cannot be read: %w", errNoVault, err)
	}
	return out, nil
}
