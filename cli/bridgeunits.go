package cli

import (
	"fmt"
	"math/big"
	"strings"
)

// weiPerGwei is also how many gwei an ether has.
const weiPerGwei = 1_000_000_000

// etherFloor returns wei in ETH with nine decimals, rounded down: what one has.
func etherFloor(wei *big.Int) string {
	return decimals(new(big.Int).Div(wei, big.NewInt(weiPerGwei))) + " ETH"
}

// etherCeil returns wei in ETH with nine decimals, rounded up: what one needs.
func etherCeil(wei *big.Int) string {
	up := new(big.Int).Add(wei, big.NewInt(weiPerGwei-1))
	return decimals(up.Div(up, big.NewInt(weiPerGwei))) + " ETH"
}

// gwei returns the price of a unit of gas, exactly.
func gwei(wei *big.Int) string { return decimals(wei) + " gwei" }

// decimals returns billionths with their point, without trailing zeros.
func decimals(billionths *big.Int) string {
	whole, frac := new(big.Int).QuoRem(billionths, big.NewInt(weiPerGwei), new(big.Int))
	if frac.Sign() == 0 {
		return whole.String()
	}
	return whole.String() + "." + strings.TrimRight(fmt.Sprintf("%09d", frac), "0")
}

// parseGasPrice returns the wei of a price as "50gwei", "0.5 gwei" or "1000wei".
func parseGasPrice(flag, text string) (*big.Int, error) {
	fail := func(why string) (*big.Int, error) {
		return nil, badInput(fmt.Sprintf("--%s %q is not a price of gas", flag, text),
			why+", expected for example 50gwei")
	}
	trimmed := strings.ToLower(strings.TrimSpace(text))
	scale := int64(1)
	number, ok := strings.CutSuffix(trimmed, "gwei")
	if ok {
		scale = weiPerGwei
	} else if number, ok = strings.CutSuffix(trimmed, "wei"); !ok {
		return fail("it has no unit")
	}
	number = strings.TrimSpace(number)
	const most = 30 // digits: more than all ether has
	if strings.ContainsAny(number, "/ep_xb") || len(number) > most {
		return fail("it is no decimal number")
	}
	r, ok := new(big.Rat).SetString(number)
	if !ok {
		return fail("it is no decimal number")
	}
	r.Mul(r, new(big.Rat).SetInt64(scale))
	if !r.IsInt() || r.Sign() <= 0 {
		return fail("it is not a whole number of wei from 1")
	}
	return r.Num(), nil
}
