package cli

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	markettypes "github.com/iexecd/iexecd/x/market/types"
)

func resultKeyCommand() *cobra.Command {
	return parent("result-key", "Say what your results are to be encrypted to", resultKeySet(), resultKeyRemove(),
		resultKeyShow())
}

func resultKeySet() *cobra.Command {
	cmd := command("set RECIPIENT", "Encrypt results for you to an age recipient, if the request asks for it",
		"iexecd account result-key set age1ql3z7…", cobra.ExactArgs(1), sending(
			func(_ context.Context, s *session, _ *node, key *signer, args []string) (*offer, error) {
				recipient := strings.TrimSpace(args[0])
				if strings.HasPrefix(strings.ToLower(recipient), "age-secret-key-") {
					return nil, badInput("This is a secret key", "whoever has it reads your results: it was not sent",
						"age-keygen -y FILE prints the recipient")
				}
				if err := markettypes.Recipient("RECIPIENT", recipient); err != nil {
					return nil, badInput("The key cannot be set", chainText(err.Error()), "age-keygen -o key.txt")
				}
				return s.resultKey(key, recipient, fmt.Sprintf("Encrypt the results of %s to %s?", key.name,
					shortRecipient(recipient))), nil
			}))
	keyFlags(cmd.Flags())
	return cmd
}

func resultKeyRemove() *cobra.Command {
	cmd := command("remove", "Encrypt results for you no more", "iexecd account result-key remove", cobra.NoArgs,
		sending(func(_ context.Context, s *session, _ *node, key *signer, _ []string) (*offer, error) {
			return s.resultKey(key, "", fmt.Sprintf("Remove the result key of %s?", key.name)), nil
		}))
	keyFlags(cmd.Flags())
	return cmd
}

// resultKey returns the message that sets a recipient.
func (s *session) resultKey(key *signer, recipient, question string) *offer {
	return &offer{
		question: question, msg: &markettypes.MsgSetResultKey{Owner: key.address, Recipient: recipient},
		answer: &markettypes.MsgSetResultKeyResponse{},
		done: func(tx *included) {
			text := shortRecipient(recipient)
			if recipient == "" {
				text = "removed"
			}
			s.steps.ok("key", text, fmt.Sprintf("block %d", tx.height))
		},
	}
}

// shortRecipient returns a recipient of any length for one line.
func shortRecipient(r string) string {
	if len(r) <= 70 {
		return r
	}
	return r[:20] + "…" + r[len(r)-8:]
}

func resultKeyShow() *cobra.Command {
	cmd := command("show [ADDRESS|KEY]", "Show what an account's results are encrypted to", `
iexecd account result-key show
iexecd account result-key show bob`, cobra.MaximumNArgs(1),
		withNode(func(ctx context.Context, s *session, n *node, args []string) error {
			who, err := s.whose(args)
			if err != nil {
				return err
			}
			r, err := n.market.ResultKey(ctx, &markettypes.QueryResultKeyRequest{Address: who})
			if err != nil {
				return err
			}
			if r.Recipient == "" {
				return notFound("No result key", who+" has set none", "iexecd account result-key set age1…")
			}
			return s.protoResult(r, func(w io.Writer) error {
				_, err := fmt.Fprintln(w, r.Recipient)
				return err
			})
		}))
	keyFlags(cmd.Flags())
	return cmd
}
