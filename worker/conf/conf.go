package conf

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/worker"
)

// Given is the value of a flag.
type Given struct {
	Text string
	Env  string // the variable that set it; empty = the command line
}

// Sources are where values come from, the first that has one: flags of the command
// line, IEXECD_WORKER_…, IEXECD_<FLAG>, the file, the default.
type Sources struct {
	Flag    func(name string) (Given, bool) // flags that are set
	Environ []string                        // NAME=value, as of os.Environ
	File    string                          // path of the file; it need not be there
	Home    string                          // default of home

	Nearest func(word string, candidates []string) string // a suggestion, or ""; nil = none
}

// Value is what a key has, and from where.
type Value struct {
	Key  Key
	Text string // lists with commas between
	From string // --slots, $IEXECD_WORKER_SLOTS, worker.toml:12 or default
}

// Docker is how containers are run.
type Docker struct {
	Host            string // unix:// or tcp://; empty = DOCKER_HOST, else the usual socket
	DiskHighPercent uint64 // disk use at which unused images go
	DiskLowPercent  uint64 // disk use down to which they go
	MaxImageBytes   uint64 // a larger image is not pulled
}

// Swarm is whose machines containers run on, if not on the daemon's own.
type Swarm struct {
	SharedDir   string   // the same folder on all machines; empty = no swarm
	Constraints []string // which machines may be used; empty = all
}

// Data is where data and keys of datasets may come from.
type Data struct {
	Folders    []string // of file://; empty = none
	Keys       string   // folder of keys; empty = none
	S3Accounts string   // JSON file; empty = none
	Private    string   // networks: yes, no or auto
}

// Config is what an operator decided.
type Config struct { //nolint:recvcheck // filled once, then a value
	Worker         worker.Config
	Node           string
	Nodes          []string
	Key            string
	KeyringBackend string
	KeyringDir     string
	For            ident.Address // zero = the key is the worker's own
	StoreBytes     uint64
	Log            string
	Docker         Docker
	Swarm          Swarm
	Data           Data

	Values []Value // in the order of Keys
}

// Settings returns what may change while a worker runs.
func (c Config) Settings() worker.Settings {
	return worker.Settings{
		Slots: c.Worker.Slots, Category: c.Worker.Category, Tag: c.Worker.Tag, Policy: c.Worker.Policy,
	}
}

// Resolve returns the configuration; it is of use only if there is no problem.
func Resolve(s Sources) (Config, []Problem) {
	file, problems := readFile(s.File, s.Nearest)
	env, more := environment(s)
	problems = append(problems, more...)
	var c Config
	byName := map[string]string{}
	for _, k := range Keys() {
		v := valueOf(k, s, env, file)
		c.Values = append(c.Values, v)
		byName[k.Name] = v.Text
		if k.check == nil {
			continue
		}
		if err := k.check(v.Text); err != nil {
			problems = append(problems, Problem{Where: v.From, Key: k.Name, What: wrong(v.Text, err)})
		}
	}
	if len(problems) > 0 {
		return c, problems
	}
	c.fill(byName)
	return c, c.contradictions()
}

func wrong(text string, err error) string {
	if strings.HasPrefix(err.Error(), strconv.Quote(text)) {
		return err.Error()
	}
	return fmt.Sprintf("%q: %s", text, err)
}

// valueOf returns the value of a key from the first source that has one.
func valueOf(k Key, s Sources, env map[string]string, file map[string]entry) Value {
	given, set := Given{}, false
	if k.Flag != "" && s.Flag != nil {
		given, set = s.Flag(k.Flag)
	}
	text, inEnv := env[k.Env()]
	in, inFile := file[k.Name]
	switch {
	case set && given.Env == "":
		return Value{Key: k, Text: given.Text, From: "--" + k.Flag}
	case inEnv:
		return Value{Key: k, Text: text, From: "$" + k.Env()}
	case set:
		return Value{Key: k, Text: given.Text, From: "$" + given.Env}
	case inFile:
		return Value{Key: k, Text: in.text, From: fmt.Sprintf("%s:%d", s.File, in.line)}
	case k.Name == "home":
		return Value{Key: k, Text: s.Home, From: "default"}
	}
	return Value{Key: k, Text: k.Default, From: "default"}
}

