package poco

import "github.com/iexecd/iexecd/core/ident"

// personalMessage is what wallets put before 32 bytes that they sign.
const personalMessage = "\x19Ethereum Signed Message:\n32"

// AuthorizationHash returns what a pool's owner, or the TEE broker, signs to
// let a worker contribute to a task with an enclave (zero = none):
// EthSigned(keccak(worker ‖ task ‖ challenge)). Source: PoCo 6.2, contribute.
func AuthorizationHash(worker ident.Address, task ident.Hash, challenge ident.Address) ident.Hash {
	return ident.Keccak256(AuthorizationDocument(worker, task, challenge))
}

// AuthorizationDocument returns the bytes of which AuthorizationHash is the
// keccak, for keys that hash what they sign.
func AuthorizationDocument(worker ident.Address, task ident.Hash, challenge ident.Address) []byte {
	packed := ident.Keccak256(worker[:], task[:], challenge[:])
	return append([]byte(personalMessage), packed[:]...)
}

// EnclaveHash returns what an enclave signs to vouch for a contribution:
// EthSigned(keccak(result hash ‖ result seal)). Source: PoCo 6.2, contribute.
func EnclaveHash(resultHash, resultSeal ident.Hash) ident.Hash {
	return ethSigned(ident.Keccak256(resultHash[:], resultSeal[:]))
}

func ethSigned(h ident.Hash) ident.Hash { return ident.Keccak256([]byte(personalMessage), h[:]) }
