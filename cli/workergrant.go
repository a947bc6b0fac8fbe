package cli

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"cosmossdk.io/math"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/x/authz"
	"github.com/cosmos/cosmos-sdk/x/feegrant"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/worker"
	"github.com/iexecd/iexecd/worker/conf"
	pocotypes "github.com/iexecd/iexecd/x/poco/types"
)

// The flags of grant only.
const (
	flagDrain  = "drain"
	flagFees   = "fees-up-to"
	flagRevoke = "revoke"
)

// answerMessages are the messages that a hot key may send: those that answer tasks.
func answerMessages() []sdk.Msg {
	return []sdk.Msg{
		&pocotypes.MsgCommit{}, &pocotypes.MsgReveal{}, &pocotypes.MsgContribute{},
		&pocotypes.MsgContributeAndFinalize{},
	}
}

func workerGrant() *cobra.Command {
	cmd := command("grant", "Let a hot key answer tasks for a worker, so that its own key stays off the machine", `
iexecd worker grant --to iexec1hot…  --from owner
iexecd worker grant --to iexec1hot…  --from owner --for 720h --drain
iexecd worker grant --to iexec1hot…  --from owner --revoke`, cobra.NoArgs, withNode(grantHotKey))
	f := cmd.Flags()
	keyFlags(f)
	f.Lookup(flagFrom).Usage = "name of the worker's own key (default: worker)"
	f.String(flagTo, "", "account of the hot key")
	_ = cmd.MarkFlagRequired(flagTo)
	f.Duration(flagFor, 90*24*time.Hour, "until then, in chain time")
	f.Bool(flagDrain, false, "it may also drain and resume; the fee of that is the worker's")
	f.String(flagFees, "1rlc", "with --drain: most that it may spend on fees")
	f.Bool(flagRevoke, false, "take everything back")
	return cmd
}

// grantHotKey sends all grants, or revocations, in one transaction.
func grantHotKey(ctx context.Context, s *session, n *node, _ []string) error {
	s.asWorker()
	k, err := s.signer(n)
	if err != nil {
		return err
	}
	text, _ := s.cmd.Flags().GetString(flagTo)
	to, err := parseAccount(text)
	if err != nil {
		return err
	}
	if to == k.key.Address() {
		return badInput("--to is the worker itself", "a hot key is another key: make one with iexecd keys add hot")
	}
	g := granting{worker: k.address, to: account.Bech32(to)}
	msgs := g.revocations(ctx, n)
	if revoke, _ := s.cmd.Flags().GetBool(flagRevoke); !revoke {
		more, err := s.grants(ctx, n, &g)
		if err != nil {
			return err
		}
		msgs = append(msgs, more...)
	}
	if len(msgs) == 0 {
		return notFound("Nothing is granted to "+g.to, "there is nothing to take back")
	}
	r, err := n.client.SendAndWait(ctx, k.key, msgs...)
	if err != nil {
		return k.sendError(ctx, err)
	}
	return s.result(map[string]any{
		"worker": g.worker, "hot_key": g.to, "until_unix": g.until.Unix(), "tx": r.Hash, "height": r.Height,
	}, func(w io.Writer) error {
		if g.until.IsZero() {
			_, err := fmt.Fprintf(w, "%s may do nothing more for %s (block %d)\n", g.to, g.worker, r.Height)
			return err
		}
		_, err := fmt.Fprintf(w, "%s may answer tasks for %s until %s (block %d)\n  Next, where the hot key is: "+
			"iexecd worker start --for %s --from NAME\n", g.to, g.worker, clock(g.until.Unix()), r.Height, g.worker)
		return err
	})
}

// granting is what is granted to whom.
type granting struct {
	worker, to string
	until      time.Time // zero = taken back
}

// revocations take back what is granted now.
func (g *granting) revocations(ctx context.Context, n *node) []sdk.Msg {
	var msgs []sdk.Msg
	r, err := authz.NewQueryClient(n.client).Grants(ctx, &authz.QueryGrantsRequest{Granter: g.worker, Grantee: g.to})
	if err == nil {
		for _, one := range r.Grants {
			var generic authz.GenericAuthorization
			if generic.Unmarshal(one.Authorization.Value) == nil && generic.Msg != "" {
				msgs = append(msgs, &authz.MsgRevoke{Granter: g.worker, Grantee: g.to, MsgTypeUrl: generic.Msg})
			}
		}
	}
	_, err = feegrant.NewQueryClient(n.client).Allowance(ctx, &feegrant.QueryAllowanceRequest{
		Granter: g.worker, Grantee: g.to,
	})
	if err == nil {
		msgs = append(msgs, &feegrant.MsgRevokeAllowance{Granter: g.worker, Grantee: g.to})
	}
	return msgs
}

