// Package bridgechain runs the whole bridge in one process: the real application
// with its bank and its staking on one side, the vault and the token on a simulated
// Ethereum on the other, signers, relay and reader in between. A random machine moves
// all of it, in any order, and a plain ledger says what must have become of each nRLC.
//
// Between the two are no votes over a network: what votes would say is tallied as
// the application does it, and handed to the keeper before the next block.
package bridgechain
