package types

import (
	stderrors "errors"

	"cosmossdk.io/errors"

	"github.com/iexecd/iexecd/core/poco"
)

// The module's error codes, from 2, never reused.
var (
	ErrBadField   = errors.Register(ModuleName, 2, "bad field")
	ErrNotFound   = errors.Register(ModuleName, 3, "not found")
	ErrNotMember  = errors.Register(ModuleName, 4, "not assigned")
	ErrNotDue     = errors.Register(ModuleName, 5, "not due")
	ErrTooLate    = errors.Register(ModuleName, 6, "too late")
	ErrAlready    = errors.Register(ModuleName, 7, "done already")
	ErrAnswer     = errors.Register(ModuleName, 8, "bad answer")
	ErrFunds      = errors.Register(ModuleName, 9, "not enough funds")
	ErrStatus     = errors.Register(ModuleName, 10, "wrong status")
	ErrBusy       = errors.Register(ModuleName, 11, "tasks are open")
	ErrNotOpen    = errors.Register(ModuleName, 12, "the pool does not take this worker")
	ErrInvariant  = errors.Register(ModuleName, 13, "broken invariant")
	ErrNotVouched = errors.Register(ModuleName, 14, "not authorised")
	ErrOutvoted   = errors.Register(ModuleName, 15, "outvoted")
	ErrOverflow   = errors.Register(ModuleName, 16, "too large a number")
	ErrTooMany    = errors.Register(ModuleName, 17, "no room")
)

// Coded gives an error of core its code.
func Coded(err error) error {
	for _, c := range []struct {
		core  error
		coded *errors.Error
	}{
		{poco.ErrNotMember, ErrNotMember},
		{poco.ErrNotDue, ErrNotDue},
		{poco.ErrTooLate, ErrTooLate},
		{poco.ErrAlready, ErrAlready},
		{poco.ErrBadCommitment, ErrAnswer},
		{poco.ErrBadAnswer, ErrAnswer},
		{poco.ErrOutvoted, ErrOutvoted},
		{poco.ErrOverflow, ErrOverflow},
		{poco.ErrTooMany, ErrTooMany},
		{poco.ErrSeated, ErrAlready},
		{poco.ErrMoney, ErrInvariant},
	} {
		if stderrors.Is(err, c.core) {
			return c.coded.Wrap(err.Error())
		}
	}
	return err
}
