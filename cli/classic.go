package cli

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/x/poco/types"
)

// confidence says what a trust of T claims: wrong with a chance of at most 1/T.
func confidence(trust uint64) string {
	if trust <= 1 {
		return fmt.Sprintf("%d (classic): one worker is believed", trust)
	}
	share := new(big.Rat).SetFrac(new(big.Int).SetUint64(trust-1), new(big.Int).SetUint64(trust))
	share.Mul(share, big.NewRat(100, 1))
	exactly, text := "", share.FloatString(4) // rounded for people
	if back, ok := new(big.Rat).SetString(text); !ok || back.Cmp(share) != 0 {
		exactly = "about "
	}
	text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	return fmt.Sprintf("%d (classic): confidence 1 - 1/%d = %s%s %%", trust, trust, exactly, text)
}

// number reads a decimal number of the chain; 0 if it is none.
func number(text string) *big.Int {
	n, ok := new(big.Int).SetString(text, 10)
	if !ok {
		return new(big.Int)
	}
	return n
}

// weightOf returns the weight with which a member contributed, 0 if it did not.
func weightOf(m types.Member) *big.Int {
	if m.ResultHash == "" {
		return new(big.Int)
	}
	return poco.Weight(number(m.Score))
}

// classicOf returns the classic part of a task as core computes with it.
func classicOf(t *types.Task) *poco.Classic {
	return &poco.Classic{
		Trust: new(big.Int).SetUint64(t.Trust), TotalWeight: number(t.Classic.TotalWeight),
	}
}

// isClassic tells whether a task is under classic PoCo.
func isClassic(t *types.Task) bool { return t.Trust > 0 && t.Classic != nil }

// classicRows explain a classic task: what was asked, each group of equal
// contributions with its weight, and what it lacks.
func classicRows(t *types.Task) [][]string {
	rows := [][]string{{"trust", confidence(t.Trust)}}
	total := number(t.Classic.TotalWeight)
	for _, g := range t.Classic.Groups {
		rows = append(rows, []string{"group", groupText(t, g, total)})
	}
	return rows
}

// groupText tells who is in a group, its weight, and the original's inequality.
func groupText(t *types.Task, g types.ClassicGroup, total *big.Int) string {
	var names, weights []string
	for i, m := range t.Members {
		if m.ResultHash == g.ResultHash {
			names = append(names, letter(i))
			weights = append(weights, weightOf(m).String())
		}
	}
	text := fmt.Sprintf("%s  %s  ", short(g.ResultHash), strings.Join(names, ", "))
	weight := number(g.Weight)
	if weight.Sign() == 0 {
		return text + "given up: nobody revealed it in time"
	}
	text += "weight " + g.Weight
	if len(weights) > 1 && product(weights).Cmp(weight) == 0 {
		text = strings.TrimSuffix(text, g.Weight) + strings.Join(weights, " × ") + " = " + g.Weight
	}
	text += fmt.Sprintf(" of %s", total)
	missing := classicOf(t).Missing(weight)
	trust := new(big.Int).SetUint64(t.Trust)
	left := new(big.Int).Mul(weight, trust)
	right := new(big.Int).Mul(total, new(big.Int).Sub(trust, big.NewInt(1)))
	sum := fmt.Sprintf("%s × %d = %s", weight, t.Trust, left)
	limit := fmt.Sprintf("%s × %d = %s", total, t.Trust-1, right)
	if missing.Sign() == 0 {
		return fmt.Sprintf("%s: consensus, as %s > %s", text, sum, limit)
	}
	text = fmt.Sprintf("%s: %s, needed more than %s", text, sum, limit)
	if ended(t) {
		return text
	}
	return fmt.Sprintf("%s; lacks a factor of %s", text, missing)
}

func product(factors []string) *big.Int {
	p := big.NewInt(1)
	for _, f := range factors {
		p.Mul(p, number(f))
	}
	return p
}

