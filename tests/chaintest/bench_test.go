package chaintest_test

import (
	"testing"

	"github.com/iexecd/iexecd/tests/chaintest"
)

// BenchmarkNew measures what a test pays for its own chain.
func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		chaintest.New(b, names)
	}
}
