/** Search by sentence embeddings: cosine between question and document, all-MiniLM-L6-v2. */
import type { BenchText } from '../texts.ts';
import { best, keep, segmentDocuments, unitDocuments } from './documents.ts';
import type { Document } from './documents.ts';
import { MAX_WORD_PIECES } from './sentenceEncoder.ts';
import type { SentenceEncoder } from './sentenceEncoder.ts';
import type { Retriever } from './types.ts';

export interface MiniLmOptions {
  /**
   * What is embedded as one: the text's units; runs of whole segments of one file up to the model's maximum of 256 word
   * pieces; or single segments. Where a text has no units, `units` means windows.
   */
  readonly documents: 'units' | 'windows' | 'segments';
  /** Whether the name of its file stands in front of each document, as our reader sees it in front of the lines. */
  readonly withNames?: boolean;
}

interface Embedded {
  readonly documents: readonly Document[];
  /** Row-major [documents, dimensions]. */
  readonly embeddings: Float32Array;
}

/** Embeds a text once, however many questions are asked of it. */
export function miniLmBaseline(encoder: SentenceEncoder, options: MiniLmOptions): Retriever {
  const { documents: kind, withNames = false } = options;
  const embedded = new WeakMap<BenchText, Promise<Embedded>>();
  const embeddedOf = (text: BenchText): Promise<Embedded> => {
    let found = embedded.get(text);
    if (!found) embedded.set(text, (found = embedText(encoder, text, kind, withNames)));
    return found;
  };
  const scored = async (text: BenchText, questions: readonly string[]) => {
    const { documents, embeddings } = await embeddedOf(text);
    const asked = await encoder.embed(questions.map((question) => encoder.wordPieces(question)));
    const scores = questions.map((_, i) => cosines(embeddings, asked, i, encoder.dimensions));
    return { documents, scores };
  };
  return {
    name: `MiniLM (${kind}${withNames ? ', with names' : ''})`,
    async retrieve(text, questions, budgetTokens) {
      const { documents, scores } = await scored(text, questions);
      return scores.map((values) => keep(documents, best(values, Infinity), values, budgetTokens));
    },
    async rankUnits(text, questions, count) {
      const { documents, scores } = await scored(text, questions);
      return scores.map((values) => {
        const units = best(values, Infinity).map((i) => documents[i]!.unit);
        return [...new Set(units.filter((unit) => unit >= 0))].slice(0, count);
      });
    },
  };
}

async function embedText(
  encoder: SentenceEncoder,
  text: BenchText,
  kind: MiniLmOptions['documents'],
  withNames: boolean,
): Promise<Embedded> {
  // A text's pieces are cut at white space, so its word pieces are those of its segments one after the other.
  const pieces = new Map(text.segments.map((segment) => [segment, encoder.wordPieces(segment.text)]));
  const names = text.names.map((name) => (withNames ? encoder.wordPieces(name) : []));
  const room = (file: number): number => MAX_WORD_PIECES - 2 - names[file]!.length;
  const documents =
    kind === 'segments'
      ? segmentDocuments(text)
      : kind === 'units' && text.units
        ? unitDocuments(text)
        : windowDocuments(text, (segment) => pieces.get(segment)!.length, room);
  const inputs = documents.map(({ segments }) => [
    ...names[segments[0]!.file]!,
    ...segments.flatMap((segment) => pieces.get(segment)!),
  ]);
  return { documents, embeddings: await encoder.embed(inputs) };
}

/** Runs of whole segments of one file, as many as there is room for, at least one. */
export function windowDocuments(
  text: BenchText,
  lengthOf: (segment: BenchText['segments'][number]) => number,
  room: (file: number) => number,
): Document[] {
  const documents: { segments: BenchText['segments'][number][]; unit: number }[] = [];
  let file = -1;
  let length = 0;
  for (const segment of text.segments) {
    const own = lengthOf(segment);
    if (segment.file !== file || length + own > room(file)) {
      documents.push({ segments: [], unit: -1 });
      file = segment.file;
      length = 0;
    }
    documents.at(-1)!.segments.push(segment);
    length += own;
  }
  return documents;
}

/** Products of a question's embedding with all others, which are of length 1. */
function cosines(
  embeddings: Float32Array,
  asked: Float32Array,
  row: number,
  dimensions: number,
): Float32Array {
  const scores = new Float32Array(embeddings.length / dimensions);
  const from = row * dimensions;
  for (let document = 0; document < scores.length; document++) {
    let sum = 0;
    const at = document * dimensions;
    for (let i = 0; i < dimensions; i++) sum += embeddings[at + i]! * asked[from + i]!;
    scores[document] = sum;
  }
  return scores;
}
