import type { Reader, PreparedQuestion, WindowAttention } from '../../src/retrieval/index.ts';
import { changedReader } from './changedReader.ts';

/** Remembers what was read: the same window and the same prepared question are not read twice. */
export function memoReader(reader: Reader): Reader {
  const prepared = new Map<string, PreparedQuestion>();
  const read = new Map<string, Map<PreparedQuestion, Float32Array>>();
  const contentFree = new Map<string, Float32Array>();
  return changedReader(reader, {
    prepare: (question, emphasis) => {
      const key = JSON.stringify([question, [...(emphasis ?? [])]]);
      const found = prepared.get(key) ?? reader.prepare(question, emphasis);
      prepared.set(key, found);
      return found;
    },
    read: async (windows, questions) => {
      const results: WindowAttention[] = [];
      for (const ids of windows) {
        const key = Buffer.from(ids.buffer, ids.byteOffset, ids.byteLength).toString('latin1');
        const known = read.get(key) ?? new Map<PreparedQuestion, Float32Array>();
        read.set(key, known);
        const missing = questions.filter((question) => !known.has(question));
        if (missing.length > 0) {
          const [attention] = await reader.read([ids], missing);
          missing.forEach((question, i) => known.set(question, attention!.questions[i]!));
          contentFree.set(key, attention!.contentFree);
        }
        results.push({
          questions: questions.map((question) => known.get(question)!),
          contentFree: contentFree.get(key)!,
        });
      }
      return results;
    },
  });
}
