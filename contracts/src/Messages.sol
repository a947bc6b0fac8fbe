// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @notice The head of a batch of payments.
/// @param nonce Number of the batch; each number is executed once, in any order.
/// @param firstId Number of the first withdrawal on the home chain.
/// @param timeout Last second, in Unix time, at which the batch may be executed.
/// @param fee What the relayer gets for the whole batch, in nRLC.
/// @param itemGas Gas that each payment may use.
struct Hdr {
    uint64 nonce;
    uint64 firstId;
    uint64 timeout;
    uint64 fee;
    uint64 itemGas;
}

/// @notice What validators decide about the vault. Each field is the new value.
/// @param nonce Number of this decision, above the last one.
/// @param inCap Most nRLC that the vault may hold locked.
/// @param outCap Most nRLC that may leave in one go.
/// @param outRate nRLC per second by which the allowance comes back.
/// @param minDeposit Least nRLC of a deposit.
/// @param guardian Who may pause from now on.
/// @param unpause Whether a pause ends now.
/// @param sweepTo Who gets RLC that is neither locked nor owed; zero = nobody.
struct Config {
    uint64 nonce;
    uint64 inCap;
    uint64 outCap;
    uint64 outRate;
    uint64 minDeposit;
    address guardian;
    bool unpause;
    address sweepTo;
}

/// @notice An order to move all locked RLC to another vault.
/// @param nonce Number of this order, above the last one.
/// @param newVault Where everything goes.
/// @param notBefore First second, in Unix time, at which it may go; seven days of notice hold in any case.
struct Migrate {
    uint64 nonce;
    address newVault;
    uint64 notBefore;
}

/// @title What validators sign (EIP-712), and the links of the chain of events.
/// @notice Every field has a fixed width: two different messages never have the same bytes.
library Messages {
    bytes32 private constant DOMAIN_TYPE = keccak256(
        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract,bytes32 salt)"
    );
    bytes32 private constant NAME = keccak256("RLCVault");
    bytes32 private constant VERSION = keccak256("1");
    bytes32 private constant VALSET_TYPE =
        keccak256("Valset(uint64 nonce,uint64 homeHeight,uint64 totalPower,bytes32 membersHash)");
    bytes32 private constant BATCH_TYPE = keccak256(
        "Batch(uint64 nonce,uint64 firstId,uint64 timeout,uint64 fee,uint64 itemGas,bytes32 itemsHash)"
    );
    bytes32 private constant CONFIG_TYPE = keccak256(
        "Config(uint64 nonce,uint64 inCap,uint64 outCap,uint64 outRate,uint64 minDeposit,address guardian,"
        "bool unpause,address sweepTo)"
    );
    bytes32 private constant MIGRATE_TYPE = keccak256("Migrate(uint64 nonce,address newVault,uint64 notBefore)");

    /// @dev Kinds of links of the chain of events.
    uint256 private constant DEPOSIT = 1;
    uint256 private constant BATCH_EXECUTED = 2;
    uint256 private constant VALSET_UPDATED = 3;
    uint256 private constant CONFIG_APPLIED = 4;
    uint256 private constant PAUSE_CHANGED = 5;
    uint256 private constant MIGRATED = 6;

    /// @notice The domain separator of a vault.
    function domain(uint256 chainId, address vault, bytes32 homeChainHash) internal pure returns (bytes32) {
        return keccak256(abi.encode(DOMAIN_TYPE, NAME, VERSION, chainId, vault, homeChainHash));
    }

    /// @notice What is signed: a message's hash within a domain.
    function digest(bytes32 domain_, bytes32 structHash) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(hex"1901", domain_, structHash));
    }

    /// @notice The hash of a validator set's message.
    function valset(uint64 nonce, uint64 homeHeight, uint64 totalPower, bytes32 membersHash)
        internal
        pure
        returns (bytes32)
    {
        return keccak256(abi.encode(VALSET_TYPE, nonce, homeHeight, totalPower, membersHash));
    }

    /// @notice The hash of a batch's message.
    function batch(Hdr calldata h, bytes32 itemsHash) internal pure returns (bytes32) {
        return keccak256(abi.encode(BATCH_TYPE, h.nonce, h.firstId, h.timeout, h.fee, h.itemGas, itemsHash));
    }

    /// @notice The hash of a decision's message.
    function config(Config calldata c) internal pure returns (bytes32) {
        return keccak256(abi.encode(CONFIG_TYPE, c));
    }

    /// @notice The hash of a migration's message.
    function migrate(Migrate calldata m) internal pure returns (bytes32) {
        return keccak256(abi.encode(MIGRATE_TYPE, m));
    }

    /// @notice The hash that a vault's chain of events begins with.
    function eventsStart(uint256 chainId, address vault, bytes32 homeChainHash) internal pure returns (bytes32) {
        return keccak256(abi.encode("RLCVault/events/v1", chainId, vault, homeChainHash));
    }

    /// @notice The link of a deposit.
    function deposited(bytes32 h, uint64 n, address from, address recipient, uint64 amount, uint64 lockedAfter)
        internal
        pure
        returns (bytes32)
    {
        return keccak256(abi.encode(h, DEPOSIT, n, from, recipient, amount, lockedAfter));
    }

    /// @notice The link of an executed batch.
    function batchExecuted(bytes32 h, uint64 n, uint64 batchNonce, uint64 total, uint64 lockedAfter)
        internal
        pure
        returns (bytes32)
    {
        return keccak256(abi.encode(h, BATCH_EXECUTED, n, batchNonce, total, lockedAfter));
    }

    /// @notice The link of a new validator set.
    function valsetUpdated(bytes32 h, uint64 n, uint64 valsetNonce, bytes32 membersHash)
        internal
        pure
        returns (bytes32)
    {
        return keccak256(abi.encode(h, VALSET_UPDATED, n, valsetNonce, membersHash));
    }

    /// @notice The link of an applied decision.
    function configApplied(bytes32 h, uint64 n, uint64 nonce, bytes32 configHash) internal pure returns (bytes32) {
        return keccak256(abi.encode(h, CONFIG_APPLIED, n, nonce, configHash));
    }

    /// @notice The link of a pause that began or ended.
    function pauseChanged(bytes32 h, uint64 n, uint8 flags, uint64 until) internal pure returns (bytes32) {
        return keccak256(abi.encode(h, PAUSE_CHANGED, n, flags, until));
    }

    /// @notice The link of a finished migration.
    function migrated(bytes32 h, uint64 n, address newVault, uint64 amount) internal pure returns (bytes32) {
        return keccak256(abi.encode(h, MIGRATED, n, newVault, amount));
    }
}
