package market

import (
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
)

// PoolInfo is what Proof of Contribution needs to know of a pool.
type PoolInfo struct {
	ID                   ident.Address
	Owner                ident.Address
	Open                 bool // everybody may join; else only workers on its list
	ChainScheduled       bool // the chain draws its committees
	WorkerStakeRatio     uint64
	SchedulerRewardRatio uint64
}

// Sellers are the owners at the moment of a match, frozen into the deal.
type Sellers struct {
	App, Dataset, Workerpool ident.Address
}

// NewDeal returns the deal of a fill, opened at nowUnix: prices and owners are
// frozen, the worker's stake is ⌊price·ratio/100⌋, and poolStake is what the
// pool order escrowed per task. Source: PoCo 6.2, matchOrders.
func NewDeal(f *Fill, s Sellers, pool PoolInfo, clockSeconds uint64, poolStake rlc.Amount, nowUnix int64) (Deal,
	error,
) {
	workerStake, err := rlc.MulDivFloor(f.Workerpool.Price, pool.WorkerStakeRatio, 100)
	if err != nil {
		return Deal{}, err
	}
	d := Deal{
		ID:         DealID(f.Request.ID, f.First),
		RequestID:  f.Request.ID,
		App:        Part{Pointer: f.App.App, Owner: s.App, Price: f.App.Price},
		Workerpool: Part{Pointer: f.Workerpool.Workerpool, Owner: s.Workerpool, Price: f.Workerpool.Price},
		Category:   f.Request.Category, WorkClockSeconds: clockSeconds,
		Policy: f.Request.Policy, Tag: f.Demanded(),
		Requester: f.Request.Owner, Sponsor: f.Request.Owner,
		Beneficiary: f.Request.Beneficiary, Callback: f.Request.Callback, Params: f.Request.Params,
		StartUnix: nowUnix, First: f.First, Size: f.Tasks,
		WorkerStake: workerStake, PoolStake: poolStake, SchedulerRewardRatio: pool.SchedulerRewardRatio,
		OwnerScheduled: !pool.ChainScheduled,
	}
	if !f.Request.Dataset.IsZero() {
		d.Dataset = Part{Pointer: f.Dataset.Dataset, Owner: s.Dataset, Price: f.Dataset.Price}
	}
	if d.Policy.MaxErrorPPB == 0 {
		d.Policy.Trust = max(d.Policy.Trust, 1)
	}
	return d, nil
}

// TaskPrice returns what one task costs its sponsor: app, dataset and pool.
func (d *Deal) TaskPrice() (rlc.Amount, error) {
	return rlc.Sum(d.App.Price, d.Dataset.Price, d.Workerpool.Price)
}

// Ceiling returns the most that one task of a request may cost.
func (o *RequestOrder) Ceiling() (rlc.Amount, error) {
	return rlc.Sum(o.AppMaxPrice, o.DatasetMaxPrice, o.WorkerpoolMaxPrice)
}
