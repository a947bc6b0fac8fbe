package worker

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/worker/driver"
	"github.com/iexecd/iexecd/worker/livelog"
	"github.com/iexecd/iexecd/worker/storage"
)

// openLogs are the logs of the apps that run.
type openLogs struct {
	mu   sync.Mutex
	logs map[ident.Hash]openLog
}

type openLog struct {
	*livelog.Log
	requester ident.Address
}

// begin returns the log of an app that starts, in place of that of an earlier try.
func (o *openLogs) begin(s Spec) *livelog.Log {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.logs == nil {
		o.logs = map[ident.Hash]openLog{}
	}
	log := livelog.New()
	o.logs[s.Task.ID] = openLog{Log: log, requester: s.Offer.Requester}
	return log
}

// drop ends a log that is not the latest result's.
func (o *openLogs) drop(task ident.Hash) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if log, ok := o.logs[task]; ok {
		log.Abandon()
		delete(o.logs, task)
	}
}

// keptLog tells where the log of an app that ended is, and whose. The blob begins
// with saltBytes at random, so that nobody can ask for it by guessing what it says:
// blobs are served to all who can name them.
type keptLog struct {
	Requester   string `json:"requester"`
	Blob        string `json:"blob"` // sha256 of salt, stdout and stderr
	StdoutBytes int    `json:"stdout_bytes"`
}

const saltBytes = 32

// keepLog stores a log and returns the digest of its blob.
func (s *Sandbox) keepLog(spec Spec, o driver.Outcome) (string, error) {
	bz := make([]byte, saltBytes, saltBytes+len(o.Stdout)+len(o.Stderr))
	_, _ = rand.Read(bz) // never fails: the runtime ends the program instead
	digest, err := s.store.PutBytes(append(append(bz, o.Stdout...), o.Stderr...))
	if err != nil {
		return "", err
	}
	return digest, s.store.PutPrivate(spec.Task.ID, keptLog{
		Requester: spec.Offer.Requester.String(), Blob: digest, StdoutBytes: len(o.Stdout),
	})
}

// Log implements livelog.Keeper.
func (s *Sandbox) Log(task ident.Hash) (*livelog.Log, ident.Address, error) {
	s.logs.mu.Lock()
	open, ok := s.logs.logs[task]
	s.logs.mu.Unlock()
	if ok {
		return open.Log, open.requester, nil
	}
	var kept keptLog
	if err := s.store.Private(task, &kept); err != nil {
		return nil, ident.Address{}, noLog(err)
	}
	requester, err := ident.ParseAddress(kept.Requester)
	if err != nil {
		return nil, requester, err
	}
	f, err := s.store.Get(kept.Blob)
	if err != nil {
		return nil, requester, noLog(err)
	}
	defer func() { _ = f.Close() }()
	bz, err := io.ReadAll(f)
	if err != nil {
		return nil, requester, err
	}
	if len(bz) < saltBytes || kept.StdoutBytes < 0 || kept.StdoutBytes > len(bz)-saltBytes {
		return nil, requester, fmt.Errorf("the log of task %s has %d bytes, %d of stdout", task, len(bz),
			kept.StdoutBytes)
	}
	bz = bz[saltBytes:]
	return livelog.Ended(bz[:kept.StdoutBytes], bz[kept.StdoutBytes:]), requester, nil
}

func noLog(err error) error {
	if errors.Is(err, storage.ErrNotFound) {
		return livelog.ErrNone
	}
	return err
}
