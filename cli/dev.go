package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"

	"cosmossdk.io/log/v2"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/dev"
	"github.com/iexecd/iexecd/worker/chain"
	"github.com/iexecd/iexecd/worker/conf"
)

// The flags of dev only.
const (
	flagWorkers    = "workers"
	flagFaulty     = "faulty"
	flagByzantine  = "byzantine"
	flagLoad       = "load"
	flagFor        = "for"
	flagBlockTime  = "block-time"
	flagPorts      = "ports"
	flagPortOffset = "port-offset"
	flagClockScale = "clock-scale"
	flagVerbose    = "verbose"
	flagVault      = "vault"
	flagDocker     = "docker"
)

func devCommand() *cobra.Command {
	cmd := command("dev", "Run a whole network on this machine, until Ctrl-C", `
iexecd dev
iexecd dev --faulty 1
iexecd dev --workers 12 --byzantine 3 --load "2 tasks/s" --for 5m
iexecd dev --home ./chain --block-time 200ms
iexecd dev --eth-rpc http://127.0.0.1:8545`, cobra.NoArgs, runDev)
	f := cmd.Flags()
	f.Int(flagWorkers, dev.DefaultWorkers, "workers in the pool")
	f.Int(flagFaulty, 0, "so many of them give wrong answers, each its own, always")
	f.Int(flagByzantine, 0, "so many of the others are one coalition: it lies when all seats of a task are its")
	f.String(flagLoad, "", "buy tasks all the time: \"2 tasks/s\"")
	f.Duration(flagFor, 0, "stop after this time and print the report; exit code 1 if a wrong result matured")
	f.Duration(flagBlockTime, dev.DefaultBlockTime, "time between blocks, 50ms to 1m")
	f.String(flagPorts, "usual", "which ports to take: usual, or 0 for free ones")
	f.Int(flagPortOffset, 0, "add this to the usual ports")
	f.Uint64(flagClockScale, dev.DefaultClockScale, "divide the categories' clocks, so that deadlines come sooner")
	f.Lookup(flagHome).Usage = "keep the state in this folder and go on from it (default: in memory)"
	f.String(flagEthRPC, "", "bridge to this Ethereum, as of geth --dev (default: one in this process)")
	f.String(flagVault, "",
		"bridge to this vault there, which holds the money already (default: make one with geth --dev's key)")
	f.String(flagDocker, dockerAuto,
		"the workers run containers with this Docker daemon; auto = the usual one if it answers, off = none")
	f.BoolP(flagVerbose, "v", false, "print the node's log")
	for _, pointless := range []string{flagNode, flagContext, flagYes} {
		f.Lookup(pointless).Hidden = true
	}
	return cmd
}

// runDev runs a network until the context ends.
func runDev(ctx context.Context, s *session, _ []string) error {
	f := s.cmd.Flags()
	var o dev.Options
	var err error
	o.Workers, _ = f.GetInt(flagWorkers)
	o.Faulty, _ = f.GetInt(flagFaulty)
	o.Byzantine, _ = f.GetInt(flagByzantine)
	o.BlockTime, _ = f.GetDuration(flagBlockTime)
	o.PortOffset, _ = f.GetInt(flagPortOffset)
	o.ClockScale, _ = f.GetUint64(flagClockScale)
	o.Home, _ = f.GetString(flagHome)
	switch ports, _ := f.GetString(flagPorts); ports {
	case "0":
		o.FreePorts = true
	case "usual":
	default:
		return badInput(fmt.Sprintf("--ports %q is neither usual nor 0", ports),
			"to move the usual ones use --port-offset")
	}
	if o.Docker, err = devDocker(ctx, s); err != nil {
		return err
	}
	o.EthRPC, _ = f.GetString(flagEthRPC)
	if text, _ := f.GetString(flagVault); text != "" {
		vault, err := ident.ParseAddress(text)
		if err != nil || o.EthRPC == "" {
			return badInput(fmt.Sprintf("--vault %q cannot be used", text),
				"it must be the address of a contract, and --eth-rpc the endpoint of its Ethereum")
		}
		o.Vault = vault
	}
	text, _ := f.GetString(flagLoad)
	if o.Load, err = dev.ParseLoad(text); err != nil {
		return badInput("--load is not understood", err.Error(), "--load \"2 tasks/s\"")
	}
	if verbose, _ := f.GetBool(flagVerbose); verbose {
		o.Logger, o.WorkerLog = log.NewLogger(s.cmd.ErrOrStderr()), s.cmd.ErrOrStderr()
	}
	s.steps.wait("starting the network")
	net, err := dev.Start(ctx, o)
	s.steps.close()
	if err != nil {
		return devError(err)
	}
	forget, err := rememberDev(net)
	if err == nil {
		err = s.announce(net)
	}
	if err == nil {
		err = s.untilStopped(ctx, net)
	}
	s.steps.wait("stopping")
	forget()
	closed := net.Close()
	s.steps.close()
	return errors.Join(err, closed)
}

// What --docker can be beside a daemon's address.
const (
	dockerAuto = "auto"
	dockerOff  = "off"
)

