// Command factorial computes n! exactly.
package main

import (
	"fmt"
	"math/big"
	"strconv"

	"github.com/iexecd/iexecd/apps/internal/contract"
)

// maxN bounds the work: 20000! has 77,338 digits.
const maxN = 20_000

func main() { contract.Main(run) }

func run(args []string) error {
	n, err := parse(args)
	if err != nil {
		return err
	}
	digits := factorial(n).String()
	fmt.Printf("%d! has %d digits\n", n, len(digits))
	return contract.Finish("factorial.txt", []byte(digits+"\n"))
}

func parse(args []string) (int64, error) {
	if len(args) != 1 {
		return 0, fmt.Errorf("%d arguments, expected one: a number from 0 to %d", len(args), maxN)
	}
	n, err := strconv.ParseInt(args[0], 10, 64)
	if err != nil || n < 0 || n > maxN {
		return 0, fmt.Errorf("%q: expected a number from 0 to %d", args[0], maxN)
	}
	return n, nil
}

// factorial returns n!.
func factorial(n int64) *big.Int { return new(big.Int).MulRange(1, max(n, 1)) }
