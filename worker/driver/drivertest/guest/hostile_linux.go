package main

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// hostile are acts against the machine that runs a container. What worked that must
// not, they print as a line that begins with BREACH; then they end well, so that
// whoever runs them sees what came of it.
var hostile = map[string]func(args []string){
	"net":      nets,
	"forkbomb": func([]string) { forkbomb() },
	"tmp":      func([]string) { fillTmp() },
	"root":     func([]string) { writeRoot() },
	"links":    func([]string) { links() },
	"pipe":     func([]string) { must(unix.Mkfifo(out+"/pipe", 0o600)) },
	"mounts":   func([]string) { mounts() },
	"calls":    func([]string) { calls() },
	"ptrace":   func([]string) { ptrace() },
	"flood":    func([]string) { flood() },
	"deaf":     func([]string) { deaf() },
	"silent":   func([]string) {},
	"million":  func([]string) { million() },
	"deep":     func([]string) { deep(4_000) },
	"modes":    func([]string) { modes() },
	"buried":   func([]string) { deep(70); endless() },
	"dark":     func([]string) { must(os.Mkdir(out+"/dark", 0o300)); must(os.Chdir(out + "/dark")); endless() },
	"swells":   func([]string) { swells() },
	"sparse":   func([]string) { sparse() },
	"setuid":   setuid,
	"inputs":   func([]string) { inputs() },
	"volume":   volume,
}

func breach(format string, args ...any) { fmt.Printf("BREACH "+format+"\n", args...) }

// works reports a breach if what was tried worked.
func works(err error, format string, args ...any) {
	if err == nil {
		breach(format, args...)
	}
}

// nets looks for anybody to talk to: args are addresses.
func nets(args []string) {
	list, err := net.Interfaces()
	must(err)
	for _, i := range list {
		if i.Flags&net.FlagLoopback == 0 {
			breach("interface %s", i.Name)
		}
	}
	for _, at := range args {
		c, err := (&net.Dialer{Timeout: time.Second}).DialContext(context.Background(), "tcp", at)
		works(err, "reached %s", at)
		if err == nil {
			_ = c.Close()
		}
	}
	_, err = net.DefaultResolver.LookupHost(context.Background(), "example.com")
	works(err, "looked up a name")
}

// forkbomb starts itself until it cannot, as each that it started does.
func forkbomb() {
	if len(os.Args) > 2 {
		for {
			_ = exec.Command("/proc/self/exe", "forkbomb", "child").Start() //nolint:noctx // for ever
		}
	}
	for n := range 2_000 {
		if err := exec.Command("/proc/self/exe", "forkbomb", "child").Start(); err != nil { //nolint:noctx // as above
			fail("cannot start process " + strconv.Itoa(n))
		}
	}
	breach("2,000 processes")
}

func fillTmp() {
	for i := 0; ; i++ {
		for _, dir := range []string{"/tmp", "/dev/shm", "/dev", "/run", "/var/tmp"} {
			_ = os.WriteFile(dir+"/"+strconv.Itoa(i), bytes.Repeat([]byte{1}, 8<<20), 0o600)
		}
		if i > 1_000 {
			breach("8 GB of temporary files")
			return
		}
	}
}

func writeRoot() {
	for _, dir := range []string{"/", "/etc", "/usr", "/var", "/dev", "/proc", "/sys", "/sys/fs/cgroup"} {
		works(os.WriteFile(dir+"/iexec-was-here", nil, 0o600), "wrote to %s", dir)
	}
	for _, file := range []string{
		"/proc/sys/kernel/core_pattern", "/proc/sys/vm/overcommit_memory", "/proc/sysrq-trigger", "/etc/hosts",
		"/etc/resolv.conf", "/etc/hostname", "/app", "/proc/self/exe", "/sys/kernel/uevent_helper",
	} {
		f, err := os.OpenFile(file, os.O_WRONLY, 0) //nolint:gosec // on purpose
		works(err, "opened %s for writing", file)
		if err == nil {
			_ = f.Close()
		}
	}
}

// links leaves links to files of the host and says that they are the result.
func links() {
	must(os.Mkdir(out+"/result", 0o700))
	must(os.WriteFile(out+"/result/a", []byte("a"), 0o600))
	for i, target := range []string{"/etc/passwd", "/etc/shadow", "../../../../../../etc/passwd", "/", ".."} {
		must(os.Symlink(target, out+"/result/link"+strconv.Itoa(i)))
	}
	text := `{"deterministic-output-path":"/iexec_out/result"}`
	must(os.WriteFile(out+"/computed.json", []byte(text), 0o600))
}

