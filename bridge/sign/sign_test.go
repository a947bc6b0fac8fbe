package sign

import (
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/crypto/ethsecp256k1"
	"github.com/iexecd/iexecd/worker/journal"
)

var (
	testSecret = append(make([]byte, 31), 7)
	testDomain = bridge.Domain{ChainID: 1337, Vault: ident.Address{9}, HomeChain: "iexec-1"}
	testLimits = Limits{
		BatchTotal: 100 * rlc.RLC, Bucket: bridge.BucketLimits{Cap: 250 * rlc.RLC, RatePerSecond: rlc.RLC},
		OutCap: 1_000 * rlc.RLC, Migrate: ident.Address{5},
	}
)

type tester interface {
	require.TestingT
	Helper()
}

func testConfig(t tester, path string) Config {
	t.Helper()
	key, err := NewKey(testSecret)
	require.NoError(t, err)
	return Config{Domain: testDomain, Key: key, Limits: testLimits, Store: path}
}

// open returns a signer whose clock stands.
func open(t tester, c Config) *Signer {
	t.Helper()
	s, err := Open(c)
	require.NoError(t, err)
	s.now = func() time.Time { return time.Unix(1_000_000, 0) }
	return s
}

func newSigner(t *testing.T) *Signer {
	t.Helper()
	s := open(t, testConfig(t, filepath.Join(t.TempDir(), "signed")))
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

func reopen(t tester, s *Signer) *Signer {
	t.Helper()
	require.NoError(t, s.Close())
	return open(t, s.config)
}

func batch(nonce uint64, amounts ...rlc.Amount) Request {
	var items bridge.Items
	for i, a := range amounts {
		items = append(items, bridge.Item{To: ident.Address{1, byte(i)}, Amount: a})
	}
	return Request{Message: bridge.Batch{
		Nonce: nonce, FirstID: 1, TimeoutUnix: 5, Fee: rlc.RLC, ItemGas: 100_000,
		ItemsHash: items.Hash(),
	}, Items: items}
}

func valset(t tester, nonce uint64, powers ...uint64) Request {
	t.Helper()
	var m bridge.Members
	for i, p := range powers {
		m = append(m, bridge.Member{Address: ident.Address{byte(i) + 1}, Power: p})
	}
	v, err := m.Valset(nonce, 10)
	require.NoError(t, err)
	return Request{Message: v, Members: m}
}

func config(nonce uint64, outCap rlc.Amount) Request {
	return Request{Message: bridge.Config{Nonce: nonce, OutCap: outCap, Guardian: ident.Address{1}}}
}

func migrate(nonce uint64, to ident.Address, notBefore uint64) Request {
	return Request{Message: bridge.Migrate{Nonce: nonce, NewVault: to, NotBeforeUnix: notBefore}}
}

// check holds a signature against the digest that the vault makes of a message.
func check(t tester, s *Signer, m bridge.Message, v bridge.VoteSignature) {
	t.Helper()
	parsed, err := bridge.ParseSignature(v.Raw[:])
	require.NoError(t, err)
	who, err := parsed.Signer(testDomain.Digest(m), ethsecp256k1.Recover)
	require.NoError(t, err)
	require.Equal(t, s.Address(), who)
}

// pairs are two messages of each kind and the same nonce.
func pairs(t tester, nonce uint64) map[bridge.MessageKind][2]Request {
	t.Helper()
	return map[bridge.MessageKind][2]Request{
		bridge.MessageValset:  {valset(t, nonce, 1, 2), valset(t, nonce, 1, 3)},
		bridge.MessageBatch:   {batch(nonce, rlc.RLC), batch(nonce, rlc.RLC+1)},
		bridge.MessageConfig:  {config(nonce, rlc.RLC), config(nonce, 2*rlc.RLC)},
		bridge.MessageMigrate: {migrate(nonce, testLimits.Migrate, 1), migrate(nonce, testLimits.Migrate, 2)},
	}
}

// TestOnce checks for each kind that a message is signed, again alike, and no other
// of its nonce, not after a restart either.
func TestOnce(t *testing.T) {
	t.Parallel()
	s := open(t, testConfig(t, filepath.Join(t.TempDir(), "signed")))
	first := map[bridge.MessageKind]bridge.VoteSignature{}
	for kind, p := range pairs(t, 7) {
		v, err := s.Sign(p[0])
		require.NoError(t, err)
		require.Equal(t, kind, v.Kind)
		require.EqualValues(t, 7, v.Nonce)
		check(t, s, p[0].Message, v)
		first[kind] = v
	}
	for range 2 {
		for kind, p := range pairs(t, 7) {
			v, err := s.Sign(p[1])
			require.ErrorIs(t, err, ErrEquivocation)
			require.Zero(t, v)
			v, err = s.Sign(p[0])
			require.NoError(t, err)
			require.Equal(t, first[kind], v)
		}
		s = reopen(t, s)
	}
	for _, p := range pairs(t, 8) {
		_, err := s.Sign(p[1])
		require.NoError(t, err)
	}
	require.NoError(t, s.Close())
}

// TestCrash checks that what a signature left for is on disk before: after a crash
// between the two, or right after, the other message is refused.
func TestCrash(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := open(t, testConfig(t, filepath.Join(dir, "signed")))
	_, err := s.Sign(batch(1, rlc.RLC))
	require.NoError(t, err)
	e, err := s.check(batch(2, rlc.RLC))
	require.NoError(t, err)
	e.digest = testDomain.Digest(batch(2, rlc.RLC).Message)
	require.NoError(t, s.remember(e)) // and here it crashes
	raw, err := os.ReadFile(s.config.Store)
	require.NoError(t, err)
	require.NoError(t, s.Close())

	after := filepath.Join(dir, "after")
	for cut := range len(raw) + 1 {
		require.NoError(t, os.WriteFile(after, raw[:cut], 0o600))
		s := open(t, testConfig(t, after))
		for nonce, end := range map[uint64]int{1: len(raw) - entryBytes - 8, 2: len(raw)} {
			_, err = s.Sign(batch(nonce, rlc.RLC+1))
			if cut >= end {
				require.ErrorIs(t, err, ErrEquivocation, "batch %d, %d of %d bytes", nonce, cut, len(raw))
			} else {
				require.NoError(t, err, "batch %d, %d of %d bytes", nonce, cut, len(raw))
			}
		}
		require.NoError(t, s.Close())
	}
}

// TestBrokenStore checks that nothing is signed when it cannot be remembered.
func TestBrokenStore(t *testing.T) {
	t.Parallel()
	s := open(t, testConfig(t, filepath.Join(t.TempDir(), "signed")))
	require.NoError(t, s.store.journal.Close())
	for range 2 {
		v, err := s.Sign(batch(1, rlc.RLC))
		require.ErrorIs(t, err, ErrStore)
		require.Zero(t, v)
	}
}

func TestStoreRefused(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "signed")
	s := open(t, testConfig(t, path))
	_, err := s.Sign(batch(1, rlc.RLC))
	require.NoError(t, err)
	_, err = Open(s.config)
	require.ErrorIs(t, err, journal.ErrLocked)
	require.NoError(t, s.Close())

	other := s.config
	other.Domain.HomeChain = "iexec-2"
	_, err = Open(other)
	require.ErrorIs(t, err, ErrStore)
	other = s.config
	other.Key, err = NewKey(append(make([]byte, 31), 8))
	require.NoError(t, err)
	_, err = Open(other)
	require.ErrorIs(t, err, ErrStore)

	raw, err := os.ReadFile(path)
	require.NoError(t, err)
	raw[20]++
	require.NoError(t, os.WriteFile(path, raw, 0o600))
	_, err = Open(s.config)
	require.ErrorIs(t, err, journal.ErrCorrupt)

	require.NoError(t, os.Remove(path))
	j, _, err := journal.Open(path)
	require.NoError(t, err)
	separator, key := testDomain.Separator(), s.Address()
	require.NoError(t, j.Append(append(separator[:], key[:]...)))
	e := entry{slot: slot{bridge.MessageBatch, 1}, digest: ident.Hash{1}}
	require.NoError(t, j.Append(encode(e)))
	e.digest = ident.Hash{2}
	require.NoError(t, j.Append(encode(e)))
	require.NoError(t, j.Close())
	_, err = Open(s.config)
	require.ErrorIs(t, err, ErrStore)
	require.ErrorContains(t, err, "again")
	_, err = Open(Config{Store: filepath.Join(path, "below")})
	require.ErrorIs(t, err, ErrStore)
}

