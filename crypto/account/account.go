// Package account reads and writes accounts in both spellings: bech32 with our
// prefix, and Ethereum's 0x. It is the address codec of everything we run.
package account

import (
	"errors"
	"fmt"
	"strings"
	"sync"

	"cosmossdk.io/core/address"
	addresscodec "github.com/cosmos/cosmos-sdk/codec/address"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/bech32"
	signing "github.com/cosmos/cosmos-sdk/x/tx/signing"
	"github.com/cosmos/gogoproto/proto"

	"github.com/iexecd/iexecd/core/ident"
)

// The bech32 prefixes and the coin.
const (
	Prefix          = "iexec"
	PrefixValidator = Prefix + "valoper"
	PrefixConsensus = Prefix + "valcons"
	Denom           = "nrlc"
)

// maxBytes bounds an account's bytes, as in the SDK.
const maxBytes = 255

// ErrBadAddress means that a text is an account in neither spelling.
var ErrBadAddress = errors.New("not an account: expected iexec1… or 0x and 40 hexadecimal digits")

// ErrChecksum means that a 0x address in mixed case is mistyped.
var ErrChecksum = errors.New("a wrong checksum (EIP-55)")

// ErrBadValidator means that a text is not the address of a validator.
var ErrBadValidator = errors.New("not the address of a validator")

// Configure sets the SDK's global prefixes, coin type and coin. Call it first
// thing in a program or test; later calls, also at the same time, do nothing.
func Configure() { configure() }

var configure = sync.OnceFunc(func() {
	c := sdk.GetConfig()
	c.SetBech32PrefixForAccount(Prefix, Prefix+"pub")
	c.SetBech32PrefixForValidator(PrefixValidator, PrefixValidator+"pub")
	c.SetBech32PrefixForConsensusNode(PrefixConsensus, PrefixConsensus+"pub")
	c.SetCoinType(60)
	sdk.DefaultBondDenom = Denom
})

// Codec reads both spellings and writes bech32. It does not go through the SDK's
// own codec, which asks the operating system for the program's name each time:
// that cost more than half of a worker message.
type Codec struct{}

var _ address.Codec = Codec{}

// NewCodec returns the codec of accounts.
func NewCodec() Codec { return Codec{} }

// StringToBytes returns the bytes of an account in either spelling. A 0x
// address in mixed case must carry a right EIP-55 checksum.
func (c Codec) StringToBytes(text string) ([]byte, error) {
	if !strings.HasPrefix(text, "0x") && !strings.HasPrefix(text, "0X") {
		prefix, bz, err := bech32.DecodeAndConvert(text)
		switch {
		case err != nil:
			return nil, fmt.Errorf("%q is %w: %w", clip(text), ErrBadAddress, err)
		case prefix != Prefix:
			return nil, fmt.Errorf("%q is %w: it begins with %q", clip(text), ErrBadAddress, clip(prefix))
		case len(bz) == 0 || len(bz) > maxBytes:
			return nil, fmt.Errorf("%q is %w: it has %d bytes", clip(text), ErrBadAddress, len(bz))
		}
		return bz, nil
	}
	a, err := ident.ParseAddress("0x" + text[2:])
	if err != nil {
		return nil, fmt.Errorf("%q is %w", clip(text), ErrBadAddress)
	}
	digits := text[2:]
	mixed := digits != strings.ToLower(digits) && digits != strings.ToUpper(digits)
	if mixed && digits != Checksummed(a)[2:] {
		return nil, fmt.Errorf("%q has %w: expected %s: a digit is mistyped", text, ErrChecksum, Checksummed(a))
	}
	return a[:], nil
}

// BytesToString returns bech32.
func (c Codec) BytesToString(bz []byte) (string, error) {
	if len(bz) == 0 {
		return "", nil
	}
	return bech32.ConvertAndEncode(Prefix, bz)
}

// ValidatorCodec reads and writes addresses of validators, as operators or in
// consensus. It reads bech32 only: the SDK keeps the text of a message.
type ValidatorCodec struct {
	bech   address.Codec
	prefix string
}

var _ address.Codec = ValidatorCodec{}

// NewOperatorCodec returns the codec of validators' operators.
func NewOperatorCodec() ValidatorCodec { return newValidatorCodec(PrefixValidator) }

// NewConsensusCodec returns the codec of validators in consensus.
func NewConsensusCodec() ValidatorCodec { return newValidatorCodec(PrefixConsensus) }

func newValidatorCodec(prefix string) ValidatorCodec {
	return ValidatorCodec{bech: addresscodec.NewBech32Codec(prefix), prefix: prefix}
}

// StringToBytes returns the bytes of an address.
func (c ValidatorCodec) StringToBytes(text string) ([]byte, error) {
	bz, err := c.bech.StringToBytes(text)
	if err != nil {
		return nil, fmt.Errorf("%q is %w: expected %s1…: %w", clip(text), ErrBadValidator, c.prefix, err)
	}
	return bz, nil
}

// BytesToString returns bech32.
func (c ValidatorCodec) BytesToString(bz []byte) (string, error) { return c.bech.BytesToString(bz) }

// clip keeps error texts bounded whatever a caller sends.
func clip(s string) string {
	if len(s) <= 80 {
		return s
	}
	return s[:80] + "…"
}

// Parse returns the account written in either spelling; it must have 20 bytes.
func Parse(text string) (ident.Address, error) {
	bz, err := NewCodec().StringToBytes(text)
	if err != nil {
		return ident.Address{}, err
	}
	return From(bz)
}

// From returns the account with these bytes; they must be 20.
func From(bz []byte) (ident.Address, error) {
	if len(bz) != len(ident.Address{}) {
		return ident.Address{}, fmt.Errorf("an account of %d bytes is %w", len(bz), ErrBadAddress)
	}
	return ident.Address(bz), nil
}

// Bech32 returns a as iexec1….
func Bech32(a ident.Address) string {
	text, err := NewCodec().BytesToString(a[:])
	if err != nil {
		panic(fmt.Sprintf("20 bytes always have a bech32 form: %v", err)) // broken invariant
	}
	return text
}

// Checksummed returns a as 0x… with the mixed case of EIP-55.
func Checksummed(a ident.Address) string { return a.Checksummed() }

// NewInterfaceRegistry returns a registry that signs and decodes with our codecs.
func NewInterfaceRegistry() (codectypes.InterfaceRegistry, error) {
	return codectypes.NewInterfaceRegistryWithOptions(codectypes.InterfaceRegistryOptions{
		ProtoFiles: proto.HybridResolver,
		SigningOptions: signing.Options{
			AddressCodec:          NewCodec(),
			ValidatorAddressCodec: NewOperatorCodec(),
		},
	})
}