// environment returns the variables of the worker, and those that mean nothing.
func environment(s Sources) (map[string]string, []Problem) {
	known := map[string]bool{}
	for _, k := range Keys() {
		known[k.Env()] = true
	}
	all, problems := map[string]string{}, []Problem(nil)
	for _, line := range s.Environ {
		name, value, _ := strings.Cut(line, "=")
		switch {
		case known[name]:
			all[name] = value
		case strings.HasPrefix(name, EnvPrefix):
			what := "there is no such variable"
			if s.Nearest != nil {
				if near := s.Nearest(name, slices.Sorted(maps.Keys(known))); near != "" {
					what += ", did you mean " + near + "?"
				}
			}
			problems = append(problems, Problem{Where: "$" + name, What: what})
		}
	}
	return all, problems
}

// fill sets the fields from values that passed their checks.
func (c *Config) fill(of map[string]string) {
	number := func(name string) uint64 { n, _ := strconv.ParseUint(of[name], 10, 64); return n }
	id := func(text string) ident.Address { a, _ := ident.ParseAddress(text); return a }
	who := func(text string) ident.Address { a, _ := account.Parse(text); return a }
	ids := func(name string, parse func(string) ident.Address) []ident.Address {
		var all []ident.Address
		for _, text := range split(of[name]) {
			all = append(all, parse(text))
		}
		return all
	}
	admission := func(name string, parse func(string) ident.Address) worker.Admission {
		return worker.Admission{
			Allow: ids("policy."+name+".allow", parse), Deny: ids("policy."+name+".deny", parse),
		}
	}
	w := &c.Worker
	w.Home, _ = filepath.Abs(of["home"])
	w.Listen, w.URL, w.Operator = of["listen"], of["url"], of["operator"]
	if of["pool"] != "" {
		w.Workerpool = id(of["pool"])
	}
	w.Slots, w.Category = uint32(number("slots")), number("category") //nolint:gosec // checked
	if tag, _ := worker.ParseTag(of["abilities"]); !tag.IsZero() {
		w.Tag = ident.Hash(tag).String()
	}
	w.Bond, _ = rlc.Parse(of["bond"])
	w.DrainTimeout, _ = time.ParseDuration(of["drain_timeout"])
	w.Policy = worker.Policy{
		Apps: admission("apps", id), Datasets: admission("datasets", id), Requesters: admission("requesters", who),
		NoNetwork: of["policy.network"] == "false",
	}
	w.Policy.MinPrice, _ = prices(of["policy.min_price"])
	c.Node, c.Nodes, c.Key = of["node"], split(of["nodes"]), of["key"]
	c.KeyringBackend, c.KeyringDir, c.Log = of["keyring_backend"], of["keyring_dir"], of["log"]
	if of["for"] != "" {
		c.For = who(of["for"])
	}
	c.StoreBytes = number("store_bytes")
	c.Data = Data{
		Folders: split(of["data.folders"]), Keys: of["data.keys"], S3Accounts: of["data.s3_accounts"],
		Private: of["data.private_networks"],
	}
	c.Docker = Docker{
		Host: of["docker.host"], DiskHighPercent: number("docker.disk_high_percent"),
		DiskLowPercent: number("docker.disk_low_percent"), MaxImageBytes: number("docker.max_image_bytes"),
	}
	c.Swarm = Swarm{SharedDir: of["swarm.shared_dir"], Constraints: split(of["swarm.constraints"])}
}

// value returns the value of a key.
func (c Config) value(name string) Value {
	for _, v := range c.Values {
		if v.Key.Name == name {
			return v
		}
	}
	return Value{}
}

