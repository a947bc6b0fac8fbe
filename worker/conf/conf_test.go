package conf

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
)

const appID = "0x00000000000000000000000000000000000000aa"

// like returns the candidate that begins as the word does.
func like(word string, candidates []string) string {
	for _, c := range candidates {
		if strings.HasPrefix(c, word[:len(word)-1]) {
			return c
		}
	}
	return ""
}

func write(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), FileName)
	require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	return file
}

// flags are those that a command line set.
func flags(set map[string]Given) func(string) (Given, bool) {
	return func(name string) (Given, bool) { g, ok := set[name]; return g, ok }
}

func texts(problems []Problem) string {
	var all []string
	for _, p := range problems {
		all = append(all, p.String())
	}
	return strings.Join(all, "\n")
}

// TestPrecedence: flag, then IEXECD_WORKER_…, then IEXECD_<FLAG>, then the file,
// then the default; and each value says which.
func TestPrecedence(t *testing.T) {
	t.Parallel()
	file := write(t, "slots = 2\n\n[policy.apps]\ndeny = [\""+appID+"\"]\n")
	at := func(c Config) Value { return c.value("slots") }
	s := Sources{File: file, Home: "/h"}
	c, problems := Resolve(Sources{Home: "/h"})
	require.Empty(t, problems)
	require.Equal(t, "default", at(c).From)
	require.Equal(t, uint32(1), c.Worker.Slots)
	c, problems = Resolve(s)
	require.Empty(t, problems)
	require.Equal(t, file+":1", at(c).From)
	require.Equal(t, uint32(2), c.Worker.Slots)
	require.Equal(t, file+":4", c.value("policy.apps.deny").From)
	require.Equal(t, ident.Address{19: 0xaa}, c.Worker.Policy.Apps.Deny[0])
	s.Flag = flags(map[string]Given{"slots": {Text: "3", Env: "IEXECD_SLOTS"}})
	c, _ = Resolve(s)
	require.Equal(t, "$IEXECD_SLOTS", at(c).From)
	s.Environ = []string{"IEXECD_WORKER_SLOTS=4", "IEXECD_WORKERS=9", "PATH=/bin"}
	c, _ = Resolve(s)
	require.Equal(t, "$IEXECD_WORKER_SLOTS", at(c).From)
	require.Equal(t, uint32(4), c.Worker.Slots)
	s.Flag = flags(map[string]Given{"slots": {Text: "5"}})
	c, problems = Resolve(s)
	require.Empty(t, problems)
	require.Equal(t, "--slots", at(c).From)
	require.Equal(t, uint32(5), c.Worker.Slots)
}

