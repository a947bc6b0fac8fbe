package dev

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"runtime/pprof"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/worker/driver/wasm"
)

// The accounts are those of Ethereum's dev chains.
func TestAccounts(t *testing.T) {
	alice, err := derive("alice", 0)
	require.NoError(t, err)
	require.Equal(t, "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", alice.Eth())
	require.Equal(t, "iexec17w0adeg64ky0daxwd2ugyuneellmjgnx3yely4", alice.Bech32())
}

func start(t *testing.T, o Options) *Net {
	t.Helper()
	o.FreePorts, o.BlockTime = true, 100*time.Millisecond
	n, err := Start(t.Context(), o)
	require.NoError(t, err)
	return n
}

// A network is ready in five seconds, answers on all of its ports, and leaves
// nothing behind: no goroutine, no port, no file.
func TestStartAndClose(t *testing.T) {
	n := start(t, Options{})
	require.Less(t, n.Took, 5*time.Second)
	require.Contains(t, get(t, "http://"+n.REST()+"/iexec/market/v1/workerpools"), "the pool of the dev chain")
	require.Contains(t, get(t, "http://"+n.RPC()+"/status"), ChainID)
	store := "http://" + n.REST() + "/iexec/market/v1/listings"
	require.Contains(t, get(t, store+"/vanitygen"), `"offered":true`)
	require.Contains(t, get(t, store+"?status=2&search=video"), `"name":"flixxo"`)
	var banner bytes.Buffer
	require.NoError(t, n.Banner(&banner))
	require.Contains(t, banner.String(), "not for real money")
	require.Contains(t, banner.String(), n.People()[0].Eth())
	root := n.root
	require.NoError(t, n.Close())
	require.NoDirExists(t, root)
	for _, port := range n.Ports.all() {
		l, err := listen(t.Context(), *port)
		require.NoError(t, err)
		require.NoError(t, l.Close())
	}
	stacks := ""
	require.True(t, eventually(10*time.Second, func() bool { stacks = ours(); return stacks == "" }), stacks)
}

// ours returns the stacks of goroutines that run our code or the state's, but
// for those of tests.
func ours() string {
	var all strings.Builder
	_ = pprof.Lookup("goroutine").WriteTo(&all, 1)
	var found []string
	for stack := range strings.SplitSeq(all.String(), "\n\n") {
		mentions := strings.Contains(stack, "github.com/iexecd/iexecd/") || strings.Contains(stack, "cosmos/iavl")
		if mentions && !strings.Contains(stack, "testing.") {
			found = append(found, stack)
		}
	}
	return strings.Join(found, "\n\n")
}

// With a home the chain goes on where it stopped, on the same ports.
func TestResume(t *testing.T) {
	home := filepath.Join(t.TempDir(), "chain")
	n := start(t, Options{Home: home, Workers: 2})
	require.False(t, n.Resumed)
	require.NoError(t, n.chain.waitForBlock(t.Context(), 3, time.Second))
	height, ports := n.chain.height(), n.Ports
	ref, err := name.ParseReference(n.Registry() + "/app:v1")
	require.NoError(t, err)
	require.NoError(t, remote.Write(ref, empty.Image))
	require.NoError(t, n.Close())
	n = start(t, Options{Home: home})
	require.True(t, n.Resumed)
	require.Equal(t, ports, n.Ports)
	require.Len(t, n.Workers(), 2)
	require.Greater(t, n.chain.height(), height-1)
	_, err = remote.Image(ref)
	require.NoError(t, err)
	require.NoError(t, n.Close())
}

// Impossible options and taken ports are refused with a reason.
func TestBadOptions(t *testing.T) {
	for _, o := range []Options{
		{Workers: 51},
		{Workers: -1},
		{Workers: 2, Faulty: 3},
		{Workers: 3, Faulty: 1, Byzantine: 3},
		{Load: 101},
		{BlockTime: time.Millisecond},
	} {
		_, err := Start(t.Context(), o)
		require.ErrorContains(t, err, "expected")
	}
	l, err := listen(t.Context(), 0)
	require.NoError(t, err)
	defer func() { _ = l.Close() }()
	_, err = Start(t.Context(), Options{PortOffset: portOf(l) - defaultPorts.GRPC})
	var taken *PortError
	require.ErrorAs(t, err, &taken)
	require.Equal(t, portOf(l), taken.Port)
}

func eventually(within time.Duration, ok func() bool) bool {
	for deadline := time.Now().Add(within); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if ok() {
			return true
		}
	}
	return false
}

func get(t *testing.T, url string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	require.NoError(t, err)
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	response, err := client.Do(request)
	require.NoError(t, err, url)
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, response.StatusCode, "%s: %s", url, body)
	return string(body)
}

// TestMain runs apps if the driver started this program as its child.
func TestMain(m *testing.M) {
	if slices.Contains(os.Args, "wasm-exec") {
		if err := wasm.ChildMain(context.Background(), os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	code := m.Run()
	if left, _ := filepath.Glob(filepath.Join(os.TempDir(), "iexecd-dev-*")); len(left) > 0 {
		fmt.Fprintln(os.Stderr, "left behind:", left)
	}
	os.Exit(code)
}
