/** What the property-based tests share: how often and from which seed they run, and how text is damaged. */
import fc from 'fast-check';

/** The same inputs at every run; another seed tries others: `PROPERTY_SEED=7 npx vitest run test/properties`. */
export const SEED = Number(process.env['PROPERTY_SEED'] ?? 20_261_128);

/** Ten thousand inputs take their time where other work has most of the machine. */
export const PATIENT = { timeout: 300_000 };

/** Checks a property on so many inputs; a failure names the seed and the smallest input found. */
export async function holds<Input>(
  inputs: fc.Arbitrary<Input>,
  runs: number,
  property: (input: Input) => void | Promise<void>,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(inputs, async (input) => property(input)),
    { seed: SEED, numRuns: runs },
  );
}

/** One mistake in a text: a stretch that is left out, doubled or replaced. */
interface Mistake {
  readonly at: number;
  readonly length: number;
  readonly instead: string;
}

/** Texts as they were, cut short, doubled and spoilt in one to four places. */
export function damaged(texts: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const mistakes: fc.Arbitrary<Mistake[]> = fc.array(
    fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      length: fc.nat({ max: 12 }),
      instead: fc.oneof(
        fc.constant(''),
        fc.constantFrom(
          '"',
          '{',
          '}',
          '[',
          ']',
          ',',
          ':',
          '\\',
          '\n',
          '\r',
          '\0',
          '<',
          '>',
          '&',
          'e',
          '-',
          '\ud800',
        ),
        fc.string({ unit: 'binary', maxLength: 4 }),
      ),
    }),
    { minLength: 1, maxLength: 4 },
  );
  return fc.tuple(texts, mistakes).map(([text, all]) =>
    all.reduce((spoilt, { at, length, instead }) => {
      const start = Math.floor(at * spoilt.length);
      return spoilt.slice(0, start) + instead + spoilt.slice(start + length);
    }, text),
  );
}

/** The same of bytes. */
export function damagedBytes(bytes: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> {
  const mistake = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.nat({ max: 4 }),
    instead: fc.uint8Array({ maxLength: 4 }),
  });
  return fc.tuple(bytes, fc.array(mistake, { minLength: 1, maxLength: 3 })).map(([whole, all]) =>
    all.reduce((spoilt, { at, length, instead }) => {
      const start = Math.floor(at * spoilt.length);
      return Buffer.concat([spoilt.subarray(0, start), instead, spoilt.subarray(start + length)]);
    }, whole),
  );
}
