package vrf

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestFile: keys are kept, in order, where nobody else can read them. Rule BCN-R11.
func TestFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "config", FileName)
	if _, err := Load(path); !errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("got %v", err)
	}
	first, err := LoadOrAdd(path)
	if err != nil {
		t.Fatal(err)
	}
	again, err := LoadOrAdd(path)
	if err != nil || !bytes.Equal(again.Seed(), first.Seed()) {
		t.Fatalf("another key, %v", err)
	}
	second, err := Add(path)
	if err != nil {
		t.Fatal(err)
	}
	keys, err := Load(path)
	if err != nil || len(keys) != 2 || !bytes.Equal(keys[0].Seed(), first.Seed()) ||
		!bytes.Equal(keys[1].Seed(), second.Seed()) {
		t.Fatalf("got %d keys, %v", len(keys), err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("mode %o, %v", info.Mode().Perm(), err)
	}
}

func TestBadFiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), FileName)
	if _, err := Add(path); err != nil {
		t.Fatal(err)
	}
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		text string
		mode fs.FileMode
		want string
	}{
		"readable": {string(good), 0o644, "mode 644, expected 600"},
		"not JSON": {"{", 0o600, "unexpected end"},
		"no key":   {`{"keys":[]}`, 0o600, "holds no key"},
		"not hex":  {`{"keys":[{"private_seed":"0xzz"}]}`, 0o600, "not hexadecimal"},
		"short":    {`{"keys":[{"private_seed":"0x00"}]}`, 0o600, "1 bytes, expected 32"},
		"another key": {
			strings.Replace(string(good), `"public_key": "0x`, `"public_key": "0x0`, 1), 0o600,
			"the seed is that of",
		},
	} {
		if err := os.WriteFile(path, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, c.mode); err != nil {
			t.Fatal(err)
		}
		if _, err := Load(path); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", name, err, c.want)
		}
		if _, err := LoadOrAdd(path); err == nil {
			t.Errorf("%s: a new key took its place", name)
		}
		if err := os.Chmod(path, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
