package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/x/authz"

	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/worker"
	"github.com/iexecd/iexecd/worker/chain"
	"github.com/iexecd/iexecd/worker/conf"
	markettypes "github.com/iexecd/iexecd/x/market/types"
	"github.com/iexecd/iexecd/x/poco/types"
)

func workerDoctor() *cobra.Command {
	cmd := command("doctor", "Check all that a worker needs: ok, warning or failure of each, and what to do", `
iexecd worker doctor
iexecd worker doctor --tag containers -o json`, cobra.NoArgs, func(ctx context.Context, s *session, _ []string) error {
		checks := s.examine(ctx)
		err := s.result(map[string]any{"checks": checks}, func(w io.Writer) error { return printChecks(w, checks) })
		if err != nil {
			return err
		}
		for _, c := range checks {
			if !c.OK {
				return &Error{
					Code: codeNode, Exit: ExitNode, What: "Not everything is well", Why: c.Name + ": " + c.Found,
					Next: []string{c.Fix},
				}
			}
		}
		return nil
	})
	workerFlags(cmd)
	return cmd
}

func printChecks(w io.Writer, checks []check) error {
	var t table
	for _, c := range checks {
		mark, found := "✔", c.Found
		switch {
		case !c.OK:
			mark = "✘"
		case c.Warn:
			mark = "!"
		}
		if c.Fix != "" {
			found += "  Next: " + c.Fix
		}
		t.add(mark, c.Name, found)
	}
	return t.print(w, " ")
}

// examine runs all checks of a worker's machine; those that need what failed before
// are left out.
func (s *session) examine(ctx context.Context) []check {
	c, err := s.workerConf()
	if err != nil {
		failed := failedCheck("config", err)
		failed.Fix = "iexecd worker config validate"
		return []check{failed}
	}
	checks := []check{{Name: "config", OK: true, Found: confSources(c)}}
	n, nodeErr := s.connect()
	if nodeErr == nil {
		defer n.close()
		checks = append(checks, n.checkNode(ctx, s.now())...)
	} else {
		checks = append(checks, failedCheck("node", nodeErr))
	}
	me, keyErr := s.address()
	if keyErr != nil {
		checks = append(checks, check{Name: "key", OK: true, Found: "none yet: iexecd worker start makes one"})
	} else {
		checks = append(checks, check{Name: "key", OK: true, Found: fmt.Sprintf("%s, %s", s.profile.Key, me)})
		if nodeErr == nil {
			checks = append(checks, n.checkAccount(ctx, s.now(), c, me)...)
		}
	}
	if id, err := s.workerID(c); err == nil {
		me = id
	}
	home := c.Worker.Home
	checks = append(checks, checkSandbox(ctx, home))
	checks = append(checks, checkDocker(ctx, c)...)
	checks = append(checks, checkData(c)...)
	return append(checks, checkDisk(home, c.StoreBytes), checkPort(ctx, c.Worker.Listen, me),
		checkURL(ctx, c.Worker, me))
}

// confSources says from where values come that are not defaults.
func confSources(c conf.Config) string {
	set := uint64(0)
	for _, v := range c.Values {
		if v.From != "default" {
			set++
		}
	}
	return count(set, "value") + " that are set, the others are defaults"
}

// checkAccount looks at what the key and the worker's account have.
func (n *node) checkAccount(ctx context.Context, now time.Time, c conf.Config, me string) []check {
	var checks []check
	if !c.For.IsZero() && account.Bech32(c.For) != me {
		checks = append(checks, n.checkGrants(ctx, now, account.Bech32(c.For), me))
		me = account.Bech32(c.For)
	}
	return append(checks, n.checkBond(ctx, c, me)...)
}

// grantsSoon is how long before their end grants are warned about.
const grantsSoon = 7 * 24 * time.Hour

// checkGrants looks whether a hot key may answer tasks for a worker, and for how long.
func (n *node) checkGrants(ctx context.Context, now time.Time, granter, hot string) check {
	c := check{Name: "grants", Fix: "where the worker's own key is: iexecd worker grant --to " + hot}
	r, err := authz.NewQueryClient(n.client).Grants(ctx, &authz.QueryGrantsRequest{Granter: granter, Grantee: hot})
	if err != nil && !errors.Is(err, chain.ErrNotFound) {
		return failedCheck("grants", err)
	}
	until := map[string]time.Time{}
	for _, g := range r.GetGrants() {
		var generic authz.GenericAuthorization
		if generic.Unmarshal(g.Authorization.GetValue()) != nil {
			continue
		}
		until[generic.Msg] = now.Add(100 * grantsSoon)
		if g.Expiration != nil {
			until[generic.Msg] = *g.Expiration
		}
	}
	first := time.Time{}
	for _, m := range answerMessages() {
		end, granted := until[sdk.MsgTypeURL(m)]
		if !granted || !end.After(now) {
			c.Found = fmt.Sprintf("%s has not granted %s %s", granter, hot, sdk.MsgTypeURL(m))
			return c
		}
		if first.IsZero() || end.Before(first) {
			first = end
		}
	}
	c.OK, c.Found = true, fmt.Sprintf("%s may answer tasks for %s until %s", hot, granter, clock(first.Unix()))
	if c.Warn = first.Sub(now) < grantsSoon; !c.Warn {
		c.Fix = ""
	}
	return c
}

