// Package conf reads what an operator decides about a worker: flags, environment,
// a TOML file and defaults, in this order. It says of each value where it came
// from, and of each wrong one where it is, what is wrong, and what is expected.
package conf

import (
	"fmt"
	"net"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/worker"
)

// FileName is what the file is called, in the worker's folder.
const FileName = "worker.toml"

// EnvPrefix begins the environment variable of each key: IEXECD_WORKER_SLOTS,
// IEXECD_WORKER_POLICY_APPS_ALLOW.
const EnvPrefix = "IEXECD_WORKER_"

// kind is how a key is written in the file.
type kind int

const (
	text   kind = iota
	number      // an integer
	truth       // true or false
	list        // an array of strings; elsewhere with commas between
	table       // a table of strings; elsewhere a=b, with commas between
)

// Key is something to decide.
type Key struct {
	Name    string // with dots: policy.apps.allow
	Flag    string // of iexecd worker start; empty = none
	Default string
	Live    bool // changes while the worker runs; others need a restart
	Help    string

	kind  kind
	check func(string) error // nil = everything
}

// Env returns the key's environment variable.
func (k Key) Env() string {
	return EnvPrefix + strings.ToUpper(strings.NewReplacer(".", "_", "-", "_").Replace(k.Name))
}

// Keys returns all keys, in the order of the file.
func Keys() []Key { //nolint:funlen // a table
	return []Key{
		{
			Name: "home", Flag: "dir",
			Help: "folder of journal, results and compiled apps",
		},
		{
			Name: "node", Flag: "node",
			Help: "gRPC address of the node; empty = the context's",
		},
		{
			Name: "nodes", Flag: "nodes", kind: list,
			Help: "more nodes, for when the first does not answer: GRPC or GRPC=RPC",
		},
		{
			Name: "key", Flag: "from", Default: "worker",
			Help: "name of the key to sign with",
		},
		{
			Name: "keyring_backend", Flag: "keyring-backend", check: isOneOf("", "os", "file", "test"),
			Help: "where keys are kept: os, file or test; empty = the context's",
		},
		{
			Name: "keyring_dir", Flag: "keyring-dir",
			Help: "folder of the keyring; empty = the context's",
		},
		{
			Name: "for", Flag: "for", check: optional(isAccount),
			Help: "the worker's account, if key is a hot key of it (iexecd worker grant)",
		},
		{
			Name: "listen", Flag: "listen", Default: "127.0.0.1:8081", check: isHostPort,
			Help: "host:port of the HTTP server: results, metrics, status",
		},
		{
			Name: "url", Flag: "url", check: optional(isURL),
			Help: "where others reach that server; empty = http:// and listen",
		},
		{
			Name: "pool", Flag: "pool", check: optional(isID),
			Help: "id of the workerpool to register in; empty = the only open one",
		},
		{
			Name: "bond", Flag: "bond", Default: "10rlc", check: isAmount,
			Help: "what to put up when registering",
		},
		{
			Name: "operator", Flag: "operator", check: optional(isAccount),
			Help: "account of who runs it; empty = the worker itself",
		},
		{
			Name: "slots", Flag: "slots", Default: "1", kind: number, Live: true, check: isNumber(1, 65_536),
			Help: "tasks at once",
		},
		{
			Name: "category", Flag: "category", Default: "4", kind: number, Live: true, check: isNumber(0, 1<<32),
			Help: "the highest category to take; 0 = XS",
		},
		{
			Name: "abilities", Flag: "tag", kind: list, Live: true, check: isTag,
			Help: "what the worker can do: " + strings.Join(worker.TagNames(), ", "),
		},
		{
			Name: "drain_timeout", Flag: "drain-timeout", Default: "10m", check: isDuration,
			Help: "at most so long to finish open tasks when stopping",
		},
		{
			Name: "store_bytes", Default: "10737418240", kind: number, Live: true, check: isNumber(1<<20, 1<<50),
			Help: "most that apps, inputs and results take on disk",
		},
		{
			Name: "log", Flag: "log", Default: "text", check: isOneOf("text", "json", "none"),
			Help: "the log on stderr: text, json or none",
		},
		{
			Name: "data.folders", kind: list, check: each(isAbsolute),
			Help: "folders below which inputs and datasets may be files of this machine (file://); empty = none",
		},
		{
			Name: "data.keys", check: optional(isAbsolute),
			Help: "folder with <dataset id>.key for datasets whose owners give keys by hand",
		},
		{
			Name: "data.s3_accounts", check: optional(isAbsolute),
			Help: "JSON file of the accounts of S3: [{endpoint, region, buckets, access_key, secret_key}]",
		},
		{
			Name: "data.private_networks", Default: "auto", check: isOneOf("auto", "yes", "no"),
			Help: "may addresses of tasks lead into private networks: yes, no, or auto = on development chains only",
		},
		{
			Name: "docker.host", check: optional(isDockerHost),
			Help: "the Docker daemon; empty = DOCKER_HOST, else unix:///var/run/docker.sock",
		},
		{
			Name: "docker.disk_high_percent", Default: "80", kind: number, check: isNumber(1, 99),
			Help: "disk use at which unused images go",
		},
		{
			Name: "docker.disk_low_percent", Default: "70", kind: number, check: isNumber(1, 99),
			Help: "disk use down to which they go",
		},
		{
			Name: "docker.max_image_bytes", Default: "8589934592", kind: number, check: isNumber(1<<20, 1<<42),
			Help: "a larger image is not pulled",
		},
		{
			Name: "swarm.shared_dir", check: optional(isAbsolute),
			Help: "folder that all machines of a Docker Swarm share: containers run there; empty = on this machine",
		},
		{
			Name: "swarm.constraints", kind: list, check: each(isConstraint),
			Help: "which machines of the swarm may be used, as node.labels.iexec==true; empty = all",
		},
		{
			Name: "policy.network", Default: "true", kind: truth, Live: true, check: isTruth,
			Help: "take tasks that may use the network; false needs abilities without network",
		},
		{
			Name: "policy.min_price", kind: table, Live: true, check: isPrices,
			Help: "least price of a task, by category: 0 = \"0.1rlc\"",
		},
		{
			Name: "policy.apps.allow", kind: list, Live: true, check: each(isID),
			Help: "only these apps; empty = all",
		},
		{
			Name: "policy.apps.deny", kind: list, Live: true, check: each(isID),
			Help: "never these apps",
		},
		{
			Name: "policy.datasets.allow", kind: list, Live: true, check: each(isID),
			Help: "only these datasets, or none; empty = all",
		},
		{
			Name: "policy.datasets.deny", kind: list, Live: true, check: each(isID),
			Help: "never these datasets",
		},
		{
			Name: "policy.requesters.allow", kind: list, Live: true, check: each(isAccount),
			Help: "only for these requesters; empty = all",
		},
		{
			Name: "policy.requesters.deny", kind: list, Live: true, check: each(isAccount),
			Help: "never for these requesters",
		},
	}
}