// grants returns the messages that grant.
func (s *session) grants(ctx context.Context, n *node, g *granting) ([]sdk.Msg, error) {
	f := s.cmd.Flags()
	lasts, _ := f.GetDuration(flagFor)
	if lasts <= 0 {
		return nil, badInput("--for "+lasts.String()+" is over already", "expected a time above 0, as 720h")
	}
	head, err := n.client.Head(ctx)
	if err != nil {
		return nil, err
	}
	g.until = head.Time.Add(lasts).Truncate(time.Second)
	kinds := answerMessages()
	drain, _ := f.GetBool(flagDrain)
	if drain {
		kinds = append(kinds, &pocotypes.MsgDrainWorker{})
	}
	var msgs []sdk.Msg
	for _, m := range kinds {
		one := &authz.MsgGrant{Granter: g.worker, Grantee: g.to, Grant: authz.Grant{Expiration: &g.until}}
		if err := one.SetAuthorization(authz.NewGenericAuthorization(sdk.MsgTypeURL(m))); err != nil {
			return nil, err
		}
		msgs = append(msgs, one)
	}
	if !drain {
		return msgs, nil
	}
	text, _ := f.GetString(flagFees)
	most, err := rlc.Parse(text)
	if err != nil {
		return nil, badInput("--"+flagFees+" "+text+" is not an amount", err.Error(), "--"+flagFees+" 1rlc")
	}
	fees, err := g.allowance(most)
	return append(msgs, fees), err
}

// allowance lets the hot key spend on fees of what it sends for somebody, and on
// nothing else.
func (g *granting) allowance(most rlc.Amount) (*feegrant.MsgGrantAllowance, error) {
	coins := sdk.NewCoins(sdk.NewCoin(account.Denom, math.NewIntFromUint64(uint64(most))))
	limited, err := feegrant.NewAllowedMsgAllowance(
		&feegrant.BasicAllowance{SpendLimit: coins, Expiration: &g.until},
		[]string{sdk.MsgTypeURL(&authz.MsgExec{})})
	if err != nil {
		return nil, err
	}
	packed, err := codectypes.NewAnyWithValue(limited)
	return &feegrant.MsgGrantAllowance{Granter: g.worker, Grantee: g.to, Allowance: packed}, err
}

func workerRegister() *cobra.Command {
	cmd := command("register", "Bring a worker into its pool, or change its registration, without running it here", `
iexecd worker register --from owner --bond 10rlc --slots 4 --url https://worker.example.org`, cobra.NoArgs,
		func(ctx context.Context, s *session, _ []string) error {
			c, err := s.workerConf()
			if err != nil {
				return err
			}
			c.For = ident.Address{} // it is the worker's own key that registers
			key, err := s.workerKey(c)
			if err != nil {
				return err
			}
			client, err := s.workerClient(c.Nodes)
			if err != nil {
				return err
			}
			defer func() { _ = client.Close() }()
			err = worker.Register(ctx, c.Worker, worker.Deps{Chain: client, Key: key, Out: s.cmd.ErrOrStderr()})
			if err != nil {
				return s.workerError(err)
			}
			me := account.Bech32(key.Address())
			return s.result(map[string]any{"worker": me}, func(w io.Writer) error {
				_, err := fmt.Fprintf(w, "%s is registered\n", me)
				return err
			})
		})
	workerFlags(cmd)
	return cmd
}

func workerUnjail() *cobra.Command {
	cmd := command("unjail", "Come back from jail when the term is over; a worker with its own key does it itself",
		"iexecd worker unjail --from owner", cobra.NoArgs,
		withWorker(func(ctx context.Context, s *session, n *node, c conf.Config, _ []string) error {
			return s.tellState(ctx, n, c, "taking tasks", func(worker string) sdk.Msg {
				return &pocotypes.MsgUnjailWorker{Worker: worker}
			})
		}))
	workerKeyFlags(cmd)
	return cmd
}

func workerDrain() *cobra.Command {
	cmd := command("drain", "Let a worker take no new tasks, or take them again with --resume", `
iexecd worker drain
iexecd worker drain --resume`, cobra.NoArgs, withWorker(func(
		ctx context.Context, s *session, n *node, c conf.Config, _ []string,
	) error {
		resume, _ := s.cmd.Flags().GetBool(flagResume)
		what := "draining"
		if resume {
			what = "taking tasks"
		}
		return s.tellState(ctx, n, c, what, func(worker string) sdk.Msg {
			return &pocotypes.MsgDrainWorker{Worker: worker, Resume: resume}
		})
	}))
	workerKeyFlags(cmd)
	cmd.Flags().Bool(flagResume, false, "take new tasks again")
	return cmd
}

// tellState sends a message about the worker and says in what state it is after it.
func (s *session) tellState(ctx context.Context, n *node, c conf.Config, state string,
	message func(address string) sdk.Msg,
) error {
	k, err := s.signer(n)
	if err != nil {
		return err
	}
	k.actsFor(c)
	r, err := n.client.SendAndWait(ctx, k.key, message(k.address))
	if err != nil {
		return k.sendError(ctx, err)
	}
	return s.result(map[string]any{"worker": k.address, "state": state, "tx": r.Hash, "height": r.Height},
		func(w io.Writer) error {
			_, err := fmt.Fprintf(w, "%s is %s (block %d)\n", k.address, state, r.Height)
			return err
		})
}
