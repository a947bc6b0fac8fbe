package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client/grpc/cmtservice"

	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/worker"
	"github.com/iexecd/iexecd/worker/chain"
	markettypes "github.com/iexecd/iexecd/x/market/types"
	"github.com/iexecd/iexecd/x/poco/types"
)

// workerView is a worker as the chain and, if it runs here, the worker itself
// sees it.
type workerView struct {
	Chain *types.QueryWorkerResponse `json:"chain"`
	Local *worker.Status             `json:"local,omitempty"`

	JailedFor    string `json:"jailed_for,omitempty"`    // the verdict that brought it into jail
	MaturesAbout int64  `json:"matures_about,omitempty"` // unix time at which the next earnings are about paid
}

func workerStatus() *cobra.Command {
	cmd := command("status [ADDRESS|KEY]", "Show what a worker does, earns and risks, and why it is idle", `
iexecd worker status
iexecd worker status iexec1w0rk…9f2c`, cobra.MaximumNArgs(1),
		withNode(func(ctx context.Context, s *session, n *node, args []string) error {
			s.asWorker()
			who, err := s.whose(args)
			if err != nil {
				return err
			}
			r, err := n.poco.Worker(ctx, &types.QueryWorkerRequest{Address: who})
			if errors.Is(err, chain.ErrNotFound) {
				return notFound("No worker "+who, "it never registered", "iexecd worker start")
			}
			if err != nil {
				return err
			}
			v := workerView{Chain: r, Local: localStatus(ctx, r.Worker.Url, who)}
			v.JailedFor, v.MaturesAbout = n.jailedFor(ctx, r), n.about(ctx, r.NextMaturesHeight)
			return s.result(v, func(w io.Writer) error { return printWorker(w, v, s.now()) })
		}))
	workerKeyFlags(cmd)
	return cmd
}

// jailedFor returns the last verdict that counts against a worker in jail, empty
// if it is not there or its history does not tell.
func (n *node) jailedFor(ctx context.Context, r *types.QueryWorkerResponse) string {
	if r.Worker.Status != types.WorkerStatus_WORKER_STATUS_JAILED {
		return ""
	}
	h, err := n.poco.ReputationHistory(ctx, &types.QueryReputationHistoryRequest{Address: r.Worker.Address})
	if err != nil {
		return ""
	}
	for _, e := range h.Entries {
		switch e.Verdict {
		case types.MemberState_MEMBER_STATE_MISSED, types.MemberState_MEMBER_STATE_WITHHELD,
			types.MemberState_MEMBER_STATE_REJECTED, types.MemberState_MEMBER_STATE_OVERTURNED:
			return fmt.Sprintf("%s in block %d, task %s", verdict(types.Member{State: e.Verdict}), e.Height,
				short(e.TaskId))
		case types.MemberState_MEMBER_STATE_UNSPECIFIED, types.MemberState_MEMBER_STATE_DRAWN,
			types.MemberState_MEMBER_STATE_COMMITTED, types.MemberState_MEMBER_STATE_REVEALED,
			types.MemberState_MEMBER_STATE_ACCEPTED, types.MemberState_MEMBER_STATE_RELEASED,
			types.MemberState_MEMBER_STATE_VINDICATED:
		}
	}
	return ""
}

// paceBlocks is over how many of the last blocks their pace is measured.
const paceBlocks = 100

// about returns the unix time at which a height is about reached if blocks go on as
// the last ones did; 0 if it is 0 or the node does not tell.
func (n *node) about(ctx context.Context, height int64) int64 {
	if height == 0 {
		return 0
	}
	head, err := n.client.Head(ctx)
	if err != nil || head.Height < 2 {
		return 0
	}
	since := max(head.Height-paceBlocks, 1)
	r, err := cmtservice.NewServiceClient(n.client).GetBlockByHeight(ctx,
		&cmtservice.GetBlockByHeightRequest{Height: since})
	if err != nil || r.SdkBlock == nil {
		return 0
	}
	pace := head.Time.Sub(r.SdkBlock.Header.Time) / time.Duration(head.Height-since)
	return head.Time.Add(time.Duration(max(height-head.Height, 0)) * pace).Unix()
}

