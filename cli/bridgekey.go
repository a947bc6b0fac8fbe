package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/iexecd/iexecd/bridge/sign"
	"github.com/iexecd/iexecd/core/bridge"
	bridgetypes "github.com/iexecd/iexecd/x/rlcbridge/types"
)

// BridgeKeyFile is the file of a validator's bridge key, below config of its home.
const BridgeKeyFile = "bridge_key.hex"

const (
	flagDeposits    = "deposits"
	flagWithdrawals = "withdrawals"
	flagReason      = "reason"
)

func bridgeKeygen() *cobra.Command {
	cmd := command("keygen", "Make the key with which a validator signs for the vault",
		"iexecd bridge keygen\niexecd bridge keygen --key-file ./bridge_key.hex", cobra.NoArgs,
		func(_ context.Context, s *session, _ []string) error {
			path, err := s.bridgeKeyFile()
			if err != nil {
				return err
			}
			if _, err := os.Lstat(path); err == nil {
				return badInput("Not made: "+path+" is there already", "a key that signed may be needed again",
					"iexecd bridge register", "--"+flagKeyFile+" another file")
			}
			if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
				return badInput("The folder of the key cannot be made", err.Error())
			}
			key, err := sign.CreateKey(path)
			if err != nil {
				return badInput("The key cannot be written", err.Error())
			}
			address := key.Address().Checksummed()
			return s.result(map[string]any{"file": path, "address": address}, func(w io.Writer) error {
				var t table
				t.add("file", path)
				t.add("address", address)
				t.add("next", "iexecd bridge register --from VALIDATOR")
				return t.print(w, "")
			})
		})
	bridgeKeyFlag(cmd)
	return cmd
}

func bridgeRegister() *cobra.Command {
	cmd := command("register", "Register the bridge key of this node for a validator, or a new one",
		"iexecd bridge register --from validator", cobra.NoArgs, withNode(registerBridgeKey))
	keyFlags(cmd.Flags())
	bridgeKeyFlag(cmd)
	return cmd
}

func registerBridgeKey(ctx context.Context, s *session, n *node, _ []string) error {
	key, err := s.bridgeKey()
	if err != nil {
		return err
	}
	v, err := n.bridgeView(ctx, s.now())
	if err != nil {
		return err
	}
	signer, err := s.signer(n)
	if err != nil {
		return err
	}
	operator, err := bridgetypes.Operator(signer.key.Address())
	if err != nil {
		return err
	}
	var before uint64
	r, err := n.bridge().Key(ctx, &bridgetypes.QueryKeyRequest{Operator: operator})
	switch {
	case err == nil:
		before = r.Key.Registered
	case asError(err).Exit != ExitNotFound:
		return err
	}
	proof, err := key.Bind(v.Domain, bridge.Bind{Operator: operator, Seq: before})
	if err != nil {
		return badInput("The bridge key cannot sign", err.Error())
	}
	address := key.Address().Checksummed()
	if err := s.confirm(fmt.Sprintf("Register bridge key %s for validator %s?", short(address), operator)); err != nil {
		return err
	}
	s.steps.wait("waiting for the block")
	tx, err := signer.send(ctx, &bridgetypes.MsgRegisterBridgeKey{
		Operator: operator, Address: address, Proof: bridgetypes.Hex(proof),
	}, &bridgetypes.MsgRegisterBridgeKeyResponse{})
	if err != nil {
		return err
	}
	return s.result(map[string]any{
		"operator": operator, "address": address, "registered": before + 1, "tx": tx.hash, "height": tx.height,
	}, func(w io.Writer) error {
		var t table
		t.add("validator", operator)
		t.add("address", address)
		t.add("in force", "from the next validator set that the vault takes; keep older keys until then")
		t.add("tx", tx.hash)
		return t.print(w, "")
	})
}

func bridgePause() *cobra.Command {
	cmd := command("pause", "Stop deposits, withdrawals, or both, as guardian or pauser", `
iexecd bridge pause --withdrawals --for 24h --reason "a strange batch"
iexecd bridge pause --deposits --withdrawals --for 1h --reason test`, cobra.NoArgs, sending(pauseOffer))
	keyFlags(cmd.Flags())
	f := cmd.Flags()
	f.Bool(flagDeposits, false, "stop deposits")
	f.Bool(flagWithdrawals, false, "stop withdrawals")
	f.Duration(flagFor, 0, "for so long; it never shortens a pause")
	f.String(flagReason, "", "why, for all to read")
	_ = cmd.MarkFlagRequired(flagFor)
	_ = cmd.MarkFlagRequired(flagReason)
	return cmd
}

func pauseOffer(ctx context.Context, s *session, n *node, key *signer, _ []string) (*offer, error) {
	f := s.cmd.Flags()
	var flags uint8
	what := ""
	for _, d := range []struct {
		name string
		flag uint8
	}{{flagDeposits, bridge.PauseDeposits}, {flagWithdrawals, bridge.PauseWithdrawals}} {
		if on, _ := f.GetBool(d.name); on {
			if flags != 0 {
				what += " and "
			}
			flags, what = flags|d.flag, what+d.name
		}
	}
	if flags == 0 {
		return nil, badInput("Nothing to pause", "neither --deposits nor --withdrawals is given", "--deposits",
			"--withdrawals")
	}
	d, _ := f.GetDuration(flagFor)
	reason, _ := f.GetString(flagReason)
	v, err := n.bridgeView(ctx, s.now())
	if err != nil {
		return nil, err
	}
	most := v.params.MaxPauseSeconds
	switch {
	case d < time.Second || d%time.Second != 0:
		return nil, badInput(fmt.Sprintf("--for %s is not a time", d), "expected whole seconds from 1, for example 24h")
	case uint64(d/time.Second) > most:
		return nil, badInput("--for is too long", fmt.Sprintf("%s is more than the most of %s", seconds(d),
			secondsText(most)))
	case len(reason) > bridgetypes.MaxReasonBytes:
		return nil, badInput("--reason is too long", fmt.Sprintf("it has %d bytes, the most is %d", len(reason),
			bridgetypes.MaxReasonBytes))
	}
	return &offer{
		question: fmt.Sprintf("Stop %s for %s as %s?", what, seconds(d), key.name),
		msg: &bridgetypes.MsgPause{
			Sender: key.address, Flags: uint32(flags), Seconds: uint64(d / time.Second), Reason: reason,
		},
		answer: &bridgetypes.MsgPauseResponse{},
		done: func(tx *included) {
			s.steps.ok("paused", what, "for "+seconds(d), fmt.Sprintf("block %d", tx.height))
		},
	}, nil
}

func bridgeKeyFlag(cmd *cobra.Command) {
	cmd.Flags().String(flagKeyFile, "", "file of the key (default: config/"+BridgeKeyFile+" in --home)")
}

func (s *session) bridgeKeyFile() (string, error) {
	if path, _ := s.cmd.Flags().GetString(flagKeyFile); path != "" {
		return path, nil
	}
	home, err := homeOf(s.cmd)
	return filepath.Join(home, "config", BridgeKeyFile), err
}

func (s *session) bridgeKey() (sign.Key, error) {
	path, err := s.bridgeKeyFile()
	if err != nil {
		return sign.Key{}, err
	}
	key, err := sign.LoadKey(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return key, &Error{
			Code: codeNoKey, Exit: ExitKey, What: "No key in " + path, Next: []string{"iexecd bridge keygen"}, Err: err,
		}
	case err != nil:
		return key, badInput("The file of the bridge key cannot be used", err.Error())
	}
	return key, nil
}
