package cli

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"filippo.io/age"
	"github.com/spf13/cobra"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/worker"
	archives "github.com/iexecd/iexecd/worker/archive"
	"github.com/iexecd/iexecd/worker/contract"
	"github.com/iexecd/iexecd/worker/secret"
	markettypes "github.com/iexecd/iexecd/x/market/types"
)

// The flags of the dataset's commands.
const (
	flagKeyDir  = "key-dir"
	flagKeysURL = "keys-url"
	flagUnpack  = "unpack"
)

// ageMagic begins every encrypted file.
const ageMagic = "age-encryption.org/v1\n"

func datasetCommand() *cobra.Command {
	return parent("dataset", "Encrypt and publish datasets, and say which workers get their keys",
		datasetEncrypt(), datasetPublish(), datasetGrant(), datasetRevoke(), datasetServeKeys())
}

func datasetEncrypt() *cobra.Command {
	cmd := command("encrypt FILE", "Encrypt a file: FILE.age to publish, FILE.key to keep",
		"iexecd dataset encrypt prices.csv", cobra.ExactArgs(1), encryptDataset)
	cmd.Flags().String(flagOut, "", "the encrypted file (default: FILE.age)")
	cmd.Flags().String(flagKeyFile, "", "the file of the new key (default: FILE.key)")
	return cmd
}

func encryptDataset(_ context.Context, s *session, args []string) error {
	out, _ := s.cmd.Flags().GetString(flagOut)
	if out == "" {
		out = args[0] + ".age"
	}
	keyFile, _ := s.cmd.Flags().GetString(flagKeyFile)
	if keyFile == "" {
		keyFile = args[0] + ".key"
	}
	in, err := os.Open(args[0])
	if err != nil {
		return badInput("The file cannot be read", err.Error())
	}
	defer func() { _ = in.Close() }()
	key, recipient, err := secret.NewKey()
	if err != nil {
		return err
	}
	// The key first: a file that nobody can decrypt is of no use.
	writeKey := func(w io.Writer) error {
		_, err := io.WriteString(w, key+"\n")
		return err
	}
	if err := writeNew(keyFile, writeKey); err != nil {
		return badInput("The key cannot be written", err.Error(), "--"+flagKeyFile+" FILE")
	}
	sum := sha256.New()
	encrypt := func(w io.Writer) error { return encryptTo(io.MultiWriter(w, sum), in, recipient) }
	if err := writeNew(out, encrypt); err != nil {
		return badInput("The encrypted file cannot be written", err.Error(), "--"+flagOut+" FILE",
			"remove "+keyFile)
	}
	checksum := "0x" + hex.EncodeToString(sum.Sum(nil))
	s.steps.ok("encrypted", out)
	s.steps.ok("key", keyFile, "(whoever has it can read the dataset: keep it, and keep a copy)")
	s.say("   publish it: iexecd dataset publish %s --key-file %s --price 0.1rlc", out, keyFile)
	return s.result(map[string]any{"file": out, "key_file": keyFile, "checksum": checksum}, func(w io.Writer) error {
		_, err := fmt.Fprintln(w, checksum)
		return err
	})
}

func encryptTo(to io.Writer, from io.Reader, recipient age.Recipient) error {
	w, err := age.Encrypt(to, recipient)
	if err != nil {
		return err
	}
	_, err = io.Copy(w, from)
	return errors.Join(err, w.Close())
}

// writeNew writes a file that must not be there yet, for its owner alone; there is
// none if it fails.
func writeNew(name string, write func(io.Writer) error) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600) //nolint:gosec // named by the person
	if err != nil {
		return err
	}
	err = write(f)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return errors.Join(err, os.Remove(name))
	}
	return nil
}

func datasetPublish() *cobra.Command {
	cmd := command("publish FILE", "Upload, register and offer a dataset, in one command", `
iexecd dataset publish prices.csv --price 0.1rlc
iexecd dataset publish prices.csv.age --key-file prices.csv.key --keys-url https://keys.example.org --price 0.1rlc`,
		cobra.ExactArgs(1), publishDataset)
	offerFlags(cmd)
	f := cmd.Flags()
	_ = f.Set(flagVolume, "1000000")
	f.Lookup(flagVolume).DefValue = "1000000"
	f.String(flagName, "", "name in the registry (default: the file's)")
	f.String(flagStore, "", "content store that it is put into (default: the context's)")
	f.String(flagUnpack, "", "workers unpack it into a folder: zip, tar or tar.gz")
	f.String(flagKeyFile, "", "key of an encrypted file, put into --"+flagKeyDir)
	f.String(flagKeysURL, "", "where workers reach iexecd dataset serve-keys")
	keyDirFlag(cmd)
	return cmd
}

