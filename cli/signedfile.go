package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/signed"
)

// maxOrderFile bounds the bytes that are read of a file of orders.
const maxOrderFile = 4 << 20

// orderName is how one kind of signed order is called.
type orderName struct {
	kind   market.Kind
	short  string   // in flags and for people
	member string   // in the SDK's files
	only   []string // fields that no other kind has
}

// orderNames are the kinds in the order of a match.
var orderNames = []orderName{
	{market.KindApp, "app", "apporder", []string{"appprice"}},
	{market.KindDataset, "dataset", "datasetorder", []string{"datasetprice"}},
	{market.KindWorkerpool, "workerpool", "workerpoolorder", []string{"workerpoolprice"}},
	{
		market.KindRequest, "request", "requestorder",
		[]string{"appmaxprice", "datasetmaxprice", "workerpoolmaxprice", "requester"},
	},
}

// nameOf returns the names of a kind.
func nameOf(kind market.Kind) orderName {
	return orderNames[slices.IndexFunc(orderNames, func(n orderName) bool { return n.kind == kind })]
}

// property is one name with its value in a JSON object.
type property struct {
	name  string
	value json.RawMessage
}

// object is a JSON object in the order it was written in.
type object []property

// parseObject reads a JSON object; a name that is there twice is refused, since
// programs disagree about which of the two counts.
func parseObject(raw []byte) (object, error) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	if start, err := dec.Token(); err != nil || start != json.Delim('{') {
		return nil, fmt.Errorf("expected a JSON object, got %q", clipText(strings.TrimSpace(string(raw))))
	}
	o := object{}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return nil, err
		}
		m := property{name: fmt.Sprint(key)}
		if err := dec.Decode(&m.value); err != nil {
			return nil, err
		}
		if o.get(m.name) != nil {
			return nil, fmt.Errorf("%q is there twice", clipText(m.name))
		}
		o = append(o, m)
	}
	return o, nil
}

func clipText(s string) string {
	if s = clean(s); len(s) > 60 {
		return strings.ToValidUTF8(s[:60], "") + "…"
	}
	return s
}

func (o object) get(name string) json.RawMessage {
	for _, m := range o {
		if m.name == name {
			return m.value
		}
	}
	return nil
}

// set replaces the value of a name that is there.
func (o object) set(name string, value json.RawMessage) {
	for i := range o {
		if o[i].name == name {
			o[i].value = value
		}
	}
}

