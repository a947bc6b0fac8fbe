package cli

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/iexecd/iexecd/crypto/account"
	markettypes "github.com/iexecd/iexecd/x/market/types"
)

func poolAllow() *cobra.Command {
	cmd := command("allow WORKER", "Put a worker on the list of a pool that has one, or take it off with --revoke", `
iexecd pool allow iexec1w0rk…9f2c --pool 0x77aa… --from owner
iexecd pool allow iexec1w0rk…9f2c --pool 0x77aa… --revoke`, cobra.ExactArgs(1), withNode(allowWorker))
	keyFlags(cmd.Flags())
	f := cmd.Flags()
	f.String(flagPool, "", "id of the pool")
	f.Bool(flagRevoke, false, "take the worker off the list: it joins no more; who is in the pool stays")
	_ = cmd.MarkFlagRequired(flagPool)
	return cmd
}

func allowWorker(ctx context.Context, s *session, n *node, args []string) error {
	worker, err := account.Parse(args[0])
	if err != nil {
		return badInput(fmt.Sprintf("%q is not an account", clean(args[0])), err.Error())
	}
	pool, _ := s.cmd.Flags().GetString(flagPool)
	revoke, _ := s.cmd.Flags().GetBool(flagRevoke)
	p, err := n.market.Workerpool(ctx, &markettypes.QueryWorkerpoolRequest{Id: pool})
	if err != nil {
		return err
	}
	if p.Workerpool.Membership != markettypes.Membership_MEMBERSHIP_ALLOW_LIST {
		return badInput("Pool "+short(pool)+" has no list", "every worker may join it",
			"iexecd pool new … --allow-list")
	}
	key, err := s.signer(n)
	if err != nil {
		return err
	}
	question, said := "Let %s join pool %s?", "%s may join pool %s (block %d)\n"
	if revoke {
		question, said = "Let %s join pool %s no more?", "%s may not join pool %s any more (block %d)\n"
	}
	if err := s.confirm(fmt.Sprintf(question, shortAddress(account.Bech32(worker)), short(pool))); err != nil {
		return err
	}
	var answer markettypes.MsgSetPoolMemberResponse
	tx, err := key.send(ctx, &markettypes.MsgSetPoolMember{
		Owner: key.address, Workerpool: pool, Worker: account.Bech32(worker), Allowed: !revoke,
	}, &answer)
	if err != nil {
		return err
	}
	v := map[string]any{
		"worker": account.Bech32(worker), "pool": pool, "allowed": !revoke, "tx": tx.hash, "height": tx.height,
	}
	return s.result(v, func(w io.Writer) error {
		_, err := fmt.Fprintf(w, said, account.Bech32(worker), pool, tx.height)
		return err
	})
}
