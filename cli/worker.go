package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/crypto/keyring"

	"github.com/iexecd/iexecd/cli/keys"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/crypto/ethsecp256k1"
	"github.com/iexecd/iexecd/worker"
	"github.com/iexecd/iexecd/worker/chain"
	"github.com/iexecd/iexecd/worker/conf"
	"github.com/iexecd/iexecd/worker/driver/wasm"
	"github.com/iexecd/iexecd/worker/journal"
)

// The flags of the worker's commands.
const (
	flagBond         = "bond"
	flagSlots        = "slots"
	flagTag          = "tag"
	flagListen       = "listen"
	flagURL          = "url"
	flagOperator     = "operator"
	flagDrainTimeout = "drain-timeout"
	flagNodes        = "nodes"
	flagLog          = "log"
	flagResume       = "resume"
	flagDir          = "dir"

	workerKeyName = "worker"
	ethereumPath  = "m/44'/60'/0'/0/0"
)

func workerCommand() *cobra.Command {
	return parent("worker", "Sell compute: run a worker, look at it, check the machine",
		workerStart(), workerStatus(), workerDoctor(), workerDrain(), workerConfig(), workerGrant(), workerRegister(),
		workerUnjail(), wasmExec())
}

func workerStart() *cobra.Command {
	cmd := command("start", "Run a worker: the first Ctrl-C finishes open tasks, the second ends at once", `
iexecd worker start --bond 10rlc
iexecd worker start --from miner2 --listen 127.0.0.1:8082 --slots 4 --category 2
iexecd worker start --for iexec1w0rk…9f2c --from hot`, cobra.NoArgs, runWorker)
	workerFlags(cmd)
	return cmd
}

// asWorker makes the worker's own key the default, instead of the context's.
func (s *session) asWorker() {
	if f := s.cmd.Flags().Lookup(flagFrom); !f.Changed {
		s.profile.Key = workerKeyName
	}
}

// runWorker runs a worker until a signal or a failure.
func runWorker(ctx context.Context, s *session, _ []string) error {
	c, err := s.workerConf()
	if err != nil {
		return err
	}
	logger, err := s.workerLogger(c.Log)
	if err != nil {
		return err
	}
	key, err := s.workerKey(c)
	if err != nil {
		return err
	}
	client, err := s.workerClient(c.Nodes)
	if err != nil {
		return err
	}
	defer func() { _ = client.Close() }()
	if err := s.mayAnswer(ctx, client, key); err != nil {
		return err
	}
	if err := maySwarm(ctx, client, c, workerName(c, key)); err != nil {
		return err
	}
	drivers, closeDrivers, err := workerDrivers(ctx, c, key)
	if err != nil {
		return err
	}
	defer closeDrivers()
	sandbox, err := worker.NewSandbox(ctx, c.Worker.Home, drivers, c.StoreBytes)
	if err != nil {
		return s.workerError(err)
	}
	defer func() { _ = sandbox.Close() }()
	data, err := workerData(c, key, client.ChainID)
	if err != nil {
		return err
	}
	sandbox.SetData(data)
	w, err := worker.New(c.Worker, worker.Deps{
		Chain: client, Key: key, Computer: sandbox, Logger: logger, Out: s.cmd.ErrOrStderr(),
	})
	if err != nil {
		return badInput("The worker cannot start", err.Error(), "--listen 127.0.0.1:0", "iexecd worker doctor")
	}
	s.steps.ok("serving", w.URL())
	stop := s.reloads(ctx, c, w, sandbox)
	defer stop()
	return s.workerError(runUntilSignal(ctx, w))
}

// wasmExec is the child process of the WebAssembly driver.
func wasmExec() *cobra.Command {
	return &cobra.Command{
		Use: "wasm-exec", Short: "Run one app for a worker (used by iexecd itself)", Args: cobra.NoArgs, Hidden: true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return wasm.ChildMain(cmd.Context(), cmd.InOrStdin(), cmd.OutOrStdout())
		},
	}
}

// runUntilSignal runs w. The first signal, or the end of ctx, drains it; the
// second ends it.
func runUntilSignal(ctx context.Context, w *worker.Worker) error {
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	defer signal.Stop(signals)
	running, end := context.WithCancel(context.WithoutCancel(ctx))
	defer end()
	done := make(chan error, 1)
	go func() { done <- w.Run(running) }()
	asked := 0
	stop := ctx.Done()
	for {
		select {
		case err := <-done:
			return err
		case <-signals:
			if asked++; asked > 1 {
				end()
				return errors.Join(<-done, context.Canceled)
			}
			w.Drain()
		case <-stop:
			stop = nil
			w.Drain()
		}
	}
}

