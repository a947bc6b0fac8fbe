package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// Profile is a named network with the key to act as: a file in
// <home>/contexts/<name>.json. Empty fields mean the default.
type Profile struct {
	Name           string `json:"name"`
	GRPC           string `json:"grpc"`              // host:port of the node's gRPC
	RPC            string `json:"rpc"`               // host:port of the node's CometBFT RPC
	REST           string `json:"rest"`              // host:port of the node's REST
	Store          string `json:"store"`             // http://host:port of the content store
	Registry       string `json:"registry"`          // host:port of the registry of container images
	KeyringBackend string `json:"keyring_backend"`   // os, file or test
	KeyringDir     string `json:"keyring_dir"`       // folder of the keyring
	Key            string `json:"key"`               // name of the key to act as
	EthRPC         string `json:"eth_rpc,omitempty"` // URL of an endpoint of Ethereum; empty = none is known
}

// defaultProfile is a node on this machine with default ports.
func defaultProfile(home string) Profile {
	return Profile{
		Name: "dev", GRPC: "127.0.0.1:9090", RPC: "127.0.0.1:26657", REST: "127.0.0.1:1317",
		Store: "http://127.0.0.1:8090", Registry: "127.0.0.1:8091", KeyringBackend: "test", KeyringDir: home,
		Key: "alice",
	}
}

// DefaultHome returns where contexts and keys are kept unless --home says
// otherwise: $IEXECD_HOME, else .iexecd in the user's home folder.
func DefaultHome() (string, error) {
	if home := os.Getenv("IEXECD_HOME"); home != "" {
		return home, nil
	}
	user, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("no home folder is known: set HOME or IEXECD_HOME: %w", err)
	}
	return filepath.Join(user, ".iexecd"), nil
}

func homeOf(cmd *cobra.Command) (string, error) {
	if f := cmd.Flags().Lookup(flagHome); f != nil && f.Changed && f.Value.String() != "" {
		return f.Value.String(), nil
	}
	return DefaultHome()
}

// loadProfile returns the context that is asked for or in use, changed by the
// flags that are set.
func loadProfile(cmd *cobra.Command) (Profile, error) {
	home, err := homeOf(cmd)
	if err != nil {
		return Profile{}, err
	}
	name, _ := cmd.Flags().GetString(flagContext)
	p, err := readProfile(home, name)
	if err != nil {
		return Profile{}, err
	}
	for flag, field := range map[string]*string{
		flagNode: &p.GRPC, flagFrom: &p.Key, flagStore: &p.Store, flagRegistry: &p.Registry,
		flagKeyringBackend: &p.KeyringBackend, flagKeyringDir: &p.KeyringDir, flagEthRPC: &p.EthRPC,
	} {
		if f := cmd.Flags().Lookup(flag); f != nil && f.Changed {
			*field = f.Value.String()
		}
	}
	p.GRPC, p.Registry = trimScheme(p.GRPC), strings.TrimPrefix(trimScheme(p.Registry), "https://")
	return p, nil
}

// trimScheme returns host:port of an address that may be written as a URL.
func trimScheme(address string) string {
	for _, scheme := range []string{"tcp://", "http://", "grpc://"} {
		address = strings.TrimPrefix(address, scheme)
	}
	return strings.TrimSuffix(address, "/")
}

// readProfile returns the named context; without a name the one in use, else
// dev, else the defaults.
func readProfile(home, name string) (Profile, error) {
	p := defaultProfile(home)
	asked := name != ""
	if !asked {
		name = currentContext(home)
	}
	if safeName(name) != name {
		return p, badInput(fmt.Sprintf("%q is not the name of a context", name), "letters, digits, - and _ only")
	}
	text, err := os.ReadFile(contextFile(home, name))
	if errors.Is(err, fs.ErrNotExist) {
		if !asked && name == "dev" {
			return p, nil
		}
		return p, notFound(fmt.Sprintf("No context named %q", name), haveContexts(home), "iexecd context ls")
	}
	if err != nil {
		return p, err
	}
	if err := json.Unmarshal(text, &p); err != nil {
		return p, badInput("The context file "+contextFile(home, name)+" cannot be read", err.Error(),
			"remove the file, or correct it")
	}
	p.Name = name
	return p, nil
}

func contextFile(home, name string) string { return filepath.Join(home, "contexts", name+".json") }

func currentContext(home string) string {
	text, err := os.ReadFile(filepath.Join(home, "contexts", "current")) //nolint:gosec // the user's own folder
	if name := strings.TrimSpace(string(text)); err == nil && name != "" {
		return name
	}
	return "dev"
}

// contextNames returns the names of all contexts in order.
func contextNames(home string) []string {
	files, _ := filepath.Glob(filepath.Join(home, "contexts", "*.json"))
	names := make([]string, 0, len(files))
	for _, f := range files {
		names = append(names, strings.TrimSuffix(filepath.Base(f), ".json"))
	}
	slices.Sort(names)
	return names
}

func haveContexts(home string) string {
	if names := contextNames(home); len(names) > 0 {
		return "there are: " + strings.Join(names, ", ")
	}
	return "there is none in " + filepath.Join(home, "contexts")
}

// WriteProfile writes p into home, replacing the context of that name, and
// returns the file's path.
func WriteProfile(home string, p Profile) (string, error) {
	path := contextFile(home, p.Name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return "", err
	}
	text, err := json.MarshalIndent(p, "", "  ")
	if err != nil {
		return "", err
	}
	temporary := path + ".new"
	if err := os.WriteFile(temporary, append(text, '\n'), 0o600); err != nil {
		return "", err
	}
	return path, os.Rename(temporary, path)
}
