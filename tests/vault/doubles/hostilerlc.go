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

// HostileRLCMetaData contains all meta data concerning the HostileRLC contract.
var HostileRLCMetaData = bind.MetaData{
	ABI: "[{\"inputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"constructor\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"name\":\"approve\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"\",\"type\":\"bool\"}],\"stateMutability\":\"pure\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"balanceOf\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"amount\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"calledBack\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"\",\"type\":\"bool\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"contractRLCVault\",\"name\":\"vault\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"from\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"amount\",\"type\":\"uint256\"},{\"internalType\":\"address\",\"name\":\"token\",\"type\":\"address\"},{\"internalType\":\"bytes\",\"name\":\"data\",\"type\":\"bytes\"}],\"name\":\"forge\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"mode\",\"outputs\":[{\"internalType\":\"enumMode\",\"name\":\"\",\"type\":\"uint8\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"payload\",\"outputs\":[{\"internalType\":\"bytes\",\"name\":\"\",\"type\":\"bytes\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"enumMode\",\"name\":\"mode_\",\"type\":\"uint8\"},{\"internalType\":\"address\",\"name\":\"victim_\",\"type\":\"address\"},{\"internalType\":\"bytes\",\"name\":\"payload_\",\"type\":\"bytes\"}],\"name\":\"setMode\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"supply\",\"type\":\"uint256\"}],\"name\":\"setSupply\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"totalSupply\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"to\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"value\",\"type\":\"uint256\"}],\"name\":\"transfer\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"\",\"type\":\"bool\"}],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"from\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"to\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"value\",\"type\":\"uint256\"}],\"name\":\"transferFrom\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"\",\"type\":\"bool\"}],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"victim\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"}]",
	ID:  "HostileRLC",
	Bin: "0x608080604052346036576701351609ff7580005f55335f5260046020526701351609ff75800060405f2055610e44908161003b8239f35b5f80fdfe60806040526004361015610011575f80fd5b5f3560e01c8063095ea7b3146100d457806318160ddd146100cf57806323b872dd146100ca578063256fd4eb146100c5578063295a5212146100c05780633b4c4b25146100bb578063624a3d05146100b657806370a08231146100b1578063930c2003146100ac578063a747ce24146100a7578063a878f858146100a25763a9059cbb1461009d575f80fd5b610987565b610871565b610522565b6104ce565b610467565b610305565b6102a1565b61025a565b6101e3565b610184565b61014a565b6100fb565b73ffffffffffffffffffffffffffffffffffffffff8116036100f757565b5f80fd5b346100f75760407ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126100f7576101356004356100d9565b602060405160018152f35b5f9103126100f757565b346100f7575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126100f75760205f54604051908152f35b346100f75760607ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126100f75760206101d96004356101c4816100d9565b6024356101d0816100d9565b60443591610ab0565b6040519015158152f35b346100f7575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126100f757602060ff600354166040519015158152f35b600b111561022d57565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52602160045260245ffd5b346100f7575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126100f75760ff60015416604051600b82101561022d576020918152f35b346100f75760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126100f7576004355f55005b9181601f840112156100f75782359167ffffffffffffffff83116100f757602083818601950101116100f757565b346100f75760a07ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126100f757600435610340816100d9565b6024359061034d826100d9565b6044356064359261035d846100d9565b6084359067ffffffffffffffff82116100f75761039373ffffffffffffffffffffffffffffffffffffffff9236906004016102d7565b9290941691823b156100f75760a473ffffffffffffffffffffffffffffffffffffffff927fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0601f845f99958a96886040519d8e9c8d9b8c997f8f4ffcb1000000000000000000000000000000000000000000000000000000008b521660048a01526024890152166044870152608060648701528160848701528686013785858286010152011681010301925af180156104625761044c57005b8061045a5f610460936107e8565b80610140565b005b6109d1565b346100f75760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126100f75773ffffffffffffffffffffffffffffffffffffffff6004356104b7816100d9565b165f526004602052602060405f2054604051908152f35b346100f7575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126100f757602073ffffffffffffffffffffffffffffffffffffffff60015460081c16604051908152f35b346100f75760607ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126100f757600435600b8110156100f7576024359061056a826100d9565b60443567ffffffffffffffff81116100f75761058a9036906004016102d7565b9067ffffffffffffffff8211610765576105ae826105a960025461076a565b6109dc565b5f90601f831160011461065c578261064c936104609693610602935f92610651575b50507fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff8260011b9260031b1c19161790565b6002557fffffffffffffffffffffff0000000000000000000000000000000000000000ff74ffffffffffffffffffffffffffffffffffffffff006001549260081b16911617600155565b610a2c565b013590505f806105d0565b60025f527fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe08316917f405787fa12a823e0f2b7631cc41b3ba8828b3321ca811111fa75cd3aa3bb5ace925f5b81811061074d575092600192859261064c96610460999610610715575b505050811b016002557fffffffffffffffffffffff0000000000000000000000000000000000000000ff74ffffffffffffffffffffffffffffffffffffffff006001549260081b16911617600155565b7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff60f88560031b161c199101351690555f80806106c5565b919360206001819287870135815501950192016106a8565b6107bb565b90600182811c921680156107b1575b602083101461078457565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52602260045260245ffd5b91607f1691610779565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52604160045260245ffd5b90601f7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0910116810190811067ffffffffffffffff82111761076557604052565b7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0601f602060409481855280519182918282880152018686015e5f8582860101520116010190565b346100f7575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126100f7576040515f6002546108af8161076a565b808452906001811690811561094557506001146108e7575b6108e3836108d7818503826107e8565b60405191829182610829565b0390f35b91905060025f527f405787fa12a823e0f2b7631cc41b3ba8828b3321ca811111fa75cd3aa3bb5ace915f905b80821061092b575090915081016020016108d76108c7565b919260018160209254838588010152019101909291610913565b7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff001660208086019190915291151560051b840190910191506108d790506108c7565b346100f75760407ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126100f75760206101d96004356109c7816100d9565b6024359033610ab0565b6040513d5f823e3d90fd5b601f81116109e8575050565b60025f5260205f20906020601f840160051c83019310610a22575b601f0160051c01905b818110610a17575050565b5f8155600101610a0c565b9091508190610a03565b600b81101561022d5760ff7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0060015416911617600155565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52601160045260245ffd5b91908203918211610a9e57565b610a64565b91908201809211610a9e57565b91610abd60015460ff1690565b92610ac784610223565b60018414610c0e57610b45610b7c91610b8493610ae387610223565b600487101580610bfa575b610bed575b60015460081c73ffffffffffffffffffffffffffffffffffffffff1673ffffffffffffffffffffffffffffffffffffffff871614610bdf575b610b3587610223565b60038703610bb657610b6a606482045b9273ffffffffffffffffffffffffffffffffffffffff165f52600460205260405f2090565b610b75828254610a91565b9055610a91565b918254610aa3565b9055610b8f81610223565b600281146104605780610ba3600a92610223565b14610bad57600190565b60025f5260205ff35b610b6a5f9273ffffffffffffffffffffffffffffffffffffffff165f52600460205260405f2090565b610be887610dbb565b610b2c565b610bf5610c73565b610af3565b50610c0487610223565b6006871115610aee565b505050505f90565b3d15610c6e573d9067ffffffffffffffff82116107655760405191610c6360207fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0601f84011601846107e8565b82523d5f602084013e565b606090565b60ff6001541690610ca77fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0060015416600155565b73ffffffffffffffffffffffffffffffffffffffff60015460081c1691604051925f600254610cd58161076a565b9060018116908115610d885750600114610d39575b505f61064c928682610d379798819503925af1610d05610c16565b5060ff7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff00600354169115151617600355565b565b905060025f527f405787fa12a823e0f2b7631cc41b3ba8828b3321ca811111fa75cd3aa3bb5ace5f905b828210610d7457505084015f610cea565b60018160209254848a015201910190610d63565b7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff001687525080151502850190505f610cea565b600b81101561022d5760078114610de55760088114610de357600914610ddd57565b61c3505ffd5bfe5b6040517f08c379a000000000000000000000000000000000000000000000000000000000815260206004820152600f60248201527f6e6f7420746f2074686973206f6e6500000000000000000000000000000000006044820152606490fd",
}

