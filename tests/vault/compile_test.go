package vault

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/contracts"
	"github.com/iexecd/iexecd/tests/vault/doubles"
)

// TestCompile: what is committed is what the pinned compiler makes of the
// sources, byte by byte, and the bindings are of it.
func TestCompile(t *testing.T) {
	t.Parallel()
	_, err := os.Stat("../../contracts/node_modules/solc")
	require.NoError(t, err, "solc is not there. Next: make test, or scripts/setup.sh test, which installs it")
	dir := t.TempDir()
	out, err := exec.CommandContext(t.Context(), "node", "../../contracts/compile.mjs", dir).CombinedOutput()
	require.NoError(t, err, string(out))
	require.NotContains(t, string(out), "Warning", "the compiler warns")
	bound := map[string][2]string{
		"RLC":          {contracts.RLCMetaData.ABI, contracts.RLCMetaData.Bin},
		"RLCVault":     {contracts.RLCVaultMetaData.ABI, contracts.RLCVaultMetaData.Bin},
		"HostileRLC":   {doubles.HostileRLCMetaData.ABI, doubles.HostileRLCMetaData.Bin},
		"Lookalike":    {doubles.LookalikeMetaData.ABI, doubles.LookalikeMetaData.Bin},
		"VaultHarness": {doubles.VaultHarnessMetaData.ABI, doubles.VaultHarnessMetaData.Bin},
	}
	files, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, files, 2*len(bound))
	for _, f := range files {
		fresh, err := os.ReadFile(filepath.Join(dir, f.Name()))
		require.NoError(t, err)
		committed, err := os.ReadFile(filepath.Join("../../contracts/out", f.Name()))
		require.NoError(t, err)
		require.Equal(t, string(committed), string(fresh), "contracts/out/%s is stale: run make contracts", f.Name())
		name, kind, _ := strings.Cut(f.Name(), ".")
		text := strings.TrimSpace(string(fresh))
		if kind == "abi" {
			text = strings.ReplaceAll(text, " ", "") // as abigen leaves them out
			require.JSONEq(t, text, bound[name][0], "the binding of %s is stale: run make contracts", name)
		} else {
			require.Equal(t, "0x"+text, bound[name][1], "the binding of %s is stale: run make contracts", name)
		}
	}
}
