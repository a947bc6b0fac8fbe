package app

import (
	"fmt"

	"github.com/cosmos/cosmos-sdk/codec"
	"github.com/cosmos/cosmos-sdk/std"
	authtx "github.com/cosmos/cosmos-sdk/x/auth/tx"

	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/crypto/ethsecp256k1"
)

// NewEncoding returns codecs that know all messages and keys of the chain.
func NewEncoding() Encoding {
	registry, err := account.NewInterfaceRegistry()
	if err != nil {
		panic(fmt.Errorf("cannot build the registry of messages: %w", err))
	}
	amino := codec.NewLegacyAmino()
	std.RegisterInterfaces(registry)
	std.RegisterLegacyAminoCodec(amino)
	ethsecp256k1.RegisterInterfaces(registry)
	ethsecp256k1.RegisterLegacyAminoCodec(amino)
	ethsecp256k1.RegisterGlobally()
	for _, b := range basics() {
		b.RegisterInterfaces(registry)
		b.RegisterLegacyAminoCodec(amino)
	}
	cdc := codec.NewProtoCodec(registry)
	return Encoding{
		Registry: registry, Codec: cdc, Amino: amino,
		TxConfig: authtx.NewTxConfig(cdc, authtx.DefaultSignModes),
	}
}
