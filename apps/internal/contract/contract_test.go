package contract

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestInput(t *testing.T) {
	t.Setenv("IEXEC_IN", "/in")
	_, err := Input(1)
	require.ErrorIs(t, err, ErrNoInput)

	t.Setenv("IEXEC_DATASET_FILENAME", "0xdata")
	path, err := Input(1)
	require.NoError(t, err)
	require.Equal(t, "/in/0xdata", path, "without input files the dataset is the input")
	_, err = Input(2)
	require.ErrorIs(t, err, ErrNoInput)

	t.Setenv("IEXEC_INPUT_FILE_NAME_1", "../../etc/passwd")
	path, err = Input(1)
	require.NoError(t, err)
	require.Equal(t, "/in/passwd", path, "an input is in the folder, whatever its name")
}

func TestBotIndex(t *testing.T) {
	for text, want := range map[string]uint64{"": 0, "0": 0, "49": 49} {
		t.Setenv("IEXEC_BOT_TASK_INDEX", text)
		n, err := BotIndex()
		require.NoError(t, err)
		require.Equal(t, want, n)
	}
	for _, text := range []string{"-1", "x", "18446744073709551616"} {
		t.Setenv("IEXEC_BOT_TASK_INDEX", text)
		_, err := BotIndex()
		require.ErrorContains(t, err, text)
	}
}

func TestTaskID(t *testing.T) {
	t.Setenv("IEXEC_TASK_ID", "")
	require.Equal(t, "0x0", TaskID())
	t.Setenv("IEXEC_TASK_ID", "0x12")
	require.Equal(t, "0x12", TaskID())
}

func TestFinish(t *testing.T) {
	t.Setenv("IEXEC_OUT", "")
	require.ErrorIs(t, Finish("result.txt", nil), ErrNoOutput)

	out := t.TempDir()
	t.Setenv("IEXEC_OUT", out)
	require.NoError(t, Finish("result.txt", []byte("done\n")))
	text, err := os.ReadFile(filepath.Join(out, "computed.json"))
	require.NoError(t, err)
	var computed map[string]string
	require.NoError(t, json.Unmarshal(text, &computed))
	require.Equal(t, map[string]string{"deterministic-output-path": filepath.Join(out, "result.txt")}, computed)
	result, err := os.ReadFile(computed["deterministic-output-path"])
	require.NoError(t, err)
	require.Equal(t, "done\n", string(result))

	t.Setenv("IEXEC_OUT", filepath.Join(out, "missing"))
	require.ErrorContains(t, Finish("result.txt", nil), "cannot write the result")
}
