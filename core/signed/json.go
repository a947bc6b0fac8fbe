package signed

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
)

// ErrMalformed means that an order cannot be read, or has a number that is no
// 256-bit one.
var ErrMalformed = errors.New("malformed order")

// signField and saltField may be left out of a template.
const (
	signField = "sign"
	saltField = "salt"
)

// UnmarshalJSON reads the iExec SDK's object: every field must be there once
// and no other. Numbers are JSON integers, decimal texts or 0x texts, below 2^256.
func (o *AppOrder) UnmarshalJSON(raw []byte) error { return decode(o, raw, false) }

// UnmarshalJSON reads the iExec SDK's object, as AppOrder's does.
func (o *DatasetOrder) UnmarshalJSON(raw []byte) error { return decode(o, raw, false) }

// UnmarshalJSON reads the iExec SDK's object, as AppOrder's does.
func (o *WorkerpoolOrder) UnmarshalJSON(raw []byte) error { return decode(o, raw, false) }

// UnmarshalJSON reads the iExec SDK's object, as AppOrder's does.
func (o *RequestOrder) UnmarshalJSON(raw []byte) error { return decode(o, raw, false) }

// MarshalJSON writes the iExec SDK's object: numbers as decimal texts,
// addresses with EIP-55's capitals.
func (o *AppOrder) MarshalJSON() ([]byte, error) { return encode(o) }

// MarshalJSON writes the iExec SDK's object, as AppOrder's does.
func (o *DatasetOrder) MarshalJSON() ([]byte, error) { return encode(o) }

// MarshalJSON writes the iExec SDK's object, as AppOrder's does.
func (o *WorkerpoolOrder) MarshalJSON() ([]byte, error) { return encode(o) }

// MarshalJSON writes the iExec SDK's object, as AppOrder's does.
func (o *RequestOrder) MarshalJSON() ([]byte, error) { return encode(o) }

// ParseTemplate reads an order that is still to be signed: as UnmarshalJSON,
// but salt and sign may be missing (they stay zero), and params may be an
// object, which becomes its compact text.
func ParseTemplate(kind market.Kind, raw []byte) (Order, error) {
	o := New(kind)
	if o == nil {
		return nil, fmt.Errorf("%w: no kind %d", ErrMalformed, kind)
	}
	if !json.Valid(raw) {
		return nil, fmt.Errorf("%w: not JSON", ErrMalformed)
	}
	return o, decode(o, raw, true)
}

// Fields calls each with the name and text of every field of an order, sign
// last, as in its JSON.
func Fields(o Order, each func(name, text string)) {
	l := o.layout()
	for _, f := range l.fields {
		each(f.name, f.text())
	}
	each(signField, "0x"+hex.EncodeToString(*l.sign))
}

// SetFields reads every field of an order, sign included, from the text that
// get returns for its name: numbers decimal or 0x, the rest as in JSON.
func SetFields(o Order, get func(name string) string) error {
	l := o.layout()
	for _, f := range l.fields {
		if err := f.set(get(f.name)); err != nil {
			return wrong(l, f.name, err)
		}
	}
	sign, err := parseBytes(get(signField))
	if err != nil {
		return wrong(l, signField, err)
	}
	*l.sign = sign
	return nil
}

// ParseNumber returns the number that is written in decimal, or as 0x and
// hexadecimal digits; it is below 2^256.
func ParseNumber(s string) (*big.Int, error) {
	digits, base := s, 10
	if rest, ok := strings.CutPrefix(s, "0x"); ok {
		digits, base = rest, 16
	}
	valid := digits != "" && strings.Trim(digits, "0123456789abcdefABCDEF") == ""
	if valid && len(digits) <= 78 {
		n, ok := new(big.Int).SetString(digits, base)
		switch {
		case ok && n.Sign() == 0:
			return new(big.Int), nil // big.Int has two zeros; equal orders are equal in every field
		case ok && n.BitLen() <= 256:
			return n, nil
		case ok:
			return nil, fmt.Errorf("expected a number below 2^256, got one of %d bits", n.BitLen())
		}
	}
	return nil, fmt.Errorf("expected a whole number below 2^256, in decimal or as 0x…, got %q", clip(s))
}

func wrong(l layout, name string, err error) error {
	return fmt.Errorf("%w: %s, field %s: %w", ErrMalformed, strings.ToLower(l.name), name, err)
}

func clip(s string) string {
	if len(s) <= 80 {
		return s
	}
	return s[:80] + "…"
}

