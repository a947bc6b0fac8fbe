// Package ethlab is an Ethereum in this process: a node of go-ethereum that makes blocks itself
// with JSON-RPC on loopback, RLC and the vault on it, and accounts with money. Its
// blocks come when they are told to, or by a timer. Proxy stands before it, or
// before any endpoint, and lies as it is told.
//
// It is for tests and for development; no key in it is a secret. Its methods may
// be used by several goroutines at once.
package ethlab
