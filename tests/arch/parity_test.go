package arch

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// parityPath is the table of the original's test cases.
const parityPath = root + "/docs/poco-parity.md"

// parityCases are the original's test files, how many cases each declares, and
// how the table names them; last the gaps in them that our tests close.
var parityCases = []struct {
	heading, id string
	cases       int
}{
	{"`000_fullchain-boost.test.ts`", "BoostChain", 8},
	{"`000_fullchain.test.ts`", "Chain", 7},
	{"`200_fullchain-bot.test.ts`", "Bot", 1},
	{"`201_fullchain-multi-orders.test.ts`", "MultiOrders", 1},
	{"`300_fullchain-reopen.test.ts`", "ReopenChain", 1},
	{"`byContract/Diamond.test.ts`", "Diamond", 6},
	{"`byContract/IexecAccessors/IexecAccessorsABILegacy.test.ts`", "Legacy", 7},
	{"`byContract/IexecCategoryManager/IexecCategoryManager.test.ts`", "Category", 4},
	{"`byContract/IexecConfiguration/IexecConfiguration.test.ts`", "Config", 15},
	{"`byContract/IexecERC20/IexecERC20.test.ts`", "ERC20", 27},
	{"`byContract/IexecEscrow/IexecEscrowNative.test.ts`", "Native", 20},
	{"`byContract/IexecEscrow/IexecEscrowToken-receiveApproval.test.ts`", "Approval", 12},
	{"`byContract/IexecEscrow/IexecEscrowToken.test.ts`", "Token", 23},
	{"`byContract/IexecOrderManagement/IexecOrderManagement.test.ts`", "Manage", 20},
	{"`byContract/IexecPoco/IexecPoco1.test.ts`", "Poco1", 59},
	{"`byContract/IexecPoco/IexecPoco2-claim.test.ts`", "Claim", 11},
	{"`byContract/IexecPoco/IexecPoco2-contribute-and-finalize.test.ts`", "OneStep", 11},
	{"`byContract/IexecPoco/IexecPoco2-contribute.test.ts`", "Contribute", 10},
	{"`byContract/IexecPoco/IexecPoco2-finalize.test.ts`", "Finalize", 12},
	{"`byContract/IexecPoco/IexecPoco2-initialize.test.ts`", "Initialize", 7},
	{"`byContract/IexecPoco/IexecPoco2-reopen.test.ts`", "Reopen", 7},
	{"`byContract/IexecPoco/IexecPoco2-reveal.test.ts`", "Reveal", 8},
	{"`byContract/IexecPocoBoost/IexecEscrow.test.ts`", "BoostEscrow", 12},
	{"`byContract/IexecPocoBoost/IexecPocoBoost.test.ts`", "Boost", 63},
	{"`byContract/IexecRelay/IexecRelay.test.ts`", "Relay", 4},
	{"`byContract/iexecPocoAccessors/IexecPocoAccessors.test.ts`", "Accessors", 35},
	{"`byContract/registries/assets.test.ts`", "Assets", 10},
	{"`byContract/registries/registries.test.ts`", "Registries", 29},
	{"Gaps in the original's tests", "Gap", 20},
}

// The verdicts of a row.
const (
	parityShown = "shown"
	parityOurs  = "by design"
	parityNot   = "n/a"
)

// parityRow is one line of the table.
type parityRow struct{ id, behaviour, verdict, where string }

var (
	codeSpan   = regexp.MustCompile("`[^`]*`")
	testSpan   = regexp.MustCompile("^`([a-z][a-z0-9_/]*) ((?:Test|Fuzz)[A-Za-z0-9]+)((?:/[^/` ]+)*)`$")
	vectorSpan = regexp.MustCompile("^`((matching|consensus|settlement)-[0-9]{3})`$")
	// What is meant to be one of them must be read as one.
	almostTest   = regexp.MustCompile("[Tt]est|Fuzz|-[0-9]")
	rowReference = regexp.MustCompile(`[A-Z][A-Za-z0-9]+ L[0-9]+|Gap [0-9]+`)
	parityTotal  = regexp.MustCompile(`\*\*([0-9]+) rows\*\*: ([0-9]+) shown, ([0-9]+) by design, ([0-9]+) n/a`)
)

