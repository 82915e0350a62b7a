/**
 * How fast the reader reads, as a share of what the machine can do, and how much memory the engine takes.
 *
 *   npm run bench:scan
 *   npm run bench:scan -- --model FILE.gguf
 *
 * Prints: tokens per second of the reader's graphs alone, tokens and characters per second of a whole question; floating-point operations per second
 * against a plain matrix product of the same runtime in the same run; peak memory at 50k and 500k tokens.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { builtFolder, builtModelsFolder, Engine, modelFolder, Run, version } from '../src/engine/index.ts';
import { ownPeakBytes, runChild } from './lib/child.ts';
import { machine } from './lib/machine.ts';
import { paragraphs } from './lib/prose.ts';
import { measureReaderSpeed, readerSpeedTable } from './lib/readerSpeed.ts';
import { publish } from './lib/report.ts';
import { table } from './lib/table.ts';

// The bundle runs from out/bench.
process.env['INFINIASK_MODEL'] ??= join(__dirname, '..', '..', 'models', 'minimind2-small');

const SIZES = [50_000, 500_000];
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

async function main(model: string | undefined): Promise<void> {
  if (model !== undefined) {
    // Also for the processes that are started from here.
    process.env['INFINIASK_MODEL'] = await builtFolder(model, false, { folder: builtModelsFolder() });
  }
  const speed = await measureReaderSpeed();
  const runs = SIZES.map((tokens) => runChild(tokens) as AskedRun);
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
    body: `${readerSpeedTable(speed)}\n\n${runTable}`,
    data: { speed, runs },
  });
}

const [flag, value] = process.argv.slice(2);
void (flag === '--child' ? child(Number(value)) : main(flag === '--model' ? value : undefined));
