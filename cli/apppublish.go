package cli

import (
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/spf13/cobra"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/worker"
	markettypes "github.com/iexecd/iexecd/x/market/types"
)

func appPublish() *cobra.Command {
	cmd := command("publish DIR|FILE.wasm|IMAGE", "Upload, register and offer an app, in one command", `
iexecd app publish hello.wasm --price 0.01rlc --volume 1000
iexecd app publish ./chess --price 0.02rlc
iexecd app publish iexec/stockfish --price 1nrlc`, cobra.ExactArgs(1), publish)
	cmd.Long = "Upload, register and offer an app. A folder is built first. A module goes into the content store;\n" +
		"an image of the Docker daemon into the registry of images, and is registered by the digest of its manifest."
	offerFlags(cmd)
	_ = cmd.Flags().Set(flagVolume, "1000000")
	cmd.Flags().Lookup(flagVolume).DefValue = "1000000"
	cmd.Flags().String(flagName, "", "name on the chain (default: app.json's, else the file's)")
	cmd.Flags().String(flagStore, "", "content store that a module is put into (default: the context's)")
	cmd.Flags().String(flagRegistry, "", "registry host:port that an image is pushed to (default: the context's)")
	return cmd
}

// wasmMagic begins every WebAssembly module.
const wasmMagic = "\x00asm"

// publication is an app that is to be published.
type publication struct {
	from  appSource
	name  string
	tag   market.Tag
	terms terms
	key   *signer
}

func publish(ctx context.Context, s *session, args []string) error {
	from, err := findSource(args[0])
	if err != nil {
		return err
	}
	p := publication{from: from, name: from.name()}
	if name, _ := s.cmd.Flags().GetString(flagName); name != "" {
		p.name = name
	}
	if p.tag, err = from.tag(); err != nil {
		return err
	}
	n, err := s.connect()
	if err != nil {
		return err
	}
	defer n.close()
	if p.terms, err = s.offerTerms(ctx, n); err != nil {
		return err
	}
	if p.key, err = s.signer(n); err != nil {
		return err
	}
	if p.from, err = s.build(ctx, from); err != nil {
		return err
	}
	if p.from.oci() {
		return s.publishImage(ctx, p)
	}
	return s.publishModule(ctx, p)
}

// tag returns what an app demands of workers.
func (s appSource) tag() (market.Tag, error) {
	needs := s.about.Needs
	if !s.oci() {
		if len(needs) > 0 {
			return market.Tag{}, badInput("app.json asks for "+clean(strings.Join(needs, ", ")),
				"an app of runtime wasm needs nothing of a worker", "take needs out of app.json")
		}
		return market.Tag{}, nil
	}
	tag, err := worker.ParseTag(strings.Join(append([]string{"containers"}, needs...), ","))
	if err != nil {
		return tag, badInput("The needs in app.json cannot be understood", err.Error())
	}
	return tag, nil
}

func (s *session) publishModule(ctx context.Context, p publication) error {
	module, err := os.ReadFile(p.from.module)
	if err != nil {
		return badInput("The file cannot be read", err.Error())
	}
	if err := s.confirmPublish(p, int64(len(module))); err != nil {
		return err
	}
	location, err := s.upload(ctx, module)
	if err != nil {
		return err
	}
	s.steps.ok("upload", location)
	return s.register(ctx, p, &markettypes.MsgRegisterApp{
		Owner: p.key.address, Name: p.name, Runtime: markettypes.Runtime_RUNTIME_WASM,
		Location: location, Checksum: "0x" + hexSum(module),
	})
}

func (s *session) publishImage(ctx context.Context, p publication) error {
	var location string
	b, err := s.describe(ctx, p.from, func(image v1.Image) error {
		size, err := sizeOfImage(image)
		if err != nil {
			return err
		}
		if err := s.confirmPublish(p, size); err != nil {
			return err
		}
		s.steps.wait("pushing " + bytesText(size))
		location, err = s.push(ctx, image, appName(p.name))
		return err
	})
	if err != nil {
		return err
	}
	s.steps.ok("push", location)
	sum, err := hex.DecodeString(strings.TrimPrefix(b.Digest, "sha256:"))
	if err != nil {
		return err
	}
	return s.register(ctx, p, &markettypes.MsgRegisterApp{
		Owner: p.key.address, Name: p.name, Runtime: markettypes.Runtime_RUNTIME_OCI,
		Location: location, Checksum: "0x" + hex.EncodeToString(sum),
	})
}

func (s *session) confirmPublish(p publication, size int64) error {
	return s.confirm(fmt.Sprintf("Publish %s (%s) at %s per run as %s?", p.name, bytesText(size), p.terms.price,
		p.key.name))
}

// register registers an app whose bytes are where they should be, and offers it.
func (s *session) register(ctx context.Context, p publication, msg *markettypes.MsgRegisterApp) error {
	var app markettypes.MsgRegisterAppResponse
	s.steps.wait("waiting for the block")
	registered, err := p.key.send(ctx, msg, &app)
	if err != nil {
		return err
	}
	s.steps.ok("app", app.Id, fmt.Sprintf("block %d", registered.height))
	terms := markettypes.AppOrder{
		App: app.Id, PriceNrlc: uint64(p.terms.price), Volume: p.terms.volume,
		ExpiryUnix: p.terms.expiry, Salt: newSalt(),
	}
	if !p.tag.IsZero() {
		terms.Tag = ident.Hash(p.tag).String()
	}
	var order markettypes.MsgPlaceAppOrderResponse
	s.steps.wait("waiting for the block")
	offered, err := p.key.send(ctx, &markettypes.MsgPlaceAppOrder{Owner: p.key.address, Order: terms}, &order)
	if err != nil {
		return err
	}
	s.steps.ok("offer", fmt.Sprintf("%s at %s", count(p.terms.volume, "run"), p.terms.price),
		fmt.Sprintf("block %d", offered.height))
	s.say("   run it: iexecd run %s", p.name)
	if p.from.about.Title != "" {
		s.say("   put it into the store: iexecd app list %s --file %s", app.Id, filepath.Join(p.from.dir, listingFile))
	}
	result := map[string]any{
		"app": app.Id, "order": order.Id, "location": msg.Location, "checksum": msg.Checksum,
		"tx": []string{registered.hash, offered.hash},
	}
	return s.result(result, func(w io.Writer) error {
		_, err := fmt.Fprintln(w, app.Id)
		return err
	})
}
