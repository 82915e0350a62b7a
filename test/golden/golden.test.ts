/**
 * What becomes of a dozen questions about a small corpus, step by step. A change of ranking, of windows or of words shows
 * here before it shows in a benchmark. Written anew by `npx vitest run test/golden -u`; read the difference before it is
 * committed.
 */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { modelFolder, temporaryFolders } from '../engine/setting.ts';
import { sameTrace } from './sameTrace.ts';
import { Tracer } from './trace.ts';

const QUESTIONS = {
  digits: 'How many digits has an unlock code?',
  identifier: 'SNAP_DISTANCE_M',
  paraphrase: 'How do we find out whether somebody tampered with past entries?',
  prose: 'What happens to things that people left behind?',
  table: 'Who looks after the station at the university gate?',
  setting: 'When does the backup run?',
  why: 'Why was the queue given up?',
  list: 'List every place where an exception is raised',
  trace: `The desk gets this twice a day, what is wrong?
Traceback (most recent call last):
  File "/srv/app/jobs/finish.py", line 31, in run
    book.finish(4711, position)
  File "/srv/app/src/rental/rides.py", line 49, in finish
    ride = self._open.pop(bike)
KeyError: 4711`,
  chinese: '大保养要骑行多少公里之后做？',
  acrossLanguages: 'Why were the clocks of the locks slow?',
  twoPlaces: 'What does a ride of a whole day cost, and how many rides may be open at once?',
  notThere: 'Which wine goes with grilled mackerel?',
} as const;

const folders = temporaryFolders();
let tracer: Tracer;

beforeAll(async () => {
  const folder = join(folders(), 'wheelhouse');
  cpSync(join(import.meta.dirname, 'corpus'), folder, { recursive: true });
  // What git would not keep for us.
  mkdirSync(join(folder, 'logs'));
  writeFileSync(join(folder, 'logs', 'night.log'), 'backup done\n');
  tracer = await Tracer.open(modelFolder, folder, Object.values(QUESTIONS));
});
afterAll(() => tracer.dispose());

describe('the path of a question', () => {
  it.each(Object.entries(QUESTIONS))('%s', async (name, question) => {
    const trace = await tracer.trace(question);
    const path = join(import.meta.dirname, 'traces', `${name}.txt`);
    await sameTrace(trace, path);
  });
});
