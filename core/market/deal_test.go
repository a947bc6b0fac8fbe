package market

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
)

func TestNewDeal(t *testing.T) {
	m := fitting()
	m.App.Price, m.Workerpool.Price = 4, 99
	f := &Fill{Match: *m, Tasks: 3, First: 7}
	sellers := Sellers{App: named("A"), Dataset: named("D"), Workerpool: named("W")}
	pool := PoolInfo{ChainScheduled: true, WorkerStakeRatio: 35, SchedulerRewardRatio: 5}
	d, err := NewDeal(f, sellers, pool, 3_600, 29, 1_234)
	require.NoError(t, err)
	require.Equal(t, Deal{
		ID: DealID(m.Request.ID, 7), RequestID: m.Request.ID,
		App:        Part{named("app"), named("A"), 4},
		Dataset:    Part{named("dataset"), named("D"), 6},
		Workerpool: Part{named("pool"), named("W"), 99},
		Category:   2, WorkClockSeconds: 3_600, Policy: Policy{MaxErrorPPB: 1_000}, Requester: named("requester"),
		Sponsor: named("requester"), StartUnix: 1_234, First: 7, Size: 3,
		WorkerStake: 34, // floor(99 * 35 / 100)
		PoolStake:   29, SchedulerRewardRatio: 5,
	}, d)
	price, err := d.TaskPrice()
	require.NoError(t, err)
	require.Equal(t, rlc.Amount(4+6+99), price)
}

// TestNewDealClassic checks that a trust of 0 becomes 1, as in the original,
// and that no dataset leaves no trace.
func TestNewDealClassic(t *testing.T) {
	m := fitting()
	m.Request.Policy, m.Request.Dataset, m.Dataset = Policy{}, ident.Address{}, &DatasetOrder{Price: 9}
	d, err := NewDeal(&Fill{Match: *m, Tasks: 1}, Sellers{Dataset: named("D")}, PoolInfo{}, 1, 0, 0)
	require.NoError(t, err)
	require.Equal(t, Policy{Trust: 1}, d.Policy)
	require.Zero(t, d.Dataset)
	m.Workerpool.Price = math.MaxUint64
	_, err = NewDeal(&Fill{Match: *m, Tasks: 1}, Sellers{}, PoolInfo{WorkerStakeRatio: 101}, 1, 0, 0)
	require.ErrorIs(t, err, rlc.ErrOverflow)
}

// TestIDs holds the ids against keccak of the exact bytes.
func TestIDs(t *testing.T) {
	r := named32("request")
	require.Equal(t, ident.Keccak256(r[:], make([]byte, 31), []byte{5}), DealID(r, 5))
	d := DealID(r, 5)
	require.Equal(t, ident.Keccak256(d[:], make([]byte, 30), []byte{1, 0}), TaskID(d, 256))
	require.NotEqual(t, DealID(r, 0), DealID(r, 1))
}

func TestCeilingOverflow(t *testing.T) {
	o := RequestOrder{AppMaxPrice: math.MaxUint64, DatasetMaxPrice: 1}
	_, err := o.Ceiling()
	require.ErrorIs(t, err, rlc.ErrOverflow)
}
