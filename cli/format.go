package cli

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
)

// ppb is one in parts per billion.
const ppb = 1_000_000_000

// amount returns nRLC as RLC with the unit.
func amount(nrlc uint64) string { return rlc.Amount(nrlc).String() }

// percent returns parts per billion as a percentage without trailing zeros,
// never rounded: 999996523 is "99.9996523 %".
func percent(parts uint32) string {
	whole, frac := parts/10_000_000, parts%10_000_000
	if frac == 0 {
		return fmt.Sprintf("%d %%", whole)
	}
	return fmt.Sprintf("%d.%s %%", whole, strings.TrimRight(fmt.Sprintf("%07d", frac), "0"))
}

// sure returns parts per billion as a percentage of at most four decimals,
// rounded down, so that it never promises more than there is; above 99.9999 %
// all decimals count.
func sure(parts uint32) string {
	if parts >= ppb-1000 {
		return percent(parts)
	}
	return percent(parts - parts%1000)
}

// parseProbability returns the value of a flag written as "0.1%", "0.1 %",
// "0.001" or "1000000ppb" in parts per billion, 1..999999999, or an error.
func parseProbability(flag, s string) (uint32, error) {
	text := strings.ToLower(strings.TrimSpace(s))
	scale := int64(ppb)
	if t, ok := strings.CutSuffix(text, "%"); ok {
		text, scale = t, ppb/100
	} else if t, ok := strings.CutSuffix(text, "ppb"); ok {
		text, scale = t, 1
	}
	r, ok := new(big.Rat).SetString(strings.TrimSpace(text))
	if !ok || strings.ContainsAny(text, "/ep_x") {
		return 0, badInput(fmt.Sprintf("--%s %q is not a probability", flag, s), "expected for example 0.1% or 0.001")
	}
	r.Mul(r, new(big.Rat).SetInt64(scale))
	if r.Cmp(big.NewRat(1, 1)) < 0 || r.Cmp(big.NewRat(ppb-1, 1)) > 0 {
		return 0, badInput(fmt.Sprintf("--%s %q is out of range", flag, s),
			"it is a chance of a wrong result, more than 0 and less than 100 % (1..999999999 parts per billion)")
	}
	return uint32(new(big.Int).Quo(r.Num(), r.Denom()).Uint64()), nil //nolint:gosec // bounded above
}

// short returns an id as its first and last four digits: 0x51d0…77b2.
func short(id string) string {
	if !strings.HasPrefix(id, "0x") || len(id) <= 14 {
		return id
	}
	return id[:6] + "…" + id[len(id)-4:]
}

// shortAddress returns an account as its first and last characters: iexec12w5…9fke.
func shortAddress(a string) string {
	if len(a) <= 16 {
		return a
	}
	return a[:10] + "…" + a[len(a)-4:]
}

// seconds returns a duration as people say it: "2.0 s", "5 min", "1 h 10 min".
func seconds(d time.Duration) string {
	switch {
	case d < time.Minute:
		return strconv.FormatFloat(float64(d.Milliseconds()/100)/10, 'f', 1, 64) + " s"
	case d < time.Hour:
		return twoUnits(int64(d/time.Minute), "min", int64(d%time.Minute/time.Second), "s")
	case d < 24*time.Hour:
		return twoUnits(int64(d/time.Hour), "h", int64(d%time.Hour/time.Minute), "min")
	}
	return twoUnits(int64(d/(24*time.Hour)), "d", int64(d%(24*time.Hour)/time.Hour), "h")
}

func twoUnits(large int64, largeUnit string, small int64, smallUnit string) string {
	if small == 0 {
		return fmt.Sprintf("%d %s", large, largeUnit)
	}
	return fmt.Sprintf("%d %s %d %s", large, largeUnit, small, smallUnit)
}

// bytesText returns a size in the unit people read: "1.2 KB".
func bytesText(n int64) string {
	switch {
	case n < 1000:
		return fmt.Sprintf("%d B", n)
	case n < 1_000_000:
		return fmt.Sprintf("%.1f KB", float64(n)/1e3)
	case n < 1_000_000_000:
		return fmt.Sprintf("%.1f MB", float64(n)/1e6)
	}
	return fmt.Sprintf("%.1f GB", float64(n)/1e9)
}

// clock returns a unix time as local date and time, "never" for 0.
func clock(unix int64) string {
	if unix == 0 {
		return "never"
	}
	return time.Unix(unix, 0).Local().Format("2006-01-02 15:04:05")
}

// count returns a number with its word: "1 task", "3 tasks".
func count(n uint64, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return strconv.FormatUint(n, 10) + " " + word + "s"
}

// enum returns the last words of a proto enum's name, in small letters:
// TASK_STATE_COMMITTING with prefix TASK_STATE_ is "committing".
func enum(name, prefix string) string {
	return strings.ToLower(strings.ReplaceAll(strings.TrimPrefix(name, prefix), "_", " "))
}

// taskFolder returns the folder name of a task's result: the app's name and the
// first four digits of the task's id.
func taskFolder(app string, task ident.Hash) string {
	return safeName(app) + "-" + task.String()[2:6]
}

// safeName keeps letters, digits, dots, dashes and underscores, so that what
// somebody registered cannot name a path.
func safeName(s string) string {
	name := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '_', r == '.':
			return r
		}
		return '_'
	}, s)
	name = strings.TrimLeft(name, ".-")
	if name == "" {
		return "app"
	}
	return name
}
