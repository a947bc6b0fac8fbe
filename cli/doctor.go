package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"time"

	"github.com/spf13/cobra"

	markettypes "github.com/iexecd/iexecd/x/market/types"
)

// check is one thing that the doctor looks at.
type check struct {
	Name  string `json:"name"`
	OK    bool   `json:"ok"`
	Warn  bool   `json:"warn,omitempty"` // it works, but something should be done
	Found string `json:"found"`
	Fix   string `json:"fix,omitempty"`
}

func doctorCommand() *cobra.Command {
	cmd := command("doctor", "Check the node, the key, the funds and the store, and say what to fix",
		"iexecd doctor", cobra.NoArgs, func(ctx context.Context, s *session, _ []string) error {
			checks := s.diagnose(ctx)
			err := s.result(map[string]any{"checks": checks}, func(w io.Writer) error {
				var t table
				for _, c := range checks {
					mark := "✔"
					if !c.OK {
						mark = "✘"
					}
					found := c.Found
					if c.Fix != "" {
						found += "  Next: " + c.Fix
					}
					t.add(mark, c.Name, found)
				}
				return t.print(w, " ")
			})
			if err != nil {
				return err
			}
			for _, c := range checks {
				if !c.OK {
					return &Error{
						Code: codeNode, Exit: ExitNode, What: "Not everything is well", Why: c.Name + ": " + c.Found,
						Next: []string{c.Fix},
					}
				}
			}
			return nil
		})
	keyFlags(cmd.Flags())
	cmd.Flags().String(flagStore, "", "content store (default: the context's)")
	return cmd
}

// diagnose runs all checks; one that cannot be made because an earlier one
// failed is left out.
func (s *session) diagnose(ctx context.Context) []check {
	checks := []check{{
		Name: "program", OK: true,
		Found: fmt.Sprintf("%s/%s, %d cores", runtime.GOOS, runtime.GOARCH, runtime.NumCPU()),
	}}
	n, err := s.connect()
	if err != nil {
		return append(checks, failedCheck("node", err))
	}
	defer n.close()
	height, blockTime, err := n.fresh(ctx, s.now())
	if err != nil {
		checks = append(checks, failedCheck("node", err))
	} else {
		found := fmt.Sprintf("%s, block %d, %s old", s.profile.GRPC, height, seconds(max(s.now().Sub(blockTime), 0)))
		checks = append(checks, check{Name: "node", OK: true, Found: found})
	}
	me, keyErr := s.address()
	if keyErr != nil {
		checks = append(checks, failedCheck("key", keyErr))
	} else {
		checks = append(checks, check{Name: "key", OK: true, Found: fmt.Sprintf("%s, %s", s.profile.Key, me)})
	}
	if err == nil && keyErr == nil {
		checks = append(checks, n.checkFunds(ctx, me))
	}
	return append(checks, s.checkStore(ctx))
}

func failedCheck(name string, err error) check {
	failed := asError(err)
	c := check{Name: name, Found: failed.Error()}
	if len(failed.Next) > 0 {
		c.Fix = failed.Next[0]
	}
	return c
}

func (n *node) checkFunds(ctx context.Context, me string) check {
	r, err := n.market.Account(ctx, &markettypes.QueryAccountRequest{Address: me})
	if err != nil {
		return failedCheck("funds", err)
	}
	if r.AvailableNrlc == 0 {
		return check{Name: "funds", Found: "0 RLC available", Fix: "send some RLC to " + me}
	}
	return check{Name: "funds", OK: true, Found: amount(r.AvailableNrlc) + " available"}
}

func (s *session) checkStore(ctx context.Context) check {
	limited, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(limited, http.MethodGet, s.profile.Store+"/healthz", nil)
	if err == nil {
		var response *http.Response
		if response, err = http.DefaultClient.Do(request); err == nil {
			err = response.Body.Close()
			if response.StatusCode >= http.StatusInternalServerError {
				err = errors.New(response.Status)
			}
		}
	}
	if err != nil {
		found := fmt.Sprintf("%s does not answer: %v", s.profile.Store, err)
		return check{Name: "store", Found: found, Fix: "--store URL"}
	}
	return check{Name: "store", OK: true, Found: s.profile.Store}
}