// mounts looks for the host's files and devices.
func mounts() {
	for _, file := range []string{
		"/var/run/docker.sock", "/run/docker.sock", "/run/containerd/containerd.sock", "/dev/sda", "/dev/vda",
		"/dev/loop0", "/dev/mem", "/dev/kmsg", "/dev/fuse", "/proc/kcore", "/proc/1/root/etc/shadow", "/etc/shadow",
		"/proc/keys", "/proc/timer_list", "/sys/firmware/dmi/tables/DMI",
	} {
		f, err := os.Open(file) //nolint:gosec // on purpose
		if err != nil {
			continue
		}
		n, err := f.Read(make([]byte, 1))
		if err == nil && n > 0 {
			breach("read %s", file)
		}
		_ = f.Close()
	}
	_, err := (&net.Dialer{}).DialContext(context.Background(), "unix", "/var/run/docker.sock")
	works(err, "reached the daemon")
	text, err := os.ReadFile("/proc/self/mountinfo")
	must(err)
	for line := range strings.Lines(string(text)) {
		at := strings.Fields(line)
		if len(at) > 5 && strings.HasPrefix(at[4], "/iexec_in") && !strings.HasPrefix(at[5], "ro") {
			breach("inputs are mounted %s", at[5])
		}
	}
	for _, mode := range []uint32{unix.S_IFBLK, unix.S_IFCHR} {
		for _, dir := range []string{"/tmp", out} {
			at, loop0 := fmt.Sprintf("%s/device%d", dir, mode), int(unix.Mkdev(7, 0)) //nolint:gosec // small
			works(unix.Mknod(at, mode|0o600, loop0), "made a device in %s", dir)
		}
	}
	status, err := os.ReadFile("/proc/self/status")
	must(err)
	none := strings.Repeat("0", 16)
	for _, want := range []string{"CapEff:\t" + none, "CapBnd:\t" + none, "NoNewPrivs:\t1", "Seccomp:\t2"} {
		if !strings.Contains(string(status), want) {
			breach("no %q in the status", want)
		}
	}
}

// call is a system call that no app needs.
type call struct {
	name string
	nr   uintptr
	args [3]uintptr
}

