import { askQuestions } from '../../src/engine/asking.ts';
import { PauseGate } from '../../src/engine/pauseGate.ts';
import { withSpillStore } from '../../src/engine/spillStore.ts';
import { idleModel } from './idleModel.ts';

/** Words of which the generated text is full, and one that it has nowhere. */
const QUESTION = 'Which story did the teacher tell the student about the strange lighthouse?';

/** One question asked of a model that does nothing. */
export interface IdleRun {
  readonly surveySeconds: number;
  /** Reading the files, cutting and counting. */
  readonly planSeconds: number;
  readonly readSeconds: number;
  /** As the idle model counts them, headers aside. */
  readonly tokensRead: number;
  readonly filesRead: number;
}

export async function askIdly(path: string): Promise<IdleRun> {
  const started = performance.now();
  let surveyed = started;
  let planned = started;
  const [result] = await withSpillStore((textStore) =>
    askQuestions(
      [QUESTION],
      { roots: [{ path }], writer: 'none' },
      {
        model: idleModel(),
        memory: undefined,
        writer: undefined,
        onProgress: (progress) => {
          if (progress.kind === 'scan') surveyed = performance.now();
          // The first section has been read: the plan was made just before.
          else if (planned === started) planned = performance.now();
        },
        signal: new AbortController().signal,
        gate: new PauseGate(),
        textStore,
      },
      started,
    ),
  );
  const { coverage } = result!;
  return {
    surveySeconds: (surveyed - started) / 1000,
    planSeconds: (planned - surveyed) / 1000,
    readSeconds: (performance.now() - planned) / 1000,
    tokensRead: coverage.tokens,
    filesRead: coverage.files,
  };
}
