package keeper_test

import (
	"encoding/hex"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/iexecd/iexecd/core/signed"
	"github.com/iexecd/iexecd/tests/chaintest"
	"github.com/iexecd/iexecd/x/market/types"
)

// These are cases of the original's test files, one by one; docs/poco-parity.md
// names them.

// managed are the four orders of a world with their owners.
func managed(w *world) (*four, map[string]signed.Order, map[string]*chaintest.Account) {
	f := w.four(4).withDataset(4).sign()
	return f, map[string]signed.Order{
			"app": f.app, "dataset": f.dataset, "pool": f.workerpool, "request": f.request,
		}, map[string]*chaintest.Account{
			"app": w.seller, "dataset": w.seller, "pool": w.alpha, "request": w.carol,
		}
}

// TestManageEach presigns and closes each of the four orders, by the owner's
// message and by anybody's with the owner's signature, and not without. MKT-R24.
func TestManageEach(t *testing.T) {
	const sign, closing = types.OrderOperation_ORDER_OPERATION_SIGN, types.OrderOperation_ORDER_OPERATION_CLOSE
	for _, kind := range []string{"app", "dataset", "pool", "request"} {
		t.Run(kind, func(t *testing.T) {
			w := newWorld(t)
			authority := func(by *chaintest.Account, o signed.Order, op signed.Operation) string {
				return "0x" + hex.EncodeToString(signWith(t, by, o.OperationHash(w.domain(), op)))
			}
			for _, c := range []struct {
				name string
				op   types.OrderOperation
				by   signed.Operation
				sent bool
			}{
				{"presigned by message", sign, signed.OperationSign, true},
				{"presigned by signature", sign, signed.OperationSign, false},
				{"closed by message", closing, signed.OperationClose, true},
				{"closed by signature", closing, signed.OperationClose, false},
			} {
				t.Run(c.name, func(t *testing.T) {
					w.t = t
					f, orders, owners := managed(w)
					o, owner := orders[kind], owners[kind]
					if c.op == sign {
						signed.SetSignature(o, nil)
						require.False(t, f.check("").Matches)
					}
					sender, authorised := owner, ""
					if !c.sent {
						sender, authorised = w.dave, authority(owner, o, c.by)
					}
					w.Run(sender, manage(sender, c.op, o, authorised))
					res, err := w.query().SignedState(w.Ctx(), &types.QuerySignedStateRequest{Hash: w.hash(o)})
					require.NoError(t, err)
					if c.op == sign {
						require.Equal(t, owner.Address, res.State.Presigner)
						require.Equal(t, "0", res.State.Consumed)
						require.True(t, f.check("").Matches)
						return
					}
					require.Empty(t, res.State.Presigner)
					require.Equal(t, "4", res.State.Consumed)
					require.Contains(t, f.check("").Error, "0x60")
					w.Run(owner, manage(owner, sign, o, ""))
					require.Contains(t, f.check("").Error, "0x60", "presigned after it was closed")
				})
			}
			t.Run("refused", func(t *testing.T) {
				w.t = t
				_, orders, owners := managed(w)
				o, owner := orders[kind], owners[kind]
				const says = "invalid-sender-or-signature"
				for _, op := range []types.OrderOperation{sign, closing} {
					w.refused(w.dave, manage(w.dave, op, o, ""), types.ErrSignature, says)
				}
				w.refused(w.dave, manage(w.dave, closing, o, authority(w.dave, o, signed.OperationClose)),
					types.ErrSignature, says)
				w.refused(w.dave, manage(w.dave, closing, o, authority(owner, o, signed.OperationSign)),
					types.ErrSignature, says)
			})
		})
	}
}

