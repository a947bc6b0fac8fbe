package root

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/x/genutil"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"

	"github.com/iexecd/iexecd/app"
	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	bridgetypes "github.com/iexecd/iexecd/x/rlcbridge/types"
)

// The flags of genesis from-vault.
const (
	flagEthRPC    = "eth-rpc"
	flagVault     = "vault"
	flagFounders  = "founders"
	flagBlock     = "block"
	flagFromBlock = "from-block"
	flagReplace   = "replace"
)

// fromVault is what genesis from-vault is told.
type fromVault struct {
	ethRPC, founders string
	vault            ident.Address
	block, fromBlock uint64 // 0 = the last finalized one, the first
	replace          bool
}

// fromVaultCommand writes what a vault on Ethereum holds into a genesis.
func fromVaultCommand(temp *app.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "from-vault",
		Short: "Let the chain begin with the RLC that a vault on Ethereum holds",
		Long: "Replaces all nrlc in genesis.json by what was deposited in a new vault for whom, up to a finalized " +
			"block, and connects the chain to the vault. The chain id of genesis.json must be the one that the vault " +
			"was made for, and the vault may have had deposits only.\n\n" +
			"The founders are a JSON list of {\"operator\": \"iexecvaloper1…\", \"key\": \"0x…\", \"power\": 100}: " +
			"the validators that are there from the first block, with their bridge keys and the powers with which " +
			"the vault was made.\n\n" +
			"Deposits are proven against the hash of the block. That this block is Ethereum's is not: everybody who " +
			"runs this with an endpoint of his own on the same genesis.json, with --block, gets the same bytes.",
		Example: "  iexecd genesis from-vault --eth-rpc http://127.0.0.1:8545 --vault 0x52a9…1c0b" +
			" --founders founders.json",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			o, err := fromVaultFlags(c)
			if err != nil {
				return err
			}
			home, err := c.Flags().GetString(flags.FlagHome)
			if err != nil {
				return err
			}
			return o.run(c, temp, filepath.Join(home, "config", "genesis.json"))
		},
	}
	f := c.Flags()
	f.String(flagEthRPC, "", "endpoint of Ethereum, http://… or https://…")
	f.String(flagVault, "", "the vault's address, 0x…")
	f.String(flagFounders, "", "file that lists the founders")
	f.Uint64(flagBlock, 0, "a finalized block, whose state the endpoint must have (default: the last one)")
	f.Uint64(flagFromBlock, 0, "the block that deployed the vault, or one before: logs are read from there on")
	f.Bool(flagReplace, false, "replace other nrlc balances, or another vault, that the genesis has")
	for _, name := range []string{flagEthRPC, flagVault, flagFounders} {
		if err := c.MarkFlagRequired(name); err != nil {
			panic(fmt.Errorf("flag %s: %w", name, err)) // found by the first test
		}
	}
	return c
}

func fromVaultFlags(c *cobra.Command) (fromVault, error) {
	f := c.Flags()
	var o fromVault
	o.ethRPC, _ = f.GetString(flagEthRPC)
	o.founders, _ = f.GetString(flagFounders)
	o.block, _ = f.GetUint64(flagBlock)
	o.fromBlock, _ = f.GetUint64(flagFromBlock)
	o.replace, _ = f.GetBool(flagReplace)
	text, _ := f.GetString(flagVault)
	var err error
	if o.vault, err = ident.ParseAddress(text); err != nil {
		return o, fmt.Errorf("--%s: %w", flagVault, err)
	}
	return o, nil
}

// run reads genesis and vault, writes the genesis and says what is in it.
func (o fromVault) run(c *cobra.Command, temp *app.App, path string) error {
	doc, err := genutiltypes.AppGenesisFromFile(path)
	if err != nil {
		return err
	}
	f, err := readFounders(o.founders)
	if err != nil {
		return err
	}
	v, err := o.read(c.Context(), doc.ChainID, f.members)
	if err != nil {
		return fmt.Errorf("vault %s: %w", o.vault, err)
	}
	if err := o.write(temp, doc, f, v); err != nil {
		return err
	}
	if err := genutil.ExportGenesisFile(doc, path); err != nil {
		return err
	}
	written, err := os.ReadFile(path) //nolint:gosec // the home is the operator's
	if err != nil {
		return err
	}
	sum := sha256.Sum256(written)
	_, err = fmt.Fprintf(c.OutOrStdout(), "vault   %s on chain %d, for %s, of RLC %s\nblock   %d %s of %s\n"+
		"locked  %s for %d accounts, %d deposits\nwritten %s\nsha256  %s\n",
		o.vault, v.id.Domain.ChainID, doc.ChainID, v.id.Token, v.ledger.Block.Number, v.ledger.Block.Hash,
		time.Unix(int64(v.ledger.Block.Unix), 0).UTC().Format(time.RFC3339), //nolint:gosec // a time of Ethereum
		v.ledger.Book.Locked, len(v.ledger.Balances), v.ledger.Book.Point.Nonce, path, hex.EncodeToString(sum[:]))
	return err
}

// founders are those of a file.
type founders struct {
	list    []bridgetypes.Founder
	members bridge.Members
}

// readFounders reads the file of founders.
func readFounders(path string) (founders, error) {
	var out founders
	text, err := os.ReadFile(path) //nolint:gosec // the operator names it
	if err != nil {
		return out, fmt.Errorf("--%s: %w", flagFounders, err)
	}
	var list []struct {
		Operator string `json:"operator"`
		Key      string `json:"key"`
		Power    uint64 `json:"power"`
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&list); err != nil {
		return out, fmt.Errorf("%s: %w: expected a list of {\"operator\", \"key\", \"power\"}", path, err)
	}
	for i, f := range list {
		if _, err := bridgetypes.ParseOperator(f.Operator); err != nil {
			return out, fmt.Errorf("%s: founder %d: %w", path, i, err)
		}
		key, err := ident.ParseAddress(f.Key)
		if err != nil {
			return out, fmt.Errorf("%s: founder %d: key: %w", path, i, err)
		}
		out.list = append(out.list, bridgetypes.Founder{Operator: f.Operator, Key: key})
		out.members = append(out.members, bridge.Member{Address: key, Power: f.Power})
	}
	if out.members, err = bridge.SortMembers(out.members); err != nil {
		return out, fmt.Errorf("%s: %w", path, err)
	}
	return out, nil
}

// read connects to Ethereum and reads the vault.
func (o fromVault) read(ctx context.Context, home string, members bridge.Members) (vaultState, error) {
	r, err := openVault(ctx, o.ethRPC, o.vault, home)
	if err != nil {
		return vaultState{}, err
	}
	defer r.close()
	return r.read(ctx, o.block, o.fromBlock, members)
}
