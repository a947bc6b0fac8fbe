package worker

import (
	"context"
	"encoding/hex"
	"fmt"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/cometbft/cometbft/proto/tendermint/p2p"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"cosmossdk.io/math"
	"github.com/cosmos/cosmos-sdk/client/grpc/cmtservice"
	nodeservice "github.com/cosmos/cosmos-sdk/client/grpc/node"
	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	txtypes "github.com/cosmos/cosmos-sdk/types/tx"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	"github.com/cosmos/cosmos-sdk/x/authz"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	"github.com/cosmos/gogoproto/proto"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/crypto/account"
	markettypes "github.com/iexecd/iexecd/x/market/types"
	pocotypes "github.com/iexecd/iexecd/x/poco/types"
)

// fakeChain is a chain with one worker: blocks every few milliseconds, seats that
// open, reveal and end by themselves, and a record of all that was sent. The real
// one is in tests/e2e; this one can be scripted.
type fakeChain struct {
	nodeservice.UnimplementedServiceServer
	markettypes.UnimplementedQueryServer

	mu          sync.Mutex
	height      int64
	now         time.Time
	worker      *pocotypes.Worker
	balance     uint64
	pools       []markettypes.Workerpool
	seats       map[string]*pocotypes.Assignment
	ended       map[string]*pocotypes.Task
	hold        bool // committed seats do not come to reveal
	refuseWhole bool // answers in one message are refused
	params      string
	maxCallback uint32
	txs         map[string]*sdk.TxResponse
	sent        []sdk.Msg
	carriers    []string // who sent them in a MsgExec
	price       uint64   // of the pool, in the deal
	data        fakeData
	commitments map[string]map[string]bool // task → all commitments ever taken
}

type (
	fakePoco struct {
		pocotypes.UnimplementedQueryServer
		*fakeChain
	}
	fakeTx struct {
		txtypes.UnimplementedServiceServer
		*fakeChain
	}
	fakeAuth struct {
		authtypes.UnimplementedQueryServer
		*fakeChain
	}
	fakeBank struct {
		banktypes.UnimplementedQueryServer
		*fakeChain
	}
	fakeComet struct {
		cmtservice.UnimplementedServiceServer
		*fakeChain
	}
)

const poolID = "0x00000000000000000000000000000000000000aa"

func startChain(t *testing.T) (*fakeChain, string) {
	t.Helper()
	f := &fakeChain{
		height: 1, now: time.Now(), balance: 100e9, seats: map[string]*pocotypes.Assignment{},
		ended: map[string]*pocotypes.Task{}, txs: map[string]*sdk.TxResponse{}, params: "aa",
		commitments: map[string]map[string]bool{},
		pools: []markettypes.Workerpool{{
			Id: poolID, Membership: markettypes.Membership_MEMBERSHIP_OPEN,
			Scheduling: markettypes.Scheduling_SCHEDULING_CHAIN,
		}},
	}
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	s := grpc.NewServer(grpc.ForceServerCodec(codec.NewProtoCodec(registry(t)).GRPCCodec()))
	nodeservice.RegisterServiceServer(s, f)
	markettypes.RegisterQueryServer(s, f)
	pocotypes.RegisterQueryServer(s, &fakePoco{fakeChain: f})
	txtypes.RegisterServiceServer(s, &fakeTx{fakeChain: f})
	authtypes.RegisterQueryServer(s, &fakeAuth{fakeChain: f})
	banktypes.RegisterQueryServer(s, &fakeBank{fakeChain: f})
	cmtservice.RegisterServiceServer(s, &fakeComet{fakeChain: f})
	go func() { _ = s.Serve(listener) }()
	ctx, cancel := context.WithCancel(context.Background())
	go f.blocks(ctx)
	t.Cleanup(func() { cancel(); s.Stop() })
	return f, listener.Addr().String()
}

func registry(t *testing.T) codectypes.InterfaceRegistry {
	t.Helper()
	r, err := account.NewInterfaceRegistry()
	require.NoError(t, err)
	pocotypes.RegisterInterfaces(r)
	return r
}

