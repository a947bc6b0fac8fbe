package contract

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/url"
	"strings"

	"github.com/iexecd/iexecd/worker/archive"
	"github.com/iexecd/iexecd/worker/digest"
)

// EncryptionAge is the only encryption of datasets: a file of age-encryption.org/v1.
const EncryptionAge = "age"

// Fragment is what the fragment of a URL says of its bytes.
type Fragment struct {
	SHA256     [32]byte      // zero if it has none
	Hash       digest.Digest // multihash=, if it is no sha256
	Name       string        // name=
	Unpack     archive.Kind  // unpack=zip|tar|tar.gz
	Encryption string        // encryption=age
	Keys       string        // keys=, where the owner gives the key to workers
}

// ParseFragment cuts a URL into what is fetched and what its fragment says. The
// texts of its errors are part of results that workers agree on.
func ParseFragment(text string) (address string, f Fragment, err error) {
	address, fragment, _ := strings.Cut(text, "#")
	for pair := range strings.SplitSeq(fragment, "&") {
		key, value, _ := strings.Cut(pair, "=")
		if err := f.set(key, value); err != nil {
			return address, f, err
		}
	}
	if f.SHA256 != [32]byte{} && !f.Hash.IsZero() {
		return address, f, errors.New("both a sha256 and another hash: one of them, please")
	}
	return address, f, nil
}

// set takes one pair of a fragment; what is unknown says nothing.
func (f *Fragment) set(key, value string) error {
	switch key {
	case "sha256":
		bz, err := hex.DecodeString(strings.TrimPrefix(value, "0x"))
		if err != nil || len(bz) != len(f.SHA256) {
			return errors.New("sha256 is not 64 hexadecimal digits")
		}
		f.SHA256 = [32]byte(bz)
	case "multihash":
		hash, err := digest.Parse(value)
		if err != nil {
			return err
		}
		if sum, ok := hash.SHA256(); ok {
			f.SHA256 = sum
		} else {
			f.Hash = hash
		}
	case "name":
		f.Name = value
	case "unpack":
		if f.Unpack = archive.Kind(value); !f.Unpack.Valid() {
			return errors.New("unpack is not zip, tar or tar.gz")
		}
	case "encryption":
		if f.Encryption = value; value != EncryptionAge {
			return errors.New("encryption is not age")
		}
	case "keys":
		keys, err := url.QueryUnescape(value)
		if err != nil {
			return errors.New("keys is not a URL")
		}
		f.Keys = keys
	}
	return nil
}

// parseInput reads URL#sha256=<hex>&name=<file>, or with multihash=, and with
// unpack=. Without a name it is the sha256 of the URL's text, as in iExec.
func parseInput(entry string) (Input, error) {
	address, f, err := ParseFragment(entry)
	in := Input{URL: address, SHA256: f.SHA256, Hash: f.Hash, Name: f.Name, Unpack: f.Unpack}
	u, bad := url.Parse(address)
	switch {
	case bad != nil || u.Scheme == "":
		return in, errors.New("not a URL")
	case err != nil:
		return in, err
	case f.SHA256 == [32]byte{} && f.Hash.IsZero():
		return in, errors.New("no #sha256=<64 hexadecimal digits>: without it workers could not agree")
	case f.Encryption != "":
		return in, errors.New("encrypted: only datasets can be, as a dataset's owner has the key")
	}
	if in.Name == "" {
		sum := sha256.Sum256([]byte(address))
		in.Name = hex.EncodeToString(sum[:])
	}
	if !plain(in.Name) {
		return in, errors.New("the name is not 1 to 128 letters, digits, dots, dashes, underscores; no dot first")
	}
	return in, nil
}
