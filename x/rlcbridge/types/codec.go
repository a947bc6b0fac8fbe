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
	{&MsgWithdraw{}, "iexec/MsgBridgeWithdraw"},
	{&MsgCancelWithdraw{}, "iexec/MsgBridgeCancelWithdraw"},
	{&MsgRegisterBridgeKey{}, "iexec/MsgRegisterBridgeKey"},
	{&MsgSubmitSignatures{}, "iexec/MsgBridgeSubmitSignatures"},
	{&MsgClaimStranded{}, "iexec/MsgBridgeClaimStranded"},
	{&MsgSubmitEvidence{}, "iexec/MsgBridgeSubmitEvidence"},
	{&MsgPause{}, "iexec/MsgBridgePause"},
	{&MsgVetoDelayed{}, "iexec/MsgBridgeVetoDelayed"},
	{&MsgReleaseDelayed{}, "iexec/MsgBridgeReleaseDelayed"},
	{&MsgConfigureVault{}, "iexec/MsgBridgeConfigureVault"},
	{&MsgUnpause{}, "iexec/MsgBridgeUnpause"},
	{&MsgUpdateParams{}, "iexec/MsgBridgeUpdateParams"},
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
