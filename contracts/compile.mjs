// Compiles the contracts of src/ with the pinned solc and writes abi and bytecode to the directory that it is told.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const solc = createRequire(import.meta.url)("solc");
const out = process.argv[2] ?? join(here, "out");

// What is written: the vault, and what tests and local networks use.
const wanted = {
  "src/RLCVault.sol": ["RLCVault"],
  "src/test/RLC.sol": ["RLC"],
  "src/test/Hostile.sol": ["HostileRLC", "Lookalike"],
  "src/test/VaultHarness.sol": ["VaultHarness"],
};

const sources = {};
for (const dir of ["src", "src/test"]) {
  for (const name of readdirSync(join(here, dir)).sort()) {
    if (name.endsWith(".sol")) sources[`${dir}/${name}`] = { content: readFileSync(join(here, dir, name), "utf8") };
  }
}
const answer = JSON.parse(solc.compile(JSON.stringify({
  language: "Solidity",
  sources,
  settings: {
    evmVersion: "cancun",
    viaIR: true,
    optimizer: { enabled: true, runs: 1000000 },
    // Without a hash of the sources in it, the bytecode depends on what it does alone.
    metadata: { bytecodeHash: "none", appendCBOR: false },
    outputSelection: { "*": { "*": ["abi", "evm.bytecode.object", "evm.deployedBytecode.object"] } },
  },
})));
for (const e of answer.errors ?? []) {
  // Transient storage is meant to be used as it is used here: a lock that ends with the call.
  if (e.errorCode !== "2394") console.error(e.formattedMessage);
}
if ((answer.errors ?? []).some((e) => e.severity === "error")) process.exit(1);

mkdirSync(out, { recursive: true });
for (const [file, names] of Object.entries(wanted)) {
  for (const name of names) {
    const { abi, evm } = answer.contracts[file][name];
    writeFileSync(join(out, `${name}.abi`), JSON.stringify(abi) + "\n");
    writeFileSync(join(out, `${name}.bin`), evm.bytecode.object + "\n");
    console.log(`${name}: ${evm.deployedBytecode.object.length / 2} bytes`);
  }
}
