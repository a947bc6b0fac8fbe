package worker

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/metadata"

	grpctypes "github.com/cosmos/cosmos-sdk/types/grpc"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/worker/chain"
	markettypes "github.com/iexecd/iexecd/x/market/types"
	pocotypes "github.com/iexecd/iexecd/x/poco/types"
)

// fakeRequester asked for all tasks of the fake chain.
var fakeRequester = account.Bech32(ident.Address{7})

// fakeData is what the fake chain says of data and keys.
type fakeData struct {
	part        markettypes.DealPart // dataset of the deal
	location    string               // of the dataset
	beneficiary string
	keys        map[string]string // account and height → recipient
}

func (f *fakeChain) Dataset(context.Context, *markettypes.QueryDatasetRequest,
) (*markettypes.QueryDatasetResponse, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return &markettypes.QueryDatasetResponse{Dataset: markettypes.Dataset{
		Location: f.data.location, Checksum: ident.Hash{3}.String(),
	}}, nil
}

func (f *fakeChain) ResultKey(ctx context.Context, r *markettypes.QueryResultKeyRequest,
) (*markettypes.QueryResultKeyResponse, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	given, _ := metadata.FromIncomingContext(ctx)
	height := given.Get(grpctypes.GRPCBlockHeightHeader)
	return &markettypes.QueryResultKeyResponse{Recipient: f.data.keys[r.Address+"@"+height[0]]}, nil
}

// TestResultKeyOfTheOpening: a result is encrypted to the key that was there when the
// task was opened, so that a later change divides nobody; none is a result.
func TestResultKeyOfTheOpening(t *testing.T) {
	t.Parallel()
	const recipient = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"
	const lowOrder = "age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq5cu47z" // 32 zero bytes
	f, address := startChain(t)
	client, err := chain.Dial(chain.Config{Endpoints: []chain.Endpoint{{GRPC: address}}})
	require.NoError(t, err)
	t.Cleanup(func() { _ = client.Close() })
	id, reader := ident.Hash{1}, account.Bech32(ident.Address{8})
	for name, c := range map[string]struct {
		params, beneficiary string
		keys                map[string]string
		key, bad            string
	}{
		"not asked":         {params: "aa", keys: map[string]string{fakeRequester + "@7": recipient}},
		"the requester's":   {keys: map[string]string{fakeRequester + "@7": recipient}, key: recipient},
		"the beneficiary's": {beneficiary: reader, keys: map[string]string{reader + "@7": recipient}, key: recipient},
		"nobody in particular": {
			beneficiary: ident.Address{}.String(), keys: map[string]string{fakeRequester + "@7": recipient},
			key: recipient,
		},
		"none": {bad: "iexec_result_encryption: account " + fakeRequester + " had no result key when the task " +
			"was opened: set one, then order again"},
		"set later": {
			keys: map[string]string{fakeRequester + "@8": recipient},
			bad: "iexec_result_encryption: account " + fakeRequester + " had no result key when the task was opened: " +
				"set one, then order again",
		},
		"nobody can encrypt to it": {
			keys: map[string]string{fakeRequester + "@7": lowOrder},
			bad: "iexec_result_encryption: the result key of account " + fakeRequester + " is no age recipient: set " +
				"another, then order again",
		},
		"nonsense": {
			keys: map[string]string{fakeRequester + "@7": "age1"},
			bad: "iexec_result_encryption: the result key of account " + fakeRequester + " is no age recipient: set " +
				"another, then order again",
		},
	} {
		f.set(func() {
			f.params, f.data = c.params, fakeData{beneficiary: c.beneficiary, keys: c.keys}
			if c.params == "" {
				f.params = `{"iexec_result_encryption":true}`
			}
			f.ended[id.String()] = &pocotypes.Task{Id: id.String(), OpenedHeight: 7}
		})
		s, bad, err := specOf(t.Context(), client, id, ident.Hash{2}, 0)
		require.NoError(t, err, name)
		require.Equal(t, c.key, s.ResultKey, name)
		if c.bad == "" {
			require.Nil(t, bad, name)
			continue
		}
		want := failed(poco.CauseBadInput, c.bad)
		require.Equal(t, &want, bad, name)
	}
}

// TestDatasetLocation: a location's fragment says what becomes of the bytes; one that
// cannot be followed is a result.
func TestDatasetLocation(t *testing.T) {
	t.Parallel()
	f, address := startChain(t)
	client, err := chain.Dial(chain.Config{Endpoints: []chain.Endpoint{{GRPC: address}}})
	require.NoError(t, err)
	t.Cleanup(func() { _ = client.Close() })
	for location, want := range map[string]Source{
		"http://x/d":            {URL: "http://x/d"},
		"http://x/d#unpack=zip": {URL: "http://x/d", Unpack: "zip"},
		"http://x/d#encryption=age&keys=http%3A%2F%2Fo": {
			URL: "http://x/d", Encryption: "age", Keys: "http://o",
		},
		"http://x/d#unpack=rar": {URL: "http://x/d", Unpack: "rar"},
	} {
		f.set(func() {
			f.data = fakeData{part: markettypes.DealPart{Id: ident.Address{5}.String()}, location: location}
		})
		s, bad, err := specOf(t.Context(), client, ident.Hash{1}, ident.Hash{2}, 0)
		require.NoError(t, err)
		want.SHA256 = ident.Hash{3}
		require.Equal(t, &want, s.Dataset)
		if want.Unpack != "rar" {
			require.Nil(t, bad)
			continue
		}
		answer := failed(poco.CauseBadInput, "the dataset's location: unpack is not zip, tar or tar.gz")
		require.Equal(t, &answer, bad)
	}
}
