package cli

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	markettypes "github.com/iexecd/iexecd/x/market/types"
	"github.com/iexecd/iexecd/x/poco/types"
)

// classicTask returns a classic task of trust 5; weights are those of the groups
// good, bad and stale, in the order of their first contribution, "" for none.
func classicTask(state types.TaskState, round uint32, total string, weights [3]string, consensus string,
	members ...types.Member,
) types.Task {
	t := testTask(0, state, round, members...)
	t.NeededPpb, t.Trust = 0, 5
	t.Classic = &types.Classic{TotalWeight: total, WorkerStakeNrlc: 30_000_000}
	for i, answer := range []string{answerGood, answerBad, answerStale} {
		if weights[i] != "" {
			g := types.ClassicGroup{ResultHash: resultHash(answer), Weight: weights[i]}
			t.Classic.Groups = append(t.Classic.Groups, g)
		}
	}
	if consensus != "" {
		t.Classic.Consensus = resultHash(consensus)
		for _, m := range members {
			if m.ResultHash == t.Classic.Consensus {
				t.Classic.Winners++
			}
		}
	}
	return t
}

const answerStale = "0x57a1e00000000000000000000000000000000000000000000000000000000001"

// resultHash returns what is contributed for an answer to the first test task.
func resultHash(answer string) string {
	digest, _ := ident.ParseHash(answer)
	task, _ := ident.ParseHash(testTask(0, completed, 1).Id)
	return poco.ResultHash(task, digest).String()
}

// classicMember returns a seat of a classic task; answer is what it contributed.
func classicMember(name string, round uint32, state types.MemberState, score, answer string) types.Member {
	m := member(name, round, state, answer)
	m.CredibilityPpb, m.StakeNrlc, m.Score = 0, 30_000_000, score
	if answer != "" {
		m.ResultHash = resultHash(answer)
	}
	if state != accepted && state != revealed {
		m.Digest, m.RevealedHeight, m.Cause = "", 0, 0
	}
	if m.SlashedNrlc > 0 {
		m.SlashedNrlc = m.StakeNrlc
	}
	return m
}

// classicFilm is a classic task in which one of three lies, so that two more are
// asked; then three agree and reveal.
func classicFilm() *film {
	deal := testDeal(1)
	deal.Policy = markettypes.Policy{Trust: 5}
	show := func(t types.Task) look {
		return look{order: filled, deals: []markettypes.Deal{deal}, tasks: map[string][]types.Task{deal.Id: {t}}}
	}
	seat := classicMember
	end := classicTask(completed, 2, "19", [3]string{"16", "2", ""}, answerGood,
		seat("a", 1, accepted, "0", answerGood), seat("b", 1, rejected, "0", answerBad),
		seat("c", 1, accepted, "0", answerGood), seat("d", 2, accepted, "1", answerGood),
		seat("e", 2, accepted, "2", answerGood))
	end.EndedHeight, end.Result = 19, &types.Result{Digest: answerGood, Cause: types.Cause_CAUSE_OK}
	return &film{looks: []look{
		{order: resting},
		{order: filled, deals: []markettypes.Deal{deal}},
		show(classicTask(committing, 1, "1", [3]string{}, "", seat("a", 1, drawn, "0", ""),
			seat("b", 1, drawn, "0", ""), seat("c", 1, drawn, "0", ""))),
		show(classicTask(committing, 1, "7", [3]string{"4", "2", ""}, "", seat("a", 1, committed, "0", answerGood),
			seat("b", 1, committed, "0", answerBad), seat("c", 1, committed, "0", answerGood))),
		show(classicTask(revealing, 2, "19", [3]string{"16", "2", ""}, answerGood,
			seat("a", 1, committed, "0", answerGood), seat("b", 1, committed, "0", answerBad),
			seat("c", 1, committed, "0", answerGood), seat("d", 2, committed, "1", answerGood),
			seat("e", 2, revealed, "2", answerGood))),
		show(end),
	}}
}

// What people and programs see of a classic task with a liar in it.
func TestFollowClassic(t *testing.T) {
	_, stderr, err := follow(t, formatText, classicFilm())
	require.NoError(t, err)
	golden(t, "classic.txt", stderr)
	stdout, _, err := follow(t, formatJSONL, classicFilm())
	require.NoError(t, err)
	golden(t, "classic.jsonl", stdout)

	skipped := classicFilm()
	skipped.looks = []look{skipped.looks[0], skipped.looks[len(skipped.looks)-1]}
	few, _, err := follow(t, formatJSONL, skipped)
	require.NoError(t, err)
	require.ElementsMatch(t, eventKeys(t, stdout), eventKeys(t, few), "the same events however often one looks")
}

// task show tells a classic task in its own terms: groups, weights, who lost what.
func TestShowClassic(t *testing.T) {
	f := classicFilm()
	last := f.looks[len(f.looks)-1]
	task := last.tasks[last.deals[0].Id][0]
	var b strings.Builder
	require.NoError(t, printTask(&b, &task, &last.deals[0], noon))

	// One that was reopened and waits for more.
	open := classicTask(committing, 2, "3", [3]string{"2", "", "0"}, "",
		classicMember("a", 1, withheld, "40", answerStale), classicMember("b", 1, committed, "0", answerGood),
		classicMember("c", 2, drawn, "7", ""))
	b.WriteString("\n")
	require.NoError(t, printTask(&b, &open, &last.deals[0], noon))
	golden(t, "classic-show.txt", b.String())
	require.Equal(t, "computing, 2 of 3 contributed", waitText(&open))
	events := taskEvents(nil, &open)
	require.Equal(t, eventTaskReopened, events[len(events)-2].Type)
	require.Equal(t, "trust 5", taskRow(&task)[3])
}

func TestConfidence(t *testing.T) {
	require.Equal(t, "1 (classic): one worker is believed", confidence(1))
	require.Equal(t, "3 (classic): confidence 1 - 1/3 = about 66.6667 %", confidence(3))
	require.Equal(t, "1000 (classic): confidence 1 - 1/1000 = 99.9 %", confidence(1000))
}

// --trust and --max-error are two ways to say one thing.
func TestTrustFlag(t *testing.T) {
	for line, says := range map[string]string{
		"quote x --trust 5 --max-error 1%": "--trust and --max-error are both set",
		"quote x --trust 0":                "--trust is 0",
		"run x --trust lots":               "invalid argument",
	} {
		exit, _, stderr := execute(t, strings.Fields(line+" --node 127.0.0.1:1 --keyring-backend test")...)
		require.Equal(t, ExitUsage, exit, stderr)
		require.Contains(t, stderr, says)
	}
	cmd := quoteCommand()
	require.NoError(t, cmd.Flags().Set(flagTrust, "5"))
	policy, err := wishedPolicy(cmd.Flags())
	require.NoError(t, err)
	require.Equal(t, markettypes.Policy{Trust: 5}, policy)
}
