package market

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/iexecd/iexecd/x/market/types"
)

func arg(names ...string) []*autocliv1.PositionalArgDescriptor {
	out := make([]*autocliv1.PositionalArgDescriptor, len(names))
	for i, n := range names {
		out[i] = &autocliv1.PositionalArgDescriptor{ProtoField: n}
	}
	return out
}

func cmd(rpc, use, short, example string, args ...string) *autocliv1.RpcCommandOptions {
	return &autocliv1.RpcCommandOptions{
		RpcMethod: rpc, Use: use, Short: short, Example: "iexecd " + example, PositionalArgs: arg(args...),
	}
}

// AutoCLIOptions describes the module's plumbing commands.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service: types.Query_serviceDesc.ServiceName, RpcCommandOptions: queries(),
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service: types.Msg_serviceDesc.ServiceName, RpcCommandOptions: messages(),
		},
	}
}

func queries() []*autocliv1.RpcCommandOptions {
	return []*autocliv1.RpcCommandOptions{
		cmd("Params", "params", "Show the market's parameters", "query market params"),
		cmd("Categories", "categories", "List the categories of tasks", "query market categories"),
		cmd("App", "app [id-or-name]", "Show an app and its price", "query market app vanitygen", "id"),
		cmd("Apps", "apps", "List apps", "query market apps --name vanitygen"),
		cmd("Dataset", "dataset [id]", "Show a dataset", "query market dataset 0x…", "id"),
		cmd("Datasets", "datasets", "List datasets", "query market datasets"),
		cmd("Workerpool", "workerpool [id]", "Show a pool", "query market workerpool 0x…", "id"),
		cmd("Workerpools", "workerpools", "List pools", "query market workerpools"),
		cmd("Order", "order [id]", "Show an order", "query market order 0x…", "id"),
		cmd("Orders", "orders", "List orders", "query market orders --owner iexec1… --resting-only"),
		cmd("Deal", "deal [id]", "Show a deal", "query market deal 0x…", "id"),
		cmd("Deals", "deals", "List deals", "query market deals --requester iexec1…"),
		cmd("Quote", "quote", "Say what a request would cost now",
			`query market quote --order '{"app":"vanitygen","volume":"1",`+
				`"policy":{"max_error_ppb":1000000}}' --any-price`),
		cmd("WhyNoMatch", "why-no-match [id]", "Say what keeps a request from being matched",
			"query market why-no-match 0x…", "id"),
		cmd("CheckMatch", "check-match [apporder] [workerpoolorder] [requestorder]",
			"Say what deal signed orders would make now, or why none",
			`query market check-match "$(cat app.json)" "$(cat workerpool.json)" "$(cat request.json)"`,
			"apporder", "workerpoolorder", "requestorder"),
		cmd("SignedState", "signed-state [hash]", "Show what a signed order has served, and who presigned it",
			"query market signed-state 0x…", "hash"),
		cmd("DatasetCompatibility", "dataset-compatibility [deal-id] [datasetorder]",
			"Say whether a deal may process the dataset of a signed order",
			`query market dataset-compatibility 0x… "$(cat dataset.json)"`, "deal_id", "datasetorder"),
		cmd("Group", "group [id]", "Show a group", "query market group 0x…", "id"),
		cmd("Groups", "groups", "List groups", "query market groups"),
		cmd("GroupMembers", "group-members [id]", "List the members of a group",
			"query market group-members 0x…", "id"),
		cmd("Listing", "listing [name]", "Show a listing of the store", "query market listing stockfish", "name"),
		cmd("Listings", "listings", "Search the store",
			"query market listings --search chess --status available --runtime oci"),
		cmd("ResultKey", "result-key [address]", "Show what an account's results are encrypted to",
			"query market result-key 0x…", "address"),
		cmd("Account", "account [address]", "Show what an account has locked, and for what",
			"query market account 0x…", "address"),
	}
}

