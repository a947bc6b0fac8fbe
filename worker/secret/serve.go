package secret

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"filippo.io/age"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/crypto/ethsecp256k1"
)

// The bounds of a request for a key.
const (
	freshFor       = 5 * time.Minute // between its time and the server's clock
	maxAskBytes    = 4 << 10
	maxAnswerBytes = 2 * maxKeyBytes
	askTimeout     = 30 * time.Second
	keysPath       = "/keys"
)

// ask is a worker's request. The signature is over all the rest and tells the signer, and the answer can
// only be read with the key of the recipient: repeating or passing on a request gives
// nobody anything.
type ask struct {
	Dataset   string `json:"dataset"`
	Task      string `json:"task"`
	Worker    string `json:"worker"`    // 0x and 40 digits
	Signer    string `json:"signer"`    // who signed for it: the same, or its hot key
	TimeUnix  int64  `json:"time_unix"` // when it was asked
	Recipient string `json:"recipient"` // age recipient of the answer, made for it
	Signature string `json:"signature"` // r and s, 128 digits
}

type answer struct {
	Sealed []byte `json:"sealed,omitempty"` // the key, encrypted to the recipient
	Error  string `json:"error,omitempty"`
}

// text is what a worker signs, as wallets sign messages (EIP-191), so that it is
// nothing else that the account's key signs.
func (a ask) text() []byte {
	body := strings.Join([]string{
		"iexecd dataset key v1", "dataset " + a.Dataset, "task " + a.Task, "worker " + a.Worker,
		"time " + strconv.FormatInt(a.TimeUnix, 10), "recipient " + a.Recipient,
	}, "\n")
	return []byte("\x19Ethereum Signed Message:\n" + strconv.Itoa(len(body)) + body)
}

// Signer is an account that can sign.
type Signer interface {
	Address() ident.Address
	// Sign returns r and s over the Keccak-256 of some bytes.
	Sign(bz []byte) ([]byte, error)
}

// Owners is the source that asks the owners' servers.
type Owners struct {
	Key    Signer
	Worker ident.Address // that the key acts for; zero = its own account
	Client *http.Client  // connects to what addresses of strangers name; no redirect is followed. nil = to anything
}

// KeysURL returns where a server of keys, as a dataset's location names it, is asked.
func KeysURL(server string) (string, error) {
	u, err := url.Parse(server)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return "", errors.New("expected the URL of a server of keys, http:// or https://")
	}
	if u.RawQuery != "" || u.ForceQuery || u.Fragment != "" {
		return "", errors.New("the URL of a server of keys has no ? and no #")
	}
	return u.JoinPath(keysPath).String(), nil
}

// Secret implements Source.
func (o Owners) Secret(ctx context.Context, r Request) ([]byte, error) {
	at, err := KeysURL(r.Server)
	if err != nil {
		return nil, fmt.Errorf("%w: keys= of the dataset's location: %w", ErrNoKey, err)
	}
	worker := o.Worker
	if worker.IsZero() {
		worker = o.Key.Address()
	}
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		return nil, err
	}
	a := ask{
		Dataset: r.Dataset.String(), Task: r.Task.String(), Worker: worker.String(),
		Signer: o.Key.Address().String(), TimeUnix: time.Now().Unix(), Recipient: identity.Recipient().String(),
	}
	signature, err := o.Key.Sign(a.text())
	if err != nil {
		return nil, err
	}
	a.Signature = hex.EncodeToString(signature)
	got, err := o.post(ctx, at, a)
	if err != nil {
		return nil, err
	}
	plain, err := age.Decrypt(bytes.NewReader(got.Sealed), identity)
	if err != nil {
		return nil, fmt.Errorf("%w: the server's answer is not for this worker", ErrNoKey)
	}
	return io.ReadAll(io.LimitReader(plain, maxKeyBytes))
}

func noRedirect(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

func (o Owners) post(ctx context.Context, at string, a ask) (answer, error) {
	var got answer
	text, err := json.Marshal(a)
	if err != nil {
		return got, err
	}
	ctx, cancel := context.WithTimeout(ctx, askTimeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, at, bytes.NewReader(text))
	if err != nil {
		return got, fmt.Errorf("%w: %w", ErrNoKey, err)
	}
	request.Header.Set("Content-Type", "application/json")
	client := http.Client{CheckRedirect: noRedirect}
	if o.Client != nil {
		client.Transport = o.Client.Transport
	}
	response, err := client.Do(request)
	if err != nil {
		return got, fmt.Errorf("%w: %w", ErrNoKey, err)
	}
	defer func() { _ = response.Body.Close() }()
	err = json.NewDecoder(io.LimitReader(response.Body, maxAnswerBytes)).Decode(&got)
	if err != nil || response.StatusCode != http.StatusOK {
		return got, fmt.Errorf("%w: the owner's server answered %s %.200q", ErrNoKey, response.Status, got.Error)
	}
	return got, nil
}

// Server is an owner's: it gives the keys of a folder to the workers that the folder
// allows. A file <dataset id>.allow has one account a line; it is read each time.
type Server struct {
	Dir string
	// Check may refuse a worker that is allowed, as one that has no such task; nil = no.
	Check func(ctx context.Context, r Request, worker ident.Address) error
	// Acts may refuse that another account signs for a worker; nil = always.
	Acts func(ctx context.Context, worker, signer ident.Address) error
	Now  func() time.Time // nil = the clock
}

// ServeHTTP implements http.Handler: POST /keys.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	if r.URL.Path != keysPath || r.Method != http.MethodPost {
		refuse(w, http.StatusNotFound, "here is only POST /keys")
		return
	}
	var a ask
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxAskBytes)).Decode(&a); err != nil {
		refuse(w, http.StatusBadRequest, "not a request for a key")
		return
	}
	who, want, err := s.verify(a)
	if err != nil {
		refuse(w, http.StatusBadRequest, err.Error())
		return
	}
	if err := s.allows(r.Context(), want, who); err != nil {
		refuse(w, http.StatusForbidden, err.Error())
		return
	}
	key, err := Folder(s.Dir).Secret(r.Context(), want)
	if err != nil {
		refuse(w, http.StatusNotFound, "no key of dataset "+want.Dataset.String()+" here")
		return
	}
	sealed, err := seal(key, a.Recipient)
	if err != nil {
		refuse(w, http.StatusBadRequest, "the recipient is no age recipient")
		return
	}
	_ = json.NewEncoder(w).Encode(answer{Sealed: sealed})
}

