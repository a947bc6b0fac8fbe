// Command vanitygen searches an Ethereum address that begins with given digits.
//
// The search is deterministic, so that workers can agree on it: keys are derived
// from the task's id. Everybody who runs the task knows the key. Use it to see
// the search, not to keep money.
package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	secp "github.com/decred/dcrd/dcrec/secp256k1/v4"
	"golang.org/x/crypto/sha3"

	"github.com/iexecd/iexecd/apps/internal/contract"
)

// maxDigits bounds the search: each digit makes it 16 times longer.
const maxDigits = 5

// maxAttempts ends a search that has no luck: 64 times the expected number.
const maxAttempts = 64 << (4 * maxDigits)

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

type result struct {
	address  string // EIP-55
	key      [32]byte
	attempts int
}

// search walks along the curve from a point that the seed decides, one addition
// a step, until an address begins with the prefix.
func search(prefix, seed string) (result, error) {
	start := sha256.Sum256([]byte("vanitygen/" + seed))
	var key, one secp.ModNScalar
	key.SetBytes(&start)
	one.SetInt(1)
	var point, step secp.JacobianPoint
	secp.ScalarBaseMultNonConst(&key, &point)
	secp.ScalarBaseMultNonConst(&one, &step)
	step.ToAffine()
	hash := sha3.NewLegacyKeccak256()
	var sum []byte
	for i := 1; i <= maxAttempts; i++ {
		affine := point
		affine.ToAffine()
		raw := secp.NewPublicKey(&affine.X, &affine.Y).SerializeUncompressed()
		hash.Reset()
		_, _ = hash.Write(raw[1:])
		sum = hash.Sum(sum[:0])
		if address := hex.EncodeToString(sum[12:]); strings.HasPrefix(address, prefix) {
			return result{address: checksummed(address), key: key.Bytes(), attempts: i}, nil
		}
		var next secp.JacobianPoint
		secp.AddNonConst(&point, &step, &next)
		point = next
		key.Add(&one)
	}
	return result{}, fmt.Errorf("no address begins with %s after %d attempts", prefix, maxAttempts)
}

// checksummed returns an address with the mixed case of EIP-55.
func checksummed(address string) string {
	h := sha3.NewLegacyKeccak256()
	_, _ = h.Write([]byte(address))
	digest := hex.EncodeToString(h.Sum(nil))
	out := []byte(address)
	for i, c := range out {
		if c >= 'a' && digest[i] >= '8' {
			out[i] = c - 'a' + 'A'
		}
	}
	return "0x" + string(out)
}
