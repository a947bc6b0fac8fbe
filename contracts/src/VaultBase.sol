// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Members} from "./Members.sol";
import {Messages} from "./Messages.sol";
import {VaultEvents} from "./VaultEvents.sol";

/// @notice What the vault asks of the RLC token.
interface IRLC {
    /// @notice All RLC there is, in nRLC.
    function totalSupply() external view returns (uint256);
    /// @notice What an account has, in nRLC.
    function balanceOf(address account) external view returns (uint256);
    /// @notice Pays from the caller's account.
    function transfer(address to, uint256 amount) external returns (bool);
    /// @notice Pays from an account that allowed it.
    function transferFrom(address from, address to, uint256 amount) external returns (bool);
}

/// @notice What may flow in and out of a new vault.
/// @param inCap Most nRLC that the vault may hold locked.
/// @param outCap Most nRLC that may leave in one go.
/// @param outRate nRLC per second by which the allowance comes back.
/// @param minDeposit Least nRLC of a deposit.
struct Limits {
    uint64 inCap;
    uint64 outCap;
    uint64 outRate;
    uint64 minDeposit;
}

/// @title What the vault remembers, and the checks and steps that its entry points share.
/// @dev Storage that proofs read: slot 0 is eventHash, slot 1 is book with eventNonce in its lowest 8 bytes.
abstract contract VaultBase is VaultEvents {
    /// @dev All RLC there can be.
    uint256 internal constant MAX_RLC = 87_000_000e9;
    /// @dev Fewest members of the first validator set: one key alone never rules.
    uint256 internal constant MIN_MEMBERS = 2;
    /// @dev A validator set is trusted for less than the home chain's 21 days of unbonding.
    uint256 internal constant MAX_TRUST = 20 days;
    /// @dev Most payments of a batch.
    uint256 internal constant MAX_ITEMS = 100;
    /// @dev How far a nonce may jump: a wild one cannot use up all that follow.
    uint256 internal constant MAX_NONCE_JUMP = 100_000;
    /// @dev How long a pause lasts.
    uint256 internal constant PAUSE_TIME = 7 days;
    /// @dev Pauses a guardian has until validators decide something.
    uint8 internal constant MAX_PAUSES = 2;
    /// @dev Notice that is given before a migration or a recovery.
    uint256 internal constant NOTICE = 7 days;
    /// @dev Bit of the pause flags that stops deposits.
    uint8 internal constant DEPOSITS = 1;
    /// @dev Bit of the pause flags that stops payments.
    uint8 internal constant WITHDRAWALS = 2;

    /// @notice The RLC token.
    IRLC public immutable rlc;
    /// @notice The hash of the home chain's id.
    bytes32 public immutable homeChainHash;
    /// @notice Seconds for which a validator set is trusted.
    uint64 public immutable trust;
    /// @notice Seconds before a set that changed by more than a third may pay.
    uint64 public immutable activationDelay;

    /// @dev Slot 1; eventNonce is its lowest 8 bytes.
    struct Book {
        uint64 eventNonce;
        uint64 locked;
        uint64 inCap;
        uint64 minDeposit;
    }

    struct Status {
        uint64 pausedUntil;
        uint64 configNonce;
        uint64 migrateNonce;
        uint8 pauseFlags;
        uint8 pausesUsed;
        bool closed;
    }

    struct Valset {
        uint64 nonce;
        uint64 totalPower;
        uint64 time;
        uint64 activeAt;
    }

    struct Bucket {
        uint64 outCap;
        uint64 outRate;
        uint64 level;
        uint64 time;
    }

    struct Recovery {
        bytes32 membersHash;
        uint64 valsetNonce;
        uint64 totalPower;
        uint64 readyAt;
    }

    struct Migration {
        address newVault;
        uint64 readyAt;
    }

    /// @notice The hash of all that happened here.
    bytes32 public eventHash;
    /// @notice Number of events, RLC that the home chain mints against, most it may be, least deposit.
    Book public book;
    /// @notice Pause, numbers of the last decision and migration, and whether the vault moved away.
    Status public status;
    /// @notice Number, power, age and first second of the set in force.
    Valset public valset;
    /// @notice What may leave: most in one go, what comes back a second, and what of it is used since when.
    Bucket public bucket;
    /// @notice The hash of the packed members in force.
    bytes32 public membersHash;
    /// @notice Who may pause.
    address public guardian;
    /// @notice nRLC that all failed payments together are owed.
    uint64 public owedTotal;
    /// @notice What a failed payment left to claim.
    mapping(address to => uint256 amount) public owed;
    /// @notice The validator set that a guardian proposed while the vault was stale.
    Recovery public recovery;
    /// @notice The migration that waits.
    Migration public migration;

    /// @dev Bits of the batches that were executed.
    mapping(uint256 word => uint256 bits) internal executed;
    /// @dev Whether a call that moves RLC is on its way.
    bool private transient entered;

    modifier onlyGuardian() {
        if (msg.sender != guardian) revert NotGuardian(msg.sender, guardian);
        _;
    }

    modifier once() {
        if (entered) revert Reentered();
        entered = true;
        _;
        entered = false;
    }

    /// @dev Parameters as of RLCVault.
    constructor(
        address rlc_,
        bytes32 homeChainHash_,
        bytes memory members,
        uint64 valsetNonce_,
        Limits memory l,
        address guardian_,
        uint64 trust_,
        uint64 activationDelay_
    ) {
        if (rlc_.code.length == 0) revert NoContract(rlc_);
        uint256 supply = IRLC(rlc_).totalSupply();
        if (supply == 0 || supply > MAX_RLC) revert WrongSupply(supply, MAX_RLC);
        if (homeChainHash_ == 0) revert NoHomeChain();
        if (members.length < MIN_MEMBERS * Members.SIZE) {
            revert TooFewMembers(members.length / Members.SIZE, MIN_MEMBERS);
        }
        if (activationDelay_ == 0 || activationDelay_ >= trust_ || trust_ > MAX_TRUST) {
            revert BadDelays(trust_, activationDelay_, MAX_TRUST);
        }
        rlc = IRLC(rlc_);
        homeChainHash = homeChainHash_;
        trust = trust_;
        activationDelay = activationDelay_;
        eventHash = Messages.eventsStart(block.chainid, address(this), homeChainHash_);
        _setLimits(l.inCap, l.outCap, l.outRate, l.minDeposit);
        _setGuardian(guardian_);
        bucket.time = uint64(block.timestamp);
        valset.nonce = valsetNonce_;
        valset.totalPower = Members.check(members);
        membersHash = keccak256(members);
        valset.time = uint64(block.timestamp);
        valset.activeAt = type(uint64).max;
    }

    // ---- views ----

    /// @notice Number of events so far.
    function eventNonce() external view returns (uint64) {
        return book.eventNonce;
    }

    /// @notice nRLC that the home chain mints against.
    function locked() external view returns (uint64) {
        return book.locked;
    }

    /// @notice Number of the validator set in force.
    function valsetNonce() external view returns (uint64) {
        return valset.nonce;
    }

    /// @notice Power of the validator set in force.
    function totalPower() external view returns (uint64) {
        return valset.totalPower;
    }

    /// @notice The EIP-712 domain separator of this vault on this chain.
    function domain() public view returns (bytes32) {
        return Messages.domain(block.chainid, address(this), homeChainHash);
    }

    /// @notice Whether a batch was executed.
    /// @param nonce Its number.
    function isExecuted(uint64 nonce) public view returns (bool) {
        return executed[nonce >> 8] >> (nonce & 255) & 1 != 0;
    }

    // ---- inside ----

    function _send(address to, uint256 amount) internal {
        if (!rlc.transfer(to, amount)) revert TokenRefused();
    }

    function _nextEvent() internal returns (uint64 n) {
        n = book.eventNonce + 1;
        book.eventNonce = n;
    }

    function _setValset(uint64 nonce, uint64 total, bytes32 hash, uint64 activeAt) internal {
        valset = Valset(nonce, total, uint64(block.timestamp), activeAt);
        membersHash = hash;
        (bytes32 last, uint64 n) = (eventHash, _nextEvent());
        eventHash = Messages.valsetUpdated(last, n, nonce, hash);
        emit ValsetUpdated(n, nonce, hash, activeAt);
    }

    function _setPause(uint8 flags, uint64 until) internal {
        status.pauseFlags = flags;
        status.pausedUntil = until;
        (bytes32 hash, uint64 n) = (eventHash, _nextEvent());
        eventHash = Messages.pauseChanged(hash, n, flags, until);
        emit PauseChanged(n, flags, until);
    }

    function _sweep(address to) internal {
        if (to == address(this)) revert BadAddress(to);
        uint256 surplus = rlc.balanceOf(address(this)) - book.locked - owedTotal;
        emit Swept(to, surplus);
        _send(to, surplus);
    }

    function _setLimits(uint64 inCap, uint64 outCap, uint64 outRate, uint64 minDeposit) internal {
        bool isZero = inCap == 0 || outCap == 0 || outRate == 0 || minDeposit == 0;
        if (isZero || inCap > MAX_RLC || outCap > MAX_RLC || outRate > MAX_RLC || minDeposit > inCap) {
            revert BadLimits(inCap, outCap, outRate, minDeposit, MAX_RLC);
        }
        book.inCap = inCap;
        book.minDeposit = minDeposit;
        bucket.outCap = outCap;
        bucket.outRate = outRate;
    }

    function _setGuardian(address guardian_) internal {
        if (guardian_ == address(0)) revert BadAddress(guardian_);
        guardian = guardian_;
    }

    function _requireSigned(bytes32 structHash, bytes calldata members, uint256 bitmap, bytes calldata sigs)
        internal
        view
    {
        _requireTrusted();
        bytes32 digest = Messages.digest(domain(), structHash);
        Members.requireQuorum(members, membersHash, valset.totalPower, digest, bitmap, sigs);
    }

    function _requireOpen(uint8 flag) internal view {
        if (status.closed) revert Closed();
        _requireNotPaused(flag);
    }

    function _requireNotPaused(uint8 flag) internal view {
        Status memory s = status;
        if (s.pauseFlags & flag != 0 && block.timestamp <= s.pausedUntil) revert Paused(flag, s.pausedUntil);
    }

    function _requireTrusted() internal view {
        uint256 until = uint256(valset.time) + trust;
        if (block.timestamp > until) revert Stale(block.timestamp, until);
    }

    function _requireStale() internal view {
        uint256 until = uint256(valset.time) + trust;
        if (block.timestamp <= until) revert NotStale(block.timestamp, until);
    }

    function _requireActive() internal view {
        if (block.timestamp < valset.activeAt) revert NotActive(block.timestamp, valset.activeAt);
    }

    function _requireNext(uint64 nonce, uint64 last) internal pure {
        if (nonce <= last || nonce - last > MAX_NONCE_JUMP) revert BadNonce(nonce, last, MAX_NONCE_JUMP);
    }
}
