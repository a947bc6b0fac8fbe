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
	ABI: "[{\"inputs\":[{\"internalType\":\"address\",\"name\":\"rlc_\",\"type\":\"address\"},{\"internalType\":\"bytes32\",\"name\":\"homeChainHash_\",\"type\":\"bytes32\"},{\"internalType\":\"bytes\",\"name\":\"members\",\"type\":\"bytes\"},{\"internalType\":\"uint64\",\"name\":\"valsetNonce_\",\"type\":\"uint64\"},{\"components\":[{\"internalType\":\"uint64\",\"name\":\"inCap\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"outCap\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"outRate\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"minDeposit\",\"type\":\"uint64\"}],\"internalType\":\"structLimits\",\"name\":\"l\",\"type\":\"tuple\"},{\"internalType\":\"address\",\"name\":\"guardian_\",\"type\":\"address\"},{\"internalType\":\"uint64\",\"name\":\"trust_\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"activationDelay_\",\"type\":\"uint64\"}],\"stateMutability\":\"nonpayable\",\"type\":\"constructor\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"nonce\",\"type\":\"uint64\"}],\"name\":\"AlreadyExecuted\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"got\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"min\",\"type\":\"uint256\"}],\"name\":\"AmountTooSmall\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"got\",\"type\":\"address\"}],\"name\":\"BadAddress\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"bitmap\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"members\",\"type\":\"uint256\"}],\"name\":\"BadBitmap\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"got\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"want\",\"type\":\"uint256\"}],\"name\":\"BadDataLength\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"trust\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"activationDelay\",\"type\":\"uint64\"},{\"internalType\":\"uint256\",\"name\":\"max\",\"type\":\"uint256\"}],\"name\":\"BadDelays\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint8\",\"name\":\"got\",\"type\":\"uint8\"},{\"internalType\":\"uint8\",\"name\":\"max\",\"type\":\"uint8\"}],\"name\":\"BadFlags\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"index\",\"type\":\"uint256\"},{\"internalType\":\"address\",\"name\":\"to\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"amount\",\"type\":\"uint256\"}],\"name\":\"BadItem\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"bytesGot\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"itemBytes\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"max\",\"type\":\"uint256\"}],\"name\":\"BadItemsLength\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"inCap\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"outCap\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"outRate\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"minDeposit\",\"type\":\"uint64\"},{\"internalType\":\"uint256\",\"name\":\"max\",\"type\":\"uint256\"}],\"name\":\"BadLimits\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"bytesGot\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"memberBytes\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"maxMembers\",\"type\":\"uint256\"}],\"name\":\"BadMembersLength\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"got\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"last\",\"type\":\"uint64\"},{\"internalType\":\"uint256\",\"name\":\"maxJump\",\"type\":\"uint256\"}],\"name\":\"BadNonce\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"index\",\"type\":\"uint256\"},{\"internalType\":\"address\",\"name\":\"got\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"want\",\"type\":\"address\"}],\"name\":\"BadSignature\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"got\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"want\",\"type\":\"uint256\"}],\"name\":\"BadSignaturesLength\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"Closed\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"time\",\"type\":\"uint256\"},{\"internalType\":\"uint64\",\"name\":\"timeout\",\"type\":\"uint64\"}],\"name\":\"Expired\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"got\",\"type\":\"address\"}],\"name\":\"NoContract\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"NoHomeChain\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint8\",\"name\":\"used\",\"type\":\"uint8\"},{\"internalType\":\"uint8\",\"name\":\"max\",\"type\":\"uint8\"}],\"name\":\"NoPausesLeft\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"index\",\"type\":\"uint256\"}],\"name\":\"NoPower\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"time\",\"type\":\"uint256\"},{\"internalType\":\"uint64\",\"name\":\"activeAt\",\"type\":\"uint64\"}],\"name\":\"NotActive\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"index\",\"type\":\"uint256\"},{\"internalType\":\"address\",\"name\":\"got\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"previous\",\"type\":\"address\"}],\"name\":\"NotAscending\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"left\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"itemGas\",\"type\":\"uint256\"}],\"name\":\"NotEnoughGas\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"want\",\"type\":\"uint256\"},{\"internalType\":\"uint64\",\"name\":\"locked\",\"type\":\"uint64\"}],\"name\":\"NotEnoughLocked\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"signed\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"total\",\"type\":\"uint256\"}],\"name\":\"NotEnoughPower\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"got\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"want\",\"type\":\"address\"}],\"name\":\"NotGuardian\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"got\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"present\",\"type\":\"uint64\"}],\"name\":\"NotLower\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"time\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"trustedUntil\",\"type\":\"uint256\"}],\"name\":\"NotStale\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"to\",\"type\":\"address\"}],\"name\":\"NothingOwed\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"NothingPending\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"got\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"room\",\"type\":\"uint256\"}],\"name\":\"OverInCap\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"want\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"room\",\"type\":\"uint256\"}],\"name\":\"OverOutCap\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint8\",\"name\":\"flag\",\"type\":\"uint8\"},{\"internalType\":\"uint64\",\"name\":\"until\",\"type\":\"uint64\"}],\"name\":\"Paused\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"Reentered\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"time\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"trustedUntil\",\"type\":\"uint256\"}],\"name\":\"Stale\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"TokenRefused\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"time\",\"type\":\"uint256\"},{\"internalType\":\"uint64\",\"name\":\"readyAt\",\"type\":\"uint64\"}],\"name\":\"TooEarly\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"got\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"min\",\"type\":\"uint256\"}],\"name\":\"TooFewMembers\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"got\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"max\",\"type\":\"uint256\"}],\"name\":\"TooMuchPower\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"got\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"want\",\"type\":\"uint256\"}],\"name\":\"WrongAmountReceived\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"got\",\"type\":\"bytes32\"},{\"internalType\":\"bytes32\",\"name\":\"want\",\"type\":\"bytes32\"}],\"name\":\"WrongMembers\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"got\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"max\",\"type\":\"uint256\"}],\"name\":\"WrongSupply\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"got\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"want\",\"type\":\"address\"}],\"name\":\"WrongToken\",\"type\":\"error\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"n\",\"type\":\"uint64\"},{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"batchNonce\",\"type\":\"uint64\"},{\"indexed\":false,\"internalType\":\"uint64\",\"name\":\"total\",\"type\":\"uint64\"},{\"indexed\":false,\"internalType\":\"uint64\",\"name\":\"lockedAfter\",\"type\":\"uint64\"}],\"name\":\"BatchExecuted\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"n\",\"type\":\"uint64\"},{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"configNonce\",\"type\":\"uint64\"},{\"indexed\":false,\"internalType\":\"bytes32\",\"name\":\"configHash\",\"type\":\"bytes32\"}],\"name\":\"ConfigApplied\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"n\",\"type\":\"uint64\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"from\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"recipient\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"uint64\",\"name\":\"amount\",\"type\":\"uint64\"},{\"indexed\":false,\"internalType\":\"uint64\",\"name\":\"lockedAfter\",\"type\":\"uint64\"}],\"name\":\"Deposited\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"batchNonce\",\"type\":\"uint64\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"to\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"uint64\",\"name\":\"amount\",\"type\":\"uint64\"}],\"name\":\"ItemOwed\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"n\",\"type\":\"uint64\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"newVault\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"uint64\",\"name\":\"amount\",\"type\":\"uint64\"}],\"name\":\"Migrated\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"nonce\",\"type\":\"uint64\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"newVault\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"uint64\",\"name\":\"readyAt\",\"type\":\"uint64\"}],\"name\":\"MigrationAnnounced\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"nonce\",\"type\":\"uint64\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"newVault\",\"type\":\"address\"}],\"name\":\"MigrationVetoed\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":false,\"internalType\":\"uint64\",\"name\":\"outCap\",\"type\":\"uint64\"}],\"name\":\"OutCapLowered\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"to\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"uint64\",\"name\":\"amount\",\"type\":\"uint64\"}],\"name\":\"OwedClaimed\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"n\",\"type\":\"uint64\"},{\"indexed\":false,\"internalType\":\"uint8\",\"name\":\"flags\",\"type\":\"uint8\"},{\"indexed\":false,\"internalType\":\"uint64\",\"name\":\"until\",\"type\":\"uint64\"}],\"name\":\"PauseChanged\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"valsetNonce\",\"type\":\"uint64\"},{\"indexed\":false,\"internalType\":\"bytes32\",\"name\":\"membersHash\",\"type\":\"bytes32\"},{\"indexed\":false,\"internalType\":\"uint64\",\"name\":\"readyAt\",\"type\":\"uint64\"}],\"name\":\"RecoveryAnnounced\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"to\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"amount\",\"type\":\"uint256\"}],\"name\":\"Swept\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"n\",\"type\":\"uint64\"},{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"valsetNonce\",\"type\":\"uint64\"},{\"indexed\":false,\"internalType\":\"bytes32\",\"name\":\"membersHash\",\"type\":\"bytes32\"},{\"indexed\":false,\"internalType\":\"uint64\",\"name\":\"activeAt\",\"type\":\"uint64\"}],\"name\":\"ValsetUpdated\",\"type\":\"event\"},{\"inputs\":[],\"name\":\"activationDelay\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"components\":[{\"internalType\":\"uint64\",\"name\":\"nonce\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"inCap\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"outCap\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"outRate\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"minDeposit\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"guardian\",\"type\":\"address\"},{\"internalType\":\"bool\",\"name\":\"unpause\",\"type\":\"bool\"},{\"internalType\":\"address\",\"name\":\"sweepTo\",\"type\":\"address\"}],\"internalType\":\"structConfig\",\"name\":\"c\",\"type\":\"tuple\"},{\"internalType\":\"bytes\",\"name\":\"members\",\"type\":\"bytes\"},{\"internalType\":\"uint256\",\"name\":\"bitmap\",\"type\":\"uint256\"},{\"internalType\":\"bytes\",\"name\":\"sigs\",\"type\":\"bytes\"}],\"name\":\"applyConfig\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"book\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"eventNonce\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"locked\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"inCap\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"minDeposit\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"bucket\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"outCap\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"outRate\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"level\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"time\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"to\",\"type\":\"address\"}],\"name\":\"claimOwed\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"amount\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"recipient\",\"type\":\"address\"}],\"name\":\"deposit\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"domain\",\"outputs\":[{\"internalType\":\"bytes32\",\"name\":\"\",\"type\":\"bytes32\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"eventHash\",\"outputs\":[{\"internalType\":\"bytes32\",\"name\":\"\",\"type\":\"bytes32\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"eventNonce\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"executeMigrate\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"executeRecover\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"guardian\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"homeChainHash\",\"outputs\":[{\"internalType\":\"bytes32\",\"name\":\"\",\"type\":\"bytes32\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"nonce\",\"type\":\"uint64\"}],\"name\":\"isExecuted\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"\",\"type\":\"bool\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"locked\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"outCap\",\"type\":\"uint64\"}],\"name\":\"lowerCap\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"membersHash\",\"outputs\":[{\"internalType\":\"bytes32\",\"name\":\"\",\"type\":\"bytes32\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"components\":[{\"internalType\":\"uint64\",\"name\":\"nonce\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"newVault\",\"type\":\"address\"},{\"internalType\":\"uint64\",\"name\":\"notBefore\",\"type\":\"uint64\"}],\"internalType\":\"structMigrate\",\"name\":\"m\",\"type\":\"tuple\"},{\"internalType\":\"bytes\",\"name\":\"members\",\"type\":\"bytes\"},{\"internalType\":\"uint256\",\"name\":\"bitmap\",\"type\":\"uint256\"},{\"internalType\":\"bytes\",\"name\":\"sigs\",\"type\":\"bytes\"}],\"name\":\"migrate\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"migration\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"newVault\",\"type\":\"address\"},{\"internalType\":\"uint64\",\"name\":\"readyAt\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"numbers\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"valsetNonce\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"totalPower\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"configNonce\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"migrateNonce\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"to\",\"type\":\"address\"}],\"name\":\"owed\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"amount\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"owedTotal\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint8\",\"name\":\"flags\",\"type\":\"uint8\"}],\"name\":\"pause\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"from\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"amount\",\"type\":\"uint256\"},{\"internalType\":\"address\",\"name\":\"token\",\"type\":\"address\"},{\"internalType\":\"bytes\",\"name\":\"data\",\"type\":\"bytes\"}],\"name\":\"receiveApproval\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"nonce\",\"type\":\"uint64\"},{\"internalType\":\"bytes\",\"name\":\"newMembers\",\"type\":\"bytes\"}],\"name\":\"recover\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"recovery\",\"outputs\":[{\"internalType\":\"bytes32\",\"name\":\"membersHash\",\"type\":\"bytes32\"},{\"internalType\":\"uint64\",\"name\":\"valsetNonce\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"totalPower\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"readyAt\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"rlc\",\"outputs\":[{\"internalType\":\"contractIRLC\",\"name\":\"\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"status\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"pausedUntil\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"valsetTime\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"activeAt\",\"type\":\"uint64\"},{\"internalType\":\"uint8\",\"name\":\"pauseFlags\",\"type\":\"uint8\"},{\"internalType\":\"uint8\",\"name\":\"pausesUsed\",\"type\":\"uint8\"},{\"internalType\":\"bool\",\"name\":\"closed\",\"type\":\"bool\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"components\":[{\"internalType\":\"uint64\",\"name\":\"nonce\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"firstId\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"timeout\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"fee\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"itemGas\",\"type\":\"uint64\"}],\"internalType\":\"structHdr\",\"name\":\"h\",\"type\":\"tuple\"},{\"internalType\":\"bytes\",\"name\":\"items\",\"type\":\"bytes\"},{\"internalType\":\"bytes\",\"name\":\"members\",\"type\":\"bytes\"},{\"internalType\":\"uint256\",\"name\":\"bitmap\",\"type\":\"uint256\"},{\"internalType\":\"bytes\",\"name\":\"sigs\",\"type\":\"bytes\"},{\"internalType\":\"address\",\"name\":\"feeTo\",\"type\":\"address\"}],\"name\":\"submitBatch\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"totalPower\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"trust\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"nonce\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"homeHeight\",\"type\":\"uint64\"},{\"internalType\":\"bytes\",\"name\":\"newMembers\",\"type\":\"bytes\"},{\"internalType\":\"bytes\",\"name\":\"members\",\"type\":\"bytes\"},{\"internalType\":\"uint256\",\"name\":\"bitmap\",\"type\":\"uint256\"},{\"internalType\":\"bytes\",\"name\":\"sigs\",\"type\":\"bytes\"}],\"name\":\"updateValset\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"valsetNonce\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"vetoMigrate\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"}]",
	ID:  "RLCVault",
	Bin: "0x61010080604052346106ac57613dca803803809161001d82856106f7565b833981019080820361016081126106ac576100378261071a565b60208301516040840151909391906001600160401b0381116106ac5782019385601f860112156106ac5784516001600160401b0381116106e35760405195610089601f8301601f1916602001886106f7565b8187526020870197602083830101116106ac57815f9260208093018a5e8701015260806100b86060850161072e565b94607f1901126106ac5760405191608083016001600160401b038111848210176106e3576040526100eb6080850161072e565b83526100f960a0850161072e565b926020810193845261010d60c0860161072e565b926040820193845261012160e0870161072e565b9260608301938452610136610100880161071a565b9661015161014061014a610120840161072e565b920161072e565b91803b156106c3576040516318160ddd60e01b81526001600160a01b039190911690602081600481855afa9081156106b8575f91610682575b5080158015610671575b610654575083156106455760388b5110610629576001600160401b03831680158015610616575b8015610601575b6105d657506080528260a05260c05260e052604051602081019160808352601260a083015271524c435661756c742f6576656e74732f763160701b60c0830152466040830152306060830152608082015260c0815261022260e0826106f7565b5190205f555192519151905190926001600160401b039283169290919080831690828116908616821580156105ce575b80156105c6575b80156105be575b80156105ad575b801561059c575b801561058b575b8015610582575b61054b575050600180546001600160801b031660809490941b600160801b600160c01b03169390931760c09290921b6001600160c01b0319169190911790915550600454926001600160a01b0316801561053957600680546001600160a01b03191691909117905560409190911b6fffffffffffffffff000000000000000016600160801b600160c01b0390921617174260c01b6001600160c01b031916176004556003548251601c9004801580801561052e575b81156104ff575b506104e1575f908190815b81831061046b57505050674000000000000000811161044d576001600160801b03199091166001600160401b0390921691909117604091821b6fffffffffffffffff000000000000000090811691909117600355915190922060055560028054600160401b600160c01b03191642841b90921691909117600160801b600160c01b031790555161368790816107438239608051818181610b6e015281816111270152818161187801528181611943015281816119d301528181612cc1015281816130f001526134a7015260a051818181611fb601526126f2015260c051818181611e8c015281816127e90152613594015260e051818181611cbc01528181611f5b01526120660152f35b63c6d3242560e01b5f5260045267400000000000000060245260445ffd5b6020601c8495939402880101518060601c9060018060401b039060201c1691808211156104b9575081156104a6579101926001019190610343565b8463150d67cd60e01b5f5260045260245ffd5b63a6761c6760e01b5f90815260048790526024929092526001600160a01b0316604452606490fd5b8351632e71a49960e11b5f52600452601c602452608060445260645ffd5b601c838102925083830414171561051a57845114155f610338565b634e487b7160e01b5f52601160045260245ffd5b608083119150610331565b637833514560e11b5f5260045260245ffd5b60a493508560405193632e7e12ed60e11b855260048501526024840152604483015260648201526701351609ff7580006084820152fd5b5082821161027c565b506701351609ff7580008111610275565b506701351609ff758000861161026e565b506701351609ff7580008311610267565b508115610260565b508015610259565b508515610252565b631a50d1a760e21b5f9081526001600160401b038416600452602491909152621a5e00604452606490fd5b50621a5e006001600160401b038416116101c2565b506001600160401b0383168110156101bb565b601c8b51046338921c5d60e11b5f52600452600260245260445ffd5b6368de36bb60e11b5f5260045ffd5b62875f3560e01b5f526004526701351609ff75800060245260445ffd5b506701351609ff7580008111610194565b90506020813d6020116106b0575b8161069d602093836106f7565b810103126106ac57515f61018a565b5f80fd5b3d9150610690565b6040513d5f823e3d90fd5b632f8aeb3960e11b5f9081526001600160a01b0391909116600452602490fd5b634e487b7160e01b5f52604160045260245ffd5b601f909101601f19168101906001600160401b038211908210176106e357604052565b51906001600160a01b03821682036106ac57565b51906001600160401b03821682036106ac5756fe60806040526004361015610011575f80fd5b5f3560e01c806304c313d8146123e457806305a8da72146123995780630f30608a1461237157806316397079146121c55780631705a3bd1461218e57806319b5e247146121685780631c3e6ee614612142578063200d2ed2146120d557806327722f6a1461208a5780633a8c078614612047578063452a932014612021578063576bcd2f14611fd957806368458aec14611f9f5780636e19126414611eb05780636f9fdd6614611e6d578063798a6ca514611d1b57806382293cfe14611abe5780638f4ffcb114611967578063b017c03614611924578063bdf4ef87146111bc578063c029e86814611171578063c2fb26a61461114f578063c7b6a27114610e3a578063cf30901214610e11578063d1ac27201461078e578063db3ad22c14610765578063ddceafa914610722578063df18e047146106ea578063e2ff0250146106ce578063edf07f15146104a3578063ee274877146103c1578063f0ac8a46146101d9578063fa1f0442146101b05763fe5a793e1461018f575f80fd5b346101ac575f3660031901126101ac576020600554604051908152f35b5f80fd5b346101ac575f3660031901126101ac5760206001600160401b0360065460a01c16604051908152f35b346101ac575f3660031901126101ac5760ff5f5c1661039957600160ff195f5c16175f5d61020561339f565b60405161021181612513565b600a546001600160a01b0381168083526001600160401b03602084019260a01c16825215610371576001600160401b039051169081421061035a57610350905f600a556001600160a01b03600154916fffffffffffffffff0000000000000000196001600160401b038460401c1693166001557a0100000000000000000000000000000000000000000000000000007fffffffffff00ffffffffffffffffffffffffffffffffffffffffffffffffffff60025416176002555f546102d361340d565b9083835116916001600160401b03604051916020830193845260066040840152169283606083015260808201528560a082015260a0815261031560c08261252e565b5190205f5582825116907fb190ec65547b55f8d7eed638f97d65704d95d039bc74e7d5490c631e33d620fa6020604051878152a351166130b6565b60ff195f5c165f5d005b506345936d7760e01b5f524260045260245260445ffd5b7f175c1aea000000000000000000000000000000000000000000000000000000005f5260045ffd5b7fb5dfd9e5000000000000000000000000000000000000000000000000000000005f5260045ffd5b346101ac5760203660031901126101ac576103da612449565b6001600160a01b03600654168033036104745750600454906001600160401b0380831691169080821015610445577ffc01c80fbb2a4cd619339c67a74f512fd71f0d616bd01bdd9bf2ca055c865aa760208380866001600160401b03191617600455604051908152a1005b907fc73516ea000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b7f826f1bd2000000000000000000000000000000000000000000000000000000005f523360045260245260445ffd5b346101ac5760203660031901126101ac5760043560ff8116908181036101ac576001600160a01b036006541680330361047457508091801580156106c4575b61069157506104ef612757565b6080810160ff8151166002811015610661575060ff60019151160160ff811161063c5760ff60c81b1979ff000000000000000000000000000000000000000000000000006002549260c81b169116176002556001600160401b03815116421115610650575b505062093a80420180421161063c576001600160401b03807f4c14cd9665bcb68af871e3392533c67b96a383111cf111ad42d7257673726a109216806002547fffffffffffffff00ffffffffffffffffffffffffffffffff000000000000000078ff0000000000000000000000000000000000000000000000008760c01b16911617176002555f54936105e561340d565b9483604051966020880192835260056040890152169586606082015260ff831660808201528360a082015260a0815261061f60c08261252e565b5190205f556040805160ff929092168252929091166020820152a2005b634e487b7160e01b5f52601160045260245ffd5b6060015160ff161790508180610554565b7fa84f56ae000000000000000000000000000000000000000000000000000000005f52600452600260245260445ffd5b7fdebf9d41000000000000000000000000000000000000000000000000000000005f5260045260ff60031660245260445ffd5b50600381116104e2565b346101ac575f3660031901126101ac5760205f54604051908152f35b346101ac5760203660031901126101ac576001600160a01b0361070b6124ce565b165f526007602052602060405f2054604051908152f35b346101ac575f3660031901126101ac5760806008546001600160401b036009546040519283528181166020840152818160401c166040840152831c166060820152f35b346101ac575f3660031901126101ac5760206001600160401b0360035460401c16604051908152f35b346101ac57366003190161016081126101ac57610100136101ac57610104356001600160401b0381116101ac576107c990369060040161248b565b610144356001600160401b0381116101ac576107e990369060040161248b565b929060ff5f5c1661039957600160ff195f5c16175f5d610807612615565b610821600354916001600160401b038360801c1690612849565b60405160208101957f07791dbef05785492b57fc450b67c70ea85d0052d0717ff5f3bcf9e1a7a4475987526001600160401b0361085c612449565b1660408301526001600160401b0361087261245f565b1660608301526001600160401b03610888612475565b1660808301526064356001600160401b0381168091036101ac5760a08301526084356001600160401b0381168091036101ac5760c083015260a435936001600160a01b038516958686036101ac578660e085015260c43598891515808b036101ac5761010086015260e435946001600160a01b0386168096036101ac5761092f9561012082015261012081526109206101408261252e565b51902097610124359189613147565b6109376133b8565b67ffffffffffffffff60801b1967ffffffffffffffff60801b610958612615565b60801b1691161760035561096a61262b565b6109726125ff565b9061097b612641565b90610984612657565b6001600160401b03821680158015610e00575b8015610def575b8015610dde575b8015610dcd575b8015610db3575b8015610d99575b8015610d87575b610d2a57506fffffffffffffffffffffffffffffffff67ffffffffffffffff60801b6001600160c01b03196001549360c01b169360801b16911617176001556fffffffffffffffffffffffffffffffff196001600160401b036fffffffffffffffff00000000000000006004549360401b16931691161717600455508015610c495773ffffffffffffffffffffffffffffffffffffffff19600654161760065560ff60c81b19600254166002555f54610a7861340d565b90610a81612615565b916001600160401b038060405192602084019485526004604085015216938460608401521660808201528360a082015260a08152610ac060c08261252e565b5190205f557ff48841b836cd74b7effc9e069389b005a50c57ab5572777baed1d9635087363560206001600160401b03610af8612615565b1693604051908152a380610d19575b80610d04575b610c5b575b6001600160a01b03610b22612741565b16610b315760ff195f5c165f5d005b610b39612741565b6001600160a01b038116308114610c4957604051916370a0823160e01b83523060048401526020836024816001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000165afa928315610c3e575f93610c08575b50610bd3610bbe610c03946001600160401b0360015460401c1690613400565b6001600160401b0360065460a01c1690613400565b917fc36b5179cb9c303b200074996eab2b3473eac370fdd7eba3bec636fe351096966020604051858152a26130b6565b610350565b92506020833d602011610c36575b81610c236020938361252e565b810103126101ac57915191610bd3610b9e565b3d9150610c16565b6040513d5f823e3d90fd5b637833514560e11b5f5260045260245ffd5b7fffffffffffffff00ffffffffffffffffffffffffffffffff0000000000000000600254166002555f54610c8d61340d565b906001600160401b0360405192602084019283526005604085015216918260608201525f60808201525f60a082015260a08152610ccb60c08261252e565b5190205f557f4c14cd9665bcb68af871e3392533c67b96a383111cf111ad42d7257673726a10604080515f81525f6020820152a2610b12565b506001600160401b0360025416421115610b0d565b5060ff60025460c01c161515610b07565b6001600160401b0360a49281868189604051967f5cfc25da00000000000000000000000000000000000000000000000000000000885260048801521660248601521660448401521660648201526701351609ff7580006084820152fd5b50806001600160401b038316116109c1565b506701351609ff7580006001600160401b038516116109ba565b506701351609ff7580006001600160401b038616116109b3565b506701351609ff75800081116109ac565b506001600160401b038216156109a5565b506001600160401b0384161561099e565b506001600160401b03851615610997565b346101ac575f3660031901126101ac5760206001600160401b0360015460401c16604051908152f35b346101ac57366003190160c081126101ac576060136101ac576064356001600160401b0381116101ac57610e7290369060040161248b565b60a4356001600160401b0381116101ac57610e9190369060040161248b565b90610e9a61339f565b610ea2612615565b93610eb4600354958660c01c90612849565b610ebc61272b565b6001600160a01b031630148015611113575b6110f057610eda61272b565b3b156110b457610f6c9360405191602083017fe5558b0585a341bab49ca5dd4649b5a25772d13dc715686f4b7db46125960aef81526001600160401b03610f1f612449565b1660408501526001600160a01b03610f356124b8565b1660608501526001600160401b03610f4b612475565b16608085015260808452610f6060a08561252e565b60843593519020613147565b610f746133b8565b77ffffffffffffffffffffffffffffffffffffffffffffffff6001600160c01b0319610f9e612615565b60c01b1691161760035562093a80420180421161063c576001600160401b0316806001600160401b03610fcf6125ff565b16116110a2575b602090610fe161272b565b6001600160a01b0360405191610ff683612513565b16908181526001600160401b038316938491015273ffffffffffffffffffffffffffffffffffffffff19600a541617600a5567ffffffffffffffff60a01b1967ffffffffffffffff60a01b80600a549360a01b1616911617600a55611059612615565b907f8cc71073abd11bdfbe3bd69996835b4e7c28071db95069e307b55f823967262e60206001600160401b036001600160a01b0361109561272b565b60405195865216941692a3005b5060206110ad6125ff565b9050610fd6565b6001600160a01b036110c461272b565b7f5f15d672000000000000000000000000000000000000000000000000000000005f521660045260245ffd5b6001600160a01b0361110061272b565b637833514560e11b5f521660045260245ffd5b5061111c61272b565b6001600160a01b03807f000000000000000000000000000000000000000000000000000000000000000016911614610ece565b346101ac575f3660031901126101ac57602061116961266d565b604051908152f35b346101ac575f3660031901126101ac57600454604080516001600160401b03808416825283831c81166020830152608084811c9091169282019290925260c09290921c606083015290f35b346101ac57366003190161014081126101ac5760a0136101ac5760a4356001600160401b0381116101ac576111f590369060040161248b565b60c4356001600160401b0381116101ac5761121490369060040161248b565b610104929192356001600160401b0381116101ac5761123790369060040161248b565b9161012435946001600160a01b0386168087036101ac5760ff5f5c1661039957600160ff195f5c16175f5d61126a61339f565b6001600160401b0361127a6125ff565b1642116118e4576112b361128c612615565b60019066ffffffffffffff8160081c165f52600b60205260ff60405f205491161c16151590565b6118a8578015801561189f575b801561186d575b610c495750601c8504948515808115611862575b8115611848575b5061181357916001600160401b03917f417f8770d27623b60b3edc0457f7fab9a4efcce8d112fbddf53be4c6909a97a96113236113a397969536908c61254f565b6020815191012084611333612615565b8161133c61262b565b816113456125ff565b8161134e612641565b93611357612657565b96604080519e8f92602084019d8e52169101521660608c01521660808a01521660a08801521660c086015260e085015260e084526113976101008561252e565b60e43593519020613147565b6113ab6133b8565b6001600160401b036113bb612641565b165f5b82811061179b5750600154906001600160401b038260401c169182821161176c57604051906113ec826124e4565b6004546001600160401b038116835260208301906001600160401b038160401c1682526001600160401b0361143a816040870193818160801c168552606088019060c01c8152511642613400565b9251169182810292818404149015171561063c57516001600160401b031690808211156117635761146a91613400565b915b6001600160401b0361147e8585612594565b91511680911161171657509082916fffffffffffffffff0000000000000000196fffffffffffffffff00000000000000006114c96001600160401b036114d8979b999b1680986125df565b60401b16911617600155612594565b6004546fffffffffffffffffffffffffffffffff67ffffffffffffffff60801b6001600160c01b03194260c01b169360801b1691161717600455600160ff61151e612615565b161b66ffffffffffffff611530612615565b60081c165f52600b60205260405f209081541790555f547ff7a66f26ffd5e927836fe84deaf8fd1d0433f21300f8a7529e931aaa0dc31a9361157061340d565b916001600160401b0360015460401c1690611589612615565b936001600160401b038060405192602084019485526002604085015216958660608401521660808201528560a08201528260c082015260c081526115ce60e08261252e565b5190205f556001600160401b036115e3612615565b604080516001600160401b039788168152939096166020840152169390a35f925f915b8183106116c0575050506001600160401b03611620612641565b16611681575b50806116365760ff195f5c165f5d005b67ffffffffffffffff60a01b1967ffffffffffffffff60a01b6116716001600160401b0360065494166001600160401b038560a01c166125bf565b60a01b1691161760065580610350565b906116b46116ba92611691612615565b611699612641565b916001600160401b03806116ab612657565b16931691613440565b90612594565b81611626565b90919361170d6001916116b4601c88028501356001600160401b038160601c9160201c166116ec612615565b6001600160a01b036001600160401b03611704612657565b16931690613440565b94019190611606565b9190508082111561175a5761172a91613400565b905b7fc5c882ba000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b50505f9061172c565b50505f9161146c565b507ff5c0a134000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b90601c8202850135906001600160401b038260601c9260201c16918015801561180b575b6117ce575001906001016113be565b6001600160a01b039150837f37da3e31000000000000000000000000000000000000000000000000000000005f526004521660245260445260645ffd5b5082156117bf565b7f42e3c7fc000000000000000000000000000000000000000000000000000000005f52600452601c602452606460445260645ffd5b601c888102925088830414171561063c57811415896112e2565b6064881191506112db565b506001600160a01b037f00000000000000000000000000000000000000000000000000000000000000001681146112c7565b503081146112c0565b6001600160401b036118b8612615565b7f50a6e052000000000000000000000000000000000000000000000000000000005f521660045260245ffd5b6001600160401b036118f46125ff565b7f8a55c622000000000000000000000000000000000000000000000000000000005f52426004521660245260445ffd5b346101ac575f3660031901126101ac5760206040516001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000168152f35b346101ac5760803660031901126101ac576119806124ce565b604435906001600160a01b0382168092036101ac576064356001600160401b0381116101ac576119b490369060040161248b565b9260ff5f5c1661039957600160ff195f5c16175f5d6001600160a01b037f00000000000000000000000000000000000000000000000000000000000000001690813303611aa757818103611a9257505060148303611a6157610350926bffffffffffffffffffffffff1991359182169160148210611a3c575b505060601c9060243590612a65565b6bffffffffffffffffffffffff1960149290920360031b82901b161690508380611a2d565b827f52a011df000000000000000000000000000000000000000000000000000000005f52600452601460245260445ffd5b632d6ac12760e01b5f5260045260245260445ffd5b50632d6ac12760e01b5f523360045260245260445ffd5b346101ac5760c03660031901126101ac57611ad7612449565b611adf61245f565b906044356001600160401b0381116101ac57611aff90369060040161248b565b92906064356001600160401b0381116101ac57611b2090369060040161248b565b93909160a4356001600160401b0381116101ac57611b4290369060040161248b565b93909260035493611b5c6001600160401b03861683612849565b611be6611b6a368b8761254f565b96611b74886128cc565b9760208151910120926040516001600160401b03602082019b7f9d08e80c55b6dad0493f6ec1ce8b57b1738cfe9e1f92fbd9da1f3a9b3ec17be78d5281881660408401521660608201528b876001600160401b038c169c8d60808501528760a085015260a08452610f6060c08561252e565b601c806001600160401b038060025460801c169760401c1699049904955f955f975f9b5b808a1080611d12575b15611ca0578b8b8e601c8d028a013592601c6001600160401b038560601c9560201c1692028c0135926001600160401b038460601c9460201c1692848614611c7c575b5050505080821115611c72575b11611c0a579b6001019b611c0a565b9a6001019a611c63565b939d9302910280821015611c985750905b01998f8e8e82611c56565b905090611c8d565b50611cf09550508989026003888203021115611cf25750611cea7f00000000000000000000000000000000000000000000000000000000000000006001600160401b0342166125bf565b92612f3b565b005b926001600160401b038403612f3b57426001600160401b03169350612f3b565b50818d10611c13565b346101ac5760203660031901126101ac57611d346124ce565b60ff5f5c1661039957600160ff195f5c16175f5d611d50612757565b6002606082015116151580611e59575b611e3757506001600160a01b03811690815f52600760205260405f2054908115611e0b5782610350935f5260076020525f60408120557f946f412801aab8599cd6addaa354946910d3a5920edd8c7c1840a6025766f77a60206001600160401b03851660065467ffffffffffffffff60a01b1967ffffffffffffffff60a01b611df5846001600160401b038560a01c166125df565b60a01b16911617600655604051908152a26130b6565b827f751b0fda000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b6001600160401b039051166346d780f160e01b5f52600260045260245260445ffd5b506001600160401b03815116421115611d60565b346101ac575f3660031901126101ac5760206040516001600160401b037f0000000000000000000000000000000000000000000000000000000000000000168152f35b346101ac575f3660031901126101ac576001600160a01b036006541680330361047457611edb6127cd565b604051611ee7816124e4565b600854815260095460208201916001600160401b03821683526001600160401b036040820192818160401c16845260801c16606082019080825215610371576001600160401b03905116804210611f8957506001600160401b0380611cf0945f6008555f6009555116925116905190611cea7f00000000000000000000000000000000000000000000000000000000000000006001600160401b0342166125bf565b6345936d7760e01b5f524260045260245260445ffd5b346101ac575f3660031901126101ac5760206040517f00000000000000000000000000000000000000000000000000000000000000008152f35b346101ac5760403660031901126101ac57611ff2612449565b611ffa6124b8565b60ff5f5c16610399576001600160401b0361035092600160ff195f5c16175f5d1633612a65565b346101ac575f3660031901126101ac5760206001600160a01b0360065416604051908152f35b346101ac575f3660031901126101ac5760206040516001600160401b037f0000000000000000000000000000000000000000000000000000000000000000168152f35b346101ac575f3660031901126101ac57600354604080516001600160401b03808416825283831c81166020830152608084811c9091169282019290925260c09290921c606083015290f35b346101ac575f3660031901126101ac5760c060025460ff604051916001600160401b03811683526001600160401b038160401c1660208401526001600160401b038160801c1660408401528181851c166060840152818160c81c16608084015260d01c16151560a0820152f35b346101ac575f3660031901126101ac5760206001600160401b0360015416604051908152f35b346101ac575f3660031901126101ac5760206001600160401b0360035416604051908152f35b346101ac575f3660031901126101ac576040600a546001600160401b038251916001600160a01b038116835260a01c166020820152f35b346101ac5760403660031901126101ac576121de612449565b6024356001600160401b0381116101ac576121fd90369060040161248b565b906001600160a01b0360065416803303610474575061221a6127cd565b61222f6001600160401b036003541684612849565b61224261223d36848461254f565b6128cc565b9062093a8042019081421161063c577fbe58de96d3d7778ce0c8c24780369f16a3b254492837a6a6b7b414d19ff6c06393826001600160401b0361234094169461228d36848661254f565b602081519101208660606001600160401b036040519b6122ac8d6124e4565b848d52169a8b60208201526001600160401b03851660408201520152600855876001600160401b031960095416176009556fffffffffffffffff0000000000000000196fffffffffffffffff0000000000000000806009549360401b161691161760095567ffffffffffffffff60801b1967ffffffffffffffff60801b806009549360801b1616911617600955369161254f565b6020815191012061236c604051928392839092916001600160401b036020916040840195845216910152565b0390a2005b346101ac5760203660031901126101ac57602061238f61128c612449565b6040519015158152f35b346101ac575f3660031901126101ac57600154604080516001600160401b03808416825283831c81166020830152608084811c9091169282019290925260c09290921c606083015290f35b346101ac575f3660031901126101ac576001600160a01b0360065416803303610474576001600160a01b03600a541680156103715760035460c01c7fa256640d2729a691ad13ed27d3ecaf16432a60f3f996a4ed4684809538875bfc5f80a35f600a55005b600435906001600160401b03821682036101ac57565b602435906001600160401b03821682036101ac57565b604435906001600160401b03821682036101ac57565b9181601f840112156101ac578235916001600160401b0383116101ac57602083818601950101116101ac57565b602435906001600160a01b03821682036101ac57565b600435906001600160a01b03821682036101ac57565b608081019081106001600160401b038211176124ff57604052565b634e487b7160e01b5f52604160045260245ffd5b604081019081106001600160401b038211176124ff57604052565b90601f801991011681019081106001600160401b038211176124ff57604052565b9291926001600160401b0382116124ff5760405191612578601f8201601f19166020018461252e565b8294818452818301116101ac578281602093845f960137010152565b9190820180921161063c57565b6001600160401b036001911601906001600160401b03821161063c57565b906001600160401b03809116911601906001600160401b03821161063c57565b906001600160401b03809116911603906001600160401b03821161063c57565b6044356001600160401b03811681036101ac5790565b6004356001600160401b03811681036101ac5790565b6024356001600160401b03811681036101ac5790565b6064356001600160401b03811681036101ac5790565b6084356001600160401b03811681036101ac5790565b60405160208101907fd87cd6ef79d4e2b95e15ce8abf732db51ec771f1ca2edccf22a46c729ac5647282527fb3c1695d8f0e228c1db6873da47053130ec3644b5b40e5f23bbd2b636473ac7560408201527fc89efdaa54c0f20c7adf612882df0950f5a951637e0307cdcb4c672f298b8bc660608201524660808201523060a08201527f000000000000000000000000000000000000000000000000000000000000000060c082015260c0815261272560e08261252e565b51902090565b6024356001600160a01b03811681036101ac5790565b60e4356001600160a01b03811681036101ac5790565b6040519060c082018281106001600160401b038211176124ff576040528160a060ff6002546001600160401b03811684526001600160401b038160401c1660208501526001600160401b038160801c166040850152818160c01c166060850152818160c81c16608085015260d01c161515910152565b61280f6001600160401b0360025460401c166001600160401b037f00000000000000000000000000000000000000000000000000000000000000001690612594565b8042111561281a5750565b7f6a18e3d6000000000000000000000000000000000000000000000000000000005f524260045260245260445ffd5b906001600160401b038116916001600160401b03811691838311918215926128ab575b5050612876575050565b7f8ad83c28000000000000000000000000000000000000000000000000000000005f52600452602452620186a060445260645ffd5b620186a092506001600160401b03916128c3916125df565b16115f8061286c565b601c8151048015808115612a42575b8115612a27575b506129f0575f91829190825b82841061294b57505050506740000000000000008111612914576001600160401b031690565b7fc6d32425000000000000000000000000000000000000000000000000000000005f5260045267400000000000000060245260445ffd5b6020601c8596949502830101516001600160401b038160601c9160201c1691808211156129b2575081156129865792019360010192916128ee565b857f150d67cd000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b6001600160a01b038092887fa6761c67000000000000000000000000000000000000000000000000000000005f52600452166024521660445260645ffd5b50517f5ce34932000000000000000000000000000000000000000000000000000000005f52600452601c602452608060445260645ffd5b601c838102925083830414171561063c57825114155f6128e2565b6080831191506128db565b908160209103126101ac575180151581036101ac5790565b92919260ff60025460d01c16612f1357612a7f600161305c565b612a87613578565b60405193612a94856124e4565b600154946001600160401b038616815260208101906001600160401b038760401c1682526001600160a01b0360408201936001600160401b038960801c168552606083019860c01c895216938415612f00576001600160401b03885116808710612ed157506001600160401b038451166001600160401b03845116908181115f14612ec1576001600160401b0391612b2b916125df565b16808711612e925750966001600160401b03807fb72ad03908550cefade6f4ac566439749f07011b7c3b8586dba3655cad3eacee9381999a828a169483612b7587828b51166125bf565b16885283612b85818551166125a1565b169081845281851960015416176001558851998a6fffffffffffffffff0000000000000000196fffffffffffffffff0000000000000000806001549360401b16169116176001555167ffffffffffffffff60801b1967ffffffffffffffff60801b806001549360801b16169116176001555177ffffffffffffffffffffffffffffffffffffffffffffffff6001600160c01b0319806001549360c01b16169116176001556001600160a01b035f54926040519260208401948552600160408501526060840152169b8c998a60808401528b60a08401528760c08401521660e082015260e08152612c776101008261252e565b5190205f55511693511690612ca9604051928392839092916001600160401b0360209181604085019616845216910152565b0390a46040516370a0823160e01b81523060048201527f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031692602082602481875afa918215610c3e575f92612e5e575b50604051907f23b872dd00000000000000000000000000000000000000000000000000000000825260048201523060248201528260448201526020816064815f885af1908115610c3e575f91612e2f575b5015612e07576020602493604051948580926370a0823160e01b82523060048301525afa928315610c3e575f93612dd3575b50612d8f8282612594565b8303612d9a57505050565b90612da491612594565b907f1ff641ae000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b9092506020813d602011612dff575b81612def6020938361252e565b810103126101ac5751915f612d84565b3d9150612de2565b7f5619382c000000000000000000000000000000000000000000000000000000005f5260045ffd5b612e51915060203d602011612e57575b612e49818361252e565b810190612a4d565b5f612d52565b503d612e3f565b9091506020813d602011612e8a575b81612e7a6020938361252e565b810103126101ac5751905f612d01565b3d9150612e6d565b867fd2a33238000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b50506001600160401b035f612b2b565b867f02d2d938000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b84637833514560e11b5f5260045260245ffd5b7f1cdde67b000000000000000000000000000000000000000000000000000000005f5260045ffd5b926001600160401b037ffd97419777779242d376aa6f3bb805f0b3b03166092a99cd3d5a1046cdc2e4af92941693846fffffffffffffffffffffffffffffffff196fffffffffffffffff00000000000000006003549360401b16921617176003558260055560025467ffffffffffffffff60801b8260801b16907fffffffffffffffff00000000000000000000000000000000ffffffffffffffff6fffffffffffffffff00000000000000004260401b16911617176002555f5492612ffe61340d565b936001600160401b0360405195602087019283526003604088015216948560608201528660808201528260a082015260a0815261303c60c08261252e565b5190205f55604080519182526001600160401b03929092166020820152a3565b613064612757565b60ff82606083015116161515806130a2575b61307e575050565b6001600160401b0360ff915116916346d780f160e01b5f521660045260245260445ffd5b506001600160401b03815116421115613076565b60405163a9059cbb60e01b81526001600160a01b0390911660048201526024810191909152602081806044810103815f6001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000165af1908115610c3e575f91613128575b5015612e0757565b613141915060203d602011612e5757612e49818361252e565b5f613120565b949194929092613155613578565b61315d61266d565b906040519060208201927f1901000000000000000000000000000000000000000000000000000000000000845260228301526042820152604281526131a360628261252e565b5190206005546003549683916131ba36838961254f565b60208151910120818103613371575050601c90049080821c61334357505f9586959386939250805b61326c5750505050508082036132575750508060030260038104820361063c576801fffffffffffffffe83603f1c16101561321b575050565b6001600160401b0392507f2818471e000000000000000000000000000000000000000000000000000000005f5260045260401c1660245260445ffd5b63016b925f60e31b5f5260045260245260445ffd5b6001811661328e575b60011c935f19841461063c5760018594019390946131e2565b95604081019788821161063c5786891161332c57601c85028601356001600160a01b036132cd6001600160401b038360601c9360201c169486886135f3565b1680158015613322575b6132e5575050019695613275565b6001600160a01b039250867f6385f59c000000000000000000000000000000000000000000000000000000005f526004526024521660445260645ffd5b50818114156132d7565b888763016b925f60e31b5f5260045260245260445ffd5b7f62f5308f000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b7f3fa0cd73000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b60ff60025460d01c16612f13576133b6600261305c565b565b6001600160401b0360025460801c168042106133d15750565b7f716c41c9000000000000000000000000000000000000000000000000000000005f524260045260245260445ffd5b9190820391821161063c57565b600154906134236001600160401b0383166125a1565b67ffffffffffffffff199092166001600160401b03831617600155565b91925a60061c603f810290808204603f149015171561063c5781116135415760405163a9059cbb60e01b60208083019182526001600160a01b038516602484015260448084018890528352915f919061349a60648261252e565b5190826001600160a01b037f00000000000000000000000000000000000000000000000000000000000000001686f160015f511490601f3d111616613570575a603f82041161354157506001600160a01b031690815f52600760205260405f20613505848254612594565b90557f2879708c8184bc631791b05d4b46dd90c3b0f86ca9f10d12322d932178e368dd60206001600160401b036040519381871685521692a390565b5a7f9fa72982000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b505050505f90565b6135ba6001600160401b0360025460401c166001600160401b037f00000000000000000000000000000000000000000000000000000000000000001690612594565b8042116135c45750565b7f069c0717000000000000000000000000000000000000000000000000000000005f524260045260245260445ffd5b91016020810135917f7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff8316927f7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0841161357057601b9060ff1c019060ff821161063c576020935f9360ff6080946040519485521686840152356040830152606082015282805260015afa15610c3e575f519056",
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

// PackNumbers is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x27722f6a.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function numbers() view returns(uint64 valsetNonce, uint64 totalPower, uint64 configNonce, uint64 migrateNonce)
func (rLCVault *RLCVault) PackNumbers() []byte {
	enc, err := rLCVault.abi.Pack("numbers")
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
func (rLCVault *RLCVault) TryPackNumbers() ([]byte, error) {
	return rLCVault.abi.Pack("numbers")
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
func (rLCVault *RLCVault) UnpackNumbers(data []byte) (NumbersOutput, error) {
	out, err := rLCVault.abi.Unpack("numbers", data)
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
// Solidity: function status() view returns(uint64 pausedUntil, uint64 valsetTime, uint64 activeAt, uint8 pauseFlags, uint8 pausesUsed, bool closed)
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
// Solidity: function status() view returns(uint64 pausedUntil, uint64 valsetTime, uint64 activeAt, uint8 pauseFlags, uint8 pausesUsed, bool closed)
func (rLCVault *RLCVault) TryPackStatus() ([]byte, error) {
	return rLCVault.abi.Pack("status")
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
func (rLCVault *RLCVault) UnpackStatus(data []byte) (StatusOutput, error) {
	out, err := rLCVault.abi.Unpack("status", data)
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
