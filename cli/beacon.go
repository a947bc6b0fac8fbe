package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/iexecd/iexecd/core/beacon"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/crypto/vrf"
	beacontypes "github.com/iexecd/iexecd/x/beacon/types"
)

const (
	flagKeyFile = "key-file"
	flagAdd     = "add"
)

// BeaconCommand is for those who run a validator: the key with which it proves
// randomness. Root puts it beside the node's commands.
func BeaconCommand() *cobra.Command {
	return parent("beacon", "Make and register the key with which a validator proves randomness",
		beaconKeygen(), beaconRegister(), beaconShow())
}

func beaconKeygen() *cobra.Command {
	cmd := command("keygen", "Make a key for the random beacon; the node finds it without a restart",
		"iexecd beacon keygen\niexecd beacon keygen --add   # another, to rotate to", cobra.NoArgs,
		func(_ context.Context, s *session, _ []string) error {
			path, err := s.beaconFile()
			if err != nil {
				return err
			}
			add, _ := s.cmd.Flags().GetBool(flagAdd)
			_, err = vrf.Load(path)
			switch {
			case err == nil && !add:
				return badInput("Not made: "+path+" has a key already", "a node keeps its old keys when it rotates",
					"iexecd beacon register", "iexecd beacon keygen --add")
			case err != nil && !errors.Is(err, fs.ErrNotExist):
				return badInput("The file of keys cannot be used", err.Error())
			}
			key, err := vrf.Add(path)
			if err != nil {
				return badInput("The file of keys cannot be written", err.Error())
			}
			return s.result(map[string]any{"file": path, "public_key": vrf.Hex(key.Public())}, func(w io.Writer) error {
				var t table
				t.add("file", path)
				t.add("public key", vrf.Hex(key.Public()))
				t.add("next", "iexecd beacon register --from VALIDATOR")
				return t.print(w, "")
			})
		})
	keyFileFlag(cmd)
	cmd.Flags().Bool(flagAdd, false, "add a key to those that are there")
	return cmd
}

func beaconRegister() *cobra.Command {
	cmd := command("register", "Register the newest key of this node for a validator, or rotate to it",
		"iexecd beacon register --from validator", cobra.NoArgs, registerBeaconKey)
	keyFlags(cmd.Flags())
	keyFileFlag(cmd)
	return cmd
}

func registerBeaconKey(ctx context.Context, s *session, _ []string) error {
	key, err := s.newestBeaconKey()
	if err != nil {
		return err
	}
	n, err := s.connect()
	if err != nil {
		return err
	}
	defer n.close()
	signer, err := s.signer(n)
	if err != nil {
		return err
	}
	id, err := account.Parse(signer.address)
	if err != nil {
		return err
	}
	chainID, err := n.client.ChainID(ctx)
	if err != nil {
		return err
	}
	operator, err := beacontypes.Operator(id)
	if err != nil {
		return err
	}
	public := vrf.Hex(key.Public())
	if err := s.confirm(fmt.Sprintf("Register key %s… for validator %s?", public[:10], operator)); err != nil {
		return err
	}
	s.steps.wait("waiting for the block")
	var answer beacontypes.MsgRegisterBeaconKeyResponse
	tx, err := signer.send(ctx, &beacontypes.MsgRegisterBeaconKey{
		Operator: operator, PublicKey: public, Proof: vrf.Hex(key.Prove(beacon.Possession(chainID, id))),
	}, &answer)
	if err != nil {
		return err
	}
	return s.result(map[string]any{
		"operator": operator, "public_key": public, "tx": tx.hash, "height": tx.height, "number": answer.Number,
	}, func(w io.Writer) error {
		var t table
		t.add("validator", operator)
		t.add("public key", public)
		t.add("in force", fmt.Sprintf("from beacon %d on; keep older keys until then", answer.Number))
		t.add("tx", tx.hash)
		return t.print(w, "")
	})
}

func beaconShow() *cobra.Command {
	cmd := command("show", "Show the beacon in force, and which keys of this node are registered",
		"iexecd beacon show", cobra.NoArgs,
		withNode(func(ctx context.Context, s *session, n *node, _ []string) error {
			r, err := n.client.Beacon().Beacon(ctx, &beacontypes.QueryBeaconRequest{})
			if err != nil {
				return err
			}
			path, err := s.beaconFile()
			if err != nil {
				return err
			}
			keys, err := vrf.Load(path)
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				return badInput("The file of keys cannot be used", err.Error())
			}
			public := []string{}
			for _, k := range keys {
				public = append(public, vrf.Hex(k.Public()))
			}
			value := map[string]any{"beacon": r.Beacon, "file": path, "public_keys": public}
			return s.result(value, func(w io.Writer) error {
				var t table
				t.add("beacon", r.Beacon.Value)
				t.add("number", fmt.Sprintf("%d, since block %d", r.Beacon.Number, r.Beacon.Height))
				if r.Beacon.Fallback {
					t.add("", "a fallback: too few validators proved")
				}
				t.add("file", path)
				for _, k := range public {
					t.add("key", k)
				}
				if len(public) == 0 {
					t.add("key", "none; iexecd beacon keygen makes one")
				}
				return t.print(w, "")
			})
		}))
	keyFileFlag(cmd)
	return cmd
}

func keyFileFlag(cmd *cobra.Command) {
	cmd.Flags().String(flagKeyFile, "", "file of keys (default: config/"+vrf.FileName+" in --home)")
}

// beaconFile returns the file of keys that is asked for, else that of the home.
func (s *session) beaconFile() (string, error) {
	if path, _ := s.cmd.Flags().GetString(flagKeyFile); path != "" {
		return path, nil
	}
	home, err := homeOf(s.cmd)
	return filepath.Join(home, "config", vrf.FileName), err
}

func (s *session) newestBeaconKey() (vrf.PrivateKey, error) {
	path, err := s.beaconFile()
	if err != nil {
		return vrf.PrivateKey{}, err
	}
	keys, err := vrf.Load(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return vrf.PrivateKey{}, &Error{
			Code: codeNoKey, Exit: ExitKey, What: "No key in " + path, Next: []string{"iexecd beacon keygen"}, Err: err,
		}
	case err != nil:
		return vrf.PrivateKey{}, badInput("The file of keys cannot be used", err.Error())
	}
	return keys[len(keys)-1], nil
}
