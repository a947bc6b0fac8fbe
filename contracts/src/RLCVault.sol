// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Members} from "./Members.sol";
import {Config, Hdr, Messages, Migrate} from "./Messages.sol";
import {IRLC, Limits, VaultBase} from "./VaultBase.sol";

/// @title The vault that holds the RLC of the home chain.
/// @notice Deposits lock RLC here and the home chain mints the same amount. Batches that validators with more than
/// two thirds of the power signed pay out. All that happens goes into a chain of hashes in storage, which validators
/// read at a finalized block. The vault is not upgradeable, makes no delegatecall and takes no ether.
/// All amounts are in nRLC, 1e-9 RLC; all times are Unix seconds.
contract RLCVault is VaultBase {
    /// @notice Opens a vault for deposits. Payments begin with the first updateValset.
    /// @param rlc_ The RLC token.
    /// @param homeChainHash_ keccak256 of the home chain's id.
    /// @param members The packed validator set of the home chain's genesis, two members at least.
    /// @param valsetNonce_ Its number.
    /// @param l What may flow in and out.
    /// @param guardian_ Who may pause.
    /// @param trust_ Seconds for which a set is trusted, at most 20 days.
    /// @param activationDelay_ Seconds before a much changed set may pay, above zero and less than trust.
    constructor(
        address rlc_,
        bytes32 homeChainHash_,
        bytes memory members,
        uint64 valsetNonce_,
        Limits memory l,
        address guardian_,
        uint64 trust_,
        uint64 activationDelay_
    ) VaultBase(rlc_, homeChainHash_, members, valsetNonce_, l, guardian_, trust_, activationDelay_) {}

    // ---- in ----

    /// @notice Locks RLC that the caller allowed the vault to take.
    /// @param amount In nRLC.
    /// @param recipient Who gets it on the home chain.
    function deposit(uint64 amount, address recipient) external once {
        _deposit(msg.sender, amount, recipient);
    }

    /// @notice Locks RLC by approveAndCall of the token: approval and deposit in one transaction.
    /// @param from Who called approveAndCall.
    /// @param amount In nRLC.
    /// @param token The token, which must be RLC and the caller.
    /// @param data The 20 bytes of the recipient on the home chain.
    function receiveApproval(address from, uint256 amount, address token, bytes calldata data) external once {
        if (msg.sender != address(rlc)) revert WrongToken(msg.sender, address(rlc));
        if (token != address(rlc)) revert WrongToken(token, address(rlc));
        if (data.length != 20) revert BadDataLength(data.length, 20);
        _deposit(from, amount, address(bytes20(data)));
    }

    // ---- out ----

    /// @notice Pays a batch that validators signed. A payment that fails is owed and does not hold up the others.
    /// @param h The head of the batch.
    /// @param items The payments, 28 bytes each: 20 of the address, 8 of the amount.
    /// @param members The packed set in force.
    /// @param bitmap Bit i is set when member i signed.
    /// @param sigs One EIP-2098 signature for each bit.
    /// @param feeTo Who gets the fee.
    function submitBatch(
        Hdr calldata h,
        bytes calldata items,
        bytes calldata members,
        uint256 bitmap,
        bytes calldata sigs,
        address feeTo
    ) external once {
        _requireOpen(WITHDRAWALS);
        if (block.timestamp > h.timeout) revert Expired(block.timestamp, h.timeout);
        if (isExecuted(h.nonce)) revert AlreadyExecuted(h.nonce);
        if (feeTo == address(0) || feeTo == address(this) || feeTo == address(rlc)) revert BadAddress(feeTo);
        uint256 count = items.length / Members.SIZE;
        if (count == 0 || count > MAX_ITEMS || count * Members.SIZE != items.length) {
            revert BadItemsLength(items.length, Members.SIZE, MAX_ITEMS);
        }
        _requireSigned(Messages.batch(h, keccak256(items)), members, bitmap, sigs);
        _requireActive();

        uint256 total = h.fee;
        for (uint256 i; i < count; ++i) {
            (uint256 to, uint256 amount) = Members.at(items, i);
            if (to == 0 || amount == 0) revert BadItem(i, address(uint160(to)), amount);
            unchecked {
                total += amount; // at most 101 * 2^64
            }
        }
        _release(total);
        executed[h.nonce >> 8] |= 1 << (h.nonce & 255);
        (bytes32 hash, uint64 n, uint64 lockedNow) = (eventHash, _nextEvent(), book.locked);
        eventHash = Messages.batchExecuted(hash, n, h.nonce, uint64(total), lockedNow);
        emit BatchExecuted(n, h.nonce, uint64(total), lockedNow);

        uint256 failed;
        for (uint256 i; i < count; ++i) {
            (uint256 to, uint256 amount) = Members.at(items, i);
            failed += _pay(h.nonce, address(uint160(to)), amount, h.itemGas);
        }
        if (h.fee != 0) failed += _pay(h.nonce, feeTo, h.fee, h.itemGas);
        if (failed != 0) owedTotal += uint64(failed);
    }

    /// @notice Pays what failed payments left, to whom it was meant for. Anyone may call it.
    /// @param to Who is owed.
    function claimOwed(address to) external once {
        _requireNotPaused(WITHDRAWALS);
        uint256 amount = owed[to];
        if (amount == 0) revert NothingOwed(to);
        owed[to] = 0;
        owedTotal -= uint64(amount);
        emit OwedClaimed(to, uint64(amount));
        _send(to, amount);
    }

    // ---- what validators decide ----

    /// @notice Puts a new validator set in force. Works while paused, or a pause would end the bridge.
    /// @param nonce Its number, above the last one.
    /// @param homeHeight The block of the home chain that made it.
    /// @param newMembers The packed new set.
    /// @param members The packed set in force.
    /// @param bitmap Bit i is set when member i of the set in force signed.
    /// @param sigs One EIP-2098 signature for each bit.
    function updateValset(
        uint64 nonce,
        uint64 homeHeight,
        bytes calldata newMembers,
        bytes calldata members,
        uint256 bitmap,
        bytes calldata sigs
    ) external {
        _requireNext(nonce, valset.nonce);
        bytes memory packed = newMembers;
        uint64 total = Members.check(packed);
        bytes32 hash = keccak256(packed);
        _requireSigned(Messages.valset(nonce, homeHeight, total, hash), members, bitmap, sigs);
        uint64 activeAt = valset.activeAt;
        bool same = hash == membersHash;
        if (!same && Members.changedByThird(members, valset.totalPower, newMembers, total)) {
            activeAt = uint64(block.timestamp) + activationDelay;
        } else if (activeAt == type(uint64).max) {
            activeAt = uint64(block.timestamp);
        }
        _setValset(nonce, total, hash, activeAt);
    }

    /// @notice Applies limits, a guardian, the end of a pause, and pays out what nobody has a claim to.
    /// A guardian's pauses are all there again afterwards.
    /// @param c The decision.
    /// @param members The packed set in force.
    /// @param bitmap Bit i is set when member i signed.
    /// @param sigs One EIP-2098 signature for each bit.
    function applyConfig(Config calldata c, bytes calldata members, uint256 bitmap, bytes calldata sigs)
        external
        once
    {
        _requireNext(c.nonce, status.configNonce);
        bytes32 configHash = Messages.config(c);
        _requireSigned(configHash, members, bitmap, sigs);
        _requireActive();
        status.configNonce = c.nonce;
        _setLimits(c.inCap, c.outCap, c.outRate, c.minDeposit);
        _setGuardian(c.guardian);
        status.pausesUsed = 0;
        (bytes32 hash, uint64 n) = (eventHash, _nextEvent());
        eventHash = Messages.configApplied(hash, n, c.nonce, configHash);
        emit ConfigApplied(n, c.nonce, configHash);
        if (c.unpause && status.pauseFlags != 0 && block.timestamp <= status.pausedUntil) _setPause(0, 0);
        if (c.sweepTo != address(0)) _sweep(c.sweepTo);
    }

    /// @notice Announces a move of all locked RLC to another vault. It takes the place of one that waits.
    /// @param m The order.
    /// @param members The packed set in force.
    /// @param bitmap Bit i is set when member i signed.
    /// @param sigs One EIP-2098 signature for each bit.
    function migrate(Migrate calldata m, bytes calldata members, uint256 bitmap, bytes calldata sigs) external {
        _requireOpen(WITHDRAWALS);
        _requireNext(m.nonce, status.migrateNonce);
        if (m.newVault == address(this) || m.newVault == address(rlc)) revert BadAddress(m.newVault);
        if (m.newVault.code.length == 0) revert NoContract(m.newVault);
        _requireSigned(Messages.migrate(m), members, bitmap, sigs);
        _requireActive();
        status.migrateNonce = m.nonce;
        uint64 readyAt = uint64(block.timestamp + NOTICE);
        if (m.notBefore > readyAt) readyAt = m.notBefore;
        migration = Migration(m.newVault, readyAt);
        emit MigrationAnnounced(m.nonce, m.newVault, readyAt);
    }

    /// @notice Makes the announced move when its time has come. Anyone may call it. What is owed stays here.
    function executeMigrate() external once {
        _requireOpen(WITHDRAWALS);
        Migration memory m = migration;
        if (m.newVault == address(0)) revert NothingPending();
        if (block.timestamp < m.readyAt) revert TooEarly(block.timestamp, m.readyAt);
        delete migration;
        uint64 amount = book.locked;
        book.locked = 0;
        status.closed = true;
        (bytes32 hash, uint64 n) = (eventHash, _nextEvent());
        eventHash = Messages.migrated(hash, n, m.newVault, amount);
        emit Migrated(n, m.newVault, amount);
        _send(m.newVault, amount);
    }

    // ---- what the guardian may do ----

    /// @notice Stops deposits (1), payments (2) or both (3) for seven days. A guardian can do it twice;
    /// the second pause keeps the flags of the first.
    /// @param flags What to stop.
    function pause(uint8 flags) external onlyGuardian {
        if (flags == 0 || flags > DEPOSITS + WITHDRAWALS) revert BadFlags(flags, DEPOSITS + WITHDRAWALS);
        Status memory s = status;
        if (s.pausesUsed >= MAX_PAUSES) revert NoPausesLeft(s.pausesUsed, MAX_PAUSES);
        status.pausesUsed = s.pausesUsed + 1;
        if (block.timestamp <= s.pausedUntil) flags |= s.pauseFlags;
        _setPause(flags, uint64(block.timestamp + PAUSE_TIME));
    }

    /// @notice Lowers what may leave in one go.
    /// @param outCap The new cap, below the present one.
    function lowerCap(uint64 outCap) external onlyGuardian {
        if (outCap >= bucket.outCap) revert NotLower(outCap, bucket.outCap);
        bucket.outCap = outCap;
        emit OutCapLowered(outCap);
    }

    /// @notice Stops an announced migration. Its order cannot be used again.
    function vetoMigrate() external onlyGuardian {
        if (migration.newVault == address(0)) revert NothingPending();
        emit MigrationVetoed(status.migrateNonce, migration.newVault);
        delete migration;
    }

    /// @notice Proposes a validator set while the one in force is too old to sign anything.
    /// It takes the place of one that waits, and waits anew.
    /// @param nonce Its number, above the last one.
    /// @param newMembers The packed new set.
    function recover(uint64 nonce, bytes calldata newMembers) external onlyGuardian {
        _requireStale();
        _requireNext(nonce, valset.nonce);
        uint64 total = Members.check(newMembers);
        uint64 readyAt = uint64(block.timestamp + NOTICE);
        recovery = Recovery(keccak256(newMembers), nonce, total, readyAt);
        emit RecoveryAnnounced(nonce, keccak256(newMembers), readyAt);
    }

    /// @notice Puts the proposed set in force when its time has come. It may pay after the activation delay.
    function executeRecover() external onlyGuardian {
        _requireStale();
        Recovery memory r = recovery;
        if (r.readyAt == 0) revert NothingPending();
        if (block.timestamp < r.readyAt) revert TooEarly(block.timestamp, r.readyAt);
        delete recovery;
        _setValset(r.valsetNonce, r.totalPower, r.membersHash, uint64(block.timestamp) + activationDelay);
    }

    // ---- inside ----

    function _deposit(address from, uint256 amount, address recipient) private {
        _requireOpen(DEPOSITS);
        _requireTrusted();
        Book memory b = book;
        if (recipient == address(0)) revert BadAddress(recipient);
        if (amount < b.minDeposit) revert AmountTooSmall(amount, b.minDeposit);
        uint256 room = b.inCap > b.locked ? b.inCap - b.locked : 0;
        if (amount > room) revert OverInCap(amount, room);
        b.locked += uint64(amount);
        b.eventNonce += 1;
        book = b;
        eventHash = Messages.deposited(eventHash, b.eventNonce, from, recipient, uint64(amount), b.locked);
        emit Deposited(b.eventNonce, from, recipient, uint64(amount), b.locked);

        uint256 before = rlc.balanceOf(address(this));
        if (!rlc.transferFrom(from, address(this), amount)) revert TokenRefused();
        uint256 now_ = rlc.balanceOf(address(this));
        if (now_ != before + amount) revert WrongAmountReceived(now_, before + amount);
    }

    /// @dev Takes an amount from what is locked and from what may leave now.
    function _release(uint256 total) private {
        if (total > book.locked) revert NotEnoughLocked(total, book.locked);
        Bucket memory b = bucket;
        uint256 back = (block.timestamp - b.time) * b.outRate;
        uint256 level = b.level > back ? b.level - back : 0;
        if (level + total > b.outCap) revert OverOutCap(total, b.outCap > level ? b.outCap - level : 0);
        book.locked -= uint64(total);
        bucket.level = uint64(level + total);
        bucket.time = uint64(block.timestamp);
    }

    /// @dev Makes one payment with the gas that was signed for it, and returns what is owed if it fails.
    function _pay(uint64 nonce, address to, uint256 amount, uint256 itemGas) private returns (uint256) {
        if (gasleft() / 64 * 63 < itemGas) revert NotEnoughGas(gasleft(), itemGas);
        if (_tryTransfer(to, amount, itemGas)) return 0;
        // Had less than itemGas been passed on, less than a 63rd of it would be left now (EIP-150).
        if (gasleft() < itemGas / 63) revert NotEnoughGas(gasleft(), itemGas);
        owed[to] += amount;
        emit ItemOwed(nonce, to, uint64(amount));
        return amount;
    }

    /// @dev Calls transfer with a limit of gas. Reads one word of the answer, however long that is.
    function _tryTransfer(address to, uint256 amount, uint256 itemGas) private returns (bool ok) {
        bytes memory request = abi.encodeCall(IRLC.transfer, (to, amount));
        address token = address(rlc);
        assembly ("memory-safe") {
            ok := call(itemGas, token, 0, add(request, 32), mload(request), 0, 32)
            ok := and(and(ok, gt(returndatasize(), 31)), eq(mload(0), 1))
        }
    }
}
