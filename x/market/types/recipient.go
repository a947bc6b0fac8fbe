package types

import (
	"encoding/hex"
	"slices"
	"strings"
)

// MaxRecipientBytes bounds a result key; a hybrid one has 1,959 bytes.
const MaxRecipientBytes = 4_096

// The two kinds of age recipients that need no plugin: their prefix in bech32,
// and how many bytes their keys have.
var recipients = map[string]int{
	"age":    pointBytes,                   // X25519
	"age1pq": mlkemBytes + 32 + pointBytes, // ML-KEM-768 with X25519
}

const (
	pointBytes = 32
	mlkemBytes = 1_152 // without the seed of 32 bytes
)

// lowOrder are the X25519 points with which every secret key shares the same
// secret, zero, so that age encrypts to none of them (RFC 7748, section 6.1): those
// of order 2, 4 and 8, in each encoding of 255 bits. The list is that of
// https://cr.yp.to/ecdh.html#validate and of libsodium. It stands here because what
// a chain accepts must not change with a library.
var lowOrder = []string{
	"0000000000000000000000000000000000000000000000000000000000000000", // 0, order 2
	"0100000000000000000000000000000000000000000000000000000000000000", // 1, order 4
	"e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800", // order 8
	"5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157", // order 8
	"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // p - 1 = -1, order 4
	"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // p = 0
	"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // p + 1 = 1
}

// Recipient checks that a text is an age recipient to which every worker can
// encrypt. The checksum finds a mistyped one.
func Recipient(field, s string) error {
	if len(s) > MaxRecipientBytes {
		return ErrBadField.Wrapf("%s has %d bytes, at most %d", field, len(s), MaxRecipientBytes)
	}
	at := strings.LastIndexByte(s, '1')
	if at < 0 {
		return notRecipient(field)
	}
	want, ok := recipients[s[:at]]
	if !ok {
		return notRecipient(field)
	}
	key, ok := bech32Bytes(s[:at], s[at+1:])
	if !ok || len(key) != want {
		return ErrBadField.Wrapf("%s is mistyped: a character is wrong, or some are missing: copy it again", field)
	}
	if !canEncryptTo(key) {
		return ErrBadField.Wrapf("%s is a key that nobody can encrypt to: its point has a low order, or its numbers "+
			"are not below 3329: make another with age-keygen", field)
	}
	return nil
}

// canEncryptTo checks the point of a key, and what else a hybrid key has: 12-bit
// numbers below ML-KEM's modulus (FIPS 203, section 7.2).
func canEncryptTo(key []byte) bool {
	const modulus = 3_329
	point := slices.Clone(key[len(key)-pointBytes:])
	point[pointBytes-1] &= 0x7f // X25519 ignores the last bit
	if slices.Contains(lowOrder, hex.EncodeToString(point)) {
		return false
	}
	if len(key) == pointBytes {
		return true
	}
	for b := range slices.Chunk(key[:mlkemBytes], 3) {
		if int(b[0])|int(b[1]&15)<<8 >= modulus || int(b[1])>>4|int(b[2])<<4 >= modulus {
			return false
		}
	}
	return true
}

func notRecipient(field string) error {
	return ErrBadField.Wrapf("%s is not an age recipient: expected age1… or age1pq1… in small letters, as age-keygen "+
		"prints it after \"public key\"", field)
}

const bech32Letters = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"

// bech32Bytes returns the bytes of a bech32 text (BIP 173, of any length, as age
// uses it), and whether its checksum and padding are right.
func bech32Bytes(prefix, data string) ([]byte, bool) {
	const checksum = 6
	if len(data) < checksum {
		return nil, false
	}
	sum := uint32(1)
	step := func(v uint32) {
		top := sum >> 25
		sum = (sum&0x1ffffff)<<5 ^ v
		for i, g := range [5]uint32{0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3} {
			if top>>i&1 == 1 {
				sum ^= g
			}
		}
	}
	for _, c := range []byte(prefix) {
		step(uint32(c >> 5))
	}
	step(0)
	for _, c := range []byte(prefix) {
		step(uint32(c & 31))
	}
	var out []byte
	rest, spare := 0, 0 // the bits that fill no byte yet
	for i, c := range []byte(data) {
		v := strings.IndexByte(bech32Letters, c)
		if v < 0 {
			return nil, false
		}
		step(uint32(v)) //nolint:gosec // 0 to 31
		if i >= len(data)-checksum {
			continue
		}
		rest, spare = rest<<5|v, spare+5
		if spare >= 8 {
			spare -= 8
			out = append(out, byte(rest>>spare)) //nolint:gosec // 8 bits
			rest &= 1<<spare - 1
		}
	}
	return out, sum == 1 && spare < 5 && rest == 0
}
