package eth

import (
	"context"
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/iexecd/iexecd/contracts"
	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
)

const (
	// MaxWindow is the most blocks that logs are asked for at once.
	MaxWindow = 2_000
	// MaxScanEvents is the most events that a Scan holds.
	MaxScanEvents = 1 << 18
)

// ErrTooManyEvents means that a Scan is full.
var ErrTooManyEvents = errors.New("too many events")

// decoder returns the event in a log.
type decoder func(*types.Log) (bridge.Event, error)

// decoders returns the decoder of each event that is a link of the vault's chain,
// by its topic, and all topics.
func decoders(api *contracts.RLCVault) (map[common.Hash]decoder, []common.Hash) {
	named := []struct {
		name   string
		decode decoder
	}{
		{"Deposited", decodeAs(api.UnpackDepositedEvent, func(e *contracts.RLCVaultDeposited) bridge.Event {
			return bridge.Event{Nonce: e.N, Body: bridge.Deposit{
				From: ident.Address(e.From), Recipient: ident.Address(e.Recipient), Amount: rlc.Amount(e.Amount),
				LockedAfter: rlc.Amount(e.LockedAfter),
			}}
		})},
		{"BatchExecuted", decodeAs(api.UnpackBatchExecutedEvent, func(e *contracts.RLCVaultBatchExecuted) bridge.Event {
			return bridge.Event{Nonce: e.N, Body: bridge.BatchExecuted{
				BatchNonce: e.BatchNonce, Total: rlc.Amount(e.Total), LockedAfter: rlc.Amount(e.LockedAfter),
			}}
		})},
		{"ValsetUpdated", decodeAs(api.UnpackValsetUpdatedEvent, func(e *contracts.RLCVaultValsetUpdated) bridge.Event {
			return bridge.Event{Nonce: e.N, Body: bridge.ValsetUpdated{
				ValsetNonce: e.ValsetNonce, MembersHash: e.MembersHash,
			}}
		})},
		{"ConfigApplied", decodeAs(api.UnpackConfigAppliedEvent, func(e *contracts.RLCVaultConfigApplied) bridge.Event {
			return bridge.Event{Nonce: e.N, Body: bridge.ConfigApplied{
				ConfigNonce: e.ConfigNonce, ConfigHash: e.ConfigHash,
			}}
		})},
		{"PauseChanged", decodeAs(api.UnpackPauseChangedEvent, func(e *contracts.RLCVaultPauseChanged) bridge.Event {
			return bridge.Event{Nonce: e.N, Body: bridge.PauseChanged{Flags: e.Flags, UntilUnix: e.Until}}
		})},
		{"Migrated", decodeAs(api.UnpackMigratedEvent, func(e *contracts.RLCVaultMigrated) bridge.Event {
			return bridge.Event{Nonce: e.N, Body: bridge.Migrated{
				NewVault: ident.Address(e.NewVault), Amount: rlc.Amount(e.Amount),
			}}
		})},
	}
	parsed := api.GetABI()
	by, topics := make(map[common.Hash]decoder, len(named)), make([]common.Hash, len(named))
	for i, n := range named {
		topics[i] = parsed.Events[n.name].ID
		by[topics[i]] = n.decode
	}
	return by, topics
}

// decodeAs makes a decoder of a binding and what its result means.
func decodeAs[T any](unpack func(*types.Log) (*T, error), event func(*T) bridge.Event) decoder {
	return func(log *types.Log) (bridge.Event, error) {
		raw, err := unpack(log)
		if err != nil {
			return bridge.Event{}, err
		}
		return event(raw), nil
	}
}

// Events returns those of logs that are links of a vault's chain, in the order
// given; an error if one cannot be read.
func Events(logs []types.Log) ([]bridge.Event, error) {
	by, _ := decoders(contracts.NewRLCVault())
	var out []bridge.Event
	for i := range logs {
		if len(logs[i].Topics) == 0 || by[logs[i].Topics[0]] == nil {
			continue
		}
		e, err := by[logs[i].Topics[0]](&logs[i])
		if err != nil {
			return nil, fmt.Errorf("log %d of block %d: %w", logs[i].Index, logs[i].BlockNumber, err)
		}
		out = append(out, e)
	}
	return out, nil
}

