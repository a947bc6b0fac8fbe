package eth

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rpc"

	"github.com/iexecd/iexecd/contracts"
	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
)

var (
	// ErrLie means that an answer contradicts itself, a proof, or what was asked.
	ErrLie = errors.New("the endpoint's answer is wrong")
	// ErrNoBlock means that the endpoint has no such block, or none is final yet.
	ErrNoBlock = errors.New("the endpoint has no such block")
	// ErrWrongChain means that the endpoint is of another Ethereum.
	ErrWrongChain = errors.New("wrong chain")
)

// Reader reads one vault from one endpoint. It may be used by several goroutines.
type Reader struct {
	client *rpc.Client
	domain bridge.Domain
	vault  common.Address
	api    *contracts.RLCVault
	decode map[common.Hash]decoder
	topics []common.Hash // of all events that are links
	limits Limits
}

// NewReader returns a reader of a vault. It does not connect. Close ends it.
func NewReader(ctx context.Context, rawURL string, d bridge.Domain, l Limits) (*Reader, error) {
	client, err := Dial(ctx, rawURL, l)
	if err != nil {
		return nil, err
	}
	r := &Reader{client: client, domain: d, vault: common.Address(d.Vault), api: contracts.NewRLCVault(), limits: l}
	r.decode, r.topics = decoders(r.api)
	return r, nil
}

// Close ends the reader's connections.
func (r *Reader) Close() { r.client.Close() }

// call asks the endpoint, within the limits.
func (r *Reader) call(ctx context.Context, result any, method string, args ...any) error {
	ctx, cancel := context.WithTimeout(ctx, r.limits.CallTime)
	defer cancel()
	if err := r.client.CallContext(ctx, result, method, args...); err != nil {
		return fmt.Errorf("%s: %w", method, Clean(err))
	}
	return nil
}

// CheckChain returns ErrWrongChain if the endpoint is not of the vault's Ethereum.
// Another chain with the same id is noticed later, by its vault's hash.
func (r *Reader) CheckChain(ctx context.Context) error {
	var id hexutil.Uint64
	if err := r.call(ctx, &id, "eth_chainId"); err != nil {
		return err
	}
	if uint64(id) != r.domain.ChainID {
		return fmt.Errorf("%w: the endpoint has chain id %d, expected %d: give an endpoint of that chain",
			ErrWrongChain, uint64(id), r.domain.ChainID)
	}
	return nil
}

// Block is a block of Ethereum, as its header says.
type Block struct {
	Number    uint64
	Unix      uint64
	Hash      ident.Hash
	StateRoot ident.Hash
}

// Finalized returns the last block that the endpoint says is final; ErrNoBlock if none is.
func (r *Reader) Finalized(ctx context.Context) (Block, error) { return r.block(ctx, "finalized") }

// BlockAt returns the block of a number; ErrNoBlock if there is none.
func (r *Reader) BlockAt(ctx context.Context, number uint64) (Block, error) {
	b, err := r.block(ctx, hexutil.EncodeUint64(number))
	if err == nil && b.Number != number {
		return Block{}, fmt.Errorf("%w: it sent block %d, asked for %d", ErrLie, b.Number, number)
	}
	return b, err
}

func (r *Reader) block(ctx context.Context, tag string) (Block, error) {
	var raw json.RawMessage
	if err := r.call(ctx, &raw, "eth_getBlockByNumber", tag, false); err != nil {
		return Block{}, err
	}
	if len(raw) == 0 || string(raw) == "null" {
		return Block{}, fmt.Errorf("%w: %s: wait for it", ErrNoBlock, tag)
	}
	var claimed struct {
		Hash common.Hash `json:"hash"`
	}
	var h types.Header
	if err := errors.Join(json.Unmarshal(raw, &claimed), json.Unmarshal(raw, &h)); err != nil {
		return Block{}, fmt.Errorf("%w: block %s is no header: %w", ErrLie, tag, err)
	}
	if got := h.Hash(); got != claimed.Hash {
		return Block{}, fmt.Errorf("%w: block %s hashes to %s, it says %s: if other endpoints do the same, a fork"+
			" added fields to headers, update this program", ErrLie, tag, got, claimed.Hash)
	}
	if !h.Number.IsUint64() {
		return Block{}, fmt.Errorf("%w: block number %s, expected less than 2^64", ErrLie, h.Number)
	}
	return Block{
		Number: h.Number.Uint64(), Unix: h.Time, Hash: ident.Hash(claimed.Hash), StateRoot: ident.Hash(h.Root),
	}, nil
}
