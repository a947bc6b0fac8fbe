package relay

import (
	"errors"
	"fmt"
	"math/big"
	"slices"

	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/crypto/ethsecp256k1"
)

// ErrNoQuorum means that members with two thirds of the power or less signed.
var ErrNoQuorum = errors.New("not enough signed")

// Signature is what a member is said to have signed with.
type Signature struct {
	By  ident.Address
	Raw [bridge.SignatureBytes]byte
}

// Proof is what the vault wants to see with a message.
type Proof struct {
	Members []byte   // the packed set in force
	Bitmap  *big.Int // bit i is set when member i signed
	Sigs    []byte   // of those who signed, in the order of members
}

// Prove returns the proof that members of a set signed a digest, with as few
// signatures as make a quorum: those of the most power. Signatures that are not
// their member's, or of nobody in the set, do not count. ErrNoQuorum if the others
// are not enough.
func Prove(m bridge.Members, digest ident.Hash, signatures []Signature) (Proof, error) {
	total, err := m.TotalPower()
	if err != nil {
		return Proof{}, err
	}
	valid := map[int]bridge.Signature{}
	for _, s := range signatures {
		i, ok := m.Find(s.By)
		if !ok {
			continue
		}
		parsed, err := bridge.ParseSignature(s.Raw[:])
		if err != nil {
			continue
		}
		if who, err := parsed.Signer(digest, ethsecp256k1.Recover); err == nil && who == s.By {
			valid[i] = parsed
		}
	}
	strongest := make([]int, 0, len(valid))
	for i := range m {
		if _, ok := valid[i]; ok {
			strongest = append(strongest, i)
		}
	}
	slices.SortStableFunc(strongest, func(a, b int) int {
		switch {
		case m[a].Power > m[b].Power:
			return -1
		case m[a].Power < m[b].Power:
			return 1
		}
		return 0
	})
	var signed uint64
	for n, i := range strongest {
		if signed += m[i].Power; bridge.Quorum(signed, total) {
			return pack(m, strongest[:n+1], valid), nil
		}
	}
	return Proof{}, fmt.Errorf("%w: power %d of %d, expected more than two thirds: wait for more", ErrNoQuorum, signed,
		total)
}

func pack(m bridge.Members, who []int, valid map[int]bridge.Signature) Proof {
	p := Proof{Members: m.Pack(), Bitmap: new(big.Int)}
	for _, i := range slices.Sorted(slices.Values(who)) {
		p.Bitmap.SetBit(p.Bitmap, i, 1)
		s := valid[i]
		p.Sigs = append(p.Sigs, s[:]...)
	}
	return p
}
