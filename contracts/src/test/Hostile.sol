// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {RLCVault} from "../RLCVault.sol";

/// @notice The misbehaviours of a HostileRLC.
enum Mode {
    Honest,
    ReturnsFalse,
    ReturnsNothing,
    TakesFee,
    ReentersDeposit,
    ReentersClaim,
    ReentersBatch,
    RevertsForOne,
    BurnsGasForOne,
    FloodsForOne,
    ReturnsTwo
}

/// @title A token that stands in for RLC and misbehaves as it is told.
contract HostileRLC {
    /// @notice All there is, in nRLC.
    uint256 public totalSupply = 87_000_000e9;
    /// @notice What it does wrong.
    Mode public mode;
    /// @notice For which account, or which vault it calls back.
    address public victim;
    /// @notice What it calls the vault with.
    bytes public payload;
    /// @notice Whether the call back succeeded.
    bool public calledBack;

    /// @notice What an account has, in nRLC.
    mapping(address account => uint256 amount) public balanceOf;

    constructor() {
        balanceOf[msg.sender] = totalSupply;
    }

    /// @notice Sets the misbehaviour.
    function setMode(Mode mode_, address victim_, bytes calldata payload_) external {
        (mode, victim, payload) = (mode_, victim_, payload_);
    }

    /// @notice Sets what totalSupply says.
    function setSupply(uint256 supply) external {
        totalSupply = supply;
    }

    /// @notice Does nothing: this token lets everybody take everything.
    function approve(address, uint256) external pure returns (bool) {
        return true;
    }

    /// @notice Pays from the caller, or misbehaves.
    function transfer(address to, uint256 value) external returns (bool) {
        return _move(msg.sender, to, value);
    }

    /// @notice Pays from anybody, or misbehaves.
    function transferFrom(address from, address to, uint256 value) external returns (bool) {
        return _move(from, to, value);
    }

    /// @notice Calls receiveApproval of a vault with what the caller likes.
    function forge(RLCVault vault, address from, uint256 amount, address token, bytes calldata data) external {
        vault.receiveApproval(from, amount, token, data);
    }

    function _move(address from, address to, uint256 value) private returns (bool) {
        Mode m = mode;
        if (m == Mode.ReturnsFalse) return false;
        if (m >= Mode.ReentersDeposit && m <= Mode.ReentersBatch) _callBack();
        if (to == victim) _fail(m);
        uint256 fee = m == Mode.TakesFee ? value / 100 : 0;
        balanceOf[from] -= value;
        balanceOf[to] += value - fee;
        if (m == Mode.ReturnsNothing) {
            assembly {
                return(0, 0)
            }
        }
        if (m == Mode.ReturnsTwo) {
            assembly {
                mstore(0, 2)
                return(0, 32)
            }
        }
        return true;
    }

    function _callBack() private {
        Mode m = mode;
        mode = Mode.Honest; // once
        (calledBack,) = victim.call(payload);
        mode = m;
    }

    function _fail(Mode m) private pure {
        if (m == Mode.RevertsForOne) revert("not to this one");
        assembly {
            if eq(m, 8) { invalid() } // BurnsGasForOne
            if eq(m, 9) { revert(0, 50000) } // FloodsForOne: an answer that costs much to copy
        }
    }
}

/// @title A contract that emits what looks like a deposit, and makes a real one of its own.
contract Lookalike {
    /// @notice Looks like the vault's.
    event Deposited(
        uint64 indexed n, address indexed from, address indexed recipient, uint64 amount, uint64 lockedAfter
    );

    /// @notice Emits a forged deposit.
    function forge(uint64 n, address from, address recipient, uint64 amount) public {
        emit Deposited(n, from, recipient, amount, amount);
    }

    /// @notice Emits a forged deposit, then deposits its own tokens `times` times.
    function deposit(RLCVault vault, uint64 amount, address recipient, uint256 times) external {
        forge(vault.eventNonce() + 1, msg.sender, recipient, 1e15);
        IApprove(address(vault.rlc())).approve(address(vault), type(uint256).max);
        for (uint256 i; i < times; ++i) {
            vault.deposit(amount, recipient);
        }
    }

    /// @notice Refuses ether and every call without data.
    receive() external payable {
        revert("no");
    }
}

/// @notice The approval of a token.
interface IApprove {
    /// @notice Allows a spender to take tokens.
    function approve(address spender, uint256 value) external returns (bool);
}
