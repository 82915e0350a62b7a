/**
 * How fast the reader reads, as a share of what the machine can do, and how much memory the engine takes.
 *
 *   npm run bench:scan
 *   npm run bench:scan -- --model FILE.gguf
 *
 * Prints: tokens per second of the reader's graphs alone, tokens and characters per second of a whole question; floating-point operations per second
 * against a plain matrix product of the same runtime in the same run; peak memory at two sizes of text. For a model of the
 * user's also how it reads code beside the embedded model and llama.cpp with the same file, whose memory is that of a process
 * that reads one window.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { builtFolder, builtModelsFolder, Engine, modelFolder, Run, version } from '../src/engine/index.ts';
import { ownPeakBytes, runChild } from './lib/child.ts';
import { LlamaCpp } from './lib/llamaCpp.ts';
import { machine } from './lib/machine.ts';
import { paragraphs } from './lib/prose.ts';
import { measureReaderSpeed, readerSpeedTable } from './lib/readerSpeed.ts';
import { publish } from './lib/report.ts';
import { measureSideBySide, sideBySideTable } from './lib/sideBySide.ts';
import { table } from './lib/table.ts';

// The bundle runs from out/bench.
const embeddedModel = join(__dirname, '..', '..', 'models', 'minimind2-small');
process.env['INFINIASK_MODEL'] ??= embeddedModel;

/** Tokens of the texts; a user's model may read a tenth as fast as the embedded one. */
const SIZES = [50_000, 500_000];
const SIZES_OF_USERS_MODEL = [20_000, 100_000];
const QUESTION = 'Which story did the teacher tell the student about the strange house?';

interface AskedRun {
  readonly tokens: number;
  readonly peakBytes: number;
  readonly seconds: number;
  readonly tokensPerSecond: number;
  readonly charactersPerSecond: number;
}

/** In a process of its own: answers one question over a text of `tokens` and reports this process's peak memory. */
async function child(tokens: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'infiniask-scan-'));
  try {
    let file = 0;
    let text = '';
    let characters = 0;
    mkdirSync(folder, { recursive: true });
    const flush = (): void =>
      writeFileSync(join(folder, `text-${String(file++).padStart(4, '0')}.txt`), text);
    for (const paragraph of paragraphs(tokens)) {
      text += paragraph;
      characters += paragraph.length;
      if (text.length > 40_000) {
        flush();
        text = '';
      }
    }
    if (text !== '') flush();
    const engine = new Engine({ modelFolder: modelFolder(), version });
    const result = await engine.ask(
      { question: QUESTION, roots: [{ path: folder }], writer: 'none' },
      new Run(),
    );
    await engine.dispose();
    const run: AskedRun = {
      tokens: result.coverage.tokens,
      peakBytes: ownPeakBytes(),
      seconds: result.timing.totalMs / 1000,
      tokensPerSecond: result.timing.tokensPerSecond,
      charactersPerSecond: (characters * 1000) / result.timing.totalMs,
    };
    process.stdout.write(JSON.stringify(run));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** In a process of its own: llama.cpp reads a window of the model's. */
async function llamaChild(file: string): Promise<void> {
  const llama = await LlamaCpp.open(file, {
    threads: availableParallelism(),
    contextTokens: 512,
    flashAttention: false,
  });
  await llama.prefill(Int32Array.from({ length: 512 }, (_, i) => 100 + i));
  process.stdout.write(JSON.stringify({ peakBytes: ownPeakBytes() }));
  await llama.dispose();
}

async function main(model: string | undefined): Promise<void> {
  if (model !== undefined) {
    // Also for the processes that are started from here.
    process.env['INFINIASK_MODEL'] = await builtFolder(model, true, { folder: builtModelsFolder() });
  }
  const beside = model === undefined ? [] : await measureSideBySide(modelFolder(), model, embeddedModel);
  const llama = beside.some(({ name }) => name.startsWith('llama.cpp'))
    ? (runChild({ llama: model }) as { peakBytes: number })
    : undefined;
  const speed = await measureReaderSpeed();
  const sizes = model === undefined ? SIZES : SIZES_OF_USERS_MODEL;
  const runs = sizes.map((tokens) => runChild(tokens) as AskedRun);
  const runTable = table(
    [
      { heading: 'whole question', cell: (run: AskedRun) => `${run.tokens} tokens` },
      { heading: 'seconds', cell: (run) => run.seconds.toFixed(1) },
      { heading: 'tokens/s', cell: (run) => run.tokensPerSecond.toFixed(0) },
      { heading: 'characters/s', cell: (run) => run.charactersPerSecond.toFixed(0) },
      { heading: 'peak MB', cell: (run) => (run.peakBytes / 1e6).toFixed(0) },
      { heading: 'of the first', cell: (run) => (run.peakBytes / runs[0]!.peakBytes).toFixed(2) },
    ],
    runs,
  );
  publish({
    id: model === undefined ? 'scan' : `scan-${basename(modelFolder())}`,
    title: 'Reading speed and memory',
    command: `npm run bench:scan${model === undefined ? '' : ` -- --model ${basename(model)}`}`,
    machine: machine(),
    body: [
      ...(beside.length > 0 ? [sideBySideTable(beside)] : []),
      readerSpeedTable(speed),
      runTable,
      ...(llama ? [`llama.cpp, one window of the same file: ${(llama.peakBytes / 1e6).toFixed(0)} MB.`] : []),
    ].join('\n\n'),
    data: { speed, runs, beside, llama },
  });
}

const [flag, value] = process.argv.slice(2);
if (flag === '--child') {
  const spec = JSON.parse(value!) as number | { readonly llama: string };
  void (typeof spec === 'number' ? child(spec) : llamaChild(spec.llama));
} else {
  void main(flag === '--model' ? value : undefined);
}
