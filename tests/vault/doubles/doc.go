// Package doubles has Go bindings of the contracts that only tests of the vault
// need: tokens that misbehave, a contract that looks like a vault, and the vault's
// libraries with their insides out. It is written by make contracts.
package doubles
