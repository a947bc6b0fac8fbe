package cli

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/dev"
	"github.com/iexecd/iexecd/x/poco/types"
)

// TestWilson compares with values that R's binom::binom.confint(k, n, methods = "wilson") gives.
func TestWilson(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		k, n      uint64
		low, high float64
	}{
		{0, 10, 0, 0.2775328}, {1, 100, 0.0017674, 0.0544862}, {50, 100, 0.4038315, 0.5961685}, {10, 10, 0.7224672, 1},
	} {
		e := wilson(c.k, c.n)
		require.InDelta(t, c.low, e.Low, 1e-6, c)
		require.InDelta(t, c.high, e.High, 1e-6, c)
		require.InDelta(t, float64(c.k)/float64(c.n), e.Share, 1e-12)
	}
}

// TestReport: means are over accepted results, the achieved error over audits, and
// what was found is taken off it, never below nothing.
func TestReport(t *testing.T) {
	t.Parallel()
	r := newReport(&types.QueryAuditsResponse{FundNrlc: 5, HeldNrlc: 6, Stats: types.AuditStats{
		Accepted: 200, Audited: 100, Caught: 1, Recalled: 7, Corrected: 1, Matured: 30, Executions: 500,
		PromisedErrorPpbSum: 200_000_000, StatedErrorPpbSum: 2_000_000,
	}})
	require.InDelta(t, 2.5, r.ExecutionsPerTask, 1e-12)
	require.InDelta(t, 0.001, r.PromisedError, 1e-12)
	require.InDelta(t, 0.00001, r.StatedError, 1e-12)
	require.InDelta(t, 0.01, r.AcceptedError.Share, 1e-12)
	require.InDelta(t, 0.005, r.UndetectedError.Share, 1e-12, "one of 200 was found")
	require.Zero(t, r.UndetectedError.Low)
	require.InDelta(t, 0.0544862-0.005, r.UndetectedError.High, 1e-6)
	var out bytes.Buffer
	require.NoError(t, r.print(&out))
	for _, want := range []string{
		"2.50 per task", "promised  0.1 %", "stated    0.001 %", "1 % (95 %: 0.177 % to 5.45 %)",
	} {
		require.Contains(t, out.String(), want)
	}
}

// TestReportOfNothing: without results and audits nothing is claimed.
func TestReportOfNothing(t *testing.T) {
	t.Parallel()
	r := newReport(&types.QueryAuditsResponse{})
	require.Nil(t, r.AcceptedError)
	require.Zero(t, r.ExecutionsPerTask)
	var out bytes.Buffer
	require.NoError(t, r.print(&out))
	require.Contains(t, out.String(), "no audit has ended yet")
}

// TestDevVerdict: a wrong result that was paid is exit code 1; one that was found is not.
func TestDevVerdict(t *testing.T) {
	t.Parallel()
	found := devReport{Load: dev.LoadResult{Asked: 10, Accepted: 9, WrongAccepted: 2, WrongFound: 2}}
	require.NoError(t, found.verdict())
	var out bytes.Buffer
	require.NoError(t, found.print(&out))
	require.Contains(t, out.String(), "accepted 2, found 2, matured 0")
	found.Load.WrongMatured = 1
	require.Equal(t, 1, asError(found.verdict()).Exit)
}
