package poco

import (
	"math/big"
	"slices"

	"github.com/iexecd/iexecd/core/ident"
)

// eulerPPB is Euler's number in billionths, rounded down.
const eulerPPB = 2_718_281_828

// Credibility returns the probability, in ppb rounded down, that a worker's
// answer is right, after k audits passed since its last fault, if a share f
// (faultPPB) of all workers is faulty: 1-f for a fresh worker, afterwards
// 1 - f/((1-f)·k·e), and never less than 1-f nor more than PPB-1.
// Source: Sarmenta, Sabotage-tolerance mechanisms for volunteer computing
// systems, FGCS 18 (2002), credibility after k spot-checks with blacklisting.
func Credibility(k uint64, faultPPB uint32) uint32 {
	if faultPPB >= PPB {
		return 0
	}
	fresh := PPB - faultPPB
	if k == 0 {
		return min(fresh, PPB-1)
	}
	// doubt = f·10^18 / ((1-f)·k·e), each factor in billionths, rounded up.
	num := new(big.Int).Mul(big.NewInt(int64(faultPPB)), big.NewInt(PPB*PPB))
	den := new(big.Int).Mul(big.NewInt(int64(fresh)), big.NewInt(eulerPPB))
	den.Mul(den, new(big.Int).SetUint64(k))
	doubt, rem := new(big.Int).QuoRem(num, den, new(big.Int))
	if rem.Sign() > 0 {
		doubt.Add(doubt, big.NewInt(1))
	}
	if !doubt.IsInt64() || doubt.Int64() > int64(faultPPB) {
		return min(fresh, PPB-1)
	}
	return min(uint32(PPB-doubt.Int64()), PPB-1) //nolint:gosec // 0 <= doubt <= faultPPB < PPB, checked above
}

// Counted returns the credibility in ppb with which a worker of k audits passed
// counts in a task: its own; but while CountProvenOnly is set that of a fresh
// worker, unless its own alone reaches the bound. The product of a few small
// records would overrate a coalition whose identities come, lie once and go: it
// makes small records for nothing, and a large one costs it more than one lie.
func Counted(k uint64, neededPPB uint32, p Params) uint32 {
	own := Credibility(k, p.FaultFractionPPB)
	if p.CountProvenOnly && own < neededPPB {
		return Credibility(0, p.FaultFractionPPB)
	}
	return own
}

// Group is a group of members who gave the same answer.
type Group struct {
	Digest         ident.Hash
	Credibilities  []uint32 // of its members, ppb
	CredibilityPPB uint32   // of the group, set by Credibilities
}

// GroupCredibilities sets each group's credibility in ppb, rounded down, and
// sorts the groups, the most credible first, ties by digest. With
// good = Π c and bad = Π (1-c) over a group's members, a group's is
// good·(bad of all others) / (bad of all + Σ over groups good·(bad of others)).
// Source: Sarmenta (2002), equation for CrG. Exact: nothing is rounded before
// the last division.
func GroupCredibilities(groups []Group) []Group {
	good, bad := make([]*big.Int, len(groups)), make([]*big.Int, len(groups))
	for i, g := range groups {
		good[i], bad[i] = big.NewInt(1), big.NewInt(1)
		for _, c := range g.Credibilities {
			good[i].Mul(good[i], big.NewInt(int64(c)))
			bad[i].Mul(bad[i], big.NewInt(int64(PPB-min(c, PPB))))
		}
	}
	likely, total := good, big.NewInt(1)
	for i, b := range bad { // times the bad of all before it
		likely[i].Mul(likely[i], total)
		total.Mul(total, b)
	}
	after := big.NewInt(1)
	for i, b := range slices.Backward(bad) { // and of all after it
		likely[i].Mul(likely[i], after)
		after.Mul(after, b)
	}
	for _, l := range likely {
		total.Add(total, l)
	}
	out := slices.Clone(groups)
	for i := range out {
		out[i].CredibilityPPB = 0
		if total.Sign() > 0 {
			share := new(big.Int).Mul(likely[i], big.NewInt(PPB))
			out[i].CredibilityPPB = uint32(share.Quo(share, total).Uint64()) //nolint:gosec // a share is at most PPB
		}
	}
	slices.SortStableFunc(out, func(a, b Group) int {
		if a.CredibilityPPB != b.CredibilityPPB {
			return int(int64(b.CredibilityPPB) - int64(a.CredibilityPPB))
		}
		return slices.Compare(a.Digest[:], b.Digest[:])
	})
	return out
}

// Groups returns the groups of equal answers revealed so far with their
// credibilities, the most credible first.
func Groups(t Task) []Group {
	var groups []Group
	for _, m := range t.Members {
		if !hasAnswer(m.State) {
			continue
		}
		i := slices.IndexFunc(groups, func(g Group) bool { return g.Digest == m.Digest })
		if i < 0 {
			groups = append(groups, Group{Digest: m.Digest})
			i = len(groups) - 1
		}
		groups[i].Credibilities = append(groups[i].Credibilities, m.CredibilityPPB)
	}
	return GroupCredibilities(groups)
}

func hasAnswer(s MemberState) bool {
	return s == MemberRevealed || s == MemberAccepted || s == MemberRejected
}

// Enough reports whether the drawn members, if all of them agreed with the
// task's best group, would reach the asked credibility, or classic consensus; for
// an audit, whether there are as many as Wanted, and with them enough without those
// who were caught elsewhere. The smallest committee is found
// by drawing until it is true.
func Enough(t Task, drawn []Member) bool {
	if len(drawn) == 0 {
		return false
	}
	if t.Classic != nil {
		return enoughClassic(t.Classic, drawn)
	}
	if t.State == StateAuditing {
		makesUp := t.Audit.Disputed || len(t.Audit.Faulty) == 0 || believed(t, drawn)
		return len(drawn) >= t.Audit.Wanted && makesUp
	}
	groups := Groups(t)
	if len(groups) == 0 {
		groups = []Group{{}}
	}
	for _, m := range drawn {
		groups[0].Credibilities = append(groups[0].Credibilities, m.CredibilityPPB)
	}
	best := groups[0].Digest
	for _, g := range GroupCredibilities(groups) {
		if g.Digest == best {
			return g.CredibilityPPB >= t.NeededPPB
		}
	}
	return false
}
