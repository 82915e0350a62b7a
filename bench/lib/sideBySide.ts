/** The same windows of code read by a model of the user's, by the embedded one and by llama.cpp, in turns. */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { ModelRuntime, readManifest, readerDepth, Tokeniser } from '../../src/model/index.ts';
import { measureGemm } from './gemm.ts';
import { LlamaCpp, llamaCppInstalled } from './llamaCpp.ts';
import { median } from './metrics.ts';
import { readerFlopsPerToken } from './readerSpeed.ts';
import { packageFolder } from './repository.ts';
import { table } from './table.ts';

const ROUNDS = 3;
const SECONDS_A_TURN = 4;

interface Candidate {
  readonly name: string;
  readonly flopsPerToken: number;
  readonly charactersPerToken: number;
  /** Reads the next window. */
  readonly read: () => Promise<unknown>;
  readonly windowTokens: number;
}

export interface SideBySide {
  readonly name: string;
  readonly tokensPerSecond: number;
  /** Of code. */
  readonly charactersPerSecond: number;
  readonly tokensPerProcessorSecond: number;
  /** Floating-point operations per second, and as a share of a plain matrix product's in the same rounds. */
  readonly flops: number;
  readonly shareOfGemm: number;
}

/** Windows of a code that a vocabulary cuts into tokens. */
interface Windows {
  readonly list: readonly Int32Array[];
  readonly charactersPerToken: number;
}

/**
 * @param folder of the built model, which writes as well @param file it was built from
 * @param embedded folder of the embedded model
 */
export async function measureSideBySide(
  folder: string,
  file: string,
  embedded: string,
): Promise<SideBySide[]> {
  const closing: (() => Promise<void>)[] = [];
  const candidates: Candidate[] = [];
  const add = async (path: string, name: string, whole: boolean): Promise<Windows> => {
    const { config, reader } = await readManifest(path);
    const depth = readerDepth(reader.heads);
    const windows = windowsOfCode(await Tokeniser.open(path), reader.windowTokens);
    const runtime = await ModelRuntime.open({ folder: path, config, depth, threads: availableParallelism() });
    closing.push(() => runtime.dispose());
    const { windowTokens } = reader;
    const candidate = (what: string, layers: number, read: (window: Int32Array) => Promise<unknown>) =>
      candidates.push({
        name: `${name}, ${what}`,
        flopsPerToken: readerFlopsPerToken(config, layers, windowTokens),
        charactersPerToken: windows.charactersPerToken,
        windowTokens,
        read: inTurn(windows.list, read),
      });
    candidate(`to layer ${depth} of ${config.layers}`, depth, (window) => runtime.pack(window));
    if (whole) candidate('whole, with logits', config.layers, (window) => runtime.write(window));
    return windows;
  };
  const { list, charactersPerToken } = await add(folder, 'reader', true);
  await add(embedded, 'embedded reader', false);
  if (llamaCppInstalled() && file.endsWith('.gguf')) {
    const { config, reader } = await readManifest(folder);
    const { windowTokens } = reader;
    for (const flashAttention of [false, true]) {
      const options = { threads: availableParallelism(), contextTokens: windowTokens, flashAttention };
      const llama = await LlamaCpp.open(file, options);
      closing.push(() => llama.dispose());
      candidates.push({
        name: `llama.cpp, whole, no logits${flashAttention ? ', flash attention' : ''}`,
        flopsPerToken: readerFlopsPerToken(config, config.layers, windowTokens),
        charactersPerToken,
        windowTokens,
        read: inTurn(list, (window) => llama.prefill(window)),
      });
    }
  }
  try {
    return await inTurns(candidates);
  } finally {
    for (const close of closing) await close();
  }
}

export function sideBySideTable(rows: readonly SideBySide[]): string {
  return table<SideBySide>(
    [
      { heading: `windows of code, in turns, median of ${ROUNDS}`, cell: (row) => row.name },
      { heading: 'tokens/s', cell: (row) => row.tokensPerSecond.toFixed(0) },
      { heading: 'characters/s', cell: (row) => row.charactersPerSecond.toFixed(0) },
      { heading: 'tokens per processor second', cell: (row) => row.tokensPerProcessorSecond.toFixed(0) },
      { heading: 'GFLOP/s', cell: (row) => (row.flops / 1e9).toFixed(1) },
      { heading: 'of GEMM', cell: (row) => row.shareOfGemm.toFixed(2) },
    ],
    rows,
  );
}

/** Rounds in which every candidate has a turn, so that a machine that slows down slows all. */
async function inTurns(candidates: readonly Candidate[]): Promise<SideBySide[]> {
  const rounds: SideBySide[][] = candidates.map(() => []);
  for (const candidate of candidates) await candidate.read();
  for (let round = 0; round < ROUNDS; round++) {
    const gemmFlops = await measureGemm(2);
    for (const [i, candidate] of candidates.entries()) rounds[i]!.push(await turnOf(candidate, gemmFlops));
  }
  return rounds.map((turns, i) => {
    const middle = (of: (turn: SideBySide) => number): number => median(turns.map(of))!;
    return {
      name: candidates[i]!.name,
      tokensPerSecond: middle((turn) => turn.tokensPerSecond),
      charactersPerSecond: middle((turn) => turn.charactersPerSecond),
      tokensPerProcessorSecond: middle((turn) => turn.tokensPerProcessorSecond),
      flops: middle((turn) => turn.flops),
      shareOfGemm: middle((turn) => turn.shareOfGemm),
    };
  });
}

async function turnOf(candidate: Candidate, gemmFlops: number): Promise<SideBySide> {
  const { name, read, windowTokens, charactersPerToken, flopsPerToken } = candidate;
  const [started, before] = [performance.now(), process.cpuUsage()];
  let tokens = 0;
  for (; performance.now() - started < SECONDS_A_TURN * 1000; tokens += windowTokens) await read();
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(before);
  const tokensPerSecond = tokens / seconds;
  return {
    name,
    tokensPerSecond,
    charactersPerSecond: tokensPerSecond * charactersPerToken,
    tokensPerProcessorSecond: (tokens * 1e6) / (user + system),
    flops: tokensPerSecond * flopsPerToken,
    shareOfGemm: (tokensPerSecond * flopsPerToken) / gemmFlops,
  };
}

function inTurn(
  windows: readonly Int32Array[],
  read: (window: Int32Array) => Promise<unknown>,
): () => Promise<unknown> {
  let next = 0;
  return () => read(windows[next++ % windows.length]!);
}

/** As many characters as make a good number of windows in any vocabulary. */
const CODE_CHARACTERS = 60_000;

function windowsOfCode(tokeniser: Tokeniser, windowTokens: number): Windows {
  const code = readFileSync(join(packageFolder('lodash'), 'lodash.js'), 'utf8');
  // From its middle, because its first lines are comments.
  const text = code.slice(code.length / 2, code.length / 2 + CODE_CHARACTERS);
  const lines = text.split(/(?<=\n)/).map((line) => tokeniser.encode(line));
  const ids = Int32Array.from(lines.flatMap((line) => [...line]));
  const list = Array.from({ length: Math.floor(ids.length / windowTokens) }, (_, i) =>
    ids.subarray(i * windowTokens, (i + 1) * windowTokens),
  );
  return { list, charactersPerToken: text.length / ids.length };
}
