package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
)

func contextCommand() *cobra.Command {
	return parent("context", "Choose the network and key that commands use", contextList(), contextUse(), contextShow())
}

func contextList() *cobra.Command {
	return command("ls", "List the known networks", "iexecd context ls", cobra.NoArgs,
		func(_ context.Context, s *session, _ []string) error {
			home, err := homeOf(s.cmd)
			if err != nil {
				return err
			}
			current := currentContext(home)
			all := []Profile{}
			for _, name := range contextNames(home) {
				p, err := readProfile(home, name)
				if err != nil {
					return err
				}
				all = append(all, p)
			}
			return s.result(map[string]any{"current": current, "contexts": all}, func(w io.Writer) error {
				var t table
				for _, p := range all {
					mark := " "
					if p.Name == current {
						mark = "*"
					}
					t.add(mark, p.Name, p.GRPC, "key "+p.Key)
				}
				if len(all) == 0 {
					t.add("none; iexecd dev makes one")
				}
				return t.print(w, "")
			})
		})
}

func contextUse() *cobra.Command {
	return command("use NAME", "Use a network from now on", "iexecd context use dev", cobra.ExactArgs(1),
		func(_ context.Context, s *session, args []string) error {
			home, err := homeOf(s.cmd)
			if err != nil {
				return err
			}
			if _, err := readProfile(home, args[0]); err != nil {
				return err
			}
			path := filepath.Join(home, "contexts", "current")
			if err := os.WriteFile(path, []byte(args[0]+"\n"), 0o600); err != nil {
				return err
			}
			s.say("Context %s is in use.", args[0])
			return nil
		})
}

func contextShow() *cobra.Command {
	return command("show", "Show the network and key in use", "iexecd context show", cobra.NoArgs,
		func(_ context.Context, s *session, _ []string) error {
			p := s.profile
			return s.result(p, func(w io.Writer) error {
				var t table
				t.add("context", p.Name)
				t.add("grpc", p.GRPC)
				t.add("rpc", p.RPC)
				t.add("rest", p.REST)
				t.add("store", p.Store)
				t.add("registry", p.Registry)
				t.add("keyring", fmt.Sprintf("%s in %s", p.KeyringBackend, p.KeyringDir))
				t.add("key", p.Key)
				return t.print(w, "")
			})
		})
}
