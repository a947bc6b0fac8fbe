package root

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/iexecd/iexecd/dev"
)

// testnetCommand lays out a network of separate processes on this machine.
func testnetCommand() *cobra.Command {
	var n dev.Network
	var blockTime time.Duration
	c := &cobra.Command{
		Use:   "testnet",
		Short: "Lay out a network of separate validators and workers on this machine",
		Long: "Writes a home for every validator (validator0, validator1 …), a test keyring with all accounts, and " +
			"the example apps, in the first worker's store, into an empty folder, and prints the ports as JSON. The " +
			"accounts are those of iexecd dev: nothing in it is a secret.",
		Example: "  iexecd testnet --v 4 --workers 4 -o localnet\n  iexecd start --home localnet/validator0",
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			n.Comet, n.App = CometConfig(), AppConfig()
			n.Comet.Consensus.TimeoutCommit = blockTime
			if err := n.Layout(c.Context()); err != nil {
				return err
			}
			return writeNetwork(c, &n)
		},
	}
	f := c.Flags()
	f.IntVar(&n.Validators, "v", 4, fmt.Sprintf("validators, 1 to %d", dev.MaxValidators))
	f.IntVar(&n.Workers, "workers", 4, "workers in the pool from the beginning, 0 to 50")
	f.StringVarP(&n.Dir, "output-dir", "o", "localnet", "an empty or a new folder")
	f.BoolVar(&n.FreePorts, "free-ports", false, "take free ports instead of the usual ones")
	f.DurationVar(&blockTime, "block-time", CometConfig().Consensus.TimeoutCommit, "between blocks")
	f.Uint64Var(&n.ClockScale, "clock-scale", dev.DefaultClockScale, "divides the categories' work clocks")
	return c
}

// writeNetwork prints what a script needs to start the network.
func writeNetwork(c *cobra.Command, n *dev.Network) error {
	type node struct {
		Home  string    `json:"home"`
		Ports dev.Ports `json:"ports"`
	}
	out := struct {
		ChainID    string `json:"chain_id"`
		Keyring    string `json:"keyring"`
		Validators []node `json:"validators"`
		Workers    []int  `json:"worker_ports"`
	}{ChainID: dev.ChainID, Keyring: n.Dir, Workers: n.WorkerPorts}
	for i, p := range n.Nodes {
		home, err := filepath.Abs(n.Home(i))
		if err != nil {
			return err
		}
		out.Validators = append(out.Validators, node{Home: home, Ports: p})
	}
	e := json.NewEncoder(c.OutOrStdout())
	e.SetIndent("", "  ")
	return e.Encode(out)
}
