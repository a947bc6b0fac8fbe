package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/iexecd/iexecd/bridge/relay"
	"github.com/iexecd/iexecd/cli/relaysource"
	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/rlc"
	bridgetypes "github.com/iexecd/iexecd/x/rlcbridge/types"
)

func bridgeStatus() *cobra.Command {
	cmd := command("status [ID]", "Show the bridge, or follow a transfer until it ends", `
iexecd bridge status
iexecd bridge status 0x8b41…   # a deposit: the transaction on Ethereum
iexecd bridge status 7 --no-wait`, cobra.MaximumNArgs(1), withNode(showBridge))
	ethFlag(cmd.Flags())
	cmd.Flags().Bool(flagNoWait, false, "show the transfer as it is now, and end")
	return cmd
}

func showBridge(ctx context.Context, s *session, n *node, args []string) error {
	if len(args) == 1 && !strings.HasPrefix(args[0], "0x") {
		if _, err := parseWithdrawal(args[0]); err != nil {
			return err
		}
	}
	v, err := n.bridgeView(ctx, s.now())
	if err != nil {
		return err
	}
	if len(args) == 0 {
		r, err := s.bridgeReport(ctx, n, v)
		if err != nil {
			return err
		}
		return s.result(r, func(w io.Writer) error { return r.print(w, v) })
	}
	w, err := s.transferWatch(ctx, n, v, args[0])
	if err != nil {
		return err
	}
	if noWait, _ := s.cmd.Flags().GetBool(flagNoWait); noWait {
		return s.showOnce(ctx, w)
	}
	return s.follow(ctx, w, nil)
}

// transferWatch returns who looks at the transfer with an id.
func (s *session) transferWatch(ctx context.Context, n *node, v *bridgeView, id string) (watcher, error) {
	if !strings.HasPrefix(id, "0x") {
		number, err := parseWithdrawal(id)
		if err != nil {
			return nil, err
		}
		e, err := s.ethSideIfAny(ctx, v)
		return &withdrawalWatch{node: n, eth: e, id: number}, err
	}
	raw, err := hexutil.Decode(id)
	if err != nil || len(raw) != common.HashLength {
		return nil, badInput(fmt.Sprintf("%q is no transfer", clean(id)),
			"expected 0x and 64 hexadecimal digits of a deposit, or the number of a withdrawal")
	}
	e, err := s.ethSide(ctx, v)
	if err != nil {
		return nil, err
	}
	hash := common.Hash(raw)
	return &depositWatch{node: n, eth: e, hash: hash, t: transfer{ID: hash.Hex(), Direction: directionIn}}, nil
}

// bridgeReport is the bridge at a glance, as programs read it.
type bridgeReport struct {
	ChainID         uint64          `json:"chain_id"`
	Vault           string          `json:"vault"`
	Token           string          `json:"token"`
	LockedNRLC      uint64          `json:"locked_nrlc"`
	SupplyNRLC      uint64          `json:"supply_nrlc"`
	Equal           bool            `json:"equal"`
	EventNonce      uint64          `json:"event_nonce"`
	EthBlock        uint64          `json:"eth_block"`
	EthTimeUnix     uint64          `json:"eth_time_unix"`
	NowUnix         uint64          `json:"now_unix"`
	EscrowNRLC      uint64          `json:"escrow_nrlc"`
	DelayedNRLC     uint64          `json:"delayed_nrlc"`
	StrandedNRLC    uint64          `json:"stranded_nrlc"`
	InRoomNRLC      uint64          `json:"in_room_nrlc"`
	InCapNRLC       uint64          `json:"in_cap_nrlc"`
	OutRoomNRLC     uint64          `json:"out_room_nrlc"`
	OutCapNRLC      uint64          `json:"out_cap_nrlc"`
	Queued          uint64          `json:"queued"`
	Open            []openBatch     `json:"open_batches"`
	ValsetHere      uint64          `json:"valset_here"`
	ValsetInForce   uint64          `json:"valset_in_force"`
	ConfigHere      uint64          `json:"config_here"`     // 0 = none
	ConfigInForce   uint64          `json:"config_in_force"` // 0 = none of this chain's
	Config          *openConfig     `json:"open_config,omitempty"`
	Silent          []silentKey     `json:"silent_validators"`
	Pauses          []bridgePauseOf `json:"pauses"`
	Alarms          []string        `json:"alarms"`
	MinWithdrawNRLC uint64          `json:"min_withdraw_nrlc"`
	MinFeeNRLC      uint64          `json:"min_fee_nrlc"`
}

