package vrf

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// FileName is where a node looks for its keys, in its configuration's folder.
const FileName = "beacon_key.json"

// fileMode lets nobody but the owner read the keys.
const fileMode = 0o600

// keyFile is the JSON of a file of keys, oldest first.
type keyFile struct {
	Keys []fileKey `json:"keys"`
}

type fileKey struct {
	Public string `json:"public_key"`
	Seed   string `json:"private_seed"`
}

// Load returns the keys of a file, oldest first; fs.ErrNotExist if there is no
// file. It refuses a file that others may read.
func Load(path string) ([]PrivateKey, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		return nil, fmt.Errorf("%s has mode %o, expected %o: chmod 600 it, and rotate the key if "+
			"others may have read it",
			path, mode, fileMode)
	}
	text, err := os.ReadFile(path) //nolint:gosec // the owner of the node names the file
	if err != nil {
		return nil, err
	}
	var file keyFile
	if err := json.Unmarshal(text, &file); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	var keys []PrivateKey
	for i, k := range file.Keys {
		seed, err := hex.DecodeString(strings.TrimPrefix(k.Seed, "0x"))
		if err != nil {
			return nil, fmt.Errorf("%s: key %d: the seed is not hexadecimal", path, i)
		}
		key, err := FromSeed(seed)
		if err != nil {
			return nil, fmt.Errorf("%s: key %d: %w", path, i, err)
		}
		if public := Hex(key.Public()); public != k.Public {
			return nil, fmt.Errorf("%s: key %d: the seed is that of %s, not of %s", path, i, public, k.Public)
		}
		keys = append(keys, key)
	}
	if len(keys) == 0 {
		return nil, fmt.Errorf("%s holds no key", path)
	}
	return keys, nil
}

// Add makes a new key, appends it to a file, which is made if there is none,
// and returns it. The file is replaced in one step.
func Add(path string) (PrivateKey, error) {
	keys, err := Load(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return PrivateKey{}, err
	}
	key, err := Generate(nil)
	if err != nil {
		return key, err
	}
	return key, save(path, append(keys, key))
}

// LoadOrAdd returns the newest key of a file, which is made if there is none.
func LoadOrAdd(path string) (PrivateKey, error) {
	keys, err := Load(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Add(path)
	}
	if err != nil {
		return PrivateKey{}, err
	}
	return keys[len(keys)-1], nil
}

func save(path string, keys []PrivateKey) error {
	var file keyFile
	for _, k := range keys {
		file.Keys = append(file.Keys, fileKey{Public: Hex(k.Public()), Seed: Hex(k.Seed())})
	}
	text, err := json.MarshalIndent(file, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	temporary := path + ".new"
	if err := os.WriteFile(temporary, append(text, '\n'), fileMode); err != nil {
		return err
	}
	if err := os.Chmod(temporary, fileMode); err != nil { // of a file left over by somebody else
		return err
	}
	return os.Rename(temporary, path)
}

// Hex returns 0x and two lower-case digits per byte.
func Hex(b []byte) string { return "0x" + hex.EncodeToString(b) }
