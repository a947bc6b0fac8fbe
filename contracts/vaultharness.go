// Code generated via abigen V2 - DO NOT EDIT.
// This file is a generated binding and any manual changes will be lost.

package contracts

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

// Config is an auto generated low-level Go binding around an user-defined struct.
type Config struct {
	Nonce       uint64
	InCap       uint64
	OutCap      uint64
	OutRate     uint64
	Guardian    common.Address
	Unpause     uint8
	SweepTo     common.Address
	SweepAmount uint64
}

// Hdr is an auto generated low-level Go binding around an user-defined struct.
type Hdr struct {
	Nonce   uint64
	FirstId uint64
	Timeout uint64
	Fee     uint64
	ItemGas uint64
}

// Limits is an auto generated low-level Go binding around an user-defined struct.
type Limits struct {
	InCap      uint64
	OutCap     uint64
	OutRate    uint64
	MinDeposit uint64
}

// Migrate is an auto generated low-level Go binding around an user-defined struct.
type Migrate struct {
	Nonce     uint64
	NewVault  common.Address
	NotBefore uint64
}

// VaultHarnessEvent is an auto generated low-level Go binding around an user-defined struct.
type VaultHarnessEvent struct {
	Kind uint8
	N    uint64
	A    uint64
	B    uint64
	X    common.Address
	Y    common.Address
	Hash [32]byte
}

// VaultHarnessMessage is an auto generated low-level Go binding around an user-defined struct.
type VaultHarnessMessage struct {
	Kind       uint8
	Hash       [32]byte
	HomeHeight uint64
	TotalPower uint64
	Hdr        Hdr
	Config     Config
	Migrate    Migrate
}

