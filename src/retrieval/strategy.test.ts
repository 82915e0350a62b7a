import { encode, keepsTheRules, paid, prepare } from '../../test/retrieval/strategyRules.ts';
import { someReader } from '../../test/retrieval/readers.ts';
import { headsStrategy } from './strategy.ts';

keepsTheRules(
  headsStrategy({
    ...someReader,
    encode,
    prepare,
    read: (windows, questions) =>
      Promise.resolve(
        windows.map((ids) => ({
          questions: questions.map(() => paid(ids)),
          contentFree: new Float32Array(ids.length),
        })),
      ),
  }),
);
