// Package market decides what may be traded with what, and at which price: the
// four kinds of order, the reference's compatibility checks, the book with its
// clearing once per block, and the deals that come out. It holds no money and
// reads no clock; the keeper does what it says.
package market

import (
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
)

// Kind is one of the four kinds of order.
type Kind uint8

// The kinds of order.
const (
	KindUnspecified Kind = iota
	KindApp
	KindDataset
	KindWorkerpool
	KindRequest
)

// Tag is a mask of demands (app, dataset, request) or abilities (workerpool).
// Bit 0 is the lowest bit of the last byte, as in iExec.
type Tag [32]byte

// The tag bits that iExec names, and from 16 on those that this chain adds.
const (
	TagBitTEE        = 0
	TagBitScone      = 1
	TagBitGramine    = 2
	TagBitTDX        = 3
	TagBitGPU        = 8
	TagBitContainers = 16 // runs OCI images
	TagBitGVisor     = 17 // runs them in gVisor
	TagBitNetwork    = 18 // gives them the network
)

// Policy is how sure of its answer a task must be. Exactly one of the two is
// set: MaxErrorPPB for bounded PoCo, Trust for classic PoCo.
type Policy struct {
	// MaxErrorPPB is the greatest accepted probability of a wrong result, in
	// parts per billion, 1..999_999_999; 0 means classic.
	MaxErrorPPB uint32
	// Trust is classic PoCo's T; the claimed confidence is 1 - 1/T. 0 means bounded.
	Trust uint64
}

// Terms are what every order has. Amounts are per task.
type Terms struct {
	ID         ident.Hash    // hash of all the order's fields, domain included
	Owner      ident.Address // who placed it: the asset's owner, or the requester
	Volume     uint64        // tasks it may serve in its life, > 0
	Remaining  uint64        // tasks it may still serve, <= Volume
	Tag        Tag
	ExpiryUnix int64      // seconds; 0 = never; filled only while block time < ExpiryUnix
	Height     int64      // block it was placed in
	Tie        ident.Hash // hash of (beacon of that block, ID): the last tie-break
}

// AppOrder offers runs of an app at a price per task.
type AppOrder struct {
	Terms
	App                ident.Address
	Price              rlc.Amount
	DatasetRestrict    ident.Address
	WorkerpoolRestrict ident.Address
	RequesterRestrict  ident.Address
}

// DatasetOrder offers uses of a dataset at a price per task. The zero value
// stands for "no dataset" in a match.
type DatasetOrder struct {
	Terms
	Dataset            ident.Address
	Price              rlc.Amount
	AppRestrict        ident.Address
	WorkerpoolRestrict ident.Address
	RequesterRestrict  ident.Address
}

// WorkerpoolOrder offers a pool's workers in one category at a price per task.
type WorkerpoolOrder struct {
	Terms
	Workerpool        ident.Address
	Price             rlc.Amount
	Category          uint64
	Trust             uint64 // most that the pool offers under classic PoCo; 0 = bounded only
	MinErrorPPB       uint32 // strictest bound that the pool offers; 0 = classic only
	AppRestrict       ident.Address
	DatasetRestrict   ident.Address
	RequesterRestrict ident.Address
}

// RequestOrder asks for runs of an app, with a ceiling per task for each part
// of the price. Owner is the requester.
type RequestOrder struct {
	Terms
	App                ident.Address
	AppMaxPrice        rlc.Amount
	Dataset            ident.Address // zero = none
	DatasetMaxPrice    rlc.Amount
	Workerpool         ident.Address // restriction: zero = any
	WorkerpoolMaxPrice rlc.Amount
	Category           uint64
	Policy             Policy
	Beneficiary        ident.Address
	Callback           ident.Address
	AllowedSponsor     ident.Address // who else may pay; zero = nobody
	Params             string
}

// Part is one seller's side of a deal, frozen at the match.
type Part struct {
	Pointer ident.Address // the app, dataset or workerpool
	Owner   ident.Address // who is paid, whoever owns it later
	Price   rlc.Amount    // the ask, per task
}

// Deal is a match: Size tasks, indices First..First+Size-1 of the request.
type Deal struct {
	ID                       ident.Hash // keccak(request id ‖ uint256(First))
	RequestID                ident.Hash
	App, Dataset, Workerpool Part
	Category                 uint64
	WorkClockSeconds         uint64 // the category's, frozen
	Policy                   Policy
	Tag                      Tag
	Requester                ident.Address
	Sponsor                  ident.Address // who paid; the requester unless sponsored
	Beneficiary              ident.Address
	Callback                 ident.Address
	Params                   string
	StartUnix                int64 // block time of the match
	First, Size              uint64
	WorkerStake              rlc.Amount // per worker and task, classic: floor(price*ratio/100)
	PoolStake                rlc.Amount // per task: floor(price*30/100)
	SchedulerRewardRatio     uint64     // percent, 0..100
	OwnerScheduled           bool       // the pool's owner chooses the workers, not the chain
}

// TaskID returns keccak(deal id ‖ uint256(index)), as in iExec.
func TaskID(deal ident.Hash, index uint64) ident.Hash {
	return ident.Keccak256(deal[:], ident.Uint256(index))
}

// DealID returns keccak(request id ‖ uint256(consumed before the match)).
func DealID(request ident.Hash, consumedBefore uint64) ident.Hash {
	return ident.Keccak256(request[:], ident.Uint256(consumedBefore))
}
