package signed

import (
	"errors"
	"fmt"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
)

// ErrOperator means that neither the owner asks for an operation on an order,
// nor somebody with the owner's signature over it.
var ErrOperator = errors.New("invalid-sender-or-signature")

// codes are the refusals of an order whose asset is not there, and of one that
// its owner did not sign.
func codes(kind market.Kind) (unregistered, unsigned error) {
	switch kind {
	case market.KindApp:
		return ErrAppUnregistered, ErrAppUnsigned
	case market.KindDataset:
		return ErrDatasetUnregistered, ErrDatasetUnsigned
	case market.KindWorkerpool:
		return ErrWorkerpoolUnregistered, ErrWorkerpoolUnsigned
	case market.KindRequest, market.KindUnspecified:
	}
	return nil, ErrRequestUnsigned
}

// Owner returns who may sign an order now: the owner of the asset that it
// sells, or its requester. It is 0x20, 0x30 or 0x40 if the asset is not registered.
func (c *Context) Owner(o Order) (ident.Address, error) {
	if o.Kind() == market.KindRequest {
		return o.Subject(), nil
	}
	owner, registered, err := c.State.Asset(o.Kind(), o.Subject())
	if err != nil {
		return owner, err
	}
	if !registered {
		unregistered, _ := codes(o.Kind())
		return owner, fmt.Errorf("%w: %s; register it, or order another", unregistered, o.Subject())
	}
	return owner, nil
}

// Authorised returns an order's hash and its owner, who must have signed or
// presigned it: else it is 0x20 to 0x50, or ErrSignatureFormat.
func (c *Context) Authorised(o Order) (ident.Hash, ident.Address, error) {
	owner, err := c.Owner(o)
	if err != nil {
		return ident.Hash{}, owner, err
	}
	err = c.Signed(o, owner)
	if errors.Is(err, ErrSignature) {
		_, unsigned := codes(o.Kind())
		err = fmt.Errorf("%w: %w", unsigned, err)
	}
	return o.Hash(c.Domain), owner, err
}

// Signed returns nil if owner presigned or signed an order. Else it is
// ErrSignatureFormat or ErrSignature, or the state's error.
func (c *Context) Signed(o Order, owner ident.Address) error {
	hash := o.Hash(c.Domain)
	presigner, err := c.State.Presigner(hash)
	if err != nil {
		return err
	}
	if presigner == owner && !owner.IsZero() {
		return nil
	}
	return Verify(owner, hash, Signature(o), c.Recover)
}

// Operator returns the owner of an order if sender may do an operation with it:
// it is the owner itself, or the order's signature field holds the owner's
// signature over the operation. Else it is ErrOperator. Source: manageXOrder.
func (c *Context) Operator(o Order, op Operation, sender ident.Address) (ident.Address, error) {
	owner, err := c.Owner(o)
	if err != nil || sender == owner {
		return owner, err
	}
	if err := Verify(owner, o.OperationHash(c.Domain, op), Signature(o), c.Recover); err != nil {
		return owner, fmt.Errorf("%w: %s sends, %s owns it, and of the signature: %w", ErrOperator, sender, owner, err)
	}
	return owner, nil
}
