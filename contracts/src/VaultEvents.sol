// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title What the vault says: its events and its errors.
/// @notice Events whose first field is n are links n of the chain of events; the others are not in it.
abstract contract VaultEvents {
    /// @notice RLC was locked; the home chain mints it for recipient.
    event Deposited(
        uint64 indexed n, address indexed from, address indexed recipient, uint64 amount, uint64 lockedAfter
    );
    /// @notice A batch was paid; total has the fee and what is owed in it.
    event BatchExecuted(uint64 indexed n, uint64 indexed batchNonce, uint64 total, uint64 lockedAfter);
    /// @notice A validator set is in force and may pay from activeAt on.
    event ValsetUpdated(uint64 indexed n, uint64 indexed valsetNonce, bytes32 membersHash, uint64 activeAt);
    /// @notice A decision of the validators was applied.
    event ConfigApplied(uint64 indexed n, uint64 indexed configNonce, bytes32 configHash);
    /// @notice Deposits (1), payments (2) or both (3) stop up to and with a second; flags 0 = all goes on.
    event PauseChanged(uint64 indexed n, uint8 flags, uint64 until);
    /// @notice All that was locked went to another vault.
    event Migrated(uint64 indexed n, address indexed newVault, uint64 amount);

    /// @notice A payment of a batch failed and can be claimed.
    event ItemOwed(uint64 indexed batchNonce, address indexed to, uint64 amount);
    /// @notice What was owed was paid.
    event OwedClaimed(address indexed to, uint64 amount);
    /// @notice What nobody had a claim to was paid out.
    event Swept(address indexed to, uint256 amount);
    /// @notice The guardian lowered what may leave in one go.
    event OutCapLowered(uint64 outCap);
    /// @notice All that is locked may go to another vault from readyAt on.
    event MigrationAnnounced(uint64 indexed nonce, address indexed newVault, uint64 readyAt);
    /// @notice The guardian stopped a migration.
    event MigrationVetoed(uint64 indexed nonce, address indexed newVault);
    /// @notice The guardian may put this set in force from readyAt on.
    event RecoveryAnnounced(uint64 indexed valsetNonce, bytes32 membersHash, uint64 readyAt);

    /// @notice Only the guardian may do this. Next: ask it.
    error NotGuardian(address got, address want);
    /// @notice This address cannot be used here: zero, the vault or the token. Next: give another.
    error BadAddress(address got);
    /// @notice There is no contract at this address. Next: check the address and the network.
    error NoContract(address got);
    /// @notice The token is not RLC, which has at most 87 million. Next: give the address of RLC.
    error WrongSupply(uint256 got, uint256 max);
    /// @notice The hash of the home chain's id is zero. Next: give keccak256 of the chain id.
    error NoHomeChain();
    /// @notice One key alone must not rule a vault. Next: give more members.
    error TooFewMembers(uint256 got, uint256 min);
    /// @notice Wanted is 0 < activationDelay < trust <= max. Next: change the times.
    error BadDelays(uint64 trust, uint64 activationDelay, uint256 max);
    /// @notice A limit is zero or more than all RLC, or minDeposit above inCap. Next: change the limits.
    error BadLimits(uint64 inCap, uint64 outCap, uint64 outRate, uint64 minDeposit, uint256 max);
    /// @notice A call was made from within a call. Next: call again afterwards.
    error Reentered();
    /// @notice The vault moved away. Next: use the vault that Migrated names.
    error Closed();
    /// @notice Deposits (1) or payments (2) are paused. Next: wait until then.
    error Paused(uint8 flag, uint64 until);
    /// @notice The validator set is too old. Next: wait for updateValset, or for a recovery.
    error Stale(uint256 time, uint256 trustedUntil);
    /// @notice The validator set is trusted: only it decides. Next: wait until after that time.
    error NotStale(uint256 time, uint256 trustedUntil);
    /// @notice The validator set may not pay yet. Next: wait until then; the largest number = until updateValset.
    error NotActive(uint256 time, uint64 activeAt);
    /// @notice Only RLC may call this, for RLC. Next: use deposit.
    error WrongToken(address got, address want);
    /// @notice The data is not the 20 bytes of a recipient. Next: give the bytes of the address alone.
    error BadDataLength(uint256 got, uint256 want);
    /// @notice The deposit is too small. Next: deposit at least min.
    error AmountTooSmall(uint256 got, uint256 min);
    /// @notice The vault has no room for so much. Next: deposit at most room.
    error OverInCap(uint256 got, uint256 room);
    /// @notice The token said no. Next: check balance and allowance.
    error TokenRefused();
    /// @notice The vault's balance after a deposit is not what it must be. Next: check the token.
    error WrongAmountReceived(uint256 got, uint256 want);
    /// @notice The batch is too old; the home chain pays it back. Next: withdraw again.
    error Expired(uint256 time, uint64 timeout);
    /// @notice The batch was executed before. Next: nothing.
    error AlreadyExecuted(uint64 nonce);
    /// @notice The payments are not 1 to max times 28 bytes. Next: pack them anew.
    error BadItemsLength(uint256 bytesGot, uint256 itemBytes, uint256 max);
    /// @notice A payment is of nothing or to nobody. Next: check the home chain, which refuses such withdrawals.
    error BadItem(uint256 index, address to, uint256 amount);
    /// @notice A payment may use more gas than there is. Next: send the batch with more gas.
    error NotEnoughGas(uint256 left, uint256 itemGas);
    /// @notice The batch pays more than is locked. Next: check the home chain.
    error NotEnoughLocked(uint256 want, uint64 locked);
    /// @notice The batch pays more than may leave now. Next: wait until there is room.
    error OverOutCap(uint256 want, uint256 room);
    /// @notice Nothing is owed to this address. Next: check the address.
    error NothingOwed(address to);
    /// @notice The number is not above the last one, or too far above. Next: take one of the next maxJump.
    error BadNonce(uint64 got, uint64 last, uint256 maxJump);
    /// @notice The flags are not 1, 2 or 3: deposits, payments, both. Next: give one of these.
    error BadFlags(uint8 got, uint8 max);
    /// @notice The guardian has paused as often as it may. Next: wait for applyConfig.
    error NoPausesLeft(uint8 used, uint8 max);
    /// @notice A guardian only lowers the cap. Next: give less than the present cap.
    error NotLower(uint64 got, uint64 present);
    /// @notice Nothing was announced. Next: announce it first.
    error NothingPending();
    /// @notice The notice is not over. Next: wait until then.
    error TooEarly(uint256 time, uint64 readyAt);
}
