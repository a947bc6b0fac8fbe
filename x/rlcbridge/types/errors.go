package types

import (
	stderrors "errors"

	"cosmossdk.io/errors"

	"github.com/iexecd/iexecd/core/bridge"
)

// The module's error codes, from 2, never reused.
var (
	ErrBadField     = errors.Register(ModuleName, 2, "bad field")
	ErrOff          = errors.Register(ModuleName, 3, "no bridge")
	ErrNotFound     = errors.Register(ModuleName, 4, "not found")
	ErrPaused       = errors.Register(ModuleName, 5, "paused")
	ErrNotReady     = errors.Register(ModuleName, 6, "not ready")
	ErrRefused      = errors.Register(ModuleName, 7, "not allowed")
	ErrFunds        = errors.Register(ModuleName, 8, "not enough funds")
	ErrStatus       = errors.Register(ModuleName, 9, "wrong status")
	ErrUnauthorized = errors.Register(ModuleName, 10, "not yours")
	ErrNoValidator  = errors.Register(ModuleName, 11, "not a validator")
	ErrProof        = errors.Register(ModuleName, 12, "bad proof of possession")
	ErrAlready      = errors.Register(ModuleName, 13, "done already")
	ErrSignature    = errors.Register(ModuleName, 14, "bad signature")
	ErrBooks        = errors.Register(ModuleName, 15, "the books do not add up")
	ErrObservation  = errors.Register(ModuleName, 16, "not what follows")
)

// Coded gives an error of core its code.
func Coded(err error) error {
	for _, c := range []struct {
		core  error
		coded *errors.Error
	}{
		{bridge.ErrWithdrawal, ErrRefused},
		{bridge.ErrSignature, ErrSignature},
		{bridge.ErrLedger, ErrBooks},
	} {
		if stderrors.Is(err, c.core) {
			return c.coded.Wrap(err.Error())
		}
	}
	return err
}
