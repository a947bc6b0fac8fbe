package app_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/signed"
	"github.com/iexecd/iexecd/tests/chaintest"
	"github.com/iexecd/iexecd/x/market/types"
)

func post(t *testing.T, address, body string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader(body))
	require.NoError(t, err)
	res, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	return res.StatusCode, string(text)
}

// TestSignedOrdersOverREST asks the routes of signed orders: a refusal is an
// answer, what cannot be read is a 400, and nothing is a 500.
func TestSignedOrdersOverREST(t *testing.T) {
	c := chaintest.New(t, []string{"alice"})
	at := serve(t, c) + "/iexec/market/v1"
	order := func(o signed.Order) string {
		wire := types.NewSignedOrder(o)
		switch {
		case wire.App != nil:
			return string(c.App.Codec.MustMarshalJSON(wire.App))
		case wire.Workerpool != nil:
			return string(c.App.Codec.MustMarshalJSON(wire.Workerpool))
		case wire.Dataset != nil:
			return string(c.App.Codec.MustMarshalJSON(wire.Dataset))
		}
		return string(c.App.Codec.MustMarshalJSON(wire.Request))
	}
	four := `{"apporder":` + order(signed.New(1)) + `,"workerpoolorder":` + order(signed.New(3)) + `,"requestorder":` +
		order(signed.New(4)) + `}`
	hash := ident.Hash{1}.String()
	for _, x := range []struct {
		path, body string
		want       int
		tells      string
	}{
		{"/orders:match", four, 200, "0x20"},
		{"/orders:match", strings.Replace(four, `"appprice":"0"`, `"appprice":"-1"`, 1), 400, "appprice"},
		{"/orders:match", "{}", 400, "apporder"},
		{"/orders:match", "nonsense", 400, ""},
		{"/deals/" + hash + "/dataset_compatibility", order(signed.NoDataset()), 200, "revoked or fully consumed"},
		{"/deals/" + hash + "/dataset_compatibility", "{}", 400, "datasetorder"},
		{"/deals/0x12/dataset_compatibility", order(signed.NoDataset()), 400, "id"},
	} {
		status, got := post(t, at+x.path, x.body)
		require.Equal(t, x.want, status, "%s: %s", x.path, got)
		require.Contains(t, got, x.tells)
	}
	status, got := get(t, at+"/signed_orders/"+hash)
	require.Equal(t, 200, status, got)
	require.Contains(t, got, `"consumed":"0"`)
	status, got = get(t, at+"/params")
	require.Equal(t, 200, status, got)
	require.Contains(t, got, `"chain_id":"134"`)
}