func TestLimits(t *testing.T) {
	t.Parallel()
	s := newSigner(t)
	for name, r := range map[string]Request{
		"batch":              batch(1, 99*rlc.RLC+1),
		"batch of many":      batch(1, 50*rlc.RLC, 49*rlc.RLC, 1),
		"config":             config(1, testLimits.OutCap+1),
		"another vault":      migrate(1, ident.Address{6}, 0),
		"migrate to nowhere": migrate(1, ident.Address{}, 0),
	} {
		v, err := s.Sign(r)
		require.ErrorIs(t, err, ErrLimit, name)
		require.Zero(t, v)
	}
	require.Empty(t, s.store.signed, "what is refused takes no nonce")
	_, err := s.Sign(batch(1, 99*rlc.RLC))
	require.NoError(t, err)
	s.config.Limits.Migrate = ident.Address{}
	_, err = s.Sign(migrate(1, ident.Address{}, 0))
	require.ErrorIs(t, err, ErrLimit, "no vault is allowed, so not the zero one either")
}

// TestBucket checks the limit over many batches, each small enough, and that it is
// the same after a restart.
func TestBucket(t *testing.T) {
	t.Parallel()
	s := open(t, testConfig(t, filepath.Join(t.TempDir(), "signed")))
	for nonce := range uint64(2) {
		_, err := s.Sign(batch(nonce, 99*rlc.RLC))
		require.NoError(t, err)
	}
	for range 2 {
		_, err := s.Sign(batch(2, 99*rlc.RLC))
		require.ErrorIs(t, err, ErrLimit)
		require.ErrorIs(t, err, bridge.ErrBucket)
		_, err = s.Sign(batch(1, 99*rlc.RLC))
		require.NoError(t, err, "what was signed needs no room")
		_, err = s.Sign(valset(t, 9, 1))
		require.NoError(t, err, "a valset pays nothing")
		s = reopen(t, s)
	}
	s.now = func() time.Time { return time.Unix(1_000_049, 0) }
	_, err := s.Sign(batch(2, 99*rlc.RLC))
	require.ErrorIs(t, err, ErrLimit)
	s.now = func() time.Time { return time.Unix(1_000_050, 0) }
	_, err = s.Sign(batch(2, 99*rlc.RLC))
	require.NoError(t, err)
	require.NoError(t, s.Close())
}

