/**
 * Keyword scores (BM25) of a text for some questions: a light index that counts the questions' own terms only. The
 * scores order the reading, weigh the question's words and are fused with attention.
 */
import { bm25, inverseDocumentFrequency } from './bm25.ts';
import type { Counts } from './bm25.ts';
import { SignatureCounts } from './signatures.ts';
import { terms, wholeTerms, WORD } from './terms.ts';
import type { Section } from './sections.ts';
import type { TextSegment } from './types.ts';

/** Weight of characters outside the question's terms: not 0, because a question may have no others. */
const FLOOR_WEIGHT = 0.3;

/** Words of a question with a weight of their own. */
export interface WeighedText {
  readonly text: string;
  /** 1 for words that say what is asked. */
  readonly weight: number;
  /** Whether an identifier counts as one term, without its parts. */
  readonly isWhole?: boolean;
  /** Whether uses of its names are sought, so that what defines them and is called so comes after these. */
  readonly isUsed?: true;
}

/** Source of the keywords: a question, or its parts with their weights. */
export type KeywordQuery = string | readonly WeighedText[];

/** Terms with the least weight are left out beyond this, because every line is compared with each term. */
const MAX_TERMS = 1000;

/** How near a segment is to a line that a question names by its place, 0 to 1. */
export type NearnessOf = (question: number, segment: TextSegment) => number;

/**
 * Counts of many documents in one array: objects would take several times the memory, and a text has millions of lines.
 */
class CountsList {
  readonly length: number;
  /** For each document: its length, how many terms occur in it, then each of these terms and its frequency. */
  private readonly numbers: Uint32Array;

  constructor(all: readonly Counts[]) {
    this.length = all.length;
    this.numbers = Uint32Array.from(
      all.flatMap(({ terms, frequencies, length }) => [
        length,
        terms.length,
        ...terms.flatMap((term, i) => [term, frequencies[i]!]),
      ]),
    );
  }

  forEach(visit: (counts: Counts, index: number) => void): void {
    let at = 0;
    for (let i = 0; i < this.length; i++) {
      const [length, size] = [this.numbers[at]!, this.numbers[at + 1]!];
      const end = at + 2 + 2 * size;
      const pairs = this.numbers.subarray(at + 2, end);
      const every = (offset: number): number[] =>
        Array.from({ length: size }, (_, term) => pairs[2 * term + offset]!);
      visit({ terms: every(0), frequencies: every(1), length }, i);
      at = end;
    }
  }
}

/** The questions' terms in a section, by segment and by passage, each with its header. */
export interface SectionCounts {
  readonly segments: CountsList;
  readonly passages: CountsList;
  /** Number of the passage of each segment. */
  readonly passageOf: Uint16Array;
  /** `[question]`: how near each segment is to a line that the question names; undefined where none is. */
  readonly nearness: readonly (Float32Array | undefined)[];
  /** `[question]`: indices of the segments that have all words of what is asked; undefined where none has. */
  readonly complete: readonly (ReadonlySet<number> | undefined)[];
}

/** How common terms are among documents of one kind. */
class Statistics {
  private readonly containing: Uint32Array;
  private documents = 0;
  private totalLength = 0;

  constructor(size: number) {
    this.containing = new Uint32Array(size);
  }

  add({ terms: found, length }: Counts): void {
    this.documents++;
    this.totalLength += length;
    for (const term of found) this.containing[term]!++;
  }

  inverseFrequency(term: number): number {
    return inverseDocumentFrequency(this.documents, this.containing[term]!);
  }

  /** That of a term that occurs once. */
  get mostInverseFrequency(): number {
    return inverseDocumentFrequency(this.documents, 1);
  }

  contains(term: number): boolean {
    return this.containing[term]! > 0;
  }

  relativeLength(length: number): number {
    return this.totalLength > 0 ? (length * this.documents) / this.totalLength : 1;
  }
}

/** Facts about the text, for an index. */
export interface IndexOptions {
  readonly nearnessOf?: NearnessOf | undefined;
  /** Whether a file is prose and so has no signatures; false by default. */
  readonly isProse?: ((file: number) => boolean) | undefined;
}

