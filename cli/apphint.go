package cli

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// hintOf guesses why two contents differ from byte at on: files of well-known kinds
// carry the time at which they were made. Empty = no guess.
func hintOf(a, b []byte, at int) string {
	for _, guess := range []func(a, b []byte, at int) string{hintPNG, hintGzip, hintZip, hintPDF, hintText} {
		if hint := guess(a, b, at); hint != "" {
			return hint
		}
	}
	return ""
}

const pngHead = "\x89PNG\r\n\x1a\n"

// hintPNG compares the chunks of two pictures.
func hintPNG(a, b []byte, _ int) string {
	first, ok := pngChunks(a)
	second, good := pngChunks(b)
	if !ok || !good {
		return ""
	}
	var differ []string
	picture := false
	for _, c := range slices.Concat(first, second) {
		same := slices.ContainsFunc(first, c.equal) && slices.ContainsFunc(second, c.equal)
		if same || slices.Contains(differ, c.name()) {
			continue
		}
		differ = append(differ, c.name())
		picture = picture || !slices.Contains([]string{"tIME", "tEXt", "zTXt", "iTXt", "eXIf"}, c.kind)
	}
	slices.Sort(differ)
	if picture || len(differ) == 0 {
		return "the pictures themselves differ: seeds, threads or a clock"
	}
	return fmt.Sprintf("the pictures are equal, only the chunks %s differ: a date, as a rule\n"+
		"ImageMagick: -strip -define png:exclude-chunks=date,time", strings.Join(differ, ", "))
}

// pngChunk is a part of a PNG file.
type pngChunk struct {
	kind string
	data []byte
}

func (c pngChunk) equal(other pngChunk) bool {
	return c.kind == other.kind && bytes.Equal(c.data, other.data)
}

// name returns the kind, and of a text its keyword.
func (c pngChunk) name() string {
	word, _, ok := bytes.Cut(c.data, []byte{0})
	if ok && strings.HasSuffix(c.kind, "Xt") && len(word) < 80 {
		return fmt.Sprintf("%s %q", c.kind, word)
	}
	return c.kind
}

func pngChunks(bz []byte) (chunks []pngChunk, ok bool) {
	bz, ok = bytes.CutPrefix(bz, []byte(pngHead))
	for ok && len(bz) > 0 {
		if len(bz) < 12 {
			return nil, false
		}
		size := uint64(binary.BigEndian.Uint32(bz))
		if uint64(len(bz)) < size+12 {
			return nil, false
		}
		chunks = append(chunks, pngChunk{string(bz[4:8]), bz[8 : 8+size]})
		bz = bz[12+size:]
	}
	return chunks, ok
}

// hintGzip looks into packed files.
func hintGzip(a, b []byte, _ int) string {
	first, ok := unpack(a)
	second, good := unpack(b)
	switch {
	case !ok || !good:
		return ""
	case bytes.Equal(first, second):
		return "only gzip's head differs, which has a time: gzip -n leaves it out"
	}
	at := firstDifference(first, second)
	return fmt.Sprintf("unpacked, the first byte that differs is %d\n%s", at, hintText(first, second, at))
}

func unpack(bz []byte) ([]byte, bool) {
	r, err := gzip.NewReader(bytes.NewReader(bz))
	if err != nil {
		return nil, false
	}
	text, err := io.ReadAll(io.LimitReader(r, maxCompared))
	return text, err == nil
}

// hintZip looks at archives whose entries carry times.
func hintZip(a, b []byte, at int) string {
	zip := []byte("PK\x03\x04")
	if !bytes.HasPrefix(a, zip) || !bytes.HasPrefix(b, zip) || len(a) != len(b) || at < 10 {
		return ""
	}
	return "archives of the same size: the times of their entries, maybe\n" +
		"give all files one time before packing: touch -d @$SOURCE_DATE_EPOCH, zip -X"
}

var pdfTimes = regexp.MustCompile(`(?s)/(CreationDate|ModDate)\s*\(.*?\)|/ID\s*\[.*?\]|` +
	`<xmp:(CreateDate|ModifyDate|MetadataDate)>.*?</|uuid:[0-9a-fA-F-]+`)

func hintPDF(a, b []byte, _ int) string {
	if !bytes.HasPrefix(a, []byte("%PDF")) || !bytes.HasPrefix(b, []byte("%PDF")) {
		return ""
	}
	if !bytes.Equal(pdfTimes.ReplaceAll(a, nil), pdfTimes.ReplaceAll(b, nil)) {
		return ""
	}
	return "only the document's dates and id differ: honour SOURCE_DATE_EPOCH, or write another format"
}

var clockText = regexp.MustCompile(`\d{1,2}:\d{2}:\d{2}|\d{4}-\d{2}-\d{2}|\d{9,}|\d+(\.\d+)? ?(ms|s|sec|seconds)\b`)

// hintText shows the first line that differs, if both are text.
func hintText(a, b []byte, at int) string {
	if !utf8.Valid(a) || !utf8.Valid(b) || bytes.IndexByte(a, 0) >= 0 || bytes.IndexByte(b, 0) >= 0 {
		return ""
	}
	first, second := lineAt(a, at), lineAt(b, at)
	hint := fmt.Sprintf("line %d\n1: %s\n2: %s", 1+bytes.Count(a[:at], []byte("\n")), first, second)
	if clockText.MatchString(first) && clockText.MatchString(second) {
		hint += "\na time, maybe: containers have a real clock"
	}
	return hint
}

// maxLineShown is how much of a differing line is shown.
const maxLineShown = 100

func lineAt(text []byte, at int) string {
	from := bytes.LastIndexByte(text[:at], '\n') + 1
	from = max(from, at-maxLineShown/2)
	line, _, _ := bytes.Cut(text[from:], []byte("\n"))
	return clean(strings.ToValidUTF8(string(line[:min(len(line), maxLineShown)]), ""))
}
