package cli

import (
	"context"
	"net"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/cosmos/cosmos-sdk/codec"
	"github.com/cosmos/cosmos-sdk/crypto/hd"

	"github.com/iexecd/iexecd/cli/keys"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/signed"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/crypto/ethsecp256k1"
	markettypes "github.com/iexecd/iexecd/x/market/types"
)

// The domain of testdata/signed/orders.json, whose orders the tools of the
// original signed, and its signers.
const (
	testChainID   = "65535"
	testContract  = "0xE49AfcC19Bd0402c568944358e2b562775E2B341"
	sdkApp        = "0x840aD8173a3b65253897f7f4F6aE3FcB038120CD"
	sdkAppOwner   = "0x9257dB7505E388a1227C853Bef57cB8E42B10b36"
	sdkDataset    = "0x1b70810BaE4C5Fb767251cE46440Ec6f9E84160d"
	sdkDataOwner  = "0xcf7B82a9F448F8B53376f79920F6A6Df85687F17"
	sdkPool       = "0xCE72199216338a6e5C8C4f07a9c3BddeA5bd9850"
	sdkScheduler  = "0x6A7973792de59c12586ba498f06CDB18e600b3C0"
	sdkAppHash    = "0xeef43db9b92eb0f33d5d152c3bd71e74dd9817492e1e50e77314331bbb863eba"
	sdkPoolHash   = "0x4cad652cf5b2327845a548f85e9f8df3efc653b932857110c18e52d70b36310e"
	sdkParams     = `{"iexec_args":"hello"}`
	sdkOrders     = "testdata/signed/orders.json"
	annAddress    = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"
	annMnemonic   = "test test test test test test test test test test test junk"
	offlineDomain = "--offline --domain-chain-id " + testChainID + " --domain-contract " + testContract
)

// fakeMarket answers what the commands of signed orders ask.
type fakeMarket struct {
	markettypes.UnimplementedQueryServer
	domain markettypes.Domain
	owners map[string]string                  // by id in small letters
	states map[string]markettypes.SignedState // by hash
	orders map[string]markettypes.Order       // by id
	match  markettypes.QueryCheckMatchResponse
	asked  *markettypes.QueryCheckMatchRequest
}

// startMarket serves a node that knows the assets of testdata/signed.
func startMarket(t *testing.T) (*fakeMarket, string) {
	t.Helper()
	contract, err := ident.ParseAddress(testContract)
	require.NoError(t, err)
	f := &fakeMarket{
		owners: map[string]string{sdkApp: sdkAppOwner, sdkDataset: sdkDataOwner, sdkPool: sdkScheduler},
		states: map[string]markettypes.SignedState{}, orders: map[string]markettypes.Order{},
		domain: markettypes.Domain{
			Name: signed.DomainName, Version: signed.DomainVersion, ChainId: testChainID,
			VerifyingContract: testContract,
			Separator:         signed.NewDomain(65535, contract).Separator().String(),
		},
	}
	return f, serveMarket(t, f)
}

// serveMarket serves queries of the market.
func serveMarket(t *testing.T, f markettypes.QueryServer) string {
	t.Helper()
	registry, err := account.NewInterfaceRegistry()
	require.NoError(t, err)
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	s := grpc.NewServer(grpc.ForceServerCodec(codec.NewProtoCodec(registry).GRPCCodec()))
	markettypes.RegisterQueryServer(s, f)
	go func() { _ = s.Serve(listener) }()
	t.Cleanup(s.Stop)
	return listener.Addr().String()
}

// owner returns who owns an asset, as the chain writes it.
func (f *fakeMarket) owner(id string) (string, error) {
	for asset, owner := range f.owners {
		if strings.EqualFold(asset, id) {
			a, err := ident.ParseAddress(owner)
			return account.Bech32(a), err
		}
	}
	return "", status.Error(codes.NotFound, "no asset "+id)
}

func (f *fakeMarket) Params(context.Context, *markettypes.QueryParamsRequest,
) (*markettypes.QueryParamsResponse, error) {
	return &markettypes.QueryParamsResponse{Domain: f.domain}, nil
}

func (f *fakeMarket) App(_ context.Context, r *markettypes.QueryAppRequest) (*markettypes.QueryAppResponse, error) {
	owner, err := f.owner(r.Id)
	return &markettypes.QueryAppResponse{App: markettypes.App{Id: r.Id, Owner: owner}}, err
}

func (f *fakeMarket) Dataset(_ context.Context, r *markettypes.QueryDatasetRequest,
) (*markettypes.QueryDatasetResponse, error) {
	owner, err := f.owner(r.Id)
	return &markettypes.QueryDatasetResponse{Dataset: markettypes.Dataset{Id: r.Id, Owner: owner}}, err
}

func (f *fakeMarket) Workerpool(_ context.Context, r *markettypes.QueryWorkerpoolRequest,
) (*markettypes.QueryWorkerpoolResponse, error) {
	owner, err := f.owner(r.Id)
	return &markettypes.QueryWorkerpoolResponse{Workerpool: markettypes.Workerpool{Id: r.Id, Owner: owner}}, err
}

func (f *fakeMarket) SignedState(_ context.Context, r *markettypes.QuerySignedStateRequest,
) (*markettypes.QuerySignedStateResponse, error) {
	state, ok := f.states[r.Hash]
	if !ok {
		state = markettypes.SignedState{Hash: r.Hash, Consumed: "0"}
	}
	return &markettypes.QuerySignedStateResponse{State: state}, nil
}

func (f *fakeMarket) Order(_ context.Context, r *markettypes.QueryOrderRequest,
) (*markettypes.QueryOrderResponse, error) {
	o, ok := f.orders[r.Id]
	if !ok {
		return nil, status.Error(codes.NotFound, "no order has the id "+r.Id)
	}
	return &markettypes.QueryOrderResponse{Order: o}, nil
}

func (f *fakeMarket) CheckMatch(_ context.Context, r *markettypes.QueryCheckMatchRequest,
) (*markettypes.QueryCheckMatchResponse, error) {
	f.asked = r
	return &f.match, nil
}

// ringFlags are the flags of a keyring with two keys: ann's, and bob's which is
// of Cosmos' kind.
func ringFlags(t *testing.T) []string {
	t.Helper()
	dir := t.TempDir()
	ring, err := keys.Open("test", dir, strings.NewReader(""))
	require.NoError(t, err)
	path := hd.CreateHDPath(ethsecp256k1.CoinType, 0, 0).String()
	_, err = ring.NewAccount("ann", annMnemonic, "", path, ethsecp256k1.Algo)
	require.NoError(t, err)
	_, err = ring.NewAccount("bob", annMnemonic, "", path, hd.Secp256k1)
	require.NoError(t, err)
	return []string{"--keyring-backend", "test", "--keyring-dir", dir}
}
