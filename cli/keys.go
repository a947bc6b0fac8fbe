package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/cosmos/cosmos-sdk/crypto/keyring"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/iexecd/iexecd/cli/keys"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/crypto/account"
)

// key returns the keyring and the record of the key in use.
func (s *session) key() (keyring.Keyring, *keyring.Record, error) {
	p := s.profile
	ring, err := keys.Open(p.KeyringBackend, p.KeyringDir, s.in)
	if err != nil {
		return nil, nil, &Error{
			Code: codeNoKey, Exit: ExitKey, What: "The keyring cannot be opened",
			Why: fmt.Sprintf("%s keyring in %s: %v", p.KeyringBackend, p.KeyringDir, err), Err: err,
			Next: []string{"--keyring-backend test", "--keyring-dir DIR"},
		}
	}
	record, err := findKey(ring, p.Key)
	if err != nil {
		return nil, nil, p.noKey(ring, err)
	}
	return ring, record, nil
}

// findKey returns the key with this name, or of this account in either spelling.
func findKey(ring keyring.Keyring, name string) (*keyring.Record, error) {
	if isAddress(name) {
		a, err := parseAccount(name)
		if err != nil {
			return nil, err
		}
		return ring.KeyByAddress(sdk.AccAddress(a[:]))
	}
	return ring.Key(name)
}

func (p Profile) noKey(ring keyring.Keyring, err error) *Error {
	e := &Error{
		Code: codeNoKey, Exit: ExitKey, Err: err,
		What: fmt.Sprintf("No key named %q in the %s keyring", p.Key, p.KeyringBackend),
		Next: []string{"iexecd keys add " + safeName(p.Key)},
	}
	if !errors.Is(err, sdkerrors.ErrKeyNotFound) && !strings.Contains(err.Error(), "not found") {
		e.What, e.Why = fmt.Sprintf("The key %q cannot be used", p.Key), err.Error()
		return e
	}
	var names []string
	records, _ := ring.List()
	for _, r := range records {
		names = append(names, r.Name)
	}
	slices.Sort(names)
	if len(names) > 0 {
		e.Why = "you have: " + strings.Join(names, ", ")
		e.Next = append([]string{"--from " + names[0]}, e.Next...)
	} else {
		e.Why = "it is empty; is the network of context " + p.Name + " running?"
		e.Next = append([]string{"iexecd dev"}, e.Next...)
	}
	return e
}

// address returns the account of the key in use.
func (s *session) address() (string, error) {
	if isAddress(s.profile.Key) {
		a, err := parseAccount(s.profile.Key)
		if err != nil {
			return "", err
		}
		return account.Bech32(a), nil
	}
	_, record, err := s.key()
	if err != nil {
		return "", err
	}
	bz, err := record.GetAddress()
	if err != nil {
		return "", err
	}
	a, err := account.From(bz)
	if err != nil {
		return "", err
	}
	return account.Bech32(a), nil
}

// addressIfAny returns the account of the key in use, or "" if there is none.
func (s *session) addressIfAny() string {
	a, err := s.address()
	if err != nil {
		return ""
	}
	return a
}

// isAddress tells whether s is written like an account, in either spelling.
func isAddress(s string) bool {
	return strings.HasPrefix(s, account.Prefix+"1") || strings.HasPrefix(s, "0x")
}

// parseAccount returns the account written in either spelling.
func parseAccount(s string) (ident.Address, error) {
	a, err := account.Parse(s)
	if err != nil {
		return a, badInput(clean(err.Error()), "")
	}
	return a, nil
}
