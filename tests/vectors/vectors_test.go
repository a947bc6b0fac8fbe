// Package vectors plays recorded answers of the original contracts against the
// code that the chain runs. Any folder of files in the schema of
// vectors/poco/README.md will do:
//
//	go test ./tests/vectors -args -dir DIR
//
// DIR is absolute, or relative to the root of the tree.
package vectors

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const root = "../.."

var dir = flag.String("dir", "vectors/poco", "folder of the vector files, absolute or relative to the root of the tree")

// file is a vector file's name and content.
type file struct {
	name, schema string
	raw          []byte
}

// files returns the vector files of the folder whose schema begins with prefix,
// such as "poco-matching/", in the order of their names.
func files(t *testing.T, prefix string) []file {
	t.Helper()
	folder := *dir
	if !filepath.IsAbs(folder) {
		folder = filepath.Join(root, folder)
	}
	names, err := filepath.Glob(filepath.Join(folder, "*.json"))
	require.NoError(t, err)
	require.NotEmpty(t, names, "no vector files (*.json) in %s", folder)
	var out []file
	for _, name := range names {
		raw, err := os.ReadFile(name)
		require.NoError(t, err)
		var header struct{ Schema string }
		require.NoError(t, json.Unmarshal(raw, &header), name)
		if strings.HasPrefix(header.Schema, prefix) {
			out = append(out, file{filepath.Base(name), header.Schema, raw})
		}
	}
	return out
}

// decode reads a file and refuses fields that no test here knows.
func decode(t *testing.T, raw []byte, into any) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	require.NoError(t, d.Decode(into))
}

// each plays the vectors of a file, and stops at the first that differs.
func each[V any](t *testing.T, vectors []V, id func(*V) string, play func(*testing.T, *V)) {
	t.Helper()
	for i := range vectors {
		if !t.Run(id(&vectors[i]), func(t *testing.T) { play(t, &vectors[i]) }) {
			t.FailNow()
		}
	}
}

// TestSchemas checks that no file of the folder is left out for its schema.
func TestSchemas(t *testing.T) {
	for _, f := range files(t, "") {
		require.Contains(t, []string{"poco-matching/1", "poco-consensus/1", "poco-settlement/1"}, f.schema,
			"%s has a schema that no test here plays", f.name)
	}
}
