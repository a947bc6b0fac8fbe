package ethlab

import (
	"context"
	"errors"
	"math/big"

	"github.com/ethereum/go-ethereum/common"

	"github.com/iexecd/iexecd/contracts"
	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
)

// What a lab's vault has unless it is told otherwise.
const (
	DefaultHomeChain       = "iexec-1"
	DefaultTrust           = 14 * 24 * 3600
	DefaultActivationDelay = 3600
)

// DefaultLimits are those of a lab's vault: 50 million RLC may be in it, a million
// leaves at once, 11 RLC a second come back, and 1 RLC is the least deposit.
func DefaultLimits() contracts.Limits {
	return contracts.Limits{
		InCap: uint64(50_000_000 * rlc.RLC), OutCap: uint64(1_000_000 * rlc.RLC), OutRate: uint64(11 * rlc.RLC),
		MinDeposit: uint64(rlc.RLC),
	}
}

// Config is what a lab is made of; zero values give a lab of four validators.
type Config struct {
	ChainConfig

	HomeChain  string
	Validators Validators
	Limits     contracts.Limits
	Founding   bool // the vault is of a chain that is to begin: its set is number 0, not 1
}

// Lab is a chain with RLC, a vault and an endpoint. Its user has 80 million RLC.
type Lab struct {
	*Chain

	Token, Vault common.Address
	Domain       bridge.Domain
	Validators   Validators // that the vault began with
	DeployBlock  uint64     // the vault's
}

// Start starts a lab. Close ends it.
func Start(ctx context.Context, c Config) (*Lab, error) {
	if c.HomeChain == "" {
		c.HomeChain = DefaultHomeChain
	}
	if c.Limits == (contracts.Limits{}) {
		c.Limits = DefaultLimits()
	}
	if len(c.Validators.Members) == 0 {
		var err error
		if c.Validators, err = NewValidators(1, 4); err != nil {
			return nil, err
		}
	}
	chain, err := NewChain(c.ChainConfig)
	if err != nil {
		return nil, err
	}
	lab := &Lab{Chain: chain, Validators: c.Validators}
	if err = lab.deploy(ctx, c); err != nil {
		return nil, errors.Join(err, chain.Close())
	}
	return lab, nil
}

func (l *Lab) deploy(ctx context.Context, c Config) error {
	var err error
	if l.Token, err = l.Deploy(ctx, contracts.RLCMetaData.Bin, nil); err != nil {
		return err
	}
	if err = l.Faucet(ctx, l.User.Address, 80_000_000*rlc.RLC); err != nil {
		return err
	}
	home := bridge.Domain{HomeChain: c.HomeChain}.HomeChainHash()
	set := uint64(1)
	if c.Founding {
		set = 0
	}
	arguments := contracts.NewRLCVault().PackConstructor(l.Token, home, c.Validators.Members.Pack(), set, c.Limits,
		l.Guardian.Address, DefaultTrust, DefaultActivationDelay)
	if l.Vault, err = l.Deploy(ctx, contracts.RLCVaultMetaData.Bin, arguments); err != nil {
		return err
	}
	head, err := l.Head(ctx)
	if err != nil {
		return err
	}
	l.DeployBlock = head.Number.Uint64()
	l.Domain = bridge.Domain{ChainID: l.ChainID, Vault: ident.Address(l.Vault), HomeChain: c.HomeChain}
	return nil
}

// Faucet gives RLC to an account, in a block of its own.
func (l *Lab) Faucet(ctx context.Context, to common.Address, nrlc rlc.Amount) error {
	data := contracts.NewRLC().PackTransfer(to, new(big.Int).SetUint64(uint64(nrlc)))
	_, err := l.Send(ctx, l.Deployer, l.Token, data)
	return err
}

// PackDeposit returns the call of the token that deposits into the vault.
func (l *Lab) PackDeposit(recipient ident.Address, nrlc rlc.Amount) []byte {
	return contracts.NewRLC().PackApproveAndCall(l.Vault, new(big.Int).SetUint64(uint64(nrlc)), recipient[:])
}

// Deposit deposits an account's RLC for somebody here, in a block of its own.
func (l *Lab) Deposit(ctx context.Context, from *Account, recipient ident.Address, nrlc rlc.Amount) error {
	_, err := l.Send(ctx, from, l.Token, l.PackDeposit(recipient, nrlc))
	return err
}

// QueueDeposit sends a deposit that the next block has.
func (l *Lab) QueueDeposit(ctx context.Context, from *Account, recipient ident.Address, nrlc rlc.Amount) error {
	const gas = 200_000
	_, err := l.Queue(ctx, from, &l.Token, l.PackDeposit(recipient, nrlc), gas)
	return err
}