// devDocker returns the daemon with which a dev network runs containers, empty for
// none. One that was asked for must answer.
func devDocker(ctx context.Context, s *session) (string, error) {
	host, _ := s.cmd.Flags().GetString(flagDocker)
	switch host {
	case dockerOff, "":
		return "", nil
	case dockerAuto:
		usual := dockerHost(conf.Config{})
		if _, err := askDocker(ctx, usual); err != nil {
			return "", nil //nolint:nilerr // then there is none
		}
		return usual, nil
	}
	if _, err := askDocker(ctx, host); err != nil {
		return "", badInput("--docker "+host+" does not answer", clean(err.Error()), "--docker auto",
			"apt-get install docker.io")
	}
	return host, nil
}

// untilStopped waits until the context ends, --for is over, or a part of the
// network failed. After --for it prints the report; ExitUnexpected if a wrong
// result of the load has matured.
func (s *session) untilStopped(ctx context.Context, net *dev.Net) error {
	var over <-chan time.Time // never, without --for
	if d, _ := s.cmd.Flags().GetDuration(flagFor); d > 0 {
		timer := time.NewTimer(d)
		defer timer.Stop()
		over = timer.C
	}
	select {
	case <-ctx.Done():
		return nil
	case <-net.Failed():
		return errors.New("a part of the network stopped by itself")
	case <-over:
	}
	s.steps.wait("looking at every result")
	client, err := chain.Dial(chain.Config{Endpoints: []chain.Endpoint{{GRPC: net.GRPC()}}})
	if err != nil {
		return err
	}
	n := &node{client: client, poco: client.Poco()}
	defer n.close()
	net.StopLoad()
	l, err := net.Load(ctx)
	if err != nil {
		return err
	}
	r, err := n.report(ctx)
	if err != nil {
		return err
	}
	end := devReport{Report: r, Load: l}
	if err := s.result(end, end.print); err != nil {
		return err
	}
	return end.verdict()
}

// devReport is what a dev network tells at the end: what its chain knows, and
// what only the maker of the load knows.
type devReport struct {
	Report report         `json:"report"`
	Load   dev.LoadResult `json:"load"`
}

func (d devReport) print(w io.Writer) error {
	if err := d.Report.print(w); err != nil {
		return err
	}
	l := d.Load
	if l.Asked == 0 {
		return nil
	}
	_, err := fmt.Fprintf(w, "Load: %d asked, %d accepted, %d refunded, %d matured.\n"+
		"Wrong results, by the right answers, which only dev knows: accepted %d, found %d, matured %d.\n",
		l.Asked, l.Accepted, l.Failed, l.Matured, l.WrongAccepted, l.WrongFound, l.WrongMatured)
	if err == nil && l.Trouble != "" {
		_, err = fmt.Fprintf(w, "The load had trouble: %s\n", clean(l.Trouble))
	}
	return err
}

// verdict is an error if a wrong result has matured.
func (d devReport) verdict() error {
	if d.Load.WrongMatured == 0 {
		return nil
	}
	return &Error{
		Code: codeUnexpected, Exit: ExitUnexpected, What: "Wrong results matured",
		Why: fmt.Sprintf("%d of %d accepted ones were wrong when they were paid, expected 0", d.Load.WrongMatured,
			d.Load.Accepted),
	}
}

// announce prints the banner, or for programs the addresses as one line of JSON.
func (s *session) announce(net *dev.Net) error {
	accounts := []map[string]string{}
	for _, a := range net.People() {
		accounts = append(accounts, map[string]string{"name": a.Name, "address": a.Bech32(), "eth_address": a.Eth()})
	}
	return s.result(map[string]any{
		"chain_id": dev.ChainID, "grpc": net.GRPC(), "rest": net.REST(), "rpc": net.RPC(), "store": net.StoreURL(),
		"registry":    net.Registry(),
		"keyring_dir": net.KeyringDir(), "accounts": accounts, "apps": net.Apps(), "workers": len(net.Workers()),
		"eth_rpc": net.EthURL(), "vault": net.Vault().Address, "token": net.Vault().Token,
		"ready_ms": net.Took.Milliseconds(),
	}, func(w io.Writer) error { return net.Banner(w) })
}

// rememberDev writes the context with which commands find the network, and
// returns what removes it again.
func rememberDev(net *dev.Net) (func(), error) {
	home, err := DefaultHome()
	if err != nil {
		return func() {}, err
	}
	mine := Profile{
		Name: "dev", GRPC: net.GRPC(), RPC: net.RPC(), REST: net.REST(), Store: net.StoreURL(),
		KeyringBackend: "test", KeyringDir: net.KeyringDir(), Key: net.People()[0].Name,
		EthRPC: net.EthURL(), Registry: net.Registry(),
	}
	path, err := WriteProfile(home, mine)
	if err != nil {
		return func() {}, fmt.Errorf("context dev: %w", err)
	}
	return func() {
		if now, err := readProfile(home, mine.Name); err == nil && now == mine { // not of a network started later
			_ = os.Remove(path)
		}
	}, nil
}

func devError(err error) error {
	if taken, ok := errors.AsType[*dev.PortError](err); ok {
		return &Error{
			Code: codeUnexpected, Exit: ExitUnexpected, What: fmt.Sprintf("Port %d is taken", taken.Port),
			Why: "another program listens on it, maybe another iexecd dev", Err: err,
			Next: []string{"iexecd dev --ports 0", "iexecd dev --port-offset 100"},
		}
	}
	if errors.Is(err, context.Canceled) {
		return err
	}
	return &Error{
		Code: codeUnexpected, Exit: ExitUnexpected, What: "The network did not start", Why: err.Error(), Err: err,
	}
}
