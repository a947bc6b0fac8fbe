package cli

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"

	"filippo.io/age"
	"github.com/spf13/pflag"

	"github.com/iexecd/iexecd/worker/driver"
	"github.com/iexecd/iexecd/worker/result"
	"github.com/iexecd/iexecd/worker/sealed"
	"github.com/iexecd/iexecd/worker/storage"
	markettypes "github.com/iexecd/iexecd/x/market/types"
)

const (
	flagIdentity = "identity"
	flagEncrypt  = "encrypt-result"
)

// errSealed means that a result is encrypted and no identity was given.
var errSealed = errors.New("the result is encrypted")

func identityFlag(f *pflag.FlagSet) {
	f.String(flagIdentity, "", "file of the age identity that opens encrypted results")
}

// identities returns those of --identity, none without it.
func (s *session) identities() ([]age.Identity, error) {
	flag := s.cmd.Flags().Lookup(flagIdentity)
	if flag == nil || flag.Value.String() == "" {
		return nil, nil
	}
	f, err := os.Open(flag.Value.String())
	if err != nil {
		return nil, badInput("The identity cannot be read", err.Error())
	}
	defer func() { _ = f.Close() }()
	all, err := age.ParseIdentities(f)
	if err != nil { // whose text may hold the key
		return nil, badInput("The identity cannot be used", flag.Value.String()+" has no AGE-SECRET-KEY-…",
			"age-keygen -o key.txt")
	}
	return all, nil
}

// wantsSealed tells whether results are to be encrypted; the account must have a key.
func (s *session) wantsSealed(ctx context.Context, n *node) (bool, error) {
	if flag := s.cmd.Flags().Lookup(flagEncrypt); flag == nil || flag.Value.String() != "true" {
		return false, nil
	}
	who, err := s.address()
	if err != nil {
		return false, err
	}
	r, err := n.market.ResultKey(ctx, &markettypes.QueryResultKeyRequest{Address: who})
	if err != nil {
		return false, err
	}
	if r.Recipient == "" {
		return false, badInput("Nothing to encrypt the result to", who+" has no result key",
			"age-keygen -o key.txt", "iexecd account result-key set age1…")
	}
	return true, nil
}

// sealedError completes an error that has to do with encryption, and tells whether it is one.
func sealedError(e *Error, task string) bool {
	switch {
	case errors.Is(e.Err, errSealed):
		e.What, e.Why = "The result is encrypted", "it was encrypted to the result key of who may read it"
	case errors.Is(e.Err, sealed.ErrIdentity):
		e.What, e.Why = "The result is encrypted to another key", "the identity does not open it"
	default:
		return false
	}
	e.Code, e.Exit = codeNoKey, ExitKey
	e.Next = []string{"iexecd task result " + task + " --identity key.txt"}
	return true
}

// sealed returns the sha256 of a task's encrypted result, as a worker tells it; empty
// if it tells of none.
func (s source) sealed(ctx context.Context, task string) string {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.base+"/tasks/"+task, nil)
	if err != nil {
		return ""
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return ""
	}
	defer func() { _ = response.Body.Close() }()
	var record struct {
		Sealed string `json:"sealed"`
	}
	if json.NewDecoder(io.LimitReader(response.Body, 1<<20)).Decode(&record) != nil {
		return ""
	}
	return record.Sealed
}

// openTree returns what reads a tree from an encrypted result: all of it is checked
// like what comes in clear.
func (s source) openTree(name string, as []age.Identity,
) func(ctx context.Context, digest string) (files, logs []result.File, err error) {
	return func(ctx context.Context, digest string) (files, logs []result.File, err error) {
		if len(as) == 0 {
			return nil, nil, errSealed
		}
		if err := s.fetch(ctx, name, maxResultBytes); err != nil {
			return nil, nil, err
		}
		f, err := s.fetcher.Store.Get(name)
		if err != nil {
			return nil, nil, err
		}
		defer func() { _ = f.Close() }()
		t := opened{store: s.fetcher.Store, digest: digest}
		if err := sealed.Read(f, as, t.part); err != nil {
			return nil, nil, err
		}
		for _, f := range t.files {
			if !t.store.Has(hex.EncodeToString(f.SHA256[:])) {
				return nil, nil, fmt.Errorf("%w: %s is missing", storage.ErrMismatch, f.Path)
			}
		}
		if t.files == nil {
			return nil, nil, fmt.Errorf("%w: the manifest is missing", storage.ErrMismatch)
		}
		return t.files, t.logs, nil
	}
}

// opened is what was found in an encrypted result.
type opened struct {
	store  *storage.Store
	digest string // of the manifest that was agreed on
	files  []result.File
	logs   []result.File
}

// part takes one part; the manifest comes first.
func (o *opened) part(name string, _ int64, content io.Reader) error {
	switch name {
	case sealed.Manifest:
		return o.manifest(content)
	case sealed.Stdout, sealed.Stderr:
		text, err := io.ReadAll(io.LimitReader(content, driver.MaxStdioBytes))
		if err != nil || len(text) == 0 {
			return err
		}
		o.logs = append(o.logs, result.File{Path: name + ".txt", SHA256: sha256.Sum256(text)})
		_, err = o.store.PutBytes(text)
		return err
	}
	i := slices.IndexFunc(o.files, func(f result.File) bool { return hex.EncodeToString(f.SHA256[:]) == name })
	if i < 0 {
		return fmt.Errorf("%w: %+q is not in the manifest", storage.ErrMismatch, name)
	}
	return o.store.PutAs(name, content, uint64(o.files[i].Size)) //nolint:gosec // manifests have no negative sizes
}

func (o *opened) manifest(content io.Reader) error {
	text, err := io.ReadAll(io.LimitReader(content, maxManifestBytes))
	if err != nil {
		return err
	}
	if got := hexSum(text); got != o.digest {
		return fmt.Errorf("%w: the manifest's digest is %s, agreed was %s", storage.ErrMismatch, got, o.digest)
	}
	o.files, err = result.ParseManifest(text)
	return err
}
