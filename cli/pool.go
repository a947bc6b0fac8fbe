package cli

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/worker/chain"
	markettypes "github.com/iexecd/iexecd/x/market/types"
	"github.com/iexecd/iexecd/x/poco/types"
)

// The flags of the pool's commands.
const (
	flagWorker     = "worker"
	flagEnclave    = "enclave"
	flagSeat       = "seat"
	flagScheduling = "scheduling"
	flagAllowList  = "allow-list"
	flagStakeRatio = "stake-ratio"
	flagShare      = "share"
)

func poolCommand() *cobra.Command {
	return parent("pool", "Run a workerpool: register it, choose its workers, authorise them",
		poolNew(), poolShow(), poolAllow(), poolAuthorize(), poolServe())
}

func poolNew() *cobra.Command {
	cmd := command("new DESCRIPTION", "Register a workerpool", `
iexecd pool new "the pool of my house"
iexecd pool new "iExec's way" --scheduling owner`, cobra.ExactArgs(1), withNode(newPool))
	keyFlags(cmd.Flags())
	f := cmd.Flags()
	f.String(flagScheduling, "chain", "who chooses the workers of a task: chain, or owner (see pool serve)")
	f.Bool(flagAllowList, false, "only workers on the pool's list may join (default: every worker)")
	f.Uint64(flagStakeRatio, 30, "what a worker stakes on a classic task, percent of its price")
	f.Uint64(flagShare, 1, "what the pool's owner keeps of the reward, percent")
	return cmd
}

func newPool(ctx context.Context, s *session, n *node, args []string) error {
	f := s.cmd.Flags()
	scheduling, _ := f.GetString(flagScheduling)
	msg := &markettypes.MsgRegisterWorkerpool{
		Description: args[0], Membership: markettypes.Membership_MEMBERSHIP_OPEN,
		Scheduling: markettypes.Scheduling_SCHEDULING_CHAIN,
	}
	switch scheduling {
	case "chain":
	case "owner":
		msg.Scheduling = markettypes.Scheduling_SCHEDULING_OWNER
	default:
		return badInput(fmt.Sprintf("--scheduling %q is unknown", scheduling), "expected chain or owner")
	}
	if listed, _ := f.GetBool(flagAllowList); listed {
		msg.Membership = markettypes.Membership_MEMBERSHIP_ALLOW_LIST
	}
	msg.WorkerStakeRatioPercent, _ = f.GetUint64(flagStakeRatio)
	msg.SchedulerRewardRatioPercent, _ = f.GetUint64(flagShare)
	key, err := s.signer(n)
	if err != nil {
		return err
	}
	msg.Owner = key.address
	if err := s.confirm(fmt.Sprintf("Register a pool of %s?", key.name)); err != nil {
		return err
	}
	var answer markettypes.MsgRegisterWorkerpoolResponse
	tx, err := key.send(ctx, msg, &answer)
	if err != nil {
		return err
	}
	return s.result(map[string]any{"pool": answer.Id, "tx": tx.hash, "height": tx.height}, func(w io.Writer) error {
		_, err := fmt.Fprintln(w, answer.Id)
		return err
	})
}

func poolShow() *cobra.Command {
	return command("show POOL", "Show a pool: its terms, its workers and what it earned", "iexecd pool show 0x77aa…",
		cobra.ExactArgs(1), withNode(func(ctx context.Context, s *session, n *node, args []string) error {
			p, err := n.market.Workerpool(ctx, &markettypes.QueryWorkerpoolRequest{Id: args[0]})
			if err != nil {
				return err
			}
			sums, err := n.poco.Pool(ctx, &types.QueryPoolRequest{Id: args[0]})
			if errors.Is(err, chain.ErrNotFound) { // no worker has joined it yet
				sums, err = &types.QueryPoolResponse{Pool: types.PoolStats{Workerpool: p.Workerpool.Id}}, nil
			}
			if err != nil {
				return err
			}
			terms, err := protoJSON(&p.Workerpool)
			if err != nil {
				return err
			}
			numbers, err := protoJSON(sums)
			if err != nil {
				return err
			}
			return s.result(map[string]any{"pool": terms, "sums": numbers}, func(w io.Writer) error {
				return printPool(w, &p.Workerpool, sums)
			})
		}))
}

func printPool(w io.Writer, p *markettypes.Workerpool, sums *types.QueryPoolResponse) error {
	var t table
	t.add("pool", p.Id+"  "+clean(p.Description))
	t.add("owner", p.Owner)
	t.add("workers", fmt.Sprintf("%d, chosen by the %s; %s", sums.Pool.Workers,
		enum(p.Scheduling.String(), "SCHEDULING_"), enum(p.Membership.String(), "MEMBERSHIP_")))
	t.add("terms", fmt.Sprintf("workers stake %d %% of the price (classic), the owner keeps %d %% of the reward",
		p.WorkerStakeRatioPercent, p.SchedulerRewardRatioPercent))
	t.add("tasks", fmt.Sprintf("%d completed, %d failed", sums.Pool.Completed, sums.Pool.Failed))
	t.add("earned", fmt.Sprintf("%s, %s forfeited", amount(sums.Pool.EarnedNrlc), amount(sums.Pool.ForfeitedNrlc)))
	return t.print(w, "")
}

