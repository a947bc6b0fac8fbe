// Package flood tests a validator that is flooded with messages which would be
// free if they were due.
package flood

import (
	"context"
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"cosmossdk.io/math"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	txtypes "github.com/cosmos/cosmos-sdk/types/tx"
	"github.com/cosmos/cosmos-sdk/types/tx/signing"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/dev"
	"github.com/iexecd/iexecd/worker/chain"
	"github.com/iexecd/iexecd/worker/driver/wasm"
	markettypes "github.com/iexecd/iexecd/x/market/types"
	pocotypes "github.com/iexecd/iexecd/x/poco/types"
)

const (
	spam      = 2000 // transactions of the flood
	delay     = 2    // blocks that an honest transaction may wait longer because of it
	tasks     = 3    // one to reveal, one to commit, one that the flood is about
	poolPrice = 1_000_000
)

// TestMain runs apps if a worker of the network started this program as its child.
func TestMain(m *testing.M) {
	if slices.Contains(os.Args, "wasm-exec") {
		if err := wasm.ChildMain(context.Background(), os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// network is a validator with its usual block time, and people on it.
type network struct {
	t      *testing.T
	people map[string]dev.Account
	client *chain.Client
}

func newNetwork(t *testing.T) *network {
	t.Helper()
	net, err := dev.Start(t.Context(), dev.Options{FreePorts: true, Workers: 1, ClockScale: 1})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, net.Close()) })
	client, err := chain.Dial(chain.Config{Endpoints: []chain.Endpoint{{GRPC: net.GRPC()}}})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, client.Close()) })
	n := &network{t: t, people: map[string]dev.Account{}, client: client}
	for _, a := range net.People() {
		n.people[a.Name] = a
	}
	return n
}

func (n *network) key(name string) chain.Key {
	n.t.Helper()
	k, err := chain.RawKey(n.people[name].Key)
	require.NoError(n.t, err)
	return k
}

func (n *network) send(name string, msgs ...sdk.Msg) {
	n.t.Helper()
	_, err := n.client.SendAndWait(n.t.Context(), n.key(name), msgs...)
	require.NoError(n.t, err)
}

// open gives bob, the only worker of a pool of his own, tasks to do, and returns their ids.
func (n *network) open() []string {
	n.t.Helper()
	ctx, bob, dave := n.t.Context(), n.people["bob"].Bech32(), n.people["dave"].Bech32()
	r, err := n.client.SendAndWait(ctx, n.key("bob"), &markettypes.MsgRegisterWorkerpool{
		Owner: bob, Description: "bob's", WorkerStakeRatioPercent: 30, SchedulerRewardRatioPercent: 1,
		Membership: markettypes.Membership_MEMBERSHIP_OPEN, Scheduling: markettypes.Scheduling_SCHEDULING_CHAIN,
	}, &markettypes.MsgRegisterApp{
		Owner: bob, Name: "flooded", Runtime: markettypes.Runtime_RUNTIME_WASM,
		Location: "https://example.org/app.wasm", Checksum: ident.Keccak256([]byte("app")).String(),
	})
	require.NoError(n.t, err)
	var pool markettypes.MsgRegisterWorkerpoolResponse
	var app markettypes.MsgRegisterAppResponse
	require.NoError(n.t, r.Answer(0, &pool))
	require.NoError(n.t, r.Answer(1, &app))
	n.send("bob", &pocotypes.MsgRegisterWorker{
		Worker: bob, Workerpool: pool.Id, Slots: tasks, BondNrlc: 100_000_000_000, Url: "http://127.0.0.1:9",
	}, &markettypes.MsgPlaceAppOrder{
		Owner: bob, Order: markettypes.AppOrder{App: app.Id, Volume: tasks},
	}, &markettypes.MsgPlaceWorkerpoolOrder{Owner: bob, Order: markettypes.WorkerpoolOrder{
		Workerpool: pool.Id, PriceNrlc: poolPrice, Volume: tasks, MinErrorPpb: 1,
	}})
	n.send("dave", &markettypes.MsgPlaceRequestOrder{Requester: dave, Order: markettypes.RequestOrder{
		App: app.Id, WorkerpoolMaxPriceNrlc: poolPrice, Volume: tasks, Salt: ident.Keccak256([]byte("flood")).String(),
		Policy: markettypes.Policy{MaxErrorPpb: 400_000_000}, // one fresh worker suffices
	}})
	var ids []string
	require.Eventually(n.t, func() bool {
		r, err := n.client.Poco().Assignments(ctx, &pocotypes.QueryAssignmentsRequest{Address: bob})
		require.NoError(n.t, err)
		ids = nil
		for _, a := range r.Assignments {
			ids = append(ids, a.TaskId)
		}
		return len(ids) == tasks
	}, time.Minute, 100*time.Millisecond, "bob is drawn for every task")
	return ids
}