/** Counts first (`add` every section), scores afterwards. */
export class KeywordIndex {
  /** `[question]`: weight of each of its terms. */
  private readonly questions: readonly ReadonlyMap<string, number>[];
  private readonly numbers = new Map<string, number>();
  /** By term: the questions that contain it, and its weight there. */
  private readonly questionsOf: { readonly question: number; readonly weight: number }[][] = [];
  private readonly segmentStatistics: Statistics;
  private readonly passageStatistics: Statistics;
  /** `[question]`: numbers of the terms that say what is asked; empty where that is a single word. */
  private readonly asked: readonly (readonly number[])[];
  private readonly signatures: SignatureCounts;
  /** Counts of the last header, because the lines of a file come together. */
  private lastHeader: { readonly file: number; readonly counts: Counts } | undefined;
  private readonly headerOf: (file: number) => string;
  private readonly options: IndexOptions;

  /** @param headerOf the path or title that precedes a file's lines when they are read */
  constructor(
    queries: readonly KeywordQuery[],
    headerOf: (file: number) => string,
    options: IndexOptions = {},
  ) {
    this.questions = queries.map(weightsOf);
    this.headerOf = headerOf;
    this.options = options;
    this.questions.forEach((weights, question) => {
      for (const [term, weight] of weights) {
        const number = this.numbers.get(term) ?? this.numbers.size;
        this.numbers.set(term, number);
        (this.questionsOf[number] ??= []).push({ question, weight });
      }
    });
    this.asked = this.questions.map((weights) => {
      const whole = [...weights].filter(([, weight]) => weight === 1);
      return whole.length > 1 ? whole.map(([term]) => this.numbers.get(term)!) : [];
    });
    this.signatures = new SignatureCounts(this.numbers.size);
    this.segmentStatistics = new Statistics(this.numbers.size);
    this.passageStatistics = new Statistics(this.numbers.size);
  }

  /** Counts a section's terms. @param text the section's segments, where the caller has them unpacked */
  add(section: Section, text: readonly TextSegment[] = section.unpack()): SectionCounts {
    const segments: Counts[] = [];
    const passages: Counts[] = [];
    const complete = this.questions.map(() => new Set<number>());
    let own: Counts[] = [];
    const endPassage = (last: number): void => {
      const header = this.header(text[last]!.file);
      passages.push(sum([...own, header]));
      own = [];
    };
    text.forEach((segment, i) => {
      if (i > 0 && section.passages[i] !== section.passages[i - 1]) endPassage(i - 1);
      const counts = this.count(segment.text);
      own.push(counts);
      if (!this.options.isProse?.(segment.file)) this.signatures.add(segment, counts);
      this.asked.forEach((wanted, question) => {
        if (hasAll(counts, wanted)) complete[question]!.add(i);
      });
      segments.push(sum([counts, this.header(segment.file)]));
    });
    if (own.length > 0) endPassage(text.length - 1);
    for (const counts of segments) this.segmentStatistics.add(counts);
    for (const counts of passages) this.passageStatistics.add(counts);
    return {
      segments: new CountsList(segments),
      passages: new CountsList(passages),
      passageOf: section.passages,
      nearness: this.questions.map((_, question) => this.nearness(question, text)),
      complete: complete.map((found) => (found.size > 0 ? found : undefined)),
    };
  }

  /**
   * BM25 of each segment as a document of its own plus BM25 of its passage, after all sections were added. A segment at
   * a line that the question names by its place counts as having one more term, as rare as can be.
   * @returns `[question]`, float32 of the number of segments
   */
  scores({ segments, passages, passageOf, nearness }: SectionCounts): Float32Array[] {
    const scores = this.questions.map(() => new Float32Array(segments.length));
    const ofPassages = this.questions.map(() => new Float32Array(passages.length));
    segments.forEach((counts, i) => this.addScores(counts, this.segmentStatistics, scores, i));
    passages.forEach((counts, i) => this.addScores(counts, this.passageStatistics, ofPassages, i));
    scores.forEach((values, question) => {
      const near = nearness[question];
      for (let i = 0; i < values.length; i++) {
        values[i]! += ofPassages[question]![passageOf[i]!]!;
        if (near) values[i]! += near[i]! * this.segmentStatistics.mostInverseFrequency;
      }
    });
    return scores;
  }

  /** For each file, how much of a question is in the lines that define something, see `SignatureCounts.scores`. */
  signatureScores(question: number): ReadonlyMap<number, number> {
    const weights = [...this.questions[question]!].map(([term, weight]): [number, number] => [
      this.numbers.get(term)!,
      weight,
    ]);
    return this.signatures.scores(new Map(weights));
  }

