package voteext

import (
	"bytes"
	"strings"
	"testing"
)

func proof() []byte { return bytes.Repeat([]byte{7}, ProofBytes) }

// TestRoundTrip: what is encoded is decoded. Rule BCN-R3.
func TestRoundTrip(t *testing.T) {
	for _, e := range []Envelope{
		{},
		{Beacon: proof()},
		{Bridge: []byte{1}},
		{Beacon: proof(), Bridge: bytes.Repeat([]byte{9}, MaxBridge)},
	} {
		raw, err := Encode(e)
		if err != nil {
			t.Fatal(err)
		}
		if len(raw) > MaxBytes {
			t.Errorf("%d bytes, want at most %d", len(raw), MaxBytes)
		}
		got, err := Decode(raw)
		if err != nil || !bytes.Equal(got.Beacon, e.Beacon) || !bytes.Equal(got.Bridge, e.Bridge) {
			t.Errorf("%x: got %v, %v", raw, got, err)
		}
	}
}

// TestRefused: only lengths and versions that Encode makes are read. Rule BCN-R3.
func TestRefused(t *testing.T) {
	beacon, _ := Encode(Envelope{Beacon: proof()})
	for _, c := range []struct {
		name string
		raw  []byte
		want string
	}{
		{"version 0", append([]byte{0}, beacon[1:]...), "version 0, expected 1"},
		{"version 2", append([]byte{2}, beacon[1:]...), "version 2, expected 1"},
		{"one byte", []byte{1}, "without known parts"},
		{"no part", []byte{1, 0}, "without known parts"},
		{"an unknown part", append([]byte{1, 4}, beacon[2:]...), "without known parts"},
		{"short proof", beacon[:len(beacon)-1], "beacon part of 79 bytes, expected 80"},
		{"long proof", append(bytes.Clone(beacon), 0), "1 bytes after the last part"},
		{"bridge without length", []byte{1, 2, 0}, "bridge part without length"},
		{"empty bridge", []byte{1, 2, 0, 0}, "bridge part of 0 bytes"},
		{"short bridge", []byte{1, 2, 0, 2, 1}, "bridge part of 2 bytes, 1 are there"},
		{"too long", bytes.Repeat([]byte{1}, MaxBytes+1), "expected at most"},
	} {
		if err := Check(c.raw); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", c.name, err, c.want)
		}
	}
	for _, e := range []Envelope{{Beacon: []byte{}}, {Bridge: []byte{}}, {Bridge: make([]byte, MaxBridge+1)}} {
		if _, err := Encode(e); err == nil {
			t.Errorf("%v was encoded", e)
		}
	}
}

// FuzzDecode: nothing panics, and what is read has one encoding.
func FuzzDecode(f *testing.F) {
	for _, e := range []Envelope{{}, {Beacon: proof()}, {Bridge: []byte{1, 2}}, {Beacon: proof(), Bridge: []byte{3}}} {
		raw, err := Encode(e)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	f.Add([]byte{1, 2, 0, 2, 1})
	f.Fuzz(func(t *testing.T, raw []byte) {
		e, err := Decode(raw)
		if err != nil {
			return
		}
		again, err := Encode(e)
		if err != nil || !bytes.Equal(again, raw) {
			t.Fatalf("%x became %x, %v", raw, again, err)
		}
	})
}
