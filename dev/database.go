package dev

import (
	"errors"
	"sync"

	cmtdb "github.com/cometbft/cometbft-db"
	cmtcfg "github.com/cometbft/cometbft/config"

	dbm "github.com/cosmos/cosmos-db"
)

// databases opens CometBFT's databases with the SDK's drivers, which have Pebble
// without a build tag, and closes those that CometBFT leaves open.
type databases struct {
	open []*database
}

// provide implements config.DBProvider.
func (d *databases) provide(c *cmtcfg.DBContext) (cmtdb.DB, error) {
	db, err := dbm.NewDB(c.ID, dbm.BackendType(c.Config.DBBackend), c.Config.DBDir())
	if err != nil {
		return nil, err
	}
	opened := &database{DB: db}
	d.open = append(d.open, opened)
	return opened, nil
}

func (d *databases) close() error {
	var errs []error
	for _, db := range d.open {
		errs = append(errs, db.Close())
	}
	return errors.Join(errs...)
}

// errClosed is what a database answers when it is closed: CometBFT's indexer may
// still be at work when its node says that it has stopped.
var errClosed = errors.New("the database is closed")

// database is a database of the SDK as CometBFT wants it.
type database struct {
	dbm.DB
	mu     sync.RWMutex
	closed bool
}

// ask calls f unless the database is closed; it is not closed meanwhile.
func ask[T any](d *database, f func() (T, error)) (T, error) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	if d.closed {
		var none T
		return none, errClosed
	}
	return f()
}

func (d *database) do(f func() error) error {
	_, err := ask(d, func() (struct{}, error) { return struct{}{}, f() })
	return err
}

// Get implements db.DB.
func (d *database) Get(key []byte) ([]byte, error) {
	return ask(d, func() ([]byte, error) { return d.DB.Get(key) })
}

// Has implements db.DB.
func (d *database) Has(key []byte) (bool, error) {
	return ask(d, func() (bool, error) { return d.DB.Has(key) })
}

// Set implements db.DB.
func (d *database) Set(key, value []byte) error {
	return d.do(func() error { return d.DB.Set(key, value) })
}

// SetSync implements db.DB.
func (d *database) SetSync(key, value []byte) error {
	return d.do(func() error { return d.DB.SetSync(key, value) })
}

// Delete implements db.DB.
func (d *database) Delete(key []byte) error { return d.do(func() error { return d.DB.Delete(key) }) }

// DeleteSync implements db.DB.
func (d *database) DeleteSync(key []byte) error {
	return d.do(func() error { return d.DB.DeleteSync(key) })
}

// Iterator implements db.DB.
func (d *database) Iterator(start, end []byte) (cmtdb.Iterator, error) {
	return ask(d, func() (cmtdb.Iterator, error) { return d.DB.Iterator(start, end) })
}

// ReverseIterator implements db.DB.
func (d *database) ReverseIterator(start, end []byte) (cmtdb.Iterator, error) {
	return ask(d, func() (cmtdb.Iterator, error) { return d.DB.ReverseIterator(start, end) })
}

// NewBatch implements db.DB.
func (d *database) NewBatch() cmtdb.Batch { return &batch{db: d} }

// Compact does nothing: Pebble compacts by itself.
func (d *database) Compact(_, _ []byte) error { return nil }

// Close closes it the first time.
func (d *database) Close() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		return nil
	}
	d.closed = true
	return d.DB.Close()
}

// batch collects writes until one of the Write methods.
type batch struct {
	db    *database
	steps []func(dbm.Batch) error
}

// Set implements db.Batch.
func (b *batch) Set(key, value []byte) error {
	b.steps = append(b.steps, func(to dbm.Batch) error { return to.Set(key, value) })
	return nil
}

// Delete implements db.Batch.
func (b *batch) Delete(key []byte) error {
	b.steps = append(b.steps, func(to dbm.Batch) error { return to.Delete(key) })
	return nil
}

// Write implements db.Batch.
func (b *batch) Write() error { return b.write(dbm.Batch.Write) }

// WriteSync implements db.Batch.
func (b *batch) WriteSync() error { return b.write(dbm.Batch.WriteSync) }

func (b *batch) write(how func(dbm.Batch) error) error {
	return b.db.do(func() error {
		to := b.db.DB.NewBatch()
		for _, step := range b.steps {
			if err := step(to); err != nil {
				return errors.Join(err, to.Close())
			}
		}
		return errors.Join(how(to), to.Close())
	})
}

// Close implements db.Batch.
func (b *batch) Close() error {
	b.steps = nil
	return nil
}