// TestMistakes: each says where it is, what is wrong and what is expected.
func TestMistakes(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ file, want string }{
		"no TOML":       {"slots = 1\nbond == 3\n", ":2:7: "},
		"twice":         {"bond = \"1rlc\"\nslots = 1\nslots = 2\n[docker]\n", ":3: "},
		"unknown":       {"\nslot = 3\n", ":2: slot: there is no such key, did you mean slots?"},
		"unknown table": {"[polity]\nnetwork = true\n", ":2: polity.network: there is no such key"},
		"unknown in a table": {
			"[policy.apps]\nallows = []\n",
			":2: policy.apps.allows: there is no such key, did you mean policy.apps.allow?",
		},
		"a flag's name": {"tag = \"gpu\"\n", "there is no such key; the flag --tag is abilities here"},
		"text for a number": {
			"slots = \"3\"\n",
			":1: slots: \"3\" is a text, expected a whole number without quotes",
		},
		"number for a text": {"bond = 3\n", ":1: bond: 3 is a number, expected a text in quotes"},
		"out of range":      {"slots = 0\n", ":1: slots: \"0\": expected a whole number, 1 to 65536"},
		"negative":          {"slots = -4\n", "expected a whole number"},
		"a fraction":        {"slots = 1.5\n", "expected a whole number without quotes"},
		"no amount":         {"bond = \"much\"\n", ":1: bond: "},
		"no ability": {
			"abilities = [\"fly\"]\n",
			":1: abilities: \"fly\" is no ability: expected containers, gpu",
		},
		"no list":          {"abilities = \"gpu\"\n", "expected a list of texts"},
		"number in a list": {"abilities = [3]\n", "3 is in the list, expected texts"},
		"no id": {
			"[policy.apps]\nallow = [\"x\"]\n",
			":2: policy.apps.allow: \"x\": expected an id",
		},
		"no account": {
			"[policy.requesters]\ndeny = [\"x\"]\n",
			":2: policy.requesters.deny: \"x\": expected an account",
		},
		"no price":    {"[policy.min_price]\n0 = \"cheap\"\n", ":1: policy.min_price: "},
		"no category": {"[policy]\nmin_price = { XS = \"1rlc\" }\n", "is no category"},
		"price unreachable": {
			"category = 1\n[policy.min_price]\n3 = \"1rlc\"\n",
			":2: policy.min_price: category 3 is never taken, the highest is 1",
		},
		"network": {
			"abilities = [\"network\"]\n[policy]\nnetwork = false\n",
			":3: policy.network: false, but abilities has network",
		},
		"watermarks": {
			"[docker]\ndisk_high_percent = 50\n",
			"docker.disk_low_percent: 70, expected less",
		},
		"no constraint": {
			"[swarm]\nshared_dir = \"/s\"\nconstraints = [\"fast\"]\n",
			":3: swarm.constraints: \"fast\": expected what the machines have",
		},
		"constraint without swarm": {
			"[swarm]\nconstraints = [\"node.role!=manager\"]\n",
			":2: swarm.constraints: set, but there is no swarm",
		},
		"swarm without containers": {
			"[swarm]\nshared_dir = \"/s\"\n",
			":2: swarm.shared_dir: set, but this worker runs no containers",
		},
		"swarm with network": {
			"abilities = [\"containers\", \"network\"]\n[swarm]\nshared_dir = \"/s\"\n",
			":3: swarm.shared_dir: set, but a swarm has no gpu",
		},
		"host": {
			"[docker]\nhost = \"/var/run\"\n",
			":2: docker.host: \"/var/run\": expected unix:///",
		},
		"time":             {"drain_timeout = \"soon\"\n", "expected a time above 0"},
		"listen":           {"listen = \"nowhere\"\n", "expected host:port"},
		"url":              {"url = \"worker.example.org\"\n", "expected http://"},
		"a list of tables": {"[[policy]]\nnetwork = true\n", ":1: policy: there is no such key"},
	} {
		_, problems := Resolve(Sources{File: write(t, c.file), Nearest: like})
		require.NotEmpty(t, problems, name)
		require.Contains(t, texts(problems), c.want, name)
	}
}

func TestMistakesOfTheEnvironment(t *testing.T) {
	t.Parallel()
	_, problems := Resolve(Sources{Environ: []string{"IEXECD_WORKER_SLOT=2", "IEXECD_WORKER_BOND=x"}, Nearest: like})
	require.Equal(t, "$IEXECD_WORKER_SLOT: there is no such variable, did you mean IEXECD_WORKER_SLOTS?",
		problems[0].String())
	require.Contains(t, problems[1].String(), "$IEXECD_WORKER_BOND: ")
	require.Len(t, problems, 2)
}

// TestAllKeys: everything arrives where it is used.
func TestAllKeys(t *testing.T) {
	t.Parallel()
	who := ident.Address{7}.String()
	c, problems := Resolve(Sources{Home: "/h", File: write(t, fmt.Sprintf(`
node = "n:1"
nodes = ["a:1=b:2", "c:3"]
key = "hot"
keyring_backend = "file"
keyring_dir = "/k"
for = %[1]q
listen = "0.0.0.0:1"
url = "https://w.example.org"
pool = %[2]q
bond = "2rlc"
operator = %[1]q
slots = 3
category = 2
abilities = ["containers"]
drain_timeout = "90s"
store_bytes = 2000000
log = "json"
[docker]
host = "tcp://d:2"
disk_high_percent = 60
disk_low_percent = 50
max_image_bytes = 3000000
[swarm]
shared_dir = "/s"
constraints = ["node.labels.iexec==true", "node.role!=manager"]
[policy]
network = false
min_price = { 0 = "1rlc", 2 = "0.5rlc" }
[policy.datasets]
allow = [%[2]q]
[policy.requesters]
deny = [%[1]q]
`, who, appID))})
	require.Empty(t, texts(problems))
	require.Equal(t, []string{"a:1=b:2", "c:3"}, c.Nodes)
	require.Equal(t, []string{"n:1", "hot", "file", "/k", "json"},
		[]string{c.Node, c.Key, c.KeyringBackend, c.KeyringDir, c.Log})
	require.Equal(t, ident.Address{7}, c.For)
	require.Equal(t, Docker{
		Host: "tcp://d:2", DiskHighPercent: 60, DiskLowPercent: 50, MaxImageBytes: 3_000_000,
	}, c.Docker)
	require.Equal(t, Swarm{
		SharedDir: "/s", Constraints: []string{"node.labels.iexec==true", "node.role!=manager"},
	}, c.Swarm)
	require.Equal(t, uint64(2_000_000), c.StoreBytes)
	w := c.Worker
	require.Equal(t, "0x"+strings.Repeat("0", 59)+"10000", w.Tag)
	require.Equal(t, 2*rlc.RLC, w.Bond)
	require.Equal(t, "1m30s", w.DrainTimeout.String())
	require.Equal(t, map[uint64]rlc.Amount{0: rlc.RLC, 2: rlc.RLC / 2}, w.Policy.MinPrice)
	require.True(t, w.Policy.NoNetwork)
	require.Equal(t, ident.Address{7}, w.Policy.Requesters.Deny[0])
	require.Equal(t, ident.Address{19: 0xaa}, w.Policy.Datasets.Allow[0])
	require.Equal(t, ident.Address{19: 0xaa}, w.Workerpool)
	require.Equal(t, "/h", w.Home)

	again, problems := Resolve(Sources{Home: "/h", File: write(t, c.Template())})
	require.Empty(t, texts(problems), "the template of a configuration is that configuration")
	again.Values, c.Values = nil, nil
	require.Equal(t, c, again)
}