// localStatus asks the worker itself; nil if it does not answer.
func localStatus(ctx context.Context, url, who string) *worker.Status {
	if url == "" {
		return nil
	}
	limited, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(limited, http.MethodGet, url+"/status", nil)
	if err != nil {
		return nil
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil
	}
	defer func() { _ = response.Body.Close() }()
	var st worker.Status
	if json.NewDecoder(io.LimitReader(response.Body, 1<<20)).Decode(&st) != nil || st.Worker != who {
		return nil
	}
	return &st
}

func printWorker(w io.Writer, v workerView, now time.Time) error {
	r, rep := v.Chain.Worker, v.Chain.Worker.Reputation
	state := enum(r.Status.String(), "WORKER_STATUS_")
	if l := v.Local; l != nil {
		state += " · up " + seconds(now.Sub(time.Unix(l.StartedUnix, 0)))
	} else {
		state += " · its server does not answer"
	}
	_, err := fmt.Fprintf(w, "%s · score %d · credibility %s · %d accepted, %d rejected, %d missed"+
		" · %s\n", state, rep.Score, percent(v.Chain.CredibilityPpb), rep.Accepted, rep.Rejected, rep.Missed,
		auditRecord(rep))
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "earned %s · maturing %s%s · %s of the bond of %s locked, %s and %s open\n",
		amount(rep.EarnedNrlc), amount(r.MaturingNrlc), v.nextAt(), amount(r.LockedNrlc), amount(r.BondNrlc),
		count(uint64(r.Busy), "task"), count(uint64(r.Auditing), "audit"))
	if err != nil {
		return err
	}
	if v.JailedFor != "" {
		if _, err = fmt.Fprintf(w, "in jail until %s: %s\n", clock(r.JailedUntilUnix), v.JailedFor); err != nil {
			return err
		}
	}
	if v.Chain.IdleBecause != "" {
		if _, err = fmt.Fprintf(w, "idle because: %s\n", v.Chain.IdleBecause); err != nil {
			return err
		}
	}
	if v.Local != nil && v.Local.LastProblem != "" {
		_, err = fmt.Fprintf(w, "last problem: %s\n", v.Local.LastProblem)
	}
	return err
}

// auditRecord says how many audits a worker has passed.
func auditRecord(r types.Reputation) string {
	text := count(r.AuditsPassed, "audit") + " passed since its last fault"
	if r.AuditsFailed > 0 {
		text += fmt.Sprintf(", %d failed ever", r.AuditsFailed)
	}
	return text
}

// nextAt says when the next held back earnings are paid.
func (v workerView) nextAt() string {
	if v.Chain.NextMaturesHeight == 0 {
		return ""
	}
	if v.MaturesAbout == 0 {
		return fmt.Sprintf(", next at block %d", v.Chain.NextMaturesHeight)
	}
	return fmt.Sprintf(", next at block %d, about %s", v.Chain.NextMaturesHeight, clock(v.MaturesAbout))
}