// offeredPolicies returns the strictest bound and the greatest trust that a
// pool's order is to offer. Where the owner chooses the workers there is no bound.
func (s *session) offeredPolicies(ctx context.Context, n *node, pool string) (bound uint32, trust uint64, err error) {
	f := s.cmd.Flags()
	trust, _ = f.GetUint64(flagTrust)
	text, _ := f.GetString(flagMinError)
	if text != "0" {
		if bound, err = parseProbability(flagMinError, text); err != nil {
			return 0, 0, err
		}
	}
	if f.Changed(flagMinError) {
		return bound, trust, nil
	}
	p, err := n.market.Workerpool(ctx, &markettypes.QueryWorkerpoolRequest{Id: pool})
	if err == nil && p.Workerpool.Scheduling == markettypes.Scheduling_SCHEDULING_OWNER {
		bound = 0
	}
	return bound, trust, err
}

// authorizationJSON is a signed authorization as programs read it.
type authorizationJSON struct {
	Worker  string `json:"worker"` // 0x, as the next three
	Task    string `json:"task"`
	Enclave string `json:"enclave"`
	Signer  string `json:"signer"`
	Sign    string `json:"sign"` // 65 bytes, v 27 or 28
}

func poolAuthorize() *cobra.Command {
	cmd := command("authorize TASK", "Sign that a worker may contribute to a task, or seat it with --seat", `
iexecd pool authorize 0x7c1e5b… --worker iexec1w0rk…9f2c --from owner
iexecd pool authorize 0x7c1e5b… --worker iexec1w0rk…9f2c --seat`, cobra.ExactArgs(1), authorize)
	keyFlags(cmd.Flags())
	f := cmd.Flags()
	f.String(flagWorker, "", "account of the worker, in either spelling")
	f.String(flagEnclave, "", "address of the enclave's key, 0x (default: no enclave)")
	f.Bool(flagSeat, false, "send a transaction that seats the worker, instead of printing a signature")
	_ = cmd.MarkFlagRequired(flagWorker)
	cmd.MarkFlagsMutuallyExclusive(flagEnclave, flagSeat)
	return cmd
}

func authorize(ctx context.Context, s *session, args []string) error {
	task, err := ident.ParseHash(args[0])
	if err != nil || task.IsZero() {
		return badInput(fmt.Sprintf("%q is not the id of a task", clean(args[0])), "expected 0x and 64 digits")
	}
	text, _ := s.cmd.Flags().GetString(flagWorker)
	worker, err := account.Parse(text)
	if err != nil {
		return badInput("--worker is not an account", err.Error())
	}
	text, _ = s.cmd.Flags().GetString(flagEnclave)
	enclave, err := ident.ParseAddress(text)
	if err != nil {
		return badInput("--enclave is not an address", err.Error())
	}
	if seat, _ := s.cmd.Flags().GetBool(flagSeat); seat {
		return withNode(func(ctx context.Context, s *session, n *node, _ []string) error {
			return s.seatWorker(ctx, n, task, worker)
		})(ctx, s, nil)
	}
	a, err := s.signAuthorization(worker, task, enclave)
	if err != nil {
		return err
	}
	return s.result(a, func(w io.Writer) error {
		line, err := json.MarshalIndent(a, "", "  ")
		if err == nil {
			_, err = fmt.Fprintln(w, string(line))
		}
		return err
	})
}

// signAuthorization returns the signature of the key in use.
func (s *session) signAuthorization(worker ident.Address, task ident.Hash, enclave ident.Address,
) (*authorizationJSON, error) {
	key, err := s.orderKey()
	if err != nil {
		return nil, err
	}
	document := poco.AuthorizationDocument(worker, task, enclave)
	sign, err := key.signature(document, poco.AuthorizationHash(worker, task, enclave))
	return &authorizationJSON{
		Worker: account.Checksummed(worker), Task: task.String(), Enclave: account.Checksummed(enclave),
		Signer: account.Checksummed(key.key.Address()), Sign: "0x" + hex.EncodeToString(sign),
	}, err
}

// seatWorker sends the transaction that gives a worker a seat.
func (s *session) seatWorker(ctx context.Context, n *node, task ident.Hash, worker ident.Address) error {
	key, err := s.signer(n)
	if err != nil {
		return err
	}
	if err := s.confirm(fmt.Sprintf("Seat %s on task %s as %s?", shortAddress(account.Bech32(worker)),
		short(task.String()), key.name)); err != nil {
		return err
	}
	answer, tx, err := key.seat(ctx, []types.Authorization{{TaskId: task.String(), Worker: account.Bech32(worker)}})
	if err != nil {
		return err
	}
	for _, o := range answer.Outcomes {
		if o.Error != "" {
			return &Error{Code: codeTxRejected, Exit: ExitRejected, What: "Not seated", Why: chainText(o.Error)}
		}
	}
	v := map[string]any{"task": task.String(), "worker": account.Bech32(worker), "tx": tx.hash, "height": tx.height}
	return s.result(v, func(w io.Writer) error {
		_, err := fmt.Fprintf(w, "%s is seated on %s (block %d)\n", account.Bech32(worker), task, tx.height)
		return err
	})
}

// seat sends authorizations and returns what became of each.
func (k *signer) seat(ctx context.Context, batch []types.Authorization,
) (*types.MsgAuthorizeWorkersResponse, *included, error) {
	var answer types.MsgAuthorizeWorkersResponse
	tx, err := k.send(ctx, &types.MsgAuthorizeWorkers{Owner: k.address, Authorizations: batch}, &answer)
	return &answer, tx, err
}
