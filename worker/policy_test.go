package worker

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
	markettypes "github.com/iexecd/iexecd/x/market/types"
	pocotypes "github.com/iexecd/iexecd/x/poco/types"
)

func TestPolicy(t *testing.T) {
	t.Parallel()
	app, data, who, other := ident.Address{1}, ident.Address{2}, ident.Address{3}, ident.Address{9}
	network, err := ParseTag("network")
	require.NoError(t, err)
	only := func(a ident.Address) Admission { return Admission{Allow: []ident.Address{a}} }
	never := func(a ident.Address) Admission { return Admission{Deny: []ident.Address{a}} }
	o := Offer{App: app, Dataset: data, Requester: who, Category: 2, Price: 100, Tag: network}
	for name, c := range map[string]struct {
		p    Policy
		o    Offer
		want string
	}{
		"none":        {Policy{}, o, ""},
		"app allowed": {Policy{Apps: only(app)}, o, ""},
		"app not allowed": {
			Policy{Apps: only(other)},
			o,
			"policy.apps: " + app.String() + " is not among the 1 allowed",
		},
		"app denied": {Policy{Apps: never(app)}, o, "policy.apps: " + app.String() + " is denied"},
		"deny wins": {
			Policy{Apps: Admission{Allow: []ident.Address{app}, Deny: []ident.Address{app}}},
			o,
			"is denied",
		},
		"another is denied":   {Policy{Apps: never(other)}, o, ""},
		"dataset denied":      {Policy{Datasets: never(data)}, o, "policy.datasets"},
		"no dataset passes":   {Policy{Datasets: only(data)}, Offer{App: app}, ""},
		"dataset not allowed": {Policy{Datasets: only(other)}, o, "policy.datasets"},
		"requester denied":    {Policy{Requesters: never(who)}, o, "policy.requesters"},
		"price at the least":  {Policy{MinPrice: map[uint64]rlc.Amount{2: 100}}, o, ""},
		"price too low":       {Policy{MinPrice: map[uint64]rlc.Amount{2: 101}}, o, "category 2 pays"},
		"of another category": {Policy{MinPrice: map[uint64]rlc.Amount{1: 101}}, o, ""},
		"network":             {Policy{NoNetwork: true}, o, "policy.network"},
		"no network needed":   {Policy{NoNetwork: true}, Offer{}, ""},
	} {
		got := c.p.Declines(c.o)
		require.Equal(t, c.want == "", got == "", "%s: %s", name, got)
		require.Contains(t, got, c.want, name)
		require.Equal(t, name == "none", c.p.Everything(), name)
	}
}

func TestOfferOfDeal(t *testing.T) {
	t.Parallel()
	d := &markettypes.Deal{
		App: markettypes.DealPart{Id: poolID}, Workerpool: markettypes.DealPart{PriceNrlc: 7}, Category: 3,
		Requester: ident.Address{5}.String(),
	}
	o, err := offerOf(d, [32]byte{})
	require.NoError(t, err)
	require.Equal(t, rlc.Amount(7), o.Price)
	require.Equal(t, ident.Address{5}, o.Requester)
	require.True(t, o.Dataset.IsZero())
	d.Requester = "nobody"
	_, err = offerOf(d, [32]byte{})
	require.ErrorContains(t, err, "requester")
}

// TestDeclined: what the policy does not take is neither fetched nor computed, its
// seat is missed, and everybody is told why.
func TestDeclined(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.change = func(c *Config) { c.Policy.MinPrice = map[uint64]rlc.Amount{0: rlc.RLC} }
	w, _ := b.start()
	b.until("registered", func() bool { return b.messages("MsgRegisterWorker") == 1 })
	id := b.chain.open(60)
	b.untilState(id, pocotypes.MemberState_MEMBER_STATE_MISSED)
	b.until("told", func() bool {
		return strings.Contains(b.out.String(), "declined, the seat is missed: policy.min_price")
	})
	require.Zero(t, b.computer.ran())
	b.computer.mu.Lock()
	require.Empty(t, b.computer.specs, "nothing is fetched for it")
	b.computer.mu.Unlock()
	require.Zero(t, b.messages("MsgCommit"))
	w.status.change(func(s *Status) {
		require.Equal(t, uint64(1), s.Declined)
		require.Contains(t, s.LastDecline, "the least is 1 RLC")
		require.True(t, s.Policy)
	})
	b.chain.set(func() { b.chain.price = uint64(rlc.RLC) })
	b.untilState(b.chain.open(500), pocotypes.MemberState_MEMBER_STATE_ACCEPTED)
}
