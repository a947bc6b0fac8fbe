// Package livelog keeps what apps say, while they run and after, and serves it to
// who asked for the task and to nobody else. A worker tells it of itself: it is no
// part of what the workers of a task agree on.
package livelog

import (
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/crypto/ethsecp256k1"
)

// MaxAccessFor is how long a signature may be good for, at most.
const MaxAccessFor = 5 * time.Minute

// scheme is the word in the Authorization header.
const scheme = "Iexec"

// ErrNoAccess means that nobody signed for access, or not as it must be.
var ErrNoAccess = errors.New("the output of a task is for its requester: send Authorization: " +
	scheme + " <address>:<expiry, unix seconds>:<signature>")

// Access is what a requester signs to read the output of a task. It names the
// worker, so that no worker can use it at another.
type Access struct {
	ChainID     string
	Task        ident.Hash
	Worker      ident.Address
	ExpiresUnix int64
}

// Document returns the bytes whose keccak256 is signed: a personal message (EIP-191),
// as wallets sign texts.
func (a Access) Document() []byte {
	text := fmt.Sprintf("iexecd: read the output of a task\nchain: %s\ntask: %s\nworker: %s\nexpires: %d\n",
		a.ChainID, a.Task, account.Bech32(a.Worker), a.ExpiresUnix)
	return fmt.Appendf(nil, "\x19Ethereum Signed Message:\n%d%s", len(text), text)
}

// Signer is an account that signs the keccak256 of documents.
type Signer interface {
	// Address is the account.
	Address() ident.Address
	// Sign returns R‖S, or R‖S‖V.
	Sign(doc []byte) ([]byte, error)
}

// Authorize returns the Authorization header of a requester.
func Authorize(s Signer, a Access) (string, error) {
	signature, err := s.Sign(a.Document())
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s %s:%d:0x%x", scheme, account.Bech32(s.Address()), a.ExpiresUnix, signature), nil
}

// maxHeaderBytes is more than any header that Authorize makes.
const maxHeaderBytes = 512

// signedBy returns who signed for access with a header, or why nobody did. The
// expiry is the header's.
func (a Access) signedBy(header string, now time.Time) (ident.Address, error) {
	var none ident.Address
	rest, ok := strings.CutPrefix(header, scheme+" ")
	parts := strings.Split(rest, ":")
	if !ok || len(parts) != 3 || len(header) > maxHeaderBytes {
		return none, ErrNoAccess
	}
	claimed, err := account.Parse(parts[0])
	if err != nil {
		return none, fmt.Errorf("%w: %w", ErrNoAccess, err)
	}
	if a.ExpiresUnix, err = strconv.ParseInt(parts[1], 10, 64); err != nil {
		return none, fmt.Errorf("%w: the expiry is no number", ErrNoAccess)
	}
	switch left := a.ExpiresUnix - now.Unix(); {
	case left <= 0:
		return none, fmt.Errorf("the signature expired at %d, it is %d: sign again", a.ExpiresUnix, now.Unix())
	case left > int64(MaxAccessFor/time.Second):
		return none, fmt.Errorf("the signature expires in %d s, at most %d s are allowed: sign for less", left,
			int64(MaxAccessFor/time.Second))
	}
	signature, err := hex.DecodeString(strings.TrimPrefix(parts[2], "0x"))
	if err != nil || len(signature) != 64 && len(signature) != 65 {
		return none, fmt.Errorf("%w: the signature is not 64 or 65 bytes in hexadecimal", ErrNoAccess)
	}
	digest := ident.Keccak256(a.Document())
	for v := range byte(2) { // V may be missing, so both are tried
		who, ok := ethsecp256k1.Recover(digest, [32]byte(signature[:32]), [32]byte(signature[32:64]), v)
		if ok && who == claimed {
			return who, nil
		}
	}
	return none, fmt.Errorf("the signature is not of %s over task %s, worker %s, chain %s and expiry %d", claimed,
		a.Task, account.Bech32(a.Worker), a.ChainID, a.ExpiresUnix)
}
