/**
 * What it costs to ask: the first question, the second, one after an edit, several at once; when evidence comes; how it grows; the reader
 * beside the paper's method, llama.cpp and a plain matrix product; memory.
 *
 *   npm run bench:speed [-- --tokens N] [--part NAME] [--threads N] [--write]
 *
 * Everything is a ratio of runs in one go. Every part publishes a block of its own; a part that fails leaves the others.
 * `--threads` is for reader and llama.cpp beside each other; else every part has what the runtime chooses. On a machine
 * that does other work too, llama.cpp with several threads is of no use to measure: they wait for each other by spinning.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { machine } from './lib/machine.ts';
import { measureReaderSpeed } from './lib/readerSpeed.ts';
import { publish } from './lib/report.ts';
import { gemmPart } from './lib/speed/gemm.ts';
import type { GemmSpec } from './lib/speed/gemm.ts';
import { growthPart } from './lib/speed/growth.ts';
import { Lab } from './lib/speed/lab.ts';
import { llamaHere, llamaPart } from './lib/speed/llama.ts';
import type { LlamaSpec } from './lib/speed/llama.ts';
import { memoryPart } from './lib/speed/memory.ts';
import { paperHere, paperPart } from './lib/speed/paper.ts';
import type { PaperSpec } from './lib/speed/paper.ts';
import type { Part } from './lib/speed/part.ts';
import { askHere } from './lib/speed/question.ts';
import type { QuestionSpec } from './lib/speed/question.ts';
import { tokenisingPart } from './lib/speed/tokenising.ts';
import { togetherPart } from './lib/speed/together.ts';
import { questionsPart } from './lib/speed/questions.ts';

process.env['INFINIASK_MODEL'] ??= join(__dirname, '..', '..', 'models', 'minimind2-small');

const DEFAULT_TOKENS = 1_048_576;

const { values: options } = parseArgs({
  options: {
    tokens: { type: 'string', default: String(DEFAULT_TOKENS) },
    part: { type: 'string' },
    threads: { type: 'string' },
    write: { type: 'boolean' },
    child: { type: 'string' },
  },
});

/** In this order, so that the largest text is read once and its store is there while it is asked again. */
const parts: Readonly<Record<string, (lab: Lab) => Part>> = {
  questions: questionsPart,
  growth: growthPart,
  together: togetherPart,
  tokenising: tokenisingPart,
  memory: memoryPart,
  paper: paperPart,
  gemm: gemmPart,
  llama: (lab) => llamaPart(lab, options.threads === undefined ? undefined : Number(options.threads)),
};

/** What a process of its own can be asked to do. */
type Spec = QuestionSpec | PaperSpec | GemmSpec | LlamaSpec;

async function child(spec: Spec): Promise<void> {
  process.stdout.write(JSON.stringify(await resultOf(spec)));
}

function resultOf(spec: Spec): Promise<unknown> {
  switch (spec.kind) {
    case 'question':
      return askHere(spec);
    case 'paper':
      return paperHere(spec);
    case 'gemm':
      return measureReaderSpeed();
    case 'llama':
      return llamaHere(spec);
  }
}

function main(tokens: number): void {
  const chosen = Object.keys(parts).filter((name) => options.part === undefined || options.part === name);
  if (chosen.length === 0 || !(tokens > 0))
    throw new RangeError(`--part is one of ${Object.keys(parts).join(', ')}; --tokens is a number above 0.`);
  const lab = new Lab(tokens);
  try {
    for (const name of chosen) {
      try {
        const flags = [
          ...(options.part === undefined ? [] : [`--part ${name}`]),
          ...(tokens === DEFAULT_TOKENS ? [] : [`--tokens ${tokens}`]),
        ];
        const command = ['npm run bench:speed', ...(flags.length > 0 ? ['--', ...flags] : [])].join(' ');
        publish({ ...parts[name]!(lab), command, machine: machine() });
      } catch (error) {
        console.error(`The part "${name}" failed:`, error);
        process.exitCode = 1;
      }
    }
  } finally {
    lab.close();
  }
}

if (options.child === undefined) main(Number(options.tokens));
else void child(JSON.parse(options.child) as Spec);
