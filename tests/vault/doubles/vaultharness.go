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
	ABI: "[{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"bitmap\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"members\",\"type\":\"uint256\"}],\"name\":\"BadBitmap\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"bytesGot\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"memberBytes\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"maxMembers\",\"type\":\"uint256\"}],\"name\":\"BadMembersLength\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"index\",\"type\":\"uint256\"},{\"internalType\":\"address\",\"name\":\"got\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"want\",\"type\":\"address\"}],\"name\":\"BadSignature\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"got\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"want\",\"type\":\"uint256\"}],\"name\":\"BadSignaturesLength\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"index\",\"type\":\"uint256\"}],\"name\":\"NoPower\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"index\",\"type\":\"uint256\"},{\"internalType\":\"address\",\"name\":\"got\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"previous\",\"type\":\"address\"}],\"name\":\"NotAscending\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"signed\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"total\",\"type\":\"uint256\"}],\"name\":\"NotEnoughPower\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"got\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"max\",\"type\":\"uint256\"}],\"name\":\"TooMuchPower\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"got\",\"type\":\"bytes32\"},{\"internalType\":\"bytes32\",\"name\":\"want\",\"type\":\"bytes32\"}],\"name\":\"WrongMembers\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"bytes\",\"name\":\"older\",\"type\":\"bytes\"},{\"internalType\":\"bytes\",\"name\":\"newer\",\"type\":\"bytes\"}],\"name\":\"changed\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"\",\"type\":\"bool\"}],\"stateMutability\":\"pure\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes\",\"name\":\"members\",\"type\":\"bytes\"}],\"name\":\"checkMembers\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"total\",\"type\":\"uint64\"},{\"internalType\":\"bytes32\",\"name\":\"hash\",\"type\":\"bytes32\"}],\"stateMutability\":\"pure\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"separator\",\"type\":\"bytes32\"},{\"components\":[{\"internalType\":\"uint8\",\"name\":\"kind\",\"type\":\"uint8\"},{\"internalType\":\"bytes32\",\"name\":\"hash\",\"type\":\"bytes32\"},{\"internalType\":\"uint64\",\"name\":\"homeHeight\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"totalPower\",\"type\":\"uint64\"},{\"components\":[{\"internalType\":\"uint64\",\"name\":\"nonce\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"firstId\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"timeout\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"fee\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"itemGas\",\"type\":\"uint64\"}],\"internalType\":\"structHdr\",\"name\":\"hdr\",\"type\":\"tuple\"},{\"components\":[{\"internalType\":\"uint64\",\"name\":\"nonce\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"inCap\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"outCap\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"outRate\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"minDeposit\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"guardian\",\"type\":\"address\"},{\"internalType\":\"bool\",\"name\":\"unpause\",\"type\":\"bool\"},{\"internalType\":\"address\",\"name\":\"sweepTo\",\"type\":\"address\"}],\"internalType\":\"structConfig\",\"name\":\"config\",\"type\":\"tuple\"},{\"components\":[{\"internalType\":\"uint64\",\"name\":\"nonce\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"newVault\",\"type\":\"address\"},{\"internalType\":\"uint64\",\"name\":\"notBefore\",\"type\":\"uint64\"}],\"internalType\":\"structMigrate\",\"name\":\"migrate\",\"type\":\"tuple\"}],\"internalType\":\"structVaultHarness.Message[]\",\"name\":\"messages\",\"type\":\"tuple[]\"}],\"name\":\"digests\",\"outputs\":[{\"internalType\":\"bytes32[]\",\"name\":\"out\",\"type\":\"bytes32[]\"}],\"stateMutability\":\"pure\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"chainId\",\"type\":\"uint256\"},{\"internalType\":\"address\",\"name\":\"vault\",\"type\":\"address\"},{\"internalType\":\"bytes32\",\"name\":\"home\",\"type\":\"bytes32\"}],\"name\":\"domainOf\",\"outputs\":[{\"internalType\":\"bytes32\",\"name\":\"separator\",\"type\":\"bytes32\"},{\"internalType\":\"bytes32\",\"name\":\"first\",\"type\":\"bytes32\"}],\"stateMutability\":\"pure\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"h\",\"type\":\"bytes32\"},{\"components\":[{\"internalType\":\"uint8\",\"name\":\"kind\",\"type\":\"uint8\"},{\"internalType\":\"uint64\",\"name\":\"n\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"a\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"b\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"x\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"y\",\"type\":\"address\"},{\"internalType\":\"bytes32\",\"name\":\"hash\",\"type\":\"bytes32\"}],\"internalType\":\"structVaultHarness.Event\",\"name\":\"e\",\"type\":\"tuple\"}],\"name\":\"link\",\"outputs\":[{\"internalType\":\"bytes32\",\"name\":\"\",\"type\":\"bytes32\"}],\"stateMutability\":\"pure\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"h\",\"type\":\"bytes32\"},{\"components\":[{\"internalType\":\"uint8\",\"name\":\"kind\",\"type\":\"uint8\"},{\"internalType\":\"uint64\",\"name\":\"n\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"a\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"b\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"x\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"y\",\"type\":\"address\"},{\"internalType\":\"bytes32\",\"name\":\"hash\",\"type\":\"bytes32\"}],\"internalType\":\"structVaultHarness.Event[]\",\"name\":\"events\",\"type\":\"tuple[]\"}],\"name\":\"links\",\"outputs\":[{\"internalType\":\"bytes32[]\",\"name\":\"out\",\"type\":\"bytes32[]\"}],\"stateMutability\":\"pure\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes\",\"name\":\"members\",\"type\":\"bytes\"},{\"internalType\":\"bytes32\",\"name\":\"hash\",\"type\":\"bytes32\"},{\"internalType\":\"uint256\",\"name\":\"total\",\"type\":\"uint256\"},{\"internalType\":\"bytes32\",\"name\":\"digest\",\"type\":\"bytes32\"},{\"internalType\":\"uint256\",\"name\":\"bitmap\",\"type\":\"uint256\"},{\"internalType\":\"bytes\",\"name\":\"sigs\",\"type\":\"bytes\"}],\"name\":\"quorum\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"\",\"type\":\"bool\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"components\":[{\"internalType\":\"uint8\",\"name\":\"kind\",\"type\":\"uint8\"},{\"internalType\":\"bytes32\",\"name\":\"hash\",\"type\":\"bytes32\"},{\"internalType\":\"uint64\",\"name\":\"homeHeight\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"totalPower\",\"type\":\"uint64\"},{\"components\":[{\"internalType\":\"uint64\",\"name\":\"nonce\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"firstId\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"timeout\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"fee\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"itemGas\",\"type\":\"uint64\"}],\"internalType\":\"structHdr\",\"name\":\"hdr\",\"type\":\"tuple\"},{\"components\":[{\"internalType\":\"uint64\",\"name\":\"nonce\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"inCap\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"outCap\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"outRate\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"minDeposit\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"guardian\",\"type\":\"address\"},{\"internalType\":\"bool\",\"name\":\"unpause\",\"type\":\"bool\"},{\"internalType\":\"address\",\"name\":\"sweepTo\",\"type\":\"address\"}],\"internalType\":\"structConfig\",\"name\":\"config\",\"type\":\"tuple\"},{\"components\":[{\"internalType\":\"uint64\",\"name\":\"nonce\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"newVault\",\"type\":\"address\"},{\"internalType\":\"uint64\",\"name\":\"notBefore\",\"type\":\"uint64\"}],\"internalType\":\"structMigrate\",\"name\":\"migrate\",\"type\":\"tuple\"}],\"internalType\":\"structVaultHarness.Message\",\"name\":\"m\",\"type\":\"tuple\"}],\"name\":\"structHash\",\"outputs\":[{\"internalType\":\"bytes32\",\"name\":\"\",\"type\":\"bytes32\"}],\"stateMutability\":\"pure\",\"type\":\"function\"}]",
	ID:  "VaultHarness",
	Bin: "0x60808060405234601557611b0f908161001a8239f35b5f80fdfe60806040526004361015610011575f80fd5b5f3560e01c80630a979298146108d657806310fb81f51461084d57806320c160e71461054d5780632b1d8a5114610457578063a844d26914610395578063b9b66a211461023c578063e6cc4e6d146101fa5763f6efce1c14610071575f80fd5b346101f65760407ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101f65760043567ffffffffffffffff81116101f6576100c090369060040161093d565b60243567ffffffffffffffff81116101f6576100e090369060040161093d565b92906100f56100f036858561110c565b61189a565b9067ffffffffffffffff8061010e6100f036898661110c565b93169216925f94818391830197840192359335935b8060601c8560601c8082105f1461016557505050601c019287841461014d5783355b939093610123565b50505050602093505b02604051918103600302118152f35b929591939210156101915750601c019082821461018457813590610145565b5050505060209350610156565b96601c92978667ffffffffffffffff89818796999c60201c16029260201c16028082105f146101ee5750905b019601920186831480156101e5575b6101d95780358335610145565b50505060209350610156565b508181146101cc565b9050906101bd565b5f80fd5b346101f6576102807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101f6576020610234611218565b604051908152f35b346101f65760607ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101f65760043560243573ffffffffffffffffffffffffffffffffffffffff81168091036101f65760409160443591835160208101907fd87cd6ef79d4e2b95e15ce8abf732db51ec771f1ca2edccf22a46c729ac5647282527fb3c1695d8f0e228c1db6873da47053130ec3644b5b40e5f23bbd2b636473ac75868201527fc89efdaa54c0f20c7adf612882df0950f5a951637e0307cdcb4c672f298b8bc660608201528360808201528260a08201528460c082015260c0815261032c60e08261109e565b51902092845191602083019360808552601260a08501527f524c435661756c742f6576656e74732f7631000000000000000000000000000060c0850152868401526060830152608082015260c0815261038660e08261109e565b51902082519182526020820152f35b346101f65760407ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101f65760243567ffffffffffffffff81116101f657366023820112156101f657806004013567ffffffffffffffff81116101f65736602460e08302840101116101f65760043561041082611188565b925f915b8383101561044557610431600191602460e0860285010190610d94565b928361043d82886111d7565b520191610414565b60405180610453878261096b565b0390f35b346101f65760407ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101f65760243560043567ffffffffffffffff82116101f657366023830112156101f65781600401359067ffffffffffffffff82116101f6573660246102808402850101116101f6576104d482611188565b925f5b83811015610445576001906104f460246102808302850101611569565b60405160208101917f1901000000000000000000000000000000000000000000000000000000000000835286602283015260428201526042815261053960628261109e565b51902061054682886111d7565b52016104d7565b346101f65760c07ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101f65760043567ffffffffffffffff81116101f65761059c90369060040161093d565b90602435604435926084359060a43567ffffffffffffffff81116101f6576105c890369060040161093d565b92909181946105d836838961110c565b6020815191012081810361081f575050601c90049080821c6107f15750505f93819360405190608082016040526064358252848401928181925b610701575050505083036106ca575050508060030260038104820361069d577f7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff8316830361069d578260011b101561066f57602060405160018152f35b7f2818471e000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b7f4e487b71000000000000000000000000000000000000000000000000000000005f52601160045260245ffd5b820391821161069d577f0b5c92f8000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b6001811661071a575b601c929092019160011c80610612565b96976040890198858a116107bc5761073b8435916020810135903587611a92565b801580156107af575b61075e575060201c67ffffffffffffffff1601979661070a565b73ffffffffffffffffffffffffffffffffffffffff90601c85877f6385f59c000000000000000000000000000000000000000000000000000000005f5203046004521660245260601c60445260645ffd5b508160601c811415610744565b86604091897f0b5c92f8000000000000000000000000000000000000000000000000000000005f52600452030160245260445ffd5b7f62f5308f000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b7f3fa0cd73000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b346101f65760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101f65760043567ffffffffffffffff81116101f6576108b96108a1604092369060040161093d565b91906108b16100f036858461110c565b92369161110c565b6020815191012067ffffffffffffffff8351921682526020820152f35b346101f6576101007ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101f65760e07fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffdc3601126101f6576020610234600435610a09565b9181601f840112156101f65782359167ffffffffffffffff83116101f657602083818601950101116101f657565b60206040818301928281528451809452019201905f5b81811061098e5750505090565b8251845260209384019390920191600101610981565b359073ffffffffffffffffffffffffffffffffffffffff821682036101f657565b3560ff811681036101f65790565b3567ffffffffffffffff811681036101f65790565b3573ffffffffffffffffffffffffffffffffffffffff811681036101f65790565b60243560ff81168082036101f65760018114610cca5760028114610c405760038114610bd35760048114610b3e576005915014610ac85760443567ffffffffffffffff8116908181036101f6575060a43573ffffffffffffffffffffffffffffffffffffffff8116908181036101f657506064359067ffffffffffffffff8216918281036101f657506040519260208401948552600660408501526060840152608083015260a082015260a08152610ac260c08261109e565b51902090565b60443567ffffffffffffffff8116908181036101f6575060643567ffffffffffffffff811681036101f65760843567ffffffffffffffff8116918282036101f65760ff9150604051936020850195865260056040860152606085015216608083015260a082015260a08152610ac260c08261109e565b50506044359067ffffffffffffffff821682036101f65760643567ffffffffffffffff811681036101f657604080516020810193845260049181019190915267ffffffffffffffff93841660608201529216608083015260e43560a083015290610ac28160c081015b037fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0810183528261109e565b50506044359067ffffffffffffffff821682036101f65760643567ffffffffffffffff811681036101f657604080516020810193845260039181019190915267ffffffffffffffff93841660608201529216608083015260e43560a083015290610ac28160c08101610ba7565b505060443567ffffffffffffffff8116908181036101f6575060643567ffffffffffffffff8116908181036101f657506084359067ffffffffffffffff8216918281036101f657506040519260208401948552600260408501526060840152608083015260a082015267ffffffffffffffff60e4351660c082015260c08152610ac260e08261109e565b505060443567ffffffffffffffff8116908181036101f6575060a43573ffffffffffffffffffffffffffffffffffffffff8116908181036101f6575060c43573ffffffffffffffffffffffffffffffffffffffff8116908181036101f657506064359067ffffffffffffffff8216918281036101f657506084359267ffffffffffffffff8416938481036101f657506040519460208601968752600160408701526060860152608085015260a084015260c083015260e082015260e08152610ac26101008261109e565b90600160ff610da2836109c5565b161461100257600260ff610db5836109c5565b1614610f9357600360ff610dc8836109c5565b1614610f3257600460ff610ddb836109c5565b1614610ed157600560ff610dee836109c5565b1614610e6c5767ffffffffffffffff610e09602083016109d3565b9173ffffffffffffffffffffffffffffffffffffffff610e376040610e30608085016109e8565b93016109d3565b91836040519560208701978852600660408801521660608601521660808401521660a082015260a08152610ac260c08261109e565b67ffffffffffffffff610e81602083016109d3565b91610e9d606060ff610e95604085016109d3565b1692016109d3565b908260405194602086019687526005604087015216606085015260808401521660a082015260a08152610ac260c08261109e565b90610ac2610ee1602084016109d3565b610ba7610ef0604086016109d3565b9360405194859360c06020860198013592889094939267ffffffffffffffff908160809460a08501988552600460208601521660408401521660608201520152565b90610ac2610f42602084016109d3565b610ba7610f51604086016109d3565b9360405194859360c06020860198013592889094939267ffffffffffffffff908160809460a08501988552600360208601521660408401521660608201520152565b67ffffffffffffffff60c0610faa602084016109d3565b9282610fb8604083016109d3565b81610fc5606085016109d3565b91816040519860208a019a8b52600260408b01521660608901521660808701521660a085015201351660c082015260c08152610ac260e08261109e565b67ffffffffffffffff611017602083016109d3565b9181611025608083016109e8565b9173ffffffffffffffffffffffffffffffffffffffff61104760a083016109e8565b816110606060611059604087016109d3565b95016109d3565b95856040519960208b019b8c52600160408c01521660608a01521660808801521660a08601521660c08401521660e082015260e08152610ac2610100825b90601f7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0910116810190811067ffffffffffffffff8211176110df57604052565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52604160045260245ffd5b92919267ffffffffffffffff82116110df576040519161115460207fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0601f840116018461109e565b8294818452818301116101f6578281602093845f960137010152565b67ffffffffffffffff81116110df5760051b60200190565b9061119282611170565b61119f604051918261109e565b8281527fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe06111cd8294611170565b0190602036910137565b80518210156111eb5760209160051b010190565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52603260045260245ffd5b60043560ff81168082036101f657600181146114d057600281146113fc5760039150146112d65760405160208101907fe5558b0585a341bab49ca5dd4649b5a25772d13dc715686f4b7db46125960aef82526102243567ffffffffffffffff81168091036101f65760408201526102443573ffffffffffffffffffffffffffffffffffffffff81168091036101f65760608201526102643567ffffffffffffffff81168091036101f657608082015260808152610ac260a08261109e565b60405160208101907f07791dbef05785492b57fc450b67c70ea85d0052d0717ff5f3bcf9e1a7a4475982526101243567ffffffffffffffff81168091036101f65760408201526101443567ffffffffffffffff81168091036101f65760608201526101643567ffffffffffffffff81168091036101f65760808201526101843567ffffffffffffffff81168091036101f65760a08201526101a43567ffffffffffffffff81168091036101f65760c08201526101c43573ffffffffffffffffffffffffffffffffffffffff81168091036101f65760e08201526101e4358015158091036101f6576101008201526102043573ffffffffffffffffffffffffffffffffffffffff81168091036101f6576101208201526101208152610ac26101408261109e565b505060843567ffffffffffffffff8116908181036101f6575060a43567ffffffffffffffff8116908181036101f6575060c43567ffffffffffffffff8116908181036101f6575060e43567ffffffffffffffff8116908181036101f65750610104359167ffffffffffffffff8316928381036101f657506040519360208501957f417f8770d27623b60b3edc0457f7fab9a4efcce8d112fbddf53be4c6909a97a9875260408601526060850152608084015260a083015260c082015260243560e082015260e08152610ac26101008261109e565b505060843567ffffffffffffffff8116908181036101f6575060443567ffffffffffffffff8116908181036101f6575060643567ffffffffffffffff8116908181036101f657506040519160208301937f9d08e80c55b6dad0493f6ec1ce8b57b1738cfe9e1f92fbd9da1f3a9b3ec17be7855260408401526060830152608082015260243560a082015260a08152610ac260c08261109e565b600160ff611576836109c5565b161461181457600260ff611589836109c5565b161461176457600360ff61159c836109c5565b16146116335760405167ffffffffffffffff61161e61026060208401947fe5558b0585a341bab49ca5dd4649b5a25772d13dc715686f4b7db46125960aef8652836115ea6102208301611a7d565b16604086015273ffffffffffffffffffffffffffffffffffffffff61161261024083016109a4565b16606086015201611a7d565b16608082015260808152610ac260a08261109e565b60405160208101917f07791dbef05785492b57fc450b67c70ea85d0052d0717ff5f3bcf9e1a7a44759835267ffffffffffffffff6116746101208301611a7d565b16604083015267ffffffffffffffff6116906101408301611a7d565b16606083015267ffffffffffffffff6116ac6101608301611a7d565b16608083015267ffffffffffffffff6116c86101808301611a7d565b1660a083015267ffffffffffffffff6116e46101a08301611a7d565b1660c083015273ffffffffffffffffffffffffffffffffffffffff61170c6101c083016109a4565b1660e08301526101e0810135908115158092036101f65761020061174c9173ffffffffffffffffffffffffffffffffffffffff93610100860152016109a4565b166101208201526101208152610ac26101408261109e565b80602061179460807f417f8770d27623b60b3edc0457f7fab9a4efcce8d112fbddf53be4c6909a97a994016109d3565b9167ffffffffffffffff6117aa60a083016109d3565b816117b760c085016109d3565b816117c460e087016109d3565b91816117d361010089016109d3565b95816040519b8b8d019d8e521660408c01521660608a01521660808801521660a08601521660c0840152013560e082015260e08152610ac26101008261109e565b611820608082016109d3565b90602061182f604083016109d3565b9167ffffffffffffffff611845606083016109d3565b816040519581868801987f9d08e80c55b6dad0493f6ec1ce8b57b1738cfe9e1f92fbd9da1f3a9b3ec17be78a52166040880152166060860152166080840152013560a082015260a08152610ac260c08261109e565b601c815104801590818215611a72575b8215611a54575b5050611a1e575f5f91602081518201019060208101935b82850361192757505050905067400000000000000081116118f05767ffffffffffffffff1690565b7fc6d32425000000000000000000000000000000000000000000000000000000005f5260045267400000000000000060245260445ffd5b84519067ffffffffffffffff8260201c169160601c90808211156119ae5750811561195b5790601c919401940193926118c8565b601c7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe084887f150d67cd000000000000000000000000000000000000000000000000000000005f5203010460045260245ffd5b73ffffffffffffffffffffffffffffffffffffffff91601c7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0868a7fa6761c67000000000000000000000000000000000000000000000000000000005f520301046004526024521660445260645ffd5b517f5ce34932000000000000000000000000000000000000000000000000000000005f52600452601c602452608060445260645ffd5b909150601c8202918204601c14171561069d57815114155f806118b1565b6080821192506118aa565b359067ffffffffffffffff821682036101f657565b917f7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff8116927f7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a08411611b07576020935f9360809360ff1c601b01868401526040830152606082015282805260015afa505f5190565b505050505f9056",
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

