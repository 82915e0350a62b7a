import type { KeywordQuery, WeighedText } from '../keywords.ts';

/** A name in the code that a question asks for, and the certainty that a name was meant, 0 to 1. */
export interface Symbol {
  readonly name: string;
  readonly weight: number;
  /** Whether its uses are sought, not its definition. */
  readonly isUsed?: true;
}

/** Words with the marks that join the parts of a qualified name. */
const QUALIFIED = /[\p{L}_$][\p{L}\p{N}_$]*(?:(?:::|\.|#|->)[\p{L}_$][\p{L}\p{N}_$]*)*/gu;
const SNAKE = /[\p{L}\d]_[\p{L}\d]/u;
const CAMEL = /\p{Ll}\p{Lu}|\d\p{Lu}|^\p{Lu}{2,}\p{Ll}/u;
const CAPITAL = /^\p{Lu}/u;

/** A word with capitals inside a sentence may name a product or a person. */
const CAMEL_WEIGHT = 0.25;
const CAPITAL_WEIGHT = 0.1;

/** Further names are left out, because every line is searched for each. */
const MAX_SYMBOLS = 64;

/** The names in a question that code may define, each once. */
export function symbolsOf(query: KeywordQuery): Symbol[] {
  const parts: readonly WeighedText[] = typeof query === 'string' ? [{ text: query, weight: 1 }] : query;
  const found = new Map<string, Symbol>();
  for (const { text, weight, isUsed } of parts) {
    const isAlone = /^\s*\S+\s*$/u.test(text);
    for (const { 0: run, index } of text.matchAll(QUALIFIED)) {
      const name = run.split(/::|->|[.#]/u).at(-1)!;
      const sureness = isAlone ? 1 : surenessOf(name, run !== name, index === 0);
      if (sureness === 0 || name.length === 1) continue;
      const before = found.get(name);
      if (before && before.weight >= sureness * weight) continue;
      found.set(name, { name, weight: sureness * weight, ...(isUsed && { isUsed }) });
    }
  }
  return [...found.values()].sort((a, b) => b.weight - a.weight).slice(0, MAX_SYMBOLS);
}

function surenessOf(name: string, isQualified: boolean, isFirst: boolean): number {
  if (isQualified || SNAKE.test(name)) return 1;
  if (CAMEL.test(name)) return CAMEL_WEIGHT;
  return CAPITAL.test(name) && !isFirst ? CAPITAL_WEIGHT : 0;
}
