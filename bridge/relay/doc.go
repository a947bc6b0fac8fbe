// Package relay brings to the vault what validators signed: new validator sets,
// and batches, whose fee it gets. It needs nobody's trust: what it is told to bring
// is checked here first, so that it pays no gas for what the vault would refuse, and
// the vault checks all of it again. It does not bring what was executed, nor what is
// on its way already.
package relay
