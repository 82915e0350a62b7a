/** What looks again at the files that keywords and rules put first: a second reader, or sentence embeddings. */
import { byKeywords } from '../../src/retrieval/index.ts';
import type { Reader, ReadingPlan } from '../../src/retrieval/index.ts';
import { reread } from '../../src/retrieval/rereading.ts';
import type { SentenceEncoder } from './baselines/sentenceEncoder.ts';

/** Passages that embeddings compare with a question; an index of them all would take hours for each repository. */
export const COMPARED_PASSAGES = 40;
/** Estimated tokens of segments in whose passages these are looked for. */
const LOOKED_THROUGH_TOKENS = 20_000;

/** Files, the best first, each once. */
export type FileOrder = readonly number[];

/** Files by the best of what a second reader keeps of the best passages, then the others as they were. */
export async function byReader(
  plan: ReadingPlan,
  question: { readonly index: number; readonly text: string },
  before: FileOrder,
  reader: Reader,
  nameOf: (file: number) => string,
): Promise<FileOrder> {
  const { retained } = await reread(plan, question, [], reader, { budget: Infinity, nameOf });
  return unique([...retained.map(({ segment }) => segment.file), ...before]);
}

/** A passage of a file with the best keyword score of its segments, 0 to 1 of the text's best. */
interface Passage {
  readonly file: number;
  readonly text: string;
  readonly keywords: number;
}

/**
 * Orders by embeddings, all-MiniLM-L6-v2, of the best passages by keywords, each under its path, then the others as they were.
 * @returns by embeddings alone, and by these and keywords, each counted from the least to the best of these passages
 */
export async function byEmbeddings(
  plan: ReadingPlan,
  question: { readonly index: number; readonly text: string },
  before: FileOrder,
  encoder: SentenceEncoder,
  nameOf: (file: number) => string,
): Promise<{ alone: FileOrder; joined: FileOrder }> {
  const passages = bestPassages(plan, question.index);
  if (passages.length === 0) return { alone: before, joined: before };
  const inputs = [question.text, ...passages.map(({ file, text }) => `${nameOf(file)}\n${text}`)];
  const vectors = await encoder.embed(inputs.map((input) => encoder.wordPieces(input)));
  const { dimensions } = encoder;
  const asked = vectors.subarray(0, dimensions);
  const near = passages.map((_, i) =>
    vectors
      .subarray((i + 1) * dimensions, (i + 2) * dimensions)
      .reduce((sum, value, d) => sum + value * asked[d]!, 0),
  );
  const [nearness, keywords] = [spread(near), spread(passages.map((passage) => passage.keywords))];
  const ordered = (score: (i: number) => number): FileOrder => {
    const order = [...passages.keys()].sort((a, b) => score(b) - score(a));
    return unique([...order.map((i) => passages[i]!.file), ...before]);
  };
  return { alone: ordered((i) => nearness[i]!), joined: ordered((i) => nearness[i]! + keywords[i]!) };
}

function bestPassages(plan: ReadingPlan, question: number): Passage[] {
  const found = new Map<string, Passage>();
  for (const { segment, keywords } of byKeywords(plan, question, LOOKED_THROUGH_TOKENS)) {
    if (found.size >= COMPARED_PASSAGES) break;
    const at = plan.sections.findIndex(({ lastPosition }) => segment.position <= lastPosition);
    const { firstPosition, passages } = plan.sections[at]!;
    const passage = passages[segment.position - firstPosition]!;
    const key = `${at} ${passage}`;
    if (found.has(key)) continue;
    const text = plan.sections[at]!.unpack().filter((_, i) => passages[i] === passage);
    found.set(key, { file: segment.file, text: text.map((one) => one.text).join('\n'), keywords });
  }
  return [...found.values()];
}

/** Values from 0, the least, to 1, the most. */
function spread(values: readonly number[]): number[] {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return values.map((value) => (most > least ? (value - least) / (most - least) : 0));
}

function unique(files: readonly number[]): number[] {
  return [...new Set(files)];
}
