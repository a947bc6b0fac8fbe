// Package sidecar joins a node to the validators' Ethereum side: in one process
// (Local), or in two that talk over a socket of the machine (Server, Dial). What a
// node gets is the same: views of the vault that are there already, and signatures
// of a key that the node never has.
package sidecar