func TestRequestRefused(t *testing.T) {
	t.Parallel()
	s := newSigner(t)
	change := func(r Request, f func(r *Request)) Request { f(&r); return r }
	for name, r := range map[string]Request{
		"nothing":        {},
		"bind":           {Message: bridge.Bind{Operator: "iexecvaloper1", Seq: 1}},
		"no items":       change(batch(1, 1), func(r *Request) { r.Items = nil }),
		"another amount": change(batch(1, 1, 2), func(r *Request) { r.Items[1].Amount++ }),
		"an item more":   change(batch(1, 1, 2), func(r *Request) { r.Items = append(r.Items, r.Items[0]) }),
		"wild amounts":   change(batch(1, ^rlc.Amount(0), 2), func(*Request) {}),
		"wild fee": change(batch(1, 1), func(r *Request) {
			b := r.Message.(bridge.Batch)
			b.Fee = ^rlc.Amount(0)
			r.Message = b
		}),
		"no members":    change(valset(t, 1, 1, 2), func(r *Request) { r.Members = nil }),
		"another power": change(valset(t, 1, 1, 2), func(r *Request) { r.Members[0].Power++ }),
		"unsorted":      change(valset(t, 1, 1, 2), func(r *Request) { r.Members[0].Address = ident.Address{7} }),
		"another total": change(valset(t, 1, 1, 2), func(r *Request) {
			v := r.Message.(bridge.Valset)
			v.TotalPower++
			r.Message = v
		}),
	} {
		v, err := s.Sign(r)
		require.ErrorIs(t, err, ErrRequest, name)
		require.Zero(t, v)
	}
	require.Empty(t, s.store.signed)
}

func TestBind(t *testing.T) {
	t.Parallel()
	s := newSigner(t)
	b := bridge.Bind{Operator: "iexecvaloper1xyz", Seq: 3}
	signature, err := s.Bind(b)
	require.NoError(t, err)
	check(t, s, b, bridge.VoteSignature{Raw: signature})
}

