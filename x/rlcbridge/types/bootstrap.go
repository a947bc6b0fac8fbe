package types

import (
	"fmt"

	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
)

// Founder is a validator that is there from the first block, with its bridge key.
type Founder struct {
	Operator string // iexecvaloper1…
	Key      ident.Address
}

// Bootstrap is what a chain needs to begin with money that a vault holds already.
type Bootstrap struct {
	Params   Params
	Vault    VaultID
	Observed Observed       // the point of a finalized block; all genesis money is what was locked there
	Founders []Founder      // with the first block's bridge keys
	Members  bridge.Members // with which the vault was made, as set 0: they sign the first set of this chain
	MadeUnix uint64         // when the vault was made
}

// Genesis returns the state of the bridge with which such a chain begins, and an
// error if the members are no validator set, or a founder is there twice.
func (b Bootstrap) Genesis() (*GenesisState, error) {
	g := &GenesisState{
		Params: b.Params, Observed: b.Observed, Vault: &Vault{
			ChainId: b.Vault.Domain.ChainID, Address: b.Vault.Domain.Vault.String(), Token: b.Vault.Token.String(),
			HomeChain: b.Vault.Domain.HomeChain,
		},
	}
	for _, f := range b.Founders {
		g.Keys = append(g.Keys, BridgeKey{Operator: f.Operator, Address: f.Key.String(), Registered: 1})
		g.KeyUses = append(g.KeyUses, KeyUse{Operator: f.Operator, Address: f.Key.String()})
	}
	set, err := b.Members.Valset(0, 0)
	if err != nil {
		return nil, fmt.Errorf("the vault's members: %w", err)
	}
	digest := b.Vault.Domain.Digest(set)
	g.Valsets = []Valset{NewValset(0, b.Members, bridge.Moment{Unix: b.MadeUnix}, digest)}
	g.Digests = []Digest{{Kind: SignedKind_SIGNED_KIND_VALSET, Digest: digest.String()}}
	return g, g.Validate()
}
