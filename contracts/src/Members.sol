// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title Packed validator sets and their signatures.
/// @notice A set is packed: 28 bytes a member, the 20 bytes of its address and 8 of its power, big endian,
/// strictly ascending by address. Ascending order rules out duplicates and the zero address.
library Members {
    /// @dev Bytes of one packed member.
    uint256 internal constant SIZE = 28;
    /// @dev Most members a set may have.
    uint256 internal constant MAX_MEMBERS = 128;
    /// @dev Most power all members may have together.
    uint256 internal constant MAX_POWER = 1 << 62;
    /// @dev Half the order of secp256k1: a larger s is the twin of a valid signature.
    uint256 internal constant HALF_ORDER = 0x7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF5D576E7357A4501DDFE92F46681B20A0;

    /// @notice The bytes are not 1 to 128 members of 28 bytes. Next: pack the set anew.
    error BadMembersLength(uint256 bytesGot, uint256 memberBytes, uint256 maxMembers);
    /// @notice A member's address is not above the one before it. Next: sort the set by address.
    error NotAscending(uint256 index, address got, address previous);
    /// @notice A member has no power. Next: leave it out.
    error NoPower(uint256 index);
    /// @notice All power together is above the limit. Next: scale the powers down.
    error TooMuchPower(uint256 got, uint256 max);
    /// @notice The bytes are not the set that is in force. Next: take the members of the set that the vault names.
    error WrongMembers(bytes32 got, bytes32 want);
    /// @notice The bitmap names members that the set does not have. Next: use one bit per member.
    error BadBitmap(uint256 bitmap, uint256 members);
    /// @notice Not 64 bytes of signature for each bit of the bitmap. Next: one signature per bit, in order.
    error BadSignaturesLength(uint256 got, uint256 want);
    /// @notice A signature is malleable or not the member's. Next: leave this member out, or ask it to sign again.
    error BadSignature(uint256 index, address got, address want);
    /// @notice The signers' power is not above two thirds. Next: collect more signatures.
    error NotEnoughPower(uint256 signed, uint256 total);

    /// @notice Checks a set in full.
    /// @param members The packed set.
    /// @return total The power of all members together.
    function check(bytes memory members) internal pure returns (uint64 total) {
        uint256 count = members.length / SIZE;
        if (count == 0 || count > MAX_MEMBERS || count * SIZE != members.length) {
            revert BadMembersLength(members.length, SIZE, MAX_MEMBERS);
        }
        uint256 sum;
        uint256 previous;
        for (uint256 i; i < count; ++i) {
            uint256 word;
            assembly ("memory-safe") {
                word := mload(add(add(members, 32), mul(i, 28)))
            }
            (uint256 member, uint256 power) = split(word);
            if (member <= previous) revert NotAscending(i, address(uint160(member)), address(uint160(previous)));
            if (power == 0) revert NoPower(i);
            previous = member;
            unchecked {
                sum += power; // at most 128 * 2^64
            }
        }
        if (sum > MAX_POWER) revert TooMuchPower(sum, MAX_POWER);
        return uint64(sum);
    }

    /// @notice Checks that members with more than two thirds of the power signed a digest.
    /// @param members The packed set; its hash must be `hash`.
    /// @param hash The hash of the set in force.
    /// @param total The power of that set.
    /// @param digest What they signed.
    /// @param bitmap Bit i is set when member i signed.
    /// @param sigs One EIP-2098 signature (r, vs) for each bit, in order.
    function requireQuorum(
        bytes calldata members,
        bytes32 hash,
        uint256 total,
        bytes32 digest,
        uint256 bitmap,
        bytes calldata sigs
    ) internal pure {
        bytes32 got = keccak256(members);
        if (got != hash) revert WrongMembers(got, hash);
        if (bitmap >> (members.length / SIZE) != 0) revert BadBitmap(bitmap, members.length / SIZE);
        uint256 signed;
        uint256 offset;
        for (uint256 i; bitmap != 0; ++i) {
            if (bitmap & 1 != 0) {
                if (offset + 64 > sigs.length) revert BadSignaturesLength(sigs.length, offset + 64);
                (uint256 member, uint256 power) = at(members, i);
                address signer = recover(digest, sigs, offset);
                if (signer == address(0) || uint160(signer) != member) {
                    revert BadSignature(i, signer, address(uint160(member)));
                }
                unchecked {
                    signed += power;
                    offset += 64;
                }
            }
            bitmap >>= 1;
        }
        if (offset != sigs.length) revert BadSignaturesLength(sigs.length, offset);
        if (3 * signed <= 2 * total) revert NotEnoughPower(signed, total);
    }

    /// @notice Tells whether more than a third of the power changed hands from one set to another.
    /// @dev Half the sum of the differences of shares, by a merge of both sorted lists.
    /// @param older The set that was, checked.
    /// @param olderTotal Its power.
    /// @param newer The set that will be, checked.
    /// @param newerTotal Its power.
    /// @return Whether the change is above one third.
    function changedByThird(bytes calldata older, uint256 olderTotal, bytes calldata newer, uint256 newerTotal)
        internal
        pure
        returns (bool)
    {
        uint256 olderCount = older.length / SIZE;
        uint256 newerCount = newer.length / SIZE;
        uint256 kept; // in units of 1 / (olderTotal * newerTotal), at most 2^124
        uint256 i;
        uint256 j;
        unchecked {
            while (i < olderCount && j < newerCount) {
                (uint256 a, uint256 aPower) = at(older, i);
                (uint256 b, uint256 bPower) = at(newer, j);
                if (a == b) {
                    uint256 was = aPower * newerTotal;
                    uint256 willBe = bPower * olderTotal;
                    kept += was < willBe ? was : willBe;
                }
                if (a <= b) ++i;
                if (b <= a) ++j;
            }
            uint256 whole = olderTotal * newerTotal;
            return 3 * (whole - kept) > whole;
        }
    }

    /// @notice Reads member i, or item i of a batch, which must exist.
    function at(bytes calldata packed, uint256 i) internal pure returns (uint256 account, uint256 number) {
        uint256 word;
        assembly ("memory-safe") {
            word := calldataload(add(packed.offset, mul(i, 28)))
        }
        return split(word);
    }

    /// @dev Splits the first 28 bytes of a word into an address and a number.
    function split(uint256 word) private pure returns (uint256 account, uint256 number) {
        return (word >> 96, uint64(word >> 32));
    }

    /// @dev Returns who signed, or zero for a malleable or broken signature. The 64 bytes must exist.
    function recover(bytes32 digest, bytes calldata sigs, uint256 offset) private pure returns (address) {
        bytes32 r;
        uint256 vs;
        assembly ("memory-safe") {
            let p := add(sigs.offset, offset)
            r := calldataload(p)
            vs := calldataload(add(p, 32))
        }
        uint256 s = vs & (type(uint256).max >> 1);
        if (s > HALF_ORDER) return address(0);
        return ecrecover(digest, uint8(vs >> 255) + 27, r, bytes32(s));
    }
}
