package vrf

import (
	"bytes"
	"encoding/hex"
	"errors"
	"strings"
	"testing"
	"testing/iotest"
)

func unhex(tb testing.TB, s string) []byte {
	tb.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

// TestVectors: the three examples of RFC 9381, appendix B.4.
func TestVectors(t *testing.T) {
	for _, v := range []struct{ sk, pk, alpha, pi, beta string }{
		{
			sk: "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
			pk: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
			pi: "7d9c633ffeee27349264cf5c667579fc583b4bda63ab71d001f89c10003ab46f" +
				"14adf9a3cd8b8412d9038531e865c341cafa73589b023d14311c331a9ad15ff2fb37831e00f0acaa6d73bc9997b06501",
			beta: "9d574bf9b8302ec0fc1e21c3ec5368269527b87b462ce36dab2d14ccf80c53cc" +
				"cf6758f058c5b1c856b116388152bbe509ee3b9ecfe63d93c3b4346c1fbc6c54",
		},
		{
			sk:    "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
			pk:    "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
			alpha: "72",
			pi: "47b327393ff2dd81336f8a2ef10339112401253b3c714eeda879f12c509072ef" +
				"055b48372bb82efbdce8e10c8cb9a2f9d60e93908f93df1623ad78a86a028d6bc064dbfc75a6a57379ef855dc6733801",
			beta: "38561d6b77b71d30eb97a062168ae12b667ce5c28caccdf76bc88e093e463598" +
				"7cd96814ce55b4689b3dd2947f80e59aac7b7675f8083865b46c89b2ce9cc735",
		},
		{
			sk:    "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
			pk:    "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
			alpha: "af82",
			pi: "926e895d308f5e328e7aa159c06eddbe56d06846abf5d98c2512235eaa57fdce" +
				"35b46edfc655bc828d44ad09d1150f31374e7ef73027e14760d42e77341fe05467bb286cc2c9d7fde29120a0b2320d04",
			beta: "121b7f9b9aaaa29099fc04a94ba52784d44eac976dd1a3cca458733be5cd090a" +
				"7b5fbd148444f17f8daf1fb55cb04b1ae85a626e30a54b4b0f8abf4a43314a58",
		},
	} {
		key, err := FromSeed(unhex(t, v.sk))
		if err != nil {
			t.Fatal(err)
		}
		alpha := unhex(t, v.alpha)
		if got := hex.EncodeToString(key.Public()); got != v.pk {
			t.Errorf("public key %s, want %s", got, v.pk)
		}
		proof := key.Prove(alpha)
		if got := hex.EncodeToString(proof); got != v.pi {
			t.Errorf("proof %s, want %s", got, v.pi)
		}
		out, ok := Verify(key.Public(), alpha, proof)
		if got := hex.EncodeToString(out[:]); !ok || got != v.beta {
			t.Errorf("output %s %v, want %s", got, ok, v.beta)
		}
	}
}

// TestOneBitOff: a proof with any bit changed, over another input or by another
// key, is refused; so is the neutral point as a key.
func TestOneBitOff(t *testing.T) {
	key, err := Generate(nil)
	if err != nil {
		t.Fatal(err)
	}
	other, err := Generate(nil)
	if err != nil {
		t.Fatal(err)
	}
	alpha := []byte("alpha")
	proof := key.Prove(alpha)
	for bit := range 8 * ProofBytes {
		bad := bytes.Clone(proof)
		bad[bit/8] ^= 1 << (bit % 8)
		if _, ok := Verify(key.Public(), alpha, bad); ok {
			t.Errorf("bit %d does not count", bit)
		}
	}
	neutral := make([]byte, PublicBytes)
	neutral[0] = 1
	for name, c := range map[string]struct{ public, alpha, proof []byte }{
		"another input": {key.Public(), []byte("beta"), proof},
		"another key":   {other.Public(), alpha, proof},
		"no key":        {nil, alpha, proof},
		"neutral key":   {neutral, alpha, proof},
		"short proof":   {key.Public(), alpha, proof[:ProofBytes-1]},
		"long proof":    {key.Public(), alpha, append(bytes.Clone(proof), 0)},
		"no proof":      {key.Public(), alpha, nil},
	} {
		if _, ok := Verify(c.public, c.alpha, c.proof); ok {
			t.Errorf("%s was accepted", name)
		}
	}
	if _, ok := Verify(key.Public(), alpha, proof); !ok {
		t.Error("the proof itself was refused")
	}
}

func TestBadSeeds(t *testing.T) {
	if _, err := FromSeed(make([]byte, 31)); err == nil || !strings.Contains(err.Error(), "31 bytes, expected 32") {
		t.Errorf("got %v", err)
	}
	broken := errors.New("broken")
	if _, err := Generate(iotest.ErrReader(broken)); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

// FuzzVerify: no bytes panic.
func FuzzVerify(f *testing.F) {
	key, err := FromSeed(bytes.Repeat([]byte{1}, SeedBytes))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(key.Public(), []byte("a"), key.Prove([]byte("a")))
	f.Add(make([]byte, PublicBytes), []byte{}, make([]byte, ProofBytes))
	f.Fuzz(func(t *testing.T, public, alpha, proof []byte) {
		if _, ok := Verify(public, alpha, proof); ok && !bytes.Equal(public, key.Public()) {
			t.Fatalf("a proof by %x", public)
		}
	})
}
