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
	Nonce      uint64
	InCap      uint64
	OutCap     uint64
	OutRate    uint64
	MinDeposit uint64
	Guardian   common.Address
	Unpause    bool
	SweepTo    common.Address
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

// RLCVaultMetaData contains all meta data concerning the RLCVault contract.
var RLCVaultMetaData = bind.MetaData{
	ABI: "[{\"inputs\":[{\"internalType\":\"address\",\"name\":\"rlc_\",\"type\":\"address\"},{\"internalType\":\"bytes32\",\"name\":\"homeChainHash_\",\"type\":\"bytes32\"},{\"internalType\":\"bytes\",\"name\":\"members\",\"type\":\"bytes\"},{\"internalType\":\"uint64\",\"name\":\"valsetNonce_\",\"type\":\"uint64\"},{\"components\":[{\"internalType\":\"uint64\",\"name\":\"inCap\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"outCap\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"outRate\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"minDeposit\",\"type\":\"uint64\"}],\"internalType\":\"structLimits\",\"name\":\"l\",\"type\":\"tuple\"},{\"internalType\":\"address\",\"name\":\"guardian_\",\"type\":\"address\"},{\"internalType\":\"uint64\",\"name\":\"trust_\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"activationDelay_\",\"type\":\"uint64\"}],\"stateMutability\":\"nonpayable\",\"type\":\"constructor\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"nonce\",\"type\":\"uint64\"}],\"name\":\"AlreadyExecuted\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"got\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"min\",\"type\":\"uint256\"}],\"name\":\"AmountTooSmall\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"got\",\"type\":\"address\"}],\"name\":\"BadAddress\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"bitmap\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"members\",\"type\":\"uint256\"}],\"name\":\"BadBitmap\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"got\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"want\",\"type\":\"uint256\"}],\"name\":\"BadDataLength\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"trust\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"activationDelay\",\"type\":\"uint64\"},{\"internalType\":\"uint256\",\"name\":\"max\",\"type\":\"uint256\"}],\"name\":\"BadDelays\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint8\",\"name\":\"got\",\"type\":\"uint8\"},{\"internalType\":\"uint8\",\"name\":\"max\",\"type\":\"uint8\"}],\"name\":\"BadFlags\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"index\",\"type\":\"uint256\"},{\"internalType\":\"address\",\"name\":\"to\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"amount\",\"type\":\"uint256\"}],\"name\":\"BadItem\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"bytesGot\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"itemBytes\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"max\",\"type\":\"uint256\"}],\"name\":\"BadItemsLength\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"inCap\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"outCap\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"outRate\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"minDeposit\",\"type\":\"uint64\"},{\"internalType\":\"uint256\",\"name\":\"max\",\"type\":\"uint256\"}],\"name\":\"BadLimits\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"bytesGot\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"memberBytes\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"maxMembers\",\"type\":\"uint256\"}],\"name\":\"BadMembersLength\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"got\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"last\",\"type\":\"uint64\"},{\"internalType\":\"uint256\",\"name\":\"maxJump\",\"type\":\"uint256\"}],\"name\":\"BadNonce\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"index\",\"type\":\"uint256\"},{\"internalType\":\"address\",\"name\":\"got\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"want\",\"type\":\"address\"}],\"name\":\"BadSignature\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"got\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"want\",\"type\":\"uint256\"}],\"name\":\"BadSignaturesLength\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"Closed\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"time\",\"type\":\"uint256\"},{\"internalType\":\"uint64\",\"name\":\"timeout\",\"type\":\"uint64\"}],\"name\":\"Expired\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"got\",\"type\":\"address\"}],\"name\":\"NoContract\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"NoHomeChain\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint8\",\"name\":\"used\",\"type\":\"uint8\"},{\"internalType\":\"uint8\",\"name\":\"max\",\"type\":\"uint8\"}],\"name\":\"NoPausesLeft\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"index\",\"type\":\"uint256\"}],\"name\":\"NoPower\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"time\",\"type\":\"uint256\"},{\"internalType\":\"uint64\",\"name\":\"activeAt\",\"type\":\"uint64\"}],\"name\":\"NotActive\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"index\",\"type\":\"uint256\"},{\"internalType\":\"address\",\"name\":\"got\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"previous\",\"type\":\"address\"}],\"name\":\"NotAscending\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"left\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"itemGas\",\"type\":\"uint256\"}],\"name\":\"NotEnoughGas\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"want\",\"type\":\"uint256\"},{\"internalType\":\"uint64\",\"name\":\"locked\",\"type\":\"uint64\"}],\"name\":\"NotEnoughLocked\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"signed\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"total\",\"type\":\"uint256\"}],\"name\":\"NotEnoughPower\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"got\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"want\",\"type\":\"address\"}],\"name\":\"NotGuardian\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"got\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"present\",\"type\":\"uint64\"}],\"name\":\"NotLower\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"time\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"trustedUntil\",\"type\":\"uint256\"}],\"name\":\"NotStale\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"to\",\"type\":\"address\"}],\"name\":\"NothingOwed\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"NothingPending\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"got\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"room\",\"type\":\"uint256\"}],\"name\":\"OverInCap\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"want\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"room\",\"type\":\"uint256\"}],\"name\":\"OverOutCap\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint8\",\"name\":\"flag\",\"type\":\"uint8\"},{\"internalType\":\"uint64\",\"name\":\"until\",\"type\":\"uint64\"}],\"name\":\"Paused\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"Reentered\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"time\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"trustedUntil\",\"type\":\"uint256\"}],\"name\":\"Stale\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"TokenRefused\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"time\",\"type\":\"uint256\"},{\"internalType\":\"uint64\",\"name\":\"readyAt\",\"type\":\"uint64\"}],\"name\":\"TooEarly\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"got\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"min\",\"type\":\"uint256\"}],\"name\":\"TooFewMembers\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"got\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"max\",\"type\":\"uint256\"}],\"name\":\"TooMuchPower\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"got\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"want\",\"type\":\"uint256\"}],\"name\":\"WrongAmountReceived\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"got\",\"type\":\"bytes32\"},{\"internalType\":\"bytes32\",\"name\":\"want\",\"type\":\"bytes32\"}],\"name\":\"WrongMembers\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"got\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"max\",\"type\":\"uint256\"}],\"name\":\"WrongSupply\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"got\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"want\",\"type\":\"address\"}],\"name\":\"WrongToken\",\"type\":\"error\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"n\",\"type\":\"uint64\"},{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"batchNonce\",\"type\":\"uint64\"},{\"indexed\":false,\"internalType\":\"uint64\",\"name\":\"total\",\"type\":\"uint64\"},{\"indexed\":false,\"internalType\":\"uint64\",\"name\":\"lockedAfter\",\"type\":\"uint64\"}],\"name\":\"BatchExecuted\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"n\",\"type\":\"uint64\"},{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"configNonce\",\"type\":\"uint64\"},{\"indexed\":false,\"internalType\":\"bytes32\",\"name\":\"configHash\",\"type\":\"bytes32\"}],\"name\":\"ConfigApplied\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"n\",\"type\":\"uint64\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"from\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"recipient\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"uint64\",\"name\":\"amount\",\"type\":\"uint64\"},{\"indexed\":false,\"internalType\":\"uint64\",\"name\":\"lockedAfter\",\"type\":\"uint64\"}],\"name\":\"Deposited\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"batchNonce\",\"type\":\"uint64\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"to\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"uint64\",\"name\":\"amount\",\"type\":\"uint64\"}],\"name\":\"ItemOwed\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"n\",\"type\":\"uint64\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"newVault\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"uint64\",\"name\":\"amount\",\"type\":\"uint64\"}],\"name\":\"Migrated\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"nonce\",\"type\":\"uint64\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"newVault\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"uint64\",\"name\":\"readyAt\",\"type\":\"uint64\"}],\"name\":\"MigrationAnnounced\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"nonce\",\"type\":\"uint64\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"newVault\",\"type\":\"address\"}],\"name\":\"MigrationVetoed\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":false,\"internalType\":\"uint64\",\"name\":\"outCap\",\"type\":\"uint64\"}],\"name\":\"OutCapLowered\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"to\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"uint64\",\"name\":\"amount\",\"type\":\"uint64\"}],\"name\":\"OwedClaimed\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"n\",\"type\":\"uint64\"},{\"indexed\":false,\"internalType\":\"uint8\",\"name\":\"flags\",\"type\":\"uint8\"},{\"indexed\":false,\"internalType\":\"uint64\",\"name\":\"until\",\"type\":\"uint64\"}],\"name\":\"PauseChanged\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"valsetNonce\",\"type\":\"uint64\"},{\"indexed\":false,\"internalType\":\"bytes32\",\"name\":\"membersHash\",\"type\":\"bytes32\"},{\"indexed\":false,\"internalType\":\"uint64\",\"name\":\"readyAt\",\"type\":\"uint64\"}],\"name\":\"RecoveryAnnounced\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"to\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"amount\",\"type\":\"uint256\"}],\"name\":\"Swept\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"n\",\"type\":\"uint64\"},{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"valsetNonce\",\"type\":\"uint64\"},{\"indexed\":false,\"internalType\":\"bytes32\",\"name\":\"membersHash\",\"type\":\"bytes32\"},{\"indexed\":false,\"internalType\":\"uint64\",\"name\":\"activeAt\",\"type\":\"uint64\"}],\"name\":\"ValsetUpdated\",\"type\":\"event\"},{\"inputs\":[],\"name\":\"activationDelay\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"components\":[{\"internalType\":\"uint64\",\"name\":\"nonce\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"inCap\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"outCap\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"outRate\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"minDeposit\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"guardian\",\"type\":\"address\"},{\"internalType\":\"bool\",\"name\":\"unpause\",\"type\":\"bool\"},{\"internalType\":\"address\",\"name\":\"sweepTo\",\"type\":\"address\"}],\"internalType\":\"structConfig\",\"name\":\"c\",\"type\":\"tuple\"},{\"internalType\":\"bytes\",\"name\":\"members\",\"type\":\"bytes\"},{\"internalType\":\"uint256\",\"name\":\"bitmap\",\"type\":\"uint256\"},{\"internalType\":\"bytes\",\"name\":\"sigs\",\"type\":\"bytes\"}],\"name\":\"applyConfig\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"book\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"eventNonce\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"locked\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"inCap\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"minDeposit\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"bucket\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"outCap\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"outRate\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"level\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"time\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"to\",\"type\":\"address\"}],\"name\":\"claimOwed\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"amount\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"recipient\",\"type\":\"address\"}],\"name\":\"deposit\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"domain\",\"outputs\":[{\"internalType\":\"bytes32\",\"name\":\"\",\"type\":\"bytes32\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"eventHash\",\"outputs\":[{\"internalType\":\"bytes32\",\"name\":\"\",\"type\":\"bytes32\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"eventNonce\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"executeMigrate\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"executeRecover\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"guardian\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"homeChainHash\",\"outputs\":[{\"internalType\":\"bytes32\",\"name\":\"\",\"type\":\"bytes32\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"nonce\",\"type\":\"uint64\"}],\"name\":\"isExecuted\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"\",\"type\":\"bool\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"locked\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"outCap\",\"type\":\"uint64\"}],\"name\":\"lowerCap\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"membersHash\",\"outputs\":[{\"internalType\":\"bytes32\",\"name\":\"\",\"type\":\"bytes32\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"components\":[{\"internalType\":\"uint64\",\"name\":\"nonce\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"newVault\",\"type\":\"address\"},{\"internalType\":\"uint64\",\"name\":\"notBefore\",\"type\":\"uint64\"}],\"internalType\":\"structMigrate\",\"name\":\"m\",\"type\":\"tuple\"},{\"internalType\":\"bytes\",\"name\":\"members\",\"type\":\"bytes\"},{\"internalType\":\"uint256\",\"name\":\"bitmap\",\"type\":\"uint256\"},{\"internalType\":\"bytes\",\"name\":\"sigs\",\"type\":\"bytes\"}],\"name\":\"migrate\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"migration\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"newVault\",\"type\":\"address\"},{\"internalType\":\"uint64\",\"name\":\"readyAt\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"to\",\"type\":\"address\"}],\"name\":\"owed\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"amount\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"owedTotal\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint8\",\"name\":\"flags\",\"type\":\"uint8\"}],\"name\":\"pause\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"from\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"amount\",\"type\":\"uint256\"},{\"internalType\":\"address\",\"name\":\"token\",\"type\":\"address\"},{\"internalType\":\"bytes\",\"name\":\"data\",\"type\":\"bytes\"}],\"name\":\"receiveApproval\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"nonce\",\"type\":\"uint64\"},{\"internalType\":\"bytes\",\"name\":\"newMembers\",\"type\":\"bytes\"}],\"name\":\"recover\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"recovery\",\"outputs\":[{\"internalType\":\"bytes32\",\"name\":\"membersHash\",\"type\":\"bytes32\"},{\"internalType\":\"uint64\",\"name\":\"valsetNonce\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"totalPower\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"readyAt\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"rlc\",\"outputs\":[{\"internalType\":\"contractIRLC\",\"name\":\"\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"status\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"pausedUntil\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"configNonce\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"migrateNonce\",\"type\":\"uint64\"},{\"internalType\":\"uint8\",\"name\":\"pauseFlags\",\"type\":\"uint8\"},{\"internalType\":\"uint8\",\"name\":\"pausesUsed\",\"type\":\"uint8\"},{\"internalType\":\"bool\",\"name\":\"closed\",\"type\":\"bool\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"components\":[{\"internalType\":\"uint64\",\"name\":\"nonce\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"firstId\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"timeout\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"fee\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"itemGas\",\"type\":\"uint64\"}],\"internalType\":\"structHdr\",\"name\":\"h\",\"type\":\"tuple\"},{\"internalType\":\"bytes\",\"name\":\"items\",\"type\":\"bytes\"},{\"internalType\":\"bytes\",\"name\":\"members\",\"type\":\"bytes\"},{\"internalType\":\"uint256\",\"name\":\"bitmap\",\"type\":\"uint256\"},{\"internalType\":\"bytes\",\"name\":\"sigs\",\"type\":\"bytes\"},{\"internalType\":\"address\",\"name\":\"feeTo\",\"type\":\"address\"}],\"name\":\"submitBatch\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"totalPower\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"trust\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"nonce\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"homeHeight\",\"type\":\"uint64\"},{\"internalType\":\"bytes\",\"name\":\"newMembers\",\"type\":\"bytes\"},{\"internalType\":\"bytes\",\"name\":\"members\",\"type\":\"bytes\"},{\"internalType\":\"uint256\",\"name\":\"bitmap\",\"type\":\"uint256\"},{\"internalType\":\"bytes\",\"name\":\"sigs\",\"type\":\"bytes\"}],\"name\":\"updateValset\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"valset\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"nonce\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"totalPower\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"time\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"activeAt\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"valsetNonce\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"vetoMigrate\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"}]",
	ID:  "RLCVault",
	Bin: "0x61010080604052346106a257614a20803803809161001d82856106ed565b833981019080820361016081126106a25761003782610710565b60208301516040840151909391906001600160401b0381116106a25782019385601f860112156106a25784516001600160401b0381116106d95760405195610089601f8301601f1916602001886106ed565b8187526020870197602083830101116106a257815f9260208093018a5e8701015260806100b860608501610724565b94607f1901126106a25760405191608083016001600160401b038111848210176106d9576040526100eb60808501610724565b83526100f960a08501610724565b926020810193845261010d60c08601610724565b926040820193845261012160e08701610724565b92606083019384526101366101008801610710565b9661015161014061014a6101208401610724565b9201610724565b91803b156106b9576040516318160ddd60e01b81526001600160a01b039190911690602081600481855afa9081156106ae575f91610678575b5080158015610667575b61064a5750831561063b5760388b511061061f576001600160401b0383168015801561060c575b80156105f7575b6105cc57506080528260a05260c05260e052604051602081019160808352601260a083015271524c435661756c742f6576656e74732f763160701b60c0830152466040830152306060830152608082015260c0815261022260e0826106ed565b5190205f555192519151905190926001600160401b039283169290919080831690828116908616821580156105c4575b80156105bc575b80156105b4575b80156105a3575b8015610592575b8015610581575b8015610578575b610541575050600180546001600160801b031660809490941b600160801b600160c01b03169390931760c09290921b6001600160c01b0319169190911790915550600454926001600160a01b0316801561052f57600680546001600160a01b03191691909117905560409190911b6fffffffffffffffff000000000000000016600160801b600160c01b0390921617174260c01b6001600160c01b031916176004556003548251909390601c9004801590818015610524575b82156104f2575b50506104d4575f925f6020825183010183915b818303610455575050506740000000000000008411610436575190206005556001600160c01b03196001600160401b03919091166fffffffffffffffff0000000000000000604093841b1617600160801b600160c01b034260801b161717600355516142e79150816107398239608051818181610e840152818161156c01528181611dfe01528181611ef601528181611fdd015281816137ee01528181613cce0152614116015260a0518181816127fc015261317a015260c05181818161266b015281816132910152614213015260e0518181816122920152818161276901526129330152f35b8363c6d3242560e01b5f5260045267400000000000000060245260445ffd5b829692519060018060401b038260201c169160601c90808211156104a45750811561048657920195601c019161034f565b63150d67cd60e01b5f908152601c868a03601f190104600452602490fd5b63a6761c6760e01b5f908152601c878b03601f1901046004526024929092526001600160a01b0316604452606490fd5b8251632e71a49960e11b5f52600452601c602452608060445260645ffd5b909150601c8202918204601c14171561051057835114155f8061033c565b634e487b7160e01b5f52601160045260245ffd5b608082119250610335565b637833514560e11b5f5260045260245ffd5b60a493508560405193632e7e12ed60e11b855260048501526024840152604483015260648201526701351609ff7580006084820152fd5b5082821161027c565b506701351609ff7580008111610275565b506701351609ff758000861161026e565b506701351609ff7580008311610267565b508115610260565b508015610259565b508515610252565b631a50d1a760e21b5f9081526001600160401b038416600452602491909152621a5e00604452606490fd5b50621a5e006001600160401b038416116101c2565b506001600160401b0383168110156101bb565b601c8b51046338921c5d60e11b5f52600452600260245260445ffd5b6368de36bb60e11b5f5260045ffd5b62875f3560e01b5f526004526701351609ff75800060245260445ffd5b506701351609ff7580008111610194565b90506020813d6020116106a6575b81610693602093836106ed565b810103126106a257515f61018a565b5f80fd5b3d9150610686565b6040513d5f823e3d90fd5b632f8aeb3960e11b5f9081526001600160a01b0391909116600452602490fd5b634e487b7160e01b5f52604160045260245ffd5b601f909101601f19168101906001600160401b038211908210176106d957604052565b51906001600160a01b03821682036106a257565b51906001600160401b03821682036106a25756fe60806040526004361015610011575f80fd5b5f3560e01c806304c313d814612da757806305a8da7214612d3d5780630f30608a14612cf75780631639707914612ad25780631705a3bd14612a6f57806319b5e24714612a2a5780631c3e6ee6146129e5578063200d2ed2146129575780633a8c0786146128f5578063452a9320146128a4578063576bcd2f1461281f57806368458aec146127c75780636e1912641461268f5780636f9fdd661461262d578063798a6ca5146124505780637f54af0c146123e657806382293cfe1461211c5780638f4ffcb114611f1a578063b017c03614611eac578063bdf4ef871461163e578063c029e868146115d4578063c2fb26a614611594578063c7b6a27114611193578063cf3090121461114b578063d1ac272014610997578063db3ad22c1461094f578063ddceafa9146108ed578063df18e0471461088a578063e2ff025014610850578063edf07f15146105c4578063ee2748771461049e578063f0ac8a4614610216578063fa1f0442146101ce5763fe5a793e1461018f575f80fd5b346101ca575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101ca576020600554604051908152f35b5f80fd5b346101ca575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101ca57602067ffffffffffffffff60065460a01c16604051908152f35b346101ca575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101ca5760ff5f5c166104765760017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff005f5c16175f5d61027e613fcb565b60405161028a81612f50565b600a5473ffffffffffffffffffffffffffffffffffffffff811680835267ffffffffffffffff602084019260a01c1682521561044e5767ffffffffffffffff9051169081421061041e576103f6905f600a5573ffffffffffffffffffffffffffffffffffffffff600154917fffffffffffffffffffffffffffffffff0000000000000000ffffffffffffffff67ffffffffffffffff8460401c1693166001557a0100000000000000000000000000000000000000000000000000007fffffffffff00ffffffffffffffffffffffffffffffffffffffffffffffffffff60025416176002555f54610378614030565b90838351169167ffffffffffffffff604051916020830193845260066040840152169283606083015260808201528560a082015260a081526103bb60c082612f6c565b5190205f5582825116907fb190ec65547b55f8d7eed638f97d65704d95d039bc74e7d5490c631e33d620fa6020604051878152a35116613c61565b7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff005f5c165f5d005b507f45936d77000000000000000000000000000000000000000000000000000000005f524260045260245260445ffd5b7f175c1aea000000000000000000000000000000000000000000000000000000005f5260045ffd5b7fb5dfd9e5000000000000000000000000000000000000000000000000000000005f5260045ffd5b346101ca5760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101ca576104d5612e4e565b73ffffffffffffffffffffffffffffffffffffffff6006541680330361059557506004549067ffffffffffffffff80831691169080821015610566577ffc01c80fbb2a4cd619339c67a74f512fd71f0d616bd01bdd9bf2ca055c865aa7602083807fffffffffffffffffffffffffffffffffffffffffffffffff0000000000000000871617600455604051908152a1005b907fc73516ea000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b7f826f1bd2000000000000000000000000000000000000000000000000000000005f523360045260245260445ffd5b346101ca5760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101ca5760043560ff8116908181036101ca5773ffffffffffffffffffffffffffffffffffffffff600654168033036105955750809180158015610846575b610813575061063b6131f9565b6080810160ff81511660028110156107e3575060ff60019151160160ff81116107a5577fffffffffffff00ffffffffffffffffffffffffffffffffffffffffffffffffff79ff000000000000000000000000000000000000000000000000006002549260c81b1691161760025567ffffffffffffffff8151164211156107d2575b505062093a8042018042116107a55767ffffffffffffffff807f4c14cd9665bcb68af871e3392533c67b96a383111cf111ad42d7257673726a109216806002547fffffffffffffff00ffffffffffffffffffffffffffffffff000000000000000078ff0000000000000000000000000000000000000000000000008760c01b16911617176002555f549361074e614030565b9483604051966020880192835260056040890152169586606082015260ff831660808201528360a082015260a0815261078860c082612f6c565b5190205f556040805160ff929092168252929091166020820152a2005b7f4e487b71000000000000000000000000000000000000000000000000000000005f52601160045260245ffd5b6060015160ff1617905081806106bc565b7fa84f56ae000000000000000000000000000000000000000000000000000000005f52600452600260245260445ffd5b7fdebf9d41000000000000000000000000000000000000000000000000000000005f5260045260ff60031660245260445ffd5b506003811161062e565b346101ca575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101ca5760205f54604051908152f35b346101ca5760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101ca5773ffffffffffffffffffffffffffffffffffffffff6108d6612ee4565b165f526007602052602060405f2054604051908152f35b346101ca575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101ca57608060085467ffffffffffffffff6009546040519283528181166020840152818160401c166040840152831c166060820152f35b346101ca575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101ca57602067ffffffffffffffff60035460401c16604051908152f35b346101ca577ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360161016081126101ca57610100136101ca576101043567ffffffffffffffff81116101ca576109f1903690600401612e93565b6101443567ffffffffffffffff81116101ca57610a12903690600401612e93565b9260ff5f5c166104765760017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff005f5c16175f5d610a4d613099565b90610a696002549267ffffffffffffffff8460401c16906132f1565b60405160208101957f07791dbef05785492b57fc450b67c70ea85d0052d0717ff5f3bcf9e1a7a44759875267ffffffffffffffff610aa5612e4e565b16604083015267ffffffffffffffff610abc612e65565b16606083015267ffffffffffffffff610ad3612e7c565b16608083015260643567ffffffffffffffff81168091036101ca5760a083015260843567ffffffffffffffff81168091036101ca5760c083015260a4359473ffffffffffffffffffffffffffffffffffffffff8616938487036101ca578460e085015260c43598891515808b036101ca5761010086015260e4359473ffffffffffffffffffffffffffffffffffffffff86168096036101ca57610b96956101208201526101208152610b8761014082612f6c565b51902097610124359189613d25565b610b9e613fe4565b6fffffffffffffffff0000000000000000610bb7613099565b60401b1692610bc46130b0565b610bcc613082565b90610bd56130c7565b90610bde6130de565b67ffffffffffffffff821680158015611139575b8015611127575b8015611115575b8015611104575b80156110e9575b80156110ce575b80156110bb575b61105d57506fffffffffffffffffffffffffffffffff77ffffffffffffffff000000000000000000000000000000007fffffffffffffffff0000000000000000000000000000000000000000000000006001549360c01b169360801b16911617176001557fffffffffffffffffffffffffffffffff0000000000000000000000000000000067ffffffffffffffff6fffffffffffffffff00000000000000006004549360401b16931691161717600455508015610f6157907fffffffffffff00ffffffffffffffffff0000000000000000ffffffffffffffff917fffffffffffffffffffffffff0000000000000000000000000000000000000000600654161760065516176002555f54610d2e614030565b90610d37613099565b9167ffffffffffffffff8060405192602084019485526004604085015216938460608401521660808201528360a082015260a08152610d7760c082612f6c565b5190205f557ff48841b836cd74b7effc9e069389b005a50c57ab5572777baed1d96350873635602067ffffffffffffffff610db0613099565b1693604051908152a38061104c575b80611036575b610f8c575b73ffffffffffffffffffffffffffffffffffffffff610de76131d6565b16610e14577fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff005f5c165f5d005b610e1c6131d6565b73ffffffffffffffffffffffffffffffffffffffff8116308114610f6157604051917f70a0823100000000000000000000000000000000000000000000000000000000835230600484015260208360248173ffffffffffffffffffffffffffffffffffffffff7f0000000000000000000000000000000000000000000000000000000000000000165afa928315610f56575f93610f20575b50610eeb610ed5610f1b9467ffffffffffffffff60015460401c1690614023565b67ffffffffffffffff60065460a01c1690614023565b917fc36b5179cb9c303b200074996eab2b3473eac370fdd7eba3bec636fe351096966020604051858152a2613c61565b6103f6565b92506020833d602011610f4e575b81610f3b60209383612f6c565b810103126101ca57915191610eeb610eb4565b3d9150610f2e565b6040513d5f823e3d90fd5b7ff066a28a000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b7fffffffffffffff00ffffffffffffffffffffffffffffffff0000000000000000600254166002555f54610fbe614030565b9067ffffffffffffffff60405192602084019283526005604085015216918260608201525f60808201525f60a082015260a08152610ffd60c082612f6c565b5190205f557f4c14cd9665bcb68af871e3392533c67b96a383111cf111ad42d7257673726a10604080515f81525f6020820152a2610dca565b5067ffffffffffffffff60025416421115610dc5565b5060ff60025460c01c161515610dbf565b67ffffffffffffffff60a49281868189604051967f5cfc25da00000000000000000000000000000000000000000000000000000000885260048801521660248601521660448401521660648201526701351609ff7580006084820152fd5b508067ffffffffffffffff831611610c1c565b506701351609ff75800067ffffffffffffffff851611610c15565b506701351609ff75800067ffffffffffffffff861611610c0e565b506701351609ff7580008111610c07565b5067ffffffffffffffff821615610c00565b5067ffffffffffffffff841615610bf9565b5067ffffffffffffffff851615610bf2565b346101ca575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101ca57602067ffffffffffffffff60015460401c16604051908152f35b346101ca577ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360160c081126101ca576060136101ca5760643567ffffffffffffffff81116101ca576111ea903690600401612e93565b60a43567ffffffffffffffff81116101ca5761120a903690600401612e93565b90611213613fcb565b61121b613099565b936112376002549567ffffffffffffffff8760801c16906132f1565b61123f6131b3565b73ffffffffffffffffffffffffffffffffffffffff163014801561154b575b6115025761126a6131b3565b3b156114b95761130b9360405191602083017fe5558b0585a341bab49ca5dd4649b5a25772d13dc715686f4b7db46125960aef815267ffffffffffffffff6112b0612e4e565b16604085015273ffffffffffffffffffffffffffffffffffffffff6112d3612ec1565b16606085015267ffffffffffffffff6112ea612e7c565b166080850152608084526112ff60a085612f6c565b60843593519020613d25565b611313613fe4565b7fffffffffffffffff0000000000000000ffffffffffffffffffffffffffffffff77ffffffffffffffff00000000000000000000000000000000611355613099565b60801b1691161760025562093a8042018042116107a55767ffffffffffffffff168067ffffffffffffffff611388613082565b16116114a7575b60209061139a6131b3565b73ffffffffffffffffffffffffffffffffffffffff604051916113bc83612f50565b169081815267ffffffffffffffff831693849101527fffffffffffffffffffffffff0000000000000000000000000000000000000000600a541617600a557fffffffff0000000000000000ffffffffffffffffffffffffffffffffffffffff7bffffffffffffffff000000000000000000000000000000000000000080600a549360a01b1616911617600a55611450613099565b907f8cc71073abd11bdfbe3bd69996835b4e7c28071db95069e307b55f823967262e602067ffffffffffffffff73ffffffffffffffffffffffffffffffffffffffff61149a6131b3565b60405195865216941692a3005b5060206114b2613082565b905061138f565b73ffffffffffffffffffffffffffffffffffffffff6114d66131b3565b7f5f15d672000000000000000000000000000000000000000000000000000000005f521660045260245ffd5b73ffffffffffffffffffffffffffffffffffffffff61151f6131b3565b7ff066a28a000000000000000000000000000000000000000000000000000000005f521660045260245ffd5b506115546131b3565b73ffffffffffffffffffffffffffffffffffffffff807f00000000000000000000000000000000000000000000000000000000000000001691161461125e565b346101ca575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101ca5760206115cc6130f5565b604051908152f35b346101ca575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101ca576004546040805167ffffffffffffffff808416825283831c81166020830152608084811c9091169282019290925260c09290921c606083015290f35b346101ca577ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360161014081126101ca5760a0136101ca5760a43567ffffffffffffffff81116101ca57611696903690600401612e93565b60c43567ffffffffffffffff81116101ca576116b6903690600401612e93565b916101043567ffffffffffffffff81116101ca576116d8903690600401612e93565b90610124359473ffffffffffffffffffffffffffffffffffffffff86168087036101ca5760ff5f5c166104765760017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff005f5c16175f5d611736613fcb565b67ffffffffffffffff611747613082565b164211611e6b57611780611759613099565b60019066ffffffffffffff8160081c165f52600b60205260ff60405f205491161c16151590565b611e2e5780158015611e25575b8015611de6575b610f615750601c8404948515808115611ddb575b8115611dc1575b50611d8b5761187093929167ffffffffffffffff917f417f8770d27623b60b3edc0457f7fab9a4efcce8d112fbddf53be4c6909a97a96117f036898d612fad565b6020815191012084611800613099565b816118096130b0565b81611812613082565b8161181b6130c7565b936118246130de565b96604080519e8f92602084019d8e52169101521660608c01521660808a01521660a08801521660c086015260e085015260e0845261186461010085612f6c565b60e43593519020613d25565b611878613fe4565b67ffffffffffffffff6118896130c7565b165f5b838110611d0457506001549067ffffffffffffffff8260401c1691828211611cd557604051906118bb82612f07565b60045467ffffffffffffffff81168352602083019067ffffffffffffffff8160401c16825267ffffffffffffffff61190c816040870193818160801c168552606088019060c01c8152511642614023565b925116918281029281840414901517156107a5575167ffffffffffffffff169080821115611ccc5761193d91614023565b915b67ffffffffffffffff6119528585613011565b915116809111611c7f57509082917fffffffffffffffffffffffffffffffff0000000000000000ffffffffffffffff6fffffffffffffffff00000000000000006119ae67ffffffffffffffff6119bd979c9a999c168098613060565b60401b16911617600155613011565b6004546fffffffffffffffffffffffffffffffff77ffffffffffffffff000000000000000000000000000000007fffffffffffffffff0000000000000000000000000000000000000000000000004260c01b169360801b1691161717600455600160ff611a28613099565b161b66ffffffffffffff611a3a613099565b60081c165f52600b60205260405f209081541790555f547ff7a66f26ffd5e927836fe84deaf8fd1d0433f21300f8a7529e931aaa0dc31a93611a7a614030565b9167ffffffffffffffff60015460401c1690611a94613099565b9367ffffffffffffffff8060405192602084019485526002604085015216958660608401521660808201528560a08201528260c082015260c08152611ada60e082612f6c565b5190205f5567ffffffffffffffff611af0613099565b6040805167ffffffffffffffff9788168152939096166020840152169390a35f935f925b828410611c1457858567ffffffffffffffff611b2e6130c7565b16611bd4575b5080611b62577fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff005f5c165f5d005b7fffffffff0000000000000000ffffffffffffffffffffffffffffffffffffffff7bffffffffffffffff0000000000000000000000000000000000000000611bc467ffffffffffffffff600654941667ffffffffffffffff8560a01c1661303e565b60a01b16911617600655806103f6565b90611c08611c0e92611be4613099565b611bec6130c7565b9167ffffffffffffffff80611bff6130de565b1693169161407c565b90613011565b81611b34565b929491929091600190611c7590611c08601c8902850135606081901c9060201c67ffffffffffffffff16611c46613099565b73ffffffffffffffffffffffffffffffffffffffff67ffffffffffffffff611c6c6130de565b1693169061407c565b9501929190611b14565b91905080821115611cc357611c9391614023565b905b7fc5c882ba000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b50505f90611c95565b50505f9161193f565b507ff5c0a134000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b90601c8202860135606081901c9060201c67ffffffffffffffff16919080158015611d83575b611d395750019060010161188c565b73ffffffffffffffffffffffffffffffffffffffff9150837f37da3e31000000000000000000000000000000000000000000000000000000005f526004521660245260445260645ffd5b508215611d2a565b847f42e3c7fc000000000000000000000000000000000000000000000000000000005f52600452601c602452606460445260645ffd5b601c88810292508883041417156107a557851415896117af565b6064881191506117a8565b5073ffffffffffffffffffffffffffffffffffffffff7f0000000000000000000000000000000000000000000000000000000000000000168114611794565b5030811461178d565b67ffffffffffffffff611e3f613099565b7f50a6e052000000000000000000000000000000000000000000000000000000005f521660045260245ffd5b67ffffffffffffffff611e7c613082565b7f8a55c622000000000000000000000000000000000000000000000000000000005f52426004521660245260445ffd5b346101ca575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101ca57602060405173ffffffffffffffffffffffffffffffffffffffff7f0000000000000000000000000000000000000000000000000000000000000000168152f35b346101ca5760807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101ca57611f51612ee4565b6044359073ffffffffffffffffffffffffffffffffffffffff82168092036101ca5760643567ffffffffffffffff81116101ca57611f93903690600401612e93565b9260ff5f5c166104765760017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff005f5c16175f5d73ffffffffffffffffffffffffffffffffffffffff7f000000000000000000000000000000000000000000000000000000000000000016908133036120ec578181036120be5750506014830361208d57916103f692357fffffffffffffffffffffffffffffffffffffffff00000000000000000000000081169160148110612058575b505060601c9060243590613572565b7fffffffffffffffffffffffffffffffffffffffff0000000000000000000000009250829060140360031b1b16168380612049565b827f52a011df000000000000000000000000000000000000000000000000000000005f52600452601460245260445ffd5b7f2d6ac127000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b507f2d6ac127000000000000000000000000000000000000000000000000000000005f523360045260245260445ffd5b346101ca5760c07ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101ca57612153612e4e565b61215b612e65565b9060443567ffffffffffffffff81116101ca5761217c903690600401612e93565b929060643567ffffffffffffffff81116101ca5761219e903690600401612e93565b60a4929192359067ffffffffffffffff82116101ca576121c386923690600401612e93565b92909461226a600354946121e167ffffffffffffffff8716856132f1565b6121ec368c89612fad565b976121f689613377565b98602081519101209967ffffffffffffffff604051918160208401987f9d08e80c55b6dad0493f6ec1ce8b57b1738cfe9e1f92fbd9da1f3a9b3ec17be78a52166040840152166060820152868567ffffffffffffffff8c16978860808501528d60a085015260a084526112ff60c085612f6c565b8360c01c9460055488141594856122eb575b50505050506122c795505f146122c957506122c17f000000000000000000000000000000000000000000000000000000000000000067ffffffffffffffff421661303e565b92613aa8565b005b9267ffffffffffffffff8403613aa8574267ffffffffffffffff169350613aa8565b938201995f9550929360401c67ffffffffffffffff1692813592908201919080355b8060601c8560601c8082105f1461235357505050601c01928b84146123375783355b93909361230d565b505050506122c797505b0290810360030211868080808061227c565b929591939210156123805750601c01908282146123725781359061232f565b505050506122c79750612341565b96601c92978667ffffffffffffffff89818796999c60201c16029260201c16028082105f146123de5750905b01960192018a831480156123d5575b6123c8578035833561232f565b5050506122c79750612341565b508181146123bb565b9050906123ac565b346101ca575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101ca576003546040805167ffffffffffffffff808416825283831c81166020830152608084811c9091169282019290925260c09290921c606083015290f35b346101ca5760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101ca57612487612ee4565b60ff5f5c166104765760017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff005f5c16175f5d6124c16131f9565b6002606082015116151580612618575b6125dc575073ffffffffffffffffffffffffffffffffffffffff811690815f52600760205260405f20549081156125b057826103f6935f5260076020525f60408120557f946f412801aab8599cd6addaa354946910d3a5920edd8c7c1840a6025766f77a602067ffffffffffffffff85166006547fffffffff0000000000000000ffffffffffffffffffffffffffffffffffffffff7bffffffffffffffff000000000000000000000000000000000000000061259a8467ffffffffffffffff8560a01c16613060565b60a01b16911617600655604051908152a2613c61565b827f751b0fda000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b67ffffffffffffffff9051167f46d780f1000000000000000000000000000000000000000000000000000000005f52600260045260245260445ffd5b5067ffffffffffffffff8151164211156124d1565b346101ca575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101ca57602060405167ffffffffffffffff7f0000000000000000000000000000000000000000000000000000000000000000168152f35b346101ca575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101ca5773ffffffffffffffffffffffffffffffffffffffff60065416803303610595576126e5613273565b6040516126f181612f07565b6008548152600954602082019167ffffffffffffffff8216835267ffffffffffffffff6040820192818160401c16845260801c1660608201908082521561044e5767ffffffffffffffff905116804210612798575067ffffffffffffffff806122c7945f6008555f60095551169251169051906122c17f000000000000000000000000000000000000000000000000000000000000000067ffffffffffffffff421661303e565b7f45936d77000000000000000000000000000000000000000000000000000000005f524260045260245260445ffd5b346101ca575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101ca5760206040517f00000000000000000000000000000000000000000000000000000000000000008152f35b346101ca5760407ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101ca57612856612e4e565b61285e612ec1565b60ff5f5c166104765767ffffffffffffffff6103f69260017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff005f5c16175f5d1633613572565b346101ca575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101ca57602073ffffffffffffffffffffffffffffffffffffffff60065416604051908152f35b346101ca575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101ca57602060405167ffffffffffffffff7f0000000000000000000000000000000000000000000000000000000000000000168152f35b346101ca575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101ca5760c060025460ff6040519167ffffffffffffffff8116835267ffffffffffffffff8160401c16602084015267ffffffffffffffff8160801c1660408401528181851c166060840152818160c81c16608084015260d01c16151560a0820152f35b346101ca575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101ca57602067ffffffffffffffff60015416604051908152f35b346101ca575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101ca57602067ffffffffffffffff60035416604051908152f35b346101ca575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101ca576040600a5467ffffffffffffffff82519173ffffffffffffffffffffffffffffffffffffffff8116835260a01c166020820152f35b346101ca5760407ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101ca57612b09612e4e565b60243567ffffffffffffffff81116101ca57612b29903690600401612e93565b9073ffffffffffffffffffffffffffffffffffffffff600654168033036105955750612b53613273565b612b6967ffffffffffffffff60035416846132f1565b612b7c612b77368484612fad565b613377565b9062093a804201908142116107a5577fbe58de96d3d7778ce0c8c24780369f16a3b254492837a6a6b7b414d19ff6c063938267ffffffffffffffff612cc5941694612bc8368486612fad565b6020815191012086606067ffffffffffffffff6040519b612be88d612f07565b848d52169a8b602082015267ffffffffffffffff851660408201520152600855877fffffffffffffffffffffffffffffffffffffffffffffffff000000000000000060095416176009557fffffffffffffffffffffffffffffffff0000000000000000ffffffffffffffff6fffffffffffffffff0000000000000000806009549360401b16169116176009557fffffffffffffffff0000000000000000ffffffffffffffffffffffffffffffff77ffffffffffffffff00000000000000000000000000000000806009549360801b16169116176009553691612fad565b60208151910120612cf26040519283928390929167ffffffffffffffff6020916040840195845216910152565b0390a2005b346101ca5760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101ca576020612d33611759612e4e565b6040519015158152f35b346101ca575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101ca576001546040805167ffffffffffffffff808416825283831c81166020830152608084811c9091169282019290925260c09290921c606083015290f35b346101ca575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101ca5773ffffffffffffffffffffffffffffffffffffffff600654168033036105955773ffffffffffffffffffffffffffffffffffffffff600a5416801561044e5767ffffffffffffffff60025460801c167fa256640d2729a691ad13ed27d3ecaf16432a60f3f996a4ed4684809538875bfc5f80a35f600a55005b6004359067ffffffffffffffff821682036101ca57565b6024359067ffffffffffffffff821682036101ca57565b6044359067ffffffffffffffff821682036101ca57565b9181601f840112156101ca5782359167ffffffffffffffff83116101ca57602083818601950101116101ca57565b6024359073ffffffffffffffffffffffffffffffffffffffff821682036101ca57565b6004359073ffffffffffffffffffffffffffffffffffffffff821682036101ca57565b6080810190811067ffffffffffffffff821117612f2357604052565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52604160045260245ffd5b6040810190811067ffffffffffffffff821117612f2357604052565b90601f7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0910116810190811067ffffffffffffffff821117612f2357604052565b92919267ffffffffffffffff8211612f235760405191612ff560207fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0601f8401160184612f6c565b8294818452818301116101ca578281602093845f960137010152565b919082018092116107a557565b67ffffffffffffffff60019116019067ffffffffffffffff82116107a557565b9067ffffffffffffffff8091169116019067ffffffffffffffff82116107a557565b9067ffffffffffffffff8091169116039067ffffffffffffffff82116107a557565b60443567ffffffffffffffff811681036101ca5790565b60043567ffffffffffffffff811681036101ca5790565b60243567ffffffffffffffff811681036101ca5790565b60643567ffffffffffffffff811681036101ca5790565b60843567ffffffffffffffff811681036101ca5790565b60405160208101907fd87cd6ef79d4e2b95e15ce8abf732db51ec771f1ca2edccf22a46c729ac5647282527fb3c1695d8f0e228c1db6873da47053130ec3644b5b40e5f23bbd2b636473ac7560408201527fc89efdaa54c0f20c7adf612882df0950f5a951637e0307cdcb4c672f298b8bc660608201524660808201523060a08201527f000000000000000000000000000000000000000000000000000000000000000060c082015260c081526131ad60e082612f6c565b51902090565b60243573ffffffffffffffffffffffffffffffffffffffff811681036101ca5790565b60e43573ffffffffffffffffffffffffffffffffffffffff811681036101ca5790565b6040519060c0820182811067ffffffffffffffff821117612f23576040528160a060ff60025467ffffffffffffffff8116845267ffffffffffffffff8160401c16602085015267ffffffffffffffff8160801c166040850152818160c01c166060850152818160c81c16608085015260d01c161515910152565b6132b767ffffffffffffffff60035460801c1667ffffffffffffffff7f00000000000000000000000000000000000000000000000000000000000000001690613011565b804211156132c25750565b7f6a18e3d6000000000000000000000000000000000000000000000000000000005f524260045260245260445ffd5b9067ffffffffffffffff81169167ffffffffffffffff81169183831191821592613355575b5050613320575050565b7f8ad83c28000000000000000000000000000000000000000000000000000000005f52600452602452620186a060445260645ffd5b620186a0925067ffffffffffffffff9161336e91613060565b16115f80613316565b601c81510480159081821561354f575b8215613531575b50506134fb575f5f91602081518201019060208101935b82850361340457505050905067400000000000000081116133cd5767ffffffffffffffff1690565b7fc6d32425000000000000000000000000000000000000000000000000000000005f5260045267400000000000000060245260445ffd5b84519067ffffffffffffffff8260201c169160601c908082111561348b575081156134385790601c919401940193926133a5565b601c7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe084887f150d67cd000000000000000000000000000000000000000000000000000000005f5203010460045260245ffd5b73ffffffffffffffffffffffffffffffffffffffff91601c7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0868a7fa6761c67000000000000000000000000000000000000000000000000000000005f520301046004526024521660445260645ffd5b517f5ce34932000000000000000000000000000000000000000000000000000000005f52600452601c602452608060445260645ffd5b909150601c8202918204601c1417156107a557815114155f8061338e565b608082119250613387565b908160209103126101ca575180151581036101ca5790565b92919260ff60025460d01c16613a805761358c6001613bec565b6135946141f5565b604051936135a185612f07565b6001549467ffffffffffffffff86168152602081019067ffffffffffffffff8760401c16825273ffffffffffffffffffffffffffffffffffffffff604082019367ffffffffffffffff8960801c168552606083019860c01c895216938415613a545767ffffffffffffffff885116808710613a25575067ffffffffffffffff84511667ffffffffffffffff845116908181115f14613a145767ffffffffffffffff9161364c91613060565b168087116139e557509667ffffffffffffffff807fb72ad03908550cefade6f4ac566439749f07011b7c3b8586dba3655cad3eacee936060999a828a16948361369887828b511661303e565b168852836136a88185511661301e565b1680845288519951915167ffffffffffffffff8683161660408c811b6fffffffffffffffff00000000000000001691909117608094851b77ffffffffffffffff00000000000000000000000000000000161760c092831b7fffffffffffffffff000000000000000000000000000000000000000000000000161760019081555f54825160208101918252928301919091529e81019290925273ffffffffffffffffffffffffffffffffffffffff9390931691810182905260a081018b905291820186905297831660e080830191909152815296998a9761378a61010082612f6c565b5190205f555116935116906137bd6040519283928390929167ffffffffffffffff60209181604085019616845216910152565b0390a46040517f70a082310000000000000000000000000000000000000000000000000000000081523060048201527f000000000000000000000000000000000000000000000000000000000000000073ffffffffffffffffffffffffffffffffffffffff1692602082602481875afa918215610f56575f926139b1575b50604051907f23b872dd00000000000000000000000000000000000000000000000000000000825260048201523060248201528260448201526020816064815f885af1908115610f56575f91613982575b501561395a576020602493604051948580927f70a082310000000000000000000000000000000000000000000000000000000082523060048301525afa928315610f56575f93613926575b506138e28282613011565b83036138ed57505050565b906138f791613011565b907f1ff641ae000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b9092506020813d602011613952575b8161394260209383612f6c565b810103126101ca5751915f6138d7565b3d9150613935565b7f5619382c000000000000000000000000000000000000000000000000000000005f5260045ffd5b6139a4915060203d6020116139aa575b61399c8183612f6c565b81019061355a565b5f61388c565b503d613992565b9091506020813d6020116139dd575b816139cd60209383612f6c565b810103126101ca5751905f61383b565b3d91506139c0565b867fd2a33238000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b505067ffffffffffffffff5f61364c565b867f02d2d938000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b847ff066a28a000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b7f1cdde67b000000000000000000000000000000000000000000000000000000005f5260045ffd5b927ffd97419777779242d376aa6f3bb805f0b3b03166092a99cd3d5a1046cdc2e4af919367ffffffffffffffff60405191613ae283612f07565b1680825267ffffffffffffffff8087166020840152428082166040808601919091528583166060909501949094529690921b6fffffffffffffffff0000000000000000169181169190911760809590951b77ffffffffffffffff00000000000000000000000000000000169490941760c082901b7fffffffffffffffff000000000000000000000000000000000000000000000000161760035560058390555f5492613b8c614030565b9367ffffffffffffffff60405195602087019283526003604088015216948560608201528660808201528260a082015260a08152613bcb60c082612f6c565b5190205f556040805191825267ffffffffffffffff929092166020820152a3565b613bf46131f9565b60ff8260608301511616151580613c4c575b613c0e575050565b67ffffffffffffffff60ff915116917f46d780f1000000000000000000000000000000000000000000000000000000005f521660045260245260445ffd5b5067ffffffffffffffff815116421115613c06565b6040517fa9059cbb00000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff90911660048201526024810191909152602081806044810103815f73ffffffffffffffffffffffffffffffffffffffff7f0000000000000000000000000000000000000000000000000000000000000000165af1908115610f56575f91613d06575b501561395a57565b613d1f915060203d6020116139aa5761399c8183612f6c565b5f613cfe565b949290939194613d336141f5565b613d3b6130f5565b906040519060208201927f190100000000000000000000000000000000000000000000000000000000000084526022830152604282015260428152613d81606282612f6c565b5190209360055491600354968193613d9a368386612fad565b60208151910120818103613f9d575050601c90049080821c613f6f5750505f94839260405191608083016040528252858501928181925b613e7f57505050508103613e4657505050806003026003810482036107a5576801fffffffffffffffe83603f1c161015613e09575050565b67ffffffffffffffff92507f2818471e000000000000000000000000000000000000000000000000000000005f5260045260401c1660245260445ffd5b90613e5091614023565b907f0b5c92f8000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b60018116613e98575b601c929092019160011c80613dd1565b94976040890198858a11613f3a57613eb98435916020810135903587614272565b80158015613f2d575b613edc575060201c67ffffffffffffffff16019794613e88565b73ffffffffffffffffffffffffffffffffffffffff90601c85877f6385f59c000000000000000000000000000000000000000000000000000000005f5203046004521660245260601c60445260645ffd5b508160601c811415613ec2565b876040918a7f0b5c92f8000000000000000000000000000000000000000000000000000000005f52600452030160245260445ffd5b7f62f5308f000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b7f3fa0cd73000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b60ff60025460d01c16613a8057613fe26002613bec565b565b60035460c01c804210613ff45750565b7f716c41c9000000000000000000000000000000000000000000000000000000005f524260045260245260445ffd5b919082039182116107a557565b6001549061404767ffffffffffffffff831661301e565b917fffffffffffffffffffffffffffffffffffffffffffffffff000000000000000067ffffffffffffffff8416911617600155565b91925a60061c603f810290808204603f14901517156107a55781116141be576040517fa9059cbb00000000000000000000000000000000000000000000000000000000602080830191825273ffffffffffffffffffffffffffffffffffffffff8516602484015260448084018890528352915f91906140fc606482612f6c565b51908273ffffffffffffffffffffffffffffffffffffffff7f00000000000000000000000000000000000000000000000000000000000000001686f160015f511490601f3d1116166141ed575a603f8204116141be575073ffffffffffffffffffffffffffffffffffffffff1690815f52600760205260405f20614181848254613011565b90557f2879708c8184bc631791b05d4b46dd90c3b0f86ca9f10d12322d932178e368dd602067ffffffffffffffff6040519381871685521692a390565b5a7f9fa72982000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b505050505f90565b61423967ffffffffffffffff60035460801c1667ffffffffffffffff7f00000000000000000000000000000000000000000000000000000000000000001690613011565b8042116142435750565b7f069c0717000000000000000000000000000000000000000000000000000000005f524260045260245260445ffd5b917f7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff8116927f7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a084116141ed576020935f9360809360ff1c601b01868401526040830152606082015282805260015afa505f519056",
}