// TestParity holds docs/poco-parity.md against the tree: each case of the
// original's tests has a row, each row names tests that exist or says why there
// is none, and the sums in the introduction are right.
func TestParity(t *testing.T) {
	text, err := os.ReadFile(parityPath)
	if err != nil {
		t.Fatal(err)
	}
	intro, sections := paritySections(string(text))
	if len(sections) != len(parityCases) {
		t.Fatalf("%d headings, want %d", len(sections), len(parityCases))
	}
	count, tests, ids := map[string]int{}, testIndex{}, map[string]bool{}
	for _, s := range sections {
		for _, r := range s.rows {
			ids[r.id] = true
		}
	}
	for i, c := range parityCases {
		s := sections[i]
		if want := c.heading + ": " + strconv.Itoa(c.cases); s.heading != want {
			t.Errorf("heading %d is %q, want %q", i+1, s.heading, want)
		}
		if len(s.rows) != c.cases {
			t.Errorf("%s: %d rows, want %d", c.heading, len(s.rows), c.cases)
		}
		last := 0
		for _, r := range s.rows {
			number, ok := strings.CutPrefix(r.id, c.id+" L")
			if c.id == "Gap" {
				number, ok = strings.CutPrefix(r.id, "Gap ")
			}
			n, err := strconv.Atoi(number)
			if !ok || err != nil || n <= last {
				t.Errorf("%s: row %q after number %d", c.heading, r.id, last)
			}
			last = n
			count[r.verdict]++
			tests.checkRow(t, r)
			for _, other := range rowReference.FindAllString(r.where, -1) {
				if !ids[other] || other == r.id {
					t.Errorf("%s: there is no other row %s", r.id, other)
				}
			}
		}
	}
	m := parityTotal.FindStringSubmatch(intro)
	if m == nil {
		t.Fatalf("the introduction has no sums: want %s", parityTotal)
	}
	for i, want := range []int{
		count[parityShown] + count[parityOurs] + count[parityNot], count[parityShown], count[parityOurs],
		count[parityNot],
	} {
		if m[i+1] != strconv.Itoa(want) {
			t.Errorf("the introduction says %q, counted are %d for its number %d", m[0], want, i+1)
		}
	}
}

type paritySection struct {
	heading string
	rows    []parityRow
}

// paritySections returns what is before the first heading of rank 2, and the sections.
func paritySections(text string) (intro string, sections []paritySection) {
	parts := strings.Split(text, "\n## ")
	for _, part := range parts[1:] {
		lines := strings.Split(part, "\n")
		s := paritySection{heading: lines[0]}
		for _, line := range lines[1:] {
			cells := strings.Split(strings.Trim(line, "|"), "|")
			if !strings.HasPrefix(line, "|") || cells[0] == "---" || strings.TrimSpace(cells[0]) == "Case" {
				continue
			}
			cells = append(cells, "", "", "")
			for i := range cells {
				cells[i] = strings.TrimSpace(cells[i])
			}
			s.rows = append(s.rows, parityRow{cells[0], cells[1], cells[2], strings.Join(cells[3:], "")})
		}
		sections = append(sections, s)
	}
	return parts[0], sections
}

// testIndex holds what the tests of each package declare, read when asked for.
type testIndex map[string]*packageTests

type packageTests struct {
	funcs    map[string]bool
	literals map[string]bool // string constants, written as names of subtests
}

