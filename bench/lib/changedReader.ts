import type { Reader } from '../../src/retrieval/index.ts';

/** A reader that does some things otherwise. It prefetches nothing: what it reads may be another's windows. */
export function changedReader(reader: Reader, changes: Partial<Reader>): Reader {
  const { name, windowTokens, scoring, weakBelow } = reader;
  return {
    name,
    windowTokens,
    scoring,
    weakBelow,
    encode: (texts) => reader.encode(texts),
    header: (file) => reader.header(file),
    prepare: (question, emphasis) => reader.prepare(question, emphasis),
    read: (windows, questions) => reader.read(windows, questions),
    ...changes,
  };
}
