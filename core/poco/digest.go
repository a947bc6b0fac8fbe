package poco

import (
	"encoding/binary"

	"github.com/iexecd/iexecd/core/ident"
)

// Commitment returns keccak(worker ‖ task ‖ digest ‖ salt), 20+32+32+32 bytes:
// it binds an answer to a worker and a task without showing it, so equal
// answers look different and nobody can copy one.
func Commitment(worker ident.Address, task, digest, salt ident.Hash) ident.Hash {
	return ident.Keccak256(worker[:], task[:], digest[:], salt[:])
}

// ResultHash returns keccak(task ‖ digest): equal answers to a classic task have
// equal ones. Source: PoCo 6.2, reveal.
func ResultHash(task, digest ident.Hash) ident.Hash { return ident.Keccak256(task[:], digest[:]) }

// ResultSeal returns keccak(worker ‖ task ‖ digest): it binds a classic answer
// to its worker. Source: PoCo 6.2, reveal.
func ResultSeal(worker ident.Address, task, digest ident.Hash) ident.Hash {
	return ident.Keccak256(worker[:], task[:], digest[:])
}

// failureDomain separates failure digests from every other digest.
const failureDomain = "iexec/failure/v1"

// FailureDigest returns keccak("iexec/failure/v1" ‖ cause byte ‖ exit code as
// 4 big-endian bytes ‖ tail bytes), the digest of a failed app's result.
func FailureDigest(cause Cause, exitCode uint32, tail string) ident.Hash {
	var code [4]byte
	binary.BigEndian.PutUint32(code[:], exitCode)
	return ident.Keccak256([]byte(failureDomain), []byte{byte(cause)}, code[:], []byte(tail))
}

// CallbackDigest returns keccak(data), as in iExec: the digest of a result that
// is delivered to a contract.
func CallbackDigest(data []byte) ident.Hash { return ident.Keccak256(data) }