// openBatch is a batch that may still be executed.
type openBatch struct {
	Nonce       uint64 `json:"nonce"`
	Items       uint64 `json:"items"`
	TotalNRLC   uint64 `json:"total_nrlc"`
	SignedPower uint64 `json:"signed_power"`
	TotalPower  uint64 `json:"total_power"`
	TimeoutUnix uint64 `json:"timeout_unix"`
}

// openConfig is the newest config of the vault, which the vault does not have yet.
type openConfig struct {
	Nonce       uint64 `json:"nonce"`
	SignedPower uint64 `json:"signed_power"`
	TotalPower  uint64 `json:"total_power"`
}

// silentKey is a validator whose bridge key did not sign what others did, at least the
// last time.
type silentKey struct {
	Operator string `json:"operator"`
	Missed   uint64 `json:"missed"` // messages in a row
}

// bridgePauseOf is a direction that is stopped.
type bridgePauseOf struct {
	Where     string `json:"where"` // here or vault
	Flag      uint8  `json:"flag"`
	UntilUnix uint64 `json:"until_unix"` // 0 = until governance ends it
	Reason    string `json:"reason,omitempty"`
}

func (s *session) bridgeReport(ctx context.Context, n *node, v *bridgeView) (*bridgeReport, error) {
	st, p := v.status, v.params
	r := &bridgeReport{
		ChainID: v.Domain.ChainID, Vault: v.Domain.Vault.Checksummed(), Token: v.Token.Checksummed(),
		LockedNRLC: st.Observed.LockedNrlc, SupplyNRLC: st.SupplyNrlc, Equal: st.Observed.LockedNrlc == st.SupplyNrlc,
		EventNonce: st.Observed.Nonce, EthBlock: st.Observed.EthBlock, EthTimeUnix: st.Observed.EthTimeUnix,
		NowUnix: v.nowUnix, EscrowNRLC: st.Books.EscrowNrlc, DelayedNRLC: st.Books.DelayedNrlc,
		StrandedNRLC: st.Books.StrandedNrlc, InCapNRLC: p.InCapNrlc, OutCapNRLC: p.OutCapNrlc,
		InRoomNRLC:  uint64(v.room(p.Deposits(v.vault).Bucket, true)),
		OutRoomNRLC: uint64(v.room(p.Batches().Bucket, false)),
		Queued:      st.Books.Queued, ValsetHere: st.Books.LastValset, ValsetInForce: st.Books.EthValset,
		ConfigHere: st.Books.LastConfig, ConfigInForce: st.Books.EthConfig,
		Silent: []silentKey{}, Pauses: v.pauses(), Alarms: []string{}, Open: []openBatch{},
		MinWithdrawNRLC: p.MinWithdrawNrlc, MinFeeNRLC: p.MinFeeNrlc,
	}
	for _, a := range st.Alarms {
		r.Alarms = append(r.Alarms, a.Operator)
	}
	keys, err := pages(func(page *query.PageRequest) ([]bridgetypes.BridgeKey, *query.PageResponse, error) {
		k, err := n.bridge().Keys(ctx, &bridgetypes.QueryKeysRequest{Pagination: page})
		return k.GetKeys(), k.GetPagination(), err
	})
	if err != nil {
		return nil, err
	}
	for _, k := range keys {
		if k.Missed > 0 {
			r.Silent = append(r.Silent, silentKey{k.Operator, k.Missed})
		}
	}
	return r, s.openMessages(ctx, n, v, r)
}

// openMessages adds what waits for signatures, or to be brought to the vault.
func (s *session) openMessages(ctx context.Context, n *node, v *bridgeView, r *bridgeReport) error {
	st, source := v.status, relaysource.New(n.client)
	open, err := source.Batches(ctx)
	if err != nil {
		return err
	}
	configs, err := source.Configs(ctx, st.Books.EthConfig)
	if err != nil || len(open)+len(configs) == 0 {
		return err
	}
	set, err := n.bridge().Valset(ctx, &bridgetypes.QueryValsetRequest{Nonce: st.Books.EthValset})
	if err != nil {
		return err
	}
	members, signer := set.Valset.Members, func(s relay.Signature) string { return s.By.String() }
	if len(configs) > 0 {
		c := &openConfig{Nonce: configs[0].Config.Nonce}
		c.SignedPower, c.TotalPower = signedPower(members, configs[0].Signatures, signer)
		r.Config = c
	}
	for _, b := range open {
		o := openBatch{Nonce: b.Batch.Nonce, Items: uint64(len(b.Items)), TimeoutUnix: b.Batch.TimeoutUnix}
		items, err := b.Items.Total()
		total, err2 := rlc.Add(items, b.Batch.Fee)
		if err := errors.Join(err, err2); err != nil {
			return err
		}
		o.TotalNRLC = uint64(total)
		o.SignedPower, o.TotalPower = signedPower(members, b.Signatures, signer)
		r.Open = append(r.Open, o)
	}
	return nil
}

