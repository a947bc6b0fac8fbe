package dev

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
)

// Ports are the TCP ports of a dev network, all on 127.0.0.1.
type Ports struct {
	GRPC   int `json:"grpc"`
	REST   int `json:"rest"`
	RPC    int `json:"rpc"`
	P2P    int `json:"p2p"`
	Store  int `json:"store"`
	Eth    int `json:"eth"`    // of the Ethereum in the same process
	Worker int `json:"worker"` // of the first worker; the others follow

	Registry int `json:"registry"` // of container images
}

// defaultPorts are what clients try first.
var defaultPorts = Ports{
	GRPC: 9090, REST: 1317, RPC: 26657, P2P: 26656, Store: 8090, Eth: 8545, Worker: 8100, Registry: 8091,
}

// offset returns the default ports, each moved by n.
func offset(n int) Ports {
	p := defaultPorts
	for _, port := range p.all() {
		*port += n
	}
	return p
}

// single are the ports that are not one of a row.
func (p *Ports) single() []*int {
	return []*int{&p.GRPC, &p.REST, &p.RPC, &p.P2P, &p.Store, &p.Eth, &p.Registry}
}

func (p *Ports) all() []*int { return append(p.single(), &p.Worker) }

// address returns 127.0.0.1:port.
func address(port int) string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(port)) }

// choosePorts returns the ports for a network: those it had before if it is
// resumed, else free ones, else the default ones moved by offset. A port that
// is taken is an error that names it.
func choosePorts(ctx context.Context, o *Options, before *saved) (Ports, error) {
	p := offset(o.PortOffset)
	switch {
	case before != nil:
		usual := p.Registry
		p = before.Ports
		p.Registry = cmp.Or(p.Registry, usual) // a network of before there were images
	case o.FreePorts:
		return freePorts(ctx, o.Workers)
	}
	for _, port := range p.single() {
		l, err := listen(ctx, *port)
		if err != nil {
			return p, &PortError{Port: *port, Err: err}
		}
		_ = l.Close()
	}
	return p, nil
}

// PortError means that a port is taken.
type PortError struct {
	Port int
	Err  error
}

// Error names the port.
func (e *PortError) Error() string { return fmt.Sprintf("port %d is taken: %v", e.Port, e.Err) }

// Unwrap returns the cause.
func (e *PortError) Unwrap() error { return e.Err }

func listen(ctx context.Context, port int) (net.Listener, error) {
	var config net.ListenConfig
	return config.Listen(ctx, "tcp", address(port))
}

// freePorts returns ports that nobody listens on now. The workers need several
// in a row.
func freePorts(ctx context.Context, workers int) (Ports, error) {
	var p Ports
	var open []net.Listener
	defer func() {
		for _, l := range open {
			_ = l.Close()
		}
	}()
	for _, port := range p.single() {
		l, err := listen(ctx, 0)
		if err != nil {
			return p, err
		}
		open = append(open, l)
		*port = portOf(l)
	}
	for range 100 {
		first, err := listen(ctx, 0)
		if err != nil {
			return p, err
		}
		row := []net.Listener{first}
		for i := 1; i < workers && len(row) == i; i++ {
			if l, err := listen(ctx, portOf(first)+i); err == nil {
				row = append(row, l)
			}
		}
		open = append(open, row...)
		if len(row) >= workers {
			p.Worker = portOf(first)
			return p, nil
		}
	}
	return p, fmt.Errorf("no %d free ports in a row on 127.0.0.1", workers)
}

func portOf(l net.Listener) int {
	tcp, ok := l.Addr().(*net.TCPAddr)
	if !ok {
		return 0
	}
	return tcp.Port
}

// saved is what a network with a home goes on with when it is started again.
type saved struct {
	Ports      Ports  `json:"ports"`
	Workers    int    `json:"workers"`
	ClockScale uint64 `json:"clock_scale"`
	EthRPC     string `json:"eth_rpc,omitempty"`
}

func savedFile(home string) string { return filepath.Join(home, "dev.json") }

// readSaved returns what the network in home was, or nil if there is none.
func readSaved(home string) (*saved, error) {
	if home == "" {
		return nil, nil
	}
	text, err := os.ReadFile(savedFile(home))
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var s saved
	if err := json.Unmarshal(text, &s); err != nil {
		return nil, fmt.Errorf("%s: %w", savedFile(home), err)
	}
	return &s, nil
}

func (s saved) write(home string) error {
	text, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return os.WriteFile(savedFile(home), append(text, '\n'), 0o600)
}
