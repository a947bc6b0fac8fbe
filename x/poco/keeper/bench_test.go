package keeper_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/tests/chaintest"
	"github.com/iexecd/iexecd/x/poco/types"
)

// BenchmarkCommit measures a commit through FinalizeBlock and Commit, in batches
// of the given size, beside a bank send in the same process: read ns/item.
func BenchmarkCommit(b *testing.B) {
	for _, batch := range []int{1, 10, 100} {
		b.Run(fmt.Sprintf("batch=%d", batch), func(b *testing.B) {
			const tasks = 400
			var spent time.Duration
			items := 0
			for range b.N {
				w := newWorld(b, 400)
				w.buy(tasks)
				msg := w.messages()
				var txs [][]byte
				for _, n := range workers {
					if len(msg[n]) == 0 {
						continue
					}
					all := msg[n][0].(*types.MsgCommit)
					for i := 0; i < len(all.Commits); i += batch {
						part := &types.MsgCommit{Worker: all.Worker, Commits: all.Commits[i:min(i+batch,
							len(all.Commits))]}
						txs = append(txs, w.Tx(w.Account(n), part))
						items += len(part.Commits)
					}
				}
				start := time.Now()
				for _, r := range w.Block(txs...) {
					require.Zero(b, r.Code, r.Log)
				}
				spent += time.Since(start)
			}
			b.ReportMetric(float64(spent.Nanoseconds())/float64(items), "ns/item")
		})
	}
	b.Run("bank send", func(b *testing.B) {
		w := newWorld(b, 1)
		var spent time.Duration
		items := 0
		for range b.N {
			var txs [][]byte
			for range 400 {
				txs = append(txs, w.Tx(w.Requester, &banktypes.MsgSend{
					FromAddress: w.Requester.Address, ToAddress: chaintest.NewAccount("w0").Address,
					Amount: sdk.NewCoins(sdk.NewInt64Coin(account.Denom, 1)),
				}))
			}
			start := time.Now()
			for _, r := range w.Block(txs...) {
				require.Zero(b, r.Code, r.Log)
			}
			spent += time.Since(start)
			items += len(txs)
		}
		b.ReportMetric(float64(spent.Nanoseconds())/float64(items), "ns/item")
	})
}