// clockSkew is how far the machine's clock may be behind the chain's.
const clockSkew = 2 * time.Second

func (n *node) checkNode(ctx context.Context, now time.Time) []check {
	height, blockTime, err := n.fresh(ctx, now)
	if err != nil {
		return []check{failedCheck("node", err)}
	}
	age := now.Sub(blockTime)
	checks := []check{{
		Name: "node", OK: true,
		Found: fmt.Sprintf("%s, block %d, %s old", n.profile.GRPC, height, seconds(max(age, 0))),
	}}
	if age < -clockSkew {
		return append(checks, check{
			Name:  "clock",
			Found: fmt.Sprintf("%s behind the chain, want at most %s", seconds(-age), seconds(clockSkew)),
			Fix:   "synchronise the clock (NTP)",
		})
	}
	return append(checks, check{Name: "clock", OK: true, Found: "agrees with the chain"})
}

func (n *node) checkBond(ctx context.Context, cfg conf.Config, me string) []check {
	r, err := n.poco.Worker(ctx, &types.QueryWorkerRequest{Address: me})
	if err == nil && r.Worker.Workerpool != "" {
		bond := check{Name: "funds", OK: true, Found: fmt.Sprintf("registered with a bond of %s, %s of it locked",
			amount(r.Worker.BondNrlc), amount(r.Worker.LockedNrlc))}
		return append([]check{bond, checkRegistered(cfg, &r.Worker)}, n.checkStake(ctx, &r.Worker)...)
	}
	c := n.checkFunds(ctx, me)
	if c.OK {
		c.Found += ", not registered yet"
	}
	return []check{c}
}

// checkStake compares the account with what its tasks can lock of it, in a pool
// whose owner schedules; nothing elsewhere.
func (n *node) checkStake(ctx context.Context, w *types.Worker) []check {
	stake, ownerScheduled, err := worker.AccountStake(ctx, n.market, w.Workerpool)
	if err == nil && !ownerScheduled {
		return nil
	}
	var funds *markettypes.QueryAccountResponse
	if err == nil {
		funds, err = n.market.Account(ctx, &markettypes.QueryAccountRequest{Address: w.Address})
	}
	if err != nil {
		return []check{failedCheck("stake", err)}
	}
	need, err := rlc.Mul(stake, uint64(w.Slots))
	if err != nil {
		return []check{failedCheck("stake", err)}
	}
	c := check{
		Name: "stake", OK: funds.AvailableNrlc >= uint64(need),
		Found: fmt.Sprintf("the account has %s and needs up to %s (slots: %d)", amount(funds.AvailableNrlc), need,
			w.Slots),
	}
	if !c.OK {
		c.Fix = "send some RLC to " + w.Address
	}
	return []check{c}
}

// mayAnswer is an error if a hot key has no grants: each task would be a missed seat.
// A node that does not answer is waited for later.
func (s *session) mayAnswer(ctx context.Context, client *chain.Client, key chain.Key) error {
	if !chain.IsHot(key) {
		return nil
	}
	n := &node{client: client}
	head, err := client.Head(ctx)
	if errors.Is(err, chain.ErrUnreachable) {
		return nil
	}
	if err != nil {
		return err
	}
	c := n.checkGrants(ctx, head.Time, account.Bech32(chain.Acts(key)), account.Bech32(key.Address()))
	if c.OK {
		return nil
	}
	return &Error{
		Code: codeNoKey, Exit: ExitKey, What: "The hot key may not answer tasks", Why: c.Found, Next: []string{c.Fix},
	}
}

// checkRegistered compares the registration with the configuration.
func checkRegistered(c conf.Config, w *types.Worker) check {
	out := check{
		Name: "worker", OK: true,
		Found: fmt.Sprintf("%s, slots %d, category %d", enum(w.Status.String(), "WORKER_STATUS_"), w.Slots,
			w.MaxCategory),
	}
	switch {
	case w.Status != types.WorkerStatus_WORKER_STATUS_ACTIVE:
		out.Warn, out.Fix = true, "iexecd worker status"
	case w.Slots != c.Worker.Slots || w.MaxCategory != c.Worker.Category || w.Tag != c.Worker.Tag:
		out.Warn = true
		out.Found += fmt.Sprintf("; the configuration says slots %d, category %d", c.Worker.Slots, c.Worker.Category)
		if w.Tag != c.Worker.Tag {
			out.Found += ", other abilities"
		}
		out.Fix = "iexecd worker start changes it; with a hot key: iexecd worker register"
	}
	return out
}
