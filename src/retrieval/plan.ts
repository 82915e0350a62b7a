import type { Reason } from '../contract/index.ts';
import { KeywordIndex } from './keywords.ts';
import type { KeywordQuery, NearnessOf, SectionCounts } from './keywords.ts';
import { SectionRules } from './ranking/index.ts';
import type { PassageFacts, RuleWeights, ScoredSection } from './ranking/index.ts';
import { SectionCutter } from './sections.ts';
import type { Section } from './sections.ts';
import { memoryStore } from './textStore.ts';
import type { TextStore } from './textStore.ts';
import type { Candidate, TextSegment } from './types.ts';

/** A section, and what keywords say about it before it is read. */
export interface PlannedSection extends Section {
  /** `[question]`: keyword score of each of its segments. */
  readonly keywords: readonly Float32Array[];
  /** The same as far as it counts beside attention, where less is made of what speaks for a whole file. */
  readonly keywordsBesideAttention: (question: number) => Float32Array;
}

/** The whole text, cut and counted: what there is to read, and in which order. */
export interface ReadingPlan {
  /** As they stand in the text. */
  readonly sections: readonly PlannedSection[];
  /** Indices of the sections, the most promising first; as they stand where no keyword tells them apart. */
  readonly order: readonly number[];
  /** `[question]`: inverse document frequency of each of its terms in this text. */
  readonly rarity: readonly ReadonlyMap<string, number>[];
  /** `[question]`: those of its terms that occur nowhere in this text. */
  readonly absent: readonly ReadonlySet<string>[];
  /** What rules moved a segment, given by its place in the stream, the strongest first. */
  readonly reasons: (question: number, position: number) => Reason[];
  /** Estimated. */
  readonly tokens: number;
}

export interface PlannerOptions {
  /** Keeps the text for as long as the plan is used. */
  readonly store?: TextStore | undefined;
  /** Which lines the questions name by their place; none by default. */
  readonly nearnessOf?: NearnessOf | undefined;
  /** A file's path or title; default: what stands in front of its lines. */
  readonly pathOf?: (file: number) => string;
  /** Which files are prose; none by default. */
  readonly isProse?: (file: number) => boolean;
  /** What each rule counts; the product's by default. */
  readonly rules?: RuleWeights;
}

/** A section, and what was counted in it. */
interface CountedSection {
  readonly section: Section;
  readonly counts: SectionCounts;
  readonly facts: PassageFacts;
}

/**
 * Cuts the stream into sections and counts the questions' terms in it. The text goes to a store; what stays in memory is a
 * few bytes for each segment.
 */
export class Planner {
  private readonly cutter: SectionCutter;
  private readonly index: KeywordIndex;
  private readonly rules: SectionRules;
  private readonly questions: number;
  private readonly sections: CountedSection[] = [];

  /** @param headerOf what stands in front of a file's lines, whose words count for all of them */
  constructor(
    questions: readonly KeywordQuery[],
    headerOf: (file: number) => string,
    { store = memoryStore, nearnessOf, pathOf = headerOf, isProse = () => false, rules }: PlannerOptions = {},
  ) {
    this.cutter = new SectionCutter(store);
    this.index = new KeywordIndex(questions, headerOf, { nearnessOf, isProse });
    this.rules = new SectionRules(questions, { pathOf, isProse }, rules);
    this.questions = questions.length;
  }

  add(segment: TextSegment): void {
    this.keep(this.cutter.add(segment));
  }

  finish(): ReadingPlan {
    this.keep(this.cutter.flush());
    const scored = this.sections.map(({ section, counts, facts }) => {
      return { section, facts, complete: counts.complete, scores: this.index.scores(counts) };
    });
    this.rules.apply(scored, (question) => this.index.signatureScores(question));
    const shares = Array.from({ length: this.questions }, (_, q) => this.rules.shareBesideAttention(q));
    const sections = scored.map((of) => planned(of.section, of.scores, besideAttention(of, shares)));
    return {
      sections,
      order: bestFirst(sections, this.questions),
      rarity: Array.from({ length: this.questions }, (_, question) => this.index.rarity(question)),
      absent: Array.from({ length: this.questions }, (_, question) => this.index.absent(question)),
      reasons: reasonsOf(this.rules, scored),
      tokens: sections.reduce((sum, section) => sum + section.tokens, 0),
    };
  }

