// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @notice Who is told of an approval.
interface ITokenSpender {
    /// @notice Told by the token that from allowed amount.
    function receiveApproval(address from, uint256 amount, address token, bytes calldata data) external;
}

/// @title A token for tests that behaves as tokens of 2017 do, RLC among them.
/// @notice 87 million with 9 decimals, all of it the deployer's. A transfer that fails burns all gas it was given;
/// nothing checks for the zero address.
contract RLC {
    /// @notice Full name.
    string public constant name = "iEx.ec Network Token";
    /// @notice Short name.
    string public constant symbol = "RLC";
    /// @notice Digits after the point.
    uint8 public constant decimals = 9;
    /// @notice All there is, in nRLC.
    uint256 public constant totalSupply = 87_000_000e9;

    /// @notice What an account has, in nRLC.
    mapping(address account => uint256 amount) public balanceOf;
    /// @notice What a spender may take from an owner, in nRLC.
    mapping(address owner => mapping(address spender => uint256 amount)) public allowance;

    /// @notice nRLC went from one account to another.
    event Transfer(address indexed from, address indexed to, uint256 value);
    /// @notice An owner allowed a spender to take nRLC.
    event Approval(address indexed owner, address indexed spender, uint256 value);

    constructor() {
        balanceOf[msg.sender] = totalSupply;
    }

    /// @notice Pays from the caller.
    function transfer(address to, uint256 value) external returns (bool) {
        _move(msg.sender, to, value);
        return true;
    }

    /// @notice Pays from an owner that allowed it.
    function transferFrom(address from, address to, uint256 value) external returns (bool) {
        uint256 allowed = allowance[from][msg.sender];
        _assert(value <= allowed);
        unchecked {
            allowance[from][msg.sender] = allowed - value;
        }
        _move(from, to, value);
        return true;
    }

    /// @notice Allows a spender to take nRLC.
    function approve(address spender, uint256 value) external returns (bool) {
        _approve(spender, value);
        return true;
    }

    /// @notice Allows a spender to take nRLC and tells it so.
    function approveAndCall(address spender, uint256 value, bytes calldata data) external {
        _approve(spender, value);
        ITokenSpender(spender).receiveApproval(msg.sender, value, address(this), data);
    }

    function _approve(address spender, uint256 value) private {
        allowance[msg.sender][spender] = value;
        emit Approval(msg.sender, spender, value);
    }

    function _move(address from, address to, uint256 value) private {
        _assert(value <= balanceOf[from]);
        unchecked {
            balanceOf[from] -= value;
        }
        balanceOf[to] += value;
        emit Transfer(from, to, value);
    }

    /// @dev Burns all gas unless a thing holds, as the throw of old compilers did.
    function _assert(bool holds) private pure {
        if (!holds) {
            assembly {
                invalid()
            }
        }
    }
}