func (f *fakeChain) blocks(ctx context.Context) {
	for ctx.Err() == nil {
		time.Sleep(10 * time.Millisecond)
		f.mu.Lock()
		f.height++
		f.now = f.now.Add(time.Second)
		for id, s := range f.seats {
			switch {
			case s.MemberState == pocotypes.MemberState_MEMBER_STATE_REVEALED:
				f.end(id, pocotypes.MemberState_MEMBER_STATE_ACCEPTED)
			case f.now.Unix() >= s.PhaseDeadlineUnix && s.MemberState == pocotypes.MemberState_MEMBER_STATE_DRAWN:
				f.end(id, pocotypes.MemberState_MEMBER_STATE_MISSED)
			case s.MemberState == pocotypes.MemberState_MEMBER_STATE_COMMITTED && !f.hold:
				s.TaskState, s.Consensus = pocotypes.TaskState_TASK_STATE_REVEALING, s.ResultHash
			}
		}
		f.mu.Unlock()
	}
}

func (f *fakeChain) end(id string, verdict pocotypes.MemberState) {
	f.ended[id] = &pocotypes.Task{Id: id, Members: []pocotypes.Member{{
		Worker: f.worker.Address, State: verdict, RewardNrlc: 92_600_000,
	}}}
	delete(f.seats, id)
}

// open gives the worker a seat in a new task; clock is the commit window in blocks.
func (f *fakeChain) open(clock int64) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	id := ident.Keccak256(ident.Uint256(uint64(len(f.seats) + len(f.ended)))).String()
	f.seats[id] = &pocotypes.Assignment{
		TaskId: id, DealId: ident.Keccak256([]byte("deal")).String(),
		TaskState:   pocotypes.TaskState_TASK_STATE_COMMITTING,
		MemberState: pocotypes.MemberState_MEMBER_STATE_DRAWN, PhaseDeadlineUnix: f.now.Unix() + clock,
	}
	return id
}

// openClassic gives the worker a seat in a new classic task, with time enough.
func (f *fakeChain) openClassic(trust uint64) string {
	id := f.open(5000)
	f.set(func() { f.seats[id].Trust = trust })
	return id
}

func (f *fakeChain) set(do func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	do()
}

// member returns where the worker's seat of a task stands, its verdict if it ended.
func (f *fakeChain) member(id string) pocotypes.MemberState {
	f.mu.Lock()
	defer f.mu.Unlock()
	if t := f.ended[id]; t != nil {
		return t.Members[0].State
	}
	return f.seats[id].MemberState
}

func (f *fakeChain) Status(context.Context, *nodeservice.StatusRequest) (*nodeservice.StatusResponse, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	now := f.now
	return &nodeservice.StatusResponse{Height: uint64(f.height), Timestamp: &now}, nil
}

func (f *fakeComet) GetNodeInfo(context.Context, *cmtservice.GetNodeInfoRequest,
) (*cmtservice.GetNodeInfoResponse, error) {
	return &cmtservice.GetNodeInfoResponse{DefaultNodeInfo: &p2p.DefaultNodeInfo{Network: "fake-1"}}, nil
}

func (f *fakeComet) GetSyncing(context.Context, *cmtservice.GetSyncingRequest) (*cmtservice.GetSyncingResponse, error) {
	return &cmtservice.GetSyncingResponse{}, nil
}

func (f *fakeAuth) AccountInfo(context.Context, *authtypes.QueryAccountInfoRequest,
) (*authtypes.QueryAccountInfoResponse, error) {
	return &authtypes.QueryAccountInfoResponse{Info: &authtypes.BaseAccount{AccountNumber: 1}}, nil
}

func (f *fakeBank) SpendableBalanceByDenom(context.Context, *banktypes.QuerySpendableBalanceByDenomRequest,
) (*banktypes.QuerySpendableBalanceByDenomResponse, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	c := sdk.NewCoin(account.Denom, math.NewIntFromUint64(f.balance))
	return &banktypes.QuerySpendableBalanceByDenomResponse{Balance: &c}, nil
}

func (f *fakePoco) Params(context.Context, *pocotypes.QueryParamsRequest) (*pocotypes.QueryParamsResponse, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return &pocotypes.QueryParamsResponse{
		Params: pocotypes.Params{MaxBatch: 10, MaxCallbackBytes: f.maxCallback},
	}, nil
}

