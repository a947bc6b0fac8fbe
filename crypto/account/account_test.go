package account_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/crypto/account"
)

// TestChecksummed uses the examples of EIP-55.
func TestChecksummed(t *testing.T) {
	for _, want := range []string{
		"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
		"0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB", "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
	} {
		a, err := account.Parse(want)
		require.NoError(t, err)
		require.Equal(t, want, account.Checksummed(a))
	}
}

func TestBothSpellings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := ident.Address(rapid.SliceOfN(rapid.Byte(), 20, 20).Draw(t, "a"))
		for _, text := range []string{
			account.Bech32(a), a.String(), account.Checksummed(a), "0x" + strings.ToUpper(a.String()[2:]),
		} {
			got, err := account.Parse(text)
			require.NoError(t, err)
			require.Equal(t, a, got)
		}
	})
}

func TestBadAddresses(t *testing.T) {
	for _, text := range []string{
		"", "nonsense", "0x", "0x12", "0x" + strings.Repeat("g", 40), "cosmos1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu",
		"iexec1", strings.Repeat("x", 10000), "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD",
	} {
		_, err := account.Parse(text)
		require.Error(t, err, text)
		require.Less(t, len(err.Error()), 400)
	}
}

func TestValidatorCodecs(t *testing.T) {
	for prefix, c := range map[string]account.ValidatorCodec{
		account.PrefixValidator: account.NewOperatorCodec(), account.PrefixConsensus: account.NewConsensusCodec(),
	} {
		want := []byte("twenty bytes, no more")[:20]
		text, err := c.BytesToString(want)
		require.NoError(t, err)
		require.True(t, strings.HasPrefix(text, prefix+"1"))
		got, err := c.StringToBytes(text)
		require.NoError(t, err)
		require.Equal(t, want, got)
		for _, bad := range []string{
			"", "nonsense", account.Bech32(ident.Address(want)), ident.Address(want).String(),
			strings.Repeat("x", 9999),
		} {
			_, err := c.StringToBytes(bad)
			require.ErrorIs(t, err, account.ErrBadValidator)
			require.Less(t, len(err.Error()), 400)
		}
	}
}

// TestConfigure: programs and tests may call it at the same time.
func TestConfigure(t *testing.T) {
	var all sync.WaitGroup
	for range 20 {
		all.Go(account.Configure)
	}
	all.Wait()
	require.Equal(t, account.Prefix, sdk.GetConfig().GetBech32AccountAddrPrefix())
	require.Equal(t, uint32(60), sdk.GetConfig().GetCoinType())
	require.Equal(t, account.Denom, sdk.DefaultBondDenom)
}
