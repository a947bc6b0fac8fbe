// Command wordcount counts the words of a text: what
//
//	LC_ALL=C tr -cs 'A-Za-z' '\n' | tr 'A-Z' 'a-z' | grep . | sort | uniq -c | sort -k1,1nr -k2
//
// prints for the same file, byte by byte.
package main

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/iexecd/iexecd/apps/internal/contract"
)

func main() { contract.Main(run) }

func run([]string) error {
	path, err := contract.Input(1)
	if err != nil {
		return err
	}
	file, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("cannot read the input: %w", err)
	}
	counts, err := count(file)
	if err := errors.Join(err, file.Close()); err != nil {
		return fmt.Errorf("cannot read the input: %w", err)
	}
	text := render(counts)
	lines := bytes.SplitAfterN(text, []byte("\n"), 11)
	fmt.Printf("%s", bytes.Join(lines[:min(10, len(lines))], nil))
	return contract.Finish("words.txt", text)
}

// count returns how often each word occurs. A word is a run of the letters A to
// Z, whose case does not matter; everything else separates.
func count(in io.Reader) (map[string]int, error) {
	counts := map[string]int{}
	r := bufio.NewReaderSize(in, 1<<16)
	var word []byte
	for {
		c, err := r.ReadByte()
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if err == nil && 'a' <= c && c <= 'z' {
			word = append(word, c)
			continue
		}
		if len(word) > 0 {
			counts[string(word)]++
			word = word[:0]
		}
		if errors.Is(err, io.EOF) {
			return counts, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

// render returns the counts as uniq -c prints them, the most frequent first,
// ties in the order of the alphabet.
func render(counts map[string]int) []byte {
	words := make([]string, 0, len(counts))
	for w := range counts {
		words = append(words, w)
	}
	slices.SortFunc(words, func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
	var out bytes.Buffer
	for _, w := range words {
		fmt.Fprintf(&out, "%7d %s\n", counts[w], w)
	}
	return out.Bytes()
}