func (f *fakePoco) Worker(context.Context, *pocotypes.QueryWorkerRequest) (*pocotypes.QueryWorkerResponse, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.worker == nil {
		return nil, status.Error(codes.NotFound, "no such worker")
	}
	return &pocotypes.QueryWorkerResponse{Worker: *f.worker, IdleBecause: "nobody asks"}, nil
}

func (f *fakePoco) Assignments(context.Context, *pocotypes.QueryAssignmentsRequest,
) (*pocotypes.QueryAssignmentsResponse, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	r := &pocotypes.QueryAssignmentsResponse{Height: f.height, BlockTimeUnix: f.now.Unix()}
	for _, s := range f.seats {
		r.Assignments = append(r.Assignments, *s)
	}
	return r, nil
}

func (f *fakePoco) Task(_ context.Context, r *pocotypes.QueryTaskRequest) (*pocotypes.QueryTaskResponse, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if t := f.ended[r.Id]; t != nil {
		return &pocotypes.QueryTaskResponse{Task: *t}, nil
	}
	return nil, status.Error(codes.NotFound, "no such task")
}

func (f *fakeChain) Deal(_ context.Context, r *markettypes.QueryDealRequest) (*markettypes.QueryDealResponse, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return &markettypes.QueryDealResponse{Deal: markettypes.Deal{
		Id: r.Id, App: markettypes.DealPart{Id: poolID}, Size_: 3, Params: f.params, WorkClockSeconds: 60,
		Workerpool: markettypes.DealPart{Id: poolID, PriceNrlc: f.price}, Dataset: f.data.part,
		Requester: fakeRequester, Beneficiary: f.data.beneficiary,
	}}, nil
}

func (f *fakeChain) App(context.Context, *markettypes.QueryAppRequest) (*markettypes.QueryAppResponse, error) {
	return &markettypes.QueryAppResponse{App: markettypes.App{
		Name: "vanitygen", Runtime: markettypes.Runtime_RUNTIME_WASM, Location: "http://x/a",
		Checksum: ident.Hash{1}.String(),
	}}, nil
}

func (f *fakeChain) Categories(context.Context, *markettypes.QueryCategoriesRequest,
) (*markettypes.QueryCategoriesResponse, error) {
	return &markettypes.QueryCategoriesResponse{
		Categories: []markettypes.Category{{MaxFuel: 5, MaxMemoryBytes: testMemory}},
	}, nil
}

func (f *fakeChain) Workerpools(context.Context, *markettypes.QueryWorkerpoolsRequest,
) (*markettypes.QueryWorkerpoolsResponse, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return &markettypes.QueryWorkerpoolsResponse{Workerpools: f.pools}, nil
}

func (f *fakeChain) Workerpool(context.Context, *markettypes.QueryWorkerpoolRequest,
) (*markettypes.QueryWorkerpoolResponse, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return &markettypes.QueryWorkerpoolResponse{Workerpool: f.pools[0]}, nil
}

func (f *fakeChain) Orders(context.Context, *markettypes.QueryOrdersRequest) (*markettypes.QueryOrdersResponse, error) {
	offer := func(pool string, price uint64) markettypes.Order {
		return markettypes.Order{Workerpool: &markettypes.WorkerpoolOrder{Workerpool: pool, PriceNrlc: price}}
	}
	return &markettypes.QueryOrdersResponse{Orders: []markettypes.Order{
		offer(poolID, 100e9), offer(poolID, 200e9), offer("another", 900e9),
	}}, nil
}

func (f *fakeTx) Simulate(context.Context, *txtypes.SimulateRequest) (*txtypes.SimulateResponse, error) {
	return &txtypes.SimulateResponse{GasInfo: &sdk.GasInfo{GasUsed: 1000}}, nil
}

func (f *fakeTx) GetTx(_ context.Context, r *txtypes.GetTxRequest) (*txtypes.GetTxResponse, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if t := f.txs[r.Hash]; t != nil {
		return &txtypes.GetTxResponse{TxResponse: t}, nil
	}
	return nil, status.Error(codes.NotFound, "tx not found")
}

