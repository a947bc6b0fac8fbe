// Package contracts holds the contracts of the bridge on Ethereum: the RLC vault
// in src, what solc makes of it in out, and Go bindings of it in this package.
// src/test has a token like RLC, and what tests of the vault need.
//
// The bindings and out are written by make contracts; a test compiles src again
// and holds it against them.
package contracts
