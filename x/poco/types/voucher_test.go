package types

import (
	"encoding/hex"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/crypto/ethsecp256k1"
)

// signer is a key of a test.
type signer struct {
	key []byte
	id  ident.Address
}

func newSigner(name string) signer {
	seed := ident.Keccak256([]byte(name))
	key := &ethsecp256k1.PrivKey{Key: seed[:]}
	return signer{key.Key, ident.Address(key.PubKey().Address())}
}

func (s signer) sign(t *testing.T, digest ident.Hash) string {
	t.Helper()
	sig, err := ethsecp256k1.SignDigest(s.key, digest)
	require.NoError(t, err)
	return "0x" + hex.EncodeToString(sig[:])
}

// compact writes a signature in 64 bytes, as of EIP-2098.
func compact(t *testing.T, sig string) string {
	t.Helper()
	raw, err := hex.DecodeString(sig[2:])
	require.NoError(t, err)
	raw[32] |= (raw[64] - 27) << 7
	return "0x" + hex.EncodeToString(raw[:64])
}

// TestVouchers checks POCO-R28: who must have signed what, in the original's
// order, and that nothing else will do.
func TestVouchers(t *testing.T) {
	t.Parallel()
	owner, broker, enclave, worker := newSigner("owner"), newSigner("broker"), newSigner("enclave"), newSigner("worker")
	task, hash, seal := ident.Hash{1}, ident.Hash{2}, ident.Hash{3}
	none := ident.Address{}
	allow := func(by signer, challenge ident.Address) string {
		return by.sign(t, poco.AuthorizationHash(worker.id, task, challenge))
	}
	vouch, stray := enclave.sign(t, poco.EnclaveHash(hash, seal)), allow(enclave, none)
	plain, tee := market.Deal{}, market.Deal{}
	plain.Workerpool.Owner, tee.Workerpool.Owner = owner.id, owner.id
	tee.Tag[31] = 1
	const ok = ""
	for name, c := range map[string]struct {
		deal    market.Deal
		chain   bool // the chain schedules
		broker  ident.Address
		enclave ident.Address
		sign    string
		auth    string
		want    string
	}{
		"owner authorises":                {plain, false, none, none, "", allow(owner, none), ok},
		"compact signature":               {plain, false, none, none, "", compact(t, allow(owner, none)), ok},
		"nobody authorises":               {plain, false, none, none, "", "", "got 0"},
		"stranger authorises":             {plain, false, none, none, "", allow(worker, none), "it is signed by"},
		"broker without enclave":          {plain, false, broker.id, none, "", allow(broker, none), "it is signed by"},
		"owner beside an unused broker":   {plain, false, broker.id, none, "", allow(owner, none), ok},
		"broker with enclave":             {tee, false, broker.id, enclave.id, vouch, allow(broker, enclave.id), ok},
		"owner in place of broker":        {tee, false, broker.id, enclave.id, vouch, allow(owner, enclave.id), "by"},
		"owner with enclave":              {tee, false, none, enclave.id, vouch, allow(owner, enclave.id), ok},
		"authorised for another enclave":  {tee, false, none, enclave.id, vouch, allow(owner, none), "authorization"},
		"tag asks for an enclave":         {tee, false, none, none, "", allow(owner, none), "is missing"},
		"enclave though nobody asks":      {plain, false, none, enclave.id, vouch, allow(owner, enclave.id), ok},
		"enclave did not sign":            {tee, false, none, enclave.id, "", allow(owner, enclave.id), "enclave"},
		"enclave signed another thing":    {tee, false, none, enclave.id, stray, allow(owner, enclave.id), "by"},
		"chain draws, nobody authorises":  {plain, true, none, none, "", "", ok},
		"chain draws, enclave signs":      {tee, true, none, enclave.id, vouch, "", ok},
		"chain draws, no enclave":         {tee, true, none, none, "", "", "is missing"},
		"chain draws, broker authorises":  {tee, true, broker.id, enclave.id, vouch, allow(broker, enclave.id), ok},
		"chain draws, broker was not met": {tee, true, broker.id, enclave.id, vouch, "", "authorization"},
	} {
		challenge := ""
		if !c.enclave.IsZero() {
			challenge = c.enclave.Checksummed()
		}
		v, err := (&Contribution{EnclaveChallenge: challenge, EnclaveSign: c.sign, Authorization: c.auth}).Voucher()
		require.NoError(t, err, name)
		err = v.Check(worker.id, task, hash, seal, NewDemand(c.deal, !c.chain, v.Challenge, c.broker))
		if c.want == ok {
			require.NoError(t, err, name)
			continue
		}
		require.ErrorIs(t, err, ErrNotVouched, name)
		require.ErrorContains(t, err, c.want, name)
	}
}

// TestVoucherTexts refuses what is no address and no bytes.
func TestVoucherTexts(t *testing.T) {
	t.Parallel()
	for _, c := range []Contribution{
		{EnclaveChallenge: "0x12"}, {EnclaveSign: "12"}, {EnclaveSign: "0xzz"}, {Authorization: "0x123"},
	} {
		_, err := c.Voucher()
		require.ErrorIs(t, err, ErrBadField, "%v", c)
	}
	_, err := (&MsgContributeAndFinalize{Authorization: "signed"}).Voucher()
	require.ErrorContains(t, err, "authorization")
}
