// Package bridge decides what of the RLC bridge to Ethereum needs no state: a
// vault there locks RLC, this chain mints and burns as much nRLC. Pure functions
// over values; the module remembers, the sidecar watches, the vault repeats the
// same rules in Solidity, and testdata/vectors.json holds both to them.
//
// From Ethereum. The vault keeps a hash chain over its events, h_0 from its
// Domain and h_n = Link(h_n-1, Event). A validator's Vote carries one point of it,
// nonce and hash, that it read at a finalized block. A proposer brings the events
// themselves in an Injection; Tally accepts the longest prefix that more than two
// thirds of all power attest, and says up to which Ethereum time nothing else
// happened. NextLocked holds each accepted event against what was locked before.
//
// To Ethereum. A withdrawal that WithdrawalRules allow waits in line until
// BatchPolicy puts it into a Batch; validators sign its digest after a delay. The
// vault pays it when more than two thirds of the power of its Members signed
// (Quorum). A batch whose timeout is proven to be over unpaid is refunded (Expired).
//
// Signatures are over EIP-712 digests of a Valset, Batch, Config, Migrate, Bind or
// Claim in the vault's Domain, 64 bytes as of EIP-2098. ValsetPolicy says when the vault
// needs a new set of members. A Bucket bounds what passes in any span of time.
//
// All is of fixed width but Bind's operator, which stands alone in its message and
// is hashed first, so that no two meanings share bytes. Money is in nRLC, time in
// unix seconds, and nothing here panics, whatever it is given.
package bridge
