package dev

import (
	"context"
	"crypto/ecdsa"
	"errors"
	"fmt"
	"math/big"
	"time"

	geth "github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/ethclient"
	"github.com/ethereum/go-ethereum/params"

	"github.com/iexecd/iexecd/bridge/ethlab"
	"github.com/iexecd/iexecd/contracts"
	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
)

// giftRLC is what people have on Ethereum.
const giftRLC = 10_000 * rlc.RLC

// endowment is what an account has from the beginning.
type endowment struct {
	to     ident.Address
	amount rlc.Amount
	module bool // it is a module's
}

// contractsAt are the contracts on Ethereum.
type contractsAt struct {
	token, vault common.Address
	block        uint64 // of the vault's deployment, or one before
}

// founder makes contracts on an Ethereum, and pays for it.
type founder struct {
	client *ethclient.Client
	key    *ecdsa.PrivateKey
	mine   func() // makes a block; nil = somebody else does

	id    *big.Int
	from  common.Address
	nonce uint64
	sent  []common.Hash // and not known to be in a block
}

// newFounder returns a founder on the Ethereum of a client.
func newFounder(ctx context.Context, client *ethclient.Client, secret []byte, mine func()) (*founder, error) {
	key, err := crypto.ToECDSA(secret)
	if err != nil {
		return nil, fmt.Errorf("key: %w", err)
	}
	f := &founder{client: client, key: key, mine: mine, from: crypto.PubkeyToAddress(key.PublicKey)}
	if f.id, err = client.ChainID(ctx); err != nil {
		return nil, fmt.Errorf("chain id: %w", err)
	}
	if f.nonce, err = client.PendingNonceAt(ctx, f.from); err != nil {
		return nil, fmt.Errorf("nonce: %w", err)
	}
	return f, nil
}

// found makes token and vault, locks the endowments in it, and gives RLC and, where
// somebody has none, ether to people.
func (f *founder) found(ctx context.Context, home string, members bridge.Members, people []Account,
	endowments []endowment,
) (contractsAt, error) {
	var out contractsAt
	first, err := f.client.BlockNumber(ctx)
	if err != nil {
		return out, err
	}
	out.block = first
	out.token, out.vault = crypto.CreateAddress(f.from, f.nonce), crypto.CreateAddress(f.from, f.nonce+1)
	if err := f.send(ctx, nil, common.FromHex(contracts.RLCMetaData.Bin), nil); err != nil {
		return out, fmt.Errorf("token: %w", err)
	}
	if err := f.settle(ctx); err != nil { // the vault's constructor looks at it
		return out, err
	}
	arguments := contracts.NewRLCVault().PackConstructor(out.token, bridge.Domain{HomeChain: home}.HomeChainHash(),
		members.Pack(), 0, ethlab.DefaultLimits(), f.from, ethlab.DefaultTrust, ethlab.DefaultActivationDelay)
	if err := f.send(ctx, nil, append(common.FromHex(contracts.RLCVaultMetaData.Bin), arguments...), nil); err != nil {
		return out, fmt.Errorf("vault: %w", err)
	}
	if err := f.gifts(ctx, out.token, people); err != nil {
		return out, err
	}
	if err := f.settle(ctx); err != nil {
		return out, err
	}
	for _, e := range endowments {
		data := contracts.NewRLC().PackApproveAndCall(out.vault, new(big.Int).SetUint64(uint64(e.amount)), e.to[:])
		if err := f.send(ctx, &out.token, data, nil); err != nil {
			return out, fmt.Errorf("deposit for %s: %w", e.to, err)
		}
	}
	return out, f.settle(ctx)
}

func (f *founder) gifts(ctx context.Context, token common.Address, people []Account) error {
	for _, p := range people {
		to := common.Address(p.Address)
		data := contracts.NewRLC().PackTransfer(to, new(big.Int).SetUint64(uint64(giftRLC)))
		if err := f.send(ctx, &token, data, nil); err != nil {
			return fmt.Errorf("RLC for %s: %w", p.Name, err)
		}
		has, err := f.client.BalanceAt(ctx, to, nil)
		if err != nil {
			return err
		}
		if has.Sign() > 0 {
			continue
		}
		if err := f.send(ctx, &to, nil, big.NewInt(params.Ether)); err != nil {
			return fmt.Errorf("ether for %s: %w", p.Name, err)
		}
	}
	return nil
}

// send sends a transaction; to nobody deploys a contract.
func (f *founder) send(ctx context.Context, to *common.Address, data []byte, wei *big.Int) error {
	gas, err := f.client.EstimateGas(ctx, geth.CallMsg{From: f.from, To: to, Data: data, Value: wei})
	if err != nil {
		return fmt.Errorf("gas: %w", err)
	}
	head, err := f.client.HeaderByNumber(ctx, nil)
	if err != nil {
		return err
	}
	tip := big.NewInt(params.GWei)
	most := new(big.Int).Add(tip, new(big.Int).Lsh(head.BaseFee, 1))
	const headroom = 100_000 // what comes before in the block may make it dearer
	tx, err := types.SignNewTx(f.key, types.LatestSignerForChainID(f.id), &types.DynamicFeeTx{
		ChainID: f.id, Nonce: f.nonce, GasTipCap: tip, GasFeeCap: most, Gas: gas + headroom, To: to, Data: data,
		Value: wei,
	})
	if err != nil {
		return err
	}
	if err := f.client.SendTransaction(ctx, tx); err != nil {
		return err
	}
	f.nonce, f.sent = f.nonce+1, append(f.sent, tx.Hash())
	return nil
}

// settle waits until all that was sent is in blocks, and did not fail.
func (f *founder) settle(ctx context.Context) error {
	const patience = time.Minute
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for _, hash := range f.sent {
		receipt, err := f.receipt(ctx, hash)
		if err != nil {
			return fmt.Errorf("transaction %s: %w", hash, err)
		}
		if receipt.Status != types.ReceiptStatusSuccessful {
			return fmt.Errorf("transaction %s: it failed with %d gas used", hash, receipt.GasUsed)
		}
	}
	f.sent = nil
	return nil
}

func (f *founder) receipt(ctx context.Context, hash common.Hash) (*types.Receipt, error) {
	for {
		receipt, err := f.client.TransactionReceipt(ctx, hash)
		if err == nil {
			return receipt, nil
		}
		wait := 100 * time.Millisecond
		if f.mine != nil {
			f.mine()
			wait = time.Millisecond
		}
		if ended := pause(ctx, wait); ended != nil {
			return nil, errors.Join(ended, err)
		}
	}
}

// pause waits; the context's error if it ends before.
func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
