package poco

import (
	"encoding/binary"
	"fmt"
	"strings"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
)

// auditLine executes a line of a story of audits: "fund N" (what the audit fund
// holds), "blocks N" (that many pass), "decide yes|no" (a beacon that chooses the
// task, or not), "recall NAME", "auditors".
func (s *story) auditLine(w []string) []string {
	s.t.Helper()
	switch w[0] {
	case "fund":
		s.fund = rlc.Amount(s.number(w[1]))
	case "blocks":
		s.now.Height += s.number(w[1])
	case "decide":
		var beacon ident.Hash
		for n := uint64(0); Audits(beacon, s.task.ID, AuditRate(s.task.Audit.Risk, s.params)) != (w[1] == "yes"); n++ {
			binary.BigEndian.PutUint64(beacon[:], n)
		}
		return s.step(Decide{At: s.now, Beacon: beacon})
	case "recall":
		return s.step(Recall{At: s.now, Worker: s.worker(w[1])})
	case "auditors":
		var out []string
		for _, m := range s.task.Audit.Auditors {
			kind := "auditor"
			if m.Backup {
				kind = "backup"
			}
			out = append(out, fmt.Sprintf("%s %s round %d %s stake %d", s.names[m.Worker], kind, m.Round,
				memberStates[m.State], m.Stake))
		}
		return out
	}
	return nil
}

// auditEffect tells what an effect of an audit does.
func (s *story) auditEffect(e Effect) []string {
	s.t.Helper()
	switch e := e.(type) {
	case Unlocked:
		return []string{"unlocked " + s.list(e.Members)}
	case Matured:
		out := []string{fmt.Sprintf("matured: pool gets %d", e.PoolReward)}
		for _, m := range e.Members {
			out = append(out, fmt.Sprintf("  %s gets %d", s.names[m.Worker], m.Reward))
		}
		return out
	case Audited:
		s.fund += e.ToFund
		require.LessOrEqual(s.t, e.FromFund, s.fund)
		s.fund -= e.FromFund
		out := []string{fmt.Sprintf("audited: refund %d, to fund %d, from fund %d; "+
			"passed %s, unlocked %s, overturned %s",
			e.Refund, e.ToFund, e.FromFund, s.list(e.Passed), s.list(e.Unlocked), s.list(e.Overturned))}
		for _, list := range [][]Member{e.Auditors, e.Overturned, e.Vindicated} {
			for _, m := range list {
				out = append(out, fmt.Sprintf("  %s %s: reward %d, slashed %d of %d",
					s.names[m.Worker], memberStates[m.State], m.Reward, m.Slashed, m.Stake))
			}
		}
		return out
	}
	return nil
}

func (s *story) list(members []Member) string {
	if len(members) == 0 {
		return "nobody"
	}
	var names []string
	for _, m := range members {
		names = append(names, s.names[m.Worker])
	}
	return strings.Join(names, " ")
}

// auditState is where a result stands, once it is accepted.
func (s *story) auditState() string {
	a := s.task.Audit
	switch {
	case a.Phase == AuditNone:
		return ""
	case a.Phase == AuditCorrected:
		return fmt.Sprintf("; %s, %d locations", s.word(a.Corrected.Digest), len(a.Corrected.Locations))
	case s.task.Final():
		return "; " + a.Phase.String()
	case s.task.State != StateAuditing:
		return fmt.Sprintf(": %s, %s, matures at %d, now %d", a.Phase, a.Risk, a.MaturesHeight, s.now.Height)
	}
	return fmt.Sprintf(": %s until +%d, ends +%d, wanted %d", a.Phase, s.task.PhaseDeadlineUnix-s.task.Opened.Unix,
		a.DeadlineUnix-s.task.Opened.Unix, a.Wanted)
}