// VaultHarnessMetaData contains all meta data concerning the VaultHarness contract.
var VaultHarnessMetaData = bind.MetaData{
	ABI: "[{\"inputs\":[{\"internalType\":\"address\",\"name\":\"rlc_\",\"type\":\"address\"},{\"internalType\":\"bytes32\",\"name\":\"home\",\"type\":\"bytes32\"},{\"internalType\":\"bytes\",\"name\":\"members\",\"type\":\"bytes\"},{\"components\":[{\"internalType\":\"uint64\",\"name\":\"inCap\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"outCap\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"outRate\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"minDeposit\",\"type\":\"uint64\"}],\"internalType\":\"structLimits\",\"name\":\"l\",\"type\":\"tuple\"}],\"stateMutability\":\"nonpayable\",\"type\":\"constructor\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"nonce\",\"type\":\"uint64\"}],\"name\":\"AlreadyExecuted\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"got\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"min\",\"type\":\"uint256\"}],\"name\":\"AmountTooSmall\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"got\",\"type\":\"address\"}],\"name\":\"BadAddress\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"bitmap\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"members\",\"type\":\"uint256\"}],\"name\":\"BadBitmap\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"got\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"want\",\"type\":\"uint256\"}],\"name\":\"BadDataLength\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"trust\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"activationDelay\",\"type\":\"uint64\"},{\"internalType\":\"uint256\",\"name\":\"max\",\"type\":\"uint256\"}],\"name\":\"BadDelays\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint8\",\"name\":\"got\",\"type\":\"uint8\"},{\"internalType\":\"uint8\",\"name\":\"max\",\"type\":\"uint8\"}],\"name\":\"BadFlags\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"index\",\"type\":\"uint256\"},{\"internalType\":\"address\",\"name\":\"to\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"amount\",\"type\":\"uint256\"}],\"name\":\"BadItem\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"bytesGot\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"itemBytes\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"max\",\"type\":\"uint256\"}],\"name\":\"BadItemsLength\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"inCap\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"outCap\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"outRate\",\"type\":\"uint64\"},{\"internalType\":\"uint256\",\"name\":\"max\",\"type\":\"uint256\"}],\"name\":\"BadLimits\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"bytesGot\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"memberBytes\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"maxMembers\",\"type\":\"uint256\"}],\"name\":\"BadMembersLength\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"got\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"inCap\",\"type\":\"uint64\"}],\"name\":\"BadMinDeposit\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"got\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"last\",\"type\":\"uint64\"},{\"internalType\":\"uint256\",\"name\":\"maxJump\",\"type\":\"uint256\"}],\"name\":\"BadNonce\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"index\",\"type\":\"uint256\"},{\"internalType\":\"address\",\"name\":\"got\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"want\",\"type\":\"address\"}],\"name\":\"BadSignature\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"got\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"want\",\"type\":\"uint256\"}],\"name\":\"BadSignaturesLength\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"Closed\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"time\",\"type\":\"uint256\"},{\"internalType\":\"uint64\",\"name\":\"timeout\",\"type\":\"uint64\"}],\"name\":\"Expired\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"got\",\"type\":\"address\"}],\"name\":\"NoContract\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"NoHomeChain\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint8\",\"name\":\"used\",\"type\":\"uint8\"},{\"internalType\":\"uint8\",\"name\":\"max\",\"type\":\"uint8\"}],\"name\":\"NoPausesLeft\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"index\",\"type\":\"uint256\"}],\"name\":\"NoPower\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"time\",\"type\":\"uint256\"},{\"internalType\":\"uint64\",\"name\":\"activeAt\",\"type\":\"uint64\"}],\"name\":\"NotActive\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"index\",\"type\":\"uint256\"},{\"internalType\":\"address\",\"name\":\"got\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"previous\",\"type\":\"address\"}],\"name\":\"NotAscending\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"left\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"itemGas\",\"type\":\"uint256\"}],\"name\":\"NotEnoughGas\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"want\",\"type\":\"uint256\"},{\"internalType\":\"uint64\",\"name\":\"locked\",\"type\":\"uint64\"}],\"name\":\"NotEnoughLocked\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"signed\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"total\",\"type\":\"uint256\"}],\"name\":\"NotEnoughPower\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"want\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"surplus\",\"type\":\"uint256\"}],\"name\":\"NotEnoughSurplus\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"got\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"want\",\"type\":\"address\"}],\"name\":\"NotGuardian\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"got\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"present\",\"type\":\"uint64\"}],\"name\":\"NotLower\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"time\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"trustedUntil\",\"type\":\"uint256\"}],\"name\":\"NotStale\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"to\",\"type\":\"address\"}],\"name\":\"NothingOwed\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"NothingPending\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"got\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"room\",\"type\":\"uint256\"}],\"name\":\"OverInCap\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"want\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"room\",\"type\":\"uint256\"}],\"name\":\"OverOutCap\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint8\",\"name\":\"flag\",\"type\":\"uint8\"},{\"internalType\":\"uint64\",\"name\":\"until\",\"type\":\"uint64\"}],\"name\":\"Paused\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"Reentered\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"time\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"trustedUntil\",\"type\":\"uint256\"}],\"name\":\"Stale\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"TokenRefused\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"time\",\"type\":\"uint256\"},{\"internalType\":\"uint64\",\"name\":\"readyAt\",\"type\":\"uint64\"}],\"name\":\"TooEarly\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"got\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"min\",\"type\":\"uint256\"}],\"name\":\"TooFewMembers\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"got\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"max\",\"type\":\"uint256\"}],\"name\":\"TooMuchPower\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"got\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"want\",\"type\":\"uint256\"}],\"name\":\"WrongAmountReceived\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"got\",\"type\":\"bytes32\"},{\"internalType\":\"bytes32\",\"name\":\"want\",\"type\":\"bytes32\"}],\"name\":\"WrongMembers\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"got\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"max\",\"type\":\"uint256\"}],\"name\":\"WrongSupply\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"got\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"want\",\"type\":\"address\"}],\"name\":\"WrongToken\",\"type\":\"error\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"n\",\"type\":\"uint64\"},{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"batchNonce\",\"type\":\"uint64\"},{\"indexed\":false,\"internalType\":\"uint64\",\"name\":\"total\",\"type\":\"uint64\"},{\"indexed\":false,\"internalType\":\"uint64\",\"name\":\"lockedAfter\",\"type\":\"uint64\"}],\"name\":\"BatchExecuted\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"n\",\"type\":\"uint64\"},{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"configNonce\",\"type\":\"uint64\"},{\"indexed\":false,\"internalType\":\"bytes32\",\"name\":\"configHash\",\"type\":\"bytes32\"}],\"name\":\"ConfigApplied\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"n\",\"type\":\"uint64\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"from\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"recipient\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"uint64\",\"name\":\"amount\",\"type\":\"uint64\"},{\"indexed\":false,\"internalType\":\"uint64\",\"name\":\"lockedAfter\",\"type\":\"uint64\"}],\"name\":\"Deposited\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"batchNonce\",\"type\":\"uint64\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"to\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"uint64\",\"name\":\"amount\",\"type\":\"uint64\"}],\"name\":\"ItemOwed\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"n\",\"type\":\"uint64\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"newVault\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"uint64\",\"name\":\"amount\",\"type\":\"uint64\"}],\"name\":\"Migrated\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"nonce\",\"type\":\"uint64\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"newVault\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"uint64\",\"name\":\"readyAt\",\"type\":\"uint64\"}],\"name\":\"MigrationAnnounced\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"nonce\",\"type\":\"uint64\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"newVault\",\"type\":\"address\"}],\"name\":\"MigrationVetoed\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":false,\"internalType\":\"uint64\",\"name\":\"outCap\",\"type\":\"uint64\"}],\"name\":\"OutCapLowered\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"to\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"uint64\",\"name\":\"amount\",\"type\":\"uint64\"}],\"name\":\"OwedClaimed\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"n\",\"type\":\"uint64\"},{\"indexed\":false,\"internalType\":\"uint8\",\"name\":\"flags\",\"type\":\"uint8\"},{\"indexed\":false,\"internalType\":\"uint64\",\"name\":\"until\",\"type\":\"uint64\"}],\"name\":\"PauseChanged\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"valsetNonce\",\"type\":\"uint64\"},{\"indexed\":false,\"internalType\":\"bytes32\",\"name\":\"membersHash\",\"type\":\"bytes32\"},{\"indexed\":false,\"internalType\":\"uint64\",\"name\":\"readyAt\",\"type\":\"uint64\"}],\"name\":\"RecoveryAnnounced\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"to\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"amount\",\"type\":\"uint256\"}],\"name\":\"Swept\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"n\",\"type\":\"uint64\"},{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"valsetNonce\",\"type\":\"uint64\"},{\"indexed\":false,\"internalType\":\"bytes32\",\"name\":\"membersHash\",\"type\":\"bytes32\"},{\"indexed\":false,\"internalType\":\"uint64\",\"name\":\"activeAt\",\"type\":\"uint64\"}],\"name\":\"ValsetUpdated\",\"type\":\"event\"},{\"inputs\":[],\"name\":\"activationDelay\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"components\":[{\"internalType\":\"uint64\",\"name\":\"nonce\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"inCap\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"outCap\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"outRate\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"guardian\",\"type\":\"address\"},{\"internalType\":\"uint8\",\"name\":\"unpause\",\"type\":\"uint8\"},{\"internalType\":\"address\",\"name\":\"sweepTo\",\"type\":\"address\"},{\"internalType\":\"uint64\",\"name\":\"sweepAmount\",\"type\":\"uint64\"}],\"internalType\":\"structConfig\",\"name\":\"c\",\"type\":\"tuple\"},{\"internalType\":\"bytes\",\"name\":\"members\",\"type\":\"bytes\"},{\"internalType\":\"uint256\",\"name\":\"bitmap\",\"type\":\"uint256\"},{\"internalType\":\"bytes\",\"name\":\"sigs\",\"type\":\"bytes\"}],\"name\":\"applyConfig\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"book\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"eventNonce\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"locked\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"inCap\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"owedTotal\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"bucket\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"outCap\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"outRate\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"level\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"time\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes\",\"name\":\"older\",\"type\":\"bytes\"},{\"internalType\":\"bytes\",\"name\":\"newer\",\"type\":\"bytes\"}],\"name\":\"changed\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"\",\"type\":\"bool\"}],\"stateMutability\":\"pure\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes\",\"name\":\"members\",\"type\":\"bytes\"}],\"name\":\"checkMembers\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"total\",\"type\":\"uint64\"},{\"internalType\":\"bytes32\",\"name\":\"hash\",\"type\":\"bytes32\"}],\"stateMutability\":\"pure\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"to\",\"type\":\"address\"}],\"name\":\"claimOwed\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"amount\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"recipient\",\"type\":\"address\"}],\"name\":\"deposit\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"separator\",\"type\":\"bytes32\"},{\"components\":[{\"internalType\":\"uint8\",\"name\":\"kind\",\"type\":\"uint8\"},{\"internalType\":\"bytes32\",\"name\":\"hash\",\"type\":\"bytes32\"},{\"internalType\":\"uint64\",\"name\":\"homeHeight\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"totalPower\",\"type\":\"uint64\"},{\"components\":[{\"internalType\":\"uint64\",\"name\":\"nonce\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"firstId\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"timeout\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"fee\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"itemGas\",\"type\":\"uint64\"}],\"internalType\":\"structHdr\",\"name\":\"hdr\",\"type\":\"tuple\"},{\"components\":[{\"internalType\":\"uint64\",\"name\":\"nonce\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"inCap\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"outCap\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"outRate\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"guardian\",\"type\":\"address\"},{\"internalType\":\"uint8\",\"name\":\"unpause\",\"type\":\"uint8\"},{\"internalType\":\"address\",\"name\":\"sweepTo\",\"type\":\"address\"},{\"internalType\":\"uint64\",\"name\":\"sweepAmount\",\"type\":\"uint64\"}],\"internalType\":\"structConfig\",\"name\":\"config\",\"type\":\"tuple\"},{\"components\":[{\"internalType\":\"uint64\",\"name\":\"nonce\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"newVault\",\"type\":\"address\"},{\"internalType\":\"uint64\",\"name\":\"notBefore\",\"type\":\"uint64\"}],\"internalType\":\"structMigrate\",\"name\":\"migrate\",\"type\":\"tuple\"}],\"internalType\":\"structVaultHarness.Message[]\",\"name\":\"messages\",\"type\":\"tuple[]\"}],\"name\":\"digests\",\"outputs\":[{\"internalType\":\"bytes32[]\",\"name\":\"out\",\"type\":\"bytes32[]\"}],\"stateMutability\":\"pure\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"domain\",\"outputs\":[{\"internalType\":\"bytes32\",\"name\":\"\",\"type\":\"bytes32\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"vault\",\"type\":\"address\"},{\"internalType\":\"bytes32\",\"name\":\"home\",\"type\":\"bytes32\"}],\"name\":\"domainOf\",\"outputs\":[{\"internalType\":\"bytes32\",\"name\":\"separator\",\"type\":\"bytes32\"},{\"internalType\":\"bytes32\",\"name\":\"first\",\"type\":\"bytes32\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"eventHash\",\"outputs\":[{\"internalType\":\"bytes32\",\"name\":\"\",\"type\":\"bytes32\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"eventNonce\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"executeMigrate\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"executeRecover\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"guardian\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"homeChainHash\",\"outputs\":[{\"internalType\":\"bytes32\",\"name\":\"\",\"type\":\"bytes32\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"nonce\",\"type\":\"uint64\"}],\"name\":\"isExecuted\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"\",\"type\":\"bool\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"h\",\"type\":\"bytes32\"},{\"components\":[{\"internalType\":\"uint8\",\"name\":\"kind\",\"type\":\"uint8\"},{\"internalType\":\"uint64\",\"name\":\"n\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"a\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"b\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"x\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"y\",\"type\":\"address\"},{\"internalType\":\"bytes32\",\"name\":\"hash\",\"type\":\"bytes32\"}],\"internalType\":\"structVaultHarness.Event\",\"name\":\"e\",\"type\":\"tuple\"}],\"name\":\"link\",\"outputs\":[{\"internalType\":\"bytes32\",\"name\":\"\",\"type\":\"bytes32\"}],\"stateMutability\":\"pure\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"h\",\"type\":\"bytes32\"},{\"components\":[{\"internalType\":\"uint8\",\"name\":\"kind\",\"type\":\"uint8\"},{\"internalType\":\"uint64\",\"name\":\"n\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"a\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"b\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"x\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"y\",\"type\":\"address\"},{\"internalType\":\"bytes32\",\"name\":\"hash\",\"type\":\"bytes32\"}],\"internalType\":\"structVaultHarness.Event[]\",\"name\":\"events\",\"type\":\"tuple[]\"}],\"name\":\"links\",\"outputs\":[{\"internalType\":\"bytes32[]\",\"name\":\"out\",\"type\":\"bytes32[]\"}],\"stateMutability\":\"pure\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"locked\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"outCap\",\"type\":\"uint64\"}],\"name\":\"lowerCap\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"membersHash\",\"outputs\":[{\"internalType\":\"bytes32\",\"name\":\"\",\"type\":\"bytes32\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"components\":[{\"internalType\":\"uint64\",\"name\":\"nonce\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"newVault\",\"type\":\"address\"},{\"internalType\":\"uint64\",\"name\":\"notBefore\",\"type\":\"uint64\"}],\"internalType\":\"structMigrate\",\"name\":\"m\",\"type\":\"tuple\"},{\"internalType\":\"bytes\",\"name\":\"members\",\"type\":\"bytes\"},{\"internalType\":\"uint256\",\"name\":\"bitmap\",\"type\":\"uint256\"},{\"internalType\":\"bytes\",\"name\":\"sigs\",\"type\":\"bytes\"}],\"name\":\"migrate\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"migration\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"newVault\",\"type\":\"address\"},{\"internalType\":\"uint64\",\"name\":\"readyAt\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"minDeposit\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"numbers\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"valsetNonce\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"totalPower\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"configNonce\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"migrateNonce\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"to\",\"type\":\"address\"}],\"name\":\"owed\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"amount\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"owedTotal\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint8\",\"name\":\"flags\",\"type\":\"uint8\"}],\"name\":\"pause\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"from\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"amount\",\"type\":\"uint256\"},{\"internalType\":\"address\",\"name\":\"token\",\"type\":\"address\"},{\"internalType\":\"bytes\",\"name\":\"data\",\"type\":\"bytes\"}],\"name\":\"receiveApproval\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"nonce\",\"type\":\"uint64\"},{\"internalType\":\"bytes\",\"name\":\"newMembers\",\"type\":\"bytes\"}],\"name\":\"recover\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"recovery\",\"outputs\":[{\"internalType\":\"bytes32\",\"name\":\"membersHash\",\"type\":\"bytes32\"},{\"internalType\":\"uint64\",\"name\":\"valsetNonce\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"totalPower\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"readyAt\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"rlc\",\"outputs\":[{\"internalType\":\"contractIRLC\",\"name\":\"\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"status\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"pausedUntil\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"valsetTime\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"activeAt\",\"type\":\"uint64\"},{\"internalType\":\"uint8\",\"name\":\"pauseFlags\",\"type\":\"uint8\"},{\"internalType\":\"uint8\",\"name\":\"pausesUsed\",\"type\":\"uint8\"},{\"internalType\":\"bool\",\"name\":\"closed\",\"type\":\"bool\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"components\":[{\"internalType\":\"uint8\",\"name\":\"kind\",\"type\":\"uint8\"},{\"internalType\":\"bytes32\",\"name\":\"hash\",\"type\":\"bytes32\"},{\"internalType\":\"uint64\",\"name\":\"homeHeight\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"totalPower\",\"type\":\"uint64\"},{\"components\":[{\"internalType\":\"uint64\",\"name\":\"nonce\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"firstId\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"timeout\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"fee\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"itemGas\",\"type\":\"uint64\"}],\"internalType\":\"structHdr\",\"name\":\"hdr\",\"type\":\"tuple\"},{\"components\":[{\"internalType\":\"uint64\",\"name\":\"nonce\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"inCap\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"outCap\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"outRate\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"guardian\",\"type\":\"address\"},{\"internalType\":\"uint8\",\"name\":\"unpause\",\"type\":\"uint8\"},{\"internalType\":\"address\",\"name\":\"sweepTo\",\"type\":\"address\"},{\"internalType\":\"uint64\",\"name\":\"sweepAmount\",\"type\":\"uint64\"}],\"internalType\":\"structConfig\",\"name\":\"config\",\"type\":\"tuple\"},{\"components\":[{\"internalType\":\"uint64\",\"name\":\"nonce\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"newVault\",\"type\":\"address\"},{\"internalType\":\"uint64\",\"name\":\"notBefore\",\"type\":\"uint64\"}],\"internalType\":\"structMigrate\",\"name\":\"migrate\",\"type\":\"tuple\"}],\"internalType\":\"structVaultHarness.Message\",\"name\":\"m\",\"type\":\"tuple\"}],\"name\":\"structHash\",\"outputs\":[{\"internalType\":\"bytes32\",\"name\":\"\",\"type\":\"bytes32\"}],\"stateMutability\":\"pure\",\"type\":\"function\"},{\"inputs\":[{\"components\":[{\"internalType\":\"uint64\",\"name\":\"nonce\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"firstId\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"timeout\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"fee\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"itemGas\",\"type\":\"uint64\"}],\"internalType\":\"structHdr\",\"name\":\"h\",\"type\":\"tuple\"},{\"internalType\":\"bytes\",\"name\":\"items\",\"type\":\"bytes\"},{\"internalType\":\"bytes\",\"name\":\"members\",\"type\":\"bytes\"},{\"internalType\":\"uint256\",\"name\":\"bitmap\",\"type\":\"uint256\"},{\"internalType\":\"bytes\",\"name\":\"sigs\",\"type\":\"bytes\"},{\"internalType\":\"address\",\"name\":\"feeTo\",\"type\":\"address\"}],\"name\":\"submitBatch\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"totalPower\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"trust\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"nonce\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"homeHeight\",\"type\":\"uint64\"},{\"internalType\":\"bytes\",\"name\":\"newMembers\",\"type\":\"bytes\"},{\"internalType\":\"bytes\",\"name\":\"members\",\"type\":\"bytes\"},{\"internalType\":\"uint256\",\"name\":\"bitmap\",\"type\":\"uint256\"},{\"internalType\":\"bytes\",\"name\":\"sigs\",\"type\":\"bytes\"}],\"name\":\"updateValset\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"valsetNonce\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"vetoMigrate\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"}]",
	ID:  "VaultHarness",
	Bin: "0x61012080604052346106205761497d803803809161001d828561065d565b83398101908082039060e082126106205780516001600160a01b0381169081810361062057602083015160408401519091906001600160401b03811161062057840186601f82011215610620578051956001600160401b0387116106495760405196610093601f8201601f19166020018961065d565b808852602088019860208285010111610620576020815f9282608096018c5e89010152605f1901126106205760405191608083016001600160401b03811184821017610649576040526100e860608601610680565b83526100f660808601610680565b936020840194855261011d60c061010f60a08901610680565b976040870198895201610680565b92606085019384523b15610637576040516318160ddd60e01b8152602081600481855afa90811561062c575f916105f6575b50801580156105e5575b6105c8575081156105b957603887511061059d576080528060a052600260c052600160e052604051602081019160808352601260a083015271524c435661756c742f6576656e74732f763160701b60c0830152466040830152306060830152608082015260c081526101cc60e08261065d565b5190205f5580516001600160401b03168015801561058a575b6105655750516001600160401b03908116610100529051915192519281169291908181169083168115801561055d575b8015610555575b8015610544575b8015610533575b8015610522575b6104f057505060018054600160801b600160c01b03191660809290921b600160801b600160c01b03169190911790556004549133156104dd57600680546001600160a01b0319163317905560409190911b6fffffffffffffffff000000000000000016600160801b600160c01b0390921617174260c01b6001600160c01b031916176004556003548151601c900480158080156104d2575b81156104a3575b50610485575f908190815b81831061040f5750505067400000000000000081116103f1576001600160801b0319909116604091821b6fffffffffffffffff000000000000000090811691909117600117600355915190922060055560028054600160401b600160c01b03191642841b90921691909117600160801b600160c01b03179055516142e890816106958239608051818181610ab001528181611240015281816113b0015281816114d00152818161358a01528181613bb101528181613e800152614062015260a051818181610aef015281816119cd0152613821015260c0518181816118a30152818161301901526141f5015260e0518181816116de015281816119720152611f1d015261010051818181611eda015261340b0152f35b63c6d3242560e01b5f5260045267400000000000000060245260445ffd5b6020601c8495939402870101518060601c9060018060401b039060201c16918082111561045d5750811561044a5791019260010191906102db565b8463150d67cd60e01b5f5260045260245ffd5b63a6761c6760e01b5f90815260048790526024929092526001600160a01b0316604452606490fd5b8251632e71a49960e11b5f52600452601c602452608060445260645ffd5b601c83810292508383041417156104be57835114155f6102d0565b634e487b7160e01b5f52601160045260245ffd5b6080831191506102c9565b637833514560e11b5f523360045260245ffd5b608492508460405192634303e3fd60e11b84526004840152602483015260448201526701351609ff7580006064820152fd5b506701351609ff7580008111610231565b506701351609ff758000851161022a565b506701351609ff7580008211610223565b50801561021c565b508415610215565b8251637cd2000f60e11b5f9081526004929092526001600160401b0316602452604490fd5b5082516001600160401b031681116101e5565b601c8751046338921c5d60e11b5f52600452600260245260445ffd5b6368de36bb60e11b5f5260045ffd5b62875f3560e01b5f526004526701351609ff75800060245260445ffd5b506701351609ff7580008111610159565b90506020813d602011610624575b816106116020938361065d565b8101031261062057515f61014f565b5f80fd5b3d9150610604565b6040513d5f823e3d90fd5b632f8aeb3960e11b5f5260045260245ffd5b634e487b7160e01b5f52604160045260245ffd5b601f909101601f19168101906001600160401b0382119082101761064957604052565b51906001600160401b03821682036106205756fe60806040526004361015610011575f80fd5b5f3560e01c806304c313d8146123b957806305a8da721461236e5780630a979298146123435780630d4a0b8b146122aa5780630f30608a1461228c57806310fb81f514612223578063163970791461207c5780631705a3bd1461204557806319b5e2471461201f5780631c3e6ee614611ff9578063200d2ed214611f8c57806327722f6a14611f415780633a8c078614611efe57806341b3d18514611ebb578063452a932014611e955780634fedf77814611e79578063576bcd2f14611e26578063588a65f5146119f057806368458aec146119b65780636e191264146118c75780636f9fdd6614611884578063798a6ca51461173257806382293cfe146115bb5780638f4ffcb114611464578063a844d269146113d4578063b017c03614611391578063b35c8e3d146112ec578063bdf4ef8714610b6d578063c029e86814610b1c578063c2fb26a614610ad8578063c7b6a27114610795578063cf3090121461076c578063db3ad22c14610743578063ddceafa914610700578063df18e047146106c8578063e2ff0250146106ac578063edf07f151461055d578063ee2748771461047b578063f0ac8a46146102bd578063f6efce1c14610228578063fa1f0442146102085763fe5a793e146101e7575f80fd5b34610204575f366003190112610204576020600554604051908152f35b5f80fd5b34610204575f36600319011261020457602060015460c01c604051908152f35b34610204576040366003190112610204576004356001600160401b03811161020457610258903690600401612472565b602435906001600160401b0382116102045760209261027e6102b3933690600401612472565b9161029261028d368684612967565b612e7c565b936001600160401b03806102aa61028d368888612967565b16951691613ed7565b6040519015158152f35b34610204575f3660031901126102045760ff5f5c1661045357600160ff195f5c16175f5d6102e9613fe4565b6040516102f58161292b565b600a546001600160a01b0381168083526001600160401b03602084019260a01c1682521561042b576001600160401b03905116908142106104145761040a905f600a556001600160a01b03600154916fffffffffffffffff0000000000000000196001600160401b038460401c1693166001557a0100000000000000000000000000000000000000000000000000007fffffffffff00ffffffffffffffffffffffffffffffffffffffffffffffffffff60025416176002555f546103c7846103bb613a8c565b92838686511691612d94565b5f5582825116907fb190ec65547b55f8d7eed638f97d65704d95d039bc74e7d5490c631e33d620fa60206001600160401b03604051938885521692a35116613e46565b60ff195f5c165f5d005b506345936d7760e01b5f524260045260245260445ffd5b7f175c1aea000000000000000000000000000000000000000000000000000000005f5260045ffd5b7fb5dfd9e5000000000000000000000000000000000000000000000000000000005f5260045ffd5b3461020457602036600319011261020457610494612448565b6001600160a01b036006541680330361052e5750600454906001600160401b03808316911690808210156104ff577ffc01c80fbb2a4cd619339c67a74f512fd71f0d616bd01bdd9bf2ca055c865aa760208380866001600160401b03191617600455604051908152a1005b907fc73516ea000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b7f826f1bd2000000000000000000000000000000000000000000000000000000005f523360045260245260445ffd5b346102045760203660031901126102045760043560ff811690818103610204576001600160a01b036006541680330361052e57508091801580156106a2575b61068857506105a9612bb6565b6080810160ff8151166002811015610658575060ff60019151160160ff81116106335760ff60c81b1979ff000000000000000000000000000000000000000000000000006002549260c81b169116176002556001600160401b03815116421115610647575b505062093a80420190814211610633576001600160401b03610631921690614133565b005b634e487b7160e01b5f52601160045260245ffd5b6060015160ff16179050818061060e565b7fa84f56ae000000000000000000000000000000000000000000000000000000005f52600452600260245260445ffd5b63debf9d4160e01b5f5260045260ff60031660245260445ffd5b506003811161059c565b34610204575f3660031901126102045760205f54604051908152f35b34610204576020366003190112610204576001600160a01b036106e961241e565b165f526007602052602060405f2054604051908152f35b34610204575f3660031901126102045760806008546001600160401b036009546040519283528181166020840152818160401c166040840152831c166060820152f35b34610204575f3660031901126102045760206001600160401b0360035460401c16604051908152f35b34610204575f3660031901126102045760206001600160401b0360015460401c16604051908152f35b3461020457366003190160c0811261020457606013610204576064356001600160401b038111610204576107cd903690600401612472565b60a4356001600160401b038111610204576107ec903690600401612472565b906107f5613fe4565b6107fd6124e6565b9361080f600354958660c01c90613079565b610817612552565b6001600160a01b031630148015610a9c575b610a7957610835612552565b3b15610a3d5760405193602085017fe5558b0585a341bab49ca5dd4649b5a25772d13dc715686f4b7db46125960aef81526004356001600160401b0381168091036102045760408701526024356001600160a01b038116809103610204576060870152604435956001600160401b038716809703610204576108d2966080820152608081526108c560a082612946565b519020916084359261380a565b6108da613a44565b77ffffffffffffffffffffffffffffffffffffffffffffffff6001600160c01b03196109046124e6565b60c01b1691161760035562093a804201804211610633576001600160401b0316806001600160401b036109356124fc565b1611610a2b575b602090610947612552565b6001600160a01b036040519161095c8361292b565b16908181526001600160401b038316938491015273ffffffffffffffffffffffffffffffffffffffff19600a541617600a557fffffffff0000000000000000ffffffffffffffffffffffffffffffffffffffff7bffffffffffffffff0000000000000000000000000000000000000000600a549260a01b16911617600a556109e26124e6565b907f8cc71073abd11bdfbe3bd69996835b4e7c28071db95069e307b55f823967262e60206001600160401b036001600160a01b03610a1e612552565b60405195865216941692a3005b506020610a366124fc565b905061093c565b6001600160a01b03610a4d612552565b7f5f15d672000000000000000000000000000000000000000000000000000000005f521660045260245ffd5b6001600160a01b03610a89612552565b637833514560e11b5f521660045260245ffd5b50610aa5612552565b6001600160a01b03807f000000000000000000000000000000000000000000000000000000000000000016911614610829565b34610204575f366003190112610204576020610b147f000000000000000000000000000000000000000000000000000000000000000030612ddb565b604051908152f35b34610204575f36600319011261020457600454604080516001600160401b03808416825283831c81166020830152608084811c9091169282019290925260c09290921c6060830152819081015b0390f35b3461020457366003190161014081126102045760a0136102045760a4356001600160401b03811161020457610ba6903690600401612472565b60c4356001600160401b03811161020457610bc5903690600401612472565b610104929192356001600160401b03811161020457610be8903690600401612472565b9061012435946001600160a01b0386168087036102045760ff5f5c1661045357600160ff195f5c16175f5d610c1b613fe4565b6001600160401b03610c2b6124fc565b1642116112ac57610c64610c3d6124e6565b60019066ffffffffffffff8160081c165f52600b60205260ff60405f205491161c16151590565b6112705780158015611267575b8015611235575b6112235750601c8504948515808115611218575b81156111fe575b506111c957610ca490369089612967565b60208151910120936004356001600160401b0381169081810361020457506024356001600160401b038116908181036102045750604435966001600160401b038816978881036102045750606435976001600160401b038916988981036102045750608435986001600160401b038a1691828b0361020457610d889a506040519460208601967f417f8770d27623b60b3edc0457f7fab9a4efcce8d112fbddf53be4c6909a97a9885260408701526060860152608085015260a084015260c083015260e082015260e08152610d7b61010082612946565b5190209160e4359261380a565b610d90613a44565b6001600160401b03610da0612512565b165f5b8281106111515750600154906001600160401b038260401c16918282116111225760405190610dd1826128fc565b6004546001600160401b038116835260208301906001600160401b038160401c1682526001600160401b03610e1f816040870193818160801c168552606088019060c01c8152511642613b3e565b9251169182810292818404149015171561063357516001600160401b0316908082111561111957610e4f91613b3e565b915b6001600160401b03610e6385856129ac565b9151168091116110cc57509082916fffffffffffffffff0000000000000000196fffffffffffffffff0000000000000000610eae6001600160401b03610ebd979b999b168098612b25565b60401b169116176001556129ac565b6004546fffffffffffffffffffffffffffffffff67ffffffffffffffff60801b6001600160c01b03194260c01b169360801b1691161717600455600160ff610f036124e6565b161b66ffffffffffffff610f156124e6565b60081c165f52600b60205260405f209081541790555f54907ff7a66f26ffd5e927836fe84deaf8fd1d0433f21300f8a7529e931aaa0dc31a936001600160401b0382610f7d610f62613a8c565b958360015460401c1692839188610f776124e6565b91612c8b565b5f55610fb4610f8a6124e6565b918360405194859416971695839092916001600160401b0360209181604085019616845216910152565b0390a35f925f915b818310611076575050506001600160401b03610fd6612512565b16611037575b5080610fec5760ff195f5c165f5d005b77ffffffffffffffffffffffffffffffffffffffffffffffff6001600160c01b03196110276001600160401b0360015494168460c01c612b05565b60c01b169116176001558061040a565b9061106a611070926110476124e6565b61104f612512565b916001600160401b0380611061612528565b16931691613ffb565b906129ac565b81610fdc565b9091936110c360019161106a601c88028501356001600160401b038160601c9160201c166110a26124e6565b6001600160a01b036001600160401b036110ba612528565b16931690613ffb565b94019190610fbc565b91905080821115611110576110e091613b3e565b905b7fc5c882ba000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b50505f906110e2565b50505f91610e51565b507ff5c0a134000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b90601c8202850135906001600160401b038260601c9260201c1691801580156111c1575b61118457500190600101610da3565b6001600160a01b039150837f37da3e31000000000000000000000000000000000000000000000000000000005f526004521660245260445260645ffd5b508215611175565b7f42e3c7fc000000000000000000000000000000000000000000000000000000005f52600452601c602452606460445260645ffd5b601c88810292508883041417156106335781141589610c93565b606488119150610c8c565b637833514560e11b5f5260045260245ffd5b506001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000168114610c78565b50308114610c71565b6001600160401b036112806124e6565b7f50a6e052000000000000000000000000000000000000000000000000000000005f521660045260245ffd5b6001600160401b036112bc6124fc565b7f8a55c622000000000000000000000000000000000000000000000000000000005f52426004521660245260445ffd5b34610204576040366003190112610204576024356004356001600160401b0382116102045736602383011215610204578160040135906001600160401b038211610204573660246102808402850101116102045761134982612b5c565b925f5b838110156113835760019061137261136c60246102808402860101612a4e565b85613f9e565b61137c8288612b8e565b520161134c565b60405180610b69878261249f565b34610204575f3660031901126102045760206040516001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000168152f35b34610204576040366003190112610204576024356001600160401b03811161020457366023820112156102045780600401356001600160401b0381116102045736602460e08302840101116102045760043561142f82612b5c565b925f915b8383101561138357611450600191602460e086028501019061276c565b928361145c8288612b8e565b520191611433565b346102045760803660031901126102045761147d61241e565b604435906001600160a01b038216809203610204576064356001600160401b038111610204576114b1903690600401612472565b9260ff5f5c1661045357600160ff195f5c16175f5d6001600160a01b037f000000000000000000000000000000000000000000000000000000000000000016908133036115a45781810361158f5750506014830361155e5761040a926bffffffffffffffffffffffff1991359182169160148210611539575b505060601c9060243590613381565b6bffffffffffffffffffffffff1960149290920360031b82901b16169050838061152a565b827f52a011df000000000000000000000000000000000000000000000000000000005f52600452601460245260445ffd5b632d6ac12760e01b5f5260045260245260445ffd5b50632d6ac12760e01b5f523360045260245260445ffd5b346102045760c0366003190112610204576115d4612448565b602435906001600160401b0382168203610204576044356001600160401b03811161020457611607903690600401612472565b92906064356001600160401b03811161020457611628903690600401612472565b9460a4356001600160401b03811161020457611648903690600401612472565b91909383600354936001600160401b038516611664908a613079565b61166f368585612967565b9661167988612e7c565b9780519060200120988b8b8b8b60843594611693936130e3565b9461169d9561380a565b60025460801c6001600160401b0316976001600160401b0386169360401c6001600160401b0316906116ce95613ed7565b610631949015611712575061170c7f00000000000000000000000000000000000000000000000000000000000000006001600160401b034216612b05565b92613cee565b926001600160401b038403613cee57426001600160401b03169350613cee565b346102045760203660031901126102045761174b61241e565b60ff5f5c1661045357600160ff195f5c16175f5d611767612bb6565b6002606082015116151580611870575b61184e57506001600160a01b03811690815f52600760205260405f2054908115611822578261040a935f5260076020525f60408120557f946f412801aab8599cd6addaa354946910d3a5920edd8c7c1840a6025766f77a60206001600160401b03851660015477ffffffffffffffffffffffffffffffffffffffffffffffff6001600160c01b031961180c848460c01c612b25565b60c01b16911617600155604051908152a2613e46565b827f751b0fda000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b6001600160401b039051166346d780f160e01b5f52600260045260245260445ffd5b506001600160401b03815116421115611777565b34610204575f3660031901126102045760206040516001600160401b037f0000000000000000000000000000000000000000000000000000000000000000168152f35b34610204575f366003190112610204576001600160a01b036006541680330361052e576118f2612ffd565b6040516118fe816128fc565b600854815260095460208201916001600160401b03821683526001600160401b036040820192818160401c16845260801c1660608201908082521561042b576001600160401b039051168042106119a057506001600160401b0380610631945f6008555f600955511692511690519061170c7f00000000000000000000000000000000000000000000000000000000000000006001600160401b034216612b05565b6345936d7760e01b5f524260045260245260445ffd5b34610204575f3660031901126102045760206040517f00000000000000000000000000000000000000000000000000000000000000008152f35b346102045736600319016101608112610204576101001361020457610104356001600160401b03811161020457611a2b903690600401612472565b610144356001600160401b03811161020457611a4b903690600401612472565b929060ff5f5c1661045357600160ff195f5c16175f5d611a696124e6565b92600354936001600160401b038560801c16906001820190818311610633576001600160401b031603611dfb575060405160208101947f3cc636bf5e7828672f9c7c85325224a08a005923ef7ee54ef0b061199de0146c86526004356001600160401b038116809103610204576040830152602435906001600160401b03821690818303610204578160608501526044356001600160401b0381168091036102045760808501526064356001600160401b0381168091036102045760a0850152608435936001600160a01b038516998a8603610204578a60c083015260a4359760ff8916808a036102045760e084015260c435996001600160a01b038b16808c036102045761010085015260e4359b6001600160401b038d1694858e0361020457611bb4956101208201526101208152611ba561014082612946565b5190209861012435918a61380a565b611bbc613a44565b67ffffffffffffffff60801b1967ffffffffffffffff60801b611bdd6124e6565b60801b16911617600355611bef6124fc565b91611bf8612512565b9180158015611dea575b8015611dd9575b8015611dc8575b8015611dae575b8015611d94575b611d3e575067ffffffffffffffff60801b1967ffffffffffffffff60801b6001549260801b169116176001556fffffffffffffffffffffffffffffffff196001600160401b036fffffffffffffffff00000000000000006004549360401b16931691161717600455508415611d2b5790611d269161040a9573ffffffffffffffffffffffffffffffffffffffff19600654161760065560ff60c81b19600254166002555f5490611ce081611cd0613a8c565b9384611cda6124e6565b91612d14565b5f557ff48841b836cd74b7effc9e069389b005a50c57ab5572777baed1d9635087363560206001600160401b0380611d166124e6565b60405195865216941692a3613abf565b613b4b565b84637833514560e11b5f5260045260245ffd5b6084906001600160401b03848187604051947f8607c7fa00000000000000000000000000000000000000000000000000000000865260048601521660248401521660448201526701351609ff7580006064820152fd5b506701351609ff7580006001600160401b03841611611c1e565b506701351609ff7580006001600160401b03851611611c17565b506701351609ff7580008111611c10565b506001600160401b03831615611c09565b506001600160401b03841615611c02565b6001600160401b03611e0b6124e6565b63115b078560e31b5f5216600452602452600160445260645ffd5b3461020457604036600319011261020457611e3f612448565b6024356001600160a01b03811681036102045760ff5f5c16610453576001600160401b0361040a92600160ff195f5c16175f5d1633613381565b3461020457610280366003190112610204576020610b146129b9565b34610204575f3660031901126102045760206001600160a01b0360065416604051908152f35b34610204575f3660031901126102045760206040516001600160401b037f0000000000000000000000000000000000000000000000000000000000000000168152f35b34610204575f3660031901126102045760206040516001600160401b037f0000000000000000000000000000000000000000000000000000000000000000168152f35b34610204575f36600319011261020457600354604080516001600160401b03808416825283831c81166020830152608084811c9091169282019290925260c09290921c606083015290f35b34610204575f3660031901126102045760c060025460ff604051916001600160401b03811683526001600160401b038160401c1660208401526001600160401b038160801c1660408401528181851c166060840152818160c81c16608084015260d01c16151560a0820152f35b34610204575f3660031901126102045760206001600160401b0360015416604051908152f35b34610204575f3660031901126102045760206001600160401b0360035416604051908152f35b34610204575f366003190112610204576040600a546001600160401b038251916001600160a01b038116835260a01c166020820152f35b3461020457604036600319011261020457612095612448565b6024356001600160401b038111610204576120b4903690600401612472565b906001600160a01b036006541680330361052e57506120d1612ffd565b6120e66001600160401b036003541684613079565b6120f461028d368484612967565b9062093a80420190814211610633577fbe58de96d3d7778ce0c8c24780369f16a3b254492837a6a6b7b414d19ff6c06393826001600160401b036121f294169461213f368486612967565b602081519101208660606001600160401b036040519b61215e8d6128fc565b848d52169a8b60208201526001600160401b03851660408201520152600855876001600160401b031960095416176009556fffffffffffffffff0000000000000000196fffffffffffffffff0000000000000000806009549360401b161691161760095567ffffffffffffffff60801b1967ffffffffffffffff60801b806009549360801b16169116176009553691612967565b6020815191012061221e604051928392839092916001600160401b036020916040840195845216910152565b0390a2005b34610204576020366003190112610204576004356001600160401b038111610204576122706122586040923690600401612472565b919061226861028d368584612967565b923691612967565b602081519101206001600160401b038351921682526020820152f35b346102045760203660031901126102045760206102b3610c3d612448565b346102045760403660031901126102045760406122c561241e565b602435906122d38282612ddb565b918351906001600160a01b03602083019360808552601260a08501527f524c435661756c742f6576656e74732f7631000000000000000000000000000060c08501524687850152166060830152608082015260c0815261233460e082612946565b51902082519182526020820152f35b34610204576101003660031901126102045760e0366023190112610204576020610b1460043561257c565b34610204575f36600319011261020457600154604080516001600160401b03808416825283831c81166020830152608084811c9091169282019290925260c09290921c606083015290f35b34610204575f366003190112610204576001600160a01b036006541680330361052e576001600160a01b03600a5416801561042b5760035460c01c7fa256640d2729a691ad13ed27d3ecaf16432a60f3f996a4ed4684809538875bfc5f80a35f600a55005b600435906001600160a01b038216820361020457565b35906001600160a01b038216820361020457565b600435906001600160401b038216820361020457565b35906001600160401b038216820361020457565b9181601f84011215610204578235916001600160401b038311610204576020838186019501011161020457565b60206040818301928281528451809452019201905f5b8181106124c25750505090565b82518452602093840193909201916001016124b5565b3560ff811681036102045790565b6004356001600160401b03811681036102045790565b6044356001600160401b03811681036102045790565b6064356001600160401b03811681036102045790565b6084356001600160401b03811681036102045790565b356001600160401b03811681036102045790565b6024356001600160a01b03811681036102045790565b356001600160a01b03811681036102045790565b60243560ff8116808203610204576001811461270057600281146126ad576003811461267757600481146126415760059150146125f9576044356001600160401b03811681036102045760a4356001600160a01b038116810361020457606435916001600160401b0383168303610204576125f693612d94565b90565b6044356001600160401b038116810361020457606435916001600160401b038316830361020457608435916001600160401b03831683036102045760ff6125f6941691612d53565b5050604435906001600160401b0382168203610204576064356001600160401b0381168103610204576125f69260e43592612d14565b5050604435906001600160401b0382168203610204576064356001600160401b0381168103610204576125f69260e43592612cd5565b5050604435906001600160401b0382168203610204576064356001600160401b038116810361020457608435906001600160401b0382168203610204576125f6936001600160401b0360e4351693612c8b565b50506044356001600160401b03811681036102045760a4356001600160a01b03811681036102045760c4356001600160a01b038116810361020457606435916001600160401b038316830361020457608435936001600160401b0385168503610204576125f695612c2c565b600160ff612779846124d8565b16146128b557600260ff61278c846124d8565b161461287857600360ff61279f846124d8565b161461285157600460ff6127b2846124d8565b161461282a57600560ff6127c5846124d8565b16146127f957816127db60206125f6940161253e565b6127f360406127ec60808501612568565b930161253e565b92612d94565b8161280960206125f6940161253e565b612824606060ff61281c6040860161253e565b16930161253e565b92612d53565b8161283a60206125f6940161253e565b60c06128486040840161253e565b92013592612d14565b8161286160206125f6940161253e565b60c061286f6040840161253e565b92013592612cd5565b8161288860206125f6940161253e565b6128946040830161253e565b906001600160401b0360c06128ab6060860161253e565b9401351693612c8b565b816128c560206125f6940161253e565b6128d160808301612568565b6128dd60a08401612568565b916128f660606128ef6040870161253e565b950161253e565b94612c2c565b608081019081106001600160401b0382111761291757604052565b634e487b7160e01b5f52604160045260245ffd5b604081019081106001600160401b0382111761291757604052565b90601f801991011681019081106001600160401b0382111761291757604052565b9291926001600160401b0382116129175760405191612990601f8201601f191660200184612946565b829481845281830111610204578281602093845f960137010152565b9190820180921161063357565b60043560ff81168082036102045760018114612a0557600281146129f65760039150146129eb576125f66102246132ed565b6125f66101246131e4565b50506125f66024356084613143565b50506084356001600160401b038116810361020457604435906001600160401b0382168203610204576064356001600160401b0381168103610204576125f692602435926130e3565b600160ff612a5b836124d8565b1614612ab357600260ff612a6e836124d8565b1614612aa157600360ff612a81836124d8565b1614612a94576102206125f691016132ed565b6101206125f691016131e4565b80608060206125f69301359101613143565b80612ac360806125f6930161253e565b90612ad06040820161253e565b6020612ade6060840161253e565b920135926130e3565b6001600160401b036001911601906001600160401b03821161063357565b906001600160401b03809116911601906001600160401b03821161063357565b906001600160401b03809116911603906001600160401b03821161063357565b6001600160401b0381116129175760051b60200190565b90612b6682612b45565b612b736040519182612946565b8281528092612b84601f1991612b45565b0190602036910137565b8051821015612ba25760209160051b010190565b634e487b7160e01b5f52603260045260245ffd5b6040519060c082018281106001600160401b03821117612917576040528160a060ff6002546001600160401b03811684526001600160401b038160401c1660208501526001600160401b038160801c166040850152818160c01c166060850152818160c81c16608085015260d01c161515910152565b9491936001600160a01b036001600160401b039481869497856040519960208b019b8c52600160408c01521660608a01521660808801521660a08601521660c08401521660e082015260e08152612c8561010082612946565b51902090565b9390926001600160401b039290838092816040519760208901998a52600260408a01521660608801521660808601521660a08401521660c082015260c08152612c8560e082612946565b9290916001600160401b03908160405194602086019687526003604087015216606085015216608083015260a082015260a08152612c8560c082612946565b9290916001600160401b03908160405194602086019687526004604087015216606085015216608083015260a082015260a08152612c8560c082612946565b9260ff6001600160401b039293836040519560208701978852600560408801521660608601521660808401521660a082015260a08152612c8560c082612946565b926001600160a01b036001600160401b039293836040519560208701978852600660408801521660608601521660808401521660a082015260a08152612c8560c082612946565b90604051906001600160a01b0360208301937fd87cd6ef79d4e2b95e15ce8abf732db51ec771f1ca2edccf22a46c729ac5647285527fb3c1695d8f0e228c1db6873da47053130ec3644b5b40e5f23bbd2b636473ac7560408501527fc89efdaa54c0f20c7adf612882df0950f5a951637e0307cdcb4c672f298b8bc660608501524660808501521660a083015260c082015260c08152612c8560e082612946565b601c8151048015808115612ff2575b8115612fd7575b50612fa0575f91829190825b828410612efb57505050506740000000000000008111612ec4576001600160401b031690565b7fc6d32425000000000000000000000000000000000000000000000000000000005f5260045267400000000000000060245260445ffd5b6020601c8596949502830101516001600160401b038160601c9160201c169180821115612f6257508115612f36579201936001019291612e9e565b857f150d67cd000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b6001600160a01b038092887fa6761c67000000000000000000000000000000000000000000000000000000005f52600452166024521660445260645ffd5b50517f5ce34932000000000000000000000000000000000000000000000000000000005f52600452601c602452608060445260645ffd5b601c838102925083830414171561063357825114155f612e92565b608083119150612e8b565b61303f6001600160401b0360025460401c166001600160401b037f000000000000000000000000000000000000000000000000000000000000000016906129ac565b8042111561304a5750565b7f6a18e3d6000000000000000000000000000000000000000000000000000000005f524260045260245260445ffd5b906001600160401b038116916001600160401b03811691838311918215926130c2575b50506130a6575050565b63115b078560e31b5f52600452602452620186a060445260645ffd5b620186a092506001600160401b03916130da91612b25565b16115f8061309c565b9290916001600160401b039081604051948160208701977f9d08e80c55b6dad0493f6ec1ce8b57b1738cfe9e1f92fbd9da1f3a9b3ec17be7895216604087015216606085015216608083015260a082015260a08152612c8560c082612946565b61314c8161253e565b916001600160401b036131616020840161253e565b928161316f6040830161253e565b918161318260806127ec6060850161253e565b9381604051988160208b019b7f417f8770d27623b60b3edc0457f7fab9a4efcce8d112fbddf53be4c6909a97a98d521660408b01521660608901521660808701521660a08501521660c083015260e082015260e08152612c8561010082612946565b60405160208101917f3cc636bf5e7828672f9c7c85325224a08a005923ef7ee54ef0b061199de0146c83526001600160401b036132208261245e565b1660408301526001600160401b0361323a6020830161245e565b1660608301526001600160401b036132546040830161245e565b1660808301526001600160401b0361326e6060830161245e565b1660a08301526001600160a01b0361328860808301612434565b1660c083015260a08101359060ff821682036102045760e06132d59160ff6001600160401b039416828601526001600160a01b036132c860c08301612434565b166101008601520161245e565b166101208201526101208152612c8561014082612946565b6040516001600160401b03613354604060208401947fe5558b0585a341bab49ca5dd4649b5a25772d13dc715686f4b7db46125960aef86528361332f8261245e565b16828601526001600160a01b0361334860208301612434565b1660608601520161245e565b16608082015260808152612c8560a082612946565b90816020910312610204575180151581036102045790565b9160ff60025460d01c166137e2576133996001613dec565b6133a16141d9565b604051926133ae846128fc565b600154936001600160401b038516815260208101906001600160401b038660401c16825260408101956001600160401b038160801c168752606082019060c01c81526001600160a01b0385169485156137cf576001600160401b037f0000000000000000000000000000000000000000000000000000000000000000168088106137a057506001600160401b038851166001600160401b03855116908181115f14613790576001600160401b039161346591612b25565b1680881161376157506001600160401b03871680988186516001600160401b03169061349091612b05565b6001600160401b0316865284516001600160401b03166134af90612ae7565b6001600160401b039081168087528751925195516001600160c01b031960c09190911b1660809690961b67ffffffffffffffff60801b16604084901b6fffffffffffffffff000000000000000016821717959095176001555f5461351a959290911693918891612c2c565b5f55519051604080516001600160401b03978816815291871660208301526001600160a01b03939093169586939216917fb72ad03908550cefade6f4ac566439749f07011b7c3b8586dba3655cad3eacee91a46040516370a0823160e01b81523060048201526001600160a01b037f000000000000000000000000000000000000000000000000000000000000000016928180855a92602491602094fa9182156136cb575f9261372d575b50604051907f23b872dd00000000000000000000000000000000000000000000000000000000825260048201523060248201528260448201526020816064815f885af19081156136cb575f916136fe575b50156136d6576020602493604051948580926370a0823160e01b82523060048301525afa9283156136cb575f93613697575b5061365382826129ac565b830361365e57505050565b90613668916129ac565b907f1ff641ae000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b9092506020813d6020116136c3575b816136b360209383612946565b810103126102045751915f613648565b3d91506136a6565b6040513d5f823e3d90fd5b7f5619382c000000000000000000000000000000000000000000000000000000005f5260045ffd5b613720915060203d602011613726575b6137188183612946565b810190613369565b5f613616565b503d61370e565b9091506020813d602011613759575b8161374960209383612946565b810103126102045751905f6135c5565b3d915061373c565b877fd2a33238000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b50506001600160401b035f613465565b877f02d2d938000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b85637833514560e11b5f5260045260245ffd5b7f1cdde67b000000000000000000000000000000000000000000000000000000005f5260045ffd5b61384b9095929593919361381c6141d9565b6138467f000000000000000000000000000000000000000000000000000000000000000030612ddb565b613f9e565b60055460035496839161385f368389612967565b60208151910120818103613a16575050601c90049080821c6139e857505f9586959386939250805b6139115750505050508082036138fc57505080600302600381048203610633576801fffffffffffffffe83603f1c1610156138c0575050565b6001600160401b0392507f2818471e000000000000000000000000000000000000000000000000000000005f5260045260401c1660245260445ffd5b63016b925f60e31b5f5260045260245260445ffd5b60018116613933575b60011c935f198414610633576001859401939094613887565b956040810197888211610633578689116139d157601c85028601356001600160a01b036139726001600160401b038360601c9360201c16948688614254565b16801580156139c7575b61398a57505001969561391a565b6001600160a01b039250867f6385f59c000000000000000000000000000000000000000000000000000000005f526004526024521660445260645ffd5b508181141561397c565b888763016b925f60e31b5f5260045260245260445ffd5b7f62f5308f000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b7f3fa0cd73000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b6001600160401b0360025460801c16804210613a5d5750565b7f716c41c9000000000000000000000000000000000000000000000000000000005f524260045260245260445ffd5b60015490613aa26001600160401b038316612ae7565b67ffffffffffffffff199092166001600160401b03831617600155565b600360ff8216818111613b29575050613ad6612bb6565b6001600160401b03815116908142118015613b18575b613b135760600151613b0b92191660ff169081613b0d57505f90614133565b565b90614133565b505050565b5060ff836060830151161615613aec565b63debf9d4160e01b5f5260045260245260445ffd5b9190820391821161063357565b6001600160a01b03811692919083158080613cdd575b613cd6578015613ccd575b613cba57613b8c6001546001600160401b038160c01c9160401c166129ac565b93604051926370a0823160e01b84523060048501526020846024816001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000165afa9384156136cb575f94613c7f575b506001600160401b03169280613bf785886129ac565b11613c325750613b0b9394507fc36b5179cb9c303b200074996eab2b3473eac370fdd7eba3bec636fe351096966020604051858152a2613e46565b83908680821115613c7657613c4691613b3e565b905b7fcb4d0b2d000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b50505f90613c48565b9093506020813d602011613cb2575b81613c9b60209383612946565b810103126102045751926001600160401b03613be1565b3d9150613c8e565b83637833514560e11b5f5260045260245ffd5b50308414613b6c565b5050509050565b506001600160401b03831615613b61565b6001600160401b0390613de77ffd97419777779242d376aa6f3bb805f0b3b03166092a99cd3d5a1046cdc2e4af939583831696876fffffffffffffffffffffffffffffffff196fffffffffffffffff00000000000000006003549360401b16921617176003558560055560025467ffffffffffffffff60801b8260801b16907fffffffffffffffff00000000000000000000000000000000ffffffffffffffff6fffffffffffffffff00000000000000004260401b1691161717600255613dc1865f5494613dba613a8c565b8096612cd5565b5f556040519384931695839092916001600160401b036020916040840195845216910152565b0390a3565b613df4612bb6565b60ff8260608301511616151580613e32575b613e0e575050565b6001600160401b0360ff915116916346d780f160e01b5f521660045260245260445ffd5b506001600160401b03815116421115613e06565b60405163a9059cbb60e01b81526001600160a01b0390911660048201526024810191909152602081806044810103815f6001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000165af19081156136cb575f91613eb8575b50156136d657565b613ed1915060203d602011613726576137188183612946565b5f613eb0565b9290601c80919793969597049604925f925f945f985b80871080613f95575b15613f8157601c87028401356001600160401b038160601c9160201c16601c8c02870135908b8b6001600160401b038460601c9460201c1692848614613f5d575b5050505080821115613f53575b11613eed579860010198613eed565b9760010197613f44565b939a9302910280821015613f795750905b01965f8b8b82613f37565b905090613f6e565b505096505050929050029081036003021190565b50818a10613ef6565b906040519060208201927f190100000000000000000000000000000000000000000000000000000000000084526022830152604282015260428152612c85606282612946565b60ff60025460d01c166137e257613b0b6002613dec565b91925a60061c603f810290808204603f14901517156106335781116140fc5760405163a9059cbb60e01b60208083019182526001600160a01b038516602484015260448084018890528352915f9190614055606482612946565b5190826001600160a01b037f00000000000000000000000000000000000000000000000000000000000000001686f160015f511490601f3d11161661412b575a603f8204116140fc57506001600160a01b031690815f52600760205260405f206140c08482546129ac565b90557f2879708c8184bc631791b05d4b46dd90c3b0f86ca9f10d12322d932178e368dd60206001600160401b036040519381871685521692a390565b5a7f9fa72982000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b505050505f90565b9060406001600160401b037f4c14cd9665bcb68af871e3392533c67b96a383111cf111ad42d7257673726a109260025482821680917fffffffffffffff00ffffffffffffffffffffffffffffffff000000000000000078ff0000000000000000000000000000000000000000000000008960c01b16911617176002556141c55f5492876141be613a8c565b8095612d53565b5f5560ff84519616865260208601521692a2565b61421b6001600160401b0360025460401c166001600160401b037f000000000000000000000000000000000000000000000000000000000000000016906129ac565b8042116142255750565b7f069c0717000000000000000000000000000000000000000000000000000000005f524260045260245260445ffd5b91016020810135917f7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff8316927f7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0841161412b57601b9060ff1c019060ff8211610633576020935f9360ff6080946040519485521686840152356040830152606082015282805260015afa156136cb575f519056",
}

