package cli

import (
	"context"
	"fmt"
	"math/big"
	"strings"

	"github.com/spf13/pflag"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/signed"
	"github.com/iexecd/iexecd/crypto/account"
	markettypes "github.com/iexecd/iexecd/x/market/types"
)

const (
	flagOffline  = "offline"
	flagChainID  = "domain-chain-id"
	flagContract = "domain-contract"
)

func domainFlags(f *pflag.FlagSet) {
	f.Bool(flagOffline, false, "ask no node; the domain is given by --"+flagChainID+" and --"+flagContract)
	f.String(flagChainID, "", "EIP-712 chain id that orders are signed for; asks no node")
	f.String(flagContract, "", "EIP-712 verifying contract that orders are signed for, 0x…; asks no node")
}

// desk is where signed orders are looked at: their domain, and the node that
// knows of owners and volumes; nil if none is to be asked.
type desk struct {
	domain signed.Domain
	node   *node
}

func (d *desk) close() {
	if d.node != nil {
		d.node.close()
	}
}

// desk returns the domain that flags give, else the node's.
func (s *session) desk(ctx context.Context) (*desk, error) {
	f := s.cmd.Flags()
	offline, _ := f.GetBool(flagOffline)
	chainID, _ := f.GetString(flagChainID)
	contract, _ := f.GetString(flagContract)
	if offline || chainID != "" || contract != "" {
		domain, err := flagDomain(chainID, contract)
		return &desk{domain: domain}, err
	}
	n, err := s.connect()
	if err != nil {
		return nil, err
	}
	d := &desk{node: n}
	if d.domain, err = n.domain(ctx); err != nil {
		n.close()
		return nil, err
	}
	return d, nil
}

func flagDomain(chainID, contract string) (signed.Domain, error) {
	var d signed.Domain
	for flag, text := range map[string]string{flagChainID: chainID, flagContract: contract} {
		if text == "" {
			return d, badInput("The domain is not known", "--"+flag+" is missing, and no node is asked",
				fmt.Sprintf("--%s 134 --%s 0x…", flagChainID, flagContract))
		}
	}
	id, err := signed.ParseNumber(chainID)
	if err != nil {
		return d, badInput("--"+flagChainID+" is not a chain id", clean(err.Error()))
	}
	address, err := parseContract(contract)
	if err != nil {
		return d, badInput("--"+flagContract+" is not an address", clean(err.Error()))
	}
	return newDomain(id, address), nil
}

func newDomain(chainID *big.Int, contract ident.Address) signed.Domain {
	d := signed.NewDomain(0, contract)
	d.ChainID = chainID
	return d
}

// parseContract returns the address written as 0x and 40 digits, with a right
// checksum if it is in mixed case.
func parseContract(text string) (ident.Address, error) {
	if !strings.HasPrefix(text, "0x") {
		return ident.Address{}, fmt.Errorf("expected 0x and 40 hexadecimal digits, got %q", clipText(text))
	}
	return account.Parse(text)
}

// domain returns what the chain wants orders to be signed for.
func (n *node) domain(ctx context.Context) (signed.Domain, error) {
	r, err := n.market.Params(ctx, &markettypes.QueryParamsRequest{})
	if err != nil {
		return signed.Domain{}, err
	}
	id, err := signed.ParseNumber(r.Domain.ChainId)
	if err != nil {
		return signed.Domain{}, n.strange("chain id: " + err.Error())
	}
	contract, err := parseContract(r.Domain.VerifyingContract)
	if err != nil {
		return signed.Domain{}, n.strange("verifying contract: " + err.Error())
	}
	d := newDomain(id, contract)
	if got := d.Separator().String(); got != r.Domain.Separator {
		return d, n.strange(fmt.Sprintf("its separator is %q, that of %s %s on chain %s at %s is %s",
			clipText(r.Domain.Separator), d.Name, d.Version, id, contract, got))
	}
	return d, nil
}

// strange is the error for a domain that is not iExec's.
func (n *node) strange(why string) *Error {
	return &Error{
		Code: codeUnexpected, Exit: ExitUnexpected, Why: clean(why),
		What: "The node at " + n.profile.GRPC + " has no domain that orders can be signed for",
		Next: []string{"a node of the version of this program"},
	}
}

// ownerOf returns who must sign an order: the owner of what it sells, false if
// that is not registered, or the requester.
func (n *node) ownerOf(ctx context.Context, o signed.Order) (ident.Address, bool, error) {
	var owner string
	var err error
	id := o.Subject().String()
	switch o.Kind() {
	case market.KindApp:
		var r *markettypes.QueryAppResponse
		if r, err = n.market.App(ctx, &markettypes.QueryAppRequest{Id: id}); err == nil {
			owner = r.App.Owner
		}
	case market.KindDataset:
		var r *markettypes.QueryDatasetResponse
		if r, err = n.market.Dataset(ctx, &markettypes.QueryDatasetRequest{Id: id}); err == nil {
			owner = r.Dataset.Owner
		}
	case market.KindWorkerpool:
		var r *markettypes.QueryWorkerpoolResponse
		if r, err = n.market.Workerpool(ctx, &markettypes.QueryWorkerpoolRequest{Id: id}); err == nil {
			owner = r.Workerpool.Owner
		}
	case market.KindRequest, market.KindUnspecified:
		return o.Subject(), true, nil
	}
	if err != nil {
		if asError(err).Exit == ExitNotFound {
			return ident.Address{}, false, nil
		}
		return ident.Address{}, false, err
	}
	a, err := account.Parse(owner)
	return a, true, err
}
