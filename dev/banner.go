package dev

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/iexecd/iexecd/core/rlc"
)

// Banner writes what there is and what to type, once the network is ready.
func (n *Net) Banner(w io.Writer) error {
	var b strings.Builder
	o := n.Options
	fmt.Fprintf(&b, "iExec dev chain — not for real money: its keys are public%sready in %s\n",
		strings.Repeat(" ", 6), tenths(n.Took))
	row := func(label, format string, args ...any) {
		fmt.Fprintf(&b, "  %-9s%s\n", label, fmt.Sprintf(format, args...))
	}
	row("node", "grpc %s   rest http://%s   rpc http://%s", n.GRPC(), n.REST(), n.RPC())
	row("swagger", "http://%s/swagger/", n.REST())
	row("store", "%s   images %s", n.StoreURL(), n.Registry())
	for i, a := range n.People() {
		label := ""
		if i == 0 {
			label = "you"
		}
		row(label, "%-6s %s = %s   %s", a.Name, a.Bech32(), a.Eth(), personRLC)
	}
	row("ethereum", "%s", n.ethereumLine())
	row("keys", "from %q, in a test keyring", Mnemonic)
	row("workers", "%s", n.workersLine())
	row("docker", "%s", n.dockerLine())
	row("audits", "%s", n.auditsLine())
	row("clocks", "%s", n.clocksLine())
	row("apps", "%s", n.appsLine())
	if o.Load > 0 {
		row("load", "%g tasks/s of the app %q, bought by judy; iexecd poco report tells how it goes", o.Load, loadName)
	}
	state := "thrown away at the end; --home DIR keeps it"
	if o.Home != "" {
		state = "kept in " + o.Home
		if n.Resumed {
			state += fmt.Sprintf(", resumed at block %d", n.chain.height())
		}
	}
	row("state", "%s", state)
	for _, a := range n.apps {
		if a.name == "vanitygen" {
			row("try", "iexecd run %s -- %s", a.name, a.try)
		}
	}
	row("stop", "Ctrl-C")
	_, err := io.WriteString(w, b.String())
	return err
}

// workersLine says what the workers are and what that is good for.
func (n *Net) workersLine() string {
	line := fmt.Sprintf("%d ready, each with %d audits passed: two that agree reach the default bound of 0.1 %%",
		len(n.cast.workers), auditsPassed)
	if n.Options.Faulty > 0 {
		line += fmt.Sprintf("; %d of them answers wrongly, which three others outvote", n.Options.Faulty)
	}
	if n.Options.Byzantine > 0 {
		line += fmt.Sprintf("; %d are one coalition that lies when all seats of a task are its, and once in "+
			"%d tasks else",
			n.Options.Byzantine, boldOneIn)
	}
	return line
}

// dockerLine says whether the workers run containers.
func (n *Net) dockerLine() string {
	if n.Options.Docker == "" {
		return "none: the workers run WebAssembly only; --docker names a daemon"
	}
	return n.Options.Docker + ": the workers run images"
}

// ethereumLine says what the chain is bridged to.
func (n *Net) ethereumLine() string {
	v := n.Vault()
	return fmt.Sprintf("%s   chain id %d   RLC %s   vault %s; people have %s there, too: iexecd bridge in 25rlc",
		n.EthURL(), v.ChainId, v.Token, v.Address, giftRLC)
}

func (n *Net) clocksLine() string {
	if n.Options.ClockScale == 1 {
		return "as on a real chain"
	}
	return fmt.Sprintf("%d times faster than on a real chain: a vanished worker is replaced within about a minute",
		n.Options.ClockScale)
}

func (n *Net) appsLine() string {
	if len(n.apps) == 0 {
		return "none: this iexecd was built without the example apps; run make build, then build/iexecd dev"
	}
	apps := make([]string, len(n.apps))
	for i, a := range n.apps {
		apps[i] = fmt.Sprintf("%s (%s)", a.name, rlc.Amount(a.price))
	}
	return strings.Join(apps, ", ")
}

func tenths(d time.Duration) string { return fmt.Sprintf("%.1f s", d.Seconds()) }
