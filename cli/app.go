package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	markettypes "github.com/iexecd/iexecd/x/market/types"
)

const flagName = "name"

func appCommand() *cobra.Command {
	return parent("app", "List, show and publish apps", appLs(), appShow(), appPublish(), appList(), appUnlist())
}

func appPublish() *cobra.Command {
	cmd := command("publish FILE.wasm", "Upload, register and offer an app, in one command",
		"iexecd app publish hello.wasm --price 0.01rlc --volume 1000", cobra.ExactArgs(1), publish)
	offerFlags(cmd)
	_ = cmd.Flags().Set(flagVolume, "1000000")
	cmd.Flags().Lookup(flagVolume).DefValue = "1000000"
	cmd.Flags().String(flagName, "", "name in the registry (default: the file's)")
	cmd.Flags().String(flagStore, "", "content store that it is put into (default: the context's)")
	return cmd
}

// wasmMagic begins every WebAssembly module.
const wasmMagic = "\x00asm"

func publish(ctx context.Context, s *session, args []string) error {
	module, err := os.ReadFile(args[0])
	if err != nil {
		return badInput("The file cannot be read", err.Error())
	}
	if !strings.HasPrefix(string(module), wasmMagic) {
		return badInput(args[0]+" is not a WebAssembly module", "it does not begin with \\0asm",
			"GOOS=wasip1 GOARCH=wasm go build -o app.wasm .")
	}
	name, _ := s.cmd.Flags().GetString(flagName)
	if name == "" {
		name = strings.TrimSuffix(filepath.Base(args[0]), ".wasm")
	}
	n, err := s.connect()
	if err != nil {
		return err
	}
	defer n.close()
	t, err := s.offerTerms(ctx, n)
	if err != nil {
		return err
	}
	key, err := s.signer(n)
	if err != nil {
		return err
	}
	if err := s.confirm(fmt.Sprintf("Publish %s (%s) at %s per run as %s?", name, bytesText(int64(len(module))),
		t.price, key.name)); err != nil {
		return err
	}
	return s.publishModule(ctx, key, name, module, t)
}

func (s *session) publishModule(ctx context.Context, key *signer, name string, module []byte, t terms) error {
	location, err := s.upload(ctx, module)
	if err != nil {
		return err
	}
	s.steps.ok("upload", location)
	var app markettypes.MsgRegisterAppResponse
	s.steps.wait("waiting for the block")
	registered, err := key.send(ctx, &markettypes.MsgRegisterApp{
		Owner: key.address, Name: name, Runtime: markettypes.Runtime_RUNTIME_WASM,
		Location: location, Checksum: "0x" + hexSum(module),
	}, &app)
	if err != nil {
		return err
	}
	s.steps.ok("app", app.Id, fmt.Sprintf("block %d", registered.height))
	var order markettypes.MsgPlaceAppOrderResponse
	s.steps.wait("waiting for the block")
	offered, err := key.send(ctx, &markettypes.MsgPlaceAppOrder{Owner: key.address, Order: markettypes.AppOrder{
		App: app.Id, PriceNrlc: uint64(t.price), Volume: t.volume, ExpiryUnix: t.expiry, Salt: newSalt(),
	}}, &order)
	if err != nil {
		return err
	}
	s.steps.ok("offer", fmt.Sprintf("%s at %s", count(t.volume, "run"), t.price),
		fmt.Sprintf("block %d", offered.height))
	s.say("   run it: iexecd run %s", name)
	result := map[string]any{
		"app": app.Id, "order": order.Id, "location": location, "tx": []string{registered.hash, offered.hash},
	}
	return s.result(result, func(w io.Writer) error {
		_, err := fmt.Fprintln(w, app.Id)
		return err
	})
}
