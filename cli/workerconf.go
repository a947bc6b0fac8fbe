package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/worker"
	"github.com/iexecd/iexecd/worker/chain"
	"github.com/iexecd/iexecd/worker/conf"
)

const flagConfig = "config"

// workerFlags are all that a worker is started with.
func workerFlags(cmd *cobra.Command) {
	workerKeyFlags(cmd)
	f := cmd.Flags()
	f.String(flagListen, "127.0.0.1:8081", "host:port of the worker's HTTP server: results, metrics, status")
	f.String(flagPool, "", "id of the workerpool to register in (default: the only open one)")
	f.String(flagBond, "10rlc", "what to put up when registering")
	f.Uint32(flagSlots, 1, "tasks at once")
	f.Uint64(flagCategory, 4, "the highest category to take; 0 = XS")
	f.String(flagTag, "", "what the worker can do: "+strings.Join(worker.TagNames(), ", ")+"; or 0x and 64 digits")
	f.String(flagURL, "", "where others reach this worker's results (default: http:// and --listen)")
	f.String(flagOperator, "", "account of who runs it (default: the worker itself)")
	f.Duration(flagDrainTimeout, 10*time.Minute, "at most so long to finish open tasks when stopping")
	f.StringSlice(flagNodes, nil, "more nodes to use when the first does not answer: GRPC[=RPC],…")
	f.String(flagLog, "text", "the log on stderr: text, json or none")
}

// workerKeyFlags say whose worker it is and where its file is.
func workerKeyFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	keyFlags(f)
	f.Lookup(flagFrom).Usage = "name of the worker's key, made if missing (default: worker)"
	f.String(flagFor, "", "account of the worker, if --from is a hot key of it (see iexecd worker grant)")
	f.String(flagDir, "", "folder of journal, results and compiled apps (default: worker in the home folder)")
	f.String(flagConfig, "", "file with what is not on the command line (default: worker.toml in --dir)")
}

// workerFile returns the default of the worker's folder, and the file.
func workerFile(cmd *cobra.Command) (home, file string, err error) {
	home, err = homeOf(cmd)
	if err != nil {
		return "", "", err
	}
	home = filepath.Join(home, "worker")
	folder := home
	if env := os.Getenv(conf.EnvPrefix + "HOME"); env != "" {
		folder = env
	}
	if dir, _ := cmd.Flags().GetString(flagDir); dir != "" {
		folder = dir
	}
	if file, _ = cmd.Flags().GetString(flagConfig); file == "" {
		file = filepath.Join(folder, conf.FileName)
	}
	return home, file, nil
}

// given returns a flag that is set, by the command line or by IEXECD_<FLAG>.
func given(f *pflag.FlagSet) func(name string) (conf.Given, bool) {
	return func(name string) (conf.Given, bool) {
		flag := f.Lookup(name)
		if flag == nil || !flag.Changed {
			return conf.Given{}, false
		}
		g := conf.Given{Text: flag.Value.String()}
		if many, ok := flag.Value.(pflag.SliceValue); ok {
			g.Text = strings.Join(many.GetSlice(), ",")
		}
		if env := flag.Annotations[annotationEnv]; len(env) == 1 {
			g.Env = env[0]
		}
		return g, true
	}
}

// resolve returns the configuration of a worker and what is wrong with it.
func (s *session) resolve() (conf.Config, []conf.Problem, error) {
	home, file, err := workerFile(s.cmd)
	if err != nil {
		return conf.Config{}, nil, err
	}
	c, problems := conf.Resolve(conf.Sources{
		Flag: given(s.cmd.Flags()), Environ: os.Environ(), File: file, Home: home, Nearest: nearest,
	})
	return c, problems, nil
}

// workerConf returns the configuration of a worker, and acts with its key and node
// from now on.
func (s *session) workerConf() (conf.Config, error) {
	c, problems, err := s.resolve()
	if err != nil {
		return c, err
	}
	if len(problems) > 0 {
		return c, wrongConf(problems)
	}
	p := &s.profile
	p.Key = c.Key
	for to, value := range map[*string]string{
		&p.GRPC: trimScheme(c.Node), &p.KeyringBackend: c.KeyringBackend, &p.KeyringDir: c.KeyringDir,
	} {
		if value != "" {
			*to = value
		}
	}
	return c, nil
}

// withWorker is withNode with the configuration of a worker, on its node and with
// its key.
func withWorker(run func(ctx context.Context, s *session, n *node, c conf.Config, args []string) error,
) func(context.Context, *session, []string) error {
	return func(ctx context.Context, s *session, args []string) error {
		c, err := s.workerConf()
		if err != nil {
			return err
		}
		n, err := s.connect()
		if err != nil {
			return err
		}
		defer n.close()
		return run(ctx, s, n, c, args)
	}
}

