// Package voteext is the codec of what validators attach to their votes: one
// versioned envelope with a part for each purpose.
//
//	byte 0   version, 1
//	byte 1   set of parts: bit 0 beacon, bit 1 bridge; none = no envelope at all
//	beacon   80 bytes
//	bridge   2 bytes of length, big endian, 1 to MaxBridge, and so many bytes
//
// Parts come in the order of their bits, nothing follows the last, and every
// envelope has exactly one encoding. An empty extension is an envelope without parts.
package voteext

import (
	"encoding/binary"
	"fmt"
)

// The lengths of an envelope and its parts, in bytes.
const (
	ProofBytes = 80
	MaxBridge  = 384 // as core/bridge writes it
	MaxBytes   = headerBytes + ProofBytes + lengthBytes + MaxBridge

	headerBytes = 2
	lengthBytes = 2
)

const version = 1

const (
	partBeacon = 1 << iota
	partBridge
	partsEnd
)

// Envelope is what a vote carries. A nil part is not there.
type Envelope struct {
	Beacon []byte // a proof of ProofBytes
	Bridge []byte // a vote of core/bridge, 1 to MaxBridge bytes
}

// Encode returns the bytes of an envelope, none if it has no part; an error
// names a part of a length that is not allowed.
func Encode(e Envelope) ([]byte, error) {
	var parts byte
	body := make([]byte, headerBytes, MaxBytes)
	if e.Beacon != nil {
		if len(e.Beacon) != ProofBytes {
			return nil, fmt.Errorf("beacon part of %d bytes, expected %d", len(e.Beacon), ProofBytes)
		}
		parts |= partBeacon
		body = append(body, e.Beacon...)
	}
	if e.Bridge != nil {
		if len(e.Bridge) == 0 || len(e.Bridge) > MaxBridge {
			return nil, fmt.Errorf("bridge part of %d bytes, expected 1 to %d", len(e.Bridge), MaxBridge)
		}
		parts |= partBridge
		body = binary.BigEndian.AppendUint16(body, uint16(len(e.Bridge))) //nolint:gosec // bounded just above
		body = append(body, e.Bridge...)
	}
	if parts == 0 {
		return nil, nil
	}
	body[0], body[1] = version, parts
	return body, nil
}

// Decode returns the envelope in an extension, whose parts point into raw; an
// error says what is wrong with bytes that Encode never makes.
func Decode(raw []byte) (Envelope, error) {
	var e Envelope
	switch {
	case len(raw) == 0:
		return e, nil
	case len(raw) > MaxBytes:
		return e, fmt.Errorf("an extension of %d bytes, expected at most %d", len(raw), MaxBytes)
	case raw[0] != version:
		return e, fmt.Errorf("an extension of version %d, expected %d", raw[0], version)
	case len(raw) < headerBytes || raw[1] == 0 || raw[1] >= partsEnd:
		return e, fmt.Errorf("an extension of %d bytes without known parts", len(raw))
	}
	rest := raw[headerBytes:]
	if raw[1]&partBeacon != 0 {
		if len(rest) < ProofBytes {
			return Envelope{}, fmt.Errorf("beacon part of %d bytes, expected %d", len(rest), ProofBytes)
		}
		e.Beacon, rest = rest[:ProofBytes:ProofBytes], rest[ProofBytes:]
	}
	if raw[1]&partBridge != 0 {
		if len(rest) < lengthBytes {
			return Envelope{}, fmt.Errorf("bridge part without length")
		}
		n := int(binary.BigEndian.Uint16(rest))
		rest = rest[lengthBytes:]
		if n == 0 || n > MaxBridge || n > len(rest) {
			return Envelope{}, fmt.Errorf("bridge part of %d bytes, %d are there, expected 1 to %d", n, len(rest),
				MaxBridge)
		}
		e.Bridge, rest = rest[:n:n], rest[n:]
	}
	if len(rest) > 0 {
		return Envelope{}, fmt.Errorf("%d bytes after the last part", len(rest))
	}
	return e, nil
}

// Check returns nil if Decode can read an extension.
func Check(raw []byte) error {
	_, err := Decode(raw)
	return err
}
