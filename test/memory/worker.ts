/**
 * A process that uses a store, for the tests with several. Arguments as JSON; messages to the parent: the number of each
 * value when it has been kept, then a `Summary`.
 */
import { randomOf } from '../../src/calibration/random.ts';
import { inWords } from '../../src/messages/index.ts';
import { isValueOf, keyOf, open, valueOf } from './setting.ts';

export interface Work {
  readonly folder: string;
  readonly capBytes: number;
  readonly seed: number;
  /** Keys are numbers below. */
  readonly keys: number;
  /** How many values are asked for; one that is not there is written if `writes`. */
  readonly steps: number;
  readonly writes: boolean;
  readonly valueBytes: number;
}

export interface Summary {
  readonly hits: number;
  readonly wrong: number;
  readonly damaged: number;
  readonly written: number;
  /** Empty when there was none. */
  readonly problem: string;
}

async function main(work: Work): Promise<void> {
  const { folder, capBytes, valueBytes } = work;
  const random = randomOf(work.seed);
  const store = await open(folder, { capBytes });
  let wrong = 0;
  for (let step = 0; step < work.steps; step++) {
    if (step % 20 === 0) await store.beginPass();
    const n = random.below(work.keys);
    const value = await store.get(keyOf(n));
    if (value) {
      if (!isValueOf(n, value, valueBytes)) wrong++;
    } else if (work.writes) {
      const kept = await store.put(keyOf(n), [valueOf(n, valueBytes)]);
      if (kept) process.send?.(n);
    }
  }
  await store.close();
  const { hits, damaged, written } = store.stats();
  const summary: Summary = { hits, wrong, damaged, written, problem: inWords(store.problem ?? '') };
  process.send?.(summary, () => process.disconnect());
}

void main(JSON.parse(process.argv[2]!) as Work);