func wrongConf(problems []conf.Problem) error {
	var all []string
	for _, p := range problems {
		all = append(all, p.String())
	}
	return badInput("The worker's configuration cannot be used", strings.Join(all, "; "),
		"iexecd worker config validate")
}

// workerID returns the account of the worker: that of the key, or that which the
// key acts for.
func (s *session) workerID(c conf.Config) (string, error) {
	if !c.For.IsZero() {
		return account.Bech32(c.For), nil
	}
	return s.address()
}

// actsFor makes a signer act for the worker of a configuration.
func (k *signer) actsFor(c conf.Config) {
	if !c.For.IsZero() && c.For != k.key.Address() {
		k.key, k.address = chain.HotKey(k.key, c.For), account.Bech32(c.For)
	}
}

func workerConfig() *cobra.Command {
	return parent("config", "What a worker is started with: write the file, look at it, check it",
		workerConfigInit(), workerConfigPrint(), workerConfigValidate())
}

func workerConfigInit() *cobra.Command {
	cmd := command("init", "Write worker.toml with every key and its default; flags that are set are in force", `
iexecd worker config init
iexecd worker config init --slots 4 --url https://worker.example.org`, cobra.NoArgs,
		func(_ context.Context, s *session, _ []string) error {
			_, file, err := workerFile(s.cmd)
			if err != nil {
				return err
			}
			if force, _ := s.cmd.Flags().GetBool(flagForce); !force {
				if _, err := os.Stat(file); !errors.Is(err, fs.ErrNotExist) {
					return badInput("There is a "+file+" already", "it would be lost", "--force",
						"iexecd worker config print")
				}
			}
			c, problems := conf.Resolve(conf.Sources{
				Flag: given(s.cmd.Flags()), Environ: os.Environ(), Nearest: nearest,
			})
			if len(problems) > 0 {
				return wrongConf(problems)
			}
			if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
				return err
			}
			if err := os.WriteFile(file, []byte(c.Template()), 0o600); err != nil {
				return err
			}
			return s.result(map[string]any{"file": file}, func(w io.Writer) error {
				_, err := fmt.Fprintf(w, "%s\n", file)
				return err
			})
		})
	workerFlags(cmd)
	cmd.Flags().Bool(flagForce, false, "write over a file that is there")
	return cmd
}

// valueView is a value as print shows it.
type valueView struct {
	Key    string `json:"key"`
	Value  string `json:"value"`
	Source string `json:"source"`
	Live   bool   `json:"live"` // changes without a restart
}

func workerConfigPrint() *cobra.Command {
	cmd := command("print", "Show each value and where it comes from", `
iexecd worker config print
iexecd worker config print --slots 4 -o json`, cobra.NoArgs, func(_ context.Context, s *session, _ []string) error {
		c, problems, err := s.resolve()
		if err != nil {
			return err
		}
		var views []valueView
		for _, v := range c.Values {
			views = append(views, valueView{Key: v.Key.Name, Value: v.Text, Source: v.From, Live: v.Key.Live})
		}
		err = s.result(map[string]any{"values": views}, func(w io.Writer) error {
			var t table
			for _, v := range views {
				value := v.Value
				if value == "" {
					value = "-"
				}
				t.add(v.Key, value, v.Source)
			}
			return t.print(w, "")
		})
		if err == nil && len(problems) > 0 {
			err = wrongConf(problems)
		}
		return err
	})
	workerFlags(cmd)
	return cmd
}

func workerConfigValidate() *cobra.Command {
	cmd := command("validate", "Check file, environment and flags, and say where each mistake is", `
iexecd worker config validate
iexecd worker config validate --config ./worker.toml`, cobra.NoArgs,
		func(_ context.Context, s *session, _ []string) error {
			_, problems, err := s.resolve()
			if err != nil {
				return err
			}
			_, file, err := workerFile(s.cmd)
			if err != nil {
				return err
			}
			views := []map[string]string{}
			for _, p := range problems {
				views = append(views, map[string]string{"where": p.Where, "key": p.Key, "what": p.What})
			}
			err = s.result(map[string]any{"file": file, "problems": views}, func(w io.Writer) error {
				if len(problems) == 0 {
					_, err := fmt.Fprintf(w, "✔ %s and the environment can be used\n", file)
					return err
				}
				for _, p := range problems {
					if _, err := fmt.Fprintln(w, "✘ "+p.String()); err != nil {
						return err
					}
				}
				return nil
			})
			if err == nil && len(problems) > 0 {
				err = badInput("The worker's configuration cannot be used", count(uint64(len(problems)), "mistake"))
			}
			return err
		})
	workerFlags(cmd)
	return cmd
}