// TestTemplate: the template of the defaults changes nothing, and neither does it
// when each default is taken out of its comment.
func TestTemplate(t *testing.T) {
	t.Parallel()
	d, problems := Resolve(Sources{Home: "/h"})
	require.Empty(t, problems)
	text := d.Template()
	c, problems := Resolve(Sources{Home: "/h", File: write(t, text)})
	require.Empty(t, texts(problems))
	require.Equal(t, d.Worker, c.Worker)
	for _, k := range Keys() {
		name := k.Name[strings.LastIndex(k.Name, ".")+1:]
		text = strings.Replace(text, "# "+name+" = ", name+" = ", 1)
		require.NotEmpty(t, k.Help, k.Name)
	}
	c, problems = Resolve(Sources{Home: "/x", File: write(t, text)})
	require.Empty(t, texts(problems))
	require.NotContains(t, c.Worker.Home, "/x")
	for _, v := range c.Values {
		require.NotEqual(t, "default", v.From, v.Key.Name)
	}
}

// TestLive: what needs a restart is named and stays; the rest is taken over.
func TestLive(t *testing.T) {
	t.Parallel()
	now, _ := Resolve(Sources{Home: "/h", File: write(t, "slots = 2\nlisten = \"h:1\"\n")})
	next, problems := Resolve(Sources{Home: "/h", File: write(t, "slots = 4\nlisten = \"h:2\"\nbond = \"3rlc\"\n")})
	require.Empty(t, problems)
	require.Equal(t, []string{"listen", "bond"}, next.NeedsRestart(now))
	with := now.With(next)
	require.Equal(t, uint32(4), with.Worker.Slots)
	require.Equal(t, "h:1", with.Worker.Listen)
	require.Equal(t, []string{"listen", "bond"}, next.NeedsRestart(with), "it is told again as long as it is so")
	require.Empty(t, now.NeedsRestart(now))
}

// TestNoFilePanics: damaged files never make it panic, and each mistake has a place.
func TestNoFilePanics(t *testing.T) {
	t.Parallel()
	d, _ := Resolve(Sources{Home: "/h"})
	seeds := []string{d.Template(), "a.b.c = [1]\n[a.b]\nd=1", "[[x]]\n", "\"\" = 1", "[policy.min_price]\n0=\"1rlc\""}
	random := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		bz := []byte(seeds[random.IntN(len(seeds))])
		for range 1 + random.IntN(4) {
			i := random.IntN(len(bz))
			switch random.IntN(3) {
			case 0:
				bz[i] = "\"'[]={}#\n.,\x00\xff0a"[random.IntN(15)]
			case 1:
				bz = append(bz[:i:i], bz[min(i+1+random.IntN(9), len(bz)-1):]...)
			case 2:
				bz = append(bz[:i:i], append([]byte("\n[policy.apps]\n"), bz[i:]...)...)
			}
		}
		values, problems := parseFile("f", bz, nil)
		for _, p := range problems {
			require.NotEmpty(t, p.What)
			require.True(t, strings.HasPrefix(p.Where, "f:"), p.Where)
		}
		for name := range values {
			_, known := keyOf(name)
			require.True(t, known, name)
		}
	}
}
