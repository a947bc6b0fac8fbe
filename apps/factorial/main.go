// Command factorial computes n! exactly, and the sum of its digits.
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
	head := fmt.Sprintf("n             %d\ndigits        %d\nsum of digits %d\n", n, len(digits), sumOfDigits(digits))
	fmt.Print(head)
	return contract.Finish("factorial.txt", []byte(head+"n!            "+digits+"\n"))
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

// sumOfDigits adds decimal digits.
func sumOfDigits(digits string) int {
	sum := 0
	for _, d := range digits {
		sum += int(d - '0')
	}
	return sum
}