func publishDataset(ctx context.Context, s *session, args []string) error {
	content, err := os.ReadFile(args[0])
	if err != nil {
		return badInput("The file cannot be read", err.Error())
	}
	if len(content) > worker.MaxInputBytes {
		return badInput("The file is too large", fmt.Sprintf("%s, workers fetch at most %s",
			bytesText(int64(len(content))), bytesText(worker.MaxInputBytes)))
	}
	fragment, key, err := s.datasetFragment(content)
	if err != nil {
		return err
	}
	name, _ := s.cmd.Flags().GetString(flagName)
	if name == "" {
		name = filepath.Base(args[0])
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
	owner, err := s.signer(n)
	if err != nil {
		return err
	}
	if err := s.confirm(fmt.Sprintf("Publish %s (%s) at %s per use as %s?", clean(name), bytesText(int64(len(content))),
		t.price, owner.name)); err != nil {
		return err
	}
	location, err := s.upload(ctx, content)
	if err != nil {
		return err
	}
	return s.registerDataset(ctx, owner, &markettypes.MsgRegisterDataset{
		Owner: owner.address, Name: name, Location: location + fragment, Checksum: "0x" + hexSum(content),
	}, t, key)
}

// datasetFragment returns what the location says of the bytes, and the key to keep.
func (s *session) datasetFragment(content []byte) (fragment string, key []byte, err error) {
	f := s.cmd.Flags()
	var pairs []string
	unpack, _ := f.GetString(flagUnpack)
	if unpack != "" {
		if !archives.Kind(unpack).Valid() {
			return "", nil, badInput("--unpack "+clean(unpack)+" is no format", "expected zip, tar or tar.gz")
		}
		pairs = append(pairs, "unpack="+unpack)
	}
	keyFile, _ := f.GetString(flagKeyFile)
	keys, _ := f.GetString(flagKeysURL)
	if !bytes.HasPrefix(content, []byte(ageMagic)) {
		if keyFile+keys != "" {
			return "", nil, badInput("The file is not encrypted", "it does not begin with "+strings.TrimSpace(ageMagic),
				"iexecd dataset encrypt FILE")
		}
		return fragmentOf(pairs), nil, nil
	}
	pairs = append(pairs, "encryption="+contract.EncryptionAge)
	if keys != "" {
		if _, err := secret.KeysURL(keys); err != nil {
			return "", nil, badInput("--"+flagKeysURL+" "+clean(keys)+" cannot be used", err.Error(),
				"--"+flagKeysURL+" https://keys.example.org")
		}
		pairs = append(pairs, "keys="+url.QueryEscape(keys))
	}
	if keyFile == "" {
		return fragmentOf(pairs), nil, nil
	}
	if key, err = os.ReadFile(keyFile); err != nil { //nolint:gosec // named by the person
		return "", nil, badInput("The key cannot be read", err.Error())
	}
	if err := secret.Decrypt(io.Discard, bytes.NewReader(content), key); err != nil {
		return "", nil, badInput(keyFile+" is not the key of the file", err.Error())
	}
	return fragmentOf(pairs), key, nil
}

func fragmentOf(pairs []string) string {
	if len(pairs) == 0 {
		return ""
	}
	return "#" + strings.Join(pairs, "&")
}

func (s *session) registerDataset(ctx context.Context, owner *signer, m *markettypes.MsgRegisterDataset, t terms,
	key []byte,
) error {
	s.steps.ok("upload", clean(m.Location))
	var dataset markettypes.MsgRegisterDatasetResponse
	s.steps.wait("waiting for the block")
	registered, err := owner.send(ctx, m, &dataset)
	if err != nil {
		return err
	}
	s.steps.ok("dataset", dataset.Id, fmt.Sprintf("block %d", registered.height))
	if err := s.keepKey(dataset.Id, key); err != nil {
		return err
	}
	var order markettypes.MsgPlaceDatasetOrderResponse
	s.steps.wait("waiting for the block")
	use := markettypes.DatasetOrder{
		Dataset: dataset.Id, PriceNrlc: uint64(t.price), Volume: t.volume, ExpiryUnix: t.expiry, Salt: newSalt(),
	}
	offered, err := owner.send(ctx, &markettypes.MsgPlaceDatasetOrder{Owner: owner.address, Order: use}, &order)
	if err != nil {
		return err
	}
	s.steps.ok("offer", fmt.Sprintf("%s at %s", count(t.volume, "use"), t.price),
		fmt.Sprintf("block %d", offered.height))
	if key != nil {
		s.say("   let a worker have the key: iexecd dataset grant %s WORKER; iexecd dataset serve-keys", dataset.Id)
	}
	return s.result(map[string]any{
		"dataset": dataset.Id, "order": order.Id, "location": m.Location, "tx": []string{registered.hash, offered.hash},
	}, func(w io.Writer) error {
		_, err := fmt.Fprintln(w, dataset.Id)
		return err
	})
}

// keepKey puts a dataset's key where serve-keys looks for it.
func (s *session) keepKey(id string, key []byte) error {
	if key == nil {
		return nil
	}
	dataset, err := ident.ParseAddress(id)
	if err != nil {
		return err
	}
	dir, err := s.keyDir()
	if err != nil {
		return err
	}
	name := filepath.Join(dir, dataset.String()+".key")
	if err := os.WriteFile(name, key, 0o600); err != nil { //nolint:gosec // an id below the person's folder
		return badInput("The key cannot be kept", err.Error(), "copy it to "+name)
	}
	s.steps.ok("key", name)
	return nil
}