var answer = struct{ digest, salt ident.Hash }{ident.Hash{1}, ident.Hash{2}}

func (n *network) commit(worker, task string) *pocotypes.MsgCommit {
	id, err := ident.ParseHash(task)
	require.NoError(n.t, err)
	a := n.people[worker]
	return &pocotypes.MsgCommit{Worker: a.Bech32(), Commits: []pocotypes.Commit{{
		TaskId: task, Commitment: poco.Commitment(a.Address, id, answer.digest, answer.salt).String(),
	}}}
}

func (n *network) reveal(worker, task string) *pocotypes.MsgReveal {
	return &pocotypes.MsgReveal{Worker: n.people[worker].Bech32(), Reveals: []pocotypes.Reveal{{
		TaskId: task, Digest: answer.digest.String(), Salt: answer.salt.String(), Cause: pocotypes.Cause_CAUSE_OK,
	}}}
}

// flood returns signed transactions that are not due for many reasons.
func (n *network) flood(ids []string) [][]byte {
	n.t.Helper()
	head, err := n.client.Head(n.t.Context())
	require.NoError(n.t, err)
	numbers := map[string]uint64{}
	for _, name := range []string{"bob", "erin"} {
		r, err := authtypes.NewQueryClient(n.client).AccountInfo(n.t.Context(),
			&authtypes.QueryAccountInfoRequest{Address: n.people[name].Bech32()})
		require.NoError(n.t, err)
		numbers[name] = r.Info.AccountNumber
	}
	kinds := []struct {
		from string
		msg  sdk.Msg
	}{
		{"erin", n.commit("erin", ids[2])}, // a stranger
		{"bob", n.commit("bob", ids[0])},   // done already
		{"bob", n.reveal("bob", ids[2])},   // before its commit
		{"bob", n.commit("bob", ident.Hash{9}.String())},
	}
	raws := make([][]byte, spam)
	for i := range raws {
		k := kinds[i%len(kinds)]
		timeout := head.Time.Add(time.Minute + time.Duration(i))
		raws[i] = n.sign(k.from, numbers[k.from], timeout, k.msg)
	}
	return raws
}

// sign returns a signed unordered transaction without a fee.
func (n *network) sign(name string, number uint64, timeout time.Time, msg sdk.Msg) []byte {
	n.t.Helper()
	packed, err := codectypes.NewAnyWithValue(msg)
	require.NoError(n.t, err)
	pub, err := codectypes.NewAnyWithValue(n.people[name].Key.PubKey())
	require.NoError(n.t, err)
	body := txtypes.TxBody{Messages: []*codectypes.Any{packed}, Unordered: true, TimeoutTimestamp: &timeout}
	auth := txtypes.AuthInfo{Fee: &txtypes.Fee{GasLimit: 300_000}, SignerInfos: []*txtypes.SignerInfo{{
		PublicKey: pub, ModeInfo: &txtypes.ModeInfo{Sum: &txtypes.ModeInfo_Single_{
			Single: &txtypes.ModeInfo_Single{Mode: signing.SignMode_SIGN_MODE_DIRECT},
		}},
	}}}
	raw := txtypes.TxRaw{}
	raw.BodyBytes, err = body.Marshal()
	require.NoError(n.t, err)
	raw.AuthInfoBytes, err = auth.Marshal()
	require.NoError(n.t, err)
	doc := txtypes.SignDoc{
		BodyBytes: raw.BodyBytes, AuthInfoBytes: raw.AuthInfoBytes, ChainId: dev.ChainID, AccountNumber: number,
	}
	bz, err := doc.Marshal()
	require.NoError(n.t, err)
	signature, err := n.people[name].Key.Sign(bz)
	require.NoError(n.t, err)
	raw.Signatures = [][]byte{signature}
	bz, err = raw.Marshal()
	require.NoError(n.t, err)
	return bz
}

