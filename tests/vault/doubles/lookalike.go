// Code generated via abigen V2 - DO NOT EDIT.
// This file is a generated binding and any manual changes will be lost.

package doubles

import (
	"bytes"
	"errors"
	"math/big"

	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// Reference imports to suppress errors if they are not otherwise used.
var (
	_ = bytes.Equal
	_ = errors.New
	_ = big.NewInt
	_ = common.Big1
	_ = types.BloomLookup
	_ = abi.ConvertType
)

// LookalikeMetaData contains all meta data concerning the Lookalike contract.
var LookalikeMetaData = bind.MetaData{
	ABI: "[{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"n\",\"type\":\"uint64\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"from\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"recipient\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"uint64\",\"name\":\"amount\",\"type\":\"uint64\"},{\"indexed\":false,\"internalType\":\"uint64\",\"name\":\"lockedAfter\",\"type\":\"uint64\"}],\"name\":\"Deposited\",\"type\":\"event\"},{\"inputs\":[{\"internalType\":\"contractRLCVault\",\"name\":\"vault\",\"type\":\"address\"},{\"internalType\":\"uint64\",\"name\":\"amount\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"recipient\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"times\",\"type\":\"uint256\"}],\"name\":\"deposit\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"n\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"from\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"recipient\",\"type\":\"address\"},{\"internalType\":\"uint64\",\"name\":\"amount\",\"type\":\"uint64\"}],\"name\":\"forge\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"stateMutability\":\"payable\",\"type\":\"receive\"}]",
	ID:  "Lookalike",
	Bin: "0x60808060405234601557610567908161001a8239f35b5f80fdfe6080806040526004361015610078575b50361561001a575f80fd5b60646040517f08c379a000000000000000000000000000000000000000000000000000000000815260206004820152600260248201527f6e6f0000000000000000000000000000000000000000000000000000000000006044820152fd5b5f3560e01c9081633bf333461461016b575063f7b3ff5b1461009a575f61000f565b346101675760807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101675760043567ffffffffffffffff81168091036101675760243573ffffffffffffffffffffffffffffffffffffffff8116809103610167576101076104d6565b916064359267ffffffffffffffff841680940361016757604073ffffffffffffffffffffffffffffffffffffffff7fb72ad03908550cefade6f4ac566439749f07011b7c3b8586dba3655cad3eacee9282519680885260208801521694a4005b5f80fd5b346101675760807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610167576004359073ffffffffffffffffffffffffffffffffffffffff82168092036101675760243567ffffffffffffffff8116809103610167576101d96104d6565b606435927f1c3e6ee6000000000000000000000000000000000000000000000000000000008152602081600481885afa9081156103cc575f9161048b575b5067ffffffffffffffff60019116019067ffffffffffffffff821161045e5773ffffffffffffffffffffffffffffffffffffffff16809160405166038d7ea4c68000815266038d7ea4c6800060208201527fb72ad03908550cefade6f4ac566439749f07011b7c3b8586dba3655cad3eacee604067ffffffffffffffff33941692a46040517fb017c036000000000000000000000000000000000000000000000000000000008152602081600481885afa9081156103cc575f9161040e575b50602073ffffffffffffffffffffffffffffffffffffffff60445f9360405194859384927f095ea7b30000000000000000000000000000000000000000000000000000000084528b60048501527fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff6024850152165af180156103cc576103d7575b505f5b83811061036357005b843b1561016757604051907f576bcd2f0000000000000000000000000000000000000000000000000000000082528360048301528260248301525f82604481838a5af19182156103cc576001926103bc575b500161035a565b5f6103c6916104f9565b866103b5565b6040513d5f823e3d90fd5b6020813d602011610406575b816103f0602093836104f9565b8101031261016757518015158114610357575f80fd5b3d91506103e3565b90506020813d602011610456575b81610429602093836104f9565b81010312610167575173ffffffffffffffffffffffffffffffffffffffff811681036101675760206102d6565b3d915061041c565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52601160045260245ffd5b90506020813d6020116104ce575b816104a6602093836104f9565b81010312610167575167ffffffffffffffff811681036101675767ffffffffffffffff610217565b3d9150610499565b6044359073ffffffffffffffffffffffffffffffffffffffff8216820361016757565b90601f7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0910116810190811067ffffffffffffffff82111761053a57604052565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52604160045260245ffd",
}

// Lookalike is an auto generated Go binding around an Ethereum contract.
type Lookalike struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *Lookalike) GetABI() abi.ABI {
	return c.abi
}

// NewLookalike creates a new instance of Lookalike.
func NewLookalike() *Lookalike {
	parsed, err := LookalikeMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &Lookalike{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *Lookalike) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackDeposit is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3bf33346.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function deposit(address vault, uint64 amount, address recipient, uint256 times) returns()
func (lookalike *Lookalike) PackDeposit(vault common.Address, amount uint64, recipient common.Address, times *big.Int) []byte {
	enc, err := lookalike.abi.Pack("deposit", vault, amount, recipient, times)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackDeposit is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3bf33346.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function deposit(address vault, uint64 amount, address recipient, uint256 times) returns()
func (lookalike *Lookalike) TryPackDeposit(vault common.Address, amount uint64, recipient common.Address, times *big.Int) ([]byte, error) {
	return lookalike.abi.Pack("deposit", vault, amount, recipient, times)
}

// PackForge is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf7b3ff5b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function forge(uint64 n, address from, address recipient, uint64 amount) returns()
func (lookalike *Lookalike) PackForge(n uint64, from common.Address, recipient common.Address, amount uint64) []byte {
	enc, err := lookalike.abi.Pack("forge", n, from, recipient, amount)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackForge is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf7b3ff5b.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function forge(uint64 n, address from, address recipient, uint64 amount) returns()
func (lookalike *Lookalike) TryPackForge(n uint64, from common.Address, recipient common.Address, amount uint64) ([]byte, error) {
	return lookalike.abi.Pack("forge", n, from, recipient, amount)
}

// LookalikeDeposited represents a Deposited event raised by the Lookalike contract.
type LookalikeDeposited struct {
	N           uint64
	From        common.Address
	Recipient   common.Address
	Amount      uint64
	LockedAfter uint64
	Raw         *types.Log // Blockchain specific contextual infos
}

const LookalikeDepositedEventName = "Deposited"

// ContractEventName returns the user-defined event name.
func (LookalikeDeposited) ContractEventName() string {
	return LookalikeDepositedEventName
}

// UnpackDepositedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Deposited(uint64 indexed n, address indexed from, address indexed recipient, uint64 amount, uint64 lockedAfter)
func (lookalike *Lookalike) UnpackDepositedEvent(log *types.Log) (*LookalikeDeposited, error) {
	event := "Deposited"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != lookalike.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(LookalikeDeposited)
	if len(log.Data) > 0 {
		if err := lookalike.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range lookalike.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}
