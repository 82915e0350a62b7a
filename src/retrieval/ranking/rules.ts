/**
 * What is known of code and its files, on top of keywords (BM25): a line with all words of the question and a definition of a
 * name count for more than others; so does a file that is called by what is asked, that defines what is called so, and of
 * which many pieces answer; tests and the like count for less. Every rule multiplies, so that what has no word of the question
 * stays without a score. The weights were chosen on the tune halves: a larger one of coherence (0.7) puts files in a better
 * order (`npm run bench:repositories`) and functions in a worse one (`npm run bench:retrieval -- functions`).
 */
import type { Reason, RuleId } from '../../contract/index.ts';
import type { KeywordQuery } from '../keywords.ts';
import type { TextSegment } from '../types.ts';
import { isDefinition } from './definitions.ts';
import { lesserKinds, worthOfFile } from './fileKinds.ts';
import type { FileKind } from './fileKinds.ts';
import { nameAgreement, nameWords, partsOf, squeezed } from './fileNames.ts';
import type { NameWords } from './fileNames.ts';
import { symbolsOf } from './symbols.ts';

/** What each rule adds to the factor of a piece at most; `worth` says whether kinds of files are told apart. */
export interface RuleWeights {
  readonly definition: number;
  /** A definition counts so many times as much in a file that is called like it. */
  readonly homeOfDefinition: number;
  readonly name: number;
  readonly coherence: number;
  readonly signature: number;
  /** Of a line, not a file: it has all words of what is asked. */
  readonly complete: number;
  readonly worth: boolean;
}

export const ruleWeights: RuleWeights = {
  definition: 1.5,
  homeOfDefinition: 1.5,
  name: 1,
  coherence: 0.4,
  signature: 0.3,
  complete: 1,
  worth: true,
};

/** No rule at all: BM25 as it is. */
export const withoutRules: RuleWeights = {
  definition: 0,
  homeOfDefinition: 1,
  name: 0,
  coherence: 0,
  signature: 0,
  complete: 0,
  worth: false,
};

/** What a file has in common with a question, beside the words of its lines; each relative to the file that has most, 0 to 1. */
export interface FileStanding {
  /** By all of its pieces together. */
  readonly coherence: number;
  /** By the lines in which it defines something. */
  readonly signature: number;
}

/** What one question looks for besides its words. */
interface Wanted {
  /** Files that it is not about. */
  readonly lesser: readonly FileKind[];
  readonly words: ReadonlySet<string>;
  /** Weight of each name, lower-cased. */
  readonly symbols: ReadonlyMap<string, number>;
  /** Finds each of the names in a line. */
  readonly pattern: RegExp | undefined;
}

/** The rules for some questions over one text. */
export class Rules {
  private readonly weights: RuleWeights;
  private readonly wanted: readonly Wanted[];
  private readonly pathOf: (file: number) => string;
  /** Of the file looked at last: its lines come together. */
  private last: { readonly file: number; readonly names: NameWords } | undefined;

  /** @param pathOf a file's path or title */
  constructor(
    queries: readonly KeywordQuery[],
    pathOf: (file: number) => string,
    weights: RuleWeights = ruleWeights,
  ) {
    this.wanted = queries.map(wantedOf);
    this.pathOf = pathOf;
    this.weights = weights;
  }

  /**
   * What a segment defines of what a question names, 0 to about 2: how sure it is that the name was meant, and more in a
   * file that is called like it.
   */
  definition(question: number, { text, file }: TextSegment): number {
    const { pattern, symbols } = this.wanted[question]!;
    if (!pattern) return 0;
    let most = 0;
    for (const line of text.split('\n')) {
      for (const { 0: name, index } of line.matchAll(pattern)) {
        if (!isDefinition(line, index, name)) continue;
        const atHome = this.namesOf(file).stem === squeezed(name);
        // What only the regular expression takes for the same letter has no weight.
        const sureness = symbols.get(name.toLowerCase()) ?? 0;
        most = Math.max(most, sureness * (atHome ? this.weights.homeOfDefinition : 1));
      }
    }
    return most;
  }

  /** What the pieces of a file are multiplied by. */
  fileReasons(question: number, file: number, { coherence, signature }: FileStanding): Reason[] {
    const { words, lesser } = this.wanted[question]!;
    const names = this.namesOf(file);
    return reasons({
      name: 1 + this.weights.name * nameAgreement(words, names.words),
      coherence: 1 + this.weights.coherence * coherence,
      signature: 1 + this.weights.signature * signature,
      kind: this.weights.worth ? worthOfFile(lesser, this.pathOf(file)) : 1,
    });
  }

  /** What a passage is multiplied by that defines something. @param definition see there */
  definitionReasons(definition: number): Reason[] {
    return reasons({ definition: 1 + this.weights.definition * definition });
  }

  /** What a line is multiplied by that has all words of what is asked. */
  completeReasons(isComplete: boolean): Reason[] {
    return reasons({ complete: 1 + (isComplete ? this.weights.complete : 0) });
  }

  private namesOf(file: number): NameWords {
    if (this.last?.file !== file) this.last = { file, names: nameWords(this.pathOf(file)) };
    return this.last.names;
  }
}

/** Those rules that change something. */
function reasons(factors: Partial<Record<RuleId, number>>): Reason[] {
  return (Object.entries(factors) as [RuleId, number][])
    .filter(([, factor]) => factor !== 1)
    .map(([rule, factor]) => ({ rule, factor }));
}

/** What several rules multiply by together. */
export function factorOf(reasons: readonly Reason[]): number {
  return reasons.reduce((product, { factor }) => product * factor, 1);
}

/**
 * The same beside attention: of what speaks for a file the square root. Files are put in order by their names and by all that
 * they have in common with a question; which line answers says the line, and attention must be heard where it is in another.
 */
export function factorBesideAttention(reasons: readonly Reason[]): number {
  return reasons.reduce((product, { factor }) => product * (factor > 1 ? Math.sqrt(factor) : factor), 1);
}

function wantedOf(query: KeywordQuery): Wanted {
  const text = typeof query === 'string' ? query : query.map((part) => part.text).join('\n');
  const symbols = new Map(symbolsOf(query).map(({ name, weight }) => [name.toLowerCase(), weight]));
  return {
    lesser: lesserKinds(text),
    words: partsOf(text),
    symbols,
    pattern:
      symbols.size > 0
        ? new RegExp(
            `(?<![\\p{L}\\p{N}_$])(?:${[...symbols.keys()].map(escaped).join('|')})(?![\\p{L}\\p{N}_$])`,
            'giu',
          )
        : undefined,
  };
}

function escaped(name: string): string {
  return name.replaceAll('$', '\\$');
}
