package types

import (
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/core/signed"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/crypto/ethsecp256k1"
)

// Voucher is what a classic contribution shows beside its answer: the enclave
// that made it (zero = none), the enclave's signature, and the authorisation.
type Voucher struct {
	Challenge              ident.Address
	Enclave, Authorization []byte
}

// Voucher returns what the contribution shows.
func (c *Contribution) Voucher() (Voucher, error) {
	return newVoucher(c.EnclaveChallenge, c.EnclaveSign, c.Authorization)
}

// Voucher returns what the message shows.
func (m *MsgContributeAndFinalize) Voucher() (Voucher, error) {
	return newVoucher(m.EnclaveChallenge, m.EnclaveSign, m.Authorization)
}

func newVoucher(challenge, enclave, authorization string) (Voucher, error) {
	var r reader
	var v Voucher
	v.Challenge = r.optional("enclave_challenge", challenge)
	v.Enclave = r.signature("enclave_sign", enclave)
	v.Authorization = r.signature("authorization", authorization)
	return v, r.err
}

// signature reads 0x and hexadecimal digits; empty is none.
func (r *reader) signature(field, text string) []byte {
	digits := strings.TrimPrefix(text, "0x")
	if text != "" && digits == text {
		r.keep(field, ErrBadField.Wrapf("%.16q: expected 0x and the digits of 65 or 64 bytes", text))
	}
	sig, err := hex.DecodeString(digits)
	r.keep(field, err)
	return sig
}

// Demand is whom a task's contributions must show.
type Demand struct {
	TEE    bool          // an enclave
	Signer ident.Address // who must have authorised the worker, zero = nobody
}

// NewDemand returns whom a contribution to a task of a deal must show: an
// enclave if the deal's tag says so; the authorisation of the broker if there is
// one and an enclave is named, else of the pool's owner if it schedules.
func NewDemand(d market.Deal, ownerScheduled bool, challenge, broker ident.Address) Demand {
	out := Demand{TEE: d.Tag[len(d.Tag)-1]&(1<<market.TagBitTEE) != 0}
	switch {
	case !challenge.IsZero() && !broker.IsZero():
		out.Signer = broker
	case ownerScheduled:
		out.Signer = d.Workerpool.Owner
	}
	return out
}

// Check returns why a worker may not contribute hash and seal to a task with
// this voucher, or nil. In the order of PoCo 6.2: enclave demanded,
// authorisation, enclave's signature.
func (v Voucher) Check(worker ident.Address, task, hash, seal ident.Hash, d Demand) error {
	if d.TEE && v.Challenge.IsZero() {
		return ErrNotVouched.Wrapf("the tag of task %s asks for an enclave: enclave_challenge is missing", task)
	}
	if !d.Signer.IsZero() {
		err := signedBy(d.Signer, poco.AuthorizationHash(worker, task, v.Challenge), v.Authorization)
		if err != nil {
			return ErrNotVouched.Wrapf("authorization of %s for task %s: %s", account.Bech32(worker), task, err)
		}
	}
	if v.Challenge.IsZero() {
		return nil
	}
	if err := signedBy(v.Challenge, poco.EnclaveHash(hash, seal), v.Enclave); err != nil {
		return ErrNotVouched.Wrapf("enclave_sign for task %s: %s", task, err)
	}
	return nil
}

func signedBy(who ident.Address, digest ident.Hash, sig []byte) error {
	got, err := signed.Signer(digest, sig, ethsecp256k1.Recover)
	if err == nil && got != who {
		err = fmt.Errorf("it is signed by %s, expected %s", account.Checksummed(got), account.Checksummed(who))
	}
	return err
}