// HostileRLC is an auto generated Go binding around an Ethereum contract.
type HostileRLC struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *HostileRLC) GetABI() abi.ABI {
	return c.abi
}

// NewHostileRLC creates a new instance of HostileRLC.
func NewHostileRLC() *HostileRLC {
	parsed, err := HostileRLCMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &HostileRLC{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *HostileRLC) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackApprove is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x095ea7b3.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function approve(address , uint256 ) pure returns(bool)
func (hostileRLC *HostileRLC) PackApprove(arg0 common.Address, arg1 *big.Int) []byte {
	enc, err := hostileRLC.abi.Pack("approve", arg0, arg1)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackApprove is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x095ea7b3.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function approve(address , uint256 ) pure returns(bool)
func (hostileRLC *HostileRLC) TryPackApprove(arg0 common.Address, arg1 *big.Int) ([]byte, error) {
	return hostileRLC.abi.Pack("approve", arg0, arg1)
}

// UnpackApprove is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x095ea7b3.
//
// Solidity: function approve(address , uint256 ) pure returns(bool)
func (hostileRLC *HostileRLC) UnpackApprove(data []byte) (bool, error) {
	out, err := hostileRLC.abi.Unpack("approve", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackBalanceOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x70a08231.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function balanceOf(address account) view returns(uint256 amount)
func (hostileRLC *HostileRLC) PackBalanceOf(account common.Address) []byte {
	enc, err := hostileRLC.abi.Pack("balanceOf", account)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackBalanceOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x70a08231.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function balanceOf(address account) view returns(uint256 amount)
func (hostileRLC *HostileRLC) TryPackBalanceOf(account common.Address) ([]byte, error) {
	return hostileRLC.abi.Pack("balanceOf", account)
}

// UnpackBalanceOf is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x70a08231.
//
// Solidity: function balanceOf(address account) view returns(uint256 amount)
func (hostileRLC *HostileRLC) UnpackBalanceOf(data []byte) (*big.Int, error) {
	out, err := hostileRLC.abi.Unpack("balanceOf", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackCalledBack is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x256fd4eb.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function calledBack() view returns(bool)
func (hostileRLC *HostileRLC) PackCalledBack() []byte {
	enc, err := hostileRLC.abi.Pack("calledBack")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackCalledBack is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x256fd4eb.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function calledBack() view returns(bool)
func (hostileRLC *HostileRLC) TryPackCalledBack() ([]byte, error) {
	return hostileRLC.abi.Pack("calledBack")
}

// UnpackCalledBack is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x256fd4eb.
//
// Solidity: function calledBack() view returns(bool)
func (hostileRLC *HostileRLC) UnpackCalledBack(data []byte) (bool, error) {
	out, err := hostileRLC.abi.Unpack("calledBack", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackForge is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x624a3d05.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function forge(address vault, address from, uint256 amount, address token, bytes data) returns()
func (hostileRLC *HostileRLC) PackForge(vault common.Address, from common.Address, amount *big.Int, token common.Address, data []byte) []byte {
	enc, err := hostileRLC.abi.Pack("forge", vault, from, amount, token, data)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackForge is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x624a3d05.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function forge(address vault, address from, uint256 amount, address token, bytes data) returns()
func (hostileRLC *HostileRLC) TryPackForge(vault common.Address, from common.Address, amount *big.Int, token common.Address, data []byte) ([]byte, error) {
	return hostileRLC.abi.Pack("forge", vault, from, amount, token, data)
}

// PackMode is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x295a5212.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function mode() view returns(uint8)
func (hostileRLC *HostileRLC) PackMode() []byte {
	enc, err := hostileRLC.abi.Pack("mode")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackMode is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x295a5212.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function mode() view returns(uint8)
func (hostileRLC *HostileRLC) TryPackMode() ([]byte, error) {
	return hostileRLC.abi.Pack("mode")
}

// UnpackMode is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x295a5212.
//
// Solidity: function mode() view returns(uint8)
func (hostileRLC *HostileRLC) UnpackMode(data []byte) (uint8, error) {
	out, err := hostileRLC.abi.Unpack("mode", data)
	if err != nil {
		return *new(uint8), err
	}
	out0 := *abi.ConvertType(out[0], new(uint8)).(*uint8)
	return out0, nil
}

// PackPayload is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa878f858.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function payload() view returns(bytes)
func (hostileRLC *HostileRLC) PackPayload() []byte {
	enc, err := hostileRLC.abi.Pack("payload")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPayload is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa878f858.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function payload() view returns(bytes)
func (hostileRLC *HostileRLC) TryPackPayload() ([]byte, error) {
	return hostileRLC.abi.Pack("payload")
}

// UnpackPayload is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xa878f858.
//
// Solidity: function payload() view returns(bytes)
func (hostileRLC *HostileRLC) UnpackPayload(data []byte) ([]byte, error) {
	out, err := hostileRLC.abi.Unpack("payload", data)
	if err != nil {
		return *new([]byte), err
	}
	out0 := *abi.ConvertType(out[0], new([]byte)).(*[]byte)
	return out0, nil
}

// PackSetMode is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa747ce24.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function setMode(uint8 mode_, address victim_, bytes payload_) returns()
func (hostileRLC *HostileRLC) PackSetMode(mode uint8, victim common.Address, payload []byte) []byte {
	enc, err := hostileRLC.abi.Pack("setMode", mode, victim, payload)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSetMode is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa747ce24.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function setMode(uint8 mode_, address victim_, bytes payload_) returns()
func (hostileRLC *HostileRLC) TryPackSetMode(mode uint8, victim common.Address, payload []byte) ([]byte, error) {
	return hostileRLC.abi.Pack("setMode", mode, victim, payload)
}

// PackSetSupply is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3b4c4b25.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function setSupply(uint256 supply) returns()
func (hostileRLC *HostileRLC) PackSetSupply(supply *big.Int) []byte {
	enc, err := hostileRLC.abi.Pack("setSupply", supply)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSetSupply is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3b4c4b25.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function setSupply(uint256 supply) returns()
func (hostileRLC *HostileRLC) TryPackSetSupply(supply *big.Int) ([]byte, error) {
	return hostileRLC.abi.Pack("setSupply", supply)
}

// PackTotalSupply is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x18160ddd.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function totalSupply() view returns(uint256)
func (hostileRLC *HostileRLC) PackTotalSupply() []byte {
	enc, err := hostileRLC.abi.Pack("totalSupply")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackTotalSupply is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x18160ddd.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function totalSupply() view returns(uint256)
func (hostileRLC *HostileRLC) TryPackTotalSupply() ([]byte, error) {
	return hostileRLC.abi.Pack("totalSupply")
}

// UnpackTotalSupply is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x18160ddd.
//
// Solidity: function totalSupply() view returns(uint256)
func (hostileRLC *HostileRLC) UnpackTotalSupply(data []byte) (*big.Int, error) {
	out, err := hostileRLC.abi.Unpack("totalSupply", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackTransfer is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa9059cbb.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function transfer(address to, uint256 value) returns(bool)
func (hostileRLC *HostileRLC) PackTransfer(to common.Address, value *big.Int) []byte {
	enc, err := hostileRLC.abi.Pack("transfer", to, value)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackTransfer is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa9059cbb.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function transfer(address to, uint256 value) returns(bool)
func (hostileRLC *HostileRLC) TryPackTransfer(to common.Address, value *big.Int) ([]byte, error) {
	return hostileRLC.abi.Pack("transfer", to, value)
}

// UnpackTransfer is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xa9059cbb.
//
// Solidity: function transfer(address to, uint256 value) returns(bool)
func (hostileRLC *HostileRLC) UnpackTransfer(data []byte) (bool, error) {
	out, err := hostileRLC.abi.Unpack("transfer", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackTransferFrom is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x23b872dd.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function transferFrom(address from, address to, uint256 value) returns(bool)
func (hostileRLC *HostileRLC) PackTransferFrom(from common.Address, to common.Address, value *big.Int) []byte {
	enc, err := hostileRLC.abi.Pack("transferFrom", from, to, value)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackTransferFrom is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x23b872dd.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function transferFrom(address from, address to, uint256 value) returns(bool)
func (hostileRLC *HostileRLC) TryPackTransferFrom(from common.Address, to common.Address, value *big.Int) ([]byte, error) {
	return hostileRLC.abi.Pack("transferFrom", from, to, value)
}

// UnpackTransferFrom is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x23b872dd.
//
// Solidity: function transferFrom(address from, address to, uint256 value) returns(bool)
func (hostileRLC *HostileRLC) UnpackTransferFrom(data []byte) (bool, error) {
	out, err := hostileRLC.abi.Unpack("transferFrom", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackVictim is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x930c2003.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function victim() view returns(address)
func (hostileRLC *HostileRLC) PackVictim() []byte {
	enc, err := hostileRLC.abi.Pack("victim")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackVictim is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x930c2003.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function victim() view returns(address)
func (hostileRLC *HostileRLC) TryPackVictim() ([]byte, error) {
	return hostileRLC.abi.Pack("victim")
}

// UnpackVictim is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x930c2003.
//
// Solidity: function victim() view returns(address)
func (hostileRLC *HostileRLC) UnpackVictim(data []byte) (common.Address, error) {
	out, err := hostileRLC.abi.Unpack("victim", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}
