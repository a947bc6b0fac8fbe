package sealed

import (
	"archive/tar"
	"bytes"
	"errors"
	"io"
	"testing"

	"filippo.io/age"
	"github.com/stretchr/testify/require"
)

// lowOrder is the recipient of 32 zero bytes, which age reads and encrypts nothing to.
const lowOrder = "age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq5cu47z"

// both returns identities of the two kinds that a result key can have.
func both(t *testing.T) map[string]age.Identity {
	t.Helper()
	x, err := age.GenerateX25519Identity()
	require.NoError(t, err)
	pq, err := age.GenerateHybridIdentity()
	require.NoError(t, err)
	return map[string]age.Identity{x.Recipient().String(): x, pq.Recipient().String(): pq}
}

func TestSealed(t *testing.T) {
	t.Parallel()
	for text, identity := range both(t) {
		recipient, err := Recipient(text)
		require.NoError(t, err)
		var b bytes.Buffer
		parts := Parts{Manifest: []byte("secret-name"), Stdout: []byte{}, Stderr: []byte("oh")}
		require.NoError(t, Write(&b, recipient, parts))
		require.NotContains(t, b.String(), "secret-name")
		got := map[string]string{}
		each := func(name string, size int64, content io.Reader) error {
			bz, err := io.ReadAll(content)
			require.NoError(t, err)
			require.Len(t, bz, int(size))
			got[name] = string(bz)
			return nil
		}
		require.NoError(t, Read(bytes.NewReader(b.Bytes()), []age.Identity{identity}, each))
		require.Equal(t, map[string]string{Manifest: "secret-name", Stdout: "", Stderr: "oh"}, got)

		other, err := age.GenerateX25519Identity()
		require.NoError(t, err)
		require.ErrorIs(t, Read(bytes.NewReader(b.Bytes()), []age.Identity{other}, each), ErrIdentity)
		require.ErrorIs(t, Read(bytes.NewReader(b.Bytes()[:b.Len()-9]), []age.Identity{identity}, each), ErrBroken)
		require.ErrorIs(t, Read(bytes.NewReader([]byte("x")), []age.Identity{identity}, each), ErrBroken)
		stop := errors.New("enough")
		require.ErrorIs(t, Read(bytes.NewReader(b.Bytes()), []age.Identity{identity},
			func(string, int64, io.Reader) error { return stop }), stop)
	}
	for _, text := range []string{"", "age1", "AGE-SECRET-KEY-1", "ssh-ed25519 AAAA", lowOrder} {
		_, err := Recipient(text)
		require.Error(t, err, text)
	}
}

// A link in what a liar sealed is refused.
func TestSealedLink(t *testing.T) {
	t.Parallel()
	x, err := age.GenerateX25519Identity()
	require.NoError(t, err)
	var b bytes.Buffer
	e, err := age.Encrypt(&b, x.Recipient())
	require.NoError(t, err)
	w := tar.NewWriter(e)
	require.NoError(t, w.WriteHeader(&tar.Header{Name: "l", Typeflag: tar.TypeSymlink, Linkname: "/etc"}))
	require.NoError(t, errors.Join(w.Close(), e.Close()))
	err = Read(&b, []age.Identity{x}, func(string, int64, io.Reader) error { return nil })
	require.ErrorIs(t, err, ErrBroken)
}
