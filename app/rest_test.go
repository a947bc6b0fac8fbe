package app_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	reflection "google.golang.org/grpc/reflection/grpc_reflection_v1"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"cosmossdk.io/log/v2"
	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/codec"
	"github.com/cosmos/cosmos-sdk/server/api"
	"github.com/cosmos/cosmos-sdk/server/config"
	servergrpc "github.com/cosmos/cosmos-sdk/server/grpc"
	sdk "github.com/cosmos/cosmos-sdk/types"
	gogoproto "github.com/cosmos/gogoproto/proto"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/tests/chaintest"
)

// serve starts gRPC and REST over a chain, wired as a node wires them, and
// returns the REST address.
func serve(t *testing.T, c *chaintest.Chain) string {
	t.Helper()
	at, _ := serveBoth(t, c)
	return at
}

// serveBoth is serve; it returns a connection to gRPC as well.
func serveBoth(t *testing.T, c *chaintest.Chain) (string, *grpc.ClientConn) {
	t.Helper()
	ctx := client.Context{}.WithCodec(c.App.Codec).WithInterfaceRegistry(c.App.Registry).
		WithTxConfig(c.App.TxConfig).WithChainID(chaintest.ChainID)
	cfg := config.DefaultConfig()
	cfg.API.Swagger = true
	c.App.RegisterTxService(ctx)
	c.App.RegisterNodeService(ctx, *cfg)
	srv, err := servergrpc.NewGRPCServer(ctx, c.App, cfg.GRPC)
	require.NoError(t, err)
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	go func() { _ = srv.Serve(listener) }()
	t.Cleanup(srv.Stop)
	conn, err := grpc.NewClient(listener.Addr().String(), grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithDefaultCallOptions(grpc.ForceCodec(codec.NewProtoCodec(c.App.Registry).GRPCCodec())))
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	rest := api.New(ctx.WithGRPCClient(conn), log.NewNopLogger(), srv)
	c.App.RegisterAPIRoutes(rest, cfg.API)
	rest.Router.PathPrefix("/").Handler(rest.GRPCGatewayRouter)
	web := httptest.NewServer(rest.Router)
	t.Cleanup(web.Close)
	return web.URL, conn
}

func get(t *testing.T, address string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(context.Background(), http.MethodGet, address, nil)
	require.NoError(t, err)
	res, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	return res.StatusCode, string(body)
}

// TestSpellingsOverREST asks about accounts in both spellings, and badly.
func TestSpellingsOverREST(t *testing.T) {
	c := chaintest.New(t, []string{"alice"})
	at := serve(t, c)
	alice := c.Account("alice")
	bech, hex, eip55 := alice.Address, alice.ID.String(), account.Checksummed(alice.ID)
	nobody := ident.Address{1, 2, 3}
	wrong := strings.NewReplacer("a", "A", "A", "a", "b", "B", "B", "b", "c", "C", "C", "c").Replace(eip55[2:])
	for _, route := range []string{
		"/cosmos/bank/v1beta1/balances/%s", "/cosmos/auth/v1beta1/accounts/%s", "/cosmos/auth/v1beta1/account_info/%s",
		"/cosmos/bank/v1beta1/spendable_balances/%s", "/cosmos/staking/v1beta1/delegations/%s",
		"/cosmos/distribution/v1beta1/delegators/%s/rewards", "/cosmos/feegrant/v1beta1/allowances/%s",
		"/cosmos/authz/v1beta1/grants/granter/%s",
	} {
		status, want := get(t, at+fmt.Sprintf(route, bech))
		require.Equal(t, 200, status, "%s: %s", route, want)
		for _, spelling := range []string{hex, eip55, "0x" + strings.ToUpper(hex[2:])} {
			status, got := get(t, at+fmt.Sprintf(route, spelling))
			require.Equal(t, 200, status, "%s with %s: %s", route, spelling, got)
			require.Equal(t, want, got)
			require.NotContains(t, strings.ToLower(got), hex, "answers are bech32")
		}
		for _, bad := range []string{
			"nonsense", "0x12", bech[:len(bech)-1], "0x" + wrong, "cosmos1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu",
		} {
			status, body := get(t, at+fmt.Sprintf(route, bad))
			require.Equal(t, 400, status, "%s with %s: %s", route, bad, body)
		}
	}
	for _, spelling := range []string{nobody.String(), account.Bech32(nobody)} {
		status, body := get(t, at+"/cosmos/auth/v1beta1/accounts/"+spelling)
		require.Equal(t, 404, status, body)
	}
}