// Scan is a stretch of the vault's history as an endpoint's logs tell it, linked
// but not proven: its last Point must be held against a Book.
type Scan struct {
	NextBlock uint64         // the first that was not looked at
	Point     bridge.Point   // the vault's chain after all blocks before it
	Events    []bridge.Event // that led there from where the scan began
	Hashes    []ident.Hash   // the vault's chain after each of them

	window uint64
}

// NewScan begins after an event, at a block that none of those after it is before.
func NewScan(block uint64, after bridge.Point) Scan { return Scan{NextBlock: block, Point: after} }

// add links an event to the scan. Those before its beginning are not looked at:
// the first block may have some.
func (s *Scan) add(e bridge.Event) error {
	switch {
	case len(s.Events) == 0 && e.Nonce <= s.Point.Nonce:
		return nil
	case e.Nonce != s.Point.Nonce+1:
		return fmt.Errorf("%w: event %d after %d, expected the next", ErrLie, e.Nonce, s.Point.Nonce)
	case len(s.Events) >= MaxScanEvents:
		return fmt.Errorf("%w: %d since the last that the chain here knows: let it catch up", ErrTooManyEvents,
			len(s.Events))
	}
	s.Point = bridge.Point{Nonce: e.Nonce, Hash: bridge.Link(s.Point.Hash, e)}
	s.Events, s.Hashes = append(s.Events, e), append(s.Hashes, s.Point.Hash)
	return nil
}

// Extend looks at all blocks of a scan up to one, in windows of at most MaxWindow
// blocks that halve when the endpoint fails. After an error the scan ends before the
// window that could not be read.
func (r *Reader) Extend(ctx context.Context, s *Scan, to uint64) error {
	if s.window == 0 {
		s.window = MaxWindow
	}
	for s.NextBlock <= to {
		last := min(to, s.NextBlock+s.window-1)
		events, err := r.events(ctx, s.NextBlock, last)
		switch {
		case err == nil:
		case ctx.Err() != nil || errors.Is(err, ErrLie) || last == s.NextBlock:
			return err
		default:
			s.window = max(1, (last-s.NextBlock+1)/2)
			continue
		}
		before := *s
		for _, e := range events {
			if err := s.add(e); err != nil {
				*s = before
				return err
			}
		}
		s.NextBlock, s.window = last+1, min(2*s.window, MaxWindow)
	}
	return nil
}

// events returns the events of blocks, both ends included. ErrLie if the answer
// has anything else.
func (r *Reader) events(ctx context.Context, from, to uint64) ([]bridge.Event, error) {
	var logs []types.Log
	err := r.call(ctx, &logs, "eth_getLogs", map[string]any{
		"address": r.vault, "topics": [][]common.Hash{r.topics},
		"fromBlock": hexutil.EncodeUint64(from), "toBlock": hexutil.EncodeUint64(to),
	})
	if err != nil {
		return nil, err
	}
	out := make([]bridge.Event, len(logs))
	for i := range logs {
		log := &logs[i]
		wrong := log.Address != r.vault || log.Removed || log.BlockNumber < from || log.BlockNumber > to
		if wrong || len(log.Topics) == 0 || r.decode[log.Topics[0]] == nil {
			return nil, fmt.Errorf("%w: log %d of block %d, of %s with %d topics, was not asked for", ErrLie, log.Index,
				log.BlockNumber, log.Address, len(log.Topics))
		}
		if out[i], err = r.decode[log.Topics[0]](log); err != nil {
			return nil, fmt.Errorf("%w: log %d of block %d: %w", ErrLie, log.Index, log.BlockNumber, err)
		}
	}
	return out, nil
}