// needless are system calls with arguments that the kernel looks at; p is a page.
func needless(p uintptr) []call {
	return []call{
		{"io_uring_setup", unix.SYS_IO_URING_SETUP, [3]uintptr{8, p}},
		{"io_uring_enter", unix.SYS_IO_URING_ENTER, [3]uintptr{0}},
		{"io_uring_register", unix.SYS_IO_URING_REGISTER, [3]uintptr{0}},
		{"keyctl", unix.SYS_KEYCTL, [3]uintptr{0}},
		{"add_key", unix.SYS_ADD_KEY, [3]uintptr{p, p, p}},
		{"request_key", unix.SYS_REQUEST_KEY, [3]uintptr{p, p, p}},
		{"bpf", unix.SYS_BPF, [3]uintptr{0, p, 8}},
		{"mount", unix.SYS_MOUNT, [3]uintptr{p, p, p}},
		{"umount2", unix.SYS_UMOUNT2, [3]uintptr{p}},
		{"fsopen", unix.SYS_FSOPEN, [3]uintptr{p}},
		{"open_tree", unix.SYS_OPEN_TREE, [3]uintptr{0, p, 1}},
		{"move_mount", unix.SYS_MOVE_MOUNT, [3]uintptr{0, p, 0}},
		{"pivot_root", unix.SYS_PIVOT_ROOT, [3]uintptr{p, p}},
		{"chroot", unix.SYS_CHROOT, [3]uintptr{p}},
		{"unshare", unix.SYS_UNSHARE, [3]uintptr{unix.CLONE_NEWUSER}},
		{"setns", unix.SYS_SETNS, [3]uintptr{0, 0}},
		{"clone", unix.SYS_CLONE, [3]uintptr{unix.CLONE_NEWUSER, 0, 0}},
		{"clone3", unix.SYS_CLONE3, [3]uintptr{p, 88}},
		{"ptrace", unix.SYS_PTRACE, [3]uintptr{unix.PTRACE_ATTACH, 1, 0}},
		{"process_vm_readv", unix.SYS_PROCESS_VM_READV, [3]uintptr{1, p, 1}},
		{"kcmp", unix.SYS_KCMP, [3]uintptr{1, 1, 0}},
		{"pidfd_getfd", unix.SYS_PIDFD_GETFD, [3]uintptr{0}},
		{"perf_event_open", unix.SYS_PERF_EVENT_OPEN, [3]uintptr{p}},
		{"userfaultfd", unix.SYS_USERFAULTFD, [3]uintptr{0}},
		{"open_by_handle_at", unix.SYS_OPEN_BY_HANDLE_AT, [3]uintptr{0, p}},
		{"name_to_handle_at", unix.SYS_NAME_TO_HANDLE_AT, [3]uintptr{0, p, p}},
		{"init_module", unix.SYS_INIT_MODULE, [3]uintptr{p, 1, p}},
		{"delete_module", unix.SYS_DELETE_MODULE, [3]uintptr{p}},
		{"kexec_load", unix.SYS_KEXEC_LOAD, [3]uintptr{0}},
		{"reboot", unix.SYS_REBOOT, [3]uintptr{0}},
		{"swapon", unix.SYS_SWAPON, [3]uintptr{p}},
		{"acct", unix.SYS_ACCT, [3]uintptr{0}},
		{"syslog", unix.SYS_SYSLOG, [3]uintptr{3, p, 8}},
		{"quotactl", unix.SYS_QUOTACTL, [3]uintptr{0, p}},
		{"settimeofday", unix.SYS_SETTIMEOFDAY, [3]uintptr{p}},
		{"clock_settime", unix.SYS_CLOCK_SETTIME, [3]uintptr{0, p}},
		{"sethostname", unix.SYS_SETHOSTNAME, [3]uintptr{p, 1}},
		{"fanotify_init", unix.SYS_FANOTIFY_INIT, [3]uintptr{0}},
		{"move_pages", unix.SYS_MOVE_PAGES, [3]uintptr{1}},
		{"mbind", unix.SYS_MBIND, [3]uintptr{p}},
		{"personality", unix.SYS_PERSONALITY, [3]uintptr{0x0040000}}, // ADDR_NO_RANDOMIZE
		{"socket of AF_ALG", unix.SYS_SOCKET, [3]uintptr{unix.AF_ALG, unix.SOCK_SEQPACKET}},
		{"socket of AF_VSOCK", unix.SYS_SOCKET, [3]uintptr{unix.AF_VSOCK, unix.SOCK_STREAM}},
		{"socket of AF_PACKET", unix.SYS_SOCKET, [3]uintptr{unix.AF_PACKET, unix.SOCK_RAW}},
		{"socket of AF_XDP", unix.SYS_SOCKET, [3]uintptr{unix.AF_XDP, unix.SOCK_RAW}},
	}
}

// calls tries what the filter must stop before the kernel looks at it: any error but
// those two comes from behind the filter.
func calls() {
	page := make([]byte, 4096)
	for _, c := range needless(uintptr(unsafe.Pointer(&page[0]))) { //nolint:gosec // on purpose
		_, _, errno := unix.Syscall6(c.nr, c.args[0], c.args[1], c.args[2], 0, 0, 0)
		if errno != unix.EPERM && errno != unix.ENOSYS {
			breach("%s got through: %v", c.name, errno)
		}
	}
}

// ptrace tries to watch a child of its own.
func ptrace() {
	child := exec.Command("/proc/self/exe", "spin") //nolint:noctx // itself
	child.SysProcAttr = &syscall.SysProcAttr{Ptrace: true}
	works(child.Start(), "traced a child")
	child = exec.Command("/proc/self/exe", "spin") //nolint:noctx // itself
	must(child.Start())
	works(unix.PtraceAttach(child.Process.Pid), "attached to a child")
	f, err := os.OpenFile(fmt.Sprintf("/proc/%d/mem", child.Process.Pid), os.O_RDWR, 0)
	if err == nil { // its own child's: allowed, and of no use
		_ = f.Close()
	}
	must(child.Process.Kill())
}

// deaf sleeps and hears no signal that can be ignored.
func deaf() {
	signal.Ignore()
	for {
		time.Sleep(time.Hour)
	}
}

// flood says 64 MB.
func flood() {
	line := append(bytes.Repeat([]byte{'x'}, 64<<10), '\n')
	for range 500 {
		_, _ = os.Stdout.Write(line)
		_, _ = os.Stderr.Write(line)
	}
}

func million() {
	for i := range 1_000_000 {
		if err := os.WriteFile(out+"/"+strconv.Itoa(i), nil, 0o600); err != nil {
			return // as if nothing had happened
		}
	}
	breach("a million files")
}

func deep(levels int) {
	must(os.Chdir(out))
	for range levels {
		if os.Mkdir("d", 0o700) != nil || os.Chdir("d") != nil {
			return
		}
	}
}

