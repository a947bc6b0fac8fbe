package sidecar

import (
	"errors"
	"fmt"

	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/sidecar/types"
	bridgekeeper "github.com/iexecd/iexecd/x/rlcbridge/keeper"
)

var errNoMessage = errors.New("no message, expected a batch, a validator set or a config")

func wirePoint(p bridge.Point) *types.Point { return &types.Point{Nonce: p.Nonce, Hash: p.Hash[:]} }

func pointOf(p *types.Point) (bridge.Point, error) {
	if len(p.GetHash()) != len(ident.Hash{}) {
		return bridge.Point{}, fmt.Errorf("a hash of %d bytes, expected %d", len(p.GetHash()), len(ident.Hash{}))
	}
	return bridge.Point{Nonce: p.Nonce, Hash: ident.Hash(p.Hash)}, nil
}

// wireEvents returns as many events as a block takes, encoded.
func wireEvents(events []bridge.Event) (raw []byte, err error) {
	for _, e := range events[:min(len(events), bridge.MaxEvents)] {
		if raw, err = bridge.AppendEvent(raw, e); err != nil {
			return nil, err
		}
	}
	return raw, nil
}

func eventsOf(raw []byte) ([]bridge.Event, error) {
	if len(raw)%bridge.EventBytes != 0 || len(raw) > bridge.MaxEvents*bridge.EventBytes {
		return nil, fmt.Errorf("%d bytes of events, expected %d for each of at most %d", len(raw), bridge.EventBytes,
			bridge.MaxEvents)
	}
	out := make([]bridge.Event, 0, len(raw)/bridge.EventBytes)
	for ; len(raw) > 0; raw = raw[bridge.EventBytes:] {
		e, err := bridge.DecodeEvent(raw[:bridge.EventBytes])
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, nil
}

func wireRequest(r bridgekeeper.SignRequest) (*types.SignRequest, error) {
	switch m := r.Message.(type) {
	case bridge.Batch:
		return &types.SignRequest{Message: &types.SignRequest_Batch{Batch: &types.BatchToSign{
			Nonce: m.Nonce, FirstId: m.FirstID, TimeoutUnix: m.TimeoutUnix, FeeNrlc: uint64(m.Fee), ItemGas: m.ItemGas,
			Items: r.Items.Pack(),
		}}}, nil
	case bridge.Valset:
		return &types.SignRequest{Message: &types.SignRequest_Valset{Valset: &types.ValsetToSign{
			Nonce: m.Nonce, HomeHeight: m.HomeHeight, Members: r.Members.Pack(),
		}}}, nil
	case bridge.Config:
		return &types.SignRequest{Message: &types.SignRequest_Config{Config: &types.ConfigToSign{
			Nonce: m.Nonce, InCapNrlc: uint64(m.InCap), OutCapNrlc: uint64(m.OutCap), OutRateNrlc: uint64(m.OutRate),
			MinDepositNrlc: uint64(m.MinDeposit), Guardian: m.Guardian[:], Unpause: m.Unpause, SweepTo: m.SweepTo[:],
		}}}, nil
	}
	return nil, fmt.Errorf("a message %T, expected a batch, a validator set or a config", r.Message)
}

// requestOf returns the message of a request; its hashes are made here, of what the
// message stands for.
func requestOf(r *types.SignRequest) (bridgekeeper.SignRequest, error) {
	var out bridgekeeper.SignRequest
	var err error
	switch m := r.Message.(type) {
	case *types.SignRequest_Batch:
		b := m.Batch
		if b == nil {
			return out, errNoMessage
		}
		if out.Items, err = bridge.UnpackItems(b.GetItems()); err != nil {
			return out, err
		}
		out.Message = bridge.Batch{
			Nonce: b.Nonce, FirstID: b.FirstId, TimeoutUnix: b.TimeoutUnix, Fee: rlc.Amount(b.FeeNrlc),
			ItemGas: b.ItemGas, ItemsHash: out.Items.Hash(),
		}
	case *types.SignRequest_Valset:
		v := m.Valset
		if v == nil {
			return out, errNoMessage
		}
		if out.Members, err = bridge.UnpackMembers(v.GetMembers()); err != nil {
			return out, err
		}
		out.Message, err = out.Members.Valset(v.Nonce, v.HomeHeight)
	case *types.SignRequest_Config:
		out.Message, err = configOf(m.Config)
	default:
		err = errNoMessage
	}
	return out, err
}

func configOf(c *types.ConfigToSign) (bridge.Config, error) {
	if c == nil {
		return bridge.Config{}, errNoMessage
	}
	for _, address := range [][]byte{c.Guardian, c.SweepTo} {
		if len(address) != len(ident.Address{}) {
			return bridge.Config{}, fmt.Errorf("config %d: an address of %d bytes, expected %d", c.Nonce, len(address),
				len(ident.Address{}))
		}
	}
	return bridge.Config{
		Nonce: c.Nonce, InCap: rlc.Amount(c.InCapNrlc), OutCap: rlc.Amount(c.OutCapNrlc),
		OutRate: rlc.Amount(c.OutRateNrlc), MinDeposit: rlc.Amount(c.MinDepositNrlc),
		Guardian: ident.Address(c.Guardian), Unpause: c.Unpause, SweepTo: ident.Address(c.SweepTo),
	}, nil
}

// slotOf returns kind and number of a message.
func slotOf(m bridge.Message) (bridge.MessageKind, uint64) {
	switch m := m.(type) {
	case bridge.Batch:
		return bridge.MessageBatch, m.Nonce
	case bridge.Valset:
		return bridge.MessageValset, m.Nonce
	case bridge.Config:
		return bridge.MessageConfig, m.Nonce
	}
	return 0, 0
}
