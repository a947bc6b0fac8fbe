package worker

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	pocotypes "github.com/iexecd/iexecd/x/poco/types"
)

// TestForgettingIsSlow: files that take long to remove keep nobody waiting but who
// needs the same folder.
func TestForgettingIsSlow(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.computer.keeps = make(chan struct{})
	_, stop := b.start()
	remove := sync.OnceFunc(func() { close(b.computer.keeps) })
	t.Cleanup(remove)
	b.until("registered", func() bool { return b.messages("MsgRegisterWorker") == 1 })
	for range 3 {
		b.untilState(b.chain.open(5000), pocotypes.MemberState_MEMBER_STATE_ACCEPTED)
	}
	require.Empty(t, b.computer.forgot)
	remove()
	b.until("forgotten", func() bool {
		b.computer.mu.Lock()
		defer b.computer.mu.Unlock()
		return len(b.computer.forgot) == 3
	})
	require.NoError(t, stop())
}

// TestTurns: work on one task's folder is done in the order in which it came, and
// other tasks wait for none of it.
func TestTurns(t *testing.T) {
	t.Parallel()
	all := newTurns()
	one, two := ident.Hash{1}, ident.Hash{2}
	wait1, done1 := all.next(one)
	wait2, done2 := all.next(one)
	wait3, done3 := all.next(one)
	waitOther, doneOther := all.next(two)
	waitOther()
	doneOther()
	wait1()
	order := make(chan int, 2)
	go func() { wait3(); order <- 3; done3() }()
	go func() { wait2(); order <- 2; done2() }()
	require.Empty(t, order)
	done1()
	require.Equal(t, []int{2, 3}, []int{<-order, <-order})
	wait4, done4 := all.next(one)
	wait4()
	done4()
	require.Empty(t, all.last)
}
