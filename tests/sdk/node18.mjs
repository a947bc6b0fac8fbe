// The SDK's client of IPFS, which no test uses, wants the global File that Node 18 lacks.
import { File } from 'node:buffer';

globalThis.File ??= File;
