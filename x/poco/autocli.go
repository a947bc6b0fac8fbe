package poco

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/iexecd/iexecd/x/poco/types"
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
				cmd("Params", "params", "Show the parameters of Proof of Contribution", "query poco params"),
				cmd("Task", "task [id]", "Show a task", "query poco task 0x…", "id"),
				cmd("Tasks", "tasks", "List tasks", "query poco tasks --deal-id 0x…"),
				cmd("Consensus", "consensus [id]", "Show a task's answers with their credibility",
					"query poco consensus 0x…", "id"),
				cmd("WhyTask", "why [id]", "Explain why a task waits, or how it ended", "query poco why 0x…", "id"),
				cmd("Worker", "worker [address]", "Show a worker", "query poco worker 0x…", "address"),
				cmd("Workers", "workers", "List workers", "query poco workers --workerpool 0x…"),
				cmd("Assignments", "assignments [address]", "List a worker's open tasks", "query poco assignments 0x…",
					"address"),
				cmd("Reputation", "reputation [address]", "Show a worker's record", "query poco reputation 0x…",
					"address"),
				cmd("ReputationHistory", "reputation-history [address]", "List the verdicts on a worker",
					"query poco reputation-history 0x…", "address"),
				cmd("Pool", "pool [id]", "Show the sums over a pool", "query poco pool 0x…", "id"),
				cmd("Kitty", "kitty", "Show what the kitty holds", "query poco kitty"),
				cmd("Audits", "audits", "Show the sums over all audits, and the audit fund", "query poco audits"),
				cmd("Maturing", "maturing [worker]", "List the results in which a worker has earnings held back",
					"query poco maturing 0x…", "worker"),
			},
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service: types.Msg_serviceDesc.ServiceName,
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				cmd("RegisterWorker", "register-worker [workerpool]",
					"Join a pool with a bond (iexecd worker start does it for you)",
					"tx poco register-worker 0x… --slots 2 --bond-nrlc 10000000000 --url http://… "+
						"--from alice", "workerpool"),
				cmd("UpdateWorker", "update-worker", "Change slots, tag, category or url, or add to the bond",
					"tx poco update-worker --slots 4 --add-bond-nrlc 1000000000 --from alice"),
				cmd("DrainWorker", "drain-worker", "Stop taking new tasks, or resume",
					"tx poco drain-worker --resume --from alice"),
				cmd("LeavePool", "leave-pool", "Leave the pool and get the bond back",
					"tx poco leave-pool --from alice"),
				cmd("UnjailWorker", "unjail-worker", "Return from jail after the term",
					"tx poco unjail-worker --from alice"),
				cmd("Commit", "commit", "Commit to answers (the worker does it)",
					`tx poco commit --commits '{"task_id":"0x…","commitment":"0x…"}' `+
						`--unordered --timeout-duration 60s --from alice`),
				cmd("Reveal", "reveal", "Reveal committed answers (the worker does it)",
					`tx poco reveal --reveals '{"task_id":"0x…","digest":"0x…","salt":"0x…","cause":"CAUSE_OK"}' `+
						`--unordered --timeout-duration 60s --from alice`),
				cmd("Contribute", "contribute", "Commit to answers of classic tasks (the worker does it)",
					`tx poco contribute --contributions '{"task_id":"0x…","result_hash":"0x…","result_seal":"0x…"}' `+
						`--unordered --timeout-duration 60s --from alice`),
				cmd("ContributeAndFinalize", "contribute-and-finalize",
					"Answer a classic task of trust 1 in one step (the worker does it)",
					`tx poco contribute-and-finalize --answer '{"task_id":"0x…","digest":"0x…","cause":"CAUSE_OK"}' `+
						`--authorization 0x… --unordered --timeout-duration 60s --from alice`),
				cmd("AuthorizeWorkers", "authorize-workers",
					"Seat workers of your pool on its classic tasks (iexecd pool serve does it for you)",
					`tx poco authorize-workers --authorizations '{"task_id":"0x…","worker":"iexec1…"}' --from alice`),
				cmd("AdvanceTask", "advance-task [task-id] [advance]",
					"Finalise, reopen or claim a classic task, where the chain does not do so by itself",
					"tx poco advance-task 0x… claim --from alice", "task_id", "advance"),
				{RpcMethod: "UpdateParams", Skip: true}, // sent by proposal
			},
		},
	}
}
