/**
 * How fast the reader reads, as a share of what the machine can do, and how much memory the engine takes.
 *
 *   npm run bench:scan
 *
 * Prints: tokens per second of the reader's graphs alone and of a whole question; floating-point operations per second
 * against a plain matrix product of the same runtime in the same run; peak memory at 50k and 500k tokens.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Engine, modelFolder, version } from '../src/engine/index.ts';
import { openModel, readerDepth } from '../src/model/index.ts';
import type { ModelConfig } from '../src/model/index.ts';
import { measureGemm } from './lib/gemm.ts';
import { machine } from './lib/machine.ts';
import { paragraphs } from './lib/prose.ts';
import { publish } from './lib/report.ts';
import { table } from './lib/table.ts';

// The bundle runs from out/bench.
process.env['INFINIASK_MODEL'] ??= join(__dirname, '..', '..', 'models', 'minimind2-small');

const SIZES = [50_000, 500_000];
const QUESTION = 'Which story did the teacher tell the student about the strange house?';

interface Run {
  readonly tokens: number;
  readonly peakBytes: number;
  readonly seconds: number;
  readonly tokensPerSecond: number;
}

/** Floating-point operations for one window token: two for each weight it meets, and causal attention. */
function flopsPerToken(config: ModelConfig, depth: number, windowTokens: number): number {
  const { hiddenSize: h, intermediateSize: inner, headSize: d, heads, keyValueHeads } = config;
  const layer = 2 * h * heads * d + 2 * h * keyValueHeads * d + 3 * h * inner;
  const attention = 2 * heads * d * (windowTokens / 2);
  return 2 * (depth * (layer + attention) + h * keyValueHeads * d);
}

/** The reader alone: windows of random ids, one after the other, with a question and its calibration. */
async function measureReader(seconds: number) {
  const model = await openModel(modelFolder());
  const { config, reader } = model.manifest;
  const window = Int32Array.from(
    { length: reader.windowTokens },
    (_, i) => 3 + ((i * 7919) % (config.vocabularySize - 3)),
  );
  const questions = [model.reader.prepare(QUESTION)];
  const questionTokens = questions[0]!.ids.length + model.reader.contentFree.ids.length;
  await model.reader.read([window], questions);
  const started = performance.now();
  let windows = 0;
  while (performance.now() - started < seconds * 1000) {
    await model.reader.read([window], questions);
    windows++;
  }
  const elapsed = (performance.now() - started) / 1000;
  await model.dispose();
  const depth = readerDepth(reader.heads);
  const processed = reader.windowTokens + questionTokens;
  return {
    tokensPerSecond: (windows * reader.windowTokens) / elapsed,
    flops: (windows * processed * flopsPerToken(config, depth, reader.windowTokens)) / elapsed,
  };
}

/** In a process of its own: answers one question over a text of `tokens` and reports this process's peak memory. */
async function child(tokens: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'infiniask-scan-'));
  try {
    let file = 0;
    let text = '';
    mkdirSync(folder, { recursive: true });
    const flush = (): void =>
      writeFileSync(join(folder, `text-${String(file++).padStart(4, '0')}.txt`), text);
    for (const paragraph of paragraphs(tokens)) {
      text += paragraph;
      if (text.length > 40_000) {
        flush();
        text = '';
      }
    }
    if (text !== '') flush();
    const engine = new Engine({ modelFolder: modelFolder(), version });
    const result = await engine.ask(
      { question: QUESTION, roots: [{ path: folder }], writer: 'none' },
      () => undefined,
      new AbortController().signal,
    );
    await engine.dispose();
    const run: Run = {
      tokens: result.coverage.tokens,
      peakBytes: process.resourceUsage().maxRSS * 1024,
      seconds: result.timing.totalMs / 1000,
      tokensPerSecond: result.timing.tokensPerSecond,
    };
    process.stdout.write(JSON.stringify(run));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function main(): Promise<void> {
  // Alternating, so that a machine that slows down slows both.
  const rounds = [];
  for (let i = 0; i < 3; i++) rounds.push({ gemm: await measureGemm(2), reader: await measureReader(4) });
  const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
  const gemm = median(rounds.map((r) => r.gemm));
  const reader = median(rounds.map((r) => r.reader.flops));
  const speeds = [
    { name: 'plain float32 GEMM (512 x 512 · 512 x 1408)', flops: gemm, tokensPerSecond: undefined },
    {
      name: 'reader, question and calibration included',
      flops: reader,
      tokensPerSecond: median(rounds.map((r) => r.reader.tokensPerSecond)),
    },
  ];
  const speedTable = table(
    [
      { heading: 'median of 3', cell: (row) => row.name },
      { heading: 'GFLOP/s', cell: (row) => (row.flops / 1e9).toFixed(1) },
      { heading: 'of GEMM', cell: (row) => (row.flops / gemm).toFixed(2) },
      { heading: 'tokens/s', cell: (row) => row.tokensPerSecond?.toFixed(0) ?? '' },
    ],
    speeds,
  );
  const runs = SIZES.map(
    (tokens) =>
      JSON.parse(
        execFileSync(process.execPath, [__filename, '--child', String(tokens)], {
          encoding: 'utf8',
          maxBuffer: 1 << 20,
        }),
      ) as Run,
  );
  const runTable = table(
    [
      { heading: 'whole question', cell: (run: Run) => `${run.tokens} tokens` },
      { heading: 'seconds', cell: (run) => run.seconds.toFixed(1) },
      { heading: 'tokens/s', cell: (run) => run.tokensPerSecond.toFixed(0) },
      { heading: 'peak MB', cell: (run) => (run.peakBytes / 1e6).toFixed(0) },
      { heading: 'of the first', cell: (run) => (run.peakBytes / runs[0]!.peakBytes).toFixed(2) },
    ],
    runs,
  );
  publish({
    id: 'scan',
    title: 'Reading speed and memory',
    command: 'npm run bench:scan',
    machine: machine(),
    body: `${speedTable}\n\n${runTable}`,
    data: { speeds, runs },
  });
}

const [flag, tokens] = process.argv.slice(2);
void (flag === '--child' ? child(Number(tokens)) : main());
