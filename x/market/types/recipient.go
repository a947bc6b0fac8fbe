package types

import "strings"

// MaxRecipientBytes bounds a result key; a hybrid one has 1,959 bytes.
const MaxRecipientBytes = 4_096

// The two kinds of age recipients that need no plugin: their prefix in bech32,
// and how many bytes their keys have.
var recipients = map[string]int{
	"age":    32,         // X25519
	"age1pq": 1_184 + 32, // ML-KEM-768 with X25519
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
	have, ok := bech32Bytes(s[:at], s[at+1:])
	if !ok || have != want {
		return ErrBadField.Wrapf("%s is mistyped: a character is wrong, or some are missing: copy it again", field)
	}
	return nil
}

func notRecipient(field string) error {
	return ErrBadField.Wrapf("%s is not an age recipient: expected age1… or age1pq1… in small letters, as age-keygen "+
		"prints it after \"public key\"", field)
}

const bech32Letters = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"

// bech32Bytes returns how many bytes the data of a bech32 text has (BIP 173, of
// any length, as age uses it), and whether its checksum and padding are right.
func bech32Bytes(prefix, data string) (int, bool) {
	const checksum = 6
	if len(data) < checksum {
		return 0, false
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
	bits, last := 5*(len(data)-checksum), 0
	for i, c := range []byte(data) {
		v := strings.IndexByte(bech32Letters, c)
		if v < 0 {
			return 0, false
		}
		step(uint32(v)) //nolint:gosec // 0 to 31
		if i < len(data)-checksum {
			last = v
		}
	}
	spare := bits % 8
	return bits / 8, sum == 1 && spare < 5 && last&(1<<spare-1) == 0
}
