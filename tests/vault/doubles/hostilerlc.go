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
	Bin: "0x608080604052346036576701351609ff7580005f55335f5260046020526701351609ff75800060405f2055610a77908161003b8239f35b5f80fdfe60806040526004361015610011575f80fd5b5f3560e01c8063095ea7b3146100d457806318160ddd146100cf57806323b872dd146100ca578063256fd4eb146100c5578063295a5212146100c05780633b4c4b25146100bb578063624a3d05146100b657806370a08231146100b1578063930c2003146100ac578063a747ce24146100a7578063a878f858146100a25763a9059cbb1461009d575f80fd5b6106ca565b6105f0565b61039d565b610374565b610338565b61022b565b6101e5565b6101bc565b61017c565b61013b565b61011f565b6100ee565b6001600160a01b038116036100ea57565b5f80fd5b346100ea5760403660031901126100ea5761010a6004356100d9565b602060405160018152f35b5f9103126100ea57565b346100ea575f3660031901126100ea5760205f54604051908152f35b346100ea5760603660031901126100ea57602061017260043561015d816100d9565b602435610169816100d9565b6044359161079d565b6040519015158152f35b346100ea575f3660031901126100ea57602060ff600354166040519015158152f35b600b11156101a857565b634e487b7160e01b5f52602160045260245ffd5b346100ea575f3660031901126100ea5760ff60015416604051600b8210156101a8576020918152f35b346100ea5760203660031901126100ea576004355f55005b9181601f840112156100ea5782359167ffffffffffffffff83116100ea57602083818601950101116100ea57565b346100ea5760a03660031901126100ea57600435610248816100d9565b60243590610255826100d9565b60443560643592610265846100d9565b6084359067ffffffffffffffff82116100ea5761028e6001600160a01b039236906004016101fd565b9290941691823b156100ea5760a46001600160a01b0392825f97938894866040519b8c9a8b998a977f8f4ffcb1000000000000000000000000000000000000000000000000000000008952166004880152602487015216604485015260806064850152816084850152848401378181018301849052601f01601f191681010301925af180156103335761031d57005b8061032b5f610331936105a4565b80610115565b005b6106f6565b346100ea5760203660031901126100ea576001600160a01b0360043561035d816100d9565b165f526004602052602060405f2054604051908152f35b346100ea575f3660031901126100ea5760206001600160a01b0360015460081c16604051908152f35b346100ea5760603660031901126100ea57600435600b8110156100ea57602435906103c7826100d9565b60443567ffffffffffffffff81116100ea576103e79036906004016101fd565b9067ffffffffffffffff82116105535761040b82610406600254610558565b610701565b5f90601f83116001146104915782610481936103319693610441935f92610486575b50508160011b915f199060031b1c19161790565b60025574ffffffffffffffffffffffffffffffffffffffff001974ffffffffffffffffffffffffffffffffffffffff006001549260081b16911617600155565b610751565b013590505f8061042d565b60025f52601f198316917f405787fa12a823e0f2b7631cc41b3ba8828b3321ca811111fa75cd3aa3bb5ace925f5b81811061053b575092600192859261048196610331999610610522575b505050811b0160025574ffffffffffffffffffffffffffffffffffffffff001974ffffffffffffffffffffffffffffffffffffffff006001549260081b16911617600155565b01355f19600384901b60f8161c191690555f80806104dc565b919360206001819287870135815501950192016104bf565b610590565b90600182811c92168015610586575b602083101461057257565b634e487b7160e01b5f52602260045260245ffd5b91607f1691610567565b634e487b7160e01b5f52604160045260245ffd5b90601f8019910116810190811067ffffffffffffffff82111761055357604052565b602060409281835280519182918282860152018484015e5f828201840152601f01601f1916010190565b346100ea575f3660031901126100ea576040515f60025461061081610558565b80845290600181169081156106a65750600114610648575b61064483610638818503826105a4565b604051918291826105c6565b0390f35b91905060025f527f405787fa12a823e0f2b7631cc41b3ba8828b3321ca811111fa75cd3aa3bb5ace915f905b80821061068c57509091508101602001610638610628565b919260018160209254838588010152019101909291610674565b60ff191660208086019190915291151560051b840190910191506106389050610628565b346100ea5760403660031901126100ea5760206101726004356106ec816100d9565b602435903361079d565b6040513d5f823e3d90fd5b601f811161070d575050565b60025f5260205f20906020601f840160051c83019310610747575b601f0160051c01905b81811061073c575050565b5f8155600101610731565b9091508190610728565b600b8110156101a85760ff801960015416911617600155565b634e487b7160e01b5f52601160045260245ffd5b9190820391821161078b57565b61076a565b9190820180921161078b57565b916107aa60015460ff1690565b926107b48461019e565b600184146108c7576108186108429161084a936107d08761019e565b6004871015806108b3575b6108a6575b60015460081c6001600160a01b03166001600160a01b03871614610898575b6108088761019e565b6003870361087c57610830606482045b926001600160a01b03165f52600460205260405f2090565b61083b82825461077e565b905561077e565b918254610790565b90556108558161019e565b600281146103315780610869600a9261019e565b1461087357600190565b60025f5260205ff35b6108305f926001600160a01b03165f52600460205260405f2090565b6108a1876109ee565b6107ff565b6108ae61090e565b6107e0565b506108bd8761019e565b60068711156107db565b505050505f90565b3d15610909573d9067ffffffffffffffff821161055357604051916108fe601f8201601f1916602001846105a4565b82523d5f602084013e565b606090565b60ff600154169061092460ff1960015416600155565b6001600160a01b0360015460081c1691604051925f60025461094581610558565b90600181169081156109d9575060011461098a575b505f6104819286826109889798819503925af16109756108cf565b5060ff8019600354169115151617600355565b565b905060025f527f405787fa12a823e0f2b7631cc41b3ba8828b3321ca811111fa75cd3aa3bb5ace5f905b8282106109c557505084015f61095a565b60018160209254848a0152019101906109b4565b60ff191687525080151502850190505f61095a565b600b8110156101a85760078114610a185760088114610a1657600914610a1057565b61c3505ffd5bfe5b6040517f08c379a000000000000000000000000000000000000000000000000000000000815260206004820152600f60248201527f6e6f7420746f2074686973206f6e6500000000000000000000000000000000006044820152606490fd",
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