// TestNeverTwice is a property: whatever is asked for, over restarts, no two
// signatures of one kind and nonce are over different digests.
func TestNeverTwice(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		s := open(t, testConfig(t, filepath.Join(dir, fmt.Sprint(n))))
		seen := map[slot]ident.Hash{}
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			if rapid.IntRange(0, 4).Draw(t, "restart") == 0 {
				s = reopen(t, s)
			}
			kind := bridge.MessageKind(rapid.IntRange(1, 4).Draw(t, "kind"))
			r := pairs(t, rapid.Uint64Range(0, 2).Draw(t, "nonce"))[kind][rapid.IntRange(0, 1).Draw(t, "which")]
			v, err := s.Sign(r)
			digest := testDomain.Digest(r.Message)
			at := slot{kind, v.Nonce}
			if err != nil {
				require.ErrorIs(t, err, ErrEquivocation)
				continue
			}
			check(t, s, r.Message, v)
			if had, ok := seen[at]; ok {
				require.Equal(t, had, digest)
			}
			seen[at] = digest
		}
		require.NoError(t, s.Close())
	})
}

func TestKeyFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "key")
	made, err := CreateKey(path)
	require.NoError(t, err)
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode())
	loaded, err := LoadKey(path)
	require.NoError(t, err)
	require.Equal(t, made.secret(), loaded.secret())
	require.Equal(t, made.Address(), loaded.Address())
	_, err = CreateKey(path)
	require.ErrorIs(t, err, os.ErrExist)
	another, err := CreateKey(filepath.Join(dir, "another"))
	require.NoError(t, err)
	require.NotEqual(t, made.Address(), another.Address())

	for mode, ok := range map[os.FileMode]bool{
		0o600: true, 0o400: true, 0o640: false, 0o604: false, 0o620: false, 0o602: false, 0o700: false, 0o644: false,
		0o610: false, 0o601: false,
	} {
		require.NoError(t, os.Chmod(path, mode))
		_, err = LoadKey(path)
		if ok {
			require.NoError(t, err, mode)
		} else {
			require.ErrorIs(t, err, ErrKey, mode)
			require.ErrorContains(t, err, fmt.Sprintf("%04o", mode))
		}
	}
	require.NoError(t, os.Chmod(path, 0o600))
	link := filepath.Join(dir, "link")
	require.NoError(t, os.Symlink(path, link))
	order := "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"
	for name, text := range map[string]string{
		"empty": "", "short": strings.Repeat("1", 63), "long": strings.Repeat("1", 66), "text": strings.Repeat("x", 64),
		"zero": strings.Repeat("0", 64), "much": strings.Repeat("1", 10_000), "the order": order,
	} {
		file := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
		_, err = LoadKey(file)
		require.ErrorIs(t, err, ErrKey, name)
	}
	pipe := filepath.Join(dir, "pipe") // who opens it waits for ever
	require.NoError(t, syscall.Mkfifo(pipe, 0o600))
	for _, bad := range []string{link, dir, pipe, filepath.Join(dir, "missing")} {
		_, err = LoadKey(bad)
		require.ErrorIs(t, err, ErrKey)
	}
	file := filepath.Join(dir, "prefixed")
	require.NoError(t, os.WriteFile(file, []byte("  0x"+hex.EncodeToString(testSecret)+"\r\n"), 0o600))
	loaded, err = LoadKey(file)
	require.NoError(t, err)
	want, err := NewKey(testSecret)
	require.NoError(t, err)
	require.Equal(t, want.Address(), loaded.Address())
}

// TestSecretIsNotPrinted checks that no way of printing shows a key.
func TestSecretIsNotPrinted(t *testing.T) {
	t.Parallel()
	secret := []byte("0123456789abcdefghijklmnopqrstuv")
	key, err := NewKey(secret)
	require.NoError(t, err)
	c := testConfig(t, filepath.Join(t.TempDir(), "signed"))
	c.Key = key
	s := open(t, c)
	defer func() { require.NoError(t, s.Close()) }()
	type hidden struct{ key Key }
	for _, v := range []any{key, &key, c, s, hidden{key}, []Key{key}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			text := fmt.Sprintf(verb, v)
			forms := []string{string(secret), hex.EncodeToString(secret), "48 49 50 51", "0x30, 0x31, 0x32"}
			for _, form := range forms {
				require.NotContains(t, text, form, "%s of %T", verb, v)
			}
		}
	}
	for _, n := range []int{0, 31, 33} {
		_, err = NewKey(make([]byte, n))
		require.ErrorIs(t, err, ErrKey)
	}
	_, err = Key{}.sign(ident.Hash{})
	require.ErrorIs(t, err, ErrKey)
}
