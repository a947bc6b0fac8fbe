package sidecar

import (
	"context"
	"errors"

	"github.com/iexecd/iexecd/app"
	"github.com/iexecd/iexecd/bridge/sign"
	"github.com/iexecd/iexecd/bridge/watch"
	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	bridgekeeper "github.com/iexecd/iexecd/x/rlcbridge/keeper"
)

var _ app.BridgeEyes = Local{}

// Local is the Ethereum side in the process of its node. Somebody else must run the
// watcher.
type Local struct {
	Watcher *watch.Watcher
	Signer  *sign.Signer
}

// EventsAfter implements app.BridgeEyes. What the chain has is forgotten here.
func (l Local) EventsAfter(_ context.Context, last bridge.Point) ([]bridge.Event, error) {
	events, err := l.Watcher.Snapshot().EventsAfter(last)
	if err == nil {
		l.Watcher.Trim(last.Nonce)
	}
	return events, err
}

// Vote implements app.BridgeEyes.
func (l Local) Vote(_ context.Context, last bridge.Point, nowUnix uint64) (bridge.Vote, error) {
	return l.Watcher.Snapshot().Vote(last, nowUnix), nil
}

// Address implements app.BridgeEyes.
func (l Local) Address(context.Context) (ident.Address, error) { return l.Signer.Address(), nil }

// Sign implements app.BridgeEyes.
func (l Local) Sign(_ context.Context, r bridgekeeper.SignRequest) (bridge.VoteSignature, error) {
	return l.Signer.Sign(sign.Request(r))
}

// Close ends watcher and signer; nothing may use them any more.
func (l Local) Close() error { return errors.Join(l.Watcher.Close(), l.Signer.Close()) }
