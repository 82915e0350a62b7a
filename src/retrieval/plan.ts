import type { Reason } from '../contract/index.ts';
import { hopWeights, Leading, leadOn, leadReasons } from './hop.ts';
import type { HopWeights } from './hop.ts';
import { KeywordIndex } from './keywords.ts';
import type { KeywordQuery, NearnessOf, SectionCounts, WeighedText } from './keywords.ts';
import { byStrength, SectionRules } from './ranking/index.ts';
import type { PassageFacts, RuleWeights, ScoredSection } from './ranking/index.ts';
import { SectionCutter } from './sections.ts';
import type { Section } from './sections.ts';
import { memoryStore } from './textStore.ts';
import type { TextStore } from './textStore.ts';
import type { TextSegment } from './types.ts';

/** A section with its keyword scores, before it is read. */
export interface PlannedSection extends Section {
  /** `[question]`: keyword score of each of its segments. */
  readonly keywords: readonly Float32Array[];
  /** The same for fusion with attention, where rules about whole files count less. */
  readonly keywordsBesideAttention: (question: number) => Float32Array;
}

/** The whole text, cut into sections and counted: what there is to read, and in which order. */
export interface ReadingPlan {
  /** In the order of the text. */
  readonly sections: readonly PlannedSection[];
  /**
   * Indices of the sections, the most promising first; in the order of the text where keywords do not tell them apart.
   */
  readonly order: readonly number[];
  /** `[question]`: inverse document frequency of each of its terms in this text. */
  readonly rarity: readonly ReadonlyMap<string, number>[];
  /** `[question]`: its terms that occur nowhere in this text. */
  readonly absent: readonly ReadonlySet<string>[];
  /** The rules that moved the segment at a position of the stream, the strongest first. */
  readonly reasons: (question: number, position: number) => Reason[];
  /** Tokens of the text, estimated. */
  readonly tokens: number;
}

export interface PlannerOptions {
  /** Keeps the text as long as the plan is used. */
  readonly store?: TextStore | undefined;
  /** How near lines are to those that the questions name by their place; default: none is named. */
  readonly nearnessOf?: NearnessOf | undefined;
  /** A file's path or title; default: the header of its lines. */
  readonly pathOf?: (file: number) => string;
  /** Whether a file is prose; false by default. */
  readonly isProse?: (file: number) => boolean;
  /** Weights of the rules; default: those that the product uses. */
  readonly rules?: RuleWeights;
  /** Weights of the second hop; default: those that the product uses. */
  readonly hop?: HopWeights;
}

/** A section with the counts of its terms. */
interface CountedSection {
  readonly section: Section;
  readonly counts: SectionCounts;
  readonly facts: PassageFacts;
}

/**
 * Cuts the stream into sections and counts the questions' terms in them. A store keeps the text; a few bytes for each
 * segment stay in memory.
 */
export class Planner {
  private readonly cutter: SectionCutter;
  private readonly queries: readonly KeywordQuery[];
  private readonly index: KeywordIndex;
  private readonly rules: SectionRules;
  private readonly hop: HopWeights;
  /** What is needed to count other words, and to judge by rules, once more. */
  private readonly indexOf: (queries: readonly KeywordQuery[]) => KeywordIndex;
  private readonly newRules: () => SectionRules;
  private readonly titleOf: (file: number) => string;
  private readonly isProse: (file: number) => boolean;
  private readonly sections: CountedSection[] = [];

  /** @param headerOf the header of a file's lines, whose words count for all of them */
  constructor(
    queries: readonly KeywordQuery[],
    headerOf: (file: number) => string,
    {
      store = memoryStore,
      nearnessOf,
      pathOf = headerOf,
      isProse = () => false,
      rules,
      hop = hopWeights,
    }: PlannerOptions = {},
  ) {
    this.cutter = new SectionCutter(store);
    this.queries = queries;
    this.hop = hop;
    this.titleOf = pathOf;
    this.isProse = isProse;
    this.indexOf = (some) => new KeywordIndex(some, headerOf, { nearnessOf, isProse });
    this.newRules = () => new SectionRules(queries, { pathOf, isProse }, rules);
    this.index = this.indexOf(queries);
    this.rules = this.newRules();
  }

  add(segment: TextSegment): void {
    this.keep(this.cutter.add(segment));
  }