  private keep(section: Section | undefined): void {
    if (!section) return;
    const text = section.unpack();
    const facts = this.rules.factsOf(section, text);
    this.sections.push({ section, counts: this.index.add(section, text), facts });
  }
}

/**
 * The passages in which candidates stand, as a plan of their own for one question: the words keep the scores and the
 * rarity that they have in the whole text.
 * @returns the plan, whose positions count its own segments, and what each of these is in the whole text
 */
export function planAround(
  candidates: readonly Pick<Candidate, 'segment'>[],
  { sections, rarity, absent, reasons }: ReadingPlan,
  question: number,
): { plan: ReadingPlan; originals: readonly TextSegment[] } {
  const wanted = new Set(candidates.map(({ segment }) => segment.position));
  const cutter = new SectionCutter();
  const cut: (Section | undefined)[] = [];
  const originals: TextSegment[] = [];
  const scores: number[] = [];
  const beside: number[] = [];
  for (const section of sections) {
    const { firstPosition, passages, keywords } = section;
    const around = new Set(passages.filter((_, i) => wanted.has(firstPosition + i)));
    if (around.size === 0) continue;
    const keywordsBeside = section.keywordsBesideAttention(question);
    for (const [i, segment] of section.unpack().entries()) {
      if (!around.has(passages[i]!)) continue;
      cut.push(cutter.add({ ...segment, position: originals.length }));
      originals.push(segment);
      scores.push(keywords[question]![i]!);
      beside.push(keywordsBeside[i]!);
    }
  }
  cut.push(cutter.flush());
  const near = cut
    .filter((section) => section !== undefined)
    .map((section) => {
      const own = (of: readonly number[]): Float32Array =>
        Float32Array.from(of.slice(section.firstPosition, section.lastPosition + 1));
      return planned(section, [own(scores)], () => own(beside));
    });
  const plan: ReadingPlan = {
    sections: near,
    order: bestFirst(near, 1),
    rarity: [rarity[question]!],
    absent: [absent[question]!],
    reasons: (_question, position) => reasons(question, originals[position]!.position),
    tokens: near.reduce((sum, { tokens }) => sum + tokens, 0),
  };
  return { plan, originals };
}

/** Outside of the planner too, which would stay with all that it counted. */
function reasonsOf(
  rules: SectionRules,
  scored: readonly (ScoredSection & { readonly section: Section })[],
): ReadingPlan['reasons'] {
  const sections = scored.map(({ section }) => section);
  return (question, position) => {
    const at = sectionAt(sections, position);
    return rules.reasons(question, scored[at]!, position - sections[at]!.firstPosition);
  };
}

/** Index of the section in which a position of the stream stands, -1 when it is before them all. */
export function sectionAt(sections: readonly Pick<Section, 'firstPosition'>[], position: number): number {
  let [low, high] = [0, sections.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sections[middle]!.firstPosition <= position) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Outside of the planner, which would stay with every section otherwise. */
function planned(
  section: Section,
  keywords: readonly Float32Array[],
  keywordsBesideAttention: PlannedSection['keywordsBesideAttention'],
): PlannedSection {
  const { firstPosition, lastPosition, files, passages, tokens } = section;
  return {
    unpack: () => section.unpack(),
    firstPosition,
    lastPosition,
    files,
    passages,
    tokens,
    keywords,
    keywordsBesideAttention,
  };
}

/** @param shares `[question]`: by file, see `SectionRules.shareBesideAttention` */
function besideAttention(
  { section, facts, scores }: ScoredSection,
  shares: readonly ReadonlyMap<number, number>[],
): PlannedSection['keywordsBesideAttention'] {
  const { passages } = section;
  const { files } = facts;
  return (question) =>
    scores[question]!.map((score, i) => score * (shares[question]!.get(files[passages[i]!]!) ?? 1));
}

/** Order by the best segment of each section, for each question relative to its best anywhere. */
function bestFirst(sections: readonly PlannedSection[], questions: number): number[] {
  const best = sections.map(({ keywords }) => keywords.map((scores) => scores.reduce(max, 0)));
  const overall = Array.from({ length: questions }, (_, q) => best.reduce((top, of) => max(top, of[q]!), 0));
  const promise = best.map((of) => of.reduce((top, score, q) => max(top, score / (overall[q]! || 1)), 0));
  return sections.map((_, i) => i).sort((a, b) => promise[b]! - promise[a]! || a - b);
}

function max(a: number, b: number): number {
  return a > b ? a : b;
}
