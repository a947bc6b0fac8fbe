// Command oyente looks for known weaknesses in the bytecode of an Ethereum contract.
package main

import (
	"encoding/hex"
	"fmt"
	"os"
	"strings"

	"github.com/iexecd/iexecd/apps/internal/contract"
)

func main() { contract.Main(run) }

// maxCode bounds the code: twice what the EVM takes in a creation (EIP-3860).
const maxCode = 2 * 49_152

func run(args []string) error {
	text := strings.Join(args, "")
	if path, err := contract.Input(1); text == "" && err == nil {
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		text = string(content)
	}
	text = strings.TrimPrefix(strings.Join(strings.Fields(text), ""), "0x")
	code, err := hex.DecodeString(text)
	if err != nil || len(code) == 0 {
		return fmt.Errorf("no bytecode: expected hexadecimal digits as an argument or in an input file, "+
			"got %d characters", len(text))
	}
	if len(code) > maxCode {
		return fmt.Errorf("%d bytes of code, at most %d", len(code), maxCode)
	}
	report := analyse(code).report()
	fmt.Print(report)
	return contract.Finish("report.txt", []byte(report))
}
