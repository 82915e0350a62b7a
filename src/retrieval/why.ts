/** Splits the attention that ranked the lines by the words of the question and the words of the text. */
import { calibrate } from './scoring.ts';
import { asRead } from './spelling.ts';
import type { PlacedSegment, Reader } from './types.ts';
import { headersOf, WindowPacker } from './windows.ts';
import { piecesOf, wordsOf } from './words.ts';
import type { CharRange, Word } from './words.ts';

/** Further words of a question are left out, because each costs a question of its own. */
const MAX_QUESTION_WORDS = 32;

/**
 * Texts are cut to this many code units for each token of a window before they are encoded; hardly any token is so
 * long.
 */
const MAX_TOKEN_LENGTH = 16;

/** A reader that can tell which code units of a text a token stands for. */
export interface TokenReader extends Reader {
  spans(ids: Int32Array): CharRange[];
}

export interface AttentionByWord {
  readonly questionWords: readonly string[];
  /** The text cut where its words begin, as far as it fits one window. */
  readonly pieces: readonly string[];
  /** `[question word][piece]`: attention above that of the content-free question, 0 to 1 relative to the largest. */
  readonly weights: readonly (readonly number[])[];
}

/**
 * Reads the text as a line of its file, in one window, with one question for each word: the whole question, of which
 * only the tokens of this word count.
 * @param name of the line's file
 */
export async function attentionByWord(
  question: string,
  text: string,
  name: string,
  reader: TokenReader,
): Promise<AttentionByWord> {
  const start = text.slice(0, MAX_TOKEN_LENGTH * reader.windowTokens).replace(/[\uD800-\uDBFF]$/, '');
  const read = asRead(start);
  const [ids] = await reader.encode([read]);
  const segment = { text: start, file: 0, position: 0, startLine: 1, endLine: 1 };
  const packer = new WindowPacker(
    reader.windowTokens,
    headersOf(reader, () => name),
  );
  const [window] = [...packer.add({ segment, ids: ids! }), ...packer.flush()];
  const words = wordsOf(question).slice(0, MAX_QUESTION_WORDS);
  const questionWords = words.map((word) => word.text);
  if (!window || ids!.length === 0) return { questionWords, pieces: [], weights: words.map(() => []) };

  const placed = window.segments[0]!;
  const spans = reader.spans(ids!.subarray(0, placed.tokens));
  const whole = placed.tokens === ids!.length;
  const pieces = fitting(piecesOf(start), whole ? read.length : spans.at(-1)!.start);
  if (words.length === 0) return { questionWords, pieces, weights: [] };
  const [attention] = await reader.read(
    [window.ids],
    words.map((word) => reader.prepare(question, emphasisOn(word, question.length))),
  );
  const { questions, contentFree } = attention!;
  const weights = questions.map((paid) =>
    sumByPiece(calibrate(paid, contentFree), placed, spans, pieces.map(asRead)),
  );
  const largest = weights.flat().reduce((a, b) => Math.max(a, b), 0);
  return {
    questionWords,
    pieces,
    weights: weights.map((row) => row.map((weight) => (largest > 0 ? weight / largest : 0))),
  };
}

/** The first pieces that have this length together as the model reads them; the last is cut. */
function fitting(pieces: readonly string[], length: number): string[] {
  const fit: string[] = [];
  let room = length;
  for (const piece of pieces) {
    if (room <= 0) break;
    const size = asRead(piece).length;
    fit.push(size <= room ? piece : piece.slice(0, room));
    room -= size;
  }
  return fit;
}

function emphasisOn({ start, end }: Word, length: number): Float32Array {
  return new Float32Array(length).fill(1, start, end);
}

/** Splits each token's score evenly over its characters and adds it to the pieces that contain them. */
function sumByPiece(
  tokenScores: Float32Array,
  { start }: PlacedSegment,
  spans: readonly CharRange[],
  pieces: readonly string[],
): number[] {
  const text = pieces.join('');
  const pieceAt = pieces.flatMap((piece, i) => new Array<number>(piece.length).fill(i));
  const sums = pieces.map(() => 0);
  spans.forEach((span, token) => {
    const characters = charactersOf(span, text);
    for (const at of characters) sums[pieceAt[at]!]! += tokenScores[start + token]! / characters.length;
  });
  return sums.map((sum) => Math.max(0, sum));
}

/** The code units of a token. Its white space belongs to the piece before, unless it has nothing else. */
function charactersOf({ start, end }: CharRange, text: string): number[] {
  const all = Array.from({ length: Math.max(0, Math.min(end, text.length) - start) }, (_, i) => start + i);
  const visible = all.filter((at) => text[at]!.trim() !== '');
  return visible.length > 0 ? visible : all;
}
