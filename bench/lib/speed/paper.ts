/** The reader against the paper's method: the same weights, files, question and number of threads. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { segmentText } from '../../../src/corpus/index.ts';
import { modelFolder } from '../../../src/engine/index.ts';
import { openModel } from '../benchModel.ts';
import { runChild } from '../child.ts';
import { paperRetriever } from '../retrievers.ts';
import { table } from '../table.ts';
import { TextBuilder } from '../texts.ts';
import { aimsTable, timesFaster } from './aims.ts';
import type { Lab } from './lab.ts';
import type { Part } from './part.ts';
import { QUESTION } from './text.ts';

/** The paper's method takes minutes for it; its cost a token does not depend on the length. */
const SHARE = 1 / 8;
const BUDGET_TOKENS = 1000;

export interface PaperSpec {
  readonly kind: 'paper';
  readonly folder: string;
}

interface PaperRun {
  readonly tokens: number;
  /** Opening the model and making tokens of the text not counted. */
  readonly seconds: number;
}

export function paperPart(lab: Lab): Part {
  const { folder, first, second } = lab.at(SHARE);
  const paper = runChild({ kind: 'paper', folder } satisfies PaperSpec) as PaperRun;
  const rows = [
    { name: 'paper', tokens: paper.tokens, seconds: paper.seconds },
    { name: 'first question', tokens: first.tokens, seconds: first.seconds },
    { name: 'second question', tokens: second.tokens, seconds: second.seconds },
  ];
  const whole = lab.known(1);
  const scaled = (seconds: number): string =>
    ((paper.seconds / paper.tokens) * (whole!.first.tokens / seconds)).toFixed(1);
  return {
    id: 'speed-paper',
    title: 'The reader against the paper’s method',
    body:
      `The same weights, files, question and threads. The paper's method reads all layers, every question from the start; ` +
      `its time is without opening the model, ours with it.\n\n` +
      `${table(
        [
          { heading: 'method', cell: (row) => row.name },
          { heading: 'tokens', cell: (row) => row.tokens.toLocaleString('en-US') },
          { heading: 'seconds', cell: (row) => row.seconds.toFixed(2) },
          { heading: 'tokens/s', cell: (row) => (row.tokens / row.seconds).toFixed(0) },
          { heading: 'times faster', cell: (row) => (paper.seconds / row.seconds).toFixed(1) },
        ],
        rows,
      )}\n\n` +
      (whole
        ? `At the paper's seconds a token, ${whole.first.tokens.toLocaleString('en-US')} tokens: first question ` +
          `${scaled(whole.first.seconds)} times faster, second ${scaled(whole.second.seconds)} times.\n\n`
        : '') +
      aimsTable([
        timesFaster('first question against paper', 3, paper.seconds / first.seconds),
        timesFaster('second question against paper', 50, paper.seconds / second.seconds),
      ]),
    data: { rows },
  };
}

/** In the child. */
export async function paperHere({ folder }: PaperSpec): Promise<PaperRun> {
  const model = await openModel(modelFolder());
  const builder = new TextBuilder(model);
  for (const name of readdirSync(folder).sort()) {
    builder.file(name);
    for (const { text } of segmentText(readFileSync(join(folder, name), 'utf8'), 'prose')) builder.add(text);
  }
  const text = builder.finish();
  const paper = await paperRetriever(model);
  const started = performance.now();
  await paper.retrieve(text, [QUESTION], BUDGET_TOKENS);
  const seconds = (performance.now() - started) / 1000;
  await model.dispose();
  return { tokens: text.tokens, seconds };
}
