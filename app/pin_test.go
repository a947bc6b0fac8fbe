package app_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	googleproto "google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"cosmossdk.io/api/amino"
	msgv1 "cosmossdk.io/api/cosmos/msg/v1"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	"github.com/cosmos/gogoproto/proto"

	"github.com/iexecd/iexecd/tests/chaintest"
	pocotypes "github.com/iexecd/iexecd/x/poco/types"
	rlcbridgetypes "github.com/iexecd/iexecd/x/rlcbridge/types"
)

var update = flag.Bool("pin.update", false, "write the golden files of testdata instead of comparing")

// golden compares text with a file of testdata: a change of what it holds is a
// change of the state machine, so it must be seen.
func golden(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), text, "run go test ./app -pin.update if this is meant, and say so in CHANGELOG.md")
}

func TestPinDefaultGenesis(t *testing.T) {
	c := chaintest.New(t, []string{"alice"})
	bz, err := json.MarshalIndent(c.App.DefaultGenesis(), "", "  ")
	require.NoError(t, err)
	golden(t, "genesis.json", string(bz)+"\n")
	for _, coin := range []string{`"stake"`, `"uatom"`} {
		require.NotContains(t, string(bz), coin, "every coin is nrlc")
	}
}

// TestPinModuleAccounts shows that the bridge alone may mint. Rule BRG-R22.
func TestPinModuleAccounts(t *testing.T) {
	c := chaintest.New(t, []string{"alice"})
	var lines []string
	for _, name := range slices.Sorted(keys(c.App.Account.GetModulePermissions())) {
		_, perms := c.App.Account.GetModuleAddressAndPermissions(name)
		if name != rlcbridgetypes.ModuleName {
			require.NotContains(t, perms, authtypes.Minter)
		}
		blocked := c.App.Bank.BlockedAddr(authtypes.NewModuleAddress(name))
		lines = append(lines, fmt.Sprintf("%s permissions=%v takes_sends=%v", name, perms, !blocked))
	}
	golden(t, "module_accounts.txt", strings.Join(lines, "\n")+"\n")
}

func keys[K comparable, V any](m map[K]V) func(func(K) bool) {
	return func(yield func(K) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// TestPinMessages lists every message with its amino name and who pays for it.
func TestPinMessages(t *testing.T) {
	c := chaintest.New(t, []string{"alice"})
	files, err := proto.MergedRegistry()
	require.NoError(t, err)
	var lines []string
	for _, url := range c.App.Registry.ListImplementations(sdk.MsgInterfaceProtoName) {
		msg, err := c.App.Registry.Resolve(url)
		require.NoError(t, err)
		desc, err := files.FindDescriptorByName(protoreflect.FullName(strings.TrimPrefix(url, "/")))
		require.NoError(t, err)
		name, _ := googleproto.GetExtension(desc.Options(), amino.E_Name).(string)
		signers, _ := googleproto.GetExtension(desc.Options(), msgv1.E_Signer).([]string)
		require.NotEmpty(t, signers, "%s has a signer", url)
		if strings.HasPrefix(url, "/iexec.") {
			require.NotEmpty(t, name, "%s has an amino name", url)
			require.LessOrEqual(t, len(name), 39, "hardware wallets show 39 characters of %s", name)
		}
		class := "pays"
		switch {
		case pocotypes.IsWorkerMessage(msg):
			class = "free when due"
		case signers[0] == "authority":
			class = "governance"
		}
		lines = append(lines, fmt.Sprintf("%-62s %-42s %s", strings.TrimPrefix(url, "/"), name, class))
	}
	slices.Sort(lines)
	golden(t, "messages.txt", strings.Join(lines, "\n")+"\n")
}