// contradictions are values that do not fit together.
func (c Config) contradictions() []Problem {
	var all []Problem
	say := func(name, what string) {
		all = append(all, Problem{Where: c.value(name).From, Key: name, What: what})
	}
	if c.Docker.DiskLowPercent >= c.Docker.DiskHighPercent {
		say("docker.disk_low_percent", fmt.Sprintf("%d, expected less than docker.disk_high_percent, which is %d",
			c.Docker.DiskLowPercent, c.Docker.DiskHighPercent))
	}
	tag, _ := worker.ParseTag(c.value("abilities").Text)
	if c.Worker.Policy.NoNetwork && tag.Has(market.TagBitNetwork) {
		say("policy.network", "false, but abilities has network, so that the chain would draw this worker for what it "+
			"declines, each time a strike: take network out of abilities")
	}
	switch {
	case c.Swarm.SharedDir == "" && len(c.Swarm.Constraints) > 0:
		say("swarm.constraints", "set, but there is no swarm: expected swarm.shared_dir beside it")
	case c.Swarm.SharedDir != "" && !tag.Has(market.TagBitContainers):
		say("swarm.shared_dir", "set, but this worker runs no containers: expected containers in abilities")
	case c.Swarm.SharedDir != "" &&
		(tag.Has(market.TagBitGPU) || tag.Has(market.TagBitGVisor) || tag.Has(market.TagBitNetwork)):
		say("swarm.shared_dir", "set, but a swarm has no gpu, no gvisor and no network for apps: take them out of "+
			"abilities")
	}
	for _, category := range slices.Sorted(maps.Keys(c.Worker.Policy.MinPrice)) {
		if category > c.Worker.Category {
			say("policy.min_price", fmt.Sprintf(
				"category %d is never taken, the highest is %d: expected no price for it", category, c.Worker.Category))
		}
	}
	return all
}

// NeedsRestart returns the keys that differ from those of before and cannot change
// while the worker runs.
func (c Config) NeedsRestart(before Config) []string {
	var names []string
	for i, v := range c.Values {
		if !v.Key.Live && v.Text != before.Values[i].Text {
			names = append(names, v.Key.Name)
		}
	}
	return names
}

// Template returns a file with every key, its help and its default; those with a
// value from elsewhere have it, the others are comments.
func (c Config) Template() string {
	var b strings.Builder
	b.WriteString("# What iexecd worker start reads, in its folder. A flag wins over the environment\n" +
		"# (" + EnvPrefix + "SLOTS), the environment over this file, this file over the defaults, which\n" +
		"# are in the comments. Keys marked * change on SIGHUP, or when this file does, without a restart.\n")
	section := ""
	for _, v := range c.Values {
		name := v.Key.Name
		if in := parent(name); in != section {
			section = in
			fmt.Fprintf(&b, "\n[%s]\n", section)
		} else if section == "" {
			b.WriteString("\n")
		}
		star := ""
		if v.Key.Live {
			star = " *"
		}
		mark := ""
		if v.From == "default" || name == "home" {
			mark = "# "
		}
		leaf := name[strings.LastIndex(name, ".")+1:]
		fmt.Fprintf(&b, "# %s%s\n%s%s = %s\n", v.Key.Help, star, mark, leaf, v.Key.toml(v.Text))
	}
	return b.String()
}

// toml returns a value as the file writes it.
func (k Key) toml(value string) string {
	switch k.kind {
	case text:
	case number, truth:
		return value
	case list:
		var all []string
		for _, one := range split(value) {
			all = append(all, strconv.Quote(one))
		}
		return "[" + strings.Join(all, ", ") + "]"
	case table:
		var all []string
		for _, one := range split(value) {
			name, price, _ := strings.Cut(one, "=")
			all = append(all, name+" = "+strconv.Quote(price))
		}
		if len(all) == 0 {
			return "{}"
		}
		return "{ " + strings.Join(all, ", ") + " }"
	}
	return strconv.Quote(value)
}

// With returns a configuration with the live values of a later one.
func (c Config) With(next Config) Config {
	s := next.Settings()
	c.Worker.Slots, c.Worker.Category, c.Worker.Tag, c.Worker.Policy = s.Slots, s.Category, s.Tag, s.Policy
	c.StoreBytes = next.StoreBytes
	c.Values = slices.Clone(c.Values)
	for i, v := range next.Values {
		if v.Key.Live {
			c.Values[i] = v
		}
	}
	return c
}
