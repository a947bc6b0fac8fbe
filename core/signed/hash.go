package signed

import (
	"math/big"
	"strings"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
)

// The name and version in the domain of all iExec orders.
const (
	DomainName    = "iExecODB"
	DomainVersion = "5.0.0"
)

// Domain is what EIP-712 binds a signature to, beside the order.
type Domain struct {
	Name, Version     string
	ChainID           *big.Int
	VerifyingContract ident.Address
}

// NewDomain returns iExec's domain on a chain; contract is what stands for the
// hub contract there.
func NewDomain(chainID uint64, contract ident.Address) Domain {
	return Domain{
		Name: DomainName, Version: DomainVersion, ChainID: new(big.Int).SetUint64(chainID),
		VerifyingContract: contract,
	}
}

// Separator returns the EIP-712 hash of the domain.
func (d Domain) Separator() ident.Hash {
	kind := text("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)")
	name, version := text(d.Name), text(d.Version)
	return ident.Keccak256(kind[:], name[:], version[:], word(d.ChainID), padded(d.VerifyingContract))
}

// Operation is what an owner wants done with an order.
type Operation uint8

// The operations. Presigning stands for a signature, closing uses up the volume.
const (
	OperationSign  Operation = 0
	OperationClose Operation = 1
)

// Hash implements Order.
func (o *AppOrder) Hash(d Domain) ident.Hash { return digest(d, structHash(o)) }

// Hash implements Order.
func (o *DatasetOrder) Hash(d Domain) ident.Hash { return digest(d, structHash(o)) }

// Hash implements Order.
func (o *WorkerpoolOrder) Hash(d Domain) ident.Hash { return digest(d, structHash(o)) }

// Hash implements Order.
func (o *RequestOrder) Hash(d Domain) ident.Hash { return digest(d, structHash(o)) }

// OperationHash implements Order.
func (o *AppOrder) OperationHash(d Domain, op Operation) ident.Hash { return operationHash(o, d, op) }

// OperationHash implements Order.
func (o *DatasetOrder) OperationHash(d Domain, op Operation) ident.Hash {
	return operationHash(o, d, op)
}

// OperationHash implements Order.
func (o *WorkerpoolOrder) OperationHash(d Domain, op Operation) ident.Hash {
	return operationHash(o, d, op)
}

// OperationHash implements Order.
func (o *RequestOrder) OperationHash(d Domain, op Operation) ident.Hash {
	return operationHash(o, d, op)
}

// TypeString returns the EIP-712 type that an order's hash begins with.
func TypeString(o Order) string {
	l := o.layout()
	var b strings.Builder
	b.WriteString(l.name)
	for i, f := range l.fields {
		b.WriteByte("(,"[min(i, 1)])
		b.WriteString(f.solidity())
		b.WriteByte(' ')
		b.WriteString(f.name)
	}
	b.WriteByte(')')
	return b.String()
}

func (f field) solidity() string {
	switch f.value.(type) {
	case *ident.Address:
		return "address"
	case **big.Int:
		return "uint256"
	case *string:
		return "string"
	default:
		return "bytes32"
	}
}

// word returns the field as EIP-712 encodes it, 32 bytes.
func (f field) word() []byte {
	switch v := f.value.(type) {
	case *ident.Address:
		return padded(*v)
	case **big.Int:
		return word(*v)
	case *string:
		h := text(*v)
		return h[:]
	case *market.Tag:
		return v[:]
	case *ident.Hash:
		return v[:]
	default:
		return make([]byte, 32)
	}
}

func structHash(o Order) ident.Hash {
	l := o.layout()
	kind := text(TypeString(o))
	words := make([][]byte, 0, len(l.fields)+1)
	words = append(words, kind[:])
	for _, f := range l.fields {
		words = append(words, f.word())
	}
	return ident.Keccak256(words...)
}

func operationHash(o Order, d Domain, op Operation) ident.Hash {
	name := o.layout().name
	kind := text(name + "Operation(" + name + " order,uint256 operation)" + TypeString(o))
	order := structHash(o)
	return digest(d, ident.Keccak256(kind[:], order[:], ident.Uint256(uint64(op))))
}

// Document returns the 66 bytes whose Keccak-256 is an order's Hash: what is
// given to a key that hashes what it signs.
func Document(o Order, d Domain) []byte { return document(d, structHash(o)) }

func digest(d Domain, h ident.Hash) ident.Hash { return ident.Keccak256(document(d, h)) }

func document(d Domain, h ident.Hash) []byte {
	separator := d.Separator()
	return append(append([]byte("\x19\x01"), separator[:]...), h[:]...)
}

func text(s string) ident.Hash { return ident.Keccak256([]byte(s)) }

func padded(a ident.Address) []byte { return append(make([]byte, 12, 32), a[:]...) }

// word returns n modulo 2^256 in 32 bytes; nil is 0.
func word(n *big.Int) []byte {
	if n == nil {
		return make([]byte, 32)
	}
	return new(big.Int).And(n, maxUint256).FillBytes(make([]byte, 32))
}

// maxUint256 is 2^256 - 1; nobody writes to it.
var maxUint256 = new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 256), big.NewInt(1))
