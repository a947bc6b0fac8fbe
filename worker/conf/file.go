package conf

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"sort"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// maxFileBytes bounds the file.
const maxFileBytes = 1 << 20

// Problem is a value that cannot be used.
type Problem struct {
	Where string // worker.toml:12, $IEXECD_WORKER_SLOTS or --slots
	Key   string
	What  string // what is wrong and what is expected
}

// String returns the problem in one line.
func (p Problem) String() string {
	if p.Key == "" || p.Where != "default" && !strings.Contains(p.Where, ":") { // the source names the key
		return p.Where + ": " + p.What
	}
	return fmt.Sprintf("%s: %s: %s", p.Where, p.Key, p.What)
}

// entry is a value of the file.
type entry struct {
	text string
	line int
}

// readFile returns the values of a file by key, and its problems. No file is an
// empty one.
func readFile(path string, nearest func(string, []string) string) (map[string]entry, []Problem) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err == nil && info.Size() > maxFileBytes {
		err = fmt.Errorf("it has %d bytes, at most %d are read", info.Size(), maxFileBytes)
	}
	var bz []byte
	if err == nil {
		bz, err = os.ReadFile(path) //nolint:gosec // the operator's own file
	}
	if err != nil {
		return nil, []Problem{{Where: path, What: err.Error()}}
	}
	return parseFile(path, bz, nearest)
}

func parseFile(path string, bz []byte, nearest func(string, []string) string) (map[string]entry, []Problem) {
	var tree map[string]any
	if err := toml.Unmarshal(bz, &tree); err != nil {
		p := Problem{
			Where: fmt.Sprintf("%s:%d", path, lineOf(bz, err)), What: strings.TrimPrefix(err.Error(), "toml: "),
		}
		if at, ok := errors.AsType[*toml.DecodeError](err); ok {
			line, column := at.Position()
			p.Where = fmt.Sprintf("%s:%d:%d", path, line, column)
			p.What = strings.TrimPrefix(at.Error(), "toml: ")
		}
		return nil, []Problem{p}
	}
	lines := linesOf(bz)
	values, problems := map[string]entry{}, []Problem(nil)
	collect(tree, "", func(name string, value any) {
		where := fmt.Sprintf("%s:%d", path, lines[name])
		k, known := keyOf(name)
		if !known {
			problems = append(problems, Problem{Where: where, Key: name, What: unknown(name, nearest)})
			return
		}
		text, err := k.textOf(value)
		if err != nil {
			problems = append(problems, Problem{Where: where, Key: name, What: err.Error()})
			return
		}
		values[name] = entry{text: text, line: lines[name]}
	})
	return values, problems
}

// lineOf returns the line at which a file begins to have an error without a place,
// as that a key is there twice.
func lineOf(bz []byte, wrong error) int {
	lines := bytes.SplitAfter(bz, []byte("\n"))
	return 1 + sort.Search(len(lines)-1, func(i int) bool {
		var tree map[string]any
		err := toml.Unmarshal(bytes.Join(lines[:i+1], nil), &tree)
		return err != nil && err.Error() == wrong.Error()
	})
}

// collect visits all values of a tree with their names; what a key wants as a
// table is one value.
func collect(tree map[string]any, prefix string, visit func(name string, value any)) {
	for _, part := range slices.Sorted(maps.Keys(tree)) {
		name := prefix + part
		k, known := keyOf(name)
		inner, isTable := tree[part].(map[string]any)
		if isTable && (!known || k.kind != table) && (isPrefix(name) || !known && len(inner) > 0) {
			collect(inner, name+".", visit)
			continue
		}
		visit(name, tree[part])
	}
}

// isPrefix reports whether keys begin with a name and a dot.
func isPrefix(name string) bool {
	return slices.ContainsFunc(Keys(), func(k Key) bool { return strings.HasPrefix(k.Name, name+".") })
}

// linesOf returns the line of each key and table of a file that is TOML.
func linesOf(bz []byte) map[string]int {
	lines := map[string]int{}
	var p unstable.Parser
	p.Reset(bz)
	prefix := ""
	for p.NextExpression() {
		e := p.Expression()
		var parts []string
		line := 0
		for it := e.Key(); it.Next(); {
			parts = append(parts, string(it.Node().Data))
			line = p.Shape(it.Node().Raw).Start.Line
		}
		name := strings.Join(parts, ".")
		if e.Kind == unstable.Table || e.Kind == unstable.ArrayTable {
			prefix = name + "."
		} else {
			name = prefix + name
		}
		for at := name; at != ""; at = parent(at) {
			if lines[at] == 0 {
				lines[at] = line
			}
		}
	}
	return lines
}

// parent returns a name without its last part.
func parent(name string) string {
	i := strings.LastIndex(name, ".")
	return name[:max(i, 0)]
}

// textOf returns a value of the file as flags and environment write it.
func (k Key) textOf(value any) (string, error) {
	switch v := value.(type) {
	case string:
		if k.kind == text || k.kind == list && v == "" {
			return v, nil
		}
	case int64:
		if k.kind == number {
			return fmt.Sprint(v), nil
		}
	case bool:
		if k.kind == truth {
			return fmt.Sprint(v), nil
		}
	case []any:
		if k.kind == list {
			return joined(v)
		}
	case map[string]any:
		if k.kind == table {
			return pairs(v)
		}
	}
	return "", fmt.Errorf("%s, expected %s", typeName(value), map[kind]string{
		text: "a text in quotes", number: "a whole number without quotes", truth: "true or false",
		list: "a list of texts: [\"…\"]", table: "a table of texts: { 0 = \"0.1rlc\" }",
	}[k.kind])
}

func typeName(value any) string {
	switch v := value.(type) {
	case string:
		return fmt.Sprintf("%q is a text", v)
	case int64:
		return fmt.Sprintf("%d is a number", v)
	case bool:
		return fmt.Sprintf("%t is neither", v)
	case []any:
		return "this is a list"
	case map[string]any:
		return "this is a table"
	}
	return fmt.Sprintf("%v cannot be used", value)
}

func joined(values []any) (string, error) {
	var all []string
	for _, v := range values {
		s, ok := v.(string)
		if !ok || strings.Contains(s, ",") {
			return "", fmt.Errorf("%v is in the list, expected texts without commas", v)
		}
		all = append(all, s)
	}
	return strings.Join(all, ","), nil
}

func pairs(values map[string]any) (string, error) {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(values)) {
		s, ok := values[name].(string)
		if !ok || strings.ContainsAny(s+name, ",=") {
			return "", fmt.Errorf("%s = %v, expected a text, as %s = \"0.1rlc\"", name, values[name], name)
		}
		all = append(all, name+"="+s)
	}
	return strings.Join(all, ","), nil
}

// unknown says that there is no such key, and which one is like it.
func unknown(name string, nearest func(string, []string) string) string {
	var names []string
	for _, k := range Keys() {
		if k.Flag == strings.ReplaceAll(name, "_", "-") {
			return "there is no such key; the flag --" + k.Flag + " is " + k.Name + " here"
		}
		names = append(names, k.Name)
	}
	if nearest != nil {
		if near := nearest(name, names); near != "" {
			return "there is no such key, did you mean " + near + "?"
		}
	}
	return "there is no such key; all are in: iexecd worker config print"
}