// honest is a transaction whose sender is not to be kept waiting.
type honest struct {
	what string
	send func(context.Context) (chain.TxResult, error)
}

func (n *network) payment(name string) honest {
	from, to := n.people[name].Address, n.people["judy"].Address
	key := n.key(name)
	msg := banktypes.NewMsgSend(from[:], to[:], sdk.NewCoins(sdk.NewCoin(account.Denom, math.OneInt())))
	return honest{name + "'s payment", func(ctx context.Context) (chain.TxResult, error) {
		return n.client.SendAndWait(ctx, key, msg)
	}}
}

func (n *network) due(what string, msg sdk.Msg) honest {
	key := n.key("bob")
	return honest{what, func(ctx context.Context) (chain.TxResult, error) { return n.client.SendFree(ctx, key, msg) }}
}

// waits sends transactions at once and returns the most blocks from the one at
// the start to the one that has a transaction.
func (n *network) waits(all ...honest) int64 {
	n.t.Helper()
	head, err := n.client.Head(n.t.Context())
	require.NoError(n.t, err)
	heights := make([]int64, len(all))
	g, ctx := errgroup.WithContext(n.t.Context())
	for i, h := range all {
		g.Go(func() error {
			r, err := h.send(ctx)
			heights[i] = r.Height
			if err != nil {
				return fmt.Errorf("%s: %w", h.what, err)
			}
			return nil
		})
	}
	require.NoError(n.t, g.Wait())
	for i, h := range all {
		n.t.Logf("%s: sent at block %d, in block %d", h.what, head.Height, heights[i])
	}
	return slices.Max(heights) - head.Height
}

// Nobody gets a free transaction in by claiming that it is a worker's: 2,000 of
// them are refused one by one when they are offered, and meanwhile payments and
// a worker's due messages wait at most two blocks longer than before. Rule POCO-R20.
func TestFloodDelaysNobody(t *testing.T) {
	n := newNetwork(t)
	ids := n.open()
	calm := n.waits(n.payment("alice"), n.due("bob's commit", n.commit("bob", ids[0])))

	raws := n.flood(ids)
	service := txtypes.NewServiceClient(n.client)
	begun := make(chan struct{})
	g, ctx := errgroup.WithContext(t.Context())
	g.SetLimit(16)
	flooded := make(chan error, 1)
	began := time.Now()
	go func() {
		for i, raw := range raws {
			if i == spam/10 {
				close(begun)
			}
			g.Go(func() error {
				r, err := service.BroadcastTx(ctx, &txtypes.BroadcastTxRequest{
					TxBytes: raw, Mode: txtypes.BroadcastMode_BROADCAST_MODE_SYNC,
				})
				if err == nil && r.TxResponse.Codespace != pocotypes.ModuleName {
					err = fmt.Errorf("not refused as not due: code %d, %s", r.TxResponse.Code, r.TxResponse.RawLog)
				}
				return err
			})
		}
		flooded <- g.Wait()
	}()
	<-begun
	busy := n.waits(n.payment("alice"), n.payment("grace"), n.due("bob's commit", n.commit("bob", ids[1])),
		n.due("bob's reveal", n.reveal("bob", ids[0])))
	require.NoError(t, <-flooded)
	t.Logf("%d refused in %s; honest transactions waited %d blocks before, %d meanwhile",
		spam, time.Since(began).Round(time.Millisecond), calm, busy)
	require.LessOrEqual(t, busy, calm+delay)
	r, err := n.client.Poco().Task(t.Context(), &pocotypes.QueryTaskRequest{Id: ids[0]})
	require.NoError(t, err)
	require.NotNil(t, r.Task.Result, "bob's answer was accepted; it may be run again by now")
}
