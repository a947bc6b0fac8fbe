// Command vanitygen searches an Ethereum address that begins with given digits.
//
// The search is deterministic, so that workers can agree on it: keys are derived
// from the task's id. Everybody who runs the task knows the key. Use it to see
// the search, not to keep money.
package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/iexecd/iexecd/apps/internal/contract"
)

// maxDigits bounds the search: each digit makes it 16 times longer.
const maxDigits = 5

// maxAttempts ends a search that has no luck: 16 times what five digits take on
// average, so one of ten million such searches ends without an address.
const maxAttempts = 16 << (4 * maxDigits)

var errPrefix = errors.New("expected 1 to 5 hexadecimal digits, for example: vanitygen aa")

func main() { contract.Main(run) }

func run(args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("%d arguments: %w", len(args), errPrefix)
	}
	prefix, err := parse(args[0])
	if err != nil {
		return err
	}
	index, err := contract.BotIndex()
	if err != nil {
		return err
	}
	found, err := search(prefix, fmt.Sprintf("%s/%d", contract.TaskID(), index))
	if err != nil {
		return err
	}
	text := fmt.Sprintf("address     %s\nprivate key 0x%x\nattempts    %d\n", found.address, found.key, found.attempts)
	fmt.Print(text)
	return contract.Finish("result.txt", []byte(text))
}

// parse returns the prefix in lower case without 0x.
func parse(text string) (string, error) {
	prefix := strings.ToLower(strings.TrimPrefix(text, "0x"))
	if len(prefix) == 0 || len(prefix) > maxDigits || strings.Trim(prefix, "0123456789abcdef") != "" {
		return "", fmt.Errorf("%q: %w", text, errPrefix)
	}
	return prefix, nil
}
