// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Members} from "../Members.sol";
import {Config, Hdr, Messages, Migrate} from "../Messages.sol";

/// @title The libraries of the vault with their insides out, for tests that compare them with Go.
contract VaultHarness {
    /// @notice A message of any type; fields that its type lacks are ignored.
    /// @param kind 1 valset, 2 batch, 3 config, 4 migrate.
    struct Message {
        uint8 kind;
        bytes32 hash;
        uint64 homeHeight;
        uint64 totalPower;
        Hdr hdr;
        Config config;
        Migrate migrate;
    }

    /// @notice An event of any kind; a, b, c are its numbers in order, x and y its addresses.
    struct Event {
        uint8 kind;
        uint64 n;
        uint64 a;
        uint64 b;
        address x;
        address y;
        bytes32 hash;
    }

    /// @notice The separator and the first hash of a vault.
    function domainOf(uint256 chainId, address vault, bytes32 home)
        external
        pure
        returns (bytes32 separator, bytes32 first)
    {
        return (Messages.domain(chainId, vault, home), Messages.eventsStart(chainId, vault, home));
    }

    /// @notice The digests of messages in a domain.
    function digests(bytes32 separator, Message[] calldata messages) external pure returns (bytes32[] memory out) {
        out = new bytes32[](messages.length);
        for (uint256 i; i < messages.length; ++i) {
            out[i] = Messages.digest(separator, structHash(messages[i]));
        }
    }

    /// @notice The hash of a message without its domain.
    function structHash(Message calldata m) public pure returns (bytes32) {
        if (m.kind == 1) return Messages.valset(m.hdr.nonce, m.homeHeight, m.totalPower, m.hash);
        if (m.kind == 2) return Messages.batch(m.hdr, m.hash);
        if (m.kind == 3) return Messages.config(m.config);
        return Messages.migrate(m.migrate);
    }

    /// @notice The hashes of the chain of events after each event, given that before all of them.
    function links(bytes32 h, Event[] calldata events) external pure returns (bytes32[] memory out) {
        out = new bytes32[](events.length);
        for (uint256 i; i < events.length; ++i) {
            h = link(h, events[i]);
            out[i] = h;
        }
    }

    /// @notice The hash of the chain of events after an event.
    function link(bytes32 h, Event calldata e) public pure returns (bytes32) {
        if (e.kind == 1) return Messages.deposited(h, e.n, e.x, e.y, e.a, e.b);
        if (e.kind == 2) return Messages.batchExecuted(h, e.n, e.a, e.b, uint64(uint256(e.hash)));
        if (e.kind == 3) return Messages.valsetUpdated(h, e.n, e.a, e.hash);
        if (e.kind == 4) return Messages.configApplied(h, e.n, e.a, e.hash);
        if (e.kind == 5) return Messages.pauseChanged(h, e.n, uint8(e.a), e.b);
        return Messages.migrated(h, e.n, e.x, e.a);
    }

    /// @notice The power and hash of a set; reverts if it is none.
    function checkMembers(bytes calldata members) external pure returns (uint64 total, bytes32 hash) {
        return (Members.check(members), keccak256(members));
    }

    /// @notice Whether more than a third of the power changed hands between two sets.
    function changed(bytes calldata older, bytes calldata newer) external pure returns (bool) {
        return Members.changedByThird(older, Members.check(older), newer, Members.check(newer));
    }

    /// @notice Returns true if members with more than two thirds of the power signed; reverts if not.
    function quorum(
        bytes calldata members,
        bytes32 hash,
        uint256 total,
        bytes32 digest,
        uint256 bitmap,
        bytes calldata sigs
    ) external view returns (bool) {
        Members.requireQuorum(members, hash, total, digest, bitmap, sigs);
        return true;
    }
}