// RLCVault is an auto generated Go binding around an Ethereum contract.
type RLCVault struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *RLCVault) GetABI() abi.ABI {
	return c.abi
}

// NewRLCVault creates a new instance of RLCVault.
func NewRLCVault() *RLCVault {
	parsed, err := RLCVaultMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &RLCVault{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *RLCVault) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackConstructor is the Go binding used to pack the parameters required for
// contract deployment.
//
// Solidity: constructor(address rlc_, bytes32 homeChainHash_, bytes members, uint64 valsetNonce_, (uint64,uint64,uint64,uint64) l, address guardian_, uint64 trust_, uint64 activationDelay_) returns()
func (rLCVault *RLCVault) PackConstructor(rlc_ common.Address, homeChainHash_ [32]byte, members []byte, valsetNonce_ uint64, l Limits, guardian_ common.Address, trust_ uint64, activationDelay_ uint64) []byte {
	enc, err := rLCVault.abi.Pack("", rlc_, homeChainHash_, members, valsetNonce_, l, guardian_, trust_, activationDelay_)
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
func (rLCVault *RLCVault) PackActivationDelay() []byte {
	enc, err := rLCVault.abi.Pack("activationDelay")
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
func (rLCVault *RLCVault) TryPackActivationDelay() ([]byte, error) {
	return rLCVault.abi.Pack("activationDelay")
}

// UnpackActivationDelay is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x3a8c0786.
//
// Solidity: function activationDelay() view returns(uint64)
func (rLCVault *RLCVault) UnpackActivationDelay(data []byte) (uint64, error) {
	out, err := rLCVault.abi.Unpack("activationDelay", data)
	if err != nil {
		return *new(uint64), err
	}
	out0 := *abi.ConvertType(out[0], new(uint64)).(*uint64)
	return out0, nil
}

// PackApplyConfig is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xd1ac2720.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function applyConfig((uint64,uint64,uint64,uint64,uint64,address,bool,address) c, bytes members, uint256 bitmap, bytes sigs) returns()
func (rLCVault *RLCVault) PackApplyConfig(c Config, members []byte, bitmap *big.Int, sigs []byte) []byte {
	enc, err := rLCVault.abi.Pack("applyConfig", c, members, bitmap, sigs)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackApplyConfig is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xd1ac2720.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function applyConfig((uint64,uint64,uint64,uint64,uint64,address,bool,address) c, bytes members, uint256 bitmap, bytes sigs) returns()
func (rLCVault *RLCVault) TryPackApplyConfig(c Config, members []byte, bitmap *big.Int, sigs []byte) ([]byte, error) {
	return rLCVault.abi.Pack("applyConfig", c, members, bitmap, sigs)
}

// PackBook is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x05a8da72.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function book() view returns(uint64 eventNonce, uint64 locked, uint64 inCap, uint64 minDeposit)
func (rLCVault *RLCVault) PackBook() []byte {
	enc, err := rLCVault.abi.Pack("book")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackBook is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x05a8da72.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function book() view returns(uint64 eventNonce, uint64 locked, uint64 inCap, uint64 minDeposit)
func (rLCVault *RLCVault) TryPackBook() ([]byte, error) {
	return rLCVault.abi.Pack("book")
}

// BookOutput serves as a container for the return parameters of contract
// method Book.
type BookOutput struct {
	EventNonce uint64
	Locked     uint64
	InCap      uint64
	MinDeposit uint64
}

// UnpackBook is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x05a8da72.
//
// Solidity: function book() view returns(uint64 eventNonce, uint64 locked, uint64 inCap, uint64 minDeposit)
func (rLCVault *RLCVault) UnpackBook(data []byte) (BookOutput, error) {
	out, err := rLCVault.abi.Unpack("book", data)
	outstruct := new(BookOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.EventNonce = *abi.ConvertType(out[0], new(uint64)).(*uint64)
	outstruct.Locked = *abi.ConvertType(out[1], new(uint64)).(*uint64)
	outstruct.InCap = *abi.ConvertType(out[2], new(uint64)).(*uint64)
	outstruct.MinDeposit = *abi.ConvertType(out[3], new(uint64)).(*uint64)
	return *outstruct, nil
}

// PackBucket is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc029e868.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function bucket() view returns(uint64 outCap, uint64 outRate, uint64 level, uint64 time)
func (rLCVault *RLCVault) PackBucket() []byte {
	enc, err := rLCVault.abi.Pack("bucket")
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
func (rLCVault *RLCVault) TryPackBucket() ([]byte, error) {
	return rLCVault.abi.Pack("bucket")
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
func (rLCVault *RLCVault) UnpackBucket(data []byte) (BucketOutput, error) {
	out, err := rLCVault.abi.Unpack("bucket", data)
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

// PackClaimOwed is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x798a6ca5.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function claimOwed(address to) returns()
func (rLCVault *RLCVault) PackClaimOwed(to common.Address) []byte {
	enc, err := rLCVault.abi.Pack("claimOwed", to)
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
func (rLCVault *RLCVault) TryPackClaimOwed(to common.Address) ([]byte, error) {
	return rLCVault.abi.Pack("claimOwed", to)
}

// PackDeposit is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x576bcd2f.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function deposit(uint64 amount, address recipient) returns()
func (rLCVault *RLCVault) PackDeposit(amount uint64, recipient common.Address) []byte {
	enc, err := rLCVault.abi.Pack("deposit", amount, recipient)
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
func (rLCVault *RLCVault) TryPackDeposit(amount uint64, recipient common.Address) ([]byte, error) {
	return rLCVault.abi.Pack("deposit", amount, recipient)
}

// PackDomain is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc2fb26a6.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function domain() view returns(bytes32)
func (rLCVault *RLCVault) PackDomain() []byte {
	enc, err := rLCVault.abi.Pack("domain")
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
func (rLCVault *RLCVault) TryPackDomain() ([]byte, error) {
	return rLCVault.abi.Pack("domain")
}

// UnpackDomain is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xc2fb26a6.
//
// Solidity: function domain() view returns(bytes32)
func (rLCVault *RLCVault) UnpackDomain(data []byte) ([32]byte, error) {
	out, err := rLCVault.abi.Unpack("domain", data)
	if err != nil {
		return *new([32]byte), err
	}
	out0 := *abi.ConvertType(out[0], new([32]byte)).(*[32]byte)
	return out0, nil
}

// PackEventHash is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe2ff0250.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function eventHash() view returns(bytes32)
func (rLCVault *RLCVault) PackEventHash() []byte {
	enc, err := rLCVault.abi.Pack("eventHash")
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
func (rLCVault *RLCVault) TryPackEventHash() ([]byte, error) {
	return rLCVault.abi.Pack("eventHash")
}

// UnpackEventHash is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xe2ff0250.
//
// Solidity: function eventHash() view returns(bytes32)
func (rLCVault *RLCVault) UnpackEventHash(data []byte) ([32]byte, error) {
	out, err := rLCVault.abi.Unpack("eventHash", data)
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
func (rLCVault *RLCVault) PackEventNonce() []byte {
	enc, err := rLCVault.abi.Pack("eventNonce")
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
func (rLCVault *RLCVault) TryPackEventNonce() ([]byte, error) {
	return rLCVault.abi.Pack("eventNonce")
}

// UnpackEventNonce is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x1c3e6ee6.
//
// Solidity: function eventNonce() view returns(uint64)
func (rLCVault *RLCVault) UnpackEventNonce(data []byte) (uint64, error) {
	out, err := rLCVault.abi.Unpack("eventNonce", data)
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
func (rLCVault *RLCVault) PackExecuteMigrate() []byte {
	enc, err := rLCVault.abi.Pack("executeMigrate")
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
func (rLCVault *RLCVault) TryPackExecuteMigrate() ([]byte, error) {
	return rLCVault.abi.Pack("executeMigrate")
}

// PackExecuteRecover is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x6e191264.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function executeRecover() returns()
func (rLCVault *RLCVault) PackExecuteRecover() []byte {
	enc, err := rLCVault.abi.Pack("executeRecover")
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
func (rLCVault *RLCVault) TryPackExecuteRecover() ([]byte, error) {
	return rLCVault.abi.Pack("executeRecover")
}

// PackGuardian is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x452a9320.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function guardian() view returns(address)
func (rLCVault *RLCVault) PackGuardian() []byte {
	enc, err := rLCVault.abi.Pack("guardian")
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
func (rLCVault *RLCVault) TryPackGuardian() ([]byte, error) {
	return rLCVault.abi.Pack("guardian")
}

// UnpackGuardian is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x452a9320.
//
// Solidity: function guardian() view returns(address)
func (rLCVault *RLCVault) UnpackGuardian(data []byte) (common.Address, error) {
	out, err := rLCVault.abi.Unpack("guardian", data)
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
func (rLCVault *RLCVault) PackHomeChainHash() []byte {
	enc, err := rLCVault.abi.Pack("homeChainHash")
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
func (rLCVault *RLCVault) TryPackHomeChainHash() ([]byte, error) {
	return rLCVault.abi.Pack("homeChainHash")
}

// UnpackHomeChainHash is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x68458aec.
//
// Solidity: function homeChainHash() view returns(bytes32)
func (rLCVault *RLCVault) UnpackHomeChainHash(data []byte) ([32]byte, error) {
	out, err := rLCVault.abi.Unpack("homeChainHash", data)
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
func (rLCVault *RLCVault) PackIsExecuted(nonce uint64) []byte {
	enc, err := rLCVault.abi.Pack("isExecuted", nonce)
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
func (rLCVault *RLCVault) TryPackIsExecuted(nonce uint64) ([]byte, error) {
	return rLCVault.abi.Pack("isExecuted", nonce)
}

// UnpackIsExecuted is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x0f30608a.
//
// Solidity: function isExecuted(uint64 nonce) view returns(bool)
func (rLCVault *RLCVault) UnpackIsExecuted(data []byte) (bool, error) {
	out, err := rLCVault.abi.Unpack("isExecuted", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackLocked is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xcf309012.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function locked() view returns(uint64)
func (rLCVault *RLCVault) PackLocked() []byte {
	enc, err := rLCVault.abi.Pack("locked")
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
func (rLCVault *RLCVault) TryPackLocked() ([]byte, error) {
	return rLCVault.abi.Pack("locked")
}

// UnpackLocked is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xcf309012.
//
// Solidity: function locked() view returns(uint64)
func (rLCVault *RLCVault) UnpackLocked(data []byte) (uint64, error) {
	out, err := rLCVault.abi.Unpack("locked", data)
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
func (rLCVault *RLCVault) PackLowerCap(outCap uint64) []byte {
	enc, err := rLCVault.abi.Pack("lowerCap", outCap)
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
func (rLCVault *RLCVault) TryPackLowerCap(outCap uint64) ([]byte, error) {
	return rLCVault.abi.Pack("lowerCap", outCap)
}

// PackMembersHash is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xfe5a793e.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function membersHash() view returns(bytes32)
func (rLCVault *RLCVault) PackMembersHash() []byte {
	enc, err := rLCVault.abi.Pack("membersHash")
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
func (rLCVault *RLCVault) TryPackMembersHash() ([]byte, error) {
	return rLCVault.abi.Pack("membersHash")
}

// UnpackMembersHash is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xfe5a793e.
//
// Solidity: function membersHash() view returns(bytes32)
func (rLCVault *RLCVault) UnpackMembersHash(data []byte) ([32]byte, error) {
	out, err := rLCVault.abi.Unpack("membersHash", data)
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
func (rLCVault *RLCVault) PackMigrate(m Migrate, members []byte, bitmap *big.Int, sigs []byte) []byte {
	enc, err := rLCVault.abi.Pack("migrate", m, members, bitmap, sigs)
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
func (rLCVault *RLCVault) TryPackMigrate(m Migrate, members []byte, bitmap *big.Int, sigs []byte) ([]byte, error) {
	return rLCVault.abi.Pack("migrate", m, members, bitmap, sigs)
}

// PackMigration is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x1705a3bd.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function migration() view returns(address newVault, uint64 readyAt)
func (rLCVault *RLCVault) PackMigration() []byte {
	enc, err := rLCVault.abi.Pack("migration")
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
func (rLCVault *RLCVault) TryPackMigration() ([]byte, error) {
	return rLCVault.abi.Pack("migration")
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
func (rLCVault *RLCVault) UnpackMigration(data []byte) (MigrationOutput, error) {
	out, err := rLCVault.abi.Unpack("migration", data)
	outstruct := new(MigrationOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.NewVault = *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	outstruct.ReadyAt = *abi.ConvertType(out[1], new(uint64)).(*uint64)
	return *outstruct, nil
}

// PackOwed is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xdf18e047.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function owed(address to) view returns(uint256 amount)
func (rLCVault *RLCVault) PackOwed(to common.Address) []byte {
	enc, err := rLCVault.abi.Pack("owed", to)
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
func (rLCVault *RLCVault) TryPackOwed(to common.Address) ([]byte, error) {
	return rLCVault.abi.Pack("owed", to)
}

// UnpackOwed is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xdf18e047.
//
// Solidity: function owed(address to) view returns(uint256 amount)
func (rLCVault *RLCVault) UnpackOwed(data []byte) (*big.Int, error) {
	out, err := rLCVault.abi.Unpack("owed", data)
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
func (rLCVault *RLCVault) PackOwedTotal() []byte {
	enc, err := rLCVault.abi.Pack("owedTotal")
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
func (rLCVault *RLCVault) TryPackOwedTotal() ([]byte, error) {
	return rLCVault.abi.Pack("owedTotal")
}

// UnpackOwedTotal is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xfa1f0442.
//
// Solidity: function owedTotal() view returns(uint64)
func (rLCVault *RLCVault) UnpackOwedTotal(data []byte) (uint64, error) {
	out, err := rLCVault.abi.Unpack("owedTotal", data)
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
func (rLCVault *RLCVault) PackPause(flags uint8) []byte {
	enc, err := rLCVault.abi.Pack("pause", flags)
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
func (rLCVault *RLCVault) TryPackPause(flags uint8) ([]byte, error) {
	return rLCVault.abi.Pack("pause", flags)
}

// PackReceiveApproval is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8f4ffcb1.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function receiveApproval(address from, uint256 amount, address token, bytes data) returns()
func (rLCVault *RLCVault) PackReceiveApproval(from common.Address, amount *big.Int, token common.Address, data []byte) []byte {
	enc, err := rLCVault.abi.Pack("receiveApproval", from, amount, token, data)
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
func (rLCVault *RLCVault) TryPackReceiveApproval(from common.Address, amount *big.Int, token common.Address, data []byte) ([]byte, error) {
	return rLCVault.abi.Pack("receiveApproval", from, amount, token, data)
}

// PackRecover is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x16397079.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function recover(uint64 nonce, bytes newMembers) returns()
func (rLCVault *RLCVault) PackRecover(nonce uint64, newMembers []byte) []byte {
	enc, err := rLCVault.abi.Pack("recover", nonce, newMembers)
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
func (rLCVault *RLCVault) TryPackRecover(nonce uint64, newMembers []byte) ([]byte, error) {
	return rLCVault.abi.Pack("recover", nonce, newMembers)
}

// PackRecovery is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xddceafa9.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function recovery() view returns(bytes32 membersHash, uint64 valsetNonce, uint64 totalPower, uint64 readyAt)
func (rLCVault *RLCVault) PackRecovery() []byte {
	enc, err := rLCVault.abi.Pack("recovery")
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
func (rLCVault *RLCVault) TryPackRecovery() ([]byte, error) {
	return rLCVault.abi.Pack("recovery")
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
func (rLCVault *RLCVault) UnpackRecovery(data []byte) (RecoveryOutput, error) {
	out, err := rLCVault.abi.Unpack("recovery", data)
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
func (rLCVault *RLCVault) PackRlc() []byte {
	enc, err := rLCVault.abi.Pack("rlc")
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
func (rLCVault *RLCVault) TryPackRlc() ([]byte, error) {
	return rLCVault.abi.Pack("rlc")
}

// UnpackRlc is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xb017c036.
//
// Solidity: function rlc() view returns(address)
func (rLCVault *RLCVault) UnpackRlc(data []byte) (common.Address, error) {
	out, err := rLCVault.abi.Unpack("rlc", data)
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
// Solidity: function status() view returns(uint64 pausedUntil, uint64 configNonce, uint64 migrateNonce, uint8 pauseFlags, uint8 pausesUsed, bool closed)
func (rLCVault *RLCVault) PackStatus() []byte {
	enc, err := rLCVault.abi.Pack("status")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackStatus is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x200d2ed2.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function status() view returns(uint64 pausedUntil, uint64 configNonce, uint64 migrateNonce, uint8 pauseFlags, uint8 pausesUsed, bool closed)
func (rLCVault *RLCVault) TryPackStatus() ([]byte, error) {
	return rLCVault.abi.Pack("status")
}

// StatusOutput serves as a container for the return parameters of contract
// method Status.
type StatusOutput struct {
	PausedUntil  uint64
	ConfigNonce  uint64
	MigrateNonce uint64
	PauseFlags   uint8
	PausesUsed   uint8
	Closed       bool
}

// UnpackStatus is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x200d2ed2.
//
// Solidity: function status() view returns(uint64 pausedUntil, uint64 configNonce, uint64 migrateNonce, uint8 pauseFlags, uint8 pausesUsed, bool closed)
func (rLCVault *RLCVault) UnpackStatus(data []byte) (StatusOutput, error) {
	out, err := rLCVault.abi.Unpack("status", data)
	outstruct := new(StatusOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.PausedUntil = *abi.ConvertType(out[0], new(uint64)).(*uint64)
	outstruct.ConfigNonce = *abi.ConvertType(out[1], new(uint64)).(*uint64)
	outstruct.MigrateNonce = *abi.ConvertType(out[2], new(uint64)).(*uint64)
	outstruct.PauseFlags = *abi.ConvertType(out[3], new(uint8)).(*uint8)
	outstruct.PausesUsed = *abi.ConvertType(out[4], new(uint8)).(*uint8)
	outstruct.Closed = *abi.ConvertType(out[5], new(bool)).(*bool)
	return *outstruct, nil
}

// PackSubmitBatch is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xbdf4ef87.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function submitBatch((uint64,uint64,uint64,uint64,uint64) h, bytes items, bytes members, uint256 bitmap, bytes sigs, address feeTo) returns()
func (rLCVault *RLCVault) PackSubmitBatch(h Hdr, items []byte, members []byte, bitmap *big.Int, sigs []byte, feeTo common.Address) []byte {
	enc, err := rLCVault.abi.Pack("submitBatch", h, items, members, bitmap, sigs, feeTo)
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
func (rLCVault *RLCVault) TryPackSubmitBatch(h Hdr, items []byte, members []byte, bitmap *big.Int, sigs []byte, feeTo common.Address) ([]byte, error) {
	return rLCVault.abi.Pack("submitBatch", h, items, members, bitmap, sigs, feeTo)
}

// PackTotalPower is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xdb3ad22c.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function totalPower() view returns(uint64)
func (rLCVault *RLCVault) PackTotalPower() []byte {
	enc, err := rLCVault.abi.Pack("totalPower")
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
func (rLCVault *RLCVault) TryPackTotalPower() ([]byte, error) {
	return rLCVault.abi.Pack("totalPower")
}

// UnpackTotalPower is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xdb3ad22c.
//
// Solidity: function totalPower() view returns(uint64)
func (rLCVault *RLCVault) UnpackTotalPower(data []byte) (uint64, error) {
	out, err := rLCVault.abi.Unpack("totalPower", data)
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
func (rLCVault *RLCVault) PackTrust() []byte {
	enc, err := rLCVault.abi.Pack("trust")
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
func (rLCVault *RLCVault) TryPackTrust() ([]byte, error) {
	return rLCVault.abi.Pack("trust")
}

// UnpackTrust is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x6f9fdd66.
//
// Solidity: function trust() view returns(uint64)
func (rLCVault *RLCVault) UnpackTrust(data []byte) (uint64, error) {
	out, err := rLCVault.abi.Unpack("trust", data)
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
func (rLCVault *RLCVault) PackUpdateValset(nonce uint64, homeHeight uint64, newMembers []byte, members []byte, bitmap *big.Int, sigs []byte) []byte {
	enc, err := rLCVault.abi.Pack("updateValset", nonce, homeHeight, newMembers, members, bitmap, sigs)
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
func (rLCVault *RLCVault) TryPackUpdateValset(nonce uint64, homeHeight uint64, newMembers []byte, members []byte, bitmap *big.Int, sigs []byte) ([]byte, error) {
	return rLCVault.abi.Pack("updateValset", nonce, homeHeight, newMembers, members, bitmap, sigs)
}

// PackValset is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x7f54af0c.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function valset() view returns(uint64 nonce, uint64 totalPower, uint64 time, uint64 activeAt)
func (rLCVault *RLCVault) PackValset() []byte {
	enc, err := rLCVault.abi.Pack("valset")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackValset is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x7f54af0c.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function valset() view returns(uint64 nonce, uint64 totalPower, uint64 time, uint64 activeAt)
func (rLCVault *RLCVault) TryPackValset() ([]byte, error) {
	return rLCVault.abi.Pack("valset")
}

// ValsetOutput serves as a container for the return parameters of contract
// method Valset.
type ValsetOutput struct {
	Nonce      uint64
	TotalPower uint64
	Time       uint64
	ActiveAt   uint64
}

// UnpackValset is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x7f54af0c.
//
// Solidity: function valset() view returns(uint64 nonce, uint64 totalPower, uint64 time, uint64 activeAt)
func (rLCVault *RLCVault) UnpackValset(data []byte) (ValsetOutput, error) {
	out, err := rLCVault.abi.Unpack("valset", data)
	outstruct := new(ValsetOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.Nonce = *abi.ConvertType(out[0], new(uint64)).(*uint64)
	outstruct.TotalPower = *abi.ConvertType(out[1], new(uint64)).(*uint64)
	outstruct.Time = *abi.ConvertType(out[2], new(uint64)).(*uint64)
	outstruct.ActiveAt = *abi.ConvertType(out[3], new(uint64)).(*uint64)
	return *outstruct, nil
}

// PackValsetNonce is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x19b5e247.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function valsetNonce() view returns(uint64)
func (rLCVault *RLCVault) PackValsetNonce() []byte {
	enc, err := rLCVault.abi.Pack("valsetNonce")
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
func (rLCVault *RLCVault) TryPackValsetNonce() ([]byte, error) {
	return rLCVault.abi.Pack("valsetNonce")
}

// UnpackValsetNonce is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x19b5e247.
//
// Solidity: function valsetNonce() view returns(uint64)
func (rLCVault *RLCVault) UnpackValsetNonce(data []byte) (uint64, error) {
	out, err := rLCVault.abi.Unpack("valsetNonce", data)
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
func (rLCVault *RLCVault) PackVetoMigrate() []byte {
	enc, err := rLCVault.abi.Pack("vetoMigrate")
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
func (rLCVault *RLCVault) TryPackVetoMigrate() ([]byte, error) {
	return rLCVault.abi.Pack("vetoMigrate")
}

// RLCVaultBatchExecuted represents a BatchExecuted event raised by the RLCVault contract.
type RLCVaultBatchExecuted struct {
	N           uint64
	BatchNonce  uint64
	Total       uint64
	LockedAfter uint64
	Raw         *types.Log // Blockchain specific contextual infos
}

const RLCVaultBatchExecutedEventName = "BatchExecuted"

// ContractEventName returns the user-defined event name.
func (RLCVaultBatchExecuted) ContractEventName() string {
	return RLCVaultBatchExecutedEventName
}

// UnpackBatchExecutedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event BatchExecuted(uint64 indexed n, uint64 indexed batchNonce, uint64 total, uint64 lockedAfter)
func (rLCVault *RLCVault) UnpackBatchExecutedEvent(log *types.Log) (*RLCVaultBatchExecuted, error) {
	event := "BatchExecuted"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != rLCVault.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RLCVaultBatchExecuted)
	if len(log.Data) > 0 {
		if err := rLCVault.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range rLCVault.abi.Events[event].Inputs {
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

// RLCVaultConfigApplied represents a ConfigApplied event raised by the RLCVault contract.
type RLCVaultConfigApplied struct {
	N           uint64
	ConfigNonce uint64
	ConfigHash  [32]byte
	Raw         *types.Log // Blockchain specific contextual infos
}

const RLCVaultConfigAppliedEventName = "ConfigApplied"

// ContractEventName returns the user-defined event name.
func (RLCVaultConfigApplied) ContractEventName() string {
	return RLCVaultConfigAppliedEventName
}

// UnpackConfigAppliedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event ConfigApplied(uint64 indexed n, uint64 indexed configNonce, bytes32 configHash)
func (rLCVault *RLCVault) UnpackConfigAppliedEvent(log *types.Log) (*RLCVaultConfigApplied, error) {
	event := "ConfigApplied"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != rLCVault.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RLCVaultConfigApplied)
	if len(log.Data) > 0 {
		if err := rLCVault.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range rLCVault.abi.Events[event].Inputs {
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

// RLCVaultDeposited represents a Deposited event raised by the RLCVault contract.
type RLCVaultDeposited struct {
	N           uint64
	From        common.Address
	Recipient   common.Address
	Amount      uint64
	LockedAfter uint64
	Raw         *types.Log // Blockchain specific contextual infos
}

const RLCVaultDepositedEventName = "Deposited"

// ContractEventName returns the user-defined event name.
func (RLCVaultDeposited) ContractEventName() string {
	return RLCVaultDepositedEventName
}

// UnpackDepositedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Deposited(uint64 indexed n, address indexed from, address indexed recipient, uint64 amount, uint64 lockedAfter)
func (rLCVault *RLCVault) UnpackDepositedEvent(log *types.Log) (*RLCVaultDeposited, error) {
	event := "Deposited"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != rLCVault.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RLCVaultDeposited)
	if len(log.Data) > 0 {
		if err := rLCVault.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range rLCVault.abi.Events[event].Inputs {
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

// RLCVaultItemOwed represents a ItemOwed event raised by the RLCVault contract.
type RLCVaultItemOwed struct {
	BatchNonce uint64
	To         common.Address
	Amount     uint64
	Raw        *types.Log // Blockchain specific contextual infos
}

const RLCVaultItemOwedEventName = "ItemOwed"

// ContractEventName returns the user-defined event name.
func (RLCVaultItemOwed) ContractEventName() string {
	return RLCVaultItemOwedEventName
}

// UnpackItemOwedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event ItemOwed(uint64 indexed batchNonce, address indexed to, uint64 amount)
func (rLCVault *RLCVault) UnpackItemOwedEvent(log *types.Log) (*RLCVaultItemOwed, error) {
	event := "ItemOwed"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != rLCVault.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RLCVaultItemOwed)
	if len(log.Data) > 0 {
		if err := rLCVault.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range rLCVault.abi.Events[event].Inputs {
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

// RLCVaultMigrated represents a Migrated event raised by the RLCVault contract.
type RLCVaultMigrated struct {
	N        uint64
	NewVault common.Address
	Amount   uint64
	Raw      *types.Log // Blockchain specific contextual infos
}

const RLCVaultMigratedEventName = "Migrated"

// ContractEventName returns the user-defined event name.
func (RLCVaultMigrated) ContractEventName() string {
	return RLCVaultMigratedEventName
}

// UnpackMigratedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Migrated(uint64 indexed n, address indexed newVault, uint64 amount)
func (rLCVault *RLCVault) UnpackMigratedEvent(log *types.Log) (*RLCVaultMigrated, error) {
	event := "Migrated"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != rLCVault.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RLCVaultMigrated)
	if len(log.Data) > 0 {
		if err := rLCVault.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range rLCVault.abi.Events[event].Inputs {
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

// RLCVaultMigrationAnnounced represents a MigrationAnnounced event raised by the RLCVault contract.
type RLCVaultMigrationAnnounced struct {
	Nonce    uint64
	NewVault common.Address
	ReadyAt  uint64
	Raw      *types.Log // Blockchain specific contextual infos
}

const RLCVaultMigrationAnnouncedEventName = "MigrationAnnounced"

// ContractEventName returns the user-defined event name.
func (RLCVaultMigrationAnnounced) ContractEventName() string {
	return RLCVaultMigrationAnnouncedEventName
}

// UnpackMigrationAnnouncedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event MigrationAnnounced(uint64 indexed nonce, address indexed newVault, uint64 readyAt)
func (rLCVault *RLCVault) UnpackMigrationAnnouncedEvent(log *types.Log) (*RLCVaultMigrationAnnounced, error) {
	event := "MigrationAnnounced"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != rLCVault.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RLCVaultMigrationAnnounced)
	if len(log.Data) > 0 {
		if err := rLCVault.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range rLCVault.abi.Events[event].Inputs {
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

// RLCVaultMigrationVetoed represents a MigrationVetoed event raised by the RLCVault contract.
type RLCVaultMigrationVetoed struct {
	Nonce    uint64
	NewVault common.Address
	Raw      *types.Log // Blockchain specific contextual infos
}

const RLCVaultMigrationVetoedEventName = "MigrationVetoed"

// ContractEventName returns the user-defined event name.
func (RLCVaultMigrationVetoed) ContractEventName() string {
	return RLCVaultMigrationVetoedEventName
}

// UnpackMigrationVetoedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event MigrationVetoed(uint64 indexed nonce, address indexed newVault)
func (rLCVault *RLCVault) UnpackMigrationVetoedEvent(log *types.Log) (*RLCVaultMigrationVetoed, error) {
	event := "MigrationVetoed"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != rLCVault.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RLCVaultMigrationVetoed)
	if len(log.Data) > 0 {
		if err := rLCVault.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range rLCVault.abi.Events[event].Inputs {
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

// RLCVaultOutCapLowered represents a OutCapLowered event raised by the RLCVault contract.
type RLCVaultOutCapLowered struct {
	OutCap uint64
	Raw    *types.Log // Blockchain specific contextual infos
}

const RLCVaultOutCapLoweredEventName = "OutCapLowered"

// ContractEventName returns the user-defined event name.
func (RLCVaultOutCapLowered) ContractEventName() string {
	return RLCVaultOutCapLoweredEventName
}

// UnpackOutCapLoweredEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event OutCapLowered(uint64 outCap)
func (rLCVault *RLCVault) UnpackOutCapLoweredEvent(log *types.Log) (*RLCVaultOutCapLowered, error) {
	event := "OutCapLowered"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != rLCVault.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RLCVaultOutCapLowered)
	if len(log.Data) > 0 {
		if err := rLCVault.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range rLCVault.abi.Events[event].Inputs {
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

// RLCVaultOwedClaimed represents a OwedClaimed event raised by the RLCVault contract.
type RLCVaultOwedClaimed struct {
	To     common.Address
	Amount uint64
	Raw    *types.Log // Blockchain specific contextual infos
}

const RLCVaultOwedClaimedEventName = "OwedClaimed"

// ContractEventName returns the user-defined event name.
func (RLCVaultOwedClaimed) ContractEventName() string {
	return RLCVaultOwedClaimedEventName
}

// UnpackOwedClaimedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event OwedClaimed(address indexed to, uint64 amount)
func (rLCVault *RLCVault) UnpackOwedClaimedEvent(log *types.Log) (*RLCVaultOwedClaimed, error) {
	event := "OwedClaimed"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != rLCVault.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RLCVaultOwedClaimed)
	if len(log.Data) > 0 {
		if err := rLCVault.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range rLCVault.abi.Events[event].Inputs {
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

// RLCVaultPauseChanged represents a PauseChanged event raised by the RLCVault contract.
type RLCVaultPauseChanged struct {
	N     uint64
	Flags uint8
	Until uint64
	Raw   *types.Log // Blockchain specific contextual infos
}

const RLCVaultPauseChangedEventName = "PauseChanged"

// ContractEventName returns the user-defined event name.
func (RLCVaultPauseChanged) ContractEventName() string {
	return RLCVaultPauseChangedEventName
}

// UnpackPauseChangedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event PauseChanged(uint64 indexed n, uint8 flags, uint64 until)
func (rLCVault *RLCVault) UnpackPauseChangedEvent(log *types.Log) (*RLCVaultPauseChanged, error) {
	event := "PauseChanged"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != rLCVault.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RLCVaultPauseChanged)
	if len(log.Data) > 0 {
		if err := rLCVault.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range rLCVault.abi.Events[event].Inputs {
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

// RLCVaultRecoveryAnnounced represents a RecoveryAnnounced event raised by the RLCVault contract.
type RLCVaultRecoveryAnnounced struct {
	ValsetNonce uint64
	MembersHash [32]byte
	ReadyAt     uint64
	Raw         *types.Log // Blockchain specific contextual infos
}

const RLCVaultRecoveryAnnouncedEventName = "RecoveryAnnounced"

// ContractEventName returns the user-defined event name.
func (RLCVaultRecoveryAnnounced) ContractEventName() string {
	return RLCVaultRecoveryAnnouncedEventName
}

// UnpackRecoveryAnnouncedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event RecoveryAnnounced(uint64 indexed valsetNonce, bytes32 membersHash, uint64 readyAt)
func (rLCVault *RLCVault) UnpackRecoveryAnnouncedEvent(log *types.Log) (*RLCVaultRecoveryAnnounced, error) {
	event := "RecoveryAnnounced"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != rLCVault.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RLCVaultRecoveryAnnounced)
	if len(log.Data) > 0 {
		if err := rLCVault.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range rLCVault.abi.Events[event].Inputs {
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

// RLCVaultSwept represents a Swept event raised by the RLCVault contract.
type RLCVaultSwept struct {
	To     common.Address
	Amount *big.Int
	Raw    *types.Log // Blockchain specific contextual infos
}

const RLCVaultSweptEventName = "Swept"

// ContractEventName returns the user-defined event name.
func (RLCVaultSwept) ContractEventName() string {
	return RLCVaultSweptEventName
}

// UnpackSweptEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Swept(address indexed to, uint256 amount)
func (rLCVault *RLCVault) UnpackSweptEvent(log *types.Log) (*RLCVaultSwept, error) {
	event := "Swept"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != rLCVault.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RLCVaultSwept)
	if len(log.Data) > 0 {
		if err := rLCVault.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range rLCVault.abi.Events[event].Inputs {
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

// RLCVaultValsetUpdated represents a ValsetUpdated event raised by the RLCVault contract.
type RLCVaultValsetUpdated struct {
	N           uint64
	ValsetNonce uint64
	MembersHash [32]byte
	ActiveAt    uint64
	Raw         *types.Log // Blockchain specific contextual infos
}

const RLCVaultValsetUpdatedEventName = "ValsetUpdated"

// ContractEventName returns the user-defined event name.
func (RLCVaultValsetUpdated) ContractEventName() string {
	return RLCVaultValsetUpdatedEventName
}

// UnpackValsetUpdatedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event ValsetUpdated(uint64 indexed n, uint64 indexed valsetNonce, bytes32 membersHash, uint64 activeAt)
func (rLCVault *RLCVault) UnpackValsetUpdatedEvent(log *types.Log) (*RLCVaultValsetUpdated, error) {
	event := "ValsetUpdated"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != rLCVault.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RLCVaultValsetUpdated)
	if len(log.Data) > 0 {
		if err := rLCVault.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range rLCVault.abi.Events[event].Inputs {
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
func (rLCVault *RLCVault) UnpackError(raw []byte) (any, error) {
	if bytes.Equal(raw[:4], rLCVault.abi.Errors["AlreadyExecuted"].ID.Bytes()[:4]) {
		return rLCVault.UnpackAlreadyExecutedError(raw[4:])
	}
	if bytes.Equal(raw[:4], rLCVault.abi.Errors["AmountTooSmall"].ID.Bytes()[:4]) {
		return rLCVault.UnpackAmountTooSmallError(raw[4:])
	}
	if bytes.Equal(raw[:4], rLCVault.abi.Errors["BadAddress"].ID.Bytes()[:4]) {
		return rLCVault.UnpackBadAddressError(raw[4:])
	}
	if bytes.Equal(raw[:4], rLCVault.abi.Errors["BadBitmap"].ID.Bytes()[:4]) {
		return rLCVault.UnpackBadBitmapError(raw[4:])
	}
	if bytes.Equal(raw[:4], rLCVault.abi.Errors["BadDataLength"].ID.Bytes()[:4]) {
		return rLCVault.UnpackBadDataLengthError(raw[4:])
	}
	if bytes.Equal(raw[:4], rLCVault.abi.Errors["BadDelays"].ID.Bytes()[:4]) {
		return rLCVault.UnpackBadDelaysError(raw[4:])
	}
	if bytes.Equal(raw[:4], rLCVault.abi.Errors["BadFlags"].ID.Bytes()[:4]) {
		return rLCVault.UnpackBadFlagsError(raw[4:])
	}
	if bytes.Equal(raw[:4], rLCVault.abi.Errors["BadItem"].ID.Bytes()[:4]) {
		return rLCVault.UnpackBadItemError(raw[4:])
	}
	if bytes.Equal(raw[:4], rLCVault.abi.Errors["BadItemsLength"].ID.Bytes()[:4]) {
		return rLCVault.UnpackBadItemsLengthError(raw[4:])
	}
	if bytes.Equal(raw[:4], rLCVault.abi.Errors["BadLimits"].ID.Bytes()[:4]) {
		return rLCVault.UnpackBadLimitsError(raw[4:])
	}
	if bytes.Equal(raw[:4], rLCVault.abi.Errors["BadMembersLength"].ID.Bytes()[:4]) {
		return rLCVault.UnpackBadMembersLengthError(raw[4:])
	}
	if bytes.Equal(raw[:4], rLCVault.abi.Errors["BadNonce"].ID.Bytes()[:4]) {
		return rLCVault.UnpackBadNonceError(raw[4:])
	}
	if bytes.Equal(raw[:4], rLCVault.abi.Errors["BadSignature"].ID.Bytes()[:4]) {
		return rLCVault.UnpackBadSignatureError(raw[4:])
	}
	if bytes.Equal(raw[:4], rLCVault.abi.Errors["BadSignaturesLength"].ID.Bytes()[:4]) {
		return rLCVault.UnpackBadSignaturesLengthError(raw[4:])
	}
	if bytes.Equal(raw[:4], rLCVault.abi.Errors["Closed"].ID.Bytes()[:4]) {
		return rLCVault.UnpackClosedError(raw[4:])
	}
	if bytes.Equal(raw[:4], rLCVault.abi.Errors["Expired"].ID.Bytes()[:4]) {
		return rLCVault.UnpackExpiredError(raw[4:])
	}
	if bytes.Equal(raw[:4], rLCVault.abi.Errors["NoContract"].ID.Bytes()[:4]) {
		return rLCVault.UnpackNoContractError(raw[4:])
	}
	if bytes.Equal(raw[:4], rLCVault.abi.Errors["NoHomeChain"].ID.Bytes()[:4]) {
		return rLCVault.UnpackNoHomeChainError(raw[4:])
	}
	if bytes.Equal(raw[:4], rLCVault.abi.Errors["NoPausesLeft"].ID.Bytes()[:4]) {
		return rLCVault.UnpackNoPausesLeftError(raw[4:])
	}
	if bytes.Equal(raw[:4], rLCVault.abi.Errors["NoPower"].ID.Bytes()[:4]) {
		return rLCVault.UnpackNoPowerError(raw[4:])
	}
	if bytes.Equal(raw[:4], rLCVault.abi.Errors["NotActive"].ID.Bytes()[:4]) {
		return rLCVault.UnpackNotActiveError(raw[4:])
	}
	if bytes.Equal(raw[:4], rLCVault.abi.Errors["NotAscending"].ID.Bytes()[:4]) {
		return rLCVault.UnpackNotAscendingError(raw[4:])
	}
	if bytes.Equal(raw[:4], rLCVault.abi.Errors["NotEnoughGas"].ID.Bytes()[:4]) {
		return rLCVault.UnpackNotEnoughGasError(raw[4:])
	}
	if bytes.Equal(raw[:4], rLCVault.abi.Errors["NotEnoughLocked"].ID.Bytes()[:4]) {
		return rLCVault.UnpackNotEnoughLockedError(raw[4:])
	}
	if bytes.Equal(raw[:4], rLCVault.abi.Errors["NotEnoughPower"].ID.Bytes()[:4]) {
		return rLCVault.UnpackNotEnoughPowerError(raw[4:])
	}
	if bytes.Equal(raw[:4], rLCVault.abi.Errors["NotGuardian"].ID.Bytes()[:4]) {
		return rLCVault.UnpackNotGuardianError(raw[4:])
	}
	if bytes.Equal(raw[:4], rLCVault.abi.Errors["NotLower"].ID.Bytes()[:4]) {
		return rLCVault.UnpackNotLowerError(raw[4:])
	}
	if bytes.Equal(raw[:4], rLCVault.abi.Errors["NotStale"].ID.Bytes()[:4]) {
		return rLCVault.UnpackNotStaleError(raw[4:])
	}
	if bytes.Equal(raw[:4], rLCVault.abi.Errors["NothingOwed"].ID.Bytes()[:4]) {
		return rLCVault.UnpackNothingOwedError(raw[4:])
	}
	if bytes.Equal(raw[:4], rLCVault.abi.Errors["NothingPending"].ID.Bytes()[:4]) {
		return rLCVault.UnpackNothingPendingError(raw[4:])
	}
	if bytes.Equal(raw[:4], rLCVault.abi.Errors["OverInCap"].ID.Bytes()[:4]) {
		return rLCVault.UnpackOverInCapError(raw[4:])
	}
	if bytes.Equal(raw[:4], rLCVault.abi.Errors["OverOutCap"].ID.Bytes()[:4]) {
		return rLCVault.UnpackOverOutCapError(raw[4:])
	}
	if bytes.Equal(raw[:4], rLCVault.abi.Errors["Paused"].ID.Bytes()[:4]) {
		return rLCVault.UnpackPausedError(raw[4:])
	}
	if bytes.Equal(raw[:4], rLCVault.abi.Errors["Reentered"].ID.Bytes()[:4]) {
		return rLCVault.UnpackReenteredError(raw[4:])
	}
	if bytes.Equal(raw[:4], rLCVault.abi.Errors["Stale"].ID.Bytes()[:4]) {
		return rLCVault.UnpackStaleError(raw[4:])
	}
	if bytes.Equal(raw[:4], rLCVault.abi.Errors["TokenRefused"].ID.Bytes()[:4]) {
		return rLCVault.UnpackTokenRefusedError(raw[4:])
	}
	if bytes.Equal(raw[:4], rLCVault.abi.Errors["TooEarly"].ID.Bytes()[:4]) {
		return rLCVault.UnpackTooEarlyError(raw[4:])
	}
	if bytes.Equal(raw[:4], rLCVault.abi.Errors["TooFewMembers"].ID.Bytes()[:4]) {
		return rLCVault.UnpackTooFewMembersError(raw[4:])
	}
	if bytes.Equal(raw[:4], rLCVault.abi.Errors["TooMuchPower"].ID.Bytes()[:4]) {
		return rLCVault.UnpackTooMuchPowerError(raw[4:])
	}
	if bytes.Equal(raw[:4], rLCVault.abi.Errors["WrongAmountReceived"].ID.Bytes()[:4]) {
		return rLCVault.UnpackWrongAmountReceivedError(raw[4:])
	}
	if bytes.Equal(raw[:4], rLCVault.abi.Errors["WrongMembers"].ID.Bytes()[:4]) {
		return rLCVault.UnpackWrongMembersError(raw[4:])
	}
	if bytes.Equal(raw[:4], rLCVault.abi.Errors["WrongSupply"].ID.Bytes()[:4]) {
		return rLCVault.UnpackWrongSupplyError(raw[4:])
	}
	if bytes.Equal(raw[:4], rLCVault.abi.Errors["WrongToken"].ID.Bytes()[:4]) {
		return rLCVault.UnpackWrongTokenError(raw[4:])
	}
	return nil, errors.New("Unknown error")
}

// RLCVaultAlreadyExecuted represents a AlreadyExecuted error raised by the RLCVault contract.
type RLCVaultAlreadyExecuted struct {
	Nonce uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error AlreadyExecuted(uint64 nonce)
func RLCVaultAlreadyExecutedErrorID() common.Hash {
	return common.HexToHash("0x50a6e052a64ef0e0e359d483476796f10c9b2703975549b9462e11ea6db9cbdf")
}

// UnpackAlreadyExecutedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error AlreadyExecuted(uint64 nonce)
func (rLCVault *RLCVault) UnpackAlreadyExecutedError(raw []byte) (*RLCVaultAlreadyExecuted, error) {
	out := new(RLCVaultAlreadyExecuted)
	if err := rLCVault.abi.UnpackIntoInterface(out, "AlreadyExecuted", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RLCVaultAmountTooSmall represents a AmountTooSmall error raised by the RLCVault contract.
type RLCVaultAmountTooSmall struct {
	Got *big.Int
	Min *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error AmountTooSmall(uint256 got, uint256 min)
func RLCVaultAmountTooSmallErrorID() common.Hash {
	return common.HexToHash("0x02d2d938aeb2f9cd1f66e07490b42aedb7d22047607c56af8241ca8b0ccd537a")
}

// UnpackAmountTooSmallError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error AmountTooSmall(uint256 got, uint256 min)
func (rLCVault *RLCVault) UnpackAmountTooSmallError(raw []byte) (*RLCVaultAmountTooSmall, error) {
	out := new(RLCVaultAmountTooSmall)
	if err := rLCVault.abi.UnpackIntoInterface(out, "AmountTooSmall", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RLCVaultBadAddress represents a BadAddress error raised by the RLCVault contract.
type RLCVaultBadAddress struct {
	Got common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadAddress(address got)
func RLCVaultBadAddressErrorID() common.Hash {
	return common.HexToHash("0xf066a28aaaef4ede17838a498f0b3dda1072a179578411a9a61f4668645678d8")
}

// UnpackBadAddressError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadAddress(address got)
func (rLCVault *RLCVault) UnpackBadAddressError(raw []byte) (*RLCVaultBadAddress, error) {
	out := new(RLCVaultBadAddress)
	if err := rLCVault.abi.UnpackIntoInterface(out, "BadAddress", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RLCVaultBadBitmap represents a BadBitmap error raised by the RLCVault contract.
type RLCVaultBadBitmap struct {
	Bitmap  *big.Int
	Members *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadBitmap(uint256 bitmap, uint256 members)
func RLCVaultBadBitmapErrorID() common.Hash {
	return common.HexToHash("0x62f5308f5d680019304b2f3a2bfdc86842c78f9fc2d105abc0ceaa495c8f5889")
}

// UnpackBadBitmapError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadBitmap(uint256 bitmap, uint256 members)
func (rLCVault *RLCVault) UnpackBadBitmapError(raw []byte) (*RLCVaultBadBitmap, error) {
	out := new(RLCVaultBadBitmap)
	if err := rLCVault.abi.UnpackIntoInterface(out, "BadBitmap", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RLCVaultBadDataLength represents a BadDataLength error raised by the RLCVault contract.
type RLCVaultBadDataLength struct {
	Got  *big.Int
	Want *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadDataLength(uint256 got, uint256 want)
func RLCVaultBadDataLengthErrorID() common.Hash {
	return common.HexToHash("0x52a011df240d9e40e3c02acf01b9b2b05e620533a2a1e65a133fdf19cbf37a87")
}

// UnpackBadDataLengthError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadDataLength(uint256 got, uint256 want)
func (rLCVault *RLCVault) UnpackBadDataLengthError(raw []byte) (*RLCVaultBadDataLength, error) {
	out := new(RLCVaultBadDataLength)
	if err := rLCVault.abi.UnpackIntoInterface(out, "BadDataLength", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RLCVaultBadDelays represents a BadDelays error raised by the RLCVault contract.
type RLCVaultBadDelays struct {
	Trust           uint64
	ActivationDelay uint64
	Max             *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadDelays(uint64 trust, uint64 activationDelay, uint256 max)
func RLCVaultBadDelaysErrorID() common.Hash {
	return common.HexToHash("0x6943469c0038cf24993e65b09c443303e8ea11e2f9e32714797afce2ce44738b")
}

// UnpackBadDelaysError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadDelays(uint64 trust, uint64 activationDelay, uint256 max)
func (rLCVault *RLCVault) UnpackBadDelaysError(raw []byte) (*RLCVaultBadDelays, error) {
	out := new(RLCVaultBadDelays)
	if err := rLCVault.abi.UnpackIntoInterface(out, "BadDelays", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RLCVaultBadFlags represents a BadFlags error raised by the RLCVault contract.
type RLCVaultBadFlags struct {
	Got uint8
	Max uint8
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadFlags(uint8 got, uint8 max)
func RLCVaultBadFlagsErrorID() common.Hash {
	return common.HexToHash("0xdebf9d41811996a136ea424ff355fe5a5ccb6a105b24ed2d89dae994837a3346")
}

// UnpackBadFlagsError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadFlags(uint8 got, uint8 max)
func (rLCVault *RLCVault) UnpackBadFlagsError(raw []byte) (*RLCVaultBadFlags, error) {
	out := new(RLCVaultBadFlags)
	if err := rLCVault.abi.UnpackIntoInterface(out, "BadFlags", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RLCVaultBadItem represents a BadItem error raised by the RLCVault contract.
type RLCVaultBadItem struct {
	Index  *big.Int
	To     common.Address
	Amount *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadItem(uint256 index, address to, uint256 amount)
func RLCVaultBadItemErrorID() common.Hash {
	return common.HexToHash("0x37da3e31ffb12ca0234fbed1897e5afc86d331976fd9272b860c8a0a451ed2ac")
}

// UnpackBadItemError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadItem(uint256 index, address to, uint256 amount)
func (rLCVault *RLCVault) UnpackBadItemError(raw []byte) (*RLCVaultBadItem, error) {
	out := new(RLCVaultBadItem)
	if err := rLCVault.abi.UnpackIntoInterface(out, "BadItem", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RLCVaultBadItemsLength represents a BadItemsLength error raised by the RLCVault contract.
type RLCVaultBadItemsLength struct {
	BytesGot  *big.Int
	ItemBytes *big.Int
	Max       *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadItemsLength(uint256 bytesGot, uint256 itemBytes, uint256 max)
func RLCVaultBadItemsLengthErrorID() common.Hash {
	return common.HexToHash("0x42e3c7fcab852a4244544d4eb3b24a3128fdb8ca44892a4184f80422065ff9bf")
}

// UnpackBadItemsLengthError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadItemsLength(uint256 bytesGot, uint256 itemBytes, uint256 max)
func (rLCVault *RLCVault) UnpackBadItemsLengthError(raw []byte) (*RLCVaultBadItemsLength, error) {
	out := new(RLCVaultBadItemsLength)
	if err := rLCVault.abi.UnpackIntoInterface(out, "BadItemsLength", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RLCVaultBadLimits represents a BadLimits error raised by the RLCVault contract.
type RLCVaultBadLimits struct {
	InCap      uint64
	OutCap     uint64
	OutRate    uint64
	MinDeposit uint64
	Max        *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadLimits(uint64 inCap, uint64 outCap, uint64 outRate, uint64 minDeposit, uint256 max)
func RLCVaultBadLimitsErrorID() common.Hash {
	return common.HexToHash("0x5cfc25dad102955a61253e214ae16769c6c966baa2552de201d00b80f31a6b1c")
}

// UnpackBadLimitsError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadLimits(uint64 inCap, uint64 outCap, uint64 outRate, uint64 minDeposit, uint256 max)
func (rLCVault *RLCVault) UnpackBadLimitsError(raw []byte) (*RLCVaultBadLimits, error) {
	out := new(RLCVaultBadLimits)
	if err := rLCVault.abi.UnpackIntoInterface(out, "BadLimits", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RLCVaultBadMembersLength represents a BadMembersLength error raised by the RLCVault contract.
type RLCVaultBadMembersLength struct {
	BytesGot    *big.Int
	MemberBytes *big.Int
	MaxMembers  *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadMembersLength(uint256 bytesGot, uint256 memberBytes, uint256 maxMembers)
func RLCVaultBadMembersLengthErrorID() common.Hash {
	return common.HexToHash("0x5ce34932db2fb30fda37e1cfeada0976c74d099ace5ce92746d1d3fb69e1c6eb")
}

// UnpackBadMembersLengthError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadMembersLength(uint256 bytesGot, uint256 memberBytes, uint256 maxMembers)
func (rLCVault *RLCVault) UnpackBadMembersLengthError(raw []byte) (*RLCVaultBadMembersLength, error) {
	out := new(RLCVaultBadMembersLength)
	if err := rLCVault.abi.UnpackIntoInterface(out, "BadMembersLength", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RLCVaultBadNonce represents a BadNonce error raised by the RLCVault contract.
type RLCVaultBadNonce struct {
	Got     uint64
	Last    uint64
	MaxJump *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadNonce(uint64 got, uint64 last, uint256 maxJump)
func RLCVaultBadNonceErrorID() common.Hash {
	return common.HexToHash("0x8ad83c28d681937d8a9550b08e77663edec82890a50637cfb85faaaacd8ef2e7")
}

// UnpackBadNonceError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadNonce(uint64 got, uint64 last, uint256 maxJump)
func (rLCVault *RLCVault) UnpackBadNonceError(raw []byte) (*RLCVaultBadNonce, error) {
	out := new(RLCVaultBadNonce)
	if err := rLCVault.abi.UnpackIntoInterface(out, "BadNonce", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RLCVaultBadSignature represents a BadSignature error raised by the RLCVault contract.
type RLCVaultBadSignature struct {
	Index *big.Int
	Got   common.Address
	Want  common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadSignature(uint256 index, address got, address want)
func RLCVaultBadSignatureErrorID() common.Hash {
	return common.HexToHash("0x6385f59cff9fa72437d5d28d11ffc765124a653083c59a6a63af62fd16c5a498")
}

// UnpackBadSignatureError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadSignature(uint256 index, address got, address want)
func (rLCVault *RLCVault) UnpackBadSignatureError(raw []byte) (*RLCVaultBadSignature, error) {
	out := new(RLCVaultBadSignature)
	if err := rLCVault.abi.UnpackIntoInterface(out, "BadSignature", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RLCVaultBadSignaturesLength represents a BadSignaturesLength error raised by the RLCVault contract.
type RLCVaultBadSignaturesLength struct {
	Got  *big.Int
	Want *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadSignaturesLength(uint256 got, uint256 want)
func RLCVaultBadSignaturesLengthErrorID() common.Hash {
	return common.HexToHash("0x0b5c92f8e93f076e653ef5b085aad240abe30b8ca0a7e0e474c8c7659f1ec585")
}

// UnpackBadSignaturesLengthError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadSignaturesLength(uint256 got, uint256 want)
func (rLCVault *RLCVault) UnpackBadSignaturesLengthError(raw []byte) (*RLCVaultBadSignaturesLength, error) {
	out := new(RLCVaultBadSignaturesLength)
	if err := rLCVault.abi.UnpackIntoInterface(out, "BadSignaturesLength", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RLCVaultClosed represents a Closed error raised by the RLCVault contract.
type RLCVaultClosed struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error Closed()
func RLCVaultClosedErrorID() common.Hash {
	return common.HexToHash("0x1cdde67b72a90f19919ac732a437ac2f7a10fc128d28c2a6e525d89ce5cd9d3a")
}

// UnpackClosedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error Closed()
func (rLCVault *RLCVault) UnpackClosedError(raw []byte) (*RLCVaultClosed, error) {
	out := new(RLCVaultClosed)
	if err := rLCVault.abi.UnpackIntoInterface(out, "Closed", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RLCVaultExpired represents a Expired error raised by the RLCVault contract.
type RLCVaultExpired struct {
	Time    *big.Int
	Timeout uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error Expired(uint256 time, uint64 timeout)
func RLCVaultExpiredErrorID() common.Hash {
	return common.HexToHash("0x8a55c622eb1663879daad4e2863f6c4c15b90881360ce5f5612c15a64b361b60")
}

// UnpackExpiredError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error Expired(uint256 time, uint64 timeout)
func (rLCVault *RLCVault) UnpackExpiredError(raw []byte) (*RLCVaultExpired, error) {
	out := new(RLCVaultExpired)
	if err := rLCVault.abi.UnpackIntoInterface(out, "Expired", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RLCVaultNoContract represents a NoContract error raised by the RLCVault contract.
type RLCVaultNoContract struct {
	Got common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NoContract(address got)
func RLCVaultNoContractErrorID() common.Hash {
	return common.HexToHash("0x5f15d672b6235f8600ffc72925d8d2f9dcea14be067296327891153847185a5c")
}

// UnpackNoContractError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NoContract(address got)
func (rLCVault *RLCVault) UnpackNoContractError(raw []byte) (*RLCVaultNoContract, error) {
	out := new(RLCVaultNoContract)
	if err := rLCVault.abi.UnpackIntoInterface(out, "NoContract", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RLCVaultNoHomeChain represents a NoHomeChain error raised by the RLCVault contract.
type RLCVaultNoHomeChain struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NoHomeChain()
func RLCVaultNoHomeChainErrorID() common.Hash {
	return common.HexToHash("0xd1bc6d76248c9b42e989c3be7a9bfe61709c2e87de21893da09bb37b439bdfee")
}

// UnpackNoHomeChainError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NoHomeChain()
func (rLCVault *RLCVault) UnpackNoHomeChainError(raw []byte) (*RLCVaultNoHomeChain, error) {
	out := new(RLCVaultNoHomeChain)
	if err := rLCVault.abi.UnpackIntoInterface(out, "NoHomeChain", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RLCVaultNoPausesLeft represents a NoPausesLeft error raised by the RLCVault contract.
type RLCVaultNoPausesLeft struct {
	Used uint8
	Max  uint8
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NoPausesLeft(uint8 used, uint8 max)
func RLCVaultNoPausesLeftErrorID() common.Hash {
	return common.HexToHash("0xa84f56ae68aa310c228575700255f695beede34290a52f582fa4a4645e2f0a3b")
}

// UnpackNoPausesLeftError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NoPausesLeft(uint8 used, uint8 max)
func (rLCVault *RLCVault) UnpackNoPausesLeftError(raw []byte) (*RLCVaultNoPausesLeft, error) {
	out := new(RLCVaultNoPausesLeft)
	if err := rLCVault.abi.UnpackIntoInterface(out, "NoPausesLeft", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RLCVaultNoPower represents a NoPower error raised by the RLCVault contract.
type RLCVaultNoPower struct {
	Index *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NoPower(uint256 index)
func RLCVaultNoPowerErrorID() common.Hash {
	return common.HexToHash("0x150d67cd4157c7f2e2e59491f4ae17e9efb298ed479ccfeb7f5f8d4675d19f12")
}

// UnpackNoPowerError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NoPower(uint256 index)
func (rLCVault *RLCVault) UnpackNoPowerError(raw []byte) (*RLCVaultNoPower, error) {
	out := new(RLCVaultNoPower)
	if err := rLCVault.abi.UnpackIntoInterface(out, "NoPower", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RLCVaultNotActive represents a NotActive error raised by the RLCVault contract.
type RLCVaultNotActive struct {
	Time     *big.Int
	ActiveAt uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotActive(uint256 time, uint64 activeAt)
func RLCVaultNotActiveErrorID() common.Hash {
	return common.HexToHash("0x716c41c9f01e74a98052f2c993227ada4e2d540c53d1897208c4b3af42449ad1")
}

// UnpackNotActiveError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotActive(uint256 time, uint64 activeAt)
func (rLCVault *RLCVault) UnpackNotActiveError(raw []byte) (*RLCVaultNotActive, error) {
	out := new(RLCVaultNotActive)
	if err := rLCVault.abi.UnpackIntoInterface(out, "NotActive", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RLCVaultNotAscending represents a NotAscending error raised by the RLCVault contract.
type RLCVaultNotAscending struct {
	Index    *big.Int
	Got      common.Address
	Previous common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotAscending(uint256 index, address got, address previous)
func RLCVaultNotAscendingErrorID() common.Hash {
	return common.HexToHash("0xa6761c6760cedd23c86645289e5013292fa1103cc766839a493a3242824c21b8")
}

// UnpackNotAscendingError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotAscending(uint256 index, address got, address previous)
func (rLCVault *RLCVault) UnpackNotAscendingError(raw []byte) (*RLCVaultNotAscending, error) {
	out := new(RLCVaultNotAscending)
	if err := rLCVault.abi.UnpackIntoInterface(out, "NotAscending", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RLCVaultNotEnoughGas represents a NotEnoughGas error raised by the RLCVault contract.
type RLCVaultNotEnoughGas struct {
	Left    *big.Int
	ItemGas *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotEnoughGas(uint256 left, uint256 itemGas)
func RLCVaultNotEnoughGasErrorID() common.Hash {
	return common.HexToHash("0x9fa729828e06f64f0aba24f9c66804bdfb0e921365b21f9e24f4e732397f9e66")
}

// UnpackNotEnoughGasError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotEnoughGas(uint256 left, uint256 itemGas)
func (rLCVault *RLCVault) UnpackNotEnoughGasError(raw []byte) (*RLCVaultNotEnoughGas, error) {
	out := new(RLCVaultNotEnoughGas)
	if err := rLCVault.abi.UnpackIntoInterface(out, "NotEnoughGas", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RLCVaultNotEnoughLocked represents a NotEnoughLocked error raised by the RLCVault contract.
type RLCVaultNotEnoughLocked struct {
	Want   *big.Int
	Locked uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotEnoughLocked(uint256 want, uint64 locked)
func RLCVaultNotEnoughLockedErrorID() common.Hash {
	return common.HexToHash("0xf5c0a1343328c075cb4fd31816d7a1a11b5d9823de732c67120fa7c7894e411f")
}

// UnpackNotEnoughLockedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotEnoughLocked(uint256 want, uint64 locked)
func (rLCVault *RLCVault) UnpackNotEnoughLockedError(raw []byte) (*RLCVaultNotEnoughLocked, error) {
	out := new(RLCVaultNotEnoughLocked)
	if err := rLCVault.abi.UnpackIntoInterface(out, "NotEnoughLocked", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RLCVaultNotEnoughPower represents a NotEnoughPower error raised by the RLCVault contract.
type RLCVaultNotEnoughPower struct {
	Signed *big.Int
	Total  *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotEnoughPower(uint256 signed, uint256 total)
func RLCVaultNotEnoughPowerErrorID() common.Hash {
	return common.HexToHash("0x2818471e89747c07a734bd246a38b5c4b17e3d94e5a91fc9484cbaeff1d5568f")
}

// UnpackNotEnoughPowerError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotEnoughPower(uint256 signed, uint256 total)
func (rLCVault *RLCVault) UnpackNotEnoughPowerError(raw []byte) (*RLCVaultNotEnoughPower, error) {
	out := new(RLCVaultNotEnoughPower)
	if err := rLCVault.abi.UnpackIntoInterface(out, "NotEnoughPower", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RLCVaultNotGuardian represents a NotGuardian error raised by the RLCVault contract.
type RLCVaultNotGuardian struct {
	Got  common.Address
	Want common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotGuardian(address got, address want)
func RLCVaultNotGuardianErrorID() common.Hash {
	return common.HexToHash("0x826f1bd21a6e91b051ebea595c16fd03830d2c589a94acbc6c8e70e4c8fc863e")
}

// UnpackNotGuardianError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotGuardian(address got, address want)
func (rLCVault *RLCVault) UnpackNotGuardianError(raw []byte) (*RLCVaultNotGuardian, error) {
	out := new(RLCVaultNotGuardian)
	if err := rLCVault.abi.UnpackIntoInterface(out, "NotGuardian", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RLCVaultNotLower represents a NotLower error raised by the RLCVault contract.
type RLCVaultNotLower struct {
	Got     uint64
	Present uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotLower(uint64 got, uint64 present)
func RLCVaultNotLowerErrorID() common.Hash {
	return common.HexToHash("0xc73516eaed7257c488b6c338563d6e2b1d050080d292c0f35039b3997be8eaea")
}

// UnpackNotLowerError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotLower(uint64 got, uint64 present)
func (rLCVault *RLCVault) UnpackNotLowerError(raw []byte) (*RLCVaultNotLower, error) {
	out := new(RLCVaultNotLower)
	if err := rLCVault.abi.UnpackIntoInterface(out, "NotLower", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RLCVaultNotStale represents a NotStale error raised by the RLCVault contract.
type RLCVaultNotStale struct {
	Time         *big.Int
	TrustedUntil *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotStale(uint256 time, uint256 trustedUntil)
func RLCVaultNotStaleErrorID() common.Hash {
	return common.HexToHash("0x6a18e3d61218de1a164c99c23f0890ec3320c1b63c82cd6e22301dc0c70d2e2b")
}

// UnpackNotStaleError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotStale(uint256 time, uint256 trustedUntil)
func (rLCVault *RLCVault) UnpackNotStaleError(raw []byte) (*RLCVaultNotStale, error) {
	out := new(RLCVaultNotStale)
	if err := rLCVault.abi.UnpackIntoInterface(out, "NotStale", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RLCVaultNothingOwed represents a NothingOwed error raised by the RLCVault contract.
type RLCVaultNothingOwed struct {
	To common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NothingOwed(address to)
func RLCVaultNothingOwedErrorID() common.Hash {
	return common.HexToHash("0x751b0fdaa408a0c7537afaf0af96a92598192bff093a0ad0f684a7c83bc223c9")
}

// UnpackNothingOwedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NothingOwed(address to)
func (rLCVault *RLCVault) UnpackNothingOwedError(raw []byte) (*RLCVaultNothingOwed, error) {
	out := new(RLCVaultNothingOwed)
	if err := rLCVault.abi.UnpackIntoInterface(out, "NothingOwed", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RLCVaultNothingPending represents a NothingPending error raised by the RLCVault contract.
type RLCVaultNothingPending struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NothingPending()
func RLCVaultNothingPendingErrorID() common.Hash {
	return common.HexToHash("0x175c1aea8c453b556720d39e3cb0e313105d00199d98e8a01c1a820f7ffae2f3")
}

// UnpackNothingPendingError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NothingPending()
func (rLCVault *RLCVault) UnpackNothingPendingError(raw []byte) (*RLCVaultNothingPending, error) {
	out := new(RLCVaultNothingPending)
	if err := rLCVault.abi.UnpackIntoInterface(out, "NothingPending", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RLCVaultOverInCap represents a OverInCap error raised by the RLCVault contract.
type RLCVaultOverInCap struct {
	Got  *big.Int
	Room *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error OverInCap(uint256 got, uint256 room)
func RLCVaultOverInCapErrorID() common.Hash {
	return common.HexToHash("0xd2a332381a9c48125beddb199dc611761c1e724850555fff008804053d32272d")
}

// UnpackOverInCapError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error OverInCap(uint256 got, uint256 room)
func (rLCVault *RLCVault) UnpackOverInCapError(raw []byte) (*RLCVaultOverInCap, error) {
	out := new(RLCVaultOverInCap)
	if err := rLCVault.abi.UnpackIntoInterface(out, "OverInCap", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RLCVaultOverOutCap represents a OverOutCap error raised by the RLCVault contract.
type RLCVaultOverOutCap struct {
	Want *big.Int
	Room *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error OverOutCap(uint256 want, uint256 room)
func RLCVaultOverOutCapErrorID() common.Hash {
	return common.HexToHash("0xc5c882ba872768d9195890480e031e4e463ff66d80ccacffda2b8d480bf1a0df")
}

// UnpackOverOutCapError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error OverOutCap(uint256 want, uint256 room)
func (rLCVault *RLCVault) UnpackOverOutCapError(raw []byte) (*RLCVaultOverOutCap, error) {
	out := new(RLCVaultOverOutCap)
	if err := rLCVault.abi.UnpackIntoInterface(out, "OverOutCap", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RLCVaultPaused represents a Paused error raised by the RLCVault contract.
type RLCVaultPaused struct {
	Flag  uint8
	Until uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error Paused(uint8 flag, uint64 until)
func RLCVaultPausedErrorID() common.Hash {
	return common.HexToHash("0x46d780f10bb2c3d70b60b719184a050511cefb78cac31b9dd84ca130a4d28a81")
}

// UnpackPausedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error Paused(uint8 flag, uint64 until)
func (rLCVault *RLCVault) UnpackPausedError(raw []byte) (*RLCVaultPaused, error) {
	out := new(RLCVaultPaused)
	if err := rLCVault.abi.UnpackIntoInterface(out, "Paused", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RLCVaultReentered represents a Reentered error raised by the RLCVault contract.
type RLCVaultReentered struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error Reentered()
func RLCVaultReenteredErrorID() common.Hash {
	return common.HexToHash("0xb5dfd9e53a10d4d747ca3de749b98baf23546e800cbacdb1dbc28233e586d1ee")
}

// UnpackReenteredError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error Reentered()
func (rLCVault *RLCVault) UnpackReenteredError(raw []byte) (*RLCVaultReentered, error) {
	out := new(RLCVaultReentered)
	if err := rLCVault.abi.UnpackIntoInterface(out, "Reentered", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RLCVaultStale represents a Stale error raised by the RLCVault contract.
type RLCVaultStale struct {
	Time         *big.Int
	TrustedUntil *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error Stale(uint256 time, uint256 trustedUntil)
func RLCVaultStaleErrorID() common.Hash {
	return common.HexToHash("0x069c0717976a425b27b8aa7c4fb767ff35c8b27812b631bfca962062606b2870")
}

// UnpackStaleError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error Stale(uint256 time, uint256 trustedUntil)
func (rLCVault *RLCVault) UnpackStaleError(raw []byte) (*RLCVaultStale, error) {
	out := new(RLCVaultStale)
	if err := rLCVault.abi.UnpackIntoInterface(out, "Stale", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RLCVaultTokenRefused represents a TokenRefused error raised by the RLCVault contract.
type RLCVaultTokenRefused struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error TokenRefused()
func RLCVaultTokenRefusedErrorID() common.Hash {
	return common.HexToHash("0x5619382ce9e0631927b706fc09e8ceb1564baa43bc3f60f5939c41cc69a7ef77")
}

// UnpackTokenRefusedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error TokenRefused()
func (rLCVault *RLCVault) UnpackTokenRefusedError(raw []byte) (*RLCVaultTokenRefused, error) {
	out := new(RLCVaultTokenRefused)
	if err := rLCVault.abi.UnpackIntoInterface(out, "TokenRefused", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RLCVaultTooEarly represents a TooEarly error raised by the RLCVault contract.
type RLCVaultTooEarly struct {
	Time    *big.Int
	ReadyAt uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error TooEarly(uint256 time, uint64 readyAt)
func RLCVaultTooEarlyErrorID() common.Hash {
	return common.HexToHash("0x45936d77c40d966e9f91375f5cfaa3a938b6d49e097d268c9e3d1c81e61d3cec")
}

// UnpackTooEarlyError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error TooEarly(uint256 time, uint64 readyAt)
func (rLCVault *RLCVault) UnpackTooEarlyError(raw []byte) (*RLCVaultTooEarly, error) {
	out := new(RLCVaultTooEarly)
	if err := rLCVault.abi.UnpackIntoInterface(out, "TooEarly", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RLCVaultTooFewMembers represents a TooFewMembers error raised by the RLCVault contract.
type RLCVaultTooFewMembers struct {
	Got *big.Int
	Min *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error TooFewMembers(uint256 got, uint256 min)
func RLCVaultTooFewMembersErrorID() common.Hash {
	return common.HexToHash("0x712438ba7c9c896073c739f9b6e6af8572880b1794d4d1c1be66abc93df8933a")
}

// UnpackTooFewMembersError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error TooFewMembers(uint256 got, uint256 min)
func (rLCVault *RLCVault) UnpackTooFewMembersError(raw []byte) (*RLCVaultTooFewMembers, error) {
	out := new(RLCVaultTooFewMembers)
	if err := rLCVault.abi.UnpackIntoInterface(out, "TooFewMembers", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RLCVaultTooMuchPower represents a TooMuchPower error raised by the RLCVault contract.
type RLCVaultTooMuchPower struct {
	Got *big.Int
	Max *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error TooMuchPower(uint256 got, uint256 max)
func RLCVaultTooMuchPowerErrorID() common.Hash {
	return common.HexToHash("0xc6d3242599588b84920f29053ded887f7882ed9610e92f57aacdef958b8aa191")
}

// UnpackTooMuchPowerError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error TooMuchPower(uint256 got, uint256 max)
func (rLCVault *RLCVault) UnpackTooMuchPowerError(raw []byte) (*RLCVaultTooMuchPower, error) {
	out := new(RLCVaultTooMuchPower)
	if err := rLCVault.abi.UnpackIntoInterface(out, "TooMuchPower", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RLCVaultWrongAmountReceived represents a WrongAmountReceived error raised by the RLCVault contract.
type RLCVaultWrongAmountReceived struct {
	Got  *big.Int
	Want *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error WrongAmountReceived(uint256 got, uint256 want)
func RLCVaultWrongAmountReceivedErrorID() common.Hash {
	return common.HexToHash("0x1ff641ae1e10906ee8d94b5401e1d335c0cd001d74f6a2f60dad0c489583b2b2")
}

// UnpackWrongAmountReceivedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error WrongAmountReceived(uint256 got, uint256 want)
func (rLCVault *RLCVault) UnpackWrongAmountReceivedError(raw []byte) (*RLCVaultWrongAmountReceived, error) {
	out := new(RLCVaultWrongAmountReceived)
	if err := rLCVault.abi.UnpackIntoInterface(out, "WrongAmountReceived", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RLCVaultWrongMembers represents a WrongMembers error raised by the RLCVault contract.
type RLCVaultWrongMembers struct {
	Got  [32]byte
	Want [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error WrongMembers(bytes32 got, bytes32 want)
func RLCVaultWrongMembersErrorID() common.Hash {
	return common.HexToHash("0x3fa0cd735da6a45d4c45eeb23c51c97c309ec3d47b26716ec31de2286305434e")
}

// UnpackWrongMembersError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error WrongMembers(bytes32 got, bytes32 want)
func (rLCVault *RLCVault) UnpackWrongMembersError(raw []byte) (*RLCVaultWrongMembers, error) {
	out := new(RLCVaultWrongMembers)
	if err := rLCVault.abi.UnpackIntoInterface(out, "WrongMembers", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RLCVaultWrongSupply represents a WrongSupply error raised by the RLCVault contract.
type RLCVaultWrongSupply struct {
	Got *big.Int
	Max *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error WrongSupply(uint256 got, uint256 max)
func RLCVaultWrongSupplyErrorID() common.Hash {
	return common.HexToHash("0x00875f35e1c812bed39273bfe383170f92140355d31b9c0b9e0a7c5cd627ff72")
}

// UnpackWrongSupplyError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error WrongSupply(uint256 got, uint256 max)
func (rLCVault *RLCVault) UnpackWrongSupplyError(raw []byte) (*RLCVaultWrongSupply, error) {
	out := new(RLCVaultWrongSupply)
	if err := rLCVault.abi.UnpackIntoInterface(out, "WrongSupply", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RLCVaultWrongToken represents a WrongToken error raised by the RLCVault contract.
type RLCVaultWrongToken struct {
	Got  common.Address
	Want common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error WrongToken(address got, address want)
func RLCVaultWrongTokenErrorID() common.Hash {
	return common.HexToHash("0x2d6ac12780a15d0f0f793c91c5e4aa9fcefbfb57c254d11c3913ba36be3267f7")
}

// UnpackWrongTokenError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error WrongToken(address got, address want)
func (rLCVault *RLCVault) UnpackWrongTokenError(raw []byte) (*RLCVaultWrongToken, error) {
	out := new(RLCVaultWrongToken)
	if err := rLCVault.abi.UnpackIntoInterface(out, "WrongToken", raw); err != nil {
		return nil, err
	}
	return out, nil
}
