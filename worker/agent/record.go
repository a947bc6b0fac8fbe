package agent

import (
	"encoding/json"
	"fmt"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
)

// Kind is what a record says.
type Kind string

// The kinds of record, in the order of a task's life.
const (
	KindStarted  Kind = "started"  // something of it may be on disk
	KindComputed Kind = "computed" // answer and salt, before their commitment is sent
	KindClosed   Kind = "closed"   // nothing of it matters any more
)

// Record is what the agent must not forget.
type Record struct {
	Kind   Kind
	Task   ident.Hash
	Answer poco.Answer // if computed, without Locations
	Salt   ident.Hash  // if computed
}

// recordJSON is a record on disk. Version 1 is the only one so far.
type recordJSON struct {
	Version  int    `json:"v"`
	Kind     Kind   `json:"kind"`
	Task     string `json:"task"`
	Digest   string `json:"digest,omitempty"`
	Salt     string `json:"salt,omitempty"`
	Cause    uint8  `json:"cause,omitempty"`
	ExitCode uint32 `json:"exit_code,omitempty"`
	Tail     []byte `json:"tail,omitempty"` // base64: it may not be UTF-8
	Callback []byte `json:"callback,omitempty"`
}

const recordVersion = 1

// Encode returns the record's bytes.
func (r Record) Encode() ([]byte, error) {
	j := recordJSON{Version: recordVersion, Kind: r.Kind, Task: r.Task.String()}
	if r.Kind == KindComputed {
		j.Digest, j.Salt = r.Answer.Digest.String(), r.Salt.String()
		j.Cause, j.ExitCode = uint8(r.Answer.Cause), r.Answer.ExitCode
		j.Tail, j.Callback = []byte(r.Answer.Tail), r.Answer.Callback
	}
	return json.Marshal(j)
}

// DecodeRecord returns the record in bz, or an error that says what is wrong.
func DecodeRecord(bz []byte) (Record, error) {
	var j recordJSON
	if err := json.Unmarshal(bz, &j); err != nil {
		return Record{}, fmt.Errorf("journal record: %w", err)
	}
	if j.Version != recordVersion {
		return Record{}, fmt.Errorf("journal record of version %d, this worker reads %d", j.Version, recordVersion)
	}
	r := Record{Kind: j.Kind}
	var errs [3]error
	r.Task, errs[0] = ident.ParseHash(j.Task)
	switch j.Kind {
	case KindStarted, KindClosed:
	case KindComputed:
		r.Answer = poco.Answer{
			Cause: poco.Cause(j.Cause), ExitCode: j.ExitCode, Tail: string(j.Tail), Callback: j.Callback,
		}
		r.Answer.Digest, errs[1] = ident.ParseHash(j.Digest)
		r.Salt, errs[2] = ident.ParseHash(j.Salt)
	default:
		return Record{}, fmt.Errorf("journal record of unknown kind %q", j.Kind)
	}
	for _, err := range errs {
		if err != nil {
			return Record{}, fmt.Errorf("journal record: %w", err)
		}
	}
	if r.Task.IsZero() {
		return Record{}, fmt.Errorf("journal record of kind %q names no task", j.Kind)
	}
	return r, nil
}

// Open returns the last record of each task that is not closed, in the order in
// which the tasks were started: all that a journal must keep. A computed record
// is never replaced by another.
func Open(records []Record) []Record {
	last := map[ident.Hash]Record{}
	var order []ident.Hash
	for _, r := range records {
		old, known := last[r.Task]
		switch {
		case r.Kind == KindClosed:
			delete(last, r.Task)
			continue
		case known && old.Kind == KindComputed:
			continue
		case !known:
			order = append(order, r.Task)
		}
		last[r.Task] = r
	}
	var open []Record
	for _, id := range order {
		if r, ok := last[id]; ok {
			open = append(open, r)
			delete(last, id) // a task that was closed and started again is in order twice
		}
	}
	return open
}
