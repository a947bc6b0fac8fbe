// Command guest is the app of the drivers' suite: it does what its first argument
// says, well or badly.
package main

import (
	"crypto/rand"
	"fmt"
	mathrand "math/rand/v2"
	"net"
	"os"
	"strconv"
	"strings"
	"time"
)

const (
	in  = "/iexec_in"
	out = "/iexec_out"
)

func main() {
	if len(os.Args) < 2 {
		fail("what?")
	}
	act := acts[os.Args[1]]
	if act == nil {
		act = hostile[os.Args[1]]
	}
	if act == nil {
		fail("unknown: " + os.Args[1])
	}
	act(os.Args[2:])
}

func fail(why string) {
	fmt.Fprintln(os.Stderr, why)
	os.Exit(1)
}

func must(err error) {
	if err != nil {
		fail("cannot: " + err.Error())
	}
}

var acts = map[string]func(args []string){
	"copy": func([]string) {
		text, err := os.ReadFile(in + "/input.txt")
		must(err)
		must(os.WriteFile(out+"/copy.txt", text, 0o600))
		fmt.Println("copied")
	},
	"world": world,
	// lasts says something at once, and copies after a time; or fails, with a code.
	"lasts": func(args []string) {
		took, err := time.ParseDuration(args[0])
		must(err)
		fmt.Println("began", rand.Text())
		time.Sleep(took)
		if len(args) > 1 {
			exit(args[1:])
		}
		text, err := os.ReadFile(in + "/input.txt")
		must(err)
		must(os.WriteFile(out+"/copy.txt", text, 0o600))
		fmt.Println("ended")
	},
	"exit": exit,
	"spin": func([]string) {
		n := uint64(1)
		for n != 0 {
			n = n*6_364_136_223_846_793_005 | 1
		}
		fmt.Println(n)
	},
	"memory": func([]string) {
		for {
			kept = append(kept, make([]byte, 16<<20))
		}
	},
	"disk": func([]string) {
		f, err := os.Create(out + "/large")
		must(err)
		for {
			if _, err := f.Write(make([]byte, 64<<10)); err != nil {
				fail("cannot write on: " + err.Error())
			}
		}
	},
	"files": func([]string) {
		for i := 0; ; i++ {
			must(os.WriteFile(out+"/f"+strconv.Itoa(i), nil, 0o600))
		}
	},
	// talk prints so many lines and works so many million rounds after each.
	"talk": func(args []string) {
		lines, err := strconv.Atoi(args[0])
		must(err)
		millions, err := strconv.Atoi(args[1])
		must(err)
		n := uint64(1)
		for i := range lines {
			fmt.Println("line", i+1)
			for range millions * 1_000_000 {
				n = n*6_364_136_223_846_793_005 | 1
			}
		}
		fmt.Fprintln(os.Stderr, "done", n)
		if len(args) > 2 {
			os.Exit(3)
		}
		must(os.WriteFile(out+"/n.txt", []byte(strconv.FormatUint(n, 10)), 0o600))
		must(os.WriteFile(out+"/computed.json", []byte(`{"deterministic-output-path":"/iexec_out/n.txt"}`), 0o600))
	},
	"panic":   func([]string) { panic("on purpose") },
	"recurse": func([]string) { fmt.Println(recurse(1)) },
	"log": func([]string) {
		for range 3 << 10 {
			fmt.Fprintln(os.Stderr, strings.Repeat("x", 1023))
		}
		os.Exit(1)
	},
	"escape": func(args []string) {
		text, err := os.ReadFile(args[0])
		must(err)
		fmt.Println(string(text))
	},
	"symlink": func([]string) {
		must(os.Symlink("/etc/passwd", out+"/link"))
		_, err := os.ReadFile(out + "/link")
		must(err)
	},
	"scribble": func([]string) { must(os.WriteFile(in+"/input.txt", []byte("other"), 0o600)) },
	"network": func([]string) {
		_, err := net.DialTimeout("tcp", "127.0.0.1:26657", time.Second)
		must(err)
	},
}

func exit(args []string) {
	code, err := strconv.Atoi(args[0])
	must(err)
	fmt.Fprintln(os.Stderr, "leaving with", code)
	os.Exit(code)
}

var kept [][]byte

// recurse ends when n comes round to 0, which is never.
func recurse(n uint64) uint64 {
	if n == 0 {
		return 0
	}
	var pad [128]uint64
	pad[n%128] = recurse(n+1) + pad[(n+1)%128]
	return pad[n%128]
}

// world prints all that an app could tell two machines apart by.
func world([]string) {
	var random [8]byte
	_, err := rand.Read(random[:])
	must(err)
	fmt.Println(time.Now().UnixNano(), random, mathrand.Uint64(), //nolint:gosec // is it the same twice?
		os.Getpid(), os.Environ(), os.Args)
	host, err := os.Hostname()
	fmt.Println(host, err)
	entries, err := os.ReadDir(in)
	must(err)
	for _, e := range entries {
		info, err := e.Info()
		must(err)
		fmt.Println(e.Name(), info.Size(), info.Mode(), info.ModTime())
	}
	counts := map[string]int{"a": 1, "b": 2, "c": 3, "d": 4}
	for k, v := range counts {
		fmt.Println(k, v)
	}
	lines := make(chan int)
	for i := range 4 {
		go func() { lines <- i }()
	}
	for range 4 {
		fmt.Println(<-lines)
	}
}
