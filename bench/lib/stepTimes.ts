import { askQuestions } from '../../src/engine/asking.ts';
import type { Asking } from '../../src/engine/asking.ts';
import { withSpillStore } from '../../src/engine/spillStore.ts';
import { headsStrategy, Run } from '../../src/retrieval/index.ts';
import type { Reader } from '../../src/retrieval/index.ts';

/** Words of which the generated text is full, and one that it has nowhere. */
const QUESTION = 'Which story did the teacher tell the student about the strange lighthouse?';

/** How long the steps of one question took. */
export interface StepTimes {
  readonly surveySeconds: number;
  /** Reading the files, cutting and counting. */
  readonly planSeconds: number;
  readonly readSeconds: number;
  /** Of the processor, all threads; on a busy machine the fairer measure. */
  readonly processorSeconds: number;
  /** Of text, as the model counts them, headers aside. */
  readonly tokensRead: number;
  readonly filesRead: number;
}

/** Asks one question, of which nothing is kept; no file is too large. */
export async function timeSteps(path: string, reader: Reader & Asking['reader']): Promise<StepTimes> {
  const before = process.cpuUsage();
  const started = performance.now();
  let surveyed = started;
  let planned = started;
  const [result] = await withSpillStore((textStore) =>
    askQuestions(
      [QUESTION],
      { roots: [{ path }], writer: 'none', corpus: { maxFileSizeBytes: Number.MAX_SAFE_INTEGER } },
      {
        reader,
        strategy: headsStrategy(reader),
        memory: undefined,
        writer: undefined,
        run: new Run((progress) => {
          if (progress.kind === 'scan') surveyed = performance.now();
          // The first section has been read: the plan was made just before.
          else if (planned === started) planned = performance.now();
        }),
        textStore,
      },
      started,
    ),
  );
  const { coverage } = result!;
  const { user, system } = process.cpuUsage(before);
  return {
    surveySeconds: (surveyed - started) / 1000,
    planSeconds: (planned - surveyed) / 1000,
    readSeconds: (performance.now() - planned) / 1000,
    processorSeconds: (user + system) / 1e6,
    tokensRead: coverage.tokens,
    filesRead: coverage.files,
  };
}