// checkRow checks one row by itself.
func (x testIndex) checkRow(t *testing.T, r parityRow) {
	t.Helper()
	if r.behaviour == "" {
		t.Errorf("%s: no behaviour", r.id)
	}
	spans, named := codeSpan.FindAllString(r.where, -1), 0
	for _, span := range spans {
		test, vector := testSpan.FindStringSubmatch(span), vectorSpan.FindStringSubmatch(span)
		switch {
		case test != nil:
			named++
			if why := x.missing(t, test[1], test[2], test[3]); why != "" {
				t.Errorf("%s: %s: %s", r.id, span, why)
			}
		case vector != nil:
			named++
			if !vectorIDs(t)[vector[1]] {
				t.Errorf("%s: there is no vector %s", r.id, span)
			}
		case almostTest.MatchString(span):
			t.Errorf("%s: %s is neither a test, as `core/poco TestReopened`, nor a vector, as `matching-054`", r.id, span)
		}
	}
	reason := strings.Trim(codeSpan.ReplaceAllString(r.where, ""), " ,;.:")
	switch r.verdict {
	case parityShown:
		if named == 0 {
			t.Errorf("%s: shown, but it names no test", r.id)
		}
	case parityOurs:
		if named == 0 || len(reason) < 10 {
			t.Errorf("%s: by design needs a reason and a test that shows our way", r.id)
		}
	case parityNot:
		if len(reason) < 10 {
			t.Errorf("%s: neither a test nor a reason", r.id)
		}
	default:
		t.Errorf("%s: verdict %q, want %s, %s or %s", r.id, r.verdict, parityShown, parityOurs, parityNot)
	}
}

// missing says what of a test is not in the tree, "" if all of it is. A subtest
// is a constant of the package's tests, or a story of that name in its testdata.
func (x testIndex) missing(t *testing.T, dir, name, subtests string) string {
	t.Helper()
	p, ok := x[dir]
	if !ok {
		p = readTests(t, dir)
		x[dir] = p
	}
	if len(p.funcs) == 0 {
		return "there are no tests in this folder"
	}
	if !p.funcs[name] {
		return "there is no such test in this package"
	}
	for sub := range strings.SplitSeq(strings.TrimPrefix(subtests, "/"), "/") {
		if sub == "" || p.literals[sub] {
			continue
		}
		if _, err := os.Stat(filepath.Join(root, dir, "testdata", sub+".txt")); err != nil {
			return "there is no subtest " + sub
		}
	}
	return ""
}

// readTests parses the tests of one folder.
func readTests(t *testing.T, dir string) *packageTests {
	t.Helper()
	p := &packageTests{map[string]bool{}, map[string]bool{}}
	files, err := filepath.Glob(filepath.Join(root, dir, "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range files {
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				p.funcs[n.Name.Name] = n.Recv == nil
			case *ast.BasicLit:
				if s, err := strconv.Unquote(n.Value); n.Kind == token.STRING && err == nil {
					p.literals[strings.ReplaceAll(s, " ", "_")] = true
				}
			}
			return true
		})
	}
	return p
}

var knownVectors map[string]bool

// vectorIDs returns the ids of all vectors of vectors/poco.
func vectorIDs(t *testing.T) map[string]bool {
	t.Helper()
	if knownVectors != nil {
		return knownVectors
	}
	knownVectors = map[string]bool{}
	files, err := filepath.Glob(root + "/vectors/poco/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no vectors: %v", err)
	}
	for _, path := range files {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var file struct{ Vectors []struct{ ID string } }
		if err := json.Unmarshal(text, &file); err != nil {
			t.Fatal(err)
		}
		for _, v := range file.Vectors {
			knownVectors[v.ID] = true
		}
	}
	return knownVectors
}

// TestParityNotices checks that a row which claims too much is noticed.
func TestParityNotices(t *testing.T) {
	x := testIndex{}
	for want, ref := range map[string][3]string{
		"":                                      {"tests/arch", "TestParityNotices", ""},
		"there are no tests in this folder":     {"docs", "TestParity", ""},
		"there is no such test in this package": {"tests/arch", "TestThatNobodyWrote", ""},
		"there is no subtest deep":              {"core/market", "TestStories", "/deep"},
	} {
		if got := x.missing(t, ref[0], ref[1], ref[2]); got != want {
			t.Errorf("%v: got %q, want %q", ref, got, want)
		}
	}
	if got := x.missing(t, "core/market", "TestStories", "/example"); got != "" {
		t.Errorf("a story is a subtest: %s", got)
	}
	_, sections := paritySections(
		"# x\n## a: 1\n| Case | B | | W |\n|---|---|---|---|\n| A L1 | does | shown | here |\n")
	want := []paritySection{{"a: 1", []parityRow{{"A L1", "does", "shown", "here"}}}}
	if len(sections) != 1 || sections[0].heading != want[0].heading || !slices.Equal(sections[0].rows, want[0].rows) {
		t.Errorf("got %+v, want %+v", sections, want)
	}
}
