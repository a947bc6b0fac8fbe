package beacon

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/iexecd/iexecd/x/beacon/types"
)

func cmd(rpc, use, short, example string, args ...string) *autocliv1.RpcCommandOptions {
	o := &autocliv1.RpcCommandOptions{RpcMethod: rpc, Use: use, Short: short, Example: "iexecd " + example}
	for _, a := range args {
		o.PositionalArgs = append(o.PositionalArgs, &autocliv1.PositionalArgDescriptor{ProtoField: a})
	}
	return o
}

// AutoCLIOptions describes the module's plumbing commands.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service: types.Query_serviceDesc.ServiceName,
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				cmd("Beacon", "value", "Show the beacon in force", "query beacon value"),
				cmd("Keys", "keys", "List the keys of validators", "query beacon keys"),
				cmd("Key", "key [operator]", "Show a validator's keys", "query beacon key iexecvaloper1…", "operator"),
			},
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service: types.Msg_serviceDesc.ServiceName,
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				cmd("RegisterBeaconKey", "register-key [public-key] [proof]",
					"Register a validator's key (iexecd beacon register does it for you)",
					"tx beacon register-key 0x… 0x… --from validator", "public_key", "proof"),
			},
		},
	}
}
