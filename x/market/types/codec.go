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
	{&MsgRegisterApp{}, "iexec/MsgRegisterApp"},
	{&MsgRegisterDataset{}, "iexec/MsgRegisterDataset"},
	{&MsgRegisterWorkerpool{}, "iexec/MsgRegisterWorkerpool"},
	{&MsgTransferResource{}, "iexec/MsgTransferResource"},
	{&MsgUpdateWorkerpoolPolicy{}, "iexec/MsgUpdateWorkerpoolPolicy"},
	{&MsgSetPoolMember{}, "iexec/MsgSetPoolMember"},
	{&MsgPlaceAppOrder{}, "iexec/MsgPlaceAppOrder"},
	{&MsgPlaceDatasetOrder{}, "iexec/MsgPlaceDatasetOrder"},
	{&MsgPlaceWorkerpoolOrder{}, "iexec/MsgPlaceWorkerpoolOrder"},
	{&MsgPlaceRequestOrder{}, "iexec/MsgPlaceRequestOrder"},
	{&MsgCancelOrder{}, "iexec/MsgCancelOrder"},
	{&MsgPlaceSignedAppOrder{}, "iexec/MsgPlaceSignedAppOrder"},
	{&MsgPlaceSignedDatasetOrder{}, "iexec/MsgPlaceSignedDatasetOrder"},
	{&MsgPlaceSignedWorkerpoolOrder{}, "iexec/MsgPlaceSignedWorkerpoolOrder"},
	{&MsgPlaceSignedRequestOrder{}, "iexec/MsgPlaceSignedRequestOrder"},
	{&MsgMatchOrders{}, "iexec/MsgMatchOrders"},
	{&MsgSponsorMatchOrders{}, "iexec/MsgSponsorMatchOrders"},
	{&MsgManageOrder{}, "iexec/MsgManageOrder"},
	{&MsgCreateGroup{}, "iexec/MsgCreateGroup"},
	{&MsgUpdateGroup{}, "iexec/MsgUpdateGroup"},
	{&MsgSetListing{}, "iexec/MsgSetListing"},
	{&MsgRemoveListing{}, "iexec/MsgRemoveListing"},
	{&MsgSetResultKey{}, "iexec/MsgSetResultKey"},
	{&MsgCreateCategory{}, "iexec/MsgCreateCategory"},
	{&MsgUpdateParams{}, "iexec/market/MsgUpdateParams"},
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
