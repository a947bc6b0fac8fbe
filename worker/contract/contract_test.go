package contract

import (
	"encoding/hex"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/iexecd/iexecd/core/ident"
)

var sum = strings.Repeat("ab", 32)

func TestSplit(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"":                      nil,
		"  \t\n":                nil,
		"aa":                    {"aa"},
		" a  b\tc ":             {"a", "b", "c"},
		`"a b" c`:               {"a b", "c"},
		`'a "b"' "it's"`:        {`a "b"`, "it's"},
		`a\ b \\ \"`:            {"a b", `\`, `"`},
		`""`:                    {""},
		`a""b`:                  {"ab"},
		`'a\b'`:                 {`a\b`},
		`"a\"b"`:                {`a"b`},
		`$HOME *.txt ~ $(rm) ;`: {"$HOME", "*.txt", "~", "$(rm)", ";"},
		"é 世":                   {"é", "世"},
	} {
		got, err := Split(text)
		require.NoError(t, err, text)
		require.Equal(t, want, got, text)
	}
	for _, text := range []string{`"a`, `'a`, `a\`, strings.Repeat("a ", MaxArgs+1)} {
		_, err := Split(text)
		require.ErrorIs(t, err, ErrBadParams, text)
	}
}

// TestQuoteSplit: what is quoted is split into the same arguments.
func TestQuoteSplit(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.SliceOfN(rapid.String(), 0, 8).Draw(t, "args")
		for i := range want {
			want[i] = strings.ToValidUTF8(want[i], "?")
		}
		got, err := Split(Quote(want))
		require.NoError(t, err)
		require.Equal(t, append([]string{}, want...), append([]string{}, got...))
	})
}

func TestParse(t *testing.T) {
	t.Parallel()
	p, err := Parse(`aa --fast`)
	require.NoError(t, err)
	require.Equal(t, []string{"aa", "--fast"}, p.Args)

	p, err = Parse(`{"iexec_args":"-n 3","iexec_input_files":["https://x.org/a.txt#sha256=` + sum +
		`&name=book.txt","http://x.org/b?q=1#sha256=0x` + sum + `"],"iexec_result_storage_provider":"ipfs"}`)
	require.NoError(t, err)
	require.Equal(t, []string{"-n", "3"}, p.Args)
	require.Len(t, p.Inputs, 2)
	require.Equal(t, "https://x.org/a.txt", p.Inputs[0].URL)
	require.Equal(t, "book.txt", p.Inputs[0].Name)
	require.Equal(t, sum, hex.EncodeToString(p.Inputs[0].SHA256[:]))
	require.Equal(t, "http://x.org/b?q=1", p.Inputs[1].URL)
	require.Len(t, p.Inputs[1].Name, 64)

	p, err = Parse("")
	require.NoError(t, err)
	require.Equal(t, Params{}, p)
}

// TestParseRefuses: the texts are results that workers must agree on; a change of
// one of them is state machine breaking for tasks that are open.
func TestParseRefuses(t *testing.T) {
	t.Parallel()
	file := func(entry string) string { return `{"iexec_input_files":["` + entry + `"]}` }
	files := func(list string) string { return `{"iexec_input_files":[` + list + `]}` }
	twice := `"http://x/a#sha256=` + sum + `&name=n"`
	for text, want := range map[string]string{
		`{`:                         "not the JSON of iExec's params",
		`{"iexec_args":3}`:          "not the JSON of iExec's params",
		`{"iexec_args":"'"}`:        "iexec_args: a quote is not closed",
		file("a.txt#sha256=" + sum): "input file 1: not a URL",
		file("http://x/a"): "input file 1: no #sha256=<64 hexadecimal digits>: " +
			"without it workers could not agree",
		file("http://x/a#sha256=12"): "input file 1: sha256 is not 64 hexadecimal digits",
		file("http://x/a#sha256=" + sum + "&name=../x"): "input file 1: the name is not 1 to 128 letters, " +
			"digits, dots, dashes, underscores; no dot first",
		files(twice + "," + twice):                          "input file 2: the name n is taken already",
		files(strings.Repeat(twice+",", MaxInputs) + twice): "65 input files, at most 64",
	} {
		_, err := Parse(text)
		require.ErrorIs(t, err, ErrBadParams, text)
		require.EqualError(t, err, "bad params: "+want)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(`{"iexec_args":"a","iexec_input_files":["http://x/a#sha256=00"]}`)
	f.Fuzz(func(t *testing.T, text string) {
		p, err := Parse(text)
		if err != nil {
			require.ErrorIs(t, err, ErrBadParams)
			return
		}
		for _, in := range p.Inputs {
			require.True(t, plain(in.Name))
			require.NotEqual(t, "..", in.Name)
		}
	})
}

func TestEnv(t *testing.T) {
	t.Parallel()
	inputs := []Input{{Name: "a"}, {Name: "b"}}
	require.Equal(t, []string{
		"IEXEC_TASK_ID=" + ident.Hash{1}.String(), "IEXEC_DEAL_ID=" + ident.Hash{2}.String(), "IEXEC_TASK_INDEX=7",
		"IEXEC_IN=/iexec_in", "IEXEC_OUT=/iexec_out", "IEXEC_BOT_SIZE=9", "IEXEC_BOT_FIRST_INDEX=5",
		"IEXEC_BOT_TASK_INDEX=7",
		"IEXEC_DATASET_ADDRESS=" + ident.Address{3}.String(), "IEXEC_DATASET_FILENAME=" + ident.Address{3}.String(),
		"IEXEC_INPUT_FILES_FOLDER=/iexec_in", "IEXEC_INPUT_FILES_NUMBER=2",
		"IEXEC_INPUT_FILE_NAME_1=a", "IEXEC_INPUT_FILE_NAME_2=b",
	}, Env(Task{
		ID: ident.Hash{1}, Deal: ident.Hash{2}, Index: 7, First: 5, Size: 9, Dataset: ident.Address{3}, Inputs: inputs,
	}))
	for _, line := range Env(Task{}) {
		require.NotContains(t, line, "DATASET")
	}
}