// pauses returns what is stopped, here and at the vault as far as this chain saw.
func (v *bridgeView) pauses() []bridgePauseOf {
	all := []bridgePauseOf{}
	for _, flag := range []uint8{bridge.PauseDeposits, bridge.PauseWithdrawals} {
		if p, on := v.pause(flag); on {
			all = append(all, bridgePauseOf{"here", flag, p.UntilUnix, p.Reason})
		}
		o := v.status.Observed
		if o.VaultPauseFlags&uint32(flag) != 0 && v.nowUnix <= o.VaultPauseUntilUnix {
			all = append(all, bridgePauseOf{"vault", flag, o.VaultPauseUntilUnix, ""})
		}
	}
	return all
}

func configText(nonce uint64) string {
	if nonce == 0 {
		return "what it was made with"
	}
	return fmt.Sprintf("config %d", nonce)
}

func (r *bridgeReport) print(w io.Writer, v *bridgeView) error {
	var t table
	t.add("vault", fmt.Sprintf("%s on Ethereum chain %d", r.Vault, r.ChainID))
	t.add("token", r.Token)
	equal := "as many as there are here"
	if !r.Equal {
		equal = fmt.Sprintf("but here there are %s", amount(r.SupplyNRLC))
	}
	t.add("locked", amount(r.LockedNRLC)+", "+equal)
	t.add("seen", v.seenText())
	t.add("in", fmt.Sprintf("%s of %s may be credited at once now; above %s it waits %s", amount(r.InRoomNRLC),
		amount(r.InCapNRLC), amount(v.params.LargeDepositNrlc), secondsText(v.params.DepositDelaySeconds)))
	t.add("out", fmt.Sprintf("%s of %s may leave now; from %s, fee from %s", amount(r.OutRoomNRLC),
		amount(r.OutCapNRLC), amount(r.MinWithdrawNRLC), amount(r.MinFeeNRLC)))
	t.add("queue", fmt.Sprintf("%s, %s in line or in batches", count(r.Queued, "withdrawal"), amount(r.EscrowNRLC)))
	for _, b := range r.Open {
		t.add(fmt.Sprintf("batch %d", b.Nonce), fmt.Sprintf("%s, %s, signed by %d of %d power, comes back after %s",
			count(b.Items, "payment"), amount(b.TotalNRLC), b.SignedPower, b.TotalPower,
			unixText(b.TimeoutUnix)))
	}
	if r.DelayedNRLC > 0 {
		t.add("delayed", amount(r.DelayedNRLC))
	}
	if r.StrandedNRLC > 0 {
		t.add("stranded", amount(r.StrandedNRLC)+"; iexecd bridge claim shows yours")
	}
	inForce := fmt.Sprintf("set %d in force at the vault", r.ValsetInForce)
	if r.ValsetInForce == 0 {
		inForce = "none of this chain's in force at the vault yet: it pays nobody"
	}
	t.add("validators", fmt.Sprintf("%s, newest here %d", inForce, r.ValsetHere))
	for _, k := range r.Silent {
		t.add("silent", fmt.Sprintf("%s has not signed the last %s", k.Operator, count(k.Missed, "message")))
	}
	if c := r.Config; c != nil {
		t.add("config", fmt.Sprintf("%d, signed by %d of %d power; the vault has %s", c.Nonce, c.SignedPower,
			c.TotalPower, configText(r.ConfigInForce)))
	} else if r.ConfigHere > 0 {
		t.add("config", fmt.Sprintf("%d in force at the vault", r.ConfigInForce))
	}
	for _, p := range r.Pauses {
		where := map[string]string{"here": "on this chain", "vault": "at the vault"}[p.Where]
		line := fmt.Sprintf("%s %s until %s", directionNames[p.Flag], where, untilText(p.UntilUnix))
		if p.Reason != "" {
			line += ": " + clean(p.Reason)
		}
		t.add("paused", line)
	}
	for _, a := range r.Alarms {
		t.add("alarm", a+" sees an Ethereum that contradicts this chain")
	}
	return t.print(w, "")
}

// seenText tells how far this chain has looked at Ethereum.
func (v *bridgeView) seenText() string {
	o := v.status.Observed
	if o.EthTimeUnix == 0 {
		return fmt.Sprintf("event %d; nothing was proven since the genesis", o.Nonce)
	}
	return fmt.Sprintf("event %d, all up to %s (%s ago, block %d)", o.Nonce,
		unixText(o.EthTimeUnix), secondsText(v.nowUnix-min(v.nowUnix, o.EthTimeUnix)), o.EthBlock)
}