func keyOf(name string) (Key, bool) {
	for _, k := range Keys() {
		if k.Name == name {
			return k, true
		}
	}
	return Key{}, false
}

func optional(check func(string) error) func(string) error {
	return func(s string) error {
		if s == "" {
			return nil
		}
		return check(s)
	}
}

func each(check func(string) error) func(string) error {
	return func(s string) error {
		for _, one := range split(s) {
			if err := check(one); err != nil {
				return err
			}
		}
		return nil
	}
}

// split returns what is between commas.
func split(s string) []string {
	var all []string
	for one := range strings.SplitSeq(s, ",") {
		if one = strings.TrimSpace(one); one != "" {
			all = append(all, one)
		}
	}
	return all
}

func isOneOf(allowed ...string) func(string) error {
	return func(s string) error {
		var named []string
		for _, a := range allowed {
			if s == a {
				return nil
			}
			if a != "" {
				named = append(named, a)
			}
		}
		return fmt.Errorf("expected one of %s", strings.Join(named, ", "))
	}
}

func isAccount(s string) error {
	if _, err := account.Parse(s); err != nil {
		return fmt.Errorf("expected an account, iexec1… or 0x and 40 digits: %w", err)
	}
	return nil
}

func isID(s string) error {
	if _, err := ident.ParseAddress(s); err != nil || s == "" {
		return fmt.Errorf("expected an id, 0x and 40 digits")
	}
	return nil
}

