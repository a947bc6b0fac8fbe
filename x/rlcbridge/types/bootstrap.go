package types

import (
	"fmt"

	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
)

// Founder is a validator that is there from the first block, with its bridge key.
type Founder struct {
	Operator string        // iexecvaloper1…
	Key      ident.Address // of its bridge key
	Power    uint64        // in the consensus
}

// Bootstrap is what a chain needs to begin with money that a vault holds already.
type Bootstrap struct {
	Params   Params
	Vault    VaultID
	Observed Observed  // the point of a finalized block; all genesis money is what was locked there
	Founders []Founder // those that the vault was made with
	SetNonce uint64    // of their set at the vault
	MadeUnix uint64    // when the vault was made
}

// Genesis returns the state of the bridge with which such a chain begins, and an
// error if the founders are no validator set.
func (b Bootstrap) Genesis() (*GenesisState, error) {
	var members []bridge.Member
	g := &GenesisState{
		Params: b.Params, Observed: b.Observed,
		Books: Books{LastValset: b.SetNonce, EthValset: b.SetNonce},
		Vault: &Vault{
			ChainId: b.Vault.Domain.ChainID, Address: b.Vault.Domain.Vault.String(), Token: b.Vault.Token.String(),
			HomeChain: b.Vault.Domain.HomeChain,
		},
	}
	for _, f := range b.Founders {
		members = append(members, bridge.Member{Address: f.Key, Power: f.Power})
		g.Keys = append(g.Keys, BridgeKey{Operator: f.Operator, Address: f.Key.String(), Registered: 1})
		g.KeyUses = append(g.KeyUses, KeyUse{Operator: f.Operator, Address: f.Key.String()})
	}
	sorted, err := bridge.SortMembers(members)
	if err != nil {
		return nil, fmt.Errorf("founders: %w", err)
	}
	set, err := sorted.Valset(b.SetNonce, 0)
	if err != nil {
		return nil, fmt.Errorf("founders: %w", err)
	}
	digest := b.Vault.Domain.Digest(set)
	g.Valsets = []Valset{NewValset(b.SetNonce, sorted, bridge.Moment{Unix: b.MadeUnix}, digest)}
	g.Digests = []Digest{{Kind: SignedKind_SIGNED_KIND_VALSET, Nonce: b.SetNonce, Digest: digest.String()}}
	return g, g.Validate()
}
