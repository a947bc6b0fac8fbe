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
        unchecked {
            uint256 first;
            assembly ("memory-safe") {
                first := add(members, 32)
            }
            uint256 end = first + members.length;
            for (uint256 p = first; p != end; p += SIZE) {
                uint256 word;
                assembly ("memory-safe") {
                    word := mload(p)
                }
                uint256 power = uint64(word >> 32);
                word >>= 96;
                if (word <= previous) {
                    revert NotAscending((p - first) / SIZE, address(uint160(word)), address(uint160(previous)));
                }
                if (power == 0) revert NoPower((p - first) / SIZE);
                previous = word;
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
    ) internal view {
        bytes32 got = keccak256(members);
        if (got != hash) revert WrongMembers(got, hash);
        if (bitmap >> (members.length / SIZE) != 0) revert BadBitmap(bitmap, members.length / SIZE);
        uint256 signed;
        uint256 p = start(sigs);
        uint256 end;
        uint256 scratch = scratchOf(digest);
        unchecked {
            end = p + sigs.length; // calldata is short
            for (uint256 m = start(members); bitmap != 0; m += SIZE) {
                if (bitmap & 1 != 0) {
                    if (p + 64 > end) revert BadSignaturesLength(sigs.length, p + 64 - start(sigs));
                    uint256 word = load(m);
                    uint256 signer = recover(scratch, load(p), load(p + 32));
                    if (signer == 0 || signer != word >> 96) {
                        revert BadSignature(
                            (m - start(members)) / SIZE, address(uint160(signer)), address(uint160(word >> 96))
                        );
                    }
                    signed += uint64(word >> 32); // at most MAX_POWER, as the whole set has
                    p += 64;
                }
                bitmap >>= 1;
            }
        }
        if (p != end) revert BadSignaturesLength(sigs.length, p - start(sigs));
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
        uint256 kept; // in units of 1 / (olderTotal * newerTotal): at most 2^124, nothing here overflows
        unchecked {
            uint256 a = start(older);
            uint256 b = start(newer);
            uint256 aEnd = a + older.length;
            uint256 bEnd = b + newer.length;
            uint256 was = load(a);
            uint256 is_ = load(b);
            while (true) {
                uint256 who = was >> 96;
                uint256 other = is_ >> 96;
                if (who < other) {
                    if ((a += SIZE) == aEnd) break;
                    was = load(a);
                } else if (other < who) {
                    if ((b += SIZE) == bEnd) break;
                    is_ = load(b);
                } else {
                    uint256 x = uint64(was >> 32) * newerTotal;
                    uint256 y = uint64(is_ >> 32) * olderTotal;
                    kept += x < y ? x : y;
                    a += SIZE;
                    b += SIZE;
                    if (a == aEnd || b == bEnd) break;
                    was = load(a);
                    is_ = load(b);
                }
            }
            uint256 whole = olderTotal * newerTotal;
            return 3 * (whole - kept) > whole;
        }
    }

    /// @notice Reads item i of a batch, packed as members are; it must exist.
    function at(bytes calldata packed, uint256 i) internal pure returns (uint256 account, uint256 number) {
        unchecked {
            uint256 word = load(start(packed) + i * SIZE);
            return (word >> 96, uint64(word >> 32));
        }
    }

    /// @dev Where bytes begin in calldata.
    function start(bytes calldata packed) private pure returns (uint256 p) {
        assembly ("memory-safe") {
            p := packed.offset
        }
    }

    /// @dev The word of calldata at p.
    function load(uint256 p) private pure returns (uint256 word) {
        assembly ("memory-safe") {
            word := calldataload(p)
        }
    }

    /// @dev Memory for the four words of ecrecover's input, with the digest in the first.
    function scratchOf(bytes32 digest) private pure returns (uint256 scratch) {
        assembly ("memory-safe") {
            scratch := mload(0x40)
            mstore(0x40, add(scratch, 128))
            mstore(scratch, digest)
        }
    }

    /// @dev Returns who signed, or zero for a malleable or broken signature.
    function recover(uint256 scratch, uint256 r, uint256 vs) private view returns (uint256 signer) {
        uint256 s = vs & (type(uint256).max >> 1);
        if (s > HALF_ORDER) return 0;
        assembly ("memory-safe") {
            mstore(add(scratch, 32), add(27, shr(255, vs)))
            mstore(add(scratch, 64), r)
            mstore(add(scratch, 96), s)
            mstore(0, 0) // stays so when ecrecover finds nobody
            pop(staticcall(gas(), 1, scratch, 128, 0, 32))
            signer := mload(0)
        }
    }
}
