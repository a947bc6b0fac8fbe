package rlcbridge

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/iexecd/iexecd/x/rlcbridge/types"
)

func cmd(rpc, use, short, example string, args ...string) *autocliv1.RpcCommandOptions {
	o := &autocliv1.RpcCommandOptions{RpcMethod: rpc, Use: use, Short: short, Example: "iexecd " + example}
	for _, a := range args {
		o.PositionalArgs = append(o.PositionalArgs, &autocliv1.PositionalArgDescriptor{ProtoField: a})
	}
	return o
}

// governance is a message that only proposals send.
func governance(rpc string) *autocliv1.RpcCommandOptions {
	return &autocliv1.RpcCommandOptions{RpcMethod: rpc, Skip: true}
}

// AutoCLIOptions describes the module's plumbing commands.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service: types.Query_serviceDesc.ServiceName,
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				cmd("Params", "params", "Show the params", "query rlcbridge params"),
				cmd("Status", "status", "Show the vault, what was observed of it, sums and pauses",
					"query rlcbridge status"),
				cmd("Withdrawal", "withdrawal [id]", "Show a withdrawal", "query rlcbridge withdrawal 7", "id"),
				cmd("Withdrawals", "withdrawals", "List withdrawals", "query rlcbridge withdrawals --sender iexec1…"),
				cmd("Batch", "batch [nonce]", "Show a batch with its withdrawals and signatures",
					"query rlcbridge batch 3", "nonce"),
				cmd("Batches", "batches", "List batches", "query rlcbridge batches"),
				cmd("Valset", "valset [nonce]", "Show a validator set with its signatures", "query rlcbridge valset 2",
					"nonce"),
				cmd("Valsets", "valsets", "List validator sets", "query rlcbridge valsets"),
				cmd("Config", "config [nonce]", "Show a config of the vault with its signatures",
					"query rlcbridge config 1", "nonce"),
				cmd("Configs", "configs", "List configs of the vault", "query rlcbridge configs"),
				cmd("Key", "key [operator]", "Show a validator's bridge key", "query rlcbridge key iexecvaloper1…",
					"operator"),
				cmd("Keys", "keys", "List the bridge keys of validators", "query rlcbridge keys"),
				cmd("Delayed", "delayed", "List deposits that wait", "query rlcbridge delayed"),
				cmd("Stranded", "stranded", "List what can be claimed", "query rlcbridge stranded"),
			},
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service: types.Msg_serviceDesc.ServiceName,
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				cmd("Withdraw", "withdraw [to] [amount-nrlc] [fee-nrlc]", "Send RLC to Ethereum",
					"tx rlcbridge withdraw 0x… 5000000000 500000000 --from alice", "to", "amount_nrlc", "fee_nrlc"),
				cmd("CancelWithdraw", "cancel [id]", "Take a withdrawal back that waits, less the least fee",
					"tx rlcbridge cancel 7 --from alice", "id"),
				cmd("RegisterBridgeKey", "register-key [address] [proof]", "Register a validator's bridge key",
					"tx rlcbridge register-key 0x… 0x… --from validator", "address", "proof"),
				cmd("SubmitSignatures", "sign", "Add signatures that votes did not bring",
					`tx rlcbridge sign --signatures '{"kind":2,"nonce":"3","signature":"0x…"}' --from alice`),
				cmd("ClaimStranded", "claim [id] [to] [signature]", "Claim what is stranded",
					"tx rlcbridge claim 1 iexec1… 0x… --from alice", "id", "to", "signature"),
				cmd("SubmitEvidence", "evidence [signature]", "Show what a bridge key signed and this chain never made",
					`tx rlcbridge evidence 0x… --batch '{"nonce":"9","items_hash":"0x…"}' --from alice`, "signature"),
				cmd("Pause", "pause [flags] [seconds] [reason]", "Pause deposits (1), withdrawals (2) or both (3)",
					"tx rlcbridge pause 3 3600 'a strange deposit' --from guardian", "flags", "seconds", "reason"),
				cmd("VetoDelayed", "veto [nonce]", "Leave a delayed deposit to governance",
					"tx rlcbridge veto 12 --from guardian", "nonce"),
				governance("ConfigureVault"), governance("ReleaseDelayed"), governance("Unpause"),
				governance("UpdateParams"),
			},
		},
	}
}
