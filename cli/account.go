package cli

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	markettypes "github.com/iexecd/iexecd/x/market/types"
	"github.com/iexecd/iexecd/x/poco/types"
)

func accountCommand() *cobra.Command {
	cmd := command("account [ADDRESS|KEY]", "Show what an account has, what is locked, and for what", `
iexecd account
iexecd account bob
iexecd account 0x52a9…1c0b`, cobra.MaximumNArgs(1),
		withNode(func(ctx context.Context, s *session, n *node, args []string) error {
			who, err := s.whose(args)
			if err != nil {
				return err
			}
			r, err := n.market.Account(ctx, &markettypes.QueryAccountRequest{Address: who})
			if err != nil {
				return err
			}
			worker, err := n.poco.Worker(ctx, &types.QueryWorkerRequest{Address: who})
			if err != nil {
				if asError(err).Exit != ExitNotFound {
					return err
				}
				worker = nil
			}
			return s.protoResult(r, func(w io.Writer) error { return printAccount(w, r, worker) })
		}))
	keyFlags(cmd.Flags())
	cmd.AddCommand(resultKeyCommand())
	return cmd
}

// whose returns the account in args, that of the key named there, or one's own.
func (s *session) whose(args []string) (string, error) {
	if len(args) == 0 {
		return s.address()
	}
	s.profile.Key = args[0]
	return s.address()
}

func printAccount(w io.Writer, r *markettypes.QueryAccountResponse, worker *types.QueryWorkerResponse) error {
	var t table
	t.add("account", r.Address+" = "+r.EthAddress)
	t.add("available", amount(r.AvailableNrlc))
	t.add("locked", fmt.Sprintf("%s in orders, %s in deals", amount(r.LockedInOrdersNrlc), amount(r.LockedInDealsNrlc)))
	if worker != nil {
		t.add("bond", fmt.Sprintf("%s as a worker, %s of it at stake", amount(worker.Worker.BondNrlc),
			amount(worker.Worker.LockedNrlc)))
	}
	if err := t.print(w, ""); err != nil || len(r.Locks) == 0 {
		return err
	}
	var locks table
	locks.add("LOCKED", "FOR", "", "BACK BY")
	for _, l := range r.Locks {
		until := "when cancelled"
		if l.UntilUnix > 0 {
			until = clock(l.UntilUnix)
		}
		locks.add(amount(l.AmountNrlc), l.What, l.Id, until)
	}
	_, _ = fmt.Fprintln(w)
	return locks.print(w, "")
}