// modes leaves files and folders that their owner may not read or change, and ends
// well, after they were there for a while.
func modes() {
	for name, mode := range map[string]os.FileMode{"shut": 0o555, "dark": 0o300, "listed": 0o400, "none": 0} {
		dir := out + "/" + name
		must(os.Mkdir(dir, 0o700))
		must(os.Mkdir(dir+"/below", 0o700))
		must(os.WriteFile(dir+"/below/file", []byte(name), 0o600))
		must(os.WriteFile(dir+"/program", []byte(name), 0o700)) //nolint:gosec // a program
		must(os.Chmod(dir+"/below/file", 0))
		must(os.Chmod(dir+"/program", 0o111)) //nolint:gosec // the same
		must(os.Chmod(dir+"/below", 0))
		must(os.Chmod(dir, mode))
	}
	must(os.Chmod(out, 0))
	time.Sleep(time.Second)
}

// endless writes files into the folder that it is in, 256 MB, then never ends.
func endless() {
	for i := range 256 {
		must(os.WriteFile(strconv.Itoa(i), make([]byte, 1<<20), 0o600))
	}
	deaf()
}

// swells has 3 MB of outputs for a second, then less.
func swells() {
	must(os.WriteFile(out+"/big", make([]byte, 3<<20), 0o600))
	time.Sleep(time.Second)
	must(os.WriteFile(out+"/big", []byte("small"), 0o600))
}

func sparse() {
	f, err := os.Create(out + "/sparse")
	must(err)
	signal.Ignore(unix.SIGXFSZ)
	works(f.Truncate(1<<40), "made a file of 1 TiB")
	_, err = f.WriteAt([]byte{1}, 1<<40)
	works(err, "wrote at 1 TiB")
	_ = f.Truncate(64 << 20)
}

// setuid tries to become root: by itself, and by programs that belong to root, or to
// itself, and have the bit.
func setuid(args []string) {
	if len(args) > 0 {
		if os.Geteuid() == 0 {
			breach("is root")
		}
		return
	}
	if os.Getuid() != 65534 || os.Geteuid() != 65534 || os.Getegid() != 65534 {
		breach("runs as %d:%d", os.Geteuid(), os.Getegid())
	}
	works(unix.Setuid(0), "became root")
	works(unix.Setgid(0), "became group root")
	works(unix.Setgroups([]int{0}), "joined group root")
	text, err := exec.Command("/su", "setuid", "child").CombinedOutput() //nolint:noctx // the image's
	if err == nil {
		fmt.Print(string(text))
	}
	self, err := os.ReadFile("/proc/self/exe")
	must(err)
	for _, dir := range []string{"/tmp", out} {
		path := filepath.Join(dir, "su")
		if os.WriteFile(path, self, 0o700) != nil { //nolint:gosec // on purpose
			continue // too large for the outputs
		}
		works(os.Chown(path, 0, 0), "gave %s to root", path)
		_ = os.Chmod(path, 0o4755)                                          //nolint:gosec // on purpose
		text, err := exec.Command(path, "setuid", "child").CombinedOutput() //nolint:gosec,noctx // as above
		if err == nil {
			fmt.Print(string(text))
		}
		_ = os.Remove(path)
	}
}

func inputs() {
	works(os.WriteFile(in+"/input.txt", []byte("other"), 0o600), "wrote an input")
	works(os.WriteFile(in+"/new", nil, 0o600), "made an input")
	works(os.Remove(in+"/input.txt"), "removed an input")
	works(os.Truncate(in+"/input.txt", 0), "emptied an input")
	works(os.Chmod(in+"/input.txt", 0o777), "changed an input's mode") //nolint:gosec // on purpose
	works(os.Rename(in+"/input.txt", in+"/x"), "renamed an input")
	works(os.Link(in+"/input.txt", in+"/x"), "linked an input")
	works(os.Symlink("/etc/passwd", in+"/x"), "made a link among the inputs")
	works(unix.Mount("", in, "", unix.MS_REMOUNT|unix.MS_BIND, ""), "mounted the inputs anew")
}

// volume fills the folders that its image declares as volumes.
func volume(args []string) {
	for _, dir := range args {
		f, err := os.Create(filepath.Join(dir, "large")) //nolint:gosec // on purpose
		if err != nil {
			continue // nothing can be written there
		}
		for range 1 << 10 {
			if _, err = f.Write(bytes.Repeat([]byte{1}, 1<<20)); err != nil {
				break
			}
		}
		works(err, "wrote 1 GiB into %s", dir)
		_ = f.Close()
	}
}
