package types

import (
	"github.com/cosmos/cosmos-sdk/codec"
	"github.com/cosmos/cosmos-sdk/codec/legacy"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/msgservice"
)

// messages are all of the module, with the amino names of tx.proto.
var messages = []struct {
	msg  sdk.Msg
	name string
}{
	{&MsgRegisterWorker{}, "iexec/MsgRegisterWorker"},
	{&MsgUpdateWorker{}, "iexec/MsgUpdateWorker"},
	{&MsgDrainWorker{}, "iexec/MsgDrainWorker"},
	{&MsgLeavePool{}, "iexec/MsgLeavePool"},
	{&MsgUnjailWorker{}, "iexec/MsgUnjailWorker"},
	{&MsgCommit{}, "iexec/MsgCommit"},
	{&MsgReveal{}, "iexec/MsgReveal"},
	{&MsgContribute{}, "iexec/MsgContribute"},
	{&MsgContributeAndFinalize{}, "iexec/MsgContributeAndFinalize"},
	{&MsgAuthorizeWorkers{}, "iexec/MsgAuthorizeWorkers"},
	{&MsgAdvanceTask{}, "iexec/MsgAdvanceTask"},
	{&MsgUpdateParams{}, "iexec/poco/MsgUpdateParams"},
}

// RegisterInterfaces makes the messages known to a proto registry.
func RegisterInterfaces(r codectypes.InterfaceRegistry) {
	for _, m := range messages {
		r.RegisterImplementations((*sdk.Msg)(nil), m.msg)
	}
	msgservice.RegisterMsgServiceDesc(r, &_Msg_serviceDesc)
}

// RegisterLegacyAminoCodec makes the messages known to an amino codec.
func RegisterLegacyAminoCodec(c *codec.LegacyAmino) {
	for _, m := range messages {
		legacy.RegisterAminoMsg(c, m.msg, m.name)
	}
}

// IsWorkerMessage reports whether a message is one that due workers send for free.
func IsWorkerMessage(m sdk.Msg) bool {
	switch m.(type) {
	case *MsgCommit, *MsgReveal, *MsgContribute, *MsgContributeAndFinalize:
		return true
	}
	return false
}

// WorkerOf returns the worker that sends a worker message, else "".
func WorkerOf(m sdk.Msg) string {
	switch m := m.(type) {
	case *MsgCommit:
		return m.Worker
	case *MsgReveal:
		return m.Worker
	case *MsgContribute:
		return m.Worker
	case *MsgContributeAndFinalize:
		return m.Worker
	}
	return ""
}