func (f *fakeTx) BroadcastTx(_ context.Context, r *txtypes.BroadcastTxRequest) (*txtypes.BroadcastTxResponse, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var raw txtypes.TxRaw
	var body txtypes.TxBody
	if err := proto.Unmarshal(r.TxBytes, &raw); err != nil {
		return nil, err
	}
	if err := proto.Unmarshal(raw.BodyBytes, &body); err != nil {
		return nil, err
	}
	hash := ident.Keccak256(r.TxBytes).String()
	var data sdk.TxMsgData
	for _, m := range body.Messages {
		answer, err := f.take(m)
		if err != nil {
			return nil, err
		}
		packed, err := codectypes.NewAnyWithValue(answer)
		if err != nil {
			return nil, err
		}
		data.MsgResponses = append(data.MsgResponses, packed)
	}
	bz, err := proto.Marshal(&data)
	f.txs[hash] = &sdk.TxResponse{TxHash: hash, Height: f.height + 1, Data: hex.EncodeToString(bz)}
	return &txtypes.BroadcastTxResponse{TxResponse: &sdk.TxResponse{TxHash: hash}}, err
}

// take executes one message; the caller holds the lock.
func (f *fakeChain) take(packed *codectypes.Any) (proto.Message, error) {
	switch packed.TypeUrl {
	case "/iexec.poco.v1.MsgRegisterWorker":
		m := &pocotypes.MsgRegisterWorker{}
		err := f.note(packed, m)
		f.worker = &pocotypes.Worker{
			Address: m.Worker, Workerpool: m.Workerpool, Slots: m.Slots, Url: m.Url, BondNrlc: m.BondNrlc,
			MaxCategory: m.MaxCategory, Tag: m.Tag, Status: pocotypes.WorkerStatus_WORKER_STATUS_ACTIVE,
		}
		return &pocotypes.MsgRegisterWorkerResponse{}, err
	case "/iexec.poco.v1.MsgUpdateWorker":
		m := &pocotypes.MsgUpdateWorker{}
		err := f.note(packed, m)
		if m.Slots == refusedSlots {
			return nil, status.Error(codes.InvalidArgument, "7 tasks are open, 77 slots asked for")
		}
		f.worker.Slots, f.worker.Url, f.worker.MaxCategory, f.worker.Tag = m.Slots, m.Url, m.MaxCategory, m.Tag
		return &pocotypes.MsgUpdateWorkerResponse{}, err
	case "/iexec.poco.v1.MsgDrainWorker":
		m := &pocotypes.MsgDrainWorker{}
		err := f.note(packed, m)
		f.worker.Status = pocotypes.WorkerStatus_WORKER_STATUS_DRAINING
		if m.Resume {
			f.worker.Status = pocotypes.WorkerStatus_WORKER_STATUS_ACTIVE
		}
		return &pocotypes.MsgDrainWorkerResponse{}, err
	case "/iexec.poco.v1.MsgUnjailWorker":
		err := f.note(packed, &pocotypes.MsgUnjailWorker{})
		f.worker.Status = pocotypes.WorkerStatus_WORKER_STATUS_ACTIVE
		return &pocotypes.MsgUnjailWorkerResponse{}, err
	case "/cosmos.authz.v1beta1.MsgExec":
		return f.exec(packed)
	case "/iexec.poco.v1.MsgCommit":
		m := &pocotypes.MsgCommit{}
		err := f.note(packed, m)
		return f.commit(m), err
	case "/iexec.poco.v1.MsgContribute":
		m := &pocotypes.MsgContribute{}
		err := f.note(packed, m)
		return f.contribute(m), err
	case "/iexec.poco.v1.MsgContributeAndFinalize":
		m := &pocotypes.MsgContributeAndFinalize{}
		if err := f.note(packed, m); err != nil || f.refuseWhole {
			return nil, status.Error(codes.InvalidArgument, "somebody has contributed: contribute too")
		}
		f.end(m.Answer.TaskId, pocotypes.MemberState_MEMBER_STATE_ACCEPTED)
		return &pocotypes.MsgContributeAndFinalizeResponse{}, nil
	case "/iexec.poco.v1.MsgReveal":
		m := &pocotypes.MsgReveal{}
		err := f.note(packed, m)
		return f.reveal(m), err
	}
	return nil, status.Errorf(codes.Unimplemented, "message %s", packed.TypeUrl)
}

// testMemory is what a task may use.
const testMemory = 1 << 20

// refusedSlots is what the chain takes no update to.
const refusedSlots = 77