  finish(): ReadingPlan {
    this.keep(this.cutter.flush());
    const plan = planBy(this.sections, this.index, this.rules, this.queries.length);
    if (this.hop.name === 0) return plan;
    const names = this.queries.map((_, q) => {
      const leading = leadingOf(plan, q, this.hop.sentences);
      // In code the names of what fits best are those of its neighbours, and lead astray.
      return leading.every(({ file }) => this.isProse(file))
        ? leadOn(leading, this.titleOf, this.hop)
        : undefined;
    });
    if (names.every((one) => one === undefined)) return plan;
    const index = this.indexOf(this.queries.map((query, q) => withNames(query, names[q])));
    const counted = this.sections.map(({ section, facts }) => ({
      section,
      facts,
      counts: index.add(section),
    }));
    // What the question itself names and lacks is told by its own words.
    const { rarity, absent } = plan;
    const next = planBy(counted, index, this.newRules(), this.queries.length);
    const own = plan.sections.map(({ keywords }) => keywords);
    return { ...next, rarity, absent, reasons: withLeads(next, own) };
  }

  private keep(section: Section | undefined): void {
    if (!section) return;
    const text = section.unpack();
    const facts = this.rules.factsOf(section, text);
    this.sections.push({ section, counts: this.index.add(section, text), facts });
  }
}

/** A top-level function on purpose, as those below: a closure made in a method would keep the Planner alive. */
function planBy(
  counted: readonly CountedSection[],
  index: KeywordIndex,
  rules: SectionRules,
  questions: number,
): ReadingPlan {
  const scored = counted.map(({ section, counts, facts }) => {
    return { section, facts, complete: counts.complete, scores: index.scores(counts) };
  });
  rules.apply(scored, (question) => index.signatureScores(question));
  const shares = Array.from({ length: questions }, (_, q) => rules.shareBesideAttention(q));
  const sections = scored.map((of) => planned(of.section, of.scores, besideAttention(of, shares)));
  return {
    sections,
    order: bestFirst(sections, questions),
    rarity: Array.from({ length: questions }, (_, question) => index.rarity(question)),
    absent: Array.from({ length: questions }, (_, question) => index.absent(question)),
    reasons: reasonsOf(rules, scored),
    tokens: sections.reduce((sum, section) => sum + section.tokens, 0),
  };
}

/**
 * The reasons of a plan, and of each segment that names led to. A top-level function on purpose, as those around it.
 * @param own `[section][question]`: keyword scores of the segments by the question's own words
 */
function withLeads(
  { sections, reasons }: Pick<ReadingPlan, 'sections' | 'reasons'>,
  own: readonly (readonly Float32Array[])[],
): ReadingPlan['reasons'] {
  return (question, position) => {
    const at = sectionAt(sections, position);
    const i = position - sections[at]!.firstPosition;
    return [
      ...leadReasons(own[at]![question]![i]!, sections[at]!.keywords[question]![i]!),
      ...reasons(question, position),
    ].sort(byStrength);
  };
}

/** The segments that keywords put first. */
function leadingOf({ sections }: ReadingPlan, question: number, count: number): TextSegment[] {
  const leading = new Leading(count);
  sections.forEach(({ keywords }, section) => {
    keywords[question]!.forEach((score, index) => leading.add({ score, section, index }));
  });
  return leading.segments.map(({ section, index }) => sections[section]!.unpack()[index]!);
}

function withNames(query: KeywordQuery, names: WeighedText | undefined): KeywordQuery {
  if (!names) return query;
  return [...(typeof query === 'string' ? [{ text: query, weight: 1 }] : query), names];
}

/** A top-level function on purpose: a closure made in the method would keep all that the Planner counted alive. */
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

/**
 * A top-level function on purpose: a closure made in the method would keep the whole Planner alive for every section.
 */
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

/** @param shares `[question]`: factor by file, see `SectionRules.shareBesideAttention` */
function besideAttention(
  { section, facts, scores }: ScoredSection,
  shares: readonly ReadonlyMap<number, number>[],
): PlannedSection['keywordsBesideAttention'] {
  const { passages } = section;
  const { files } = facts;
  return (question) =>
    scores[question]!.map((score, i) => score * (shares[question]!.get(files[passages[i]!]!) ?? 1));
}

/** Orders sections by their best segment, for each question relative to its best anywhere. */
function bestFirst(sections: readonly PlannedSection[], questions: number): number[] {
  const best = sections.map(({ keywords }) => keywords.map((scores) => scores.reduce(max, 0)));
  const overall = Array.from({ length: questions }, (_, q) => best.reduce((top, of) => max(top, of[q]!), 0));
  const promise = best.map((of) => of.reduce((top, score, q) => max(top, score / (overall[q]! || 1)), 0));
  return sections.map((_, i) => i).sort((a, b) => promise[b]! - promise[a]! || a - b);
}

function max(a: number, b: number): number {
  return a > b ? a : b;
}