func messages() []*autocliv1.RpcCommandOptions {
	gov := func(rpc string) *autocliv1.RpcCommandOptions {
		return &autocliv1.RpcCommandOptions{RpcMethod: rpc, Skip: true} // sent by proposal
	}
	return append([]*autocliv1.RpcCommandOptions{
		cmd("RegisterApp", "register-app [name] [runtime] [location] [checksum]",
			"Put an app into the registry",
			"tx market register-app hello wasm https://… 0x… --from alice", "name", "runtime", "location", "checksum"),
		cmd("RegisterDataset", "register-dataset [name] [location] [checksum]",
			"Put a dataset into the registry",
			"tx market register-dataset prices https://… 0x… --from alice", "name", "location", "checksum"),
		cmd("RegisterWorkerpool", "register-workerpool [description]", "Put a pool into the registry",
			"tx market register-workerpool \"my pool\" --worker-stake-ratio-percent 30 "+
				"--scheduler-reward-ratio-percent 1 "+
				"--membership open --scheduling chain --from alice", "description"),
		cmd("TransferResource", "transfer [id] [new-owner]", "Give an app, dataset, pool or group to a new owner",
			"tx market transfer 0x… iexec1… --from alice", "id", "new_owner"),
		cmd("UpdateWorkerpoolPolicy", "update-workerpool [id]", "Change a pool's policies for deals to come",
			"tx market update-workerpool 0x… --worker-stake-ratio-percent 30 "+
				"--scheduler-reward-ratio-percent 5 --from alice", "id"),
		cmd("SetPoolMember", "set-pool-member [workerpool] [worker]",
			"Put a worker on a pool's list, or take it off",
			"tx market set-pool-member 0x… iexec1… --allowed --from alice", "workerpool", "worker"),
		cmd("PlaceAppOrder", "place-app-order [order]", "Offer runs of an app",
			`tx market place-app-order '{"app":"0x…","price_nrlc":"1000","volume":"100"}' --from alice`, "order"),
		cmd("PlaceDatasetOrder", "place-dataset-order [order]", "Offer uses of a dataset",
			`tx market place-dataset-order '{"dataset":"0x…","price_nrlc":"1000","volume":"100"}' --from alice`,
			"order"),
		cmd("PlaceWorkerpoolOrder", "place-workerpool-order [order]", "Offer a pool's workers",
			`tx market place-workerpool-order '{"workerpool":"0x…","price_nrlc":"1000","volume":"100",`+
				`"min_error_ppb":1000}' `+
				`--from alice`, "order"),
		cmd("PlaceRequestOrder", "place-request-order [order]", "Ask for computation (iexecd run does more)",
			`tx market place-request-order '{"app":"0x…","workerpool_max_price_nrlc":"1000","volume":"1",`+
				`"policy":{"max_error_ppb":1000000}}' --from alice`, "order"),
		cmd("CancelOrder", "cancel-order [id]", "Take an order back with its escrow",
			"tx market cancel-order 0x… --from alice", "id"),
		cmd("SetListing", "set-listing [name] [card]", "Put a listing into the store, or replace it",
			`tx market set-listing chess '{"status":"LISTING_STATUS_AVAILABLE","title":"Chess",`+
				`"summary":"Finds the best move","category_of_use":"games"}' --versions 0x… --from alice`,
			"name", "card"),
		cmd("RemoveListing", "remove-listing [name]", "Take a listing out of the store",
			"tx market remove-listing chess --from alice", "name"),
		cmd("SetResultKey", "set-result-key [recipient]", "Say what your results are to be encrypted to",
			"tx market set-result-key age1… --from alice", "recipient"),
		gov("CreateCategory"), gov("UpdateParams"),
	}, signedMessages()...)
}

// signedMessages are those of signed orders and groups. Files hold orders as iExec's tools write them.
func signedMessages() []*autocliv1.RpcCommandOptions {
	return []*autocliv1.RpcCommandOptions{
		cmd("PlaceSignedAppOrder", "place-signed-app-order [order]", "Rest a signed app order in the book",
			`tx market place-signed-app-order "$(cat app.json)" --from anybody`, "order"),
		cmd("PlaceSignedDatasetOrder", "place-signed-dataset-order [order]", "Rest a signed dataset order in the book",
			`tx market place-signed-dataset-order "$(cat dataset.json)" --from anybody`, "order"),
		cmd("PlaceSignedWorkerpoolOrder", "place-signed-workerpool-order [order]",
			"Rest a signed pool order in the book; its owner escrows the stake",
			`tx market place-signed-workerpool-order "$(cat workerpool.json)" --from anybody`, "order"),
		cmd("PlaceSignedRequestOrder", "place-signed-request-order [order]",
			"Rest a signed request in the book; its requester escrows the ceiling",
			`tx market place-signed-request-order "$(cat request.json)" --from anybody`, "order"),
		cmd("MatchOrders", "match-orders [apporder] [workerpoolorder] [requestorder]",
			"Make a deal of signed orders; the requester pays",
			`tx market match-orders "$(cat app.json)" "$(cat workerpool.json)" "$(cat request.json)" --from anybody`,
			"apporder", "workerpoolorder", "requestorder"),
		cmd("SponsorMatchOrders", "sponsor-match-orders [apporder] [workerpoolorder] [requestorder]",
			"Make a deal of signed orders, and pay it",
			`tx market sponsor-match-orders "$(cat app.json)" "$(cat workerpool.json)" "$(cat request.json)" `+
				`--datasetorder "$(cat dataset.json)" --from alice`,
			"apporder", "workerpoolorder", "requestorder"),
		cmd("ManageOrder", "manage-order [operation] [order]", "Presign an order, or close it for ever",
			`tx market manage-order close '{"app":{…}}' --from alice`, "operation", "order"),
		cmd("CreateGroup", "create-group [description]", "Create a group that restrictions may name",
			"tx market create-group \"versions of my app\" --members 0x… --from alice", "description"),
		cmd("UpdateGroup", "update-group [id]", "Add members to a group, or remove some",
			"tx market update-group 0x… --add 0x… --remove 0x… --from alice", "id"),
	}
}
