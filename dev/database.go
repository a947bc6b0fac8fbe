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

// database is a database of the SDK as CometBFT wants it.
type database struct {
	dbm.DB
	closed sync.Once
}

// Iterator implements db.DB.
func (d *database) Iterator(start, end []byte) (cmtdb.Iterator, error) {
	return d.DB.Iterator(start, end)
}

// ReverseIterator implements db.DB.
func (d *database) ReverseIterator(start, end []byte) (cmtdb.Iterator, error) {
	return d.DB.ReverseIterator(start, end)
}

// NewBatch implements db.DB.
func (d *database) NewBatch() cmtdb.Batch { return d.DB.NewBatch() }

// Compact does nothing: Pebble compacts by itself.
func (d *database) Compact(_, _ []byte) error { return nil }

// Close closes it the first time.
func (d *database) Close() (err error) {
	d.closed.Do(func() { err = d.DB.Close() })
	return err
}