func isURL(s string) error {
	if u, err := url.Parse(s); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return fmt.Errorf("expected http://host:port or https://host")
	}
	return nil
}

func isAbsolute(s string) error {
	if !filepath.IsAbs(s) || filepath.Clean(s) == "/" {
		return fmt.Errorf("expected a path that begins with /, and is not all of this machine")
	}
	return nil
}

func isDockerHost(s string) error {
	for _, scheme := range []string{"unix://", "tcp://"} {
		if rest, ok := strings.CutPrefix(s, scheme); ok && rest != "" {
			return nil
		}
	}
	return fmt.Errorf("expected unix:///path/of/docker.sock or tcp://host:port")
}

// isConstraint checks a placement constraint of Docker Swarm: an attribute of a node
// (node.id, node.hostname, node.role, node.platform.…, node.labels.…), == or !=, a value.
func isConstraint(s string) error {
	attribute, value, ok := strings.Cut(s, "==")
	if !ok {
		attribute, value, ok = strings.Cut(s, "!=")
	}
	attribute = strings.TrimSpace(attribute)
	if !ok || strings.TrimSpace(value) == "" ||
		!strings.HasPrefix(attribute, "node.") && !strings.HasPrefix(attribute, "engine.labels.") {
		return fmt.Errorf("expected what the machines have, as node.labels.iexec==true or node.role!=manager")
	}
	return nil
}

func isHostPort(s string) error {
	_, port, err := net.SplitHostPort(s)
	if err == nil {
		_, err = strconv.ParseUint(port, 10, 16)
	}
	if err != nil {
		return fmt.Errorf("expected host:port, port 0 to 65535")
	}
	return nil
}

func isAmount(s string) error {
	_, err := rlc.Parse(s)
	return err
}

func isDuration(s string) error {
	if d, err := time.ParseDuration(s); err != nil || d <= 0 {
		return fmt.Errorf("expected a time above 0, as 90s or 10m")
	}
	return nil
}

func isNumber(least, most uint64) func(string) error {
	return func(s string) error {
		if n, err := strconv.ParseUint(s, 10, 64); err != nil || n < least || n > most {
			return fmt.Errorf("expected a whole number, %d to %d", least, most)
		}
		return nil
	}
}

func isTruth(s string) error {
	if s != "true" && s != "false" {
		return fmt.Errorf("expected true or false")
	}
	return nil
}

func isTag(s string) error {
	_, err := worker.ParseTag(s)
	return err
}

func isPrices(s string) error {
	_, err := prices(s)
	return err
}

// prices reads 0=0.1rlc,2=1rlc.
func prices(s string) (map[uint64]rlc.Amount, error) {
	if s == "" {
		return nil, nil
	}
	all := map[uint64]rlc.Amount{}
	for _, one := range split(s) {
		category, amount, ok := strings.Cut(one, "=")
		n, err := strconv.ParseUint(strings.TrimSpace(category), 10, 64)
		if err != nil || !ok {
			return nil, fmt.Errorf("%q is no category: expected its number and an amount, as 0=0.1rlc", category)
		}
		a, err := rlc.Parse(strings.TrimSpace(amount))
		if err != nil {
			return nil, fmt.Errorf("category %d: %w", n, err)
		}
		all[n] = a
	}
	return all, nil
}