func (s *session) workerLogger(format string) (*slog.Logger, error) {
	stderr := s.cmd.ErrOrStderr()
	switch format {
	case "text":
		return slog.New(slog.NewTextHandler(stderr, &slog.HandlerOptions{Level: slog.LevelWarn})), nil
	case "json":
		return slog.New(slog.NewJSONHandler(stderr, nil)), nil
	case "none":
		return slog.New(slog.DiscardHandler), nil
	default:
		return nil, badInput("--log "+format+" is not a format", "expected text, json or none")
	}
}

// workerClient connects to the context's node and to more.
func (s *session) workerClient(more []string) (*chain.Client, error) {
	endpoints := []chain.Endpoint{{GRPC: s.profile.GRPC, RPC: withScheme(s.profile.RPC)}}
	for _, text := range more {
		grpc, rpc, _ := strings.Cut(text, "=")
		endpoints = append(endpoints, chain.Endpoint{GRPC: trimScheme(grpc), RPC: withScheme(rpc)})
	}
	client, err := chain.Dial(chain.Config{Endpoints: endpoints})
	if err != nil {
		return nil, badInput("The node cannot be used", err.Error(), "--node 127.0.0.1:9090")
	}
	return client, nil
}

// withScheme returns the URL of CometBFT's RPC, "" for none.
func withScheme(address string) string {
	if address == "" || strings.Contains(address, "://") {
		return address
	}
	return "http://" + address
}

// workerKey returns the worker's key; if there is none of that name it makes one. It
// acts for another account if the configuration says so.
func (s *session) workerKey(c conf.Config) (chain.Key, error) {
	ring, record, err := s.key()
	made := ""
	if isMissingKey(err) && ring == nil && !isAddress(s.profile.Key) {
		ring, record, err = s.makeKey()
		made = fmt.Sprintf("(new, in the %s keyring; back it up: iexecd keys export %s)",
			s.profile.KeyringBackend, s.profile.Key)
	}
	if err != nil {
		return nil, err
	}
	key, err := chain.RingKey(ring, record.Name)
	if err != nil {
		return nil, s.profile.noKey(ring, err)
	}
	s.steps.ok("key", record.Name+"  "+account.Bech32(key.Address()), made)
	if c.For.IsZero() || c.For == key.Address() {
		return key, nil
	}
	s.steps.ok("for", account.Bech32(c.For))
	return chain.HotKey(key, c.For), nil
}

func isMissingKey(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && strings.HasPrefix(e.What, "No key named")
}

func (s *session) makeKey() (keyring.Keyring, *keyring.Record, error) {
	p := s.profile
	ring, err := keys.Open(p.KeyringBackend, p.KeyringDir, s.in)
	if err != nil {
		return nil, nil, err
	}
	record, _, err := ring.NewMnemonic(p.Key, keyring.English, ethereumPath, "", ethsecp256k1.Algo)
	if err != nil {
		return nil, nil, &Error{
			Code: codeNoKey, Exit: ExitKey, What: fmt.Sprintf("The key %q cannot be made", p.Key),
			Why: err.Error(), Err: err, Next: []string{"iexecd keys add " + safeName(p.Key)},
		}
	}
	return ring, record, nil
}

// workerError turns why a worker ended into ours.
func (s *session) workerError(err error) error {
	e := &Error{Code: codeUnexpected, Exit: ExitUnexpected, What: "The worker ended", Err: err}
	switch {
	case err == nil:
		return nil
	case errors.Is(err, context.Canceled):
		return &Error{
			Code: codeInterrupted, Exit: ExitInterrupted, What: "Ended at once", Err: err,
			Why: "open tasks go on when it is started again", Next: []string{"iexecd worker start"},
		}
	case errors.Is(err, chain.ErrUnreachable):
		return err
	case errors.Is(err, worker.ErrFunds), errors.Is(err, chain.ErrNoAccount):
		e.Code, e.Exit, e.What = codeFunds, ExitFunds, "The worker cannot register"
		e.Next = []string{"send some RLC to the worker's account", "--bond with less"}
	case errors.Is(err, worker.ErrCold):
		e.Code, e.Exit, e.What = codeNoKey, ExitKey, "The worker cannot start with a hot key"
		e.Next = []string{"where the worker's own key is: iexecd worker register"}
	case errors.Is(err, worker.ErrNoPool), errors.Is(err, worker.ErrOtherPool):
		e.Code, e.Exit, e.What = codeBadInput, ExitUsage, "The worker cannot register"
		e.Next = []string{"--pool ID", "iexecd query market workerpools"}
	case errors.Is(err, journal.ErrLocked):
		e.Code, e.Exit, e.What = codeBadInput, ExitUsage, "The worker cannot start"
		e.Next = []string{"stop the other one", "--dir DIR"}
	case errors.Is(err, worker.ErrNotDrained):
		e.Code, e.Exit, e.What = codeTimeout, ExitTimeout, "Not all tasks are finished"
		e.Next = []string{"iexecd worker start"}
	}
	e.Why = clean(err.Error())
	return e
}
