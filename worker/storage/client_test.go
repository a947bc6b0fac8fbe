package storage

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestIsPublic(t *testing.T) {
	t.Parallel()
	for address, public := range map[string]bool{
		"1.1.1.1": true, "172.32.0.1": true, "100.128.0.1": true, "2606:4700::1": true, "64:ff9b::101:101": true,
		"::ffff:1.1.1.1": true, "2002:101:101::1": true,

		"0.0.0.0": false, "10.1.2.3": false, "100.64.0.1": false, "127.0.0.1": false, "127.9.9.9": false,
		"169.254.169.254": false, "172.31.0.1": false, "192.168.1.1": false, "198.18.0.1": false, "224.0.0.1": false,
		"255.255.255.255": false, "::": false, "::1": false, "::ffff:127.0.0.1": false, "::127.0.0.1": false,
		"fe80::1%lo": false, "fc00::1": false, "fec0::1": false, "ff02::1": false, "64:ff9b::a00:1": false,
		"64:ff9b:1::1": false, "2002:7f00:1::1": false, "2001::1": false, "2001:db8::1": false, "fd00:ec2::254": false,
	} {
		require.Equal(t, public, isPublic(netip.MustParseAddr(address)), address)
	}
	require.ErrorIs(t, checkPublic("nonsense"), ErrNotAllowed)
	require.NoError(t, checkPublic("[2606:4700::1]:443"))
}

// TestPrivateNetworks: a stranger's address leads to no private one, neither at once
// nor by a name, nor by a redirect, unless that is allowed.
func TestPrivateNetworks(t *testing.T) {
	t.Parallel()
	var asked, dialled atomic.Int32
	inside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	t.Cleanup(inside.Close)
	outside := httptest.NewServer(http.RedirectHandler(inside.URL, http.StatusFound))
	t.Cleanup(outside.Close)
	_, port, err := net.SplitHostPort(inside.Listener.Addr().String())
	require.NoError(t, err)
	s, err := Open(t.TempDir(), 1000)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	fetch := func(private Private, address string) error {
		f := Fetcher{Store: s, Client: NewClient(private), Attempts: 3}
		return f.FetchAs(t.Context(), address, hexSHA256(nil), 5)
	}
	for _, address := range []string{inside.URL, "http://localhost:" + port, "http://[::ffff:127.0.0.1]:" + port} {
		require.ErrorIs(t, fetch(nil, address), ErrNotAllowed, address)
	}
	onlyTheFirst := func(context.Context) bool { return dialled.Add(1) <= 2 } // its proxy, and its connection
	require.ErrorIs(t, fetch(onlyTheFirst, outside.URL), ErrNotAllowed)
	require.Zero(t, asked.Load())
	require.NoError(t, fetch(Anywhere, outside.URL))
	require.EqualValues(t, 1, asked.Load())
}

// TestNoProxy: what a proxy connects to is not seen here, so it is asked only where
// everything is allowed.
func TestNoProxy(t *testing.T) {
	t.Setenv("HTTP_PROXY", "http://proxy.example:1")
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://site.example", nil)
	require.NoError(t, err)
	at, err := transport(func(context.Context) bool { return false }).Proxy(r)
	require.NoError(t, err)
	require.Nil(t, at)
}

// TestServes: an account is for its endpoint, path included, and its buckets.
func TestServes(t *testing.T) {
	t.Parallel()
	a := S3Account{Endpoint: "https://host/base/", Buckets: []string{"b"}}
	for address, want := range map[string]bool{
		"s3://b/k?endpoint=https://host/base":       true,
		"s3://b/k?endpoint=https://HOST/base/":      true,
		"s3://b/k?endpoint=https://host":            false,
		"s3://b/k?endpoint=https://host/other":      false,
		"s3://b/k?endpoint=https://host/base/other": false,
		"s3://c/k?endpoint=https://host/base":       false,
		"s3://b/k?endpoint=http://host/base":        false,
	} {
		u, err := parseAddress(address)
		require.NoError(t, err)
		o, err := parseS3(u)
		require.NoError(t, err)
		require.Equal(t, want, a.serves(o), address)
	}
}
