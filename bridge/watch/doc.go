// Package watch follows the RLC vault at Ethereum's finalized block over one or
// more endpoints, which must all say the same: same block, same number of events,
// same hash. If one fails or says otherwise there is no view; the others are never
// believed without it. What needs no agreement is proven (package eth).
//
// It remembers finalized blocks on disk. If all endpoints agree on a chain that
// does not have one of them, finality was broken: no view, and an alarm, until they
// have it again. A view is a Snapshot that reads without waiting for anything.
package watch