// PackDigests is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x2b1d8a51.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function digests(bytes32 separator, (uint8,bytes32,uint64,uint64,(uint64,uint64,uint64,uint64,uint64),(uint64,uint64,uint64,uint64,uint64,address,bool,address),(uint64,address,uint64))[] messages) pure returns(bytes32[] out)
func (vaultHarness *VaultHarness) PackDigests(separator [32]byte, messages []VaultHarnessMessage) []byte {
	enc, err := vaultHarness.abi.Pack("digests", separator, messages)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackDigests is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x2b1d8a51.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function digests(bytes32 separator, (uint8,bytes32,uint64,uint64,(uint64,uint64,uint64,uint64,uint64),(uint64,uint64,uint64,uint64,uint64,address,bool,address),(uint64,address,uint64))[] messages) pure returns(bytes32[] out)
func (vaultHarness *VaultHarness) TryPackDigests(separator [32]byte, messages []VaultHarnessMessage) ([]byte, error) {
	return vaultHarness.abi.Pack("digests", separator, messages)
}

// UnpackDigests is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x2b1d8a51.
//
// Solidity: function digests(bytes32 separator, (uint8,bytes32,uint64,uint64,(uint64,uint64,uint64,uint64,uint64),(uint64,uint64,uint64,uint64,uint64,address,bool,address),(uint64,address,uint64))[] messages) pure returns(bytes32[] out)
func (vaultHarness *VaultHarness) UnpackDigests(data []byte) ([][32]byte, error) {
	out, err := vaultHarness.abi.Unpack("digests", data)
	if err != nil {
		return *new([][32]byte), err
	}
	out0 := *abi.ConvertType(out[0], new([][32]byte)).(*[][32]byte)
	return out0, nil
}

// PackDomainOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xb9b66a21.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function domainOf(uint256 chainId, address vault, bytes32 home) pure returns(bytes32 separator, bytes32 first)
func (vaultHarness *VaultHarness) PackDomainOf(chainId *big.Int, vault common.Address, home [32]byte) []byte {
	enc, err := vaultHarness.abi.Pack("domainOf", chainId, vault, home)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackDomainOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xb9b66a21.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function domainOf(uint256 chainId, address vault, bytes32 home) pure returns(bytes32 separator, bytes32 first)
func (vaultHarness *VaultHarness) TryPackDomainOf(chainId *big.Int, vault common.Address, home [32]byte) ([]byte, error) {
	return vaultHarness.abi.Pack("domainOf", chainId, vault, home)
}

// DomainOfOutput serves as a container for the return parameters of contract
// method DomainOf.
type DomainOfOutput struct {
	Separator [32]byte
	First     [32]byte
}

// UnpackDomainOf is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xb9b66a21.
//
// Solidity: function domainOf(uint256 chainId, address vault, bytes32 home) pure returns(bytes32 separator, bytes32 first)
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

// PackQuorum is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x20c160e7.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function quorum(bytes members, bytes32 hash, uint256 total, bytes32 digest, uint256 bitmap, bytes sigs) view returns(bool)
func (vaultHarness *VaultHarness) PackQuorum(members []byte, hash [32]byte, total *big.Int, digest [32]byte, bitmap *big.Int, sigs []byte) []byte {
	enc, err := vaultHarness.abi.Pack("quorum", members, hash, total, digest, bitmap, sigs)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackQuorum is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x20c160e7.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function quorum(bytes members, bytes32 hash, uint256 total, bytes32 digest, uint256 bitmap, bytes sigs) view returns(bool)
func (vaultHarness *VaultHarness) TryPackQuorum(members []byte, hash [32]byte, total *big.Int, digest [32]byte, bitmap *big.Int, sigs []byte) ([]byte, error) {
	return vaultHarness.abi.Pack("quorum", members, hash, total, digest, bitmap, sigs)
}

// UnpackQuorum is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x20c160e7.
//
// Solidity: function quorum(bytes members, bytes32 hash, uint256 total, bytes32 digest, uint256 bitmap, bytes sigs) view returns(bool)
func (vaultHarness *VaultHarness) UnpackQuorum(data []byte) (bool, error) {
	out, err := vaultHarness.abi.Unpack("quorum", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackStructHash is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe6cc4e6d.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function structHash((uint8,bytes32,uint64,uint64,(uint64,uint64,uint64,uint64,uint64),(uint64,uint64,uint64,uint64,uint64,address,bool,address),(uint64,address,uint64)) m) pure returns(bytes32)
func (vaultHarness *VaultHarness) PackStructHash(m VaultHarnessMessage) []byte {
	enc, err := vaultHarness.abi.Pack("structHash", m)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackStructHash is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe6cc4e6d.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function structHash((uint8,bytes32,uint64,uint64,(uint64,uint64,uint64,uint64,uint64),(uint64,uint64,uint64,uint64,uint64,address,bool,address),(uint64,address,uint64)) m) pure returns(bytes32)
func (vaultHarness *VaultHarness) TryPackStructHash(m VaultHarnessMessage) ([]byte, error) {
	return vaultHarness.abi.Pack("structHash", m)
}

// UnpackStructHash is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xe6cc4e6d.
//
// Solidity: function structHash((uint8,bytes32,uint64,uint64,(uint64,uint64,uint64,uint64,uint64),(uint64,uint64,uint64,uint64,uint64,address,bool,address),(uint64,address,uint64)) m) pure returns(bytes32)
func (vaultHarness *VaultHarness) UnpackStructHash(data []byte) ([32]byte, error) {
	out, err := vaultHarness.abi.Unpack("structHash", data)
	if err != nil {
		return *new([32]byte), err
	}
	out0 := *abi.ConvertType(out[0], new([32]byte)).(*[32]byte)
	return out0, nil
}

// UnpackError attempts to decode the provided error data using user-defined
// error definitions.
func (vaultHarness *VaultHarness) UnpackError(raw []byte) (any, error) {
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["BadBitmap"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackBadBitmapError(raw[4:])
	}
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["BadMembersLength"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackBadMembersLengthError(raw[4:])
	}
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["BadSignature"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackBadSignatureError(raw[4:])
	}
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["BadSignaturesLength"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackBadSignaturesLengthError(raw[4:])
	}
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["NoPower"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackNoPowerError(raw[4:])
	}
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["NotAscending"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackNotAscendingError(raw[4:])
	}
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["NotEnoughPower"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackNotEnoughPowerError(raw[4:])
	}
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["TooMuchPower"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackTooMuchPowerError(raw[4:])
	}
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["WrongMembers"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackWrongMembersError(raw[4:])
	}
	return nil, errors.New("Unknown error")
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