func parseBytes(s string) ([]byte, error) {
	digits, ok := strings.CutPrefix(s, "0x")
	if s != "" && !ok {
		return nil, fmt.Errorf("expected 0x and hexadecimal digits, got %q", clip(s))
	}
	b, err := hex.DecodeString(digits)
	if err != nil {
		return nil, fmt.Errorf("expected 0x and hexadecimal digits, got %q: %w", clip(s), err)
	}
	return b, nil
}

// text returns the field as the SDK writes it.
func (f field) text() string {
	switch v := f.value.(type) {
	case *ident.Address:
		return v.Checksummed()
	case **big.Int:
		if *v == nil {
			return "0"
		}
		return (*v).String()
	case *string:
		return *v
	default:
		return "0x" + hex.EncodeToString(f.word())
	}
}

// set reads the field from a text.
func (f field) set(s string) error {
	var err error
	var h ident.Hash
	switch v := f.value.(type) {
	case *ident.Address:
		*v, err = ident.ParseAddress(s)
	case **big.Int:
		*v, err = ParseNumber(s)
	case *string:
		if *v = s; !utf8.ValidString(s) {
			err = errors.New("expected UTF-8")
		}
	case *market.Tag:
		h, err = ident.ParseHash(s)
		*v = market.Tag(h)
	case *ident.Hash:
		*v, err = ident.ParseHash(s)
	}
	return err
}

func encode(o Order) ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	var failed error
	Fields(o, func(name, text string) {
		if b.Len() > 1 {
			b.WriteByte(',')
		}
		quoted, err := json.Marshal(text)
		failed = errors.Join(failed, err)
		fmt.Fprintf(&b, "%q:%s", name, quoted)
	})
	b.WriteByte('}')
	return b.Bytes(), failed
}

// decode reads raw, which is valid JSON, into o.
func decode(o Order, raw []byte, template bool) error {
	l := o.layout()
	texts, err := object(l, raw, template)
	if err != nil {
		return err
	}
	for i, f := range l.fields {
		// An empty text would pass for zero: only a missing one of a template may.
		if texts[i] == nil && template {
			continue
		}
		if *texts[i] == "" && f.solidity() != "string" {
			return wrong(l, f.name, errors.New("it is empty; write zeros for none"))
		}
		if err := f.set(*texts[i]); err != nil {
			return wrong(l, f.name, err)
		}
	}
	if sign := texts[len(l.fields)]; sign != nil {
		if *l.sign, err = parseBytes(*sign); err != nil {
			return wrong(l, signField, err)
		}
	}
	return nil
}

// object returns the texts of the fields of a JSON object in the order of the
// layout, sign last; nil is missing, as it may be in a template.
func object(l layout, raw []byte, template bool) ([]*string, error) {
	if !utf8.Valid(raw) {
		return nil, fmt.Errorf("%w: expected UTF-8", ErrMalformed)
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	if start, err := dec.Token(); err != nil || start != json.Delim('{') {
		return nil, fmt.Errorf("%w: expected a JSON object of an %s", ErrMalformed, strings.ToLower(l.name))
	}
	texts := make([]*string, len(l.fields)+1)
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrMalformed, err)
		}
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrMalformed, err)
		}
		name, _ := key.(string)
		i := slices.IndexFunc(l.fields, func(f field) bool { return f.name == name })
		if name == signField {
			i = len(l.fields)
		}
		switch {
		case i < 0:
			return nil, wrong(l, clip(name), errors.New("there is no such field; remove it"))
		case texts[i] != nil:
			return nil, wrong(l, name, errors.New("it is there twice"))
		}
		if texts[i], err = l.plain(i, value, template); err != nil {
			return nil, wrong(l, name, err)
		}
	}
	return texts, l.complete(texts, template)
}

func (l layout) complete(texts []*string, template bool) error {
	for i, f := range append(slices.Clone(l.fields), field{name: signField}) {
		if texts[i] == nil && (!template || f.name != saltField && f.name != signField) {
			return wrong(l, f.name, errors.New("it is missing"))
		}
	}
	return nil
}

// plain returns the text of the JSON value of field i.
func (l layout) plain(i int, value json.RawMessage, template bool) (*string, error) {
	kind := "bytes"
	if i < len(l.fields) {
		kind = l.fields[i].solidity()
	}
	s := string(value)
	switch {
	case value[0] == '"':
		err := json.Unmarshal(value, &s)
		return &s, err
	case kind == "uint256" && strings.Trim(s, "0123456789") == "":
		return &s, nil
	case kind == "uint256":
		return nil, fmt.Errorf("expected a whole number below 2^256, got %s", clip(s))
	case kind == "string" && template && value[0] == '{':
		var b bytes.Buffer
		err := json.Compact(&b, value)
		s = b.String()
		return &s, err
	default:
		return nil, fmt.Errorf("expected a JSON string, got %s", clip(s))
	}
}
