// Command sudoku solves a Sudoku, and tells whether it has another solution.
package main

import (
	"errors"
	"fmt"
	"math/bits"
	"os"
	"strings"

	"github.com/iexecd/iexecd/apps/internal/contract"
)

func main() { contract.Main(run) }

func run(args []string) error {
	text := strings.Join(args, "")
	if path, err := contract.Input(1); text == "" && err == nil {
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		text = string(content)
	}
	g, err := parse(text)
	if err != nil {
		return err
	}
	s := solver{most: 2}
	s.solve(g)
	switch len(s.found) {
	case 0:
		return errors.New("this Sudoku has no solution")
	case 1:
		fmt.Println("one solution")
	default:
		fmt.Println("more than one solution: this is the first, in the order of its digits")
	}
	return contract.Finish("solution.txt", []byte(s.found[0].String()))
}

const side = 9

// grid is a Sudoku, row after row; 0 is an empty cell.
type grid [side * side]uint8

// parse reads 81 cells: digits, and 0 or a dot for empty ones; white space is skipped.
func parse(text string) (grid, error) {
	var g grid
	n := 0
	for _, c := range text {
		switch {
		case strings.ContainsRune(" \t\r\n|-+", c):
			continue
		case n == len(g):
			return g, fmt.Errorf("more than %d cells", len(g))
		case c == '.':
		case c >= '0' && c <= '9':
			g[n] = uint8(c - '0')
		default:
			return g, fmt.Errorf("cell %d is %q, expected a digit, or a dot for an empty cell", n+1, c)
		}
		n++
	}
	if n != len(g) {
		return g, fmt.Errorf("%d cells, expected %d: digits, and dots for empty cells", n, len(g))
	}
	for i, v := range g {
		if v == 0 {
			continue
		}
		g[i] = 0
		if g.free(i)&(1<<v) == 0 {
			return g, fmt.Errorf("the %d in row %d, column %d is there already in its row, column or box",
				v, i/side+1, i%side+1)
		}
		g[i] = v
	}
	return g, nil
}

// String returns the grid as nine lines of nine digits.
func (g grid) String() string {
	var b strings.Builder
	for i, v := range g {
		b.WriteByte('0' + v)
		if i%side == side-1 {
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// free returns the digits that cell i can have, as bits 1 to 9.
func (g grid) free(i int) uint16 {
	row, column := i/side, i%side
	used := uint16(0)
	for k := range side {
		used |= 1 << g[row*side+k]
		used |= 1 << g[k*side+column]
		used |= 1 << g[(row/3*3+k/3)*side+column/3*3+k%3]
	}
	return ^used & 0x3fe
}

// solver collects solutions until there are most of them.
type solver struct {
	most  int
	found []grid
}

// solve tries the empty cell with the fewest digits, again and again.
func (s *solver) solve(g grid) {
	best, choices := -1, side+1
	for i, v := range g {
		if v != 0 {
			continue
		}
		if n := bits.OnesCount16(g.free(i)); n < choices {
			best, choices = i, n
		}
	}
	if best < 0 {
		s.found = append(s.found, g)
		return
	}
	free := g.free(best)
	for v := uint8(1); v <= side && len(s.found) < s.most; v++ {
		if free&(1<<v) != 0 {
			g[best] = v
			s.solve(g)
		}
	}
}
