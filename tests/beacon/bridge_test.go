package beacon

import (
	"context"
	"errors"
	"testing"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/app"
	"github.com/iexecd/iexecd/app/voteext"
	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
	envelope "github.com/iexecd/iexecd/core/voteext"
	"github.com/iexecd/iexecd/crypto/account"
	bridgekeeper "github.com/iexecd/iexecd/x/rlcbridge/keeper"
	bridgetypes "github.com/iexecd/iexecd/x/rlcbridge/types"
)

// eyes are a node's view of a vault that a test makes up.
type eyes struct {
	events []bridge.Event // all there are
	blind  bool
	alarm  bool
}

var errBlind = errors.New("blind")

func (e *eyes) EventsAfter(_ context.Context, last bridge.Point) ([]bridge.Event, error) {
	if e.blind || last.Nonce > uint64(len(e.events)) {
		return nil, errBlind
	}
	return e.events[last.Nonce:], nil
}

func (e *eyes) Vote(ctx context.Context, last bridge.Point, nowUnix uint64) (bridge.Vote, error) {
	if e.alarm {
		return bridge.Vote{Flags: bridge.FlagAlarm}, nil
	}
	events, err := e.EventsAfter(ctx, last)
	if err != nil {
		return bridge.Vote{}, nil //nolint:nilerr // who sees nothing says nothing
	}
	return bridge.See(last, events, 7, nowUnix)
}

func (*eyes) Address(context.Context) (ident.Address, error) { return ident.Address{1}, nil }

func (*eyes) Sign(context.Context, bridgekeeper.SignRequest) (bridge.VoteSignature, error) {
	return bridge.VoteSignature{}, errBlind
}

// bridged is a world with a vault, in whose blocks no draws are due.
type bridged struct {
	*world
	node *eyes // of the node that the world runs
}

func newBridged(t *testing.T) *bridged {
	t.Helper()
	b := &bridged{node: &eyes{}}
	b.world = newWorld(t, 4, map[string]any{
		app.OptionBridgeEyes: b.node,
		app.OptionDrawDue:    app.DrawDueFn(func(int64) bool { return false }),
		withVault: &bridgetypes.Vault{
			ChainId: 1337, Address: ident.Address{2}.String(), Token: ident.Address{3}.String(),
		},
	})
	return b
}

func (b *bridged) head() bridge.Point {
	b.Helper()
	_, head, err := b.app.Bridge.Head(b.ctx())
	require.NoError(b, err)
	return head
}

// deposits returns n deposits of 2 RLC for the first validator, from the first on.
func (b *bridged) deposits(n uint64) (events []bridge.Event) {
	b.Helper()
	locked := rlc.Amount(b.app.Bank.GetSupply(b.ctx(), account.Denom).Amount.Uint64())
	for i := range n {
		locked += 2 * rlc.RLC
		events = append(events, bridge.Event{Nonce: i + 1, Body: bridge.Deposit{
			From: ident.Address{9}, Recipient: b.validators[0].ID, Amount: 2 * rlc.RLC, LockedAfter: locked,
		}})
	}
	return events
}

// seen returns votes in which validator i says what its eyes see; nil says nothing.
func (b *bridged) seen(all ...*eyes) abci.ExtendedCommitInfo {
	b.Helper()
	head := b.head()
	return b.votes(func(i int, v *abci.ExtendedVoteInfo) {
		v.VoteExtension = nil
		if i >= len(all) || all[i] == nil {
			return
		}
		vote, err := all[i].Vote(b.Context(), head, uint64(b.time.Unix()))
		require.NoError(b, err)
		part, err := bridge.EncodeVote(vote)
		require.NoError(b, err)
		if part == nil {
			return
		}
		v.VoteExtension, err = envelope.Encode(envelope.Envelope{Bridge: part})
		require.NoError(b, err)
	})
}

func (b *bridged) injection(commit abci.ExtendedCommitInfo, events ...bridge.Event) []byte {
	b.Helper()
	raw, err := voteext.Encode(voteext.Injection{Events: events, Commit: commit})
	require.NoError(b, err)
	return raw
}

func (b *bridged) balance() uint64 {
	return b.app.Bank.GetBalance(b.ctx(), b.validators[0].ID[:], account.Denom).Amount.Uint64()
}

func (b *bridged) paused() int {
	b.Helper()
	g, err := b.app.Bridge.ExportGenesis(b.ctx())
	require.NoError(b, err)
	return len(g.Pauses)
}

