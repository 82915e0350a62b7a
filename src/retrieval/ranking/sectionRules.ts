/** The rules applied to the sections of a text: each is looked at once, and of its text nothing is kept. */
import type { Reason } from '../../contract/index.ts';
import type { KeywordQuery } from '../keywords.ts';
import type { Section } from '../sections.ts';
import type { TextSegment } from '../types.ts';
import { factorOf, Rules } from './rules.ts';
import type { RuleWeights } from './rules.ts';

/** What the rules are told of the files. */
export interface FileFacts {
  /** A file's path or title. */
  readonly pathOf: (file: number) => string;
  /** Whether it is prose: of a book many pieces have a word of the question, and no other answers better for it. */
  readonly isProse: (file: number) => boolean;
}

/** What the rules have to know of a section's passages. */
export interface PassageFacts {
  /** The file of each. */
  readonly files: Uint32Array;
  /** `[question]`: those that define what the question names, see `Rules.definition`; undefined where none does. */
  readonly definitions: readonly (ReadonlyMap<number, number> | undefined)[];
}

/** A section with its keyword scores. */
export interface ScoredSection {
  readonly section: Pick<Section, 'passages'>;
  readonly facts: PassageFacts;
  /** `[question]`, float32 of the number of segments. */
  readonly scores: readonly Float32Array[];
}

export class SectionRules {
  private readonly rules: Rules;
  private readonly isProse: FileFacts['isProse'];
  /** `[question]`: how coherent each file is that has a word of it, see `Rules.fileReasons`. */
  private readonly coherences: ReadonlyMap<number, number>[];

  constructor(queries: readonly KeywordQuery[], { pathOf, isProse }: FileFacts, weights?: RuleWeights) {
    this.rules = new Rules(queries, pathOf, weights);
    this.isProse = isProse;
    this.coherences = queries.map(() => new Map());
  }

  /** @param text the section's segments */
  factsOf({ passages }: Pick<Section, 'passages'>, text: readonly TextSegment[]): PassageFacts {
    const files = new Uint32Array((passages.at(-1) ?? 0) + 1);
    text.forEach(({ file }, i) => (files[passages[i]!] = file));
    return {
      files,
      definitions: this.coherences.map((_, q) => this.defined(q, passages, text)),
    };
  }

  /** Multiplies the scores of all sections of a text, in place. */
  apply(sections: readonly ScoredSection[]): void {
    for (let question = 0; question < this.coherences.length; question++) {
      for (const { section, facts, scores } of sections) {
        if (!facts.definitions[question]) continue;
        const values = scores[question]!;
        section.passages.forEach((passage, i) => {
          values[i]! *= factorOf(this.ofDefinition(question, facts, passage));
        });
      }
      this.coherences[question] = this.coherence(sections, question);
      const factors = new Map<number, number>();
      for (const file of this.coherences[question]!.keys()) {
        factors.set(file, factorOf(this.ofFile(question, file)));
      }
      for (const { section, facts, scores } of sections) {
        const values = scores[question]!;
        section.passages.forEach((passage, i) => (values[i]! *= factors.get(facts.files[passage]!) ?? 1));
      }
    }
  }

  /** What the scores of a passage were multiplied by, the strongest rule first. */
  reasons(question: number, facts: PassageFacts, passage: number): Reason[] {
    const strength = ({ factor }: Reason): number => Math.abs(Math.log(factor));
    return [
      ...this.ofDefinition(question, facts, passage),
      ...this.ofFile(question, facts.files[passage]!),
    ].sort((a, b) => strength(b) - strength(a));
  }

  private ofDefinition(question: number, { definitions }: PassageFacts, passage: number): Reason[] {
    return this.rules.definitionReasons(definitions[question]?.get(passage) ?? 0);
  }

  private ofFile(question: number, file: number): Reason[] {
    return this.rules.fileReasons(question, file, this.coherences[question]!.get(file) ?? 0);
  }

  private defined(
    question: number,
    passages: Uint16Array,
    text: readonly TextSegment[],
  ): ReadonlyMap<number, number> | undefined {
    const defined = new Map<number, number>();
    text.forEach((segment, i) => {
      const definition = this.rules.definition(question, segment);
      if (definition > (defined.get(passages[i]!) ?? 0)) defined.set(passages[i]!, definition);
    });
    return defined.size > 0 ? defined : undefined;
  }

  /** By file that has a word of the question. */
  private coherence(sections: readonly ScoredSection[], question: number): Map<number, number> {
    const sums = new Map<number, number>();
    for (const section of sections) addPassages(section, question, sums);
    const most = [...sums].reduce((top, [file, sum]) => (this.isProse(file) ? top : Math.max(top, sum)), 0);
    return new Map([...sums].map(([file, sum]) => [file, this.isProse(file) ? 0 : sum / most]));
  }
}

/** Adds to each file what its passages of a section score at their best. */
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
