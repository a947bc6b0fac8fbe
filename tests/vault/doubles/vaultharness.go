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
	ABI: "[{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"bytesGot\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"memberBytes\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"maxMembers\",\"type\":\"uint256\"}],\"name\":\"BadMembersLength\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"index\",\"type\":\"uint256\"}],\"name\":\"NoPower\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"index\",\"type\":\"uint256\"},{\"internalType\":\"address\",\"name\":\"got\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"previous\",\"type\":\"address\"}],\"name\":\"NotAscending\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"got\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"max\",\"type\":\"uint256\"}],\"name\":\"TooMuchPower\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"bytes\",\"name\":\"older\",\"type\":\"bytes\"},{\"internalType\":\"bytes\",\"name\":\"newer\",\"type\":\"bytes\"}],\"name\":\"changed\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"\",\"type\":\"bool\"}],\"stateMutability\":\"pure\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes\",\"name\":\"members\",\"type\":\"bytes\"}],\"name\":\"checkMembers\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"total\",\"type\":\"uint64\"},{\"internalType\":\"bytes32\",\"name\":\"hash\",\"type\":\"bytes32\"}],\"stateMutability\":\"pure\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"separator\",\"type\":\"bytes32\"},{\"components\":[{\"internalType\":\"uint8\",\"name\":\"kind\",\"type\":\"uint8\"},{\"internalType\":\"bytes32\",\"name\":\"hash\",\"type\":\"bytes32\"},{\"internalType\":\"uint64\",\"name\":\"homeHeight\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"totalPower\",\"type\":\"uint64\"},{\"components\":[{\"internalType\":\"uint64\",\"name\":\"nonce\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"firstId\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"timeout\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"fee\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"itemGas\",\"type\":\"uint64\"}],\"internalType\":\"structHdr\",\"name\":\"hdr\",\"type\":\"tuple\"},{\"components\":[{\"internalType\":\"uint64\",\"name\":\"nonce\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"inCap\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"outCap\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"outRate\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"minDeposit\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"guardian\",\"type\":\"address\"},{\"internalType\":\"bool\",\"name\":\"unpause\",\"type\":\"bool\"},{\"internalType\":\"address\",\"name\":\"sweepTo\",\"type\":\"address\"}],\"internalType\":\"structConfig\",\"name\":\"config\",\"type\":\"tuple\"},{\"components\":[{\"internalType\":\"uint64\",\"name\":\"nonce\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"newVault\",\"type\":\"address\"},{\"internalType\":\"uint64\",\"name\":\"notBefore\",\"type\":\"uint64\"}],\"internalType\":\"structMigrate\",\"name\":\"migrate\",\"type\":\"tuple\"}],\"internalType\":\"structVaultHarness.Message[]\",\"name\":\"messages\",\"type\":\"tuple[]\"}],\"name\":\"digests\",\"outputs\":[{\"internalType\":\"bytes32[]\",\"name\":\"out\",\"type\":\"bytes32[]\"}],\"stateMutability\":\"pure\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"chainId\",\"type\":\"uint256\"},{\"internalType\":\"address\",\"name\":\"vault\",\"type\":\"address\"},{\"internalType\":\"bytes32\",\"name\":\"home\",\"type\":\"bytes32\"}],\"name\":\"domainOf\",\"outputs\":[{\"internalType\":\"bytes32\",\"name\":\"separator\",\"type\":\"bytes32\"},{\"internalType\":\"bytes32\",\"name\":\"first\",\"type\":\"bytes32\"}],\"stateMutability\":\"pure\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"h\",\"type\":\"bytes32\"},{\"components\":[{\"internalType\":\"uint8\",\"name\":\"kind\",\"type\":\"uint8\"},{\"internalType\":\"uint64\",\"name\":\"n\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"a\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"b\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"x\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"y\",\"type\":\"address\"},{\"internalType\":\"bytes32\",\"name\":\"hash\",\"type\":\"bytes32\"}],\"internalType\":\"structVaultHarness.Event\",\"name\":\"e\",\"type\":\"tuple\"}],\"name\":\"link\",\"outputs\":[{\"internalType\":\"bytes32\",\"name\":\"\",\"type\":\"bytes32\"}],\"stateMutability\":\"pure\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"h\",\"type\":\"bytes32\"},{\"components\":[{\"internalType\":\"uint8\",\"name\":\"kind\",\"type\":\"uint8\"},{\"internalType\":\"uint64\",\"name\":\"n\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"a\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"b\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"x\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"y\",\"type\":\"address\"},{\"internalType\":\"bytes32\",\"name\":\"hash\",\"type\":\"bytes32\"}],\"internalType\":\"structVaultHarness.Event[]\",\"name\":\"events\",\"type\":\"tuple[]\"}],\"name\":\"links\",\"outputs\":[{\"internalType\":\"bytes32[]\",\"name\":\"out\",\"type\":\"bytes32[]\"}],\"stateMutability\":\"pure\",\"type\":\"function\"},{\"inputs\":[{\"components\":[{\"internalType\":\"uint8\",\"name\":\"kind\",\"type\":\"uint8\"},{\"internalType\":\"bytes32\",\"name\":\"hash\",\"type\":\"bytes32\"},{\"internalType\":\"uint64\",\"name\":\"homeHeight\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"totalPower\",\"type\":\"uint64\"},{\"components\":[{\"internalType\":\"uint64\",\"name\":\"nonce\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"firstId\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"timeout\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"fee\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"itemGas\",\"type\":\"uint64\"}],\"internalType\":\"structHdr\",\"name\":\"hdr\",\"type\":\"tuple\"},{\"components\":[{\"internalType\":\"uint64\",\"name\":\"nonce\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"inCap\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"outCap\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"outRate\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"minDeposit\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"guardian\",\"type\":\"address\"},{\"internalType\":\"bool\",\"name\":\"unpause\",\"type\":\"bool\"},{\"internalType\":\"address\",\"name\":\"sweepTo\",\"type\":\"address\"}],\"internalType\":\"structConfig\",\"name\":\"config\",\"type\":\"tuple\"},{\"components\":[{\"internalType\":\"uint64\",\"name\":\"nonce\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"newVault\",\"type\":\"address\"},{\"internalType\":\"uint64\",\"name\":\"notBefore\",\"type\":\"uint64\"}],\"internalType\":\"structMigrate\",\"name\":\"migrate\",\"type\":\"tuple\"}],\"internalType\":\"structVaultHarness.Message\",\"name\":\"m\",\"type\":\"tuple\"}],\"name\":\"structHash\",\"outputs\":[{\"internalType\":\"bytes32\",\"name\":\"\",\"type\":\"bytes32\"}],\"stateMutability\":\"pure\",\"type\":\"function\"}]",
	ID:  "VaultHarness",
	Bin: "0x60808060405234601557611488908161001a8239f35b5f80fdfe60806040526004361015610011575f80fd5b5f3560e01c80630a979298146104de57806310fb81f5146104755780632b1d8a511461039f578063a844d269146102fd578063b9b66a21146101cf578063e6cc4e6d146101ab5763f6efce1c14610066575f80fd5b346101a75760403660031901126101a7576004356001600160401b0381116101a757610096903690600401610509565b906024356001600160401b0381116101a7576100b6903690600401610509565b92906100cb6100c6368486610c0c565b6112df565b92601c806001600160401b03806100e66100c6368b89610c0c565b9716961694049504915f915f935f975b8086108061019e575b1561018a57601c86028301356001600160401b038160601c9160201c16601c8b02860135908a8a6001600160401b038460601c9460201c1692848614610166575b505050508082111561015c575b116100f65797600101976100f6565b966001019661014d565b939993029102808210156101825750905b01955f8a8a82610140565b905090610177565b602085888a02604051918103600302118152f35b508189106100ff565b5f80fd5b346101a7576102803660031901126101a75760206101c7610cc2565b604051908152f35b346101a75760603660031901126101a7576004356024356001600160a01b0381168091036101a75760409160443591835160208101907fd87cd6ef79d4e2b95e15ce8abf732db51ec771f1ca2edccf22a46c729ac5647282527fb3c1695d8f0e228c1db6873da47053130ec3644b5b40e5f23bbd2b636473ac75868201527fc89efdaa54c0f20c7adf612882df0950f5a951637e0307cdcb4c672f298b8bc660608201528360808201528260a08201528460c082015260c0815261029460e082610bd7565b51902092845191602083019360808552601260a08501527f524c435661756c742f6576656e74732f7631000000000000000000000000000060c0850152868401526060830152608082015260c081526102ee60e082610bd7565b51902082519182526020820152f35b346101a75760403660031901126101a7576024356001600160401b0381116101a757366023820112156101a75780600401356001600160401b0381116101a75736602460e08302840101116101a75760043561035882610c68565b925f915b8383101561038d57610379600191602460e08602850101906108ed565b92836103858288610c9a565b52019161035c565b6040518061039b8782610536565b0390f35b346101a75760403660031901126101a7576024356004356001600160401b0382116101a757366023830112156101a7578160040135906001600160401b0382116101a7573660246102808402850101116101a7576103fc82610c68565b925f5b8381101561038d5760019061041c60246102808302850101610fdd565b60405160208101917f19010000000000000000000000000000000000000000000000000000000000008352866022830152604282015260428152610461606282610bd7565b51902061046e8288610c9a565b52016103ff565b346101a75760203660031901126101a7576004356001600160401b0381116101a7576104c26104aa6040923690600401610509565b91906104ba6100c6368584610c0c565b923691610c0c565b602081519101206001600160401b038351921682526020820152f35b346101a7576101003660031901126101a75760e03660231901126101a75760206101c76004356105b9565b9181601f840112156101a7578235916001600160401b0383116101a757602083818601950101116101a757565b60206040818301928281528451809452019201905f5b8181106105595750505090565b825184526020938401939092019160010161054c565b35906001600160a01b03821682036101a757565b3560ff811681036101a75790565b356001600160401b03811681036101a75790565b356001600160a01b03811681036101a75790565b60243560ff81168082036101a7576001811461084057600281146107ba576003811461075057600481146106dc576005915014610669576044356001600160401b038116908181036101a7575060a4356001600160a01b038116908181036101a75750606435906001600160401b038216918281036101a757506040519260208401948552600660408501526060840152608083015260a082015260a0815261066360c082610bd7565b51902090565b6044356001600160401b038116908181036101a757506064356001600160401b03811681036101a7576084356001600160401b038116918282036101a75760ff9150604051936020850195865260056040860152606085015216608083015260a082015260a0815261066360c082610bd7565b5050604435906001600160401b03821682036101a7576064356001600160401b03811681036101a75760408051602081019384526004918101919091526001600160401b0393841660608201529216608083015260e43560a0830152906106638160c081015b03601f198101835282610bd7565b5050604435906001600160401b03821682036101a7576064356001600160401b03811681036101a75760408051602081019384526003918101919091526001600160401b0393841660608201529216608083015260e43560a0830152906106638160c08101610742565b50506044356001600160401b038116908181036101a757506064356001600160401b038116908181036101a75750608435906001600160401b038216918281036101a757506040519260208401948552600260408501526060840152608083015260a08201526001600160401b0360e4351660c082015260c0815261066360e082610bd7565b50506044356001600160401b038116908181036101a7575060a4356001600160a01b038116908181036101a7575060c4356001600160a01b038116908181036101a75750606435906001600160401b038216918281036101a75750608435926001600160401b038416938481036101a757506040519460208601968752600160408701526060860152608085015260a084015260c083015260e082015260e0815261066361010082610bd7565b90600160ff6108fb83610583565b1614610b4957600260ff61090e83610583565b1614610adb57600360ff61092183610583565b1614610a7b57600460ff61093483610583565b1614610a1b57600560ff61094783610583565b16146109b7576001600160401b0361096160208301610591565b916001600160a01b03610982604061097b608085016105a5565b9301610591565b91836040519560208701978852600660408801521660608601521660808401521660a082015260a0815261066360c082610bd7565b6001600160401b036109cb60208301610591565b916109e7606060ff6109df60408501610591565b169201610591565b908260405194602086019687526005604087015216606085015260808401521660a082015260a0815261066360c082610bd7565b90610663610a2b60208401610591565b610742610a3a60408601610591565b9360405194859360c0602086019801359288909493926001600160401b03908160809460a08501988552600460208601521660408401521660608201520152565b90610663610a8b60208401610591565b610742610a9a60408601610591565b9360405194859360c0602086019801359288909493926001600160401b03908160809460a08501988552600360208601521660408401521660608201520152565b6001600160401b0360c0610af160208401610591565b9282610aff60408301610591565b81610b0c60608501610591565b91816040519860208a019a8b52600260408b01521660608901521660808701521660a085015201351660c082015260c0815261066360e082610bd7565b6001600160401b03610b5d60208301610591565b9181610b6b608083016105a5565b916001600160a01b03610b8060a083016105a5565b81610b996060610b9260408701610591565b9501610591565b95856040519960208b019b8c52600160408c01521660608a01521660808801521660a08601521660c08401521660e082015260e08152610663610100825b90601f801991011681019081106001600160401b03821117610bf857604052565b634e487b7160e01b5f52604160045260245ffd5b9291926001600160401b038211610bf85760405191610c35601f8201601f191660200184610bd7565b8294818452818301116101a7578281602093845f960137010152565b6001600160401b038111610bf85760051b60200190565b90610c7282610c51565b610c7f6040519182610bd7565b8281528092610c90601f1991610c51565b0190602036910137565b8051821015610cae5760209160051b010190565b634e487b7160e01b5f52603260045260245ffd5b60043560ff81168082036101a75760018114610f475760028114610e78576003915014610d715760405160208101907fe5558b0585a341bab49ca5dd4649b5a25772d13dc715686f4b7db46125960aef8252610224356001600160401b0381168091036101a7576040820152610244356001600160a01b0381168091036101a7576060820152610264356001600160401b0381168091036101a75760808201526080815261066360a082610bd7565b60405160208101907f07791dbef05785492b57fc450b67c70ea85d0052d0717ff5f3bcf9e1a7a447598252610124356001600160401b0381168091036101a7576040820152610144356001600160401b0381168091036101a7576060820152610164356001600160401b0381168091036101a7576080820152610184356001600160401b0381168091036101a75760a08201526101a4356001600160401b0381168091036101a75760c08201526101c4356001600160a01b0381168091036101a75760e08201526101e4358015158091036101a757610100820152610204356001600160a01b0381168091036101a757610120820152610120815261066361014082610bd7565b50506084356001600160401b038116908181036101a7575060a4356001600160401b038116908181036101a7575060c4356001600160401b038116908181036101a7575060e4356001600160401b038116908181036101a7575061010435916001600160401b038316928381036101a757506040519360208501957f417f8770d27623b60b3edc0457f7fab9a4efcce8d112fbddf53be4c6909a97a9875260408601526060850152608084015260a083015260c082015260243560e082015260e0815261066361010082610bd7565b50506084356001600160401b038116908181036101a757506044356001600160401b038116908181036101a757506064356001600160401b038116908181036101a757506040519160208301937f9d08e80c55b6dad0493f6ec1ce8b57b1738cfe9e1f92fbd9da1f3a9b3ec17be7855260408401526060830152608082015260243560a082015260a0815261066360c082610bd7565b600160ff610fea83610583565b161461125a57600260ff610ffd83610583565b16146111ab57600360ff61101083610583565b1614611099576040516001600160401b0361108461026060208401947fe5558b0585a341bab49ca5dd4649b5a25772d13dc715686f4b7db46125960aef86528361105d6102208301611474565b1660408601526001600160a01b03611078610240830161056f565b16606086015201611474565b1660808201526080815261066360a082610bd7565b60405160208101917f07791dbef05785492b57fc450b67c70ea85d0052d0717ff5f3bcf9e1a7a4475983526001600160401b036110d96101208301611474565b1660408301526001600160401b036110f46101408301611474565b1660608301526001600160401b0361110f6101608301611474565b1660808301526001600160401b0361112a6101808301611474565b1660a08301526001600160401b036111456101a08301611474565b1660c08301526001600160a01b036111606101c0830161056f565b1660e08301526101e0810135908115158092036101a757610200611193916001600160a01b03936101008601520161056f565b16610120820152610120815261066361014082610bd7565b8060206111db60807f417f8770d27623b60b3edc0457f7fab9a4efcce8d112fbddf53be4c6909a97a99401610591565b916001600160401b036111f060a08301610591565b816111fd60c08501610591565b8161120a60e08701610591565b91816112196101008901610591565b95816040519b8b8d019d8e521660408c01521660608a01521660808801521660a08601521660c0840152013560e082015260e0815261066361010082610bd7565b61126660808201610591565b90602061127560408301610591565b916001600160401b0361128a60608301610591565b816040519581868801987f9d08e80c55b6dad0493f6ec1ce8b57b1738cfe9e1f92fbd9da1f3a9b3ec17be78a52166040880152166060860152166080840152013560a082015260a0815261066360c082610bd7565b601c8151048015808115611469575b811561143a575b50611403575f91829190825b82841061135e57505050506740000000000000008111611327576001600160401b031690565b7fc6d32425000000000000000000000000000000000000000000000000000000005f5260045267400000000000000060245260445ffd5b6020601c8596949502830101516001600160401b038160601c9160201c1691808211156113c557508115611399579201936001019291611301565b857f150d67cd000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b6001600160a01b038092887fa6761c67000000000000000000000000000000000000000000000000000000005f52600452166024521660445260645ffd5b50517f5ce34932000000000000000000000000000000000000000000000000000000005f52600452601c602452608060445260645ffd5b601c838102925083830414171561145557825114155f6112f5565b634e487b7160e01b5f52601160045260245ffd5b6080831191506112ee565b35906001600160401b03821682036101a75756",
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
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["BadMembersLength"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackBadMembersLengthError(raw[4:])
	}
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["NoPower"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackNoPowerError(raw[4:])
	}
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["NotAscending"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackNotAscendingError(raw[4:])
	}
	if bytes.Equal(raw[:4], vaultHarness.abi.Errors["TooMuchPower"].ID.Bytes()[:4]) {
		return vaultHarness.UnpackTooMuchPowerError(raw[4:])
	}
	return nil, errors.New("Unknown error")
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
