package poco

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
)

// TestAuthorizationHashes checks what is signed against its definition, spelled out byte by byte:
// the packed fields, hashed, behind what wallets put before a message.
func TestAuthorizationHashes(t *testing.T) {
	t.Parallel()
	worker := ident.Address{19: 1}
	task := ident.Hash{31: 2}
	packed := ident.Keccak256(append(append(append([]byte{}, worker[:]...), task[:]...), make([]byte, 20)...))
	want := ident.Keccak256(append([]byte("\x19Ethereum Signed Message:\n32"), packed[:]...))
	require.Equal(t, want, AuthorizationHash(worker, task, ident.Address{}))
	require.NotEqual(t, want, AuthorizationHash(worker, task, ident.Address{19: 1}), "the enclave is signed")
	require.NotEqual(t, want, AuthorizationHash(ident.Address{19: 2}, task, ident.Address{}), "the worker is signed")
	require.NotEqual(t, want, AuthorizationHash(worker, ident.Hash{31: 3}, ident.Address{}), "the task is signed")

	hash, seal := ident.Hash{0: 1}, ident.Hash{0: 2}
	pair := ident.Keccak256(append(append([]byte{}, hash[:]...), seal[:]...))
	signed := ident.Keccak256(append([]byte("\x19Ethereum Signed Message:\n32"), pair[:]...))
	require.Equal(t, signed, EnclaveHash(hash, seal))
	require.NotEqual(t, EnclaveHash(hash, seal), EnclaveHash(seal, hash))
}