// classicMembers is the table of a classic task's seats.
func classicMembers(t *types.Task) table {
	members := table{}
	members.add("", "WORKER", "SCORE", "WEIGHT", "CONTRIBUTED", "REVEALED", "VERDICT", "STAKE")
	for i, m := range t.Members {
		weight, contributed, revealed := "–", "–", "–"
		if m.ResultHash != "" {
			weight, contributed = weightOf(m).String(), short(m.ResultHash)
		}
		if m.Digest != "" {
			revealed = short(m.Digest)
		}
		members.add(letter(i), m.Worker, number(m.Score).String(), weight, contributed, revealed,
			verdict(m), stakeText(m, true))
	}
	return members
}

// classicEvents returns what happened to a classic task between two looks.
func classicEvents(before, now *types.Task, add func(event)) {
	old := before.Classic
	if old == nil {
		old = &types.Classic{}
	}
	given := givenUp(old)
	steps := func(round uint32, names ...string) { memberEvents(before, now, round, names, add) }
	for round := uint32(0); round <= now.Round; round++ {
		steps(round, eventTaskDrawn, eventTaskContributed, eventWorkerMissed)
	}
	for _, g := range now.Classic.Groups {
		if number(g.Weight).Sign() == 0 && !given[g.ResultHash] {
			add(event{Type: eventTaskReopened, ResultHash: g.ResultHash, Trust: now.Trust})
		}
	}
	if c := now.Classic.Consensus; c != "" && c != old.Consensus {
		add(event{
			Type: eventTaskConsensus, ResultHash: c, Trust: now.Trust, TotalWeight: now.Classic.TotalWeight,
			GroupWeight: groupWeight(now.Classic, c), Winners: now.Classic.Winners,
		})
	}
	for round := uint32(0); round <= now.Round; round++ {
		steps(round, eventTaskRevealed)
	}
	for round := uint32(0); round <= now.Round; round++ {
		steps(round, eventWorkerWithheld)
	}
}

// givenUp returns the groups that lost their weight because nobody revealed.
func givenUp(c *types.Classic) map[string]bool {
	out := map[string]bool{}
	for _, g := range c.Groups {
		out[g.ResultHash] = number(g.Weight).Sign() == 0
	}
	return out
}

func groupWeight(c *types.Classic, hash string) string {
	for _, g := range c.Groups {
		if g.ResultHash == hash {
			return g.Weight
		}
	}
	return ""
}

// drawClassic draws what only classic tasks have.
func (d *drawer) drawClassic(group []event) {
	if !d.detailed() {
		return
	}
	switch e := group[0]; e.Type {
	case eventTaskContributed:
		d.steps.ok("given", contributions(group), d.where(e))
	case eventTaskConsensus:
		d.steps.ok("agreed", fmt.Sprintf("%s, weight %s of %s (trust %d)", count(uint64(e.Winners), "worker"),
			e.GroupWeight, e.TotalWeight, e.Trust), d.where(e))
	case eventTaskReopened:
		d.steps.note(fmt.Sprintf("   nobody revealed %s%s in time: contributions go on without it",
			short(e.ResultHash), d.where(e)))
	}
}

// contributions names the workers with what they contributed and its weight.
func contributions(group []event) string {
	names := make([]string, len(group))
	for i, e := range group {
		names[i] = fmt.Sprintf("%s %s weight %s", letter(e.seat), e.ResultHash[:min(len(e.ResultHash), 6)], e.Weight)
	}
	return strings.Join(names, ", ")
}

// classicWait says what a classic task waits for, "" if no more than a bounded one.
func classicWait(t *types.Task) string {
	if t.State != types.TaskState_TASK_STATE_COMMITTING {
		return ""
	}
	n := 0
	for _, m := range t.Members {
		if m.ResultHash != "" {
			n++
		}
	}
	if len(t.Members) == 0 {
		return "waiting for the pool's owner to choose workers"
	}
	return fmt.Sprintf("computing, %d of %d contributed", n, len(t.Members))
}