// VaultHarness is an auto generated Go binding around an Ethereum contract.
type VaultHarness struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *VaultHarness) GetABI() abi.ABI {
	return c.abi
}

// NewVaultHarness creates a new instance of VaultHarness.
func NewVaultHarness() *VaultHarness {
	parsed, err := VaultHarnessMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &VaultHarness{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *VaultHarness) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackConstructor is the Go binding used to pack the parameters required for
// contract deployment.
//
// Solidity: constructor(address rlc_, bytes32 home, bytes members, (uint64,uint64,uint64,uint64) l) returns()
func (vaultHarness *VaultHarness) PackConstructor(rlc_ common.Address, home [32]byte, members []byte, l Limits) []byte {
	enc, err := vaultHarness.abi.Pack("", rlc_, home, members, l)
	if err != nil {
		panic(err)
	}
	return enc
}

// PackActivationDelay is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3a8c0786.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function activationDelay() view returns(uint64)
func (vaultHarness *VaultHarness) PackActivationDelay() []byte {
	enc, err := vaultHarness.abi.Pack("activationDelay")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackActivationDelay is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3a8c0786.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function activationDelay() view returns(uint64)
func (vaultHarness *VaultHarness) TryPackActivationDelay() ([]byte, error) {
	return vaultHarness.abi.Pack("activationDelay")
}

// UnpackActivationDelay is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x3a8c0786.
//
// Solidity: function activationDelay() view returns(uint64)
func (vaultHarness *VaultHarness) UnpackActivationDelay(data []byte) (uint64, error) {
	out, err := vaultHarness.abi.Unpack("activationDelay", data)
	if err != nil {
		return *new(uint64), err
	}
	out0 := *abi.ConvertType(out[0], new(uint64)).(*uint64)
	return out0, nil
}

// PackApplyConfig is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x588a65f5.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function applyConfig((uint64,uint64,uint64,uint64,address,uint8,address,uint64) c, bytes members, uint256 bitmap, bytes sigs) returns()
func (vaultHarness *VaultHarness) PackApplyConfig(c Config, members []byte, bitmap *big.Int, sigs []byte) []byte {
	enc, err := vaultHarness.abi.Pack("applyConfig", c, members, bitmap, sigs)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackApplyConfig is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x588a65f5.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function applyConfig((uint64,uint64,uint64,uint64,address,uint8,address,uint64) c, bytes members, uint256 bitmap, bytes sigs) returns()
func (vaultHarness *VaultHarness) TryPackApplyConfig(c Config, members []byte, bitmap *big.Int, sigs []byte) ([]byte, error) {
	return vaultHarness.abi.Pack("applyConfig", c, members, bitmap, sigs)
}

// PackBook is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x05a8da72.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function book() view returns(uint64 eventNonce, uint64 locked, uint64 inCap, uint64 owedTotal)
func (vaultHarness *VaultHarness) PackBook() []byte {
	enc, err := vaultHarness.abi.Pack("book")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackBook is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x05a8da72.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function book() view returns(uint64 eventNonce, uint64 locked, uint64 inCap, uint64 owedTotal)
func (vaultHarness *VaultHarness) TryPackBook() ([]byte, error) {
	return vaultHarness.abi.Pack("book")
}

// BookOutput serves as a container for the return parameters of contract
// method Book.
type BookOutput struct {
	EventNonce uint64
	Locked     uint64
	InCap      uint64
	OwedTotal  uint64
}

// UnpackBook is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x05a8da72.
//
// Solidity: function book() view returns(uint64 eventNonce, uint64 locked, uint64 inCap, uint64 owedTotal)
func (vaultHarness *VaultHarness) UnpackBook(data []byte) (BookOutput, error) {
	out, err := vaultHarness.abi.Unpack("book", data)
	outstruct := new(BookOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.EventNonce = *abi.ConvertType(out[0], new(uint64)).(*uint64)
	outstruct.Locked = *abi.ConvertType(out[1], new(uint64)).(*uint64)
	outstruct.InCap = *abi.ConvertType(out[2], new(uint64)).(*uint64)
	outstruct.OwedTotal = *abi.ConvertType(out[3], new(uint64)).(*uint64)
	return *outstruct, nil
}

// PackBucket is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc029e868.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function bucket() view returns(uint64 outCap, uint64 outRate, uint64 level, uint64 time)
func (vaultHarness *VaultHarness) PackBucket() []byte {
	enc, err := vaultHarness.abi.Pack("bucket")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackBucket is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc029e868.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function bucket() view returns(uint64 outCap, uint64 outRate, uint64 level, uint64 time)
func (vaultHarness *VaultHarness) TryPackBucket() ([]byte, error) {
	return vaultHarness.abi.Pack("bucket")
}

// BucketOutput serves as a container for the return parameters of contract
// method Bucket.
type BucketOutput struct {
	OutCap  uint64
	OutRate uint64
	Level   uint64
	Time    uint64
}

// UnpackBucket is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xc029e868.
//
// Solidity: function bucket() view returns(uint64 outCap, uint64 outRate, uint64 level, uint64 time)
func (vaultHarness *VaultHarness) UnpackBucket(data []byte) (BucketOutput, error) {
	out, err := vaultHarness.abi.Unpack("bucket", data)
	outstruct := new(BucketOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.OutCap = *abi.ConvertType(out[0], new(uint64)).(*uint64)
	outstruct.OutRate = *abi.ConvertType(out[1], new(uint64)).(*uint64)
	outstruct.Level = *abi.ConvertType(out[2], new(uint64)).(*uint64)
	outstruct.Time = *abi.ConvertType(out[3], new(uint64)).(*uint64)
	return *outstruct, nil
}

// PackChanged is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf6efce1c.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function changed(bytes older, bytes newer) pure returns(bool)
func (vaultHarness *VaultHarness) PackChanged(older []byte, newer []byte) []byte {
	enc, err := vaultHarness.abi.Pack("changed", older, newer)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackChanged is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf6efce1c.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function changed(bytes older, bytes newer) pure returns(bool)
func (vaultHarness *VaultHarness) TryPackChanged(older []byte, newer []byte) ([]byte, error) {
	return vaultHarness.abi.Pack("changed", older, newer)
}

// UnpackChanged is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xf6efce1c.
//
// Solidity: function changed(bytes older, bytes newer) pure returns(bool)
func (vaultHarness *VaultHarness) UnpackChanged(data []byte) (bool, error) {
	out, err := vaultHarness.abi.Unpack("changed", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackCheckMembers is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x10fb81f5.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function checkMembers(bytes members) pure returns(uint64 total, bytes32 hash)
func (vaultHarness *VaultHarness) PackCheckMembers(members []byte) []byte {
	enc, err := vaultHarness.abi.Pack("checkMembers", members)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackCheckMembers is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x10fb81f5.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function checkMembers(bytes members) pure returns(uint64 total, bytes32 hash)
func (vaultHarness *VaultHarness) TryPackCheckMembers(members []byte) ([]byte, error) {
	return vaultHarness.abi.Pack("checkMembers", members)
}

// CheckMembersOutput serves as a container for the return parameters of contract
// method CheckMembers.
type CheckMembersOutput struct {
	Total uint64
	Hash  [32]byte
}

// UnpackCheckMembers is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x10fb81f5.
//
// Solidity: function checkMembers(bytes members) pure returns(uint64 total, bytes32 hash)
func (vaultHarness *VaultHarness) UnpackCheckMembers(data []byte) (CheckMembersOutput, error) {
	out, err := vaultHarness.abi.Unpack("checkMembers", data)
	outstruct := new(CheckMembersOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.Total = *abi.ConvertType(out[0], new(uint64)).(*uint64)
	outstruct.Hash = *abi.ConvertType(out[1], new([32]byte)).(*[32]byte)
	return *outstruct, nil
}

// PackClaimOwed is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x798a6ca5.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function claimOwed(address to) returns()
func (vaultHarness *VaultHarness) PackClaimOwed(to common.Address) []byte {
	enc, err := vaultHarness.abi.Pack("claimOwed", to)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackClaimOwed is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x798a6ca5.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function claimOwed(address to) returns()
func (vaultHarness *VaultHarness) TryPackClaimOwed(to common.Address) ([]byte, error) {
	return vaultHarness.abi.Pack("claimOwed", to)
}

// PackDeposit is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x576bcd2f.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function deposit(uint64 amount, address recipient) returns()
func (vaultHarness *VaultHarness) PackDeposit(amount uint64, recipient common.Address) []byte {
	enc, err := vaultHarness.abi.Pack("deposit", amount, recipient)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackDeposit is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x576bcd2f.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function deposit(uint64 amount, address recipient) returns()
func (vaultHarness *VaultHarness) TryPackDeposit(amount uint64, recipient common.Address) ([]byte, error) {
	return vaultHarness.abi.Pack("deposit", amount, recipient)
}

// PackDigests is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xb35c8e3d.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function digests(bytes32 separator, (uint8,bytes32,uint64,uint64,(uint64,uint64,uint64,uint64,uint64),(uint64,uint64,uint64,uint64,address,uint8,address,uint64),(uint64,address,uint64))[] messages) pure returns(bytes32[] out)
func (vaultHarness *VaultHarness) PackDigests(separator [32]byte, messages []VaultHarnessMessage) []byte {
	enc, err := vaultHarness.abi.Pack("digests", separator, messages)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackDigests is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xb35c8e3d.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function digests(bytes32 separator, (uint8,bytes32,uint64,uint64,(uint64,uint64,uint64,uint64,uint64),(uint64,uint64,uint64,uint64,address,uint8,address,uint64),(uint64,address,uint64))[] messages) pure returns(bytes32[] out)
func (vaultHarness *VaultHarness) TryPackDigests(separator [32]byte, messages []VaultHarnessMessage) ([]byte, error) {
	return vaultHarness.abi.Pack("digests", separator, messages)
}

// UnpackDigests is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xb35c8e3d.
//
// Solidity: function digests(bytes32 separator, (uint8,bytes32,uint64,uint64,(uint64,uint64,uint64,uint64,uint64),(uint64,uint64,uint64,uint64,address,uint8,address,uint64),(uint64,address,uint64))[] messages) pure returns(bytes32[] out)
func (vaultHarness *VaultHarness) UnpackDigests(data []byte) ([][32]byte, error) {
	out, err := vaultHarness.abi.Unpack("digests", data)
	if err != nil {
		return *new([][32]byte), err
	}
	out0 := *abi.ConvertType(out[0], new([][32]byte)).(*[][32]byte)
	return out0, nil
}

// PackDomain is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc2fb26a6.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function domain() view returns(bytes32)
func (vaultHarness *VaultHarness) PackDomain() []byte {
	enc, err := vaultHarness.abi.Pack("domain")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackDomain is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc2fb26a6.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function domain() view returns(bytes32)
func (vaultHarness *VaultHarness) TryPackDomain() ([]byte, error) {
	return vaultHarness.abi.Pack("domain")
}

// UnpackDomain is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xc2fb26a6.
//
// Solidity: function domain() view returns(bytes32)
func (vaultHarness *VaultHarness) UnpackDomain(data []byte) ([32]byte, error) {
	out, err := vaultHarness.abi.Unpack("domain", data)
	if err != nil {
		return *new([32]byte), err
	}
	out0 := *abi.ConvertType(out[0], new([32]byte)).(*[32]byte)
	return out0, nil
}

// PackDomainOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0d4a0b8b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function domainOf(address vault, bytes32 home) view returns(bytes32 separator, bytes32 first)
func (vaultHarness *VaultHarness) PackDomainOf(vault common.Address, home [32]byte) []byte {
	enc, err := vaultHarness.abi.Pack("domainOf", vault, home)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackDomainOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0d4a0b8b.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function domainOf(address vault, bytes32 home) view returns(bytes32 separator, bytes32 first)
func (vaultHarness *VaultHarness) TryPackDomainOf(vault common.Address, home [32]byte) ([]byte, error) {
	return vaultHarness.abi.Pack("domainOf", vault, home)
}

// DomainOfOutput serves as a container for the return parameters of contract
// method DomainOf.
type DomainOfOutput struct {
	Separator [32]byte
	First     [32]byte
}

// UnpackDomainOf is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x0d4a0b8b.
//
// Solidity: function domainOf(address vault, bytes32 home) view returns(bytes32 separator, bytes32 first)
func (vaultHarness *VaultHarness) UnpackDomainOf(data []byte) (DomainOfOutput, error) {
	out, err := vaultHarness.abi.Unpack("domainOf", data)
	outstruct := new(DomainOfOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.Separator = *abi.ConvertType(out[0], new([32]byte)).(*[32]byte)
	outstruct.First = *abi.ConvertType(out[1], new([32]byte)).(*[32]byte)
	return *outstruct, nil
}

// PackEventHash is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe2ff0250.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function eventHash() view returns(bytes32)
func (vaultHarness *VaultHarness) PackEventHash() []byte {
	enc, err := vaultHarness.abi.Pack("eventHash")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackEventHash is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe2ff0250.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function eventHash() view returns(bytes32)
func (vaultHarness *VaultHarness) TryPackEventHash() ([]byte, error) {
	return vaultHarness.abi.Pack("eventHash")
}

// UnpackEventHash is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xe2ff0250.
//
// Solidity: function eventHash() view returns(bytes32)
func (vaultHarness *VaultHarness) UnpackEventHash(data []byte) ([32]byte, error) {
	out, err := vaultHarness.abi.Unpack("eventHash", data)
	if err != nil {
		return *new([32]byte), err
	}
	out0 := *abi.ConvertType(out[0], new([32]byte)).(*[32]byte)
	return out0, nil
}

// PackEventNonce is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x1c3e6ee6.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function eventNonce() view returns(uint64)
func (vaultHarness *VaultHarness) PackEventNonce() []byte {
	enc, err := vaultHarness.abi.Pack("eventNonce")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackEventNonce is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x1c3e6ee6.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function eventNonce() view returns(uint64)
func (vaultHarness *VaultHarness) TryPackEventNonce() ([]byte, error) {
	return vaultHarness.abi.Pack("eventNonce")
}

// UnpackEventNonce is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x1c3e6ee6.
//
// Solidity: function eventNonce() view returns(uint64)
func (vaultHarness *VaultHarness) UnpackEventNonce(data []byte) (uint64, error) {
	out, err := vaultHarness.abi.Unpack("eventNonce", data)
	if err != nil {
		return *new(uint64), err
	}
	out0 := *abi.ConvertType(out[0], new(uint64)).(*uint64)
	return out0, nil
}

// PackExecuteMigrate is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf0ac8a46.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function executeMigrate() returns()
func (vaultHarness *VaultHarness) PackExecuteMigrate() []byte {
	enc, err := vaultHarness.abi.Pack("executeMigrate")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackExecuteMigrate is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf0ac8a46.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function executeMigrate() returns()
func (vaultHarness *VaultHarness) TryPackExecuteMigrate() ([]byte, error) {
	return vaultHarness.abi.Pack("executeMigrate")
}

// PackExecuteRecover is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x6e191264.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function executeRecover() returns()
func (vaultHarness *VaultHarness) PackExecuteRecover() []byte {
	enc, err := vaultHarness.abi.Pack("executeRecover")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackExecuteRecover is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x6e191264.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function executeRecover() returns()
func (vaultHarness *VaultHarness) TryPackExecuteRecover() ([]byte, error) {
	return vaultHarness.abi.Pack("executeRecover")
}

// PackGuardian is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x452a9320.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function guardian() view returns(address)
func (vaultHarness *VaultHarness) PackGuardian() []byte {
	enc, err := vaultHarness.abi.Pack("guardian")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGuardian is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x452a9320.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function guardian() view returns(address)
func (vaultHarness *VaultHarness) TryPackGuardian() ([]byte, error) {
	return vaultHarness.abi.Pack("guardian")
}

// UnpackGuardian is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x452a9320.
//
// Solidity: function guardian() view returns(address)
func (vaultHarness *VaultHarness) UnpackGuardian(data []byte) (common.Address, error) {
	out, err := vaultHarness.abi.Unpack("guardian", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackHomeChainHash is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x68458aec.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function homeChainHash() view returns(bytes32)
func (vaultHarness *VaultHarness) PackHomeChainHash() []byte {
	enc, err := vaultHarness.abi.Pack("homeChainHash")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackHomeChainHash is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x68458aec.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function homeChainHash() view returns(bytes32)
func (vaultHarness *VaultHarness) TryPackHomeChainHash() ([]byte, error) {
	return vaultHarness.abi.Pack("homeChainHash")
}

// UnpackHomeChainHash is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x68458aec.
//
// Solidity: function homeChainHash() view returns(bytes32)
func (vaultHarness *VaultHarness) UnpackHomeChainHash(data []byte) ([32]byte, error) {
	out, err := vaultHarness.abi.Unpack("homeChainHash", data)
	if err != nil {
		return *new([32]byte), err
	}
	out0 := *abi.ConvertType(out[0], new([32]byte)).(*[32]byte)
	return out0, nil
}

// PackIsExecuted is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0f30608a.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function isExecuted(uint64 nonce) view returns(bool)
func (vaultHarness *VaultHarness) PackIsExecuted(nonce uint64) []byte {
	enc, err := vaultHarness.abi.Pack("isExecuted", nonce)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackIsExecuted is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0f30608a.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function isExecuted(uint64 nonce) view returns(bool)
func (vaultHarness *VaultHarness) TryPackIsExecuted(nonce uint64) ([]byte, error) {
	return vaultHarness.abi.Pack("isExecuted", nonce)
}

// UnpackIsExecuted is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x0f30608a.
//
// Solidity: function isExecuted(uint64 nonce) view returns(bool)
func (vaultHarness *VaultHarness) UnpackIsExecuted(data []byte) (bool, error) {
	out, err := vaultHarness.abi.Unpack("isExecuted", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackLink is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0a979298.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function link(bytes32 h, (uint8,uint64,uint64,uint64,address,address,bytes32) e) pure returns(bytes32)
func (vaultHarness *VaultHarness) PackLink(h [32]byte, e VaultHarnessEvent) []byte {
	enc, err := vaultHarness.abi.Pack("link", h, e)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackLink is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0a979298.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function link(bytes32 h, (uint8,uint64,uint64,uint64,address,address,bytes32) e) pure returns(bytes32)
func (vaultHarness *VaultHarness) TryPackLink(h [32]byte, e VaultHarnessEvent) ([]byte, error) {
	return vaultHarness.abi.Pack("link", h, e)
}

// UnpackLink is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x0a979298.
//
// Solidity: function link(bytes32 h, (uint8,uint64,uint64,uint64,address,address,bytes32) e) pure returns(bytes32)
func (vaultHarness *VaultHarness) UnpackLink(data []byte) ([32]byte, error) {
	out, err := vaultHarness.abi.Unpack("link", data)
	if err != nil {
		return *new([32]byte), err
	}
	out0 := *abi.ConvertType(out[0], new([32]byte)).(*[32]byte)
	return out0, nil
}

// PackLinks is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa844d269.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function links(bytes32 h, (uint8,uint64,uint64,uint64,address,address,bytes32)[] events) pure returns(bytes32[] out)
func (vaultHarness *VaultHarness) PackLinks(h [32]byte, events []VaultHarnessEvent) []byte {
	enc, err := vaultHarness.abi.Pack("links", h, events)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackLinks is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa844d269.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function links(bytes32 h, (uint8,uint64,uint64,uint64,address,address,bytes32)[] events) pure returns(bytes32[] out)
func (vaultHarness *VaultHarness) TryPackLinks(h [32]byte, events []VaultHarnessEvent) ([]byte, error) {
	return vaultHarness.abi.Pack("links", h, events)
}

// UnpackLinks is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xa844d269.
//
// Solidity: function links(bytes32 h, (uint8,uint64,uint64,uint64,address,address,bytes32)[] events) pure returns(bytes32[] out)
func (vaultHarness *VaultHarness) UnpackLinks(data []byte) ([][32]byte, error) {
	out, err := vaultHarness.abi.Unpack("links", data)
	if err != nil {
		return *new([][32]byte), err
	}
	out0 := *abi.ConvertType(out[0], new([][32]byte)).(*[][32]byte)
	return out0, nil
}

// PackLocked is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xcf309012.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function locked() view returns(uint64)
func (vaultHarness *VaultHarness) PackLocked() []byte {
	enc, err := vaultHarness.abi.Pack("locked")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackLocked is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xcf309012.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function locked() view returns(uint64)
func (vaultHarness *VaultHarness) TryPackLocked() ([]byte, error) {
	return vaultHarness.abi.Pack("locked")
}

// UnpackLocked is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xcf309012.
//
// Solidity: function locked() view returns(uint64)
func (vaultHarness *VaultHarness) UnpackLocked(data []byte) (uint64, error) {
	out, err := vaultHarness.abi.Unpack("locked", data)
	if err != nil {
		return *new(uint64), err
	}
	out0 := *abi.ConvertType(out[0], new(uint64)).(*uint64)
	return out0, nil
}

// PackLowerCap is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xee274877.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function lowerCap(uint64 outCap) returns()
func (vaultHarness *VaultHarness) PackLowerCap(outCap uint64) []byte {
	enc, err := vaultHarness.abi.Pack("lowerCap", outCap)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackLowerCap is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xee274877.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function lowerCap(uint64 outCap) returns()
func (vaultHarness *VaultHarness) TryPackLowerCap(outCap uint64) ([]byte, error) {
	return vaultHarness.abi.Pack("lowerCap", outCap)
}

// PackMembersHash is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xfe5a793e.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function membersHash() view returns(bytes32)
func (vaultHarness *VaultHarness) PackMembersHash() []byte {
	enc, err := vaultHarness.abi.Pack("membersHash")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackMembersHash is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xfe5a793e.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function membersHash() view returns(bytes32)
func (vaultHarness *VaultHarness) TryPackMembersHash() ([]byte, error) {
	return vaultHarness.abi.Pack("membersHash")
}

// UnpackMembersHash is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xfe5a793e.
//
// Solidity: function membersHash() view returns(bytes32)
func (vaultHarness *VaultHarness) UnpackMembersHash(data []byte) ([32]byte, error) {
	out, err := vaultHarness.abi.Unpack("membersHash", data)
	if err != nil {
		return *new([32]byte), err
	}
	out0 := *abi.ConvertType(out[0], new([32]byte)).(*[32]byte)
	return out0, nil
}

// PackMigrate is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc7b6a271.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function migrate((uint64,address,uint64) m, bytes members, uint256 bitmap, bytes sigs) returns()
func (vaultHarness *VaultHarness) PackMigrate(m Migrate, members []byte, bitmap *big.Int, sigs []byte) []byte {
	enc, err := vaultHarness.abi.Pack("migrate", m, members, bitmap, sigs)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackMigrate is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc7b6a271.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function migrate((uint64,address,uint64) m, bytes members, uint256 bitmap, bytes sigs) returns()
func (vaultHarness *VaultHarness) TryPackMigrate(m Migrate, members []byte, bitmap *big.Int, sigs []byte) ([]byte, error) {
	return vaultHarness.abi.Pack("migrate", m, members, bitmap, sigs)
}

// PackMigration is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x1705a3bd.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function migration() view returns(address newVault, uint64 readyAt)
func (vaultHarness *VaultHarness) PackMigration() []byte {
	enc, err := vaultHarness.abi.Pack("migration")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackMigration is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x1705a3bd.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function migration() view returns(address newVault, uint64 readyAt)
func (vaultHarness *VaultHarness) TryPackMigration() ([]byte, error) {
	return vaultHarness.abi.Pack("migration")
}

// MigrationOutput serves as a container for the return parameters of contract
// method Migration.
type MigrationOutput struct {
	NewVault common.Address
	ReadyAt  uint64
}

// UnpackMigration is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x1705a3bd.
//
// Solidity: function migration() view returns(address newVault, uint64 readyAt)
func (vaultHarness *VaultHarness) UnpackMigration(data []byte) (MigrationOutput, error) {
	out, err := vaultHarness.abi.Unpack("migration", data)
	outstruct := new(MigrationOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.NewVault = *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	outstruct.ReadyAt = *abi.ConvertType(out[1], new(uint64)).(*uint64)
	return *outstruct, nil
}

// PackMinDeposit is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x41b3d185.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function minDeposit() view returns(uint64)
func (vaultHarness *VaultHarness) PackMinDeposit() []byte {
	enc, err := vaultHarness.abi.Pack("minDeposit")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackMinDeposit is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x41b3d185.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function minDeposit() view returns(uint64)
func (vaultHarness *VaultHarness) TryPackMinDeposit() ([]byte, error) {
	return vaultHarness.abi.Pack("minDeposit")
}

// UnpackMinDeposit is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x41b3d185.
//
// Solidity: function minDeposit() view returns(uint64)
func (vaultHarness *VaultHarness) UnpackMinDeposit(data []byte) (uint64, error) {
	out, err := vaultHarness.abi.Unpack("minDeposit", data)
	if err != nil {
		return *new(uint64), err
	}
	out0 := *abi.ConvertType(out[0], new(uint64)).(*uint64)
	return out0, nil
}

// PackNumbers is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x27722f6a.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function numbers() view returns(uint64 valsetNonce, uint64 totalPower, uint64 configNonce, uint64 migrateNonce)
func (vaultHarness *VaultHarness) PackNumbers() []byte {
	enc, err := vaultHarness.abi.Pack("numbers")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackNumbers is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x27722f6a.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function numbers() view returns(uint64 valsetNonce, uint64 totalPower, uint64 configNonce, uint64 migrateNonce)
func (vaultHarness *VaultHarness) TryPackNumbers() ([]byte, error) {
	return vaultHarness.abi.Pack("numbers")
}

// NumbersOutput serves as a container for the return parameters of contract
// method Numbers.
type NumbersOutput struct {
	ValsetNonce  uint64
	TotalPower   uint64
	ConfigNonce  uint64
	MigrateNonce uint64
}

// UnpackNumbers is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x27722f6a.
//
// Solidity: function numbers() view returns(uint64 valsetNonce, uint64 totalPower, uint64 configNonce, uint64 migrateNonce)
func (vaultHarness *VaultHarness) UnpackNumbers(data []byte) (NumbersOutput, error) {
	out, err := vaultHarness.abi.Unpack("numbers", data)
	outstruct := new(NumbersOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.ValsetNonce = *abi.ConvertType(out[0], new(uint64)).(*uint64)
	outstruct.TotalPower = *abi.ConvertType(out[1], new(uint64)).(*uint64)
	outstruct.ConfigNonce = *abi.ConvertType(out[2], new(uint64)).(*uint64)
	outstruct.MigrateNonce = *abi.ConvertType(out[3], new(uint64)).(*uint64)
	return *outstruct, nil
}

// PackOwed is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xdf18e047.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function owed(address to) view returns(uint256 amount)
func (vaultHarness *VaultHarness) PackOwed(to common.Address) []byte {
	enc, err := vaultHarness.abi.Pack("owed", to)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackOwed is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xdf18e047.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function owed(address to) view returns(uint256 amount)
func (vaultHarness *VaultHarness) TryPackOwed(to common.Address) ([]byte, error) {
	return vaultHarness.abi.Pack("owed", to)
}

// UnpackOwed is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xdf18e047.
//
// Solidity: function owed(address to) view returns(uint256 amount)
func (vaultHarness *VaultHarness) UnpackOwed(data []byte) (*big.Int, error) {
	out, err := vaultHarness.abi.Unpack("owed", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackOwedTotal is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xfa1f0442.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function owedTotal() view returns(uint64)
func (vaultHarness *VaultHarness) PackOwedTotal() []byte {
	enc, err := vaultHarness.abi.Pack("owedTotal")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackOwedTotal is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xfa1f0442.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function owedTotal() view returns(uint64)
func (vaultHarness *VaultHarness) TryPackOwedTotal() ([]byte, error) {
	return vaultHarness.abi.Pack("owedTotal")
}

// UnpackOwedTotal is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xfa1f0442.
//
// Solidity: function owedTotal() view returns(uint64)
func (vaultHarness *VaultHarness) UnpackOwedTotal(data []byte) (uint64, error) {
	out, err := vaultHarness.abi.Unpack("owedTotal", data)
	if err != nil {
		return *new(uint64), err
	}
	out0 := *abi.ConvertType(out[0], new(uint64)).(*uint64)
	return out0, nil
}

// PackPause is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xedf07f15.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function pause(uint8 flags) returns()
func (vaultHarness *VaultHarness) PackPause(flags uint8) []byte {
	enc, err := vaultHarness.abi.Pack("pause", flags)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPause is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xedf07f15.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function pause(uint8 flags) returns()
func (vaultHarness *VaultHarness) TryPackPause(flags uint8) ([]byte, error) {
	return vaultHarness.abi.Pack("pause", flags)
}

// PackReceiveApproval is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8f4ffcb1.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function receiveApproval(address from, uint256 amount, address token, bytes data) returns()
func (vaultHarness *VaultHarness) PackReceiveApproval(from common.Address, amount *big.Int, token common.Address, data []byte) []byte {
	enc, err := vaultHarness.abi.Pack("receiveApproval", from, amount, token, data)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackReceiveApproval is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8f4ffcb1.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function receiveApproval(address from, uint256 amount, address token, bytes data) returns()
func (vaultHarness *VaultHarness) TryPackReceiveApproval(from common.Address, amount *big.Int, token common.Address, data []byte) ([]byte, error) {
	return vaultHarness.abi.Pack("receiveApproval", from, amount, token, data)
}

// PackRecover is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x16397079.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function recover(uint64 nonce, bytes newMembers) returns()
func (vaultHarness *VaultHarness) PackRecover(nonce uint64, newMembers []byte) []byte {
	enc, err := vaultHarness.abi.Pack("recover", nonce, newMembers)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackRecover is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x16397079.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function recover(uint64 nonce, bytes newMembers) returns()
func (vaultHarness *VaultHarness) TryPackRecover(nonce uint64, newMembers []byte) ([]byte, error) {
	return vaultHarness.abi.Pack("recover", nonce, newMembers)
}

// PackRecovery is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xddceafa9.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function recovery() view returns(bytes32 membersHash, uint64 valsetNonce, uint64 totalPower, uint64 readyAt)
func (vaultHarness *VaultHarness) PackRecovery() []byte {
	enc, err := vaultHarness.abi.Pack("recovery")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackRecovery is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xddceafa9.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function recovery() view returns(bytes32 membersHash, uint64 valsetNonce, uint64 totalPower, uint64 readyAt)
func (vaultHarness *VaultHarness) TryPackRecovery() ([]byte, error) {
	return vaultHarness.abi.Pack("recovery")
}

// RecoveryOutput serves as a container for the return parameters of contract
// method Recovery.
type RecoveryOutput struct {
	MembersHash [32]byte
	ValsetNonce uint64
	TotalPower  uint64
	ReadyAt     uint64
}

// UnpackRecovery is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xddceafa9.
//
// Solidity: function recovery() view returns(bytes32 membersHash, uint64 valsetNonce, uint64 totalPower, uint64 readyAt)
func (vaultHarness *VaultHarness) UnpackRecovery(data []byte) (RecoveryOutput, error) {
	out, err := vaultHarness.abi.Unpack("recovery", data)
	outstruct := new(RecoveryOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.MembersHash = *abi.ConvertType(out[0], new([32]byte)).(*[32]byte)
	outstruct.ValsetNonce = *abi.ConvertType(out[1], new(uint64)).(*uint64)
	outstruct.TotalPower = *abi.ConvertType(out[2], new(uint64)).(*uint64)
	outstruct.ReadyAt = *abi.ConvertType(out[3], new(uint64)).(*uint64)
	return *outstruct, nil
}

// PackRlc is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xb017c036.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function rlc() view returns(address)
func (vaultHarness *VaultHarness) PackRlc() []byte {
	enc, err := vaultHarness.abi.Pack("rlc")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackRlc is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xb017c036.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function rlc() view returns(address)
func (vaultHarness *VaultHarness) TryPackRlc() ([]byte, error) {
	return vaultHarness.abi.Pack("rlc")
}

// UnpackRlc is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xb017c036.
//
// Solidity: function rlc() view returns(address)
func (vaultHarness *VaultHarness) UnpackRlc(data []byte) (common.Address, error) {
	out, err := vaultHarness.abi.Unpack("rlc", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackStatus is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x200d2ed2.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function status() view returns(uint64 pausedUntil, uint64 valsetTime, uint64 activeAt, uint8 pauseFlags, uint8 pausesUsed, bool closed)
func (vaultHarness *VaultHarness) PackStatus() []byte {
	enc, err := vaultHarness.abi.Pack("status")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackStatus is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x200d2ed2.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function status() view returns(uint64 pausedUntil, uint64 valsetTime, uint64 activeAt, uint8 pauseFlags, uint8 pausesUsed, bool closed)
func (vaultHarness *VaultHarness) TryPackStatus() ([]byte, error) {
	return vaultHarness.abi.Pack("status")
}

// StatusOutput serves as a container for the return parameters of contract
// method Status.
type StatusOutput struct {
	PausedUntil uint64
	ValsetTime  uint64
	ActiveAt    uint64
	PauseFlags  uint8
	PausesUsed  uint8
	Closed      bool
}

// UnpackStatus is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x200d2ed2.
//
// Solidity: function status() view returns(uint64 pausedUntil, uint64 valsetTime, uint64 activeAt, uint8 pauseFlags, uint8 pausesUsed, bool closed)
func (vaultHarness *VaultHarness) UnpackStatus(data []byte) (StatusOutput, error) {
	out, err := vaultHarness.abi.Unpack("status", data)
	outstruct := new(StatusOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.PausedUntil = *abi.ConvertType(out[0], new(uint64)).(*uint64)
	outstruct.ValsetTime = *abi.ConvertType(out[1], new(uint64)).(*uint64)
	outstruct.ActiveAt = *abi.ConvertType(out[2], new(uint64)).(*uint64)
	outstruct.PauseFlags = *abi.ConvertType(out[3], new(uint8)).(*uint8)
	outstruct.PausesUsed = *abi.ConvertType(out[4], new(uint8)).(*uint8)
	outstruct.Closed = *abi.ConvertType(out[5], new(bool)).(*bool)
	return *outstruct, nil
}

// PackStructHash is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x4fedf778.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function structHash((uint8,bytes32,uint64,uint64,(uint64,uint64,uint64,uint64,uint64),(uint64,uint64,uint64,uint64,address,uint8,address,uint64),(uint64,address,uint64)) m) pure returns(bytes32)
func (vaultHarness *VaultHarness) PackStructHash(m VaultHarnessMessage) []byte {
	enc, err := vaultHarness.abi.Pack("structHash", m)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackStructHash is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x4fedf778.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function structHash((uint8,bytes32,uint64,uint64,(uint64,uint64,uint64,uint64,uint64),(uint64,uint64,uint64,uint64,address,uint8,address,uint64),(uint64,address,uint64)) m) pure returns(bytes32)
func (vaultHarness *VaultHarness) TryPackStructHash(m VaultHarnessMessage) ([]byte, error) {
	return vaultHarness.abi.Pack("structHash", m)
}

// UnpackStructHash is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x4fedf778.
//
// Solidity: function structHash((uint8,bytes32,uint64,uint64,(uint64,uint64,uint64,uint64,uint64),(uint64,uint64,uint64,uint64,address,uint8,address,uint64),(uint64,address,uint64)) m) pure returns(bytes32)
func (vaultHarness *VaultHarness) UnpackStructHash(data []byte) ([32]byte, error) {
	out, err := vaultHarness.abi.Unpack("structHash", data)
	if err != nil {
		return *new([32]byte), err
	}
	out0 := *abi.ConvertType(out[0], new([32]byte)).(*[32]byte)
	return out0, nil
}

// PackSubmitBatch is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xbdf4ef87.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function submitBatch((uint64,uint64,uint64,uint64,uint64) h, bytes items, bytes members, uint256 bitmap, bytes sigs, address feeTo) returns()
func (vaultHarness *VaultHarness) PackSubmitBatch(h Hdr, items []byte, members []byte, bitmap *big.Int, sigs []byte, feeTo common.Address) []byte {
	enc, err := vaultHarness.abi.Pack("submitBatch", h, items, members, bitmap, sigs, feeTo)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSubmitBatch is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xbdf4ef87.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function submitBatch((uint64,uint64,uint64,uint64,uint64) h, bytes items, bytes members, uint256 bitmap, bytes sigs, address feeTo) returns()
func (vaultHarness *VaultHarness) TryPackSubmitBatch(h Hdr, items []byte, members []byte, bitmap *big.Int, sigs []byte, feeTo common.Address) ([]byte, error) {
	return vaultHarness.abi.Pack("submitBatch", h, items, members, bitmap, sigs, feeTo)
}

// PackTotalPower is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xdb3ad22c.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function totalPower() view returns(uint64)
func (vaultHarness *VaultHarness) PackTotalPower() []byte {
	enc, err := vaultHarness.abi.Pack("totalPower")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackTotalPower is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xdb3ad22c.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function totalPower() view returns(uint64)
func (vaultHarness *VaultHarness) TryPackTotalPower() ([]byte, error) {
	return vaultHarness.abi.Pack("totalPower")
}

// UnpackTotalPower is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xdb3ad22c.
//
// Solidity: function totalPower() view returns(uint64)
func (vaultHarness *VaultHarness) UnpackTotalPower(data []byte) (uint64, error) {
	out, err := vaultHarness.abi.Unpack("totalPower", data)
	if err != nil {
		return *new(uint64), err
	}
	out0 := *abi.ConvertType(out[0], new(uint64)).(*uint64)
	return out0, nil
}

// PackTrust is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x6f9fdd66.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function trust() view returns(uint64)
func (vaultHarness *VaultHarness) PackTrust() []byte {
	enc, err := vaultHarness.abi.Pack("trust")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackTrust is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x6f9fdd66.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function trust() view returns(uint64)
func (vaultHarness *VaultHarness) TryPackTrust() ([]byte, error) {
	return vaultHarness.abi.Pack("trust")
}

// UnpackTrust is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x6f9fdd66.
//
// Solidity: function trust() view returns(uint64)
func (vaultHarness *VaultHarness) UnpackTrust(data []byte) (uint64, error) {
	out, err := vaultHarness.abi.Unpack("trust", data)
	if err != nil {
		return *new(uint64), err
	}
	out0 := *abi.ConvertType(out[0], new(uint64)).(*uint64)
	return out0, nil
}

// PackUpdateValset is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x82293cfe.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function updateValset(uint64 nonce, uint64 homeHeight, bytes newMembers, bytes members, uint256 bitmap, bytes sigs) returns()
func (vaultHarness *VaultHarness) PackUpdateValset(nonce uint64, homeHeight uint64, newMembers []byte, members []byte, bitmap *big.Int, sigs []byte) []byte {
	enc, err := vaultHarness.abi.Pack("updateValset", nonce, homeHeight, newMembers, members, bitmap, sigs)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackUpdateValset is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x82293cfe.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function updateValset(uint64 nonce, uint64 homeHeight, bytes newMembers, bytes members, uint256 bitmap, bytes sigs) returns()
func (vaultHarness *VaultHarness) TryPackUpdateValset(nonce uint64, homeHeight uint64, newMembers []byte, members []byte, bitmap *big.Int, sigs []byte) ([]byte, error) {
	return vaultHarness.abi.Pack("updateValset", nonce, homeHeight, newMembers, members, bitmap, sigs)
}

// PackValsetNonce is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x19b5e247.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function valsetNonce() view returns(uint64)
func (vaultHarness *VaultHarness) PackValsetNonce() []byte {
	enc, err := vaultHarness.abi.Pack("valsetNonce")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackValsetNonce is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x19b5e247.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function valsetNonce() view returns(uint64)
func (vaultHarness *VaultHarness) TryPackValsetNonce() ([]byte, error) {
	return vaultHarness.abi.Pack("valsetNonce")
}

// UnpackValsetNonce is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x19b5e247.
//
// Solidity: function valsetNonce() view returns(uint64)
func (vaultHarness *VaultHarness) UnpackValsetNonce(data []byte) (uint64, error) {
	out, err := vaultHarness.abi.Unpack("valsetNonce", data)
	if err != nil {
		return *new(uint64), err
	}
	out0 := *abi.ConvertType(out[0], new(uint64)).(*uint64)
	return out0, nil
}

// PackVetoMigrate is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x04c313d8.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function vetoMigrate() returns()
func (vaultHarness *VaultHarness) PackVetoMigrate() []byte {
	enc, err := vaultHarness.abi.Pack("vetoMigrate")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackVetoMigrate is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x04c313d8.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function vetoMigrate() returns()
func (vaultHarness *VaultHarness) TryPackVetoMigrate() ([]byte, error) {
	return vaultHarness.abi.Pack("vetoMigrate")
}

// VaultHarnessBatchExecuted represents a BatchExecuted event raised by the VaultHarness contract.
type VaultHarnessBatchExecuted struct {
	N           uint64
	BatchNonce  uint64
	Total       uint64
	LockedAfter uint64
	Raw         *types.Log // Blockchain specific contextual infos
}

const VaultHarnessBatchExecutedEventName = "BatchExecuted"

// ContractEventName returns the user-defined event name.
func (VaultHarnessBatchExecuted) ContractEventName() string {
	return VaultHarnessBatchExecutedEventName
}

// UnpackBatchExecutedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event BatchExecuted(uint64 indexed n, uint64 indexed batchNonce, uint64 total, uint64 lockedAfter)
func (vaultHarness *VaultHarness) UnpackBatchExecutedEvent(log *types.Log) (*VaultHarnessBatchExecuted, error) {
	event := "BatchExecuted"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != vaultHarness.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(VaultHarnessBatchExecuted)
	if len(log.Data) > 0 {
		if err := vaultHarness.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range vaultHarness.abi.Events[event].Inputs {
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

// VaultHarnessConfigApplied represents a ConfigApplied event raised by the VaultHarness contract.
type VaultHarnessConfigApplied struct {
	N           uint64
	ConfigNonce uint64
	ConfigHash  [32]byte
	Raw         *types.Log // Blockchain specific contextual infos
}

const VaultHarnessConfigAppliedEventName = "ConfigApplied"

// ContractEventName returns the user-defined event name.
func (VaultHarnessConfigApplied) ContractEventName() string {
	return VaultHarnessConfigAppliedEventName
}

// UnpackConfigAppliedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event ConfigApplied(uint64 indexed n, uint64 indexed configNonce, bytes32 configHash)
func (vaultHarness *VaultHarness) UnpackConfigAppliedEvent(log *types.Log) (*VaultHarnessConfigApplied, error) {
	event := "ConfigApplied"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != vaultHarness.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(VaultHarnessConfigApplied)
	if len(log.Data) > 0 {
		if err := vaultHarness.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range vaultHarness.abi.Events[event].Inputs {
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

// VaultHarnessDeposited represents a Deposited event raised by the VaultHarness contract.
type VaultHarnessDeposited struct {
	N           uint64
	From        common.Address
	Recipient   common.Address
	Amount      uint64
	LockedAfter uint64
	Raw         *types.Log // Blockchain specific contextual infos
}

const VaultHarnessDepositedEventName = "Deposited"

// ContractEventName returns the user-defined event name.
func (VaultHarnessDeposited) ContractEventName() string {
	return VaultHarnessDepositedEventName
}

// UnpackDepositedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Deposited(uint64 indexed n, address indexed from, address indexed recipient, uint64 amount, uint64 lockedAfter)
func (vaultHarness *VaultHarness) UnpackDepositedEvent(log *types.Log) (*VaultHarnessDeposited, error) {
	event := "Deposited"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != vaultHarness.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(VaultHarnessDeposited)
	if len(log.Data) > 0 {
		if err := vaultHarness.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range vaultHarness.abi.Events[event].Inputs {
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

// VaultHarnessItemOwed represents a ItemOwed event raised by the VaultHarness contract.
type VaultHarnessItemOwed struct {
	BatchNonce uint64
	To         common.Address
	Amount     uint64
	Raw        *types.Log // Blockchain specific contextual infos
}

const VaultHarnessItemOwedEventName = "ItemOwed"

// ContractEventName returns the user-defined event name.
func (VaultHarnessItemOwed) ContractEventName() string {
	return VaultHarnessItemOwedEventName
}

// UnpackItemOwedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event ItemOwed(uint64 indexed batchNonce, address indexed to, uint64 amount)
func (vaultHarness *VaultHarness) UnpackItemOwedEvent(log *types.Log) (*VaultHarnessItemOwed, error) {
	event := "ItemOwed"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != vaultHarness.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(VaultHarnessItemOwed)
	if len(log.Data) > 0 {
		if err := vaultHarness.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range vaultHarness.abi.Events[event].Inputs {
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

// VaultHarnessMigrated represents a Migrated event raised by the VaultHarness contract.
type VaultHarnessMigrated struct {
	N        uint64
	NewVault common.Address
	Amount   uint64
	Raw      *types.Log // Blockchain specific contextual infos
}

const VaultHarnessMigratedEventName = "Migrated"

// ContractEventName returns the user-defined event name.
func (VaultHarnessMigrated) ContractEventName() string {
	return VaultHarnessMigratedEventName
}

// UnpackMigratedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Migrated(uint64 indexed n, address indexed newVault, uint64 amount)
func (vaultHarness *VaultHarness) UnpackMigratedEvent(log *types.Log) (*VaultHarnessMigrated, error) {
	event := "Migrated"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != vaultHarness.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(VaultHarnessMigrated)
	if len(log.Data) > 0 {
		if err := vaultHarness.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range vaultHarness.abi.Events[event].Inputs {
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

// VaultHarnessMigrationAnnounced represents a MigrationAnnounced event raised by the VaultHarness contract.
type VaultHarnessMigrationAnnounced struct {
	Nonce    uint64
	NewVault common.Address
	ReadyAt  uint64
	Raw      *types.Log // Blockchain specific contextual infos
}

const VaultHarnessMigrationAnnouncedEventName = "MigrationAnnounced"

// ContractEventName returns the user-defined event name.
func (VaultHarnessMigrationAnnounced) ContractEventName() string {
	return VaultHarnessMigrationAnnouncedEventName
}

// UnpackMigrationAnnouncedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event MigrationAnnounced(uint64 indexed nonce, address indexed newVault, uint64 readyAt)
func (vaultHarness *VaultHarness) UnpackMigrationAnnouncedEvent(log *types.Log) (*VaultHarnessMigrationAnnounced, error) {
	event := "MigrationAnnounced"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != vaultHarness.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(VaultHarnessMigrationAnnounced)
	if len(log.Data) > 0 {
		if err := vaultHarness.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range vaultHarness.abi.Events[event].Inputs {
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

// VaultHarnessMigrationVetoed represents a MigrationVetoed event raised by the VaultHarness contract.
type VaultHarnessMigrationVetoed struct {
	Nonce    uint64
	NewVault common.Address
	Raw      *types.Log // Blockchain specific contextual infos
}

const VaultHarnessMigrationVetoedEventName = "MigrationVetoed"

// ContractEventName returns the user-defined event name.
func (VaultHarnessMigrationVetoed) ContractEventName() string {
	return VaultHarnessMigrationVetoedEventName
}

// UnpackMigrationVetoedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event MigrationVetoed(uint64 indexed nonce, address indexed newVault)
func (vaultHarness *VaultHarness) UnpackMigrationVetoedEvent(log *types.Log) (*VaultHarnessMigrationVetoed, error) {
	event := "MigrationVetoed"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != vaultHarness.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(VaultHarnessMigrationVetoed)
	if len(log.Data) > 0 {
		if err := vaultHarness.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range vaultHarness.abi.Events[event].Inputs {
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

// VaultHarnessOutCapLowered represents a OutCapLowered event raised by the VaultHarness contract.
type VaultHarnessOutCapLowered struct {
	OutCap uint64
	Raw    *types.Log // Blockchain specific contextual infos
}

const VaultHarnessOutCapLoweredEventName = "OutCapLowered"

// ContractEventName returns the user-defined event name.
func (VaultHarnessOutCapLowered) ContractEventName() string {
	return VaultHarnessOutCapLoweredEventName
}

// UnpackOutCapLoweredEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event OutCapLowered(uint64 outCap)
func (vaultHarness *VaultHarness) UnpackOutCapLoweredEvent(log *types.Log) (*VaultHarnessOutCapLowered, error) {
	event := "OutCapLowered"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != vaultHarness.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(VaultHarnessOutCapLowered)
	if len(log.Data) > 0 {
		if err := vaultHarness.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range vaultHarness.abi.Events[event].Inputs {
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

// VaultHarnessOwedClaimed represents a OwedClaimed event raised by the VaultHarness contract.
type VaultHarnessOwedClaimed struct {
	To     common.Address
	Amount uint64
	Raw    *types.Log // Blockchain specific contextual infos
}

const VaultHarnessOwedClaimedEventName = "OwedClaimed"

// ContractEventName returns the user-defined event name.
func (VaultHarnessOwedClaimed) ContractEventName() string {
	return VaultHarnessOwedClaimedEventName
}

// UnpackOwedClaimedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event OwedClaimed(address indexed to, uint64 amount)
func (vaultHarness *VaultHarness) UnpackOwedClaimedEvent(log *types.Log) (*VaultHarnessOwedClaimed, error) {
	event := "OwedClaimed"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != vaultHarness.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(VaultHarnessOwedClaimed)
	if len(log.Data) > 0 {
		if err := vaultHarness.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range vaultHarness.abi.Events[event].Inputs {
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

// VaultHarnessPauseChanged represents a PauseChanged event raised by the VaultHarness contract.
type VaultHarnessPauseChanged struct {
	N     uint64
	Flags uint8
	Until uint64
	Raw   *types.Log // Blockchain specific contextual infos
}

const VaultHarnessPauseChangedEventName = "PauseChanged"

// ContractEventName returns the user-defined event name.
func (VaultHarnessPauseChanged) ContractEventName() string {
	return VaultHarnessPauseChangedEventName
}

// UnpackPauseChangedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event PauseChanged(uint64 indexed n, uint8 flags, uint64 until)
func (vaultHarness *VaultHarness) UnpackPauseChangedEvent(log *types.Log) (*VaultHarnessPauseChanged, error) {
	event := "PauseChanged"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != vaultHarness.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(VaultHarnessPauseChanged)
	if len(log.Data) > 0 {
		if err := vaultHarness.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range vaultHarness.abi.Events[event].Inputs {
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

// VaultHarnessRecoveryAnnounced represents a RecoveryAnnounced event raised by the VaultHarness contract.
type VaultHarnessRecoveryAnnounced struct {
	ValsetNonce uint64
	MembersHash [32]byte
	ReadyAt     uint64
	Raw         *types.Log // Blockchain specific contextual infos
}

const VaultHarnessRecoveryAnnouncedEventName = "RecoveryAnnounced"

// ContractEventName returns the user-defined event name.
func (VaultHarnessRecoveryAnnounced) ContractEventName() string {
	return VaultHarnessRecoveryAnnouncedEventName
}

// UnpackRecoveryAnnouncedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event RecoveryAnnounced(uint64 indexed valsetNonce, bytes32 membersHash, uint64 readyAt)
func (vaultHarness *VaultHarness) UnpackRecoveryAnnouncedEvent(log *types.Log) (*VaultHarnessRecoveryAnnounced, error) {
	event := "RecoveryAnnounced"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != vaultHarness.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(VaultHarnessRecoveryAnnounced)
	if len(log.Data) > 0 {
		if err := vaultHarness.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range vaultHarness.abi.Events[event].Inputs {
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

// VaultHarnessSwept represents a Swept event raised by the VaultHarness contract.
type VaultHarnessSwept struct {
	To     common.Address
	Amount *big.Int
	Raw    *types.Log // Blockchain specific contextual infos
}

const VaultHarnessSweptEventName = "Swept"

// ContractEventName returns the user-defined event name.
func (VaultHarnessSwept) ContractEventName() string {
	return VaultHarnessSweptEventName
}

// UnpackSweptEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Swept(address indexed to, uint256 amount)
func (vaultHarness *VaultHarness) UnpackSweptEvent(log *types.Log) (*VaultHarnessSwept, error) {
	event := "Swept"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != vaultHarness.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(VaultHarnessSwept)
	if len(log.Data) > 0 {
		if err := vaultHarness.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range vaultHarness.abi.Events[event].Inputs {
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

// VaultHarnessValsetUpdated represents a ValsetUpdated event raised by the VaultHarness contract.
type VaultHarnessValsetUpdated struct {
	N           uint64
	ValsetNonce uint64
	MembersHash [32]byte
	ActiveAt    uint64
	Raw         *types.Log // Blockchain specific contextual infos
}

const VaultHarnessValsetUpdatedEventName = "ValsetUpdated"

// ContractEventName returns the user-defined event name.
func (VaultHarnessValsetUpdated) ContractEventName() string {
	return VaultHarnessValsetUpdatedEventName
}

// UnpackValsetUpdatedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event ValsetUpdated(uint64 indexed n, uint64 indexed valsetNonce, bytes32 membersHash, uint64 activeAt)
func (vaultHarness *VaultHarness) UnpackValsetUpdatedEvent(log *types.Log) (*VaultHarnessValsetUpdated, error) {
	event := "ValsetUpdated"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != vaultHarness.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(VaultHarnessValsetUpdated)
	if len(log.Data) > 0 {
		if err := vaultHarness.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range vaultHarness.abi.Events[event].Inputs {
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

// UnpackError attempts to decode the provided error data using user-defined
// error definitions.
func (vaultHarness *VaultHarness) UnpackError(raw []byte) (any, error) {
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["AlreadyExecuted"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackAlreadyExecutedError(raw[4:])
	}
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["AmountTooSmall"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackAmountTooSmallError(raw[4:])
	}
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["BadAddress"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackBadAddressError(raw[4:])
	}
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["BadBitmap"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackBadBitmapError(raw[4:])
	}
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["BadDataLength"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackBadDataLengthError(raw[4:])
	}
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["BadDelays"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackBadDelaysError(raw[4:])
	}
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["BadFlags"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackBadFlagsError(raw[4:])
	}
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["BadItem"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackBadItemError(raw[4:])
	}
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["BadItemsLength"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackBadItemsLengthError(raw[4:])
	}
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["BadLimits"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackBadLimitsError(raw[4:])
	}
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["BadMembersLength"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackBadMembersLengthError(raw[4:])
	}
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["BadMinDeposit"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackBadMinDepositError(raw[4:])
	}
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["BadNonce"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackBadNonceError(raw[4:])
	}
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["BadSignature"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackBadSignatureError(raw[4:])
	}
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["BadSignaturesLength"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackBadSignaturesLengthError(raw[4:])
	}
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["Closed"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackClosedError(raw[4:])
	}
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["Expired"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackExpiredError(raw[4:])
	}
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["NoContract"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackNoContractError(raw[4:])
	}
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["NoHomeChain"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackNoHomeChainError(raw[4:])
	}
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["NoPausesLeft"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackNoPausesLeftError(raw[4:])
	}
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["NoPower"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackNoPowerError(raw[4:])
	}
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["NotActive"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackNotActiveError(raw[4:])
	}
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["NotAscending"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackNotAscendingError(raw[4:])
	}
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["NotEnoughGas"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackNotEnoughGasError(raw[4:])
	}
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["NotEnoughLocked"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackNotEnoughLockedError(raw[4:])
	}
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["NotEnoughPower"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackNotEnoughPowerError(raw[4:])
	}
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["NotEnoughSurplus"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackNotEnoughSurplusError(raw[4:])
	}
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["NotGuardian"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackNotGuardianError(raw[4:])
	}
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["NotLower"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackNotLowerError(raw[4:])
	}
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["NotStale"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackNotStaleError(raw[4:])
	}
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["NothingOwed"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackNothingOwedError(raw[4:])
	}
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["NothingPending"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackNothingPendingError(raw[4:])
	}
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["OverInCap"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackOverInCapError(raw[4:])
	}
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["OverOutCap"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackOverOutCapError(raw[4:])
	}
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["Paused"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackPausedError(raw[4:])
	}
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["Reentered"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackReenteredError(raw[4:])
	}
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["Stale"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackStaleError(raw[4:])
	}
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["TokenRefused"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackTokenRefusedError(raw[4:])
	}
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["TooEarly"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackTooEarlyError(raw[4:])
	}
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["TooFewMembers"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackTooFewMembersError(raw[4:])
	}
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["TooMuchPower"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackTooMuchPowerError(raw[4:])
	}
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["WrongAmountReceived"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackWrongAmountReceivedError(raw[4:])
	}
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["WrongMembers"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackWrongMembersError(raw[4:])
	}
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["WrongSupply"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackWrongSupplyError(raw[4:])
	}
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["WrongToken"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackWrongTokenError(raw[4:])
	}
	return nil, errors.New("Unknown error")
}

// VaultHarnessAlreadyExecuted represents a AlreadyExecuted error raised by the VaultHarness contract.
type VaultHarnessAlreadyExecuted struct {
	Nonce uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error AlreadyExecuted(uint64 nonce)
func VaultHarnessAlreadyExecutedErrorID() common.Hash {
	return common.HexToHash("0x50a6e052a64ef0e0e359d483476796f10c9b2703975549b9462e11ea6db9cbdf")
}

// UnpackAlreadyExecutedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error AlreadyExecuted(uint64 nonce)
func (vaultHarness *VaultHarness) UnpackAlreadyExecutedError(raw []byte) (*VaultHarnessAlreadyExecuted, error) {
	out := new(VaultHarnessAlreadyExecuted)
	if err := vaultHarness.abi.UnpackIntoInterface(out, "AlreadyExecuted", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// VaultHarnessAmountTooSmall represents a AmountTooSmall error raised by the VaultHarness contract.
type VaultHarnessAmountTooSmall struct {
	Got *big.Int
	Min *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error AmountTooSmall(uint256 got, uint256 min)
func VaultHarnessAmountTooSmallErrorID() common.Hash {
	return common.HexToHash("0x02d2d938aeb2f9cd1f66e07490b42aedb7d22047607c56af8241ca8b0ccd537a")
}

// UnpackAmountTooSmallError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error AmountTooSmall(uint256 got, uint256 min)
func (vaultHarness *VaultHarness) UnpackAmountTooSmallError(raw []byte) (*VaultHarnessAmountTooSmall, error) {
	out := new(VaultHarnessAmountTooSmall)
	if err := vaultHarness.abi.UnpackIntoInterface(out, "AmountTooSmall", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// VaultHarnessBadAddress represents a BadAddress error raised by the VaultHarness contract.
type VaultHarnessBadAddress struct {
	Got common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadAddress(address got)
func VaultHarnessBadAddressErrorID() common.Hash {
	return common.HexToHash("0xf066a28aaaef4ede17838a498f0b3dda1072a179578411a9a61f4668645678d8")
}

// UnpackBadAddressError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadAddress(address got)
func (vaultHarness *VaultHarness) UnpackBadAddressError(raw []byte) (*VaultHarnessBadAddress, error) {
	out := new(VaultHarnessBadAddress)
	if err := vaultHarness.abi.UnpackIntoInterface(out, "BadAddress", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// VaultHarnessBadBitmap represents a BadBitmap error raised by the VaultHarness contract.
type VaultHarnessBadBitmap struct {
	Bitmap  *big.Int
	Members *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadBitmap(uint256 bitmap, uint256 members)
func VaultHarnessBadBitmapErrorID() common.Hash {
	return common.HexToHash("0x62f5308f5d680019304b2f3a2bfdc86842c78f9fc2d105abc0ceaa495c8f5889")
}

// UnpackBadBitmapError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadBitmap(uint256 bitmap, uint256 members)
func (vaultHarness *VaultHarness) UnpackBadBitmapError(raw []byte) (*VaultHarnessBadBitmap, error) {
	out := new(VaultHarnessBadBitmap)
	if err := vaultHarness.abi.UnpackIntoInterface(out, "BadBitmap", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// VaultHarnessBadDataLength represents a BadDataLength error raised by the VaultHarness contract.
type VaultHarnessBadDataLength struct {
	Got  *big.Int
	Want *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadDataLength(uint256 got, uint256 want)
func VaultHarnessBadDataLengthErrorID() common.Hash {
	return common.HexToHash("0x52a011df240d9e40e3c02acf01b9b2b05e620533a2a1e65a133fdf19cbf37a87")
}

// UnpackBadDataLengthError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadDataLength(uint256 got, uint256 want)
func (vaultHarness *VaultHarness) UnpackBadDataLengthError(raw []byte) (*VaultHarnessBadDataLength, error) {
	out := new(VaultHarnessBadDataLength)
	if err := vaultHarness.abi.UnpackIntoInterface(out, "BadDataLength", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// VaultHarnessBadDelays represents a BadDelays error raised by the VaultHarness contract.
type VaultHarnessBadDelays struct {
	Trust           uint64
	ActivationDelay uint64
	Max             *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadDelays(uint64 trust, uint64 activationDelay, uint256 max)
func VaultHarnessBadDelaysErrorID() common.Hash {
	return common.HexToHash("0x6943469c0038cf24993e65b09c443303e8ea11e2f9e32714797afce2ce44738b")
}

// UnpackBadDelaysError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadDelays(uint64 trust, uint64 activationDelay, uint256 max)
func (vaultHarness *VaultHarness) UnpackBadDelaysError(raw []byte) (*VaultHarnessBadDelays, error) {
	out := new(VaultHarnessBadDelays)
	if err := vaultHarness.abi.UnpackIntoInterface(out, "BadDelays", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// VaultHarnessBadFlags represents a BadFlags error raised by the VaultHarness contract.
type VaultHarnessBadFlags struct {
	Got uint8
	Max uint8
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadFlags(uint8 got, uint8 max)
func VaultHarnessBadFlagsErrorID() common.Hash {
	return common.HexToHash("0xdebf9d41811996a136ea424ff355fe5a5ccb6a105b24ed2d89dae994837a3346")
}

// UnpackBadFlagsError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadFlags(uint8 got, uint8 max)
func (vaultHarness *VaultHarness) UnpackBadFlagsError(raw []byte) (*VaultHarnessBadFlags, error) {
	out := new(VaultHarnessBadFlags)
	if err := vaultHarness.abi.UnpackIntoInterface(out, "BadFlags", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// VaultHarnessBadItem represents a BadItem error raised by the VaultHarness contract.
type VaultHarnessBadItem struct {
	Index  *big.Int
	To     common.Address
	Amount *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadItem(uint256 index, address to, uint256 amount)
func VaultHarnessBadItemErrorID() common.Hash {
	return common.HexToHash("0x37da3e31ffb12ca0234fbed1897e5afc86d331976fd9272b860c8a0a451ed2ac")
}

// UnpackBadItemError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadItem(uint256 index, address to, uint256 amount)
func (vaultHarness *VaultHarness) UnpackBadItemError(raw []byte) (*VaultHarnessBadItem, error) {
	out := new(VaultHarnessBadItem)
	if err := vaultHarness.abi.UnpackIntoInterface(out, "BadItem", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// VaultHarnessBadItemsLength represents a BadItemsLength error raised by the VaultHarness contract.
type VaultHarnessBadItemsLength struct {
	BytesGot  *big.Int
	ItemBytes *big.Int
	Max       *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadItemsLength(uint256 bytesGot, uint256 itemBytes, uint256 max)
func VaultHarnessBadItemsLengthErrorID() common.Hash {
	return common.HexToHash("0x42e3c7fcab852a4244544d4eb3b24a3128fdb8ca44892a4184f80422065ff9bf")
}

// UnpackBadItemsLengthError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadItemsLength(uint256 bytesGot, uint256 itemBytes, uint256 max)
func (vaultHarness *VaultHarness) UnpackBadItemsLengthError(raw []byte) (*VaultHarnessBadItemsLength, error) {
	out := new(VaultHarnessBadItemsLength)
	if err := vaultHarness.abi.UnpackIntoInterface(out, "BadItemsLength", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// VaultHarnessBadLimits represents a BadLimits error raised by the VaultHarness contract.
type VaultHarnessBadLimits struct {
	InCap   uint64
	OutCap  uint64
	OutRate uint64
	Max     *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadLimits(uint64 inCap, uint64 outCap, uint64 outRate, uint256 max)
func VaultHarnessBadLimitsErrorID() common.Hash {
	return common.HexToHash("0x8607c7fa6f68338a639abe7fa4c15387370e1cb3dcdde61e8278b47346548de6")
}

// UnpackBadLimitsError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadLimits(uint64 inCap, uint64 outCap, uint64 outRate, uint256 max)
func (vaultHarness *VaultHarness) UnpackBadLimitsError(raw []byte) (*VaultHarnessBadLimits, error) {
	out := new(VaultHarnessBadLimits)
	if err := vaultHarness.abi.UnpackIntoInterface(out, "BadLimits", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// VaultHarnessBadMembersLength represents a BadMembersLength error raised by the VaultHarness contract.
type VaultHarnessBadMembersLength struct {
	BytesGot    *big.Int
	MemberBytes *big.Int
	MaxMembers  *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadMembersLength(uint256 bytesGot, uint256 memberBytes, uint256 maxMembers)
func VaultHarnessBadMembersLengthErrorID() common.Hash {
	return common.HexToHash("0x5ce34932db2fb30fda37e1cfeada0976c74d099ace5ce92746d1d3fb69e1c6eb")
}

// UnpackBadMembersLengthError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadMembersLength(uint256 bytesGot, uint256 memberBytes, uint256 maxMembers)
func (vaultHarness *VaultHarness) UnpackBadMembersLengthError(raw []byte) (*VaultHarnessBadMembersLength, error) {
	out := new(VaultHarnessBadMembersLength)
	if err := vaultHarness.abi.UnpackIntoInterface(out, "BadMembersLength", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// VaultHarnessBadMinDeposit represents a BadMinDeposit error raised by the VaultHarness contract.
type VaultHarnessBadMinDeposit struct {
	Got   uint64
	InCap uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadMinDeposit(uint64 got, uint64 inCap)
func VaultHarnessBadMinDepositErrorID() common.Hash {
	return common.HexToHash("0xf9a4001ec580e7bff5205721de1f21d0a4cbd6df58c94bf6e994c5e1899c0435")
}

// UnpackBadMinDepositError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadMinDeposit(uint64 got, uint64 inCap)
func (vaultHarness *VaultHarness) UnpackBadMinDepositError(raw []byte) (*VaultHarnessBadMinDeposit, error) {
	out := new(VaultHarnessBadMinDeposit)
	if err := vaultHarness.abi.UnpackIntoInterface(out, "BadMinDeposit", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// VaultHarnessBadNonce represents a BadNonce error raised by the VaultHarness contract.
type VaultHarnessBadNonce struct {
	Got     uint64
	Last    uint64
	MaxJump *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadNonce(uint64 got, uint64 last, uint256 maxJump)
func VaultHarnessBadNonceErrorID() common.Hash {
	return common.HexToHash("0x8ad83c28d681937d8a9550b08e77663edec82890a50637cfb85faaaacd8ef2e7")
}

// UnpackBadNonceError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadNonce(uint64 got, uint64 last, uint256 maxJump)
func (vaultHarness *VaultHarness) UnpackBadNonceError(raw []byte) (*VaultHarnessBadNonce, error) {
	out := new(VaultHarnessBadNonce)
	if err := vaultHarness.abi.UnpackIntoInterface(out, "BadNonce", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// VaultHarnessBadSignature represents a BadSignature error raised by the VaultHarness contract.
type VaultHarnessBadSignature struct {
	Index *big.Int
	Got   common.Address
	Want  common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadSignature(uint256 index, address got, address want)
func VaultHarnessBadSignatureErrorID() common.Hash {
	return common.HexToHash("0x6385f59cff9fa72437d5d28d11ffc765124a653083c59a6a63af62fd16c5a498")
}

// UnpackBadSignatureError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadSignature(uint256 index, address got, address want)
func (vaultHarness *VaultHarness) UnpackBadSignatureError(raw []byte) (*VaultHarnessBadSignature, error) {
	out := new(VaultHarnessBadSignature)
	if err := vaultHarness.abi.UnpackIntoInterface(out, "BadSignature", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// VaultHarnessBadSignaturesLength represents a BadSignaturesLength error raised by the VaultHarness contract.
type VaultHarnessBadSignaturesLength struct {
	Got  *big.Int
	Want *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadSignaturesLength(uint256 got, uint256 want)
func VaultHarnessBadSignaturesLengthErrorID() common.Hash {
	return common.HexToHash("0x0b5c92f8e93f076e653ef5b085aad240abe30b8ca0a7e0e474c8c7659f1ec585")
}

// UnpackBadSignaturesLengthError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadSignaturesLength(uint256 got, uint256 want)
func (vaultHarness *VaultHarness) UnpackBadSignaturesLengthError(raw []byte) (*VaultHarnessBadSignaturesLength, error) {
	out := new(VaultHarnessBadSignaturesLength)
	if err := vaultHarness.abi.UnpackIntoInterface(out, "BadSignaturesLength", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// VaultHarnessClosed represents a Closed error raised by the VaultHarness contract.
type VaultHarnessClosed struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error Closed()
func VaultHarnessClosedErrorID() common.Hash {
	return common.HexToHash("0x1cdde67b72a90f19919ac732a437ac2f7a10fc128d28c2a6e525d89ce5cd9d3a")
}

// UnpackClosedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error Closed()
func (vaultHarness *VaultHarness) UnpackClosedError(raw []byte) (*VaultHarnessClosed, error) {
	out := new(VaultHarnessClosed)
	if err := vaultHarness.abi.UnpackIntoInterface(out, "Closed", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// VaultHarnessExpired represents a Expired error raised by the VaultHarness contract.
type VaultHarnessExpired struct {
	Time    *big.Int
	Timeout uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error Expired(uint256 time, uint64 timeout)
func VaultHarnessExpiredErrorID() common.Hash {
	return common.HexToHash("0x8a55c622eb1663879daad4e2863f6c4c15b90881360ce5f5612c15a64b361b60")
}

// UnpackExpiredError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error Expired(uint256 time, uint64 timeout)
func (vaultHarness *VaultHarness) UnpackExpiredError(raw []byte) (*VaultHarnessExpired, error) {
	out := new(VaultHarnessExpired)
	if err := vaultHarness.abi.UnpackIntoInterface(out, "Expired", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// VaultHarnessNoContract represents a NoContract error raised by the VaultHarness contract.
type VaultHarnessNoContract struct {
	Got common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NoContract(address got)
func VaultHarnessNoContractErrorID() common.Hash {
	return common.HexToHash("0x5f15d672b6235f8600ffc72925d8d2f9dcea14be067296327891153847185a5c")
}

// UnpackNoContractError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NoContract(address got)
func (vaultHarness *VaultHarness) UnpackNoContractError(raw []byte) (*VaultHarnessNoContract, error) {
	out := new(VaultHarnessNoContract)
	if err := vaultHarness.abi.UnpackIntoInterface(out, "NoContract", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// VaultHarnessNoHomeChain represents a NoHomeChain error raised by the VaultHarness contract.
type VaultHarnessNoHomeChain struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NoHomeChain()
func VaultHarnessNoHomeChainErrorID() common.Hash {
	return common.HexToHash("0xd1bc6d76248c9b42e989c3be7a9bfe61709c2e87de21893da09bb37b439bdfee")
}

// UnpackNoHomeChainError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NoHomeChain()
func (vaultHarness *VaultHarness) UnpackNoHomeChainError(raw []byte) (*VaultHarnessNoHomeChain, error) {
	out := new(VaultHarnessNoHomeChain)
	if err := vaultHarness.abi.UnpackIntoInterface(out, "NoHomeChain", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// VaultHarnessNoPausesLeft represents a NoPausesLeft error raised by the VaultHarness contract.
type VaultHarnessNoPausesLeft struct {
	Used uint8
	Max  uint8
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NoPausesLeft(uint8 used, uint8 max)
func VaultHarnessNoPausesLeftErrorID() common.Hash {
	return common.HexToHash("0xa84f56ae68aa310c228575700255f695beede34290a52f582fa4a4645e2f0a3b")
}

// UnpackNoPausesLeftError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NoPausesLeft(uint8 used, uint8 max)
func (vaultHarness *VaultHarness) UnpackNoPausesLeftError(raw []byte) (*VaultHarnessNoPausesLeft, error) {
	out := new(VaultHarnessNoPausesLeft)
	if err := vaultHarness.abi.UnpackIntoInterface(out, "NoPausesLeft", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// VaultHarnessNoPower represents a NoPower error raised by the VaultHarness contract.
type VaultHarnessNoPower struct {
	Index *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NoPower(uint256 index)
func VaultHarnessNoPowerErrorID() common.Hash {
	return common.HexToHash("0x150d67cd4157c7f2e2e59491f4ae17e9efb298ed479ccfeb7f5f8d4675d19f12")
}

// UnpackNoPowerError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NoPower(uint256 index)
func (vaultHarness *VaultHarness) UnpackNoPowerError(raw []byte) (*VaultHarnessNoPower, error) {
	out := new(VaultHarnessNoPower)
	if err := vaultHarness.abi.UnpackIntoInterface(out, "NoPower", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// VaultHarnessNotActive represents a NotActive error raised by the VaultHarness contract.
type VaultHarnessNotActive struct {
	Time     *big.Int
	ActiveAt uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotActive(uint256 time, uint64 activeAt)
func VaultHarnessNotActiveErrorID() common.Hash {
	return common.HexToHash("0x716c41c9f01e74a98052f2c993227ada4e2d540c53d1897208c4b3af42449ad1")
}

// UnpackNotActiveError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotActive(uint256 time, uint64 activeAt)
func (vaultHarness *VaultHarness) UnpackNotActiveError(raw []byte) (*VaultHarnessNotActive, error) {
	out := new(VaultHarnessNotActive)
	if err := vaultHarness.abi.UnpackIntoInterface(out, "NotActive", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// VaultHarnessNotAscending represents a NotAscending error raised by the VaultHarness contract.
type VaultHarnessNotAscending struct {
	Index    *big.Int
	Got      common.Address
	Previous common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotAscending(uint256 index, address got, address previous)
func VaultHarnessNotAscendingErrorID() common.Hash {
	return common.HexToHash("0xa6761c6760cedd23c86645289e5013292fa1103cc766839a493a3242824c21b8")
}

// UnpackNotAscendingError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotAscending(uint256 index, address got, address previous)
func (vaultHarness *VaultHarness) UnpackNotAscendingError(raw []byte) (*VaultHarnessNotAscending, error) {
	out := new(VaultHarnessNotAscending)
	if err := vaultHarness.abi.UnpackIntoInterface(out, "NotAscending", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// VaultHarnessNotEnoughGas represents a NotEnoughGas error raised by the VaultHarness contract.
type VaultHarnessNotEnoughGas struct {
	Left    *big.Int
	ItemGas *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotEnoughGas(uint256 left, uint256 itemGas)
func VaultHarnessNotEnoughGasErrorID() common.Hash {
	return common.HexToHash("0x9fa729828e06f64f0aba24f9c66804bdfb0e921365b21f9e24f4e732397f9e66")
}

// UnpackNotEnoughGasError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotEnoughGas(uint256 left, uint256 itemGas)
func (vaultHarness *VaultHarness) UnpackNotEnoughGasError(raw []byte) (*VaultHarnessNotEnoughGas, error) {
	out := new(VaultHarnessNotEnoughGas)
	if err := vaultHarness.abi.UnpackIntoInterface(out, "NotEnoughGas", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// VaultHarnessNotEnoughLocked represents a NotEnoughLocked error raised by the VaultHarness contract.
type VaultHarnessNotEnoughLocked struct {
	Want   *big.Int
	Locked uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotEnoughLocked(uint256 want, uint64 locked)
func VaultHarnessNotEnoughLockedErrorID() common.Hash {
	return common.HexToHash("0xf5c0a1343328c075cb4fd31816d7a1a11b5d9823de732c67120fa7c7894e411f")
}

// UnpackNotEnoughLockedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotEnoughLocked(uint256 want, uint64 locked)
func (vaultHarness *VaultHarness) UnpackNotEnoughLockedError(raw []byte) (*VaultHarnessNotEnoughLocked, error) {
	out := new(VaultHarnessNotEnoughLocked)
	if err := vaultHarness.abi.UnpackIntoInterface(out, "NotEnoughLocked", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// VaultHarnessNotEnoughPower represents a NotEnoughPower error raised by the VaultHarness contract.
type VaultHarnessNotEnoughPower struct {
	Signed *big.Int
	Total  *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotEnoughPower(uint256 signed, uint256 total)
func VaultHarnessNotEnoughPowerErrorID() common.Hash {
	return common.HexToHash("0x2818471e89747c07a734bd246a38b5c4b17e3d94e5a91fc9484cbaeff1d5568f")
}

// UnpackNotEnoughPowerError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotEnoughPower(uint256 signed, uint256 total)
func (vaultHarness *VaultHarness) UnpackNotEnoughPowerError(raw []byte) (*VaultHarnessNotEnoughPower, error) {
	out := new(VaultHarnessNotEnoughPower)
	if err := vaultHarness.abi.UnpackIntoInterface(out, "NotEnoughPower", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// VaultHarnessNotEnoughSurplus represents a NotEnoughSurplus error raised by the VaultHarness contract.
type VaultHarnessNotEnoughSurplus struct {
	Want    *big.Int
	Surplus *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotEnoughSurplus(uint256 want, uint256 surplus)
func VaultHarnessNotEnoughSurplusErrorID() common.Hash {
	return common.HexToHash("0xcb4d0b2d067145cffe94817b6e3c5fd064aa44159550402bca24a3a58b0977c5")
}

// UnpackNotEnoughSurplusError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotEnoughSurplus(uint256 want, uint256 surplus)
func (vaultHarness *VaultHarness) UnpackNotEnoughSurplusError(raw []byte) (*VaultHarnessNotEnoughSurplus, error) {
	out := new(VaultHarnessNotEnoughSurplus)
	if err := vaultHarness.abi.UnpackIntoInterface(out, "NotEnoughSurplus", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// VaultHarnessNotGuardian represents a NotGuardian error raised by the VaultHarness contract.
type VaultHarnessNotGuardian struct {
	Got  common.Address
	Want common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotGuardian(address got, address want)
func VaultHarnessNotGuardianErrorID() common.Hash {
	return common.HexToHash("0x826f1bd21a6e91b051ebea595c16fd03830d2c589a94acbc6c8e70e4c8fc863e")
}

// UnpackNotGuardianError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotGuardian(address got, address want)
func (vaultHarness *VaultHarness) UnpackNotGuardianError(raw []byte) (*VaultHarnessNotGuardian, error) {
	out := new(VaultHarnessNotGuardian)
	if err := vaultHarness.abi.UnpackIntoInterface(out, "NotGuardian", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// VaultHarnessNotLower represents a NotLower error raised by the VaultHarness contract.
type VaultHarnessNotLower struct {
	Got     uint64
	Present uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotLower(uint64 got, uint64 present)
func VaultHarnessNotLowerErrorID() common.Hash {
	return common.HexToHash("0xc73516eaed7257c488b6c338563d6e2b1d050080d292c0f35039b3997be8eaea")
}

// UnpackNotLowerError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotLower(uint64 got, uint64 present)
func (vaultHarness *VaultHarness) UnpackNotLowerError(raw []byte) (*VaultHarnessNotLower, error) {
	out := new(VaultHarnessNotLower)
	if err := vaultHarness.abi.UnpackIntoInterface(out, "NotLower", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// VaultHarnessNotStale represents a NotStale error raised by the VaultHarness contract.
type VaultHarnessNotStale struct {
	Time         *big.Int
	TrustedUntil *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotStale(uint256 time, uint256 trustedUntil)
func VaultHarnessNotStaleErrorID() common.Hash {
	return common.HexToHash("0x6a18e3d61218de1a164c99c23f0890ec3320c1b63c82cd6e22301dc0c70d2e2b")
}

// UnpackNotStaleError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotStale(uint256 time, uint256 trustedUntil)
func (vaultHarness *VaultHarness) UnpackNotStaleError(raw []byte) (*VaultHarnessNotStale, error) {
	out := new(VaultHarnessNotStale)
	if err := vaultHarness.abi.UnpackIntoInterface(out, "NotStale", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// VaultHarnessNothingOwed represents a NothingOwed error raised by the VaultHarness contract.
type VaultHarnessNothingOwed struct {
	To common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NothingOwed(address to)
func VaultHarnessNothingOwedErrorID() common.Hash {
	return common.HexToHash("0x751b0fdaa408a0c7537afaf0af96a92598192bff093a0ad0f684a7c83bc223c9")
}

// UnpackNothingOwedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NothingOwed(address to)
func (vaultHarness *VaultHarness) UnpackNothingOwedError(raw []byte) (*VaultHarnessNothingOwed, error) {
	out := new(VaultHarnessNothingOwed)
	if err := vaultHarness.abi.UnpackIntoInterface(out, "NothingOwed", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// VaultHarnessNothingPending represents a NothingPending error raised by the VaultHarness contract.
type VaultHarnessNothingPending struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NothingPending()
func VaultHarnessNothingPendingErrorID() common.Hash {
	return common.HexToHash("0x175c1aea8c453b556720d39e3cb0e313105d00199d98e8a01c1a820f7ffae2f3")
}

// UnpackNothingPendingError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NothingPending()
func (vaultHarness *VaultHarness) UnpackNothingPendingError(raw []byte) (*VaultHarnessNothingPending, error) {
	out := new(VaultHarnessNothingPending)
	if err := vaultHarness.abi.UnpackIntoInterface(out, "NothingPending", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// VaultHarnessOverInCap represents a OverInCap error raised by the VaultHarness contract.
type VaultHarnessOverInCap struct {
	Got  *big.Int
	Room *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error OverInCap(uint256 got, uint256 room)
func VaultHarnessOverInCapErrorID() common.Hash {
	return common.HexToHash("0xd2a332381a9c48125beddb199dc611761c1e724850555fff008804053d32272d")
}

// UnpackOverInCapError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error OverInCap(uint256 got, uint256 room)
func (vaultHarness *VaultHarness) UnpackOverInCapError(raw []byte) (*VaultHarnessOverInCap, error) {
	out := new(VaultHarnessOverInCap)
	if err := vaultHarness.abi.UnpackIntoInterface(out, "OverInCap", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// VaultHarnessOverOutCap represents a OverOutCap error raised by the VaultHarness contract.
type VaultHarnessOverOutCap struct {
	Want *big.Int
	Room *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error OverOutCap(uint256 want, uint256 room)
func VaultHarnessOverOutCapErrorID() common.Hash {
	return common.HexToHash("0xc5c882ba872768d9195890480e031e4e463ff66d80ccacffda2b8d480bf1a0df")
}

// UnpackOverOutCapError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error OverOutCap(uint256 want, uint256 room)
func (vaultHarness *VaultHarness) UnpackOverOutCapError(raw []byte) (*VaultHarnessOverOutCap, error) {
	out := new(VaultHarnessOverOutCap)
	if err := vaultHarness.abi.UnpackIntoInterface(out, "OverOutCap", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// VaultHarnessPaused represents a Paused error raised by the VaultHarness contract.
type VaultHarnessPaused struct {
	Flag  uint8
	Until uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error Paused(uint8 flag, uint64 until)
func VaultHarnessPausedErrorID() common.Hash {
	return common.HexToHash("0x46d780f10bb2c3d70b60b719184a050511cefb78cac31b9dd84ca130a4d28a81")
}

// UnpackPausedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error Paused(uint8 flag, uint64 until)
func (vaultHarness *VaultHarness) UnpackPausedError(raw []byte) (*VaultHarnessPaused, error) {
	out := new(VaultHarnessPaused)
	if err := vaultHarness.abi.UnpackIntoInterface(out, "Paused", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// VaultHarnessReentered represents a Reentered error raised by the VaultHarness contract.
type VaultHarnessReentered struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error Reentered()
func VaultHarnessReenteredErrorID() common.Hash {
	return common.HexToHash("0xb5dfd9e53a10d4d747ca3de749b98baf23546e800cbacdb1dbc28233e586d1ee")
}

// UnpackReenteredError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error Reentered()
func (vaultHarness *VaultHarness) UnpackReenteredError(raw []byte) (*VaultHarnessReentered, error) {
	out := new(VaultHarnessReentered)
	if err := vaultHarness.abi.UnpackIntoInterface(out, "Reentered", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// VaultHarnessStale represents a Stale error raised by the VaultHarness contract.
type VaultHarnessStale struct {
	Time         *big.Int
	TrustedUntil *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error Stale(uint256 time, uint256 trustedUntil)
func VaultHarnessStaleErrorID() common.Hash {
	return common.HexToHash("0x069c0717976a425b27b8aa7c4fb767ff35c8b27812b631bfca962062606b2870")
}

// UnpackStaleError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error Stale(uint256 time, uint256 trustedUntil)
func (vaultHarness *VaultHarness) UnpackStaleError(raw []byte) (*VaultHarnessStale, error) {
	out := new(VaultHarnessStale)
	if err := vaultHarness.abi.UnpackIntoInterface(out, "Stale", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// VaultHarnessTokenRefused represents a TokenRefused error raised by the VaultHarness contract.
type VaultHarnessTokenRefused struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error TokenRefused()
func VaultHarnessTokenRefusedErrorID() common.Hash {
	return common.HexToHash("0x5619382ce9e0631927b706fc09e8ceb1564baa43bc3f60f5939c41cc69a7ef77")
}

// UnpackTokenRefusedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error TokenRefused()
func (vaultHarness *VaultHarness) UnpackTokenRefusedError(raw []byte) (*VaultHarnessTokenRefused, error) {
	out := new(VaultHarnessTokenRefused)
	if err := vaultHarness.abi.UnpackIntoInterface(out, "TokenRefused", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// VaultHarnessTooEarly represents a TooEarly error raised by the VaultHarness contract.
type VaultHarnessTooEarly struct {
	Time    *big.Int
	ReadyAt uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error TooEarly(uint256 time, uint64 readyAt)
func VaultHarnessTooEarlyErrorID() common.Hash {
	return common.HexToHash("0x45936d77c40d966e9f91375f5cfaa3a938b6d49e097d268c9e3d1c81e61d3cec")
}

// UnpackTooEarlyError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error TooEarly(uint256 time, uint64 readyAt)
func (vaultHarness *VaultHarness) UnpackTooEarlyError(raw []byte) (*VaultHarnessTooEarly, error) {
	out := new(VaultHarnessTooEarly)
	if err := vaultHarness.abi.UnpackIntoInterface(out, "TooEarly", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// VaultHarnessTooFewMembers represents a TooFewMembers error raised by the VaultHarness contract.
type VaultHarnessTooFewMembers struct {
	Got *big.Int
	Min *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error TooFewMembers(uint256 got, uint256 min)
func VaultHarnessTooFewMembersErrorID() common.Hash {
	return common.HexToHash("0x712438ba7c9c896073c739f9b6e6af8572880b1794d4d1c1be66abc93df8933a")
}

// UnpackTooFewMembersError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error TooFewMembers(uint256 got, uint256 min)
func (vaultHarness *VaultHarness) UnpackTooFewMembersError(raw []byte) (*VaultHarnessTooFewMembers, error) {
	out := new(VaultHarnessTooFewMembers)
	if err := vaultHarness.abi.UnpackIntoInterface(out, "TooFewMembers", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// VaultHarnessTooMuchPower represents a TooMuchPower error raised by the VaultHarness contract.
type VaultHarnessTooMuchPower struct {
	Got *big.Int
	Max *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error TooMuchPower(uint256 got, uint256 max)
func VaultHarnessTooMuchPowerErrorID() common.Hash {
	return common.HexToHash("0xc6d3242599588b84920f29053ded887f7882ed9610e92f57aacdef958b8aa191")
}

// UnpackTooMuchPowerError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error TooMuchPower(uint256 got, uint256 max)
func (vaultHarness *VaultHarness) UnpackTooMuchPowerError(raw []byte) (*VaultHarnessTooMuchPower, error) {
	out := new(VaultHarnessTooMuchPower)
	if err := vaultHarness.abi.UnpackIntoInterface(out, "TooMuchPower", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// VaultHarnessWrongAmountReceived represents a WrongAmountReceived error raised by the VaultHarness contract.
type VaultHarnessWrongAmountReceived struct {
	Got  *big.Int
	Want *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error WrongAmountReceived(uint256 got, uint256 want)
func VaultHarnessWrongAmountReceivedErrorID() common.Hash {
	return common.HexToHash("0x1ff641ae1e10906ee8d94b5401e1d335c0cd001d74f6a2f60dad0c489583b2b2")
}

// UnpackWrongAmountReceivedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error WrongAmountReceived(uint256 got, uint256 want)
func (vaultHarness *VaultHarness) UnpackWrongAmountReceivedError(raw []byte) (*VaultHarnessWrongAmountReceived, error) {
	out := new(VaultHarnessWrongAmountReceived)
	if err := vaultHarness.abi.UnpackIntoInterface(out, "WrongAmountReceived", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// VaultHarnessWrongMembers represents a WrongMembers error raised by the VaultHarness contract.
type VaultHarnessWrongMembers struct {
	Got  [32]byte
	Want [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error WrongMembers(bytes32 got, bytes32 want)
func VaultHarnessWrongMembersErrorID() common.Hash {
	return common.HexToHash("0x3fa0cd735da6a45d4c45eeb23c51c97c309ec3d47b26716ec31de2286305434e")
}

// UnpackWrongMembersError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error WrongMembers(bytes32 got, bytes32 want)
func (vaultHarness *VaultHarness) UnpackWrongMembersError(raw []byte) (*VaultHarnessWrongMembers, error) {
	out := new(VaultHarnessWrongMembers)
	if err := vaultHarness.abi.UnpackIntoInterface(out, "WrongMembers", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// VaultHarnessWrongSupply represents a WrongSupply error raised by the VaultHarness contract.
type VaultHarnessWrongSupply struct {
	Got *big.Int
	Max *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error WrongSupply(uint256 got, uint256 max)
func VaultHarnessWrongSupplyErrorID() common.Hash {
	return common.HexToHash("0x00875f35e1c812bed39273bfe383170f92140355d31b9c0b9e0a7c5cd627ff72")
}

// UnpackWrongSupplyError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error WrongSupply(uint256 got, uint256 max)
func (vaultHarness *VaultHarness) UnpackWrongSupplyError(raw []byte) (*VaultHarnessWrongSupply, error) {
	out := new(VaultHarnessWrongSupply)
	if err := vaultHarness.abi.UnpackIntoInterface(out, "WrongSupply", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// VaultHarnessWrongToken represents a WrongToken error raised by the VaultHarness contract.
type VaultHarnessWrongToken struct {
	Got  common.Address
	Want common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error WrongToken(address got, address want)
func VaultHarnessWrongTokenErrorID() common.Hash {
	return common.HexToHash("0x2d6ac12780a15d0f0f793c91c5e4aa9fcefbfb57c254d11c3913ba36be3267f7")
}

// UnpackWrongTokenError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error WrongToken(address got, address want)
func (vaultHarness *VaultHarness) UnpackWrongTokenError(raw []byte) (*VaultHarnessWrongToken, error) {
	out := new(VaultHarnessWrongToken)
	if err := vaultHarness.abi.UnpackIntoInterface(out, "WrongToken", raw); err != nil {
		return nil, err
	}
	return out, nil
}
