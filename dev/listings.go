package dev

import (
	"fmt"

	"github.com/iexecd/iexecd/apps"
	markettypes "github.com/iexecd/iexecd/x/market/types"
)

// storeOf returns the store of a new chain: a listing of each example app, and
// the cards beside them. An app that is not among the registered ones is coming
// soon. A chain without apps has no store.
func storeOf(owner Account, registered []listing) ([]markettypes.Listing, error) {
	if len(registered) == 0 {
		return nil, nil
	}
	versions := map[string][]string{}
	for _, l := range registered {
		versions[l.name] = append(versions[l.name], appID(owner, l))
	}
	var cards []apps.Card
	for _, a := range apps.List() {
		if len(versions[a.Name]) == 0 {
			a.Status = apps.ComingSoon
		}
		cards = append(cards, a.Card)
	}
	var store []markettypes.Listing
	for _, c := range append(cards, apps.Cards()...) {
		var card markettypes.Card
		if err := c.Fill(&card); err != nil {
			return nil, fmt.Errorf("listing %s: %w", c.Name, err)
		}
		store = append(store, markettypes.Listing{
			Name: c.Name, Owner: owner.Bech32(), Card: card, Versions: versions[c.Name],
		})
	}
	return store, nil
}