func refuse(w http.ResponseWriter, code int, why string) {
	w.WriteHeader(code)
	_ = json.NewEncoder(w).Encode(answer{Error: why})
}

func seal(key []byte, recipient string) ([]byte, error) {
	to, err := age.ParseX25519Recipient(recipient)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	w, err := age.Encrypt(&b, to)
	if err != nil {
		return nil, err
	}
	_, err = w.Write(key)
	err = errors.Join(err, w.Close())
	return b.Bytes(), err
}

// asker is who asks.
type asker struct{ worker, signer ident.Address }

// verify returns who asks for what, if the signer signed it, now.
func (s *Server) verify(a ask) (who asker, r Request, err error) {
	if who.worker, err = ident.ParseAddress(a.Worker); err != nil {
		return who, r, errors.New("worker: expected 0x and 40 digits")
	}
	if who.signer, err = ident.ParseAddress(a.Signer); err != nil {
		return who, r, errors.New("signer: expected 0x and 40 digits")
	}
	if r.Dataset, err = ident.ParseAddress(a.Dataset); err != nil {
		return who, r, errors.New("dataset: expected 0x and 40 digits")
	}
	if r.Task, err = ident.ParseHash(a.Task); err != nil {
		return who, r, errors.New("task: expected 0x and 64 digits")
	}
	now := time.Now
	if s.Now != nil {
		now = s.Now
	}
	if off := now().Sub(time.Unix(a.TimeUnix, 0)); off.Abs() > freshFor {
		return who, r, fmt.Errorf("the request's time is %s off, at most %s: check the clock",
			off.Abs().Round(time.Second), freshFor)
	}
	signature, err := hex.DecodeString(a.Signature)
	if err != nil || len(signature) != 64 {
		return who, r, errors.New("signature: expected 128 digits")
	}
	hash := ident.Keccak256(a.text())
	for v := range byte(2) {
		by, ok := ethsecp256k1.Recover(hash, [32]byte(signature[:32]), [32]byte(signature[32:]), v)
		if ok && by == who.signer {
			return who, r, nil
		}
	}
	return who, r, fmt.Errorf("the signature is not of %s", who.signer)
}

// allows returns nil if the worker may have the key, and the signer ask for it.
func (s *Server) allows(ctx context.Context, r Request, who asker) error {
	allowed, err := Allowed(s.Dir, r.Dataset)
	if err != nil || !slices.Contains(allowed, who.worker) {
		return fmt.Errorf("worker %s is not allowed to have the key of dataset %s: its owner grants it", who.worker,
			r.Dataset)
	}
	if who.signer != who.worker {
		if s.Acts == nil {
			return fmt.Errorf("%s does not act for worker %s here", who.signer, who.worker)
		}
		if err := s.Acts(ctx, who.worker, who.signer); err != nil {
			return err
		}
	}
	if s.Check != nil {
		return s.Check(ctx, r, who.worker)
	}
	return nil
}

func allowFile(dir string, dataset ident.Address) string {
	return filepath.Join(dir, dataset.String()+".allow")
}

// Allowed returns the workers that a folder allows to have a dataset's key, sorted.
func Allowed(dir string, dataset ident.Address) ([]ident.Address, error) {
	text, err := os.ReadFile(allowFile(dir, dataset))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var all []ident.Address
	for i, line := range strings.Fields(string(text)) {
		a, err := ident.ParseAddress(line)
		if err != nil {
			return nil, fmt.Errorf("%s: line %d: expected 0x and 40 digits", allowFile(dir, dataset), i+1)
		}
		all = append(all, a)
	}
	return all, nil
}

// Grant allows a worker to have a dataset's key.
func Grant(dir string, dataset, worker ident.Address) error {
	return change(dir, dataset, func(all []ident.Address) []ident.Address { return append(all, worker) })
}

// Revoke ends that a worker may have a dataset's key. It does not take back a key
// that he has.
func Revoke(dir string, dataset, worker ident.Address) error {
	return change(dir, dataset, func(all []ident.Address) []ident.Address {
		return slices.DeleteFunc(all, func(a ident.Address) bool { return a == worker })
	})
}

func change(dir string, dataset ident.Address, how func([]ident.Address) []ident.Address) error {
	all, err := Allowed(dir, dataset)
	if err != nil {
		return err
	}
	var lines []string
	for _, a := range how(all) {
		lines = append(lines, a.String())
	}
	slices.Sort(lines)
	text := strings.Join(append(slices.Compact(lines), ""), "\n")
	name := allowFile(dir, dataset)
	if err := os.WriteFile(name+".new", []byte(text), 0o600); err != nil {
		return err
	}
	return os.Rename(name+".new", name)
}