// MarshalJSON implements json.Marshaler.
func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		name, err := json.Marshal(m.name)
		if err != nil {
			return nil, err
		}
		b.Write(name)
		b.WriteByte(':')
		b.Write(m.value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// orderFile is a file of orders in one of the SDK's forms: one order, orders by
// the name of their kind, or those by chain id (orders.json).
type orderFile struct {
	name   string // for messages
	root   object
	chain  string // which chain's orders are looked at, if root is by chain id
	byKind object // the orders by the name of their kind, nil if root is an order
}

// readOrderFile reads a file, or stdin if it is named "-".
func (s *session) readOrderFile(path string) (*orderFile, error) {
	in, name := s.in, "stdin"
	if path != "-" {
		name = path
		file, err := os.Open(path) //nolint:gosec // the file that was asked for
		if err != nil {
			return nil, badInput("The file "+path+" cannot be read", osReason(err))
		}
		defer func() { _ = file.Close() }()
		in = file
	}
	raw, err := io.ReadAll(io.LimitReader(in, maxOrderFile+1))
	if err != nil {
		return nil, badInput("The file "+name+" cannot be read", osReason(err))
	}
	if len(raw) > maxOrderFile {
		return nil, badInput(name+" is too large", fmt.Sprintf("expected at most %d bytes", maxOrderFile))
	}
	return parseOrderFile(name, raw)
}

func parseOrderFile(name string, raw []byte) (*orderFile, error) {
	if !json.Valid(raw) {
		return nil, badInput(name+" is not JSON", fmt.Sprintf("expected an order as the iExec SDK writes it, got %q",
			clipText(string(raw))))
	}
	root, err := parseObject(raw)
	if err != nil {
		return nil, badInput(name+" holds no order", err.Error())
	}
	return &orderFile{name: name, root: root}, nil
}

// osReason returns why a file cannot be read, without its path.
func osReason(err error) string {
	text := err.Error()
	return text[strings.LastIndex(text, ": ")+1:]
}

// look finds the orders of a chain in the file.
func (f *orderFile) look(chain string) error {
	orders := f.root
	if len(f.root) > 0 && !slices.ContainsFunc(f.root, func(m property) bool { return !isNumber(m.name) }) {
		f.chain = chain
		value := f.root.get(chain)
		if value == nil {
			names := make([]string, len(f.root))
			for i, m := range f.root {
				names[i] = clipText(m.name)
			}
			return badInput("No orders of this chain in "+f.name,
				fmt.Sprintf("they are signed for chain %s, the file has those of %s", chain, strings.Join(names, ", ")))
		}
		var err error
		if orders, err = parseObject(value); err != nil {
			return badInput("The orders of chain "+chain+" in "+f.name+" cannot be read", err.Error())
		}
	}
	isMember := func(m property) bool {
		return slices.ContainsFunc(orderNames, func(n orderName) bool { return n.member == m.name })
	}
	if f.chain == "" && !slices.ContainsFunc(orders, isMember) {
		return nil // one order
	}
	f.byKind = orders
	if i := slices.IndexFunc(orders, func(m property) bool { return !isMember(m) }); i >= 0 {
		return badInput(fmt.Sprintf("%s has %q beside orders", f.name, clipText(orders[i].name)),
			"expected apporder, datasetorder, workerpoolorder or requestorder")
	}
	return nil
}

func isNumber(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// How complete an order must be.
type complete uint8

const (
	forSigning complete = iota // salt and sign may be missing
	forHashing                 // sign may be missing
	asSigned                   // all must be there
)

// orders returns the orders of the file, or only that of one kind.
func (f *orderFile) orders(kind market.Kind, how complete) ([]signed.Order, error) {
	if f.byKind == nil {
		if kind == market.KindUnspecified {
			var err error
			if kind, err = f.detect(); err != nil {
				return nil, err
			}
		}
		raw, err := f.root.MarshalJSON()
		if err != nil {
			return nil, err
		}
		o, err := f.read(kind, raw, how)
		return []signed.Order{o}, err
	}
	var all []signed.Order
	for _, n := range orderNames {
		raw := f.byKind.get(n.member)
		if raw == nil || kind != market.KindUnspecified && kind != n.kind {
			continue
		}
		o, err := f.read(n.kind, raw, how)
		if err != nil {
			return nil, err
		}
		all = append(all, o)
	}
	if len(all) == 0 {
		return nil, badInput("No such order in "+f.name, "it has "+f.members())
	}
	return all, nil
}

func (f *orderFile) members() string {
	names := make([]string, len(f.byKind))
	for i, m := range f.byKind {
		names[i] = m.name
	}
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}

// one returns the only order of the file.
func (f *orderFile) one(kind market.Kind, how complete) (signed.Order, error) {
	all, err := f.orders(kind, how)
	if err != nil {
		return nil, err
	}
	if len(all) > 1 {
		return nil, badInput(fmt.Sprintf("%s has %d orders, expected one", f.name, len(all)), "it has "+f.members(),
			"--kind "+nameOf(all[0].Kind()).short)
	}
	return all[0], nil
}

// detect returns the kind of the one order in the file, by the fields that only
// one kind has.
func (f *orderFile) detect() (market.Kind, error) {
	var found []orderName
	for _, n := range orderNames {
		if slices.ContainsFunc(n.only, func(name string) bool { return f.root.get(name) != nil }) {
			found = append(found, n)
		}
	}
	switch {
	case len(found) == 1:
		return found[0].kind, nil
	case len(found) == 0:
		return 0, badInput(f.name+" holds no order",
			"it has none of the fields appprice, datasetprice, workerpoolprice and requester")
	}
	return 0, badInput("It is not clear which kind of order "+f.name+" holds",
		fmt.Sprintf("it has fields of the %s and of the %s", found[0].member, found[1].member),
		"--kind "+found[0].short)
}

// read returns an order that is as complete as it must be.
func (f *orderFile) read(kind market.Kind, raw []byte, how complete) (signed.Order, error) {
	o := signed.New(kind)
	var err error
	if how == asSigned {
		err = json.Unmarshal(raw, o)
	} else {
		o, err = signed.ParseTemplate(kind, raw)
	}
	if err == nil && how == forHashing && !salted(raw) {
		err = fmt.Errorf("%s, field salt: it is missing", nameOf(kind).member)
	}
	if err != nil {
		why := strings.TrimPrefix(err.Error(), signed.ErrMalformed.Error()+": ")
		bad := badInput("The order in "+f.name+" cannot be read", clean(why))
		if strings.HasSuffix(why, "field sign: it is missing") || strings.HasSuffix(why, "field salt: it is missing") {
			bad.Next = []string{"iexecd order sign " + f.name}
		}
		return nil, bad
	}
	return o, nil
}

// salted tells whether an order has a salt, be it zero.
func salted(raw []byte) bool {
	o, err := parseObject(raw)
	return err == nil && o.get("salt") != nil
}

// raw returns an order as it is in the file.
func (f *orderFile) raw(kind market.Kind) ([]byte, error) {
	if f.byKind == nil {
		return f.root.MarshalJSON()
	}
	return f.byKind.get(nameOf(kind).member), nil
}

// with returns the file with these orders in the place of those of their kinds.
func (f *orderFile) with(orders []signed.Order) (json.RawMessage, error) {
	for _, o := range orders {
		raw, err := json.Marshal(o)
		if err != nil || f.byKind == nil {
			return raw, err
		}
		f.byKind.set(nameOf(o.Kind()).member, raw)
	}
	raw, err := f.byKind.MarshalJSON()
	if err != nil || f.chain == "" {
		return raw, err
	}
	f.root.set(f.chain, raw)
	return f.root.MarshalJSON()
}
