package storage

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"syscall"
	"time"
)

// Private tells whether connections may lead into private networks now.
type Private func(ctx context.Context) bool

// Anywhere is the Private of networks on one machine.
func Anywhere(context.Context) bool { return true }

// NewClient returns a client for addresses that strangers write: unless private
// allows it, it connects to none but public addresses, wherever names and
// redirects lead. The environment's proxy is used where everything is allowed only,
// as nobody sees here where it connects to. nil = never private.
func NewClient(private Private) *http.Client {
	if private == nil {
		private = func(context.Context) bool { return false }
	}
	return &http.Client{Transport: transport(private)}
}

func transport(private Private) *http.Transport {
	dialer := &net.Dialer{
		Timeout: stallTimeout,
		ControlContext: func(ctx context.Context, _, address string, _ syscall.RawConn) error {
			if private(ctx) {
				return nil
			}
			return checkPublic(address)
		},
	}
	return &http.Transport{
		Proxy: func(r *http.Request) (*url.URL, error) {
			if !private(r.Context()) {
				return nil, nil //nolint:nilnil // no proxy
			}
			return http.ProxyFromEnvironment(r)
		},
		DialContext:           dialer.DialContext,
		TLSHandshakeTimeout:   stallTimeout,
		ResponseHeaderTimeout: stallTimeout,
		IdleConnTimeout:       time.Minute,
		DisableCompression:    true, // the digest is of the bytes as they are; and no compression bombs
		MaxIdleConnsPerHost:   4,
		ForceAttemptHTTP2:     true,
	}
}

// The clients of a Fetcher without one, and of the S3 services that the operator
// named, where a redirect would lead elsewhere.
var (
	defaultClient = NewClient(Anywhere)
	signedClient  = &http.Client{
		Transport:     defaultClient.Transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
)

// checkPublic returns nil for the ip:port of a public address, else ErrNotAllowed.
func checkPublic(address string) error {
	at, err := netip.ParseAddrPort(address)
	if err == nil && isPublic(at.Addr()) {
		return nil
	}
	return fmt.Errorf("%w: %s is no public address; data.private_networks allows others", ErrNotAllowed, address)
}

// prefixes parses networks.
func prefixes(texts ...string) []netip.Prefix {
	all := make([]netip.Prefix, 0, len(texts))
	for _, text := range texts {
		all = append(all, netip.MustParsePrefix(text))
	}
	return all
}

// The networks of IANA's registries of special addresses that are not public.
var (
	notPublic4 = prefixes("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
		"192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
		"203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4")
	public6    = netip.MustParsePrefix("2000::/3")
	notPublic6 = prefixes("2001::/23", "2001:db8::/32", "3fff::/20")
	nat64      = netip.MustParsePrefix("64:ff9b::/96") // an IPv4 address is at its end
	sixToFour  = netip.MustParsePrefix("2002::/16")    // an IPv4 address follows
)

// isPublic reports whether an address is one of the internet.
func isPublic(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	in := func(p netip.Prefix) bool { return p.Contains(a) }
	bz := a.AsSlice()
	switch {
	case a.Is4():
		return !slices.ContainsFunc(notPublic4, in)
	case in(nat64):
		return isPublic(netip.AddrFrom4([4]byte(bz[12:])))
	case in(sixToFour):
		return isPublic(netip.AddrFrom4([4]byte(bz[2:6])))
	}
	return in(public6) && !slices.ContainsFunc(notPublic6, in)
}
