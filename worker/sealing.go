package worker

import (
	"context"
	"fmt"
	"io"
	"strconv"

	"google.golang.org/grpc/metadata"

	grpctypes "github.com/cosmos/cosmos-sdk/types/grpc"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/worker/chain"
	"github.com/iexecd/iexecd/worker/driver"
	"github.com/iexecd/iexecd/worker/result"
	"github.com/iexecd/iexecd/worker/sealed"
	markettypes "github.com/iexecd/iexecd/x/market/types"
	pocotypes "github.com/iexecd/iexecd/x/poco/types"
)

// resultKey asks the chain what a task's result is encrypted to: the key of who may
// read it, else of the requester. It is the one of the block in which the task was
// opened, so that no later change divides the workers. An answer means that there was
// none.
func (s *Spec) resultKey(ctx context.Context, c *chain.Client, deal markettypes.Deal) (*poco.Answer, error) {
	task, err := c.Poco().Task(ctx, &pocotypes.QueryTaskRequest{Id: s.Task.ID.String()})
	if err != nil {
		return nil, fmt.Errorf("task %s: %w", s.Task.ID, err)
	}
	who := deal.Beneficiary
	if a, err := ident.ParseAddress(who); who == "" || err == nil && a.IsZero() {
		who = deal.Requester
	}
	height := strconv.FormatInt(task.Task.OpenedHeight, 10)
	r, err := c.Market().ResultKey(metadata.AppendToOutgoingContext(ctx, grpctypes.GRPCBlockHeightHeader, height),
		&markettypes.QueryResultKeyRequest{Address: who})
	if err != nil {
		return nil, fmt.Errorf("result key of %s at height %s: %w", who, height, err)
	}
	if r.Recipient == "" {
		bad := failed(poco.CauseBadInput, "iexec_result_encryption: account "+who+
			" had no result key when the task was opened: set one, then order again")
		return &bad, nil
	}
	if _, err := sealed.Recipient(r.Recipient); err != nil {
		bad := failed(poco.CauseBadInput, "iexec_result_encryption: the result key of account "+who+
			" is no age recipient: set another, then order again")
		return &bad, nil //nolint:nilerr // the account's mistake is the result
	}
	s.ResultKey = r.Recipient
	return nil, nil
}

// seal stores a result encrypted and returns the sha256 of that. Nothing of it is
// stored in clear.
func (s *Sandbox) seal(spec Spec, o driver.Outcome, r result.Result) (string, error) {
	recipient, err := sealed.Recipient(spec.ResultKey)
	if err != nil {
		return "", err
	}
	from, to := io.Pipe()
	go func() {
		_ = to.CloseWithError(sealed.Write(to, recipient, sealed.Parts{ // never fails
			Manifest: r.Manifest, Stdout: o.Stdout, Stderr: o.Stderr, Files: r.Files,
		}))
	}()
	name, err := s.store.Put(from)
	_ = from.CloseWithError(err) // ends the writer, if it still writes
	return name, err
}