func workerDoctor() *cobra.Command {
	cmd := command("doctor", "Check node, clock, key, funds, sandbox, disk and port, and say what to fix",
		"iexecd worker doctor", cobra.NoArgs, func(ctx context.Context, s *session, _ []string) error {
			s.asWorker()
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
	workerKeyFlags(cmd)
	workerServeFlags(cmd)
	return cmd
}

func printChecks(w io.Writer, checks []check) error {
	var t table
	for _, c := range checks {
		mark, found := "✔", c.Found
		if !c.OK {
			mark = "✘"
		}
		if c.Fix != "" {
			found += "  Next: " + c.Fix
		}
		t.add(mark, c.Name, found)
	}
	return t.print(w, " ")
}

// examine runs all checks of a worker's machine; those that need the chain are
// left out when it does not answer.
func (s *session) examine(ctx context.Context) []check {
	var checks []check
	n, err := s.connect()
	if err == nil {
		defer n.close()
		checks = append(checks, n.checkNode(ctx, s.now())...)
	} else {
		checks = append(checks, failedCheck("node", err))
	}
	me, keyErr := s.address()
	if keyErr != nil {
		checks = append(checks, check{Name: "key", OK: true, Found: "none yet: iexecd worker start makes one"})
	} else {
		checks = append(checks, check{Name: "key", OK: true, Found: fmt.Sprintf("%s, %s", s.profile.Key, me)})
		if err == nil {
			checks = append(checks, n.checkBond(ctx, me)...)
		}
	}
	home, err := workerHome(s.cmd)
	if err != nil {
		return append(checks, failedCheck("home", err))
	}
	listen, _ := s.cmd.Flags().GetString(flagListen)
	return append(checks, checkSandbox(ctx, home), checkDisk(home), checkPort(ctx, listen, me))
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

func (n *node) checkBond(ctx context.Context, me string) []check {
	r, err := n.poco.Worker(ctx, &types.QueryWorkerRequest{Address: me})
	if err == nil && r.Worker.Workerpool != "" {
		bond := check{Name: "funds", OK: true, Found: fmt.Sprintf("registered with a bond of %s, %s of it locked",
			amount(r.Worker.BondNrlc), amount(r.Worker.LockedNrlc))}
		return append([]check{bond}, n.checkStake(ctx, &r.Worker)...)
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
	var account *markettypes.QueryAccountResponse
	if err == nil {
		account, err = n.market.Account(ctx, &markettypes.QueryAccountRequest{Address: w.Address})
	}
	if err != nil {
		return []check{failedCheck("stake", err)}
	}
	need, err := rlc.Mul(stake, uint64(w.Slots))
	if err != nil {
		return []check{failedCheck("stake", err)}
	}
	c := check{
		Name: "stake", OK: account.AvailableNrlc >= uint64(need),
		Found: fmt.Sprintf("the account has %s and needs up to %s (slots: %d)", amount(account.AvailableNrlc), need,
			w.Slots),
	}
	if !c.OK {
		c.Fix = "send some RLC to " + w.Address
	}
	return []check{c}
}

func checkSandbox(ctx context.Context, home string) check {
	d, err := newWasm(home)
	if err == nil {
		err = d.Probe(ctx)
	}
	if err != nil {
		return check{Name: "sandbox", Found: err.Error(), Fix: "iexecd worker doctor on another machine, and report it"}
	}
	return check{Name: "sandbox", OK: true, Found: "wasm (built in) runs, metered and confined"}
}

// leastDisk is the free space below which a worker should not start.
const leastDisk = 1 << 30

func checkDisk(home string) check {
	var st syscall.Statfs_t
	if err := os.MkdirAll(home, 0o700); err != nil {
		return check{Name: "disk", Found: err.Error(), Fix: "--dir DIR"}
	}
	if err := syscall.Statfs(home, &st); err != nil {
		return check{Name: "disk", Found: err.Error(), Fix: "--dir DIR"}
	}
	free := int64(st.Bavail) * st.Bsize //nolint:gosec // disks are smaller than 8 EiB
	if free < leastDisk {
		return check{
			Name: "disk", Found: fmt.Sprintf("%s free in %s, want %s", bytesText(free), home, bytesText(leastDisk)),
			Fix: "free some space, or --dir DIR",
		}
	}
	return check{Name: "disk", OK: true, Found: bytesText(free) + " free in " + home}
}

func checkPort(ctx context.Context, listen, me string) check {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", listen)
	if err == nil {
		_ = l.Close()
		return check{Name: "port", OK: true, Found: listen + " is free"}
	}
	if localStatus(ctx, "http://"+listen, me) != nil {
		return check{Name: "port", OK: true, Found: listen + " is used by this worker, which runs"}
	}
	return check{Name: "port", Found: err.Error(), Fix: "--listen 127.0.0.1:0"}
}
