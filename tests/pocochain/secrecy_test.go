package pocochain

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/tests/chaintest"
	pocotypes "github.com/iexecd/iexecd/x/poco/types"
)

// secret is a chain whose workers all use the same salt, so that nothing but who
// they are, and what they answer, tells their commitments apart.
type secret struct {
	*chaintest.World
	t      *testing.T
	digest func(task string, audits bool) ident.Hash // what everybody answers
	told   []string                                  // the events and outcomes of all blocks
}

var sameSalt = ident.Keccak256([]byte("salt"))

// newSecret returns a chain on which each result is run again by two auditors,
// and five tasks whose members are drawn.
func newSecret(t *testing.T, digest func(string, bool) ident.Hash) *secret {
	t.Helper()
	names := []string{"owner", "requester"}
	for i := range 12 {
		names = append(names, name(i))
	}
	c := chaintest.New(t, names, chaintest.Records(20, names[2:]...), func(g *chaintest.Genesis) {
		p := &g.Poco.Params
		p.HoldBackBlocks, p.Auditors = 20, 2
		p.AuditRatePpb, p.AuditRateRisingPpb, p.AuditRateFreshPpb = 500_000_000, poco.PPB, poco.PPB
	})
	var accounts []*chaintest.Account
	for _, n := range names[2:] {
		accounts = append(accounts, c.Account(n))
	}
	s := &secret{World: chaintest.NewWorld(c, accounts, 8), t: t, digest: digest}
	s.Buy(s.Request(5, 1_000, "secret"))
	require.Len(t, s.Tasks(), 5)
	return s
}

// block makes a block and keeps all that it tells.
func (s *secret) block(txs ...[]byte) {
	s.t.Helper()
	s.Time = s.Time.Add(1e9)
	res := s.Finalize(txs...)
	for _, r := range res.TxResults {
		require.Zero(s.t, r.Code, r.Log)
	}
	shown := *res
	shown.AppHash = nil
	bz, err := json.Marshal(shown)
	require.NoError(s.t, err)
	s.told = append(s.told, string(bz))
}

// seats calls do for each seat of a task's present stage in a state.
func (s *secret) seats(state poco.MemberState, do func(t poco.Task, a *chaintest.Account)) {
	for _, t := range s.cores() {
		for _, m := range poco.Seats(t) {
			if m.State == state {
				do(t, s.account(m.Worker))
			}
		}
	}
}

// cores returns all tasks in core's words.
func (s *secret) cores() []poco.Task {
	var out []poco.Task
	for _, wire := range s.Tasks() {
		t, err := wire.Core()
		require.NoError(s.t, err)
		out = append(out, t)
	}
	return out
}

func (s *secret) account(id ident.Address) *chaintest.Account {
	i := slices.IndexFunc(s.Workers, func(a *chaintest.Account) bool { return a.ID == id })
	return s.Workers[i]
}

func (s *secret) answer(t poco.Task) chaintest.Answer {
	return chaintest.Answer{Digest: s.digest(t.ID.String(), t.State == poco.StateAuditing), Salt: sameSalt}
}

// commit lets all seats commit, one transaction each.
func (s *secret) commit() {
	s.t.Helper()
	var txs [][]byte
	s.seats(poco.MemberDrawn, func(t poco.Task, a *chaintest.Account) {
		txs = append(txs, s.Tx(a, chaintest.CommitMsg(a, t.ID.String(), s.answer(t))))
	})
	require.NotEmpty(s.t, txs)
	s.block(txs...)
}

func (s *secret) reveal() {
	s.t.Helper()
	var txs [][]byte
	s.seats(poco.MemberCommitted, func(t poco.Task, a *chaintest.Account) {
		txs = append(txs, s.Tx(a, chaintest.RevealMsg(a, t.ID.String(), s.answer(t))))
	})
	require.NotEmpty(s.t, txs)
	s.block(txs...)
}

// toAudits lets all results be accepted, and their auditors be drawn.
func (s *secret) toAudits() {
	s.t.Helper()
	s.commit()
	s.reveal()
	s.block() // the lottery
	s.block() // the draw
	for _, t := range s.Tasks() {
		require.Equal(s.t, pocotypes.AuditPhase_AUDIT_PHASE_COMMITTING, t.Audit.Phase)
		require.Len(s.t, t.Audit.Auditors, 2)
	}
}

// commitmentField is a commitment in the exported state, and signatureField what
// depends on one because it signs it: an attribute of a transaction's event.
var (
	commitmentField = regexp.MustCompile(`"commitment": ?"0x[0-9a-f]{64}"`)
	signatureField  = regexp.MustCompile(`"key":"signature","value":"[^"]*"`)
)

// public returns all that everybody can see, with masks instead of commitments,
// and the commitments.
func (s *secret) public() (string, []string) {
	exported, err := s.Chain.App.Export(nil)
	require.NoError(s.t, err)
	state := string(exported.AppState)
	commitments := commitmentField.FindAllString(state, -1)
	state = commitmentField.ReplaceAllString(state, `"commitment":"masked"`)
	for _, block := range s.told {
		state += "\n" + signatureField.ReplaceAllString(block, "")
	}
	return state, commitments
}

// same answers are those of one chain, others those of the other.
func same(task string, _ bool) ident.Hash { return ident.Keccak256([]byte("same"), []byte(task)) }

func others(task string, _ bool) ident.Hash { return ident.Keccak256([]byte("other"), []byte(task)) }

