package cli

import (
	"context"
	"encoding/json"

	"github.com/spf13/pflag"
)

func inputFlags(f *pflag.FlagSet) {
	f.StringArray(flagInput, nil, "input file, or URL of one with #sha256=…&name=…; may be repeated")
	f.String(flagStore, "", "content store that input files are put into (default: the context's)")
}

// addInputs uploads the files of --input and names them in the order.
func (s *session) addInputs(ctx context.Context, w *wish) error {
	inputs, _ := s.cmd.Flags().GetStringArray(flagInput)
	if len(inputs) == 0 {
		return nil
	}
	urls, err := s.uploadInputs(ctx, inputs)
	if err != nil {
		return err
	}
	var p params
	if err := json.Unmarshal([]byte(w.order.Params), &p); err != nil {
		return err
	}
	p.InputFiles = urls
	text, err := json.Marshal(p)
	w.order.Params = string(text)
	return err
}
