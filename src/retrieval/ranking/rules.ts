/**
 * Knowledge of code and its files on top of keywords (BM25). Lines with all words of the question and definitions of a
 * name count more; so do files named by what is asked, files that define it, and files with many matching pieces; tests
 * and the like count less. Every rule multiplies, so a segment without a word of the question stays without a score.
 * The weights were chosen on the tune halves: a coherence of 0.7 puts files in a better order (`npm run
 * bench:repositories`) and functions in a worse one (`npm run bench:retrieval -- functions`).
 */
import type { Reason, RuleId } from '../../contract/index.ts';
import type { KeywordQuery, WeighedText } from '../keywords.ts';
import type { TextSegment } from '../types.ts';
import { isDefinition } from './definitions.ts';
import { lesserKinds, worthOfFile } from './fileKinds.ts';
import type { FileKind } from './fileKinds.ts';
import { nameAgreement, nameWords, partsOf, squeezed } from './fileNames.ts';
import type { NameWords } from './fileNames.ts';
import { symbolsOf } from './symbols.ts';
import type { Symbol } from './symbols.ts';

/** The most that each rule adds to the factor of a piece; `worth` says whether kinds of files are told apart. */
export interface RuleWeights {
  readonly definition: number;
  /** A definition counts this many times as much in a file of its name. */
  readonly homeOfDefinition: number;
  /** The factor of a definition whose uses are sought. */
  readonly definitionOfUsed: number;
  readonly name: number;
  readonly coherence: number;
  readonly signature: number;
  /** For a line with all words of what is asked. */
  readonly complete: number;
  readonly worth: boolean;
}

export const ruleWeights: RuleWeights = {
  definition: 1.5,
  homeOfDefinition: 1.5,
  definitionOfUsed: 0.3,
  name: 1,
  coherence: 0.4,
  signature: 0.3,
  complete: 1,
  worth: true,
};

/** No rule: plain BM25. */
export const withoutRules: RuleWeights = {
  definition: 0,
  homeOfDefinition: 1,
  definitionOfUsed: 1,
  name: 0,
  coherence: 0,
  signature: 0,
  complete: 0,
  worth: false,
};

/** What a file has in common with a question beside the words of its lines; each 0 to 1, relative to the best file. */
export interface FileStanding {
  /** Of all its pieces together. */
  readonly coherence: number;
  /** Of the lines in which it defines something. */
  readonly signature: number;
}

/** What rules look for beside the words of one question. */
interface Wanted {
  /** Kinds of files that the question is not about. */
  readonly lesser: readonly FileKind[];
  readonly words: ReadonlySet<string>;
  /** By the name in lower case. */
  readonly symbols: ReadonlyMap<string, Symbol>;
  /** Matches each of the names in a line. */
  readonly pattern: RegExp | undefined;
}

/** The rules for the questions of one text. */
export class Rules {
  private readonly weights: RuleWeights;
  private readonly wanted: readonly Wanted[];
  private readonly pathOf: (file: number) => string;
  /** Words of the last file's name, because the lines of a file come together. */
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
   * How much a segment defines what a question names, 0 to about 2: the certainty that a name was meant, and more in a
   * file of this name. Below 0 for a name whose uses are sought.
   */
  definition(question: number, { text, file }: TextSegment): number {
    const { pattern, symbols } = this.wanted[question]!;
    if (!pattern) return 0;
    let most = 0;
    let isKnown = false;
    for (const line of text.split('\n')) {
      for (const { 0: name, index } of line.matchAll(pattern)) {
        if (!isDefinition(line, index, name)) continue;
        const atHome = this.namesOf(file).stem === squeezed(name);
        // The regular expression also matches letters that it takes for the same, such as `ſ` for `s`; these have no
        // weight.
        const { weight: sureness, isUsed } = symbols.get(name.toLowerCase()) ?? { weight: 0 };
        if (isUsed) {
          isKnown = true;
          continue;
        }
        most = Math.max(most, sureness * (atHome ? this.weights.homeOfDefinition : 1));
      }
    }
    return most === 0 && isKnown ? -1 : most;
  }

  /** The rules about a file, each with the factor of its pieces. */
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

  /** The rules about a passage that defines something. @param definition see there */
  definitionReasons(definition: number): Reason[] {
    const { definition: weight, definitionOfUsed } = this.weights;
    return reasons({ definition: definition < 0 ? definitionOfUsed : 1 + weight * definition });
  }

  /** The rule about a line with all words of what is asked. */
  completeReasons(isComplete: boolean): Reason[] {
    return reasons({ complete: 1 + (isComplete ? this.weights.complete : 0) });
  }

  private namesOf(file: number): NameWords {
    if (this.last?.file !== file) this.last = { file, names: nameWords(this.pathOf(file)) };
    return this.last.names;
  }
}

/** The rules with a factor other than 1. */
function reasons(factors: Partial<Record<RuleId, number>>): Reason[] {
  return (Object.entries(factors) as [RuleId, number][])
    .filter(([, factor]) => factor !== 1)
    .map(([rule, factor]) => ({ rule, factor }));
}

/** Orders reasons by how much they moved a line, the strongest first. */
export function byStrength(a: Reason, b: Reason): number {
  return Math.abs(Math.log(b.factor)) - Math.abs(Math.log(a.factor));
}

/** The product of the factors. */
export function factorOf(reasons: readonly Reason[]): number {
  return reasons.reduce((product, { factor }) => product * factor, 1);
}

/**
 * The factor beside attention, where rules about a file count by their square root. They put files in order; which line
 * answers is for the line itself to say, and attention may find it in another file.
 */
export function factorBesideAttention(reasons: readonly Reason[]): number {
  return reasons.reduce((product, { factor }) => product * (factor > 1 ? Math.sqrt(factor) : factor), 1);
}

function wantedOf(query: KeywordQuery): Wanted {
  const parts: readonly WeighedText[] = typeof query === 'string' ? [{ text: query, weight: 1 }] : query;
  const textOf = (some: readonly WeighedText[]): string => some.map(({ text }) => text).join('\n');
  const symbols = new Map(symbolsOf(query).map((symbol) => [symbol.name.toLowerCase(), symbol]));
  return {
    lesser: lesserKinds(textOf(parts)),
    words: partsOf(textOf(parts.filter(({ isUsed }) => !isUsed))),
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
