package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/x/authz"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/worker/chain"
	"github.com/iexecd/iexecd/worker/secret"
	markettypes "github.com/iexecd/iexecd/x/market/types"
	"github.com/iexecd/iexecd/x/poco/types"
)

const keysListen = "127.0.0.1:8084"

func keyDirFlag(cmd *cobra.Command) {
	cmd.Flags().String(flagKeyDir, "", "folder of keys and of who may have them (default: dataset-keys in --home)")
}

// keyDir returns the folder of the datasets' keys, which it makes if needed.
func (s *session) keyDir() (string, error) {
	dir, _ := s.cmd.Flags().GetString(flagKeyDir)
	if dir == "" {
		home, err := DefaultHome()
		if err != nil {
			return "", err
		}
		dir = filepath.Join(home, "dataset-keys")
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", badInput("The folder of keys cannot be made", err.Error(), "--"+flagKeyDir+" DIR")
	}
	return dir, nil
}

func datasetGrant() *cobra.Command {
	return datasetAllow("grant DATASET WORKER", "Let a worker have a dataset's key", "granted", secret.Grant)
}

func datasetRevoke() *cobra.Command {
	return datasetAllow("revoke DATASET WORKER", "Let a worker have a dataset's key no more; one that has it keeps it",
		"revoked", secret.Revoke)
}

func datasetAllow(use, brief, done string, change func(dir string, dataset, worker ident.Address) error,
) *cobra.Command {
	cmd := command(use, brief, "iexecd dataset "+use[:len(use)-len(" DATASET WORKER")]+" 0x4a5b… iexec1w0rk…",
		cobra.ExactArgs(2), func(_ context.Context, s *session, args []string) error {
			dataset, err := ident.ParseAddress(args[0])
			if err != nil {
				return badInput(clean(args[0])+" is not the id of a dataset", err.Error(),
					"iexecd query market datasets")
			}
			worker, err := parseAccount(args[1])
			if err != nil {
				return err
			}
			dir, err := s.keyDir()
			if err != nil {
				return err
			}
			if err := change(dir, dataset, worker); err != nil {
				return badInput("The list cannot be changed", err.Error())
			}
			allowed, err := secret.Allowed(dir, dataset)
			if err != nil {
				return err
			}
			list := []string{}
			for _, a := range allowed {
				list = append(list, account.Bech32(a))
			}
			s.steps.ok(done, account.Bech32(worker))
			return s.result(map[string]any{"dataset": dataset.String(), "workers": list}, func(w io.Writer) error {
				for _, a := range list {
					if _, err := fmt.Fprintln(w, a); err != nil {
						return err
					}
				}
				return nil
			})
		})
	keyDirFlag(cmd)
	return cmd
}

func datasetServeKeys() *cobra.Command {
	cmd := command("serve-keys", "Give the keys of your datasets to the workers that you granted, for their tasks", `
iexecd dataset serve-keys
iexecd dataset serve-keys --listen 0.0.0.0:8084`, cobra.NoArgs, withNode(serveKeys))
	cmd.Flags().String(flagListen, keysListen,
		"host:port of the server; workers reach it at dataset publish --"+flagKeysURL)
	keyDirFlag(cmd)
	return cmd
}

func serveKeys(ctx context.Context, s *session, n *node, _ []string) error {
	dir, err := s.keyDir()
	if err != nil {
		return err
	}
	listen, _ := s.cmd.Flags().GetString(flagListen)
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", listen)
	if err != nil {
		return badInput("The server cannot start", err.Error(), "--listen 127.0.0.1:0")
	}
	acts := hotKeys{authz.NewQueryClient(n.client)}.act
	server := &http.Server{
		Handler:           &secret.Server{Dir: dir, Check: n.hasTask, Acts: acts},
		ReadHeaderTimeout: callTimeout, ReadTimeout: callTimeout, WriteTimeout: 2 * callTimeout,
	}
	s.steps.ok("serving", "http://"+listener.Addr().String(), dir)
	done := make(chan error, 1)
	go func() { done <- server.Serve(listener) }()
	select {
	case err = <-done:
		return err
	case <-ctx.Done():
	}
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := server.Shutdown(ending); err != nil {
		return err
	}
	if err := <-done; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// hasTask returns nil if a worker has a seat in an open task that uses the dataset,
// or audits one.
func (n *node) hasTask(ctx context.Context, r secret.Request, worker ident.Address) error {
	t, err := n.poco.Task(ctx, &types.QueryTaskRequest{Id: r.Task.String()})
	if err != nil {
		return fmt.Errorf("task %s is not known to the chain", r.Task)
	}
	d, err := n.market.Deal(ctx, &markettypes.QueryDealRequest{Id: t.Task.DealId})
	if err != nil {
		return fmt.Errorf("deal %s is not known to the chain", t.Task.DealId)
	}
	if used, err := ident.ParseAddress(d.Deal.Dataset.Id); err != nil || used != r.Dataset {
		return fmt.Errorf("task %s does not use dataset %s", r.Task, r.Dataset)
	}
	isHis := func(m types.Member) bool { return m.Worker == account.Bech32(worker) }
	seat := slices.ContainsFunc(t.Task.Members, isHis) && !ended(&t.Task)
	if !seat && !slices.ContainsFunc(t.Task.Audit.Auditors, isHis) {
		return fmt.Errorf("worker %s has no seat in task %s now", account.Bech32(worker), r.Task)
	}
	return nil
}

// hotKeys are the grants of a chain.
type hotKeys struct{ authz.QueryClient }

// act returns nil if a worker has granted a hot key to commit for it.
func (h hotKeys) act(ctx context.Context, worker, hot ident.Address) error {
	commit := sdk.MsgTypeURL(&types.MsgCommit{})
	r, err := h.Grants(ctx, &authz.QueryGrantsRequest{
		Granter: account.Bech32(worker), Grantee: account.Bech32(hot), MsgTypeUrl: commit,
	})
	if errors.Is(err, chain.ErrUnreachable) {
		return errors.New("the owner's node does not answer: ask again")
	}
	for _, g := range r.GetGrants() {
		if g.Expiration == nil || g.Expiration.After(time.Now()) {
			return nil
		}
	}
	return fmt.Errorf("worker %s has not granted %s %s", account.Bech32(worker), account.Bech32(hot), commit)
}