// TestDeposits: what more than two thirds of the power saw is credited, once, in
// the block after their votes; a node that sees nothing accepts it all the same, and
// a chain that has nothing to say of the bridge carries no votes. Rules BRG-R1, BRG-R30.
func TestDeposits(t *testing.T) {
	b := newBridged(t)
	require.Empty(t, b.prepare(b.votes()), "nothing to say")
	all := &eyes{events: b.deposits(3)}
	b.node.events = all.events
	part, err := envelope.Decode(b.extend())
	require.NoError(t, err)
	own, err := bridge.DecodeVote(part.Bridge)
	require.NoError(t, err)
	require.Equal(t, uint64(3), own.Point.Nonce)

	before := b.balance()
	two := &eyes{events: all.events[:2]}
	commit := b.seen(two, all, all, nil) // three of four saw two, two of them three
	proposal := b.prepare(commit)
	in, err := voteext.Decode(proposal[0])
	require.NoError(t, err)
	require.Len(t, in.Events, 3, "it takes the third to see that who saw it saw the second")
	b.node.blind = true
	require.True(t, b.accepts(proposal...))
	b.finalize(proposal...)
	require.Equal(t, before+uint64(4*rlc.RLC), b.balance())
	require.Equal(t, uint64(2), b.head().Nonce)
	require.False(t, b.accepts(proposal...), "the same once more")

	require.Empty(t, b.prepare(b.seen(all, all, all, all)), "who knows no events proposes none")
	b.node.blind = false
	b.block(b.seen(all, all, all, all))
	require.Equal(t, before+uint64(6*rlc.RLC), b.balance())
	require.Empty(t, b.prepare(b.seen(all, all, all, all)), "nothing new")
	require.Zero(t, b.paused())
}

// TestForgedEvents: a proposal brings exactly the events that its votes prove, or
// none; decided all the same, it changes nothing. Rule BRG-R30.
func TestForgedEvents(t *testing.T) {
	b := newBridged(t)
	all := &eyes{events: b.deposits(3)}
	b.node.events = all.events
	two := &eyes{events: all.events[:2]}
	forged := b.deposits(2)
	forged[1].Body = bridge.Deposit{
		Recipient: b.validators[1].ID, Amount: 9 * rlc.RLC, LockedAfter: forged[1].Body.(bridge.Deposit).LockedAfter,
	}
	liar := &eyes{events: forged}
	before, head := b.balance(), b.head()
	for name, raw := range map[string][]byte{
		"seen by half":           b.injection(b.seen(all, all, nil, nil), all.events...),
		"one too many":           b.injection(b.seen(two, two, two, nil), all.events...),
		"one too few":            b.injection(b.seen(all, all, all, nil), all.events[:2]...),
		"one that nobody saw":    b.injection(b.seen(two, two, two, two), all.events...),
		"forged by a liar":       b.injection(b.seen(liar, two, two, two), forged...),
		"forged amount":          b.injection(b.seen(two, two, two, two), forged...),
		"in another order":       b.injection(b.seen(two, two, two, two), all.events[1], all.events[0]),
		"not the next":           b.injection(b.seen(two, two, two, two), all.events[1]),
		"votes without a use":    b.injection(b.seen(all, all, nil, nil)),
		"votes that say nothing": b.injection(b.seen()),
	} {
		require.False(t, b.accepts(raw), name)
		b.finalize(raw) // by more than two thirds of liars
		require.Equal(t, before, b.balance(), name)
		require.Equal(t, head, b.head(), name)
	}
	late := b.injection(b.seen(all, all, all), all.events...)
	require.False(t, b.accepts(b.send(0), late), "not before all transactions")
	require.True(t, b.accepts(late))
}

// TestAlarms: alarms of more than a third of the power pause the bridge, and votes
// are carried for that; of a third and less they are not. Rules BRG-R16, BRG-R30.
func TestAlarms(t *testing.T) {
	b := newBridged(t)
	alarmed := &eyes{alarm: true}
	require.Empty(t, b.prepare(b.seen(alarmed)))
	b.block(b.seen(alarmed, alarmed))
	require.Equal(t, 2, b.paused())
	require.Empty(t, b.prepare(b.seen(alarmed, alarmed)), "it is paused already")
}

// TestNoVault: a chain without a bridge carries nothing of one, and its nodes say nothing.
func TestNoVault(t *testing.T) {
	node := &eyes{}
	w := newWorld(t, 4, map[string]any{
		app.OptionBridgeEyes: node, app.OptionDrawDue: app.DrawDueFn(func(int64) bool { return false }),
	})
	part, err := envelope.Decode(w.extend())
	require.NoError(t, err)
	require.Nil(t, part.Bridge)
	raw, err := voteext.Encode(voteext.Injection{Commit: w.votes(), Events: []bridge.Event{{
		Nonce: 1, Body: bridge.Deposit{Recipient: w.validators[0].ID, Amount: 1, LockedAfter: 1},
	}}})
	require.NoError(t, err)
	require.False(t, w.accepts(raw))
	require.Empty(t, w.prepare(w.votes()))
}
