// Signs the four orders with ethers, for the domain that a running chain tells,
// and asks the chain what it makes of them: signed well, and changed or signed
// badly in every way.
//
// stdin: {rest, mnemonic, owners: {app, dataset, workerpool, request, stranger},
// formerly, assets: {app, dataset, workerpool}}; owners are indices of accounts,
// formerly the owners of before, if it is they whose signatures are to be tried.
// stdout: a line of JSON for each question, {name, want, answer, orders, hashes}:
// want is the code of the refusal, empty if the orders match; then hashes are ethers'.
import { text } from 'node:stream/consumers';
import {
  HDNodeWallet, Mnemonic, Signature, TypedDataEncoder, ZeroAddress, getBytes, hexlify, id, toBeHex,
} from 'ethers';

const input = JSON.parse(await text(process.stdin));

const request = async (method, path, body) => {
  const answer = await fetch(`${input.rest}/iexec/market/v1/${path}`, { method, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
};

const told = (await request('GET', 'params')).domain;
const domain = {
  name: told.name, version: told.version, chainId: told.chain_id, verifyingContract: told.verifying_contract,
};

const fields = (list) => list.split(',').map((f) => ({ type: f.split(' ')[0], name: f.split(' ')[1] }));
const kinds = {
  app: {
    type: 'AppOrder', unsigned: '0x21',
    fields: fields('address app,uint256 appprice,uint256 volume,bytes32 tag,address datasetrestrict,' +
      'address workerpoolrestrict,address requesterrestrict,bytes32 salt'),
    // What the checks before that of the signature say of a changed bit.
    earlier: { app: '0x10', datasetrestrict: '0x13', workerpoolrestrict: '0x14', requesterrestrict: '0x15' },
  },
  dataset: {
    type: 'DatasetOrder', unsigned: '0x31',
    fields: fields('address dataset,uint256 datasetprice,uint256 volume,bytes32 tag,address apprestrict,' +
      'address workerpoolrestrict,address requesterrestrict,bytes32 salt'),
    earlier: { dataset: '0x11', apprestrict: '0x16', workerpoolrestrict: '0x17', requesterrestrict: '0x18' },
  },
  workerpool: {
    type: 'WorkerpoolOrder', unsigned: '0x41',
    fields: fields('address workerpool,uint256 workerpoolprice,uint256 volume,bytes32 tag,uint256 category,' +
      'uint256 trust,address apprestrict,address datasetrestrict,address requesterrestrict,bytes32 salt'),
    earlier: {
      workerpool: '0x12', category: '0x00', apprestrict: '0x19', datasetrestrict: '0x1a', requesterrestrict: '0x1b',
    },
  },
  request: {
    type: 'RequestOrder', unsigned: '0x50',
    fields: fields('address app,uint256 appmaxprice,address dataset,uint256 datasetmaxprice,address workerpool,' +
      'uint256 workerpoolmaxprice,address requester,uint256 volume,bytes32 tag,uint256 category,uint256 trust,' +
      'address beneficiary,address callback,string params,bytes32 salt'),
    earlier: { app: '0x10', dataset: '0x11', workerpool: '0x12', requester: '0x15', category: '0x00' },
  },
};
const names = Object.keys(kinds);

const wallet = (index) =>
  HDNodeWallet.fromMnemonic(Mnemonic.fromPhrase(input.mnemonic), `m/44'/60'/0'/0/${index}`);
const wallets = Object.fromEntries(Object.entries(input.owners).map(([who, index]) => [who, wallet(index)]));
const requester = wallets.request.address;
const { app, dataset, workerpool } = input.assets;

/** Four orders that match, each bound to the other three. Every name has orders of its own. */
const orders = (name) => {
  const salt = id(name);
  const restricts = { apprestrict: app, datasetrestrict: dataset, workerpoolrestrict: workerpool,
    requesterrestrict: requester };
  const { apprestrict, datasetrestrict, workerpoolrestrict, requesterrestrict } = restricts;
  const tag = (bits) => toBeHex(bits, 32);
  return {
    app: { app, appprice: '4', volume: '10', tag: tag(0x100), datasetrestrict, workerpoolrestrict, requesterrestrict,
      salt },
    dataset: { dataset, datasetprice: '2', volume: '10', tag: tag(0), apprestrict, workerpoolrestrict,
      requesterrestrict, salt },
    workerpool: { workerpool, workerpoolprice: '100', volume: '10', tag: tag(0xf00), category: '2', trust: '4',
      apprestrict, datasetrestrict, requesterrestrict, salt },
    request: { app, appmaxprice: '6', dataset, datasetmaxprice: '6', workerpool, workerpoolmaxprice: '200', requester,
      volume: '10', tag: tag(0), category: '2', trust: '0', beneficiary: requester, callback: ZeroAddress,
      params: '{"iexec_args":"hello"}', salt },
  };
};

const typesOf = (kind) => ({ [kinds[kind].type]: kinds[kind].fields });
const sign = (kind, order, by = wallets[kind], forDomain = domain) =>
  by.signTypedData(forDomain, typesOf(kind), order);

const made = new Map();
/** The orders of a name, each signed by its owner. */
const signedOrders = async (name) => {
  if (!made.has(name)) {
    const set = orders(name);
    for (const kind of names) set[kind].sign = await sign(kind, set[kind]);
    made.set(name, set);
  }
  return structuredClone(made.get(name));
};

/** A value with one bit of it changed; of a tag one that nobody demands, and the pool has. */
const flip = ({ type, name }, value) => {
  if (type === 'uint256') return (BigInt(value) ^ 1n).toString();
  if (type === 'string') return value.replace('hello', 'helln');
  const bit = name === 'tag' ? 9n : 77n;
  return toBeHex(BigInt(value) ^ (1n << bit), type === 'address' ? 20 : 32);
};

/** A signature with one bit of byte i changed. */
const flipByte = (signature, i) => {
  const bytes = getBytes(signature);
  bytes[i] ^= 1 << (i % 8);
  return hexlify(bytes);
};

const N = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const twin = (signature) => {
  const { r, s, v } = Signature.from(signature);
  return r + toBeHex(N - BigInt(s), 32).slice(2) + (v === 27 ? '1c' : '1b');
};

const questions = [];
const ask = (name, want, set) => questions.push({ name, want, set });
/** Asks about orders of which one has another signature; they are those of the name, or of another's. */
const signature = async (name, want, kind, change, of = name) => {
  const set = await signedOrders(of);
  set[kind].sign = await change(set[kind].sign, set[kind]);
  ask(name, want, set);
};

const signedWell = async () => {
  ask('all in 65 bytes', '', await signedOrders('all in 65 bytes'));
  const compact = await signedOrders('all in 64 bytes');
  for (const kind of names) compact[kind].sign = Signature.from(compact[kind].sign).compactSerialized;
  ask('all in 64 bytes', '', compact);
  for (const kind of names) {
    await signature(`${kind}: v of 0 or 1`, '', kind, (s) => s.slice(0, 130) + (s.endsWith('1b') ? '00' : '01'));
  }
};

const changedFields = async (kind) => {
  const { unsigned, earlier } = kinds[kind];
  for (const field of kinds[kind].fields) {
    const name = `${kind}.${field.name}: a bit changed`;
    const set = await signedOrders(name);
    set[kind][field.name] = flip(field, set[kind][field.name]);
    ask(name, earlier[field.name] ?? unsigned, set);
    // The same, but what was changed after signing is what makes the orders match.
    await signature(`${kind}.${field.name}: a bit changed to what matches`, unsigned, kind, (_, order) =>
      sign(kind, { ...order, [field.name]: flip(field, order[field.name]) }));
  }
};

const signedBadly = async (kind) => {
  const { unsigned } = kinds[kind];
  const bad = (name, change, want = unsigned) => signature(`${kind}: ${name}`, want, kind, change);
  const bit = (i, which, change) => signature(
    `${kind}: bit ${i % 8} of byte ${i} of the ${which} signature changed`, unsigned, kind, change, 'bits');
  for (let i = 0; i < 65; i++) await bit(i, 'long', (s) => flipByte(s, i));
  for (let i = 0; i < 64; i++) await bit(i, 'short', (s) => flipByte(Signature.from(s).compactSerialized, i));
  await bad('the twin with high s', twin);
  const other = (name, change) => bad(name, (_, order) => sign(kind, order, wallets[kind], { ...domain, ...change }));
  await other('another chain id', { chainId: (BigInt(domain.chainId) ^ 1n).toString() });
  await other('another verifying contract', { verifyingContract: flip({ type: 'address' }, domain.verifyingContract) });
  await other('another name', { name: 'iExecODC' });
  await other('another version', { version: '5.0.1' });
  await bad("a stranger's key", (_, order) => sign(kind, order, wallets.stranger));
  await bad('no signature', () => '0x', 'invalid-signature-format');
  await bad('63 bytes', (s) => s.slice(0, -4), 'invalid-signature-format');
  await bad('66 bytes', (s) => `${s}00`, 'invalid-signature-format');
};

if (input.formerly) {
  for (const [kind, index] of Object.entries(input.formerly)) {
    await signature(`${kind}: the previous owner's key`, kinds[kind].unsigned, kind, (_, order) =>
      sign(kind, order, wallet(index)));
  }
  ask("the new owners' keys", '', await signedOrders("the new owners' keys"));
} else {
  await signedWell();
  for (const kind of names) {
    await changedFields(kind);
    await signedBadly(kind);
  }
}

for (const { name, want, set } of questions) {
  const wire = Object.fromEntries(names.map((kind) => [`${kind}order`, set[kind]]));
  const hashes = want ? [] : names.map((kind) => TypedDataEncoder.hash(domain, typesOf(kind), set[kind]));
  const answer = await request('POST', 'orders:match', wire);
  process.stdout.write(`${JSON.stringify({ name, want, answer, orders: wire, hashes })}\n`);
}
