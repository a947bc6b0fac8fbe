package main

import (
	"fmt"
	"slices"
	"strings"
)

// The instructions of the EVM that matter here (Ethereum yellow paper, appendix H).
const (
	opStop         = 0x00
	opEqual        = 0x14
	opOrigin       = 0x32
	opTimestamp    = 0x42
	opPop          = 0x50
	opStore        = 0x55
	opJump         = 0x56
	opJumpIf       = 0x57
	opTarget       = 0x5b
	opPush1        = 0x60
	opPush32       = 0x7f
	opCall         = 0xf1
	opReturn       = 0xf3
	opDelegateCall = 0xf4
	opRevert       = 0xfd
	opInvalid      = 0xfe
	opSelfDestruct = 0xff
)

// op is one instruction.
type op struct {
	at   int
	code byte
	push []byte // what it pushes, of a push
}

// block is instructions that run one after the other, and where it goes on.
type block struct {
	ops  []op
	next []int // places in the code; unknown jumps are left out
}

// finding is a weakness and where it is.
type finding struct {
	name, why string
	at        int
}

// analysis is what the code looks like.
type analysis struct {
	size     int
	blocks   map[int]block
	starts   []int // of blocks, in order
	findings []finding
}

// disassemble returns the instructions of code.
func disassemble(code []byte) []op {
	var ops []op
	for at := 0; at < len(code); at++ {
		o := op{at: at, code: code[at]}
		if o.code >= opPush1 && o.code <= opPush32 {
			end := min(at+1+int(o.code-opPush1)+1, len(code))
			o.push = code[at+1 : end]
			at = end - 1
		}
		ops = append(ops, o)
	}
	return ops
}

// analyse cuts the code into blocks and looks for weaknesses.
func analyse(code []byte) *analysis {
	a := &analysis{size: len(code), blocks: map[int]block{}}
	ops := disassemble(code)
	for begin := 0; begin < len(ops); {
		end := begin
		end++
		for end < len(ops) && !endsBlock(ops[end-1].code) && ops[end].code != opTarget {
			end++
		}
		b := block{ops: ops[begin:end]}
		last := b.ops[len(b.ops)-1]
		if (last.code == opJump || last.code == opJumpIf) && len(b.ops) > 1 {
			if to, ok := number(b.ops[len(b.ops)-2].push); ok {
				b.next = append(b.next, to)
			}
		}
		if end < len(ops) && (last.code == opJumpIf || !endsBlock(last.code)) {
			b.next = append(b.next, ops[end].at)
		}
		a.blocks[b.ops[0].at] = b
		a.starts = append(a.starts, b.ops[0].at)
		begin = end
	}
	for _, start := range a.starts {
		a.look(a.blocks[start])
	}
	slices.SortFunc(a.findings, func(x, y finding) int { return x.at - y.at })
	return a
}

func endsBlock(code byte) bool {
	switch code {
	case opStop, opJump, opJumpIf, opReturn, opRevert, opInvalid, opSelfDestruct:
		return true
	}
	return false
}

func number(push []byte) (int, bool) {
	if len(push) == 0 || len(push) > 3 {
		return 0, false
	}
	n := 0
	for _, b := range push {
		n = n<<8 | int(b)
	}
	return n, true
}

// look looks at one block.
func (a *analysis) look(b block) {
	for i, o := range b.ops {
		rest := b.ops[i+1:]
		switch o.code {
		case opCall:
			if a.stores(rest, b.next) {
				a.add("reentrancy", "the state is written after another contract was called, which may call back", o)
			}
			if len(rest) > 0 && rest[0].code == opPop {
				a.add("unchecked call", "whether the call failed is thrown away", o)
			}
		case opDelegateCall:
			a.add("delegatecall", "another contract's code runs with this one's state", o)
		case opOrigin:
			if soon(rest, opEqual) {
				a.add("tx.origin", "who began the transaction is compared: a contract in between can pretend", o)
			}
		case opTimestamp:
			if soon(rest, opJumpIf) {
				a.add("timestamp", "a branch depends on the block's time, which its proposer chooses", o)
			}
		case opSelfDestruct:
			a.add("selfdestruct", "the contract can be removed", o)
		}
	}
}

func (a *analysis) add(name, why string, o op) {
	a.findings = append(a.findings, finding{name: name, why: why, at: o.at})
}

// soon reports whether code is among the next instructions of the same block.
func soon(ops []op, code byte) bool {
	const near = 12
	return slices.ContainsFunc(ops[:min(near, len(ops))], func(o op) bool { return o.code == code })
}

// stores reports whether a write to the state follows: in ops, or in a block that
// is reached from next by jumps that are known.
func (a *analysis) stores(ops []op, next []int) bool {
	isStore := func(o op) bool { return o.code == opStore }
	if slices.ContainsFunc(ops, isStore) {
		return true
	}
	seen := map[int]bool{}
	for queue := slices.Clone(next); len(queue) > 0; {
		at := queue[0]
		queue = queue[1:]
		b, ok := a.blocks[at]
		if !ok || seen[at] {
			continue
		}
		seen[at] = true
		if slices.ContainsFunc(b.ops, isStore) {
			return true
		}
		queue = append(queue, b.next...)
	}
	return false
}

// report tells what was found, one line each.
func (a *analysis) report() string {
	var b strings.Builder
	fmt.Fprintf(&b, "bytes %d\nblocks %d\nfindings %d\n", a.size, len(a.blocks), len(a.findings))
	for _, f := range a.findings {
		fmt.Fprintf(&b, "%s at 0x%04x: %s\n", f.name, f.at, f.why)
	}
	return b.String()
}