  /** Inverse document frequency of each term of a question in this text, counted by lines and sentences. */
  rarity(question: number): ReadonlyMap<string, number> {
    const rarityOf = (term: string): number =>
      this.segmentStatistics.inverseFrequency(this.numbers.get(term)!);
    return new Map([...this.questions[question]!.keys()].map((term) => [term, rarityOf(term)]));
  }

  /** The terms of a question that occur nowhere in this text, paths included. */
  absent(question: number): ReadonlySet<string> {
    const terms = [...this.questions[question]!.keys()];
    return new Set(terms.filter((term) => !this.segmentStatistics.contains(this.numbers.get(term)!)));
  }

  private nearness(question: number, segments: readonly TextSegment[]): Float32Array | undefined {
    const { nearnessOf } = this.options;
    if (!nearnessOf) return undefined;
    const near = Float32Array.from(segments, (segment) => nearnessOf(question, segment));
    return near.some((value) => value > 0) ? near : undefined;
  }

  private addScores(
    counts: Counts,
    statistics: Statistics,
    scores: readonly Float32Array[],
    at: number,
  ): void {
    if (counts.terms.length === 0) return;
    const relativeLength = statistics.relativeLength(counts.length);
    counts.terms.forEach((term, i) => {
      const score = bm25(counts.frequencies[i]!, relativeLength, statistics.inverseFrequency(term));
      for (const { question, weight } of this.questionsOf[term]!) scores[question]![at]! += weight * score;
    });
  }

  private header(file: number): Counts {
    if (this.lastHeader?.file !== file) {
      const { terms, frequencies } = this.count(this.headerOf(file));
      // A header's words count for every line below it; its length must not make the lines long.
      this.lastHeader = { file, counts: { terms, frequencies, length: 0 } };
    }
    return this.lastHeader.counts;
  }

  private count(text: string): Counts {
    const found = new Map<number, number>();
    let length = 0;
    for (const term of terms(text)) {
      length++;
      const number = this.numbers.get(term);
      if (number !== undefined) found.set(number, (found.get(number) ?? 0) + 1);
    }
    return countsOf(found, length);
  }
}

const NONE: readonly number[] = [];

/** Shared empty counts, by length: most segments contain no term of the question. */
const withoutTerms: Counts[] = [];

function countsOf(found: ReadonlyMap<number, number>, length: number): Counts {
  if (found.size === 0) return (withoutTerms[length] ??= { terms: NONE, frequencies: NONE, length });
  return { terms: [...found.keys()], frequencies: [...found.values()], length };
}

function sum(all: readonly Counts[]): Counts {
  const length = all.reduce((total, counts) => total + counts.length, 0);
  const some = all.filter((counts) => counts.terms.length > 0);
  const found = new Map<number, number>();
  for (const counts of some) {
    counts.terms.forEach((term, i) => found.set(term, (found.get(term) ?? 0) + counts.frequencies[i]!));
  }
  return countsOf(found, length);
}

/** Whether the counts have every wanted term; false where none is wanted. */
function hasAll({ terms }: Counts, wanted: readonly number[]): boolean {
  return wanted.length > 0 && terms.length >= wanted.length && wanted.every((term) => terms.includes(term));
}

/** Each term of a query with its greatest weight. */
function weightsOf(query: KeywordQuery): ReadonlyMap<string, number> {
  const parts = typeof query === 'string' ? [{ text: query, weight: 1 }] : query;
  const weights = new Map<string, number>();
  for (const { text, weight, isWhole } of parts) {
    for (const term of isWhole ? wholeTerms(text) : terms(text)) {
      weights.set(term, Math.max(weight, weights.get(term) ?? 0));
    }
  }
  if (weights.size <= MAX_TERMS) return weights;
  return new Map([...weights].sort(([, a], [, b]) => b - a).slice(0, MAX_TERMS));
}

/**
 * How rare the words of a question are in a text, for each of its UTF-16 code units: the inverse document frequency of
 * the word's rarest term, a small weight elsewhere.
 * @param rarity of the question's terms, see `KeywordIndex.rarity`
 */
export function emphasisOf(question: string, rarity: ReadonlyMap<string, number>): Float32Array {
  const weights = new Float32Array(question.length).fill(FLOOR_WEIGHT);
  for (const { 0: word, index } of question.matchAll(WORD)) {
    // A word alone may give other terms than it gives in its sentence.
    const rarities = [...terms(word)].flatMap((term) => rarity.get(term) ?? []);
    if (rarities.length > 0) weights.fill(Math.max(FLOOR_WEIGHT, ...rarities), index, index + word.length);
  }
  return weights;
}