// routes returns the paths of all GET routes of all services.
func routes(t *testing.T) []string {
	t.Helper()
	files, err := gogoproto.MergedRegistry()
	require.NoError(t, err)
	var paths []string
	files.RangeFiles(func(f protoreflect.FileDescriptor) bool {
		for i := range f.Services().Len() {
			methods := f.Services().Get(i).Methods()
			for j := range methods.Len() {
				rule, ok := proto.GetExtension(methods.Get(j).Options(), annotations.E_Http).(*annotations.HttpRule)
				if !ok || rule == nil {
					continue
				}
				for _, r := range append([]*annotations.HttpRule{rule}, rule.AdditionalBindings...) {
					if r.GetGet() != "" {
						paths = append(paths, r.GetGet())
					}
				}
			}
		}
		return true
	})
	require.Greater(t, len(paths), 100)
	return paths
}

// TestSwagger: the page and the description list every route of ours, and
// nothing else is there.
func TestSwagger(t *testing.T) {
	at := serve(t, chaintest.New(t, []string{"alice"}))
	status, page := get(t, at+"/swagger/")
	require.Equal(t, 200, status)
	status, spec := get(t, at+"/swagger/iexec.swagger.json")
	require.Equal(t, 200, status)
	ours := 0
	for _, route := range routes(t) {
		if strings.HasPrefix(route, "/iexec/") {
			ours++
			camel := regexp.MustCompile(`_([a-z])[a-z]*}`) // the description names parameters as JSON does
			named := camel.ReplaceAllStringFunc(route, func(s string) string { return strings.ToUpper(s[1:2]) + s[2:] })
			require.Contains(t, page, "<code>"+named+"</code>")
			require.Contains(t, spec, strconv.Quote(named))
		}
	}
	require.Greater(t, ours, 20)
	status, same := get(t, at+"/swagger")
	require.Equal(t, 200, status)
	require.Equal(t, page, same)
	status, body := get(t, at+"/swagger/nothing")
	require.Equal(t, 404, status, body)
}

// TestReflection: gRPC tells which services of ours there are.
func TestReflection(t *testing.T) {
	_, ours := serveBoth(t, chaintest.New(t, []string{"alice"}))
	plain, err := grpc.NewClient(ours.Target(), grpc.WithTransportCredentials(insecure.NewCredentials()))
	require.NoError(t, err)
	t.Cleanup(func() { _ = plain.Close() })
	// The SDK serves the version before v1, whose messages are the same.
	stream, err := plain.NewStream(t.Context(), &grpc.StreamDesc{ClientStreams: true, ServerStreams: true},
		"/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo")
	require.NoError(t, err)
	require.NoError(t, stream.SendMsg(&reflection.ServerReflectionRequest{
		MessageRequest: &reflection.ServerReflectionRequest_ListServices{},
	}))
	require.NoError(t, stream.CloseSend())
	var answer reflection.ServerReflectionResponse
	require.NoError(t, stream.RecvMsg(&answer))
	var names []string
	for _, s := range answer.GetListServicesResponse().GetService() {
		names = append(names, s.Name)
	}
	require.Subset(t, names, []string{"iexec.market.v1.Query", "iexec.poco.v1.Query"})
}

// TestNoRouteAnswers500 asks every GET route of the chain with malformed,
// unknown and absurd parameters: a caller's mistake is a 4xx.
func TestNoRouteAnswers500(t *testing.T) {
	c := chaintest.New(t, []string{"alice"})
	at := serve(t, c)
	unknown := ident.Address{9, 9, 9}
	values := []string{
		"nonsense", "0", "1", "999999999", "-1", "99999999999999999999999", "0x12", "0x" + strings.Repeat("0", 64),
		"0x" + strings.Repeat("ab", 32), unknown.String(), c.Account("alice").Address, account.Bech32(unknown),
		sdk.ValAddress(unknown[:]).String(), sdk.ConsAddress(unknown[:]).String(), account.Denom,
		"%F0%9F%92%A9", "a%20b", strings.Repeat("z", 3000),
	}
	queries := []string{
		"", "?pagination.limit=99999999999999999999", "?pagination.limit=18446744073709551615", "?pagination.key=AAAA",
		"?pagination.offset=18446744073709551615", "?pagination.reverse=true", "?pagination.key=!!&height=-5",
		"?status=nonsense",
		"?address=nonsense", "?denom=%F0%9F%92%A9", "?granter=0x12&grantee=nonsense", "?category=7&volume=0",
	}
	param := regexp.MustCompile(`\{[^}]+\}`)
	for _, route := range routes(t) {
		if strings.HasPrefix(route, "/cosmos/base/tendermint/") || strings.HasPrefix(route, "/cosmos/tx/") {
			continue // answered by the consensus engine, which is not here
		}
		fill := values
		if !param.MatchString(route) {
			fill = values[:1]
		}
		for _, v := range fill {
			path := param.ReplaceAllString(route, strings.ReplaceAll(v, "$", "$$"))
			for _, q := range queries {
				if status, body := get(t, at+path+q); status >= 500 && status != http.StatusNotImplemented {
					t.Errorf("GET %s%s: %d %s", clip(path), q, status, clip(body))
				}
			}
		}
	}
}

func clip(s string) string { return s[:min(len(s), 300)] }