// exec executes what a hot key carries for the worker; the caller holds the lock.
func (f *fakeChain) exec(packed *codectypes.Any) (proto.Message, error) {
	var m authz.MsgExec
	if err := proto.Unmarshal(packed.Value, &m); err != nil {
		return nil, err
	}
	f.carriers = append(f.carriers, m.Grantee)
	answer := &authz.MsgExecResponse{}
	for _, inner := range m.Msgs {
		one, err := f.take(inner)
		if err != nil {
			return nil, err
		}
		bz, err := proto.Marshal(one)
		if err != nil {
			return nil, err
		}
		answer.Results = append(answer.Results, bz)
	}
	return answer, nil
}

func (f *fakeChain) note(packed *codectypes.Any, m interface {
	sdk.Msg
	proto.Message
},
) error {
	f.sent = append(f.sent, m)
	return proto.Unmarshal(packed.Value, m)
}

func (f *fakeChain) commit(m *pocotypes.MsgCommit) *pocotypes.MsgCommitResponse {
	r := &pocotypes.MsgCommitResponse{}
	for _, c := range m.Commits {
		if f.commitments[c.TaskId] == nil {
			f.commitments[c.TaskId] = map[string]bool{}
		}
		f.commitments[c.TaskId][c.Commitment] = true
		item := pocotypes.ItemOutcome{TaskId: c.TaskId, Error: "not due"}
		if s := f.seats[c.TaskId]; s != nil && s.MemberState == pocotypes.MemberState_MEMBER_STATE_DRAWN {
			s.MemberState, s.Commitment, item.Error = pocotypes.MemberState_MEMBER_STATE_COMMITTED, c.Commitment, ""
		}
		r.Outcomes = append(r.Outcomes, item)
	}
	return r
}

func (f *fakeChain) contribute(m *pocotypes.MsgContribute) *pocotypes.MsgContributeResponse {
	r := &pocotypes.MsgContributeResponse{}
	for _, c := range m.Contributions {
		if f.commitments[c.TaskId] == nil {
			f.commitments[c.TaskId] = map[string]bool{}
		}
		f.commitments[c.TaskId][c.ResultHash+c.ResultSeal] = true
		item := pocotypes.ItemOutcome{TaskId: c.TaskId, Error: "not due"}
		if s := f.seats[c.TaskId]; s != nil && s.MemberState == pocotypes.MemberState_MEMBER_STATE_DRAWN {
			s.MemberState, s.Commitment, item.Error = pocotypes.MemberState_MEMBER_STATE_COMMITTED, c.ResultSeal, ""
			s.ResultHash = c.ResultHash
		}
		r.Outcomes = append(r.Outcomes, item)
	}
	return r
}

// opens tells whether a reveal is what the seat holds.
func opens(who ident.Address, task, digest, salt ident.Hash, s *pocotypes.Assignment) bool {
	if s.Trust == 0 {
		return poco.Commitment(who, task, digest, salt).String() == s.Commitment
	}
	return salt.IsZero() && s.Consensus == s.ResultHash && poco.ResultHash(task, digest).String() == s.ResultHash &&
		poco.ResultSeal(who, task, digest).String() == s.Commitment
}

func (f *fakeChain) reveal(m *pocotypes.MsgReveal) *pocotypes.MsgRevealResponse {
	r := &pocotypes.MsgRevealResponse{}
	who, _ := account.Parse(m.Worker)
	for _, v := range m.Reveals {
		item := pocotypes.ItemOutcome{TaskId: v.TaskId, Error: "not due"}
		var h [3]ident.Hash
		for i, text := range []string{v.TaskId, v.Digest, v.Salt} {
			h[i], _ = ident.ParseHash(text)
		}
		s := f.seats[v.TaskId]
		if s != nil && s.TaskState == pocotypes.TaskState_TASK_STATE_REVEALING {
			item.Error = "does not open the commitment"
			if opens(who, h[0], h[1], h[2], s) {
				s.MemberState, item.Error = pocotypes.MemberState_MEMBER_STATE_REVEALED, ""
			}
		}
		r.Outcomes = append(r.Outcomes, item)
	}
	return r
}

func typeName(m sdk.Msg) string { return fmt.Sprintf("%T", m) }
