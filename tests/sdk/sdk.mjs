// Makes, signs and hashes orders with the iExec SDK. It needs no network: the
// contracts that the SDK asks for its domain and for owners are below.
//
// stdin: {seed, count, orders: [{kind, domain, order}]}. stdout: a line of JSON
// for each of count orders of the SDK's own and then for each of the given ones:
// {kind, domain, order, hash}, for its own also {signer}.
import './node18.mjs';
import { createHash } from 'node:crypto';
import net from 'node:net';
import { text } from 'node:stream/consumers';
import { AbstractProvider, Interface, Network, Wallet, randomBytes, toBeHex } from 'ethers';
import IExecOrderModule from 'iexec/IExecOrderModule';

net.Socket.prototype.connect = () => {
  throw new Error('the SDK asked the network');
};

const contracts = new Interface([
  'function domain() view returns (tuple(string name, string version, uint256 chainId, address verifyingContract))',
  'function owner() view returns (address)',
]);

/** What the SDK asks of a chain, answered in this process. */
class Chain extends AbstractProvider {
  #domain;
  #owner;

  constructor(domain, owner) {
    super(new Network('none', 1), { cacheTimeout: -1 });
    this.#domain = domain;
    this.#owner = owner;
  }

  async _detectNetwork() {
    return new Network('none', 1);
  }

  async _perform({ method, transaction }) {
    if (method !== 'call') throw new Error(`the SDK asked for ${method}`);
    const { name } = contracts.parseTransaction(transaction);
    return contracts.encodeFunctionResult(name, [name === 'owner' ? this.#owner : this.#domain]);
  }
}

/** The SDK's module of orders, for a domain and a signer who owns everything. */
const sdk = (domain, wallet) =>
  new IExecOrderModule(
    { ethProvider: wallet.connect(new Chain(domain, wallet.address)) },
    { hubAddress: domain.verifyingContract },
  );

const input = JSON.parse(await text(process.stdin));

let drawn = 0;
const bytes = (n) => {
  const word = () => createHash('sha256').update(`${input.seed}/${drawn++}`).digest();
  return Buffer.concat(Array.from({ length: Math.ceil(n / 32) }, word)).subarray(0, n);
};
randomBytes.register((n) => Uint8Array.from(bytes(n))); // the SDK's salts

const below = (n) => bytes(6).readUIntBE(0, 6) % n;
const pick = (...from) => from[below(from.length)];
const number = () => (BigInt(`0x${bytes(32).toString('hex')}`) >> BigInt(below(257))).toString();
const address = () => {
  const hex = `0x${bytes(20).toString('hex')}`;
  return pick(hex, hex.toUpperCase().replace('X', 'x'), `0x${'0'.repeat(40)}`);
};
const asset = () => `0x${bytes(20).toString('hex')}`;
// An amount as people write it.
const amount = () => pick(number(), number(), `${below(1e6)}.${1 + below(999)} RLC`, `00${below(1e6)}`, below(1e6));
const count = () => pick(number(), below(1e6));
const tag = () => pick('', 'tee,tdx', ['tee', 'tdx', 'gpu'], 'gpu', toBeHex((BigInt(number()) >> 4n) << 4n, 32));
const params = () =>
  pick(
    {},
    `plain "words" \\ \u00e9\u{1f30d}\u2028 <&> ${number()}`,
    { iexec_args: 'a\tb\n"c"', iexec_input_files: ['https://example.com/\u00fc?a=1&b=2'] },
    { iexec_result_encryption: true, iexec_secrets: { 1: 'my-secret' } },
  );

const drawers = {
  app: () => ({
    app: asset(), appprice: amount(), volume: count(), tag: tag(),
    datasetrestrict: address(), workerpoolrestrict: address(), requesterrestrict: address(),
  }),
  dataset: () => ({
    dataset: asset(), datasetprice: amount(), volume: count(), tag: tag(),
    apprestrict: address(), workerpoolrestrict: address(), requesterrestrict: address(),
  }),
  workerpool: () => ({
    workerpool: asset(), workerpoolprice: amount(), volume: count(), tag: tag(), category: count(), trust: count(),
    apprestrict: address(), datasetrestrict: address(), requesterrestrict: address(),
  }),
  request: () => ({
    app: asset(), appmaxprice: amount(), dataset: address(), datasetmaxprice: amount(),
    workerpool: address(), workerpoolmaxprice: amount(), volume: count(), tag: tag(), category: count(),
    trust: count(), beneficiary: address(), callback: address(), params: params(),
  }),
};

const domainOf = () => ({
  name: 'iExecODB', version: '5.0.0',
  chainId: (BigInt(`0x${bytes(8).toString('hex')}`) >> BigInt(below(64))).toString(), verifyingContract: asset(),
});

const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

for (let i = 0; i < input.count; i++) {
  const kind = Object.keys(drawers)[i % 4];
  const domain = domainOf();
  const wallet = new Wallet(`0x${bytes(32).toString('hex')}`);
  const orders = sdk(domain, wallet);
  const template = await orders[`create${capital(kind)}order`](drawers[kind]());
  const order = await orders[`sign${capital(kind)}order`](template, { preflightCheck: false });
  say({ kind, domain, order, hash: await orders[`hash${capital(kind)}order`](order), signer: wallet.address });
}
for (const { kind, domain, order } of input.orders) {
  const orders = sdk(domain, new Wallet(`0x${'1'.repeat(64)}`));
  say({ kind, domain, order, hash: await orders[`hash${capital(kind)}order`](order) });
}

function capital(kind) {
  return kind[0].toUpperCase() + kind.slice(1);
}
