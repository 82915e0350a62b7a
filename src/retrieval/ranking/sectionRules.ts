/** Applies the rules to the sections of a text. Looks at each section once and keeps none of its text. */
import type { Reason } from '../../contract/index.ts';
import type { KeywordQuery } from '../keywords.ts';
import type { Section } from '../sections.ts';
import type { TextSegment } from '../types.ts';
import { byStrength, factorBesideAttention, factorOf, Rules } from './rules.ts';
import type { FileStanding, RuleWeights } from './rules.ts';

/** Facts about the files, for the rules. */
export interface FileFacts {
  /** A file's path or title. */
  readonly pathOf: (file: number) => string;
  /**
   * Whether a file is prose: many pieces of a book have a word of the question, which makes none of them a better
   * answer.
   */
  readonly isProse: (file: number) => boolean;
}

/** Facts about a section's passages, for the rules. */
export interface PassageFacts {
  /** File of each passage. */
  readonly files: Uint32Array;
  /**
   * `[question]`: `Rules.definition` of the passages that define what the question names; undefined where none does.
   */
  readonly definitions: readonly (ReadonlyMap<number, number> | undefined)[];
}

/** A section with its keyword scores. */
export interface ScoredSection {
  readonly section: Pick<Section, 'passages'>;
  readonly facts: PassageFacts;
  /** `[question]`: indices of the segments with all words of what is asked; undefined where none has. */
  readonly complete: readonly (ReadonlySet<number> | undefined)[];
  /** `[question]`, float32 of the number of segments. */
  readonly scores: readonly Float32Array[];
}

const NOTHING_IN_COMMON: FileStanding = { coherence: 0, signature: 0 };

export class SectionRules {
  private readonly rules: Rules;
  private readonly isProse: FileFacts['isProse'];
  /** `[question]`: standing of each file that has a word of the question. */
  private readonly standings: ReadonlyMap<number, FileStanding>[];

  constructor(queries: readonly KeywordQuery[], { pathOf, isProse }: FileFacts, weights?: RuleWeights) {
    this.rules = new Rules(queries, pathOf, weights);
    this.isProse = isProse;
    this.standings = queries.map(() => new Map());
  }

  /** @param text the section's segments */
  factsOf({ passages }: Pick<Section, 'passages'>, text: readonly TextSegment[]): PassageFacts {
    const files = new Uint32Array((passages.at(-1) ?? 0) + 1);
    text.forEach(({ file }, i) => (files[passages[i]!] = file));
    return {
      files,
      definitions: this.standings.map((_, q) => this.defined(q, passages, text)),
    };
  }

  /**
   * Multiplies the scores of all sections of a text, in place.
   * @param signatureOf how much of a question is in each file's signatures, 0 to 1 relative to the best file
   */
  apply(
    sections: readonly ScoredSection[],
    signatureOf: (question: number) => ReadonlyMap<number, number>,
  ): void {
    for (let question = 0; question < this.standings.length; question++) {
      for (const section of sections) this.applyToLines(question, section);
      this.standings[question] = this.standing(sections, question, signatureOf(question));
      const factors = this.factors(question, factorOf);
      for (const { section, facts, scores } of sections) {
        const values = scores[question]!;
        section.passages.forEach((passage, i) => (values[i]! *= factors.get(facts.files[passage]!) ?? 1));
      }
    }
  }

  /** The rules that multiplied the score of a segment, the strongest first. @param index in its section */
  reasons(question: number, { section, facts, complete }: ScoredSection, index: number): Reason[] {
    const passage = section.passages[index]!;
    return [
      ...this.rules.completeReasons(complete[question]?.has(index) ?? false),
      ...this.ofDefinition(question, facts, passage),
      ...this.ofFile(question, facts.files[passage]!),
    ].sort(byStrength);
  }

  /** By file: its factor beside attention, divided by the factor of its scores. */
  shareBesideAttention(question: number): Map<number, number> {
    return this.factors(question, (reasons) => factorBesideAttention(reasons) / factorOf(reasons));
  }

  private applyToLines(question: number, { section, facts, complete, scores }: ScoredSection): void {
    const values = scores[question]!;
    for (const i of complete[question] ?? []) values[i]! *= factorOf(this.rules.completeReasons(true));
    if (!facts.definitions[question]) return;
    section.passages.forEach((passage, i) => {
      values[i]! *= factorOf(this.ofDefinition(question, facts, passage));
    });
  }

  private ofDefinition(question: number, { definitions }: PassageFacts, passage: number): Reason[] {
    return this.rules.definitionReasons(definitions[question]?.get(passage) ?? 0);
  }

  private ofFile(question: number, file: number): Reason[] {
    const standing = this.standings[question]!.get(file) ?? NOTHING_IN_COMMON;
    return this.rules.fileReasons(question, file, standing);
  }

  /** Factor by file that has a word of the question. */
  private factors(question: number, of: (reasons: readonly Reason[]) => number): Map<number, number> {
    const files = [...this.standings[question]!.keys()];
    return new Map(files.map((file) => [file, of(this.ofFile(question, file))]));
  }

  private defined(
    question: number,
    passages: Uint16Array,
    text: readonly TextSegment[],
  ): ReadonlyMap<number, number> | undefined {
    const defined = new Map<number, number>();
    text.forEach((segment, i) => {
      const definition = this.rules.definition(question, segment);
      const before = defined.get(passages[i]!);
      if (definition !== 0 && (before === undefined || definition > before))
        defined.set(passages[i]!, definition);
    });
    return defined.size > 0 ? defined : undefined;
  }

  /** Standing by file that has a word of the question. */
  private standing(
    sections: readonly ScoredSection[],
    question: number,
    signatures: ReadonlyMap<number, number>,
  ): Map<number, FileStanding> {
    const sums = new Map<number, number>();
    for (const section of sections) addPassages(section, question, sums);
    const most = [...sums].reduce((top, [file, sum]) => (this.isProse(file) ? top : Math.max(top, sum)), 0);
    return new Map(
      [...sums].map(([file, sum]) => [
        file,
        { coherence: this.isProse(file) ? 0 : sum / most, signature: signatures.get(file) ?? 0 },
      ]),
    );
  }
}

/** Adds to each file the best score of each of its passages in a section. */
function addPassages(
  { section, facts, scores }: ScoredSection,
  question: number,
  sums: Map<number, number>,
): void {
  const best = new Float32Array(facts.files.length);
  const values = scores[question]!;
  section.passages.forEach((passage, i) => (best[passage] = Math.max(best[passage]!, values[i]!)));
  best.forEach((score, passage) => {
    const file = facts.files[passage]!;
    if (score > 0) sums.set(file, (sums.get(file) ?? 0) + score);
  });
}
