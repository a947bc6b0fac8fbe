// Package keys opens the keyrings that hold people's and workers' keys, so that
// every command knows the chain's own kind of key.
package keys

import (
	"io"

	"github.com/cosmos/cosmos-sdk/codec"
	cryptocodec "github.com/cosmos/cosmos-sdk/crypto/codec"
	"github.com/cosmos/cosmos-sdk/crypto/keyring"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/crypto/ethsecp256k1"
)

// Open returns the keyring of backend (os, file, test, memory) in dir; a locked
// one asks for its password on in.
func Open(backend, dir string, in io.Reader) (keyring.Keyring, error) {
	registry, err := account.NewInterfaceRegistry()
	if err != nil {
		return nil, err
	}
	cryptocodec.RegisterInterfaces(registry)
	ethsecp256k1.RegisterInterfaces(registry)
	return keyring.New(sdk.KeyringServiceName(), backend, dir, in, codec.NewProtoCodec(registry),
		ethsecp256k1.KeyringOption())
}
