/** The first question, the second, another, and one after an edit; when evidence comes; what is kept on the disk. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { median } from '../metrics.ts';
import { table } from '../table.ts';
import { aimsTable, timesFaster } from './aims.ts';
import { compareEvidence } from './evidence.ts';
import type { Lab } from './lab.ts';
import type { Part } from './part.ts';
import { ask, computedWindows } from './question.ts';
import type { AskedRun } from './question.ts';
import { fileName, OTHER_QUESTION, QUESTION } from './text.ts';

/** Files that are edited, one after the other; by their place among the files. */
const EDITS = [0.2, 0.4, 0.8];

/** An edit, the question after it, and the same question once more. */
interface Edit {
  readonly after: AskedRun;
  readonly again: AskedRun;
}

export function questionsPart(lab: Lab): Part {
  const { folder, files, first, second, storeBytes } = lab.at(1);
  const spec = { folder, memory: lab.memoryOf(1), question: QUESTION };
  const other = ask({ ...spec, question: OTHER_QUESTION });
  const edits = EDITS.map((place): Edit => {
    const path = join(folder, fileName(Math.floor(place * files)));
    writeFileSync(path, readFileSync(path, 'utf8').replace('. ', ', as people say. '));
    return { after: ask(spec), again: ask(spec) };
  });
  const alone = median(edits.map(({ after, again }) => after.seconds - again.seconds))!;
  const edit = edits.find(({ after, again }) => after.seconds - again.seconds === alone)!;
  const pace = (first.seconds / first.result.coverage.windows) * computedWindows(edit.after);

  const rows = [
    row('first question', first, first),
    row('same question again', second, first),
    row('another question, of common words', other, first),
    row('after an edit of one file', edit.after, first),
    row('the same once more', edit.again, first),
  ];
  const { same, scoreDifference } = compareEvidence(first.result.evidence, second.result.evidence);
  return {
    id: 'speed',
    title: 'First and second question',
    body:
      `${first.tokens.toLocaleString('en-US')} tokens of made-up prose in ${files} files, no window like another. Each ` +
      `question is the first of a process: opening the model is part of it. The files of the second question are in the ` +
      `system's cache. The spans of the second question are ${same ? 'the same in the same order' : 'NOT the same'}, their ` +
      `scores within ${scoreDifference.toExponential(0)}. The shares are of the question's whole time.\n\n` +
      `${questionTable(rows)}\n\n` +
      `The edit alone: ${alone.toFixed(2)} s more than the question once more (median of ${EDITS.length} edits, a file ` +
      `each: ${edits.map(({ after, again }) => (after.seconds - again.seconds).toFixed(2)).join(', ')} s), ` +
      `${computedWindows(edit.after)} of ${edit.after.result.coverage.windows} windows computed, which take ` +
      `${pace.toFixed(2)} s at the first question's pace.\n\n` +
      `On disk after the first question: ${(storeBytes / 1e6).toFixed(0)} MB, ` +
      `${(storeBytes / first.tokens).toFixed(0)} bytes a token.\n\n` +
      aimsTable([
        timesFaster('second question against first', 20, first.seconds / second.seconds),
        {
          what: 'spans of the second question',
          aim: 'the same',
          measured: same ? 'the same' : 'another',
          met: same,
        },
      ]),
    data: { rows, edits: edits.map(summary), alone, storeBytes, same, scoreDifference },
  };
}

function summary({ after, again }: Edit) {
  return { seconds: after.seconds, againSeconds: again.seconds, computed: computedWindows(after) };
}

type Row = ReturnType<typeof row>;

function row(name: string, run: AskedRun, first: AskedRun) {
  const { seconds, tokens, peakBytes, result } = run;
  const { firstEvidenceMs, bestEvidenceMs } = result.timing;
  return {
    name,
    seconds,
    timesFaster: first.seconds / seconds,
    tokensPerSecond: tokens / seconds,
    computed: computedWindows(run),
    windows: result.coverage.windows,
    firstEvidenceSeconds: firstEvidenceMs === null ? undefined : firstEvidenceMs / 1000,
    bestEvidenceSeconds: bestEvidenceMs === null ? undefined : bestEvidenceMs / 1000,
    peakMB: peakBytes / 1e6,
  };
}

function questionTable(rows: readonly Row[]): string {
  const share = (of: number | undefined, seconds: number): string =>
    of === undefined ? 'none' : `${of.toFixed(2)} s = ${((100 * of) / seconds).toFixed(1)} %`;
  return table<Row>(
    [
      { heading: 'question', cell: (r) => r.name },
      { heading: 'seconds', cell: (r) => r.seconds.toFixed(2) },
      { heading: 'times faster', cell: (r) => r.timesFaster.toFixed(1) },
      { heading: 'tokens/s', cell: (r) => r.tokensPerSecond.toFixed(0) },
      { heading: 'windows computed', cell: (r) => `${r.computed} of ${r.windows}` },
      { heading: 'first evidence', cell: (r) => share(r.firstEvidenceSeconds, r.seconds) },
      { heading: 'best evidence first seen', cell: (r) => share(r.bestEvidenceSeconds, r.seconds) },
      { heading: 'peak MB', cell: (r) => r.peakMB.toFixed(0) },
    ],
    rows,
  );
}
