// Package eth reads the RLC vault from one Ethereum endpoint that may be slow,
// broken or lying. Every call is bounded in time and bytes, and nothing is taken
// at its word that can be checked: a block's hash is recomputed, the vault's
// storage is proven against the block's state root, and its events must link up
// to the hash in that storage.
//
// What one endpoint cannot prove alone is which block is final; package watch asks
// several, which must agree.
package eth
