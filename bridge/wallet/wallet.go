// Package wallet makes transactions of Ethereum: what they cost, and who signs
// them, by a key that need not leave its keyring.
package wallet

import (
	"context"
	"errors"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/ethclient"
	"github.com/ethereum/go-ethereum/rlp"

	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/crypto/ethsecp256k1"
)

// MaxTxGas is the most gas of a transaction, as of EIP-7825.
const MaxTxGas = 1 << 24

var (
	// ErrTooDear means that gas costs more than one wants to pay.
	ErrTooDear = errors.New("gas is too dear")
	// ErrSign means that an account made no signature of its own.
	ErrSign = errors.New("not signed")
)

// Account is who signs.
type Account struct {
	Address common.Address
	// Sign returns a signature over the Keccak-256 of a message: r and s, of 32
	// bytes each; what follows them is not looked at.
	Sign func(message []byte) ([]byte, error)
}

// NewAccount returns the account of 32 secret bytes.
func NewAccount(secret []byte) (Account, error) {
	if len(secret) != ethsecp256k1.PrivKeySize {
		return Account{}, fmt.Errorf("%w: a key of %d bytes, expected %d", ErrSign, len(secret),
			ethsecp256k1.PrivKeySize)
	}
	key := &ethsecp256k1.PrivKey{Key: append([]byte(nil), secret...)}
	address := key.PubKey().Address()
	if len(address) != common.AddressLength {
		return Account{}, fmt.Errorf("%w: the key is 0 or too large, no point of the curve: make another", ErrSign)
	}
	a := Account{Address: common.Address(address), Sign: key.Sign}
	_, err := a.Signature(nil)
	return a, err
}

// Signature returns the account's signature over the Keccak-256 of a message: r,
// s and v, which is 0 or 1. ErrSign if it is not the account's.
func (a Account) Signature(message []byte) ([65]byte, error) {
	const rsBytes = 64
	raw, err := a.Sign(message)
	if err != nil {
		return [65]byte{}, fmt.Errorf("%w: %w", ErrSign, err)
	}
	if len(raw) < rsBytes {
		return [65]byte{}, fmt.Errorf("%w: %d bytes, expected %d at least", ErrSign, len(raw), rsBytes)
	}
	digest := ident.Keccak256(message)
	for v := range byte(2) {
		signature := [65]byte(append(append([]byte(nil), raw[:rsBytes]...), v))
		s, err := bridge.CompactSignature(signature[:])
		if err != nil {
			return [65]byte{}, fmt.Errorf("%w: %w", ErrSign, err)
		}
		if who, err := s.Signer(digest, ethsecp256k1.Recover); err == nil && common.Address(who) == a.Address {
			return signature, nil
		}
	}
	return [65]byte{}, fmt.Errorf("%w: the signature is not of %s: is it another key's?", ErrSign, a.Address)
}

// SignTx returns a transaction with the account's signature.
func (a Account) SignTx(tx *types.DynamicFeeTx) (*types.Transaction, error) {
	raw, err := rlp.EncodeToBytes([]any{
		tx.ChainID, tx.Nonce, tx.GasTipCap, tx.GasFeeCap, tx.Gas, tx.To, tx.Value, tx.Data, tx.AccessList,
	})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSign, err)
	}
	signature, err := a.Signature(append([]byte{types.DynamicFeeTxType}, raw...))
	if err != nil {
		return nil, err
	}
	signer := types.LatestSignerForChainID(tx.ChainID)
	signed, err := types.NewTx(tx).WithSignature(signer, signature[:])
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSign, err)
	}
	if who, err := types.Sender(signer, signed); err != nil || who != a.Address {
		return nil, fmt.Errorf("%w: the transaction is of %s, expected %s", ErrSign, who, a.Address)
	}
	return signed, nil
}

// Price is what a unit of gas costs, in wei.
type Price struct {
	Base *big.Int // in the last block
	Tip  *big.Int // on top of it
	Cap  *big.Int // the most that is paid, tip included
}

// Suggest returns a price that lets the base fee double, but for the most that one
// wants to pay; ErrTooDear if the next block costs more than that.
func Suggest(ctx context.Context, c *ethclient.Client, most *big.Int) (Price, error) {
	tip, err := c.SuggestGasTipCap(ctx)
	if err != nil {
		return Price{}, fmt.Errorf("tip: %w", err)
	}
	head, err := c.HeaderByNumber(ctx, nil)
	if err != nil {
		return Price{}, fmt.Errorf("last block: %w", err)
	}
	if head.BaseFee == nil {
		return Price{}, fmt.Errorf("block %s has no base fee: the endpoint is wrong", head.Number)
	}
	now := new(big.Int).Add(head.BaseFee, tip)
	if now.Cmp(most) > 0 {
		return Price{}, fmt.Errorf("%w: %s wei, the most is %s: wait, or raise it", ErrTooDear, now, most)
	}
	return Price{Base: head.BaseFee, Tip: tip, Cap: lesser(now.Add(now, head.BaseFee), most)}, nil
}

// Above returns a price at which endpoints let a transaction take the place of
// one: tip and cap an eighth higher, or as high as p's if they are higher.
// ErrTooDear if that is more than one wants to pay.
func (p Price) Above(tip, feeCap, most *big.Int) (Price, error) {
	higher := Price{Base: p.Base, Tip: greater(eighthMoreCeil(tip), p.Tip), Cap: eighthMoreCeil(feeCap)}
	if higher.Cap.Cmp(most) > 0 {
		return Price{}, fmt.Errorf("%w: taking the place of one that waits costs %s wei, the most is %s: raise it",
			ErrTooDear, higher.Cap, most)
	}
	higher.Cap = lesser(greater(higher.Cap, p.Cap), most)
	higher.Tip = lesser(higher.Tip, higher.Cap)
	return higher, nil
}

func eighthMoreCeil(n *big.Int) *big.Int {
	const nine, eight = 9, 8
	out := new(big.Int).Mul(n, big.NewInt(nine))
	return out.Div(out.Add(out, big.NewInt(eight-1)), big.NewInt(eight))
}

func greater(a, b *big.Int) *big.Int {
	if a.Cmp(b) < 0 {
		return new(big.Int).Set(b)
	}
	return new(big.Int).Set(a)
}

func lesser(a, b *big.Int) *big.Int {
	if a.Cmp(b) > 0 {
		return new(big.Int).Set(b)
	}
	return new(big.Int).Set(a)
}

// Gas returns what a call needs and a fifth more.
func Gas(ctx context.Context, c *ethclient.Client, call ethereum.CallMsg) (uint64, error) {
	call.Gas = MaxTxGas
	gas, err := c.EstimateGas(ctx, call)
	if err != nil {
		return 0, fmt.Errorf("gas: %w", err)
	}
	return min(gas+gas/5, MaxTxGas), nil
}
