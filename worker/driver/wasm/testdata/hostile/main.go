// Command hostile is an app that misbehaves in the way its first argument names.
// Its files go to /iexec_out; what it could do though it must not, it prints as a
// line that begins with BREACH.
package main

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"maps"
	mathrand "math/rand"
	"net"
	"os"
	"slices"
	"strings"
	"time"
)

const out = "/iexec_out"

var sink [][]byte

func main() {
	modes := map[string]func(){
		"ok": ok, "loop": loop, "memory": memory, "disk": disk, "files": files, "log": huge,
		"escape": escape, "readonly": readonly, "network": network, "recursion": func() { fmt.Println(recurse(1)) },
		"silent": func() {}, "exit": func() { os.Exit(3) }, "panic": func() { panic("as asked") },
		"binary": binary, "varies": varies, "host": host, "sparse": sparse, "processes": processes, "deep": deep,
		"sleep": func() { time.Sleep(24 * time.Hour); ok() },
	}
	if len(os.Args) < 2 || modes[os.Args[1]] == nil {
		fmt.Fprintln(os.Stderr, "unknown mode", os.Args, slices.Sorted(maps.Keys(modes)))
		os.Exit(64)
	}
	modes[os.Args[1]]()
}

func fatal(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(9)
	}
}

func ok() {
	fatal(os.WriteFile(out+"/result.txt", []byte("fine\n"), 0o600))
	fatal(os.WriteFile(out+"/computed.json", []byte(`{"deterministic-output-path":"/iexec_out/result.txt"}`), 0o600))
}

func loop() {
	for i := 0; ; i++ {
		if i == -1 {
			return
		}
	}
}

func memory() {
	for {
		sink = append(sink, bytes.Repeat([]byte{1}, 1<<20))
	}
}

func disk() {
	f, err := os.Create(out + "/big")
	fatal(err)
	block := bytes.Repeat([]byte{'x'}, 1<<16)
	for {
		if _, err := f.Write(block); err != nil {
			ok() // goes on as if nothing had happened
			return
		}
	}
}

func sparse() {
	f, err := os.Create(out + "/sparse")
	fatal(err)
	if err := f.Truncate(1 << 40); err == nil {
		fmt.Println("BREACH truncated to 1 TiB")
	}
	if _, err := f.WriteAt([]byte{1}, 1<<40); err == nil {
		fmt.Println("BREACH wrote at 1 TiB")
	}
}

func files() {
	for i := 0; i < 1_000_000; i++ {
		if err := os.WriteFile(fmt.Sprintf("%s/%d", out, i), nil, 0o600); err != nil {
			ok()
			return
		}
	}
	fmt.Println("BREACH a million files")
}

func huge() {
	line := []byte(strings.Repeat("ü", 4000) + "\n")
	for range 1000 {
		_, _ = os.Stdout.Write(line)
		_, _ = os.Stderr.Write(line)
	}
	ok()
}

// escape tries every way out to the canary that the test put beside the folders.
func escape() {
	for _, path := range []string{
		"/canary", "../canary", "/iexec_in/../canary", "/iexec_out/../canary", "/iexec_in/../../canary",
		"/iexec_in/link", "/iexec_in/linkdir/canary", "/etc/passwd", "/proc/self/environ", os.Args[2],
	} {
		if bz, err := os.ReadFile(path); err == nil {
			fmt.Printf("BREACH read %s: %q\n", path, bz[:min(len(bz), 40)])
		}
		if f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0); err == nil {
			fmt.Println("BREACH opened for writing:", path)
			_ = f.Close()
		}
	}
	for _, target := range []string{"../canary", "../../../../../../etc/passwd", os.Args[2], "/"} {
		if err := os.Symlink(target, out+"/s"); err == nil {
			fmt.Println("BREACH symlink to", target)
		}
		if err := os.Link("/iexec_in/link", out+"/h"); err == nil {
			fmt.Println("BREACH hard link")
		}
	}
	if err := os.WriteFile(out+"/x", []byte("x"), 0o600); err == nil {
		if err := os.Rename(out+"/x", out+"/../pwned"); err == nil {
			fmt.Println("renamed to ..") // inside of the guest's own tree is fine; the test looks at the host
		}
	}
	_ = os.WriteFile(out+"/../pwned", []byte("x"), 0o600)
	_ = os.Mkdir(out+"/../pwned.d", 0o700)
	ok()
}

func readonly() {
	if err := os.WriteFile("/iexec_in/new", []byte("x"), 0o600); err == nil {
		fmt.Println("BREACH created an input")
	}
	if err := os.WriteFile("/iexec_in/data", []byte("x"), 0o600); err == nil {
		fmt.Println("BREACH overwrote an input")
	}
	if err := os.Remove("/iexec_in/data"); err == nil {
		fmt.Println("BREACH removed an input")
	}
	if err := os.Truncate("/iexec_in/data", 0); err == nil {
		fmt.Println("BREACH truncated an input")
	}
	ok()
}

func network() {
	if c, err := net.Dial("tcp", os.Args[2]); err == nil {
		if _, err := c.Write([]byte("hello")); err == nil {
			fmt.Println("BREACH dialled")
		}
	}
	ok()
}

func host() {
	for _, e := range os.Environ() {
		fmt.Println("env", e)
	}
	ok()
}

// processes tries to start itself, and to signal others.
func processes() {
	if _, err := os.StartProcess(os.Args[0], os.Args, &os.ProcAttr{}); err == nil {
		fmt.Println("BREACH started a process")
	}
	for _, pid := range []int{1, os.Getppid()} {
		if p, err := os.FindProcess(pid); err == nil && p.Kill() == nil {
			fmt.Println("BREACH killed", pid)
		}
	}
	ok()
}

// deep makes folders in folders.
func deep() {
	path := out
	for range 4000 {
		path += "/d"
		if err := os.Mkdir(path, 0o700); err != nil {
			ok()
			return
		}
	}
	fmt.Println("BREACH 4,000 folders in each other")
}

func recurse(n int) int {
	if n == 0 {
		return 0
	}
	return recurse(n+1) + 1
}

func binary() {
	_, _ = os.Stderr.Write(bytes.Repeat([]byte{0xff, 0xfe, 0, 0xc3}, 4000))
	os.Exit(7)
}

// varies writes all that differs between two runs of an unconfined program.
func varies() {
	var b bytes.Buffer
	seed := make([]byte, 16)
	_, err := rand.Read(seed)
	fatal(err)
	m := map[int]int{}
	for i := range 100 {
		m[i] = i
	}
	fmt.Fprintf(&b, "%x %d %v", seed, mathrand.Int63(), time.Now().UnixNano())
	for k := range m {
		fmt.Fprint(&b, " ", k)
	}
	c := make(chan int, 64)
	for i := range 64 {
		go func() { c <- i }()
	}
	for range 64 {
		fmt.Fprint(&b, " ", <-c)
	}
	fmt.Fprintf(&b, " %p", &m)
	info, err := os.Stat("/iexec_in/data")
	fatal(err)
	fmt.Fprint(&b, " ", info.ModTime().UnixNano())
	fatal(os.WriteFile(out+"/result.txt", b.Bytes(), 0o600))
	fatal(os.WriteFile(out+"/computed.json", []byte(`{"deterministic-output-path":"/iexec_out/result.txt"}`), 0o600))
}
