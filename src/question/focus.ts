import { terms } from '../retrieval/index.ts';
import { INNERMOST_FRAMES } from './keywords.ts';
import type { Part } from './parts.ts';

export interface FocusOptions {
  /** How much a term says; 0 for one that does not occur in the text. */
  readonly weightOf: (term: string) => number;
  /** Tokens of a text, as the model counts. */
  readonly tokensOf: (text: string) => number;
  readonly maxTokens: number;
}

/** Further parts are not tried, because so many already exceed any limit. */
const MAX_TRIED = 200;

/** An upper bound of the length of a token: longer parts are refused without counting. */
const MAX_TOKEN_LENGTH = 16;

/**
 * Shortens a question for the model: the sentence that asks and the first message, then the innermost frames, then
 * the sentences whose words say most in this text. Keeps the order of the question.
 * @returns never longer than `maxTokens`; not empty unless no part has text
 */
export function focusOf(parts: readonly Part[], options: FocusOptions): string {
  const { tokensOf, maxTokens } = options;
  const ranked = rankedParts(parts, options).slice(0, MAX_TRIED);
  const chosen: Part[] = [];
  let tokens = 0;
  for (const part of ranked) {
    const { text } = part;
    if (chosen.some((other) => other.text === text)) continue;
    const needed = text.length > MAX_TOKEN_LENGTH * maxTokens ? Infinity : tokensOf(`${text}\n`);
    if (tokens + needed > maxTokens) continue;
    tokens += needed;
    chosen.push(part);
  }
  const inOrder = parts.filter((part) => chosen.includes(part)).map(({ text }) => text);
  return inOrder.length > 0 ? inOrder.join('\n') : startOf(ranked[0]?.text ?? '', options);
}

/** The most telling first. */
function rankedParts(parts: readonly Part[], { weightOf }: FocusOptions): Part[] {
  const sentences = parts.filter(({ kind }) => kind === 'sentence');
  const own = parts.filter(({ frame }) => frame && !frame.isForeign);
  const innermost = new Set(own.sort(byDepth).slice(0, INNERMOST_FRAMES));
  const asks = parts.some(({ kind }) => kind === 'asked');
  const rank = (part: Part): number => {
    switch (part.kind) {
      case 'asked':
        return 0;
      case 'message':
        return 1;
      case 'frame':
        return innermost.has(part) ? 2 : 5;
      case 'sentence':
        // Where nothing asks, the first sentence says what the question is about and the last what is wanted.
        return !asks && (part === sentences[0] || part === sentences.at(-1)) ? 0 : 3;
      case 'code':
        return 3;
      case 'log':
        return 4;
    }
  };
  return parts
    .filter(({ frame }) => !frame?.isForeign || own.length === 0)
    .map((part) => ({ part, rank: rank(part), weight: density(part.text, weightOf) }))
    .sort((a, b) => a.rank - b.rank || b.weight - a.weight)
    .map(({ part }) => part);
}

function byDepth(a: Part, b: Part): number {
  return a.depth! - b.depth!;
}

/** Keeps a sentence of a word or two from outranking those that say something. */
const DENSITY_OFFSET = 8;

/** How much the words of a part say, for its length. */
function density(text: string, weightOf: (term: string) => number): number {
  let length = 0;
  const seen = new Set<string>();
  for (const term of terms(text)) {
    length++;
    seen.add(term);
  }
  return [...seen].reduce((sum, term) => sum + weightOf(term), 0) / (length + DENSITY_OFFSET);
}

/** As much of the start of a text as fits. */
function startOf(text: string, { tokensOf, maxTokens }: FocusOptions): string {
  let fits = 0;
  let above = Math.min(text.length, MAX_TOKEN_LENGTH * maxTokens) + 1;
  while (above - fits > 1) {
    const middle = (fits + above) >> 1;
    if (tokensOf(text.slice(0, middle).toWellFormed()) <= maxTokens) fits = middle;
    else above = middle;
  }
  return text.slice(0, fits).toWellFormed();
}
