package beacon

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/client/flags"

	"github.com/iexecd/iexecd/app"
	envelope "github.com/iexecd/iexecd/core/voteext"
	"github.com/iexecd/iexecd/crypto/vrf"
)

// extend returns what the node attaches to its vote for the next block.
func (w *world) extend() []byte {
	w.Helper()
	res, err := w.app.ExtendVote(w.Context(), &abci.RequestExtendVote{Height: w.height + 1, Hash: w.hash(w.height + 1)})
	require.NoError(w, err)
	return res.VoteExtension
}

func (w *world) verifies(extension []byte) bool {
	w.Helper()
	res, err := w.app.VerifyVoteExtension(&abci.RequestVerifyVoteExtension{
		Height: w.height + 1, Hash: w.hash(w.height + 1), VoteExtension: extension,
		ValidatorAddress: w.validators[0].address(),
	})
	require.NoError(w, err)
	return res.Status == abci.ResponseVerifyVoteExtension_ACCEPT
}

// TestNode: a node without the key in force attaches nothing and says so once;
// a key that it gets while it runs, or registers to rotate, is used from when it
// is in force. Rules BCN-R4, BCN-R11.
func TestNode(t *testing.T) {
	home := t.TempDir()
	path := filepath.Join(home, "config", vrf.FileName)
	var lines bytes.Buffer
	w := newWorld(t, 4, map[string]any{flags.FlagHome: home, logTo: &lines})
	require.Empty(t, w.extend())
	w.block(w.votes())
	require.Empty(t, w.extend())
	require.Equal(t, 1, strings.Count(lines.String(), "proves no randomness"), lines.String())

	key, err := vrf.Add(path)
	require.NoError(t, err)
	require.Empty(t, w.extend(), "not registered")
	require.Zero(t, w.run(0, w.register(0, key)).Code)
	require.Empty(t, w.extend(), "not in force")
	w.block(w.votes())
	valid := func(key vrf.PrivateKey) {
		e, err := envelope.Decode(w.extend())
		require.NoError(t, err)
		_, ok := vrf.Verify(key.Public(), alphaOf(w, chainID, w.height+1, w.beacon().Value), e.Beacon)
		require.True(t, ok)
	}
	valid(key)
	next, err := vrf.Add(path)
	require.NoError(t, err)
	valid(key)
	w.block(w.votes()) // the vote in flight
	w.validators[0].vrf = key
	require.Zero(t, w.run(0, w.register(0, next)).Code)
	valid(key)
	w.block(w.votes())
	valid(next)
	require.NoError(t, os.Chmod(path, 0o644))
	valid(next) // it has it already
}

// TestVerify: lengths and versions decide, nothing else; a proof is not looked
// at. Rule BCN-R3.
func TestVerify(t *testing.T) {
	w := newWorld(t, 4)
	require.True(t, w.verifies(nil))
	require.True(t, w.verifies(w.proof(newKey(t, "anybody"), []byte("anything"))))
	require.False(t, w.verifies([]byte("garbage")))
	require.False(t, w.verifies(make([]byte, 100_000)))
	replaced := newWorld(t, 4, map[string]any{
		app.OptionExtendVote: app.ExtendVoteFn(func(int64, []byte) []byte { return []byte("garbage") }),
	})
	require.Equal(t, []byte("garbage"), replaced.extend())
}