// TestRegistered reads each asset as it was registered, by whom it was, and
// finds the ids that another chain gives to the same content. MKT-R1.
func TestRegistered(t *testing.T) {
	w, twin := newWorld(t), newWorld(t)
	require.Equal(t, []string{twin.app, twin.dataset, twin.poolA, twin.poolB},
		[]string{w.app, w.dataset, w.poolA, w.poolB}, "an id depends on owner and content alone")
	app := w.registerApp("new")
	app.TeeMeasurement = `{"framework":"TDX"}`
	dataset := &types.MsgRegisterDataset{
		Owner: w.dave.Address, Name: "new", Location: "/ipfs/new", Checksum: checksum("new"),
	}
	pool := w.registerPool(w.beta, "new")
	id := func(by *chaintest.Account, m sdk.Msg) (string, string) {
		event := chaintest.Events(w.Run(by, m), &types.EventResourceRegistered{})[0]
		return event["id"], event["owner"]
	}
	q := w.query()
	appID, owner := id(w.seller, app)
	require.Equal(t, w.seller.Address, owner)
	a, err := q.App(w.Ctx(), &types.QueryAppRequest{Id: appID})
	require.NoError(t, err)
	require.Equal(t, types.App{
		Id: appID, Owner: owner, Name: app.Name, Runtime: app.Runtime, Location: app.Location,
		Checksum: app.Checksum, TeeMeasurement: app.TeeMeasurement, CreatedHeight: w.Height,
	}, a.App)
	datasetID, owner := id(w.dave, dataset)
	require.Equal(t, w.dave.Address, owner)
	d, err := q.Dataset(w.Ctx(), &types.QueryDatasetRequest{Id: datasetID})
	require.NoError(t, err)
	require.Equal(t, types.Dataset{
		Id: datasetID, Owner: owner, Name: dataset.Name, Location: dataset.Location, Checksum: dataset.Checksum,
		CreatedHeight: w.Height,
	}, d.Dataset)
	poolID, owner := id(w.beta, pool)
	require.Equal(t, w.beta.Address, owner)
	p, err := q.Workerpool(w.Ctx(), &types.QueryWorkerpoolRequest{Id: poolID})
	require.NoError(t, err)
	require.Equal(t, types.Workerpool{
		Id: poolID, Owner: owner, Description: pool.Description, WorkerStakeRatioPercent: 30,
		SchedulerRewardRatioPercent: 1, Membership: pool.Membership, Scheduling: pool.Scheduling,
		CreatedHeight: w.Height,
	}, p.Workerpool)
}

// TestPublished rests each kind of order, plain and signed, where everybody can read it. MKT-R25.
func TestPublished(t *testing.T) {
	for _, kind := range []string{"app", "dataset", "pool", "request"} {
		t.Run(kind, func(t *testing.T) {
			w := newWorld(t)
			_, orders, owners := managed(w)
			id := w.place(w.dave, placeSigned(w.dave, orders[kind], 0))
			require.Equal(t, w.hash(orders[kind]), id)
			res, err := w.query().Orders(w.Ctx(), &types.QueryOrdersRequest{Owner: owners[kind].Address})
			require.NoError(t, err)
			require.Len(t, res.Orders, 1)
			require.Equal(t, id, res.Orders[0].Id)
			wire := types.NewSignedOrder(orders[kind])
			require.Equal(t, &wire, res.Orders[0].Signed, "with its signature, so that anybody can carry it")
		})
	}
}

// TestParamsShown asks for what signed orders are signed for, and the categories.
func TestParamsShown(t *testing.T) {
	w := newWorld(t)
	res, err := w.query().Params(w.Ctx(), &types.QueryParamsRequest{})
	require.NoError(t, err)
	require.Equal(t, []string{"iExecODB", "5.0.0"}, []string{res.Domain.Name, res.Domain.Version})
	require.Equal(t, w.domain().ChainID.String(), res.Domain.ChainId)
	require.Equal(t, w.domain().Separator().String(), res.Domain.Separator)
	require.Equal(t, uint64(30), res.Params.PoolStakeRatioPercent)
	all, err := w.query().Categories(w.Ctx(), &types.QueryCategoriesRequest{})
	require.NoError(t, err)
	require.Len(t, all.Categories, 5)
	for i, c := range all.Categories {
		require.Equal(t, uint64(i), c.Id)
	}
}
