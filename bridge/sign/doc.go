// Package sign holds a validator's bridge key and signs what the vault obeys. A
// signer is asked with the message itself, never with a digest: it makes the
// digest, and checks what it stands for against limits of its own, so that it is
// of use against a node that was taken over.
//
// It signs one message of each kind and nonce, ever. Which one is on disk before
// the signature leaves; asked for it again it gives the same signature.
package sign
