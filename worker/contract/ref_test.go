package contract

import (
	"encoding/hex"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/worker/archive"
)

func TestParseFragment(t *testing.T) {
	t.Parallel()
	blake := "1e20" + sum
	address, f, err := ParseFragment("s3://b/k?endpoint=x#multihash=" + blake +
		"&name=n&unpack=tar.gz&encryption=age&keys=https%3A%2F%2Fo.example%2Fa%26b&other=1")
	require.NoError(t, err)
	require.Equal(t, "s3://b/k?endpoint=x", address)
	require.Equal(t, [32]byte{}, f.SHA256)
	require.Equal(t, blake, f.Hash.String())
	require.Equal(t, archive.TarGz, f.Unpack)
	require.Equal(t, []string{"n", "age", "https://o.example/a&b"}, []string{f.Name, f.Encryption, f.Keys})
	_, f, err = ParseFragment("http://x#multihash=1220" + sum)
	require.NoError(t, err)
	require.Equal(t, sum, hex.EncodeToString(f.SHA256[:]))
	require.True(t, f.Hash.IsZero())
}

// TestInputFragments: the texts are results that workers agree on.
func TestInputFragments(t *testing.T) {
	t.Parallel()
	for fragment, want := range map[string]string{
		"multihash=12": "" +
			"the multihash is not one of sha2-256, sha2-512 or blake3 of 32 bytes, in hexadecimal or base58",
		"sha256=" + sum + "&multihash=1e20" + sum: "both a sha256 and another hash: one of them, please",
		"sha256=" + sum + "&unpack=rar":           "unpack is not zip, tar or tar.gz",
		"sha256=" + sum + "&unpack=":              "unpack is not zip, tar or tar.gz",
		"sha256=" + sum + "&encryption=rot13":     "encryption is not age",
		"sha256=" + sum + "&encryption=age":       "encrypted: only datasets can be, as a dataset's owner has the key",
		"sha256=" + sum + "&keys=%zz":             "keys is not a URL",
		"sha256=" + strings.Repeat("00", 32): "" +
			"no #sha256=<64 hexadecimal digits>: without it workers could not agree",
	} {
		_, err := Parse(`{"iexec_input_files":["http://x/a#` + fragment + `"]}`)
		require.EqualError(t, err, "bad params: input file 1: "+want)
	}
	p, err := Parse(`{"iexec_result_encryption":true,"iexec_input_files":["http://x/a#unpack=zip&multihash=1e20` +
		sum + `"]}`)
	require.NoError(t, err)
	require.True(t, p.EncryptResult)
	require.Equal(t, archive.Zip, p.Inputs[0].Unpack)
	require.Equal(t, "1e20"+sum, p.Inputs[0].Hash.String())
	_, err = Parse(`{"iexec_result_encryption":"yes"}`)
	require.EqualError(t, err, "bad params: not the JSON of iExec's params")
}
