package app

import (
	"context"
	"encoding/hex"
	"errors"
	"slices"
	"strings"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"cosmossdk.io/collections"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	distrtypes "github.com/cosmos/cosmos-sdk/x/distribution/types"
	slashingtypes "github.com/cosmos/cosmos-sdk/x/slashing/types"
	stakingtypes "github.com/cosmos/cosmos-sdk/x/staking/types"
	gogogrpc "github.com/cosmos/gogoproto/grpc"

	"github.com/iexecd/iexecd/crypto/account"
)

// RegisterGRPCServerWithSkipCheckHeader implements servertypes.Application. It
// registers the queries so that a caller's mistake never looks like a fault of
// the server: what is not there is NotFound (404), what cannot be read is
// InvalidArgument (400), also where the SDK says Unknown (500).
func (a *App) RegisterGRPCServerWithSkipCheckHeader(server gogogrpc.Server, skip bool) {
	a.BaseApp.RegisterGRPCServerWithSkipCheckHeader(classifyingServer{server}, skip)
}

// classifyingServer gives the errors of all methods their status.
type classifyingServer struct{ gogogrpc.Server }

// RegisterService implements gogogrpc.Server.
func (s classifyingServer) RegisterService(desc *grpc.ServiceDesc, handler any) {
	out := *desc
	out.Methods = make([]grpc.MethodDesc, len(desc.Methods))
	for i, m := range desc.Methods {
		call := m.Handler
		m.Handler = func(
			srv any, ctx context.Context, decode func(any) error, in grpc.UnaryServerInterceptor,
		) (any, error) {
			res, err := call(srv, ctx, func(req any) error { return bech32First(decode(req), req) }, in)
			return res, classify(err)
		}
		out.Methods[i] = m
	}
	s.Server.RegisterService(&out, handler)
}

// bech32First rewrites the one request whose answer repeats the question's
// spelling. It passes err on.
func bech32First(err error, req any) error {
	if info, ok := req.(*authtypes.QueryAccountInfoRequest); ok && err == nil {
		if id, bad := account.Parse(info.Address); bad == nil {
			info.Address = account.Bech32(id)
		}
	}
	return err
}

// notThere are the errors of the SDK that mean that something does not exist.
var notThere = []error{
	collections.ErrNotFound, sdkerrors.ErrNotFound, sdkerrors.ErrKeyNotFound, sdkerrors.ErrUnknownAddress,
	stakingtypes.ErrNoValidatorFound, stakingtypes.ErrNoDelegation, stakingtypes.ErrNoUnbondingDelegation,
	slashingtypes.ErrNoSigningInfoFound, distrtypes.ErrNoValidatorExists, distrtypes.ErrNoDelegationExists,
}

// unreadable are the errors of the SDK and ours that mean a malformed question.
var unreadable = []error{
	account.ErrBadAddress, account.ErrChecksum, account.ErrBadValidator, collections.ErrEncoding,
	sdkerrors.ErrInvalidAddress, sdkerrors.ErrInvalidRequest, sdkerrors.ErrInvalidCoins, sdkerrors.ErrTxDecode,
}

// classify returns err with the status its cause deserves; a status that an
// author chose stays, but for Internal about an address or a missing record.
func classify(err error) error {
	if status.Code(err) == codes.Unknown {
		var digit hex.InvalidByteError
		switch {
		case slices.ContainsFunc(notThere, func(cause error) bool { return errors.Is(err, cause) }):
			return status.Error(codes.NotFound, err.Error())
		case slices.ContainsFunc(unreadable, func(cause error) bool { return errors.Is(err, cause) }),
			errors.As(err, &digit), errors.Is(err, hex.ErrLength):
			return status.Error(codes.InvalidArgument, err.Error())
		}
	}
	if status.Code(err) == codes.Internal { // the SDK kept the text of the cause only
		text := status.Convert(err).Message()
		says := func(cause error) bool { return strings.Contains(text, cause.Error()) }
		switch {
		case says(account.ErrBadAddress), says(account.ErrChecksum), says(account.ErrBadValidator):
			return status.Error(codes.InvalidArgument, text)
		case says(collections.ErrNotFound):
			return status.Error(codes.NotFound, text)
		}
	}
	return err
}