func othersInAudits(task string, audits bool) ident.Hash {
	if audits {
		return others(task, audits)
	}
	return same(task, audits)
}

// TestSecrecy: two chains whose workers do the same but answer differently are
// equal until somebody reveals, in all state and events but the commitments.
// POCO-R6, POCO-R39.
func TestSecrecy(t *testing.T) {
	t.Run("committee", func(t *testing.T) {
		a, b := newSecret(t, same), newSecret(t, others)
		a.commit()
		b.commit()
		requireSame(t, a, b, poco.StateRevealing)
	})
	t.Run("audit", func(t *testing.T) {
		a, b := newSecret(t, same), newSecret(t, othersInAudits)
		a.toAudits()
		b.toAudits()
		a.commit()
		b.commit()
		requireSame(t, a, b, poco.StateRevealing)
	})
	t.Run("leak", func(t *testing.T) { // a worker tells where its result will be, by its digest
		a, b := newSecret(t, same), newSecret(t, others)
		for _, s := range []*secret{a, b} {
			w := s.Workers[0]
			url := "http://w/" + s.digest(s.Tasks()[0].Id, false).String()
			s.block(s.Tx(w, &pocotypes.MsgUpdateWorker{Worker: w.Address, Slots: 8, MaxCategory: 4, Url: url}))
			s.commit()
		}
		x, _ := a.public()
		y, _ := b.public()
		require.NotEqual(t, x, y, "the comparison does not find a digest in the state")
	})
	t.Run("reveal", func(t *testing.T) {
		a, b := newSecret(t, same), newSecret(t, others)
		for _, s := range []*secret{a, b} {
			s.commit()
			s.reveal()
		}
		x, _ := a.public()
		y, _ := b.public()
		require.NotEqual(t, x, y, "the comparison does not find what was revealed")
	})
}

func requireSame(t *testing.T, a, b *secret, stage poco.State) {
	t.Helper()
	for _, task := range a.cores() {
		require.Equal(t, stage, task.Stage(), "all have committed, nobody has revealed")
	}
	x, commits := a.public()
	y, otherCommits := b.public()
	require.NotEmpty(t, commits)
	require.Len(t, otherCommits, len(commits))
	require.NotEqual(t, commits, otherCommits)
	if x != y {
		i := 0
		for i < min(len(x), len(y)) && x[i] == y[i] {
			i++
		}
		from := max(i-200, 0)
		t.Fatalf("what everybody sees depends on the answers:\n%s\n%s",
			x[from:min(i+100, len(x))], y[from:min(i+100, len(y))])
	}
}

// TestCommitmentsDiffer: no two commitments of one task are equal, even if all
// give the same answer with the same salt. POCO-R6.
func TestCommitmentsDiffer(t *testing.T) {
	s := newSecret(t, same)
	s.toAudits()
	s.commit()
	seen := map[string]bool{}
	for _, task := range s.Tasks() {
		for _, m := range slices.Concat(task.Members, task.Audit.Auditors) {
			require.Len(t, m.Commitment, 66)
			require.False(t, seen[m.Commitment], "task %s: a commitment twice", task.Id)
			seen[m.Commitment] = true
		}
	}
	require.Len(t, seen, 25)
}

// TestCopiedCommitment: who copies another's commitment cannot reveal it, with
// its own salt or with the other's, nor reveal for the other, in a committee or
// in an audit. POCO-R7.
func TestCopiedCommitment(t *testing.T) {
	for _, audits := range []bool{false, true} {
		t.Run(fmt.Sprintf("audits=%t", audits), func(t *testing.T) {
			s := newSecret(t, same)
			if audits {
				s.toAudits()
			}
			task := s.cores()[0]
			id := task.ID.String()
			seats := poco.Seats(task)
			victim, thief := s.account(seats[0].Worker), s.account(seats[1].Worker)
			answer := s.answer(task)
			copied := chaintest.CommitMsg(victim, id, answer)
			copied.Worker = thief.Address
			txs := [][]byte{s.Tx(victim, chaintest.CommitMsg(victim, id, answer)), s.Tx(thief, copied)}
			for _, m := range seats[2:] {
				a := s.account(m.Worker)
				txs = append(txs, s.Tx(a, chaintest.CommitMsg(a, id, answer)))
			}
			s.block(txs...)

			own := chaintest.Answer{Digest: answer.Digest, Salt: ident.Keccak256([]byte("own"))}
			other := chaintest.RevealMsg(victim, id, answer)
			other.Worker = thief.Address
			for _, m := range []*pocotypes.MsgReveal{chaintest.RevealMsg(thief, id, own), other} {
				res := s.Block(s.Tx(thief, m))[0]
				require.Equal(t, pocotypes.ErrAnswer.ABCICode(), res.Code, res.Log)
				require.Contains(t, res.Log, "does not open the commitment")
			}
			s.block(s.Tx(victim, chaintest.RevealMsg(victim, id, answer)))
			task = s.cores()[0]
			require.Equal(t, poco.MemberRevealed, find(poco.Seats(task), victim.ID).State)
			require.Equal(t, poco.MemberCommitted, find(poco.Seats(task), thief.ID).State)

			s.Time = s.Time.Add(301e9) // the reveal window ends
			s.block()
			task = s.cores()[0]
			lost := find(slices.Concat(task.Members, task.Audit.Auditors), thief.ID)
			require.Equal(t, poco.MemberWithheld, lost.State)
			s.Check()
		})
	}
}
