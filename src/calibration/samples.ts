import type { Format } from '../corpus/index.ts';
import { codeChinese, codeEnglish } from './code.ts';
import type { Domain, Fact, FactId, Group } from './domain.ts';
import { proseChinese } from './proseChinese.ts';
import { proseEnglish } from './proseEnglish.ts';
import { randomOf } from './random.ts';
import type { Random } from './random.ts';

/** A file of a sample: pieces of text in order. */
export interface SampleFile {
  readonly path: string;
  readonly pieces: readonly string[];
}

/** One needle among hard negatives and filler, and a question for it. Exactly one place has the right segment. */
export interface Sample {
  readonly group: Group;
  readonly files: readonly SampleFile[];
  /** The same files with nothing but filler: a text about something else. */
  readonly elsewhere: readonly SampleFile[];
  /** Index of the file and of the piece in it that holds the needle. */
  readonly needleFile: number;
  readonly needlePiece: number;
  /** The right segment without white space around it. */
  readonly segment: string;
  /** Segments that say the same of another entity, or something else of the same one. */
  readonly negatives: readonly string[];
  readonly question: string;
  /** Whether the question uses other words than the text. */
  readonly paraphrased: boolean;
  /** Whether what is asked about is named by the file's path only. */
  readonly underHeader: boolean;
}

interface SampleOptions {
  readonly seed: number;
  readonly samplesPerGroup: number;
  /** A sample takes about this many tokens and never more, headers included. */
  readonly windowTokens: number;
  /** Tokens that a text takes when it is cut into segments. */
  readonly textTokens: (text: string, format: Format) => number;
  /** Tokens of the header of a file with this path. */
  readonly headerTokens: (path: string) => number;
}

const domains: readonly Domain[] = [proseEnglish, proseChinese, codeEnglish, codeChinese];

const FILES = 3;
const SAME_RELATION = 3;
const SAME_ENTITY = 2;
/** One sample in this many asks for something that only a path names. */
const HEADER_EVERY = 4;

/** The most samples that every group has facts for, not counting negatives. */
export function mostSamples(): number {
  const facts = domains.map(({ kinds }) =>
    kinds.reduce((sum, { relations, entities }) => sum + relations * entities, 0),
  );
  return Math.floor(Math.min(...facts) / 4);
}

/**
 * Makes equally many samples of every group. A fact asked for in one sample stands in no other sample of its group,
 * so that all can be searched at once.
 */
export function generateSamples(options: SampleOptions): Sample[] {
  return domains.flatMap((domain, g) => {
    const random = randomOf(options.seed * domains.length + g);
    const asked = drawFacts(domain, options.samplesPerGroup, random);
    const taken = new Set(asked.map(keyOf));
    return asked.map((id, i) => makeSample(domain, id, i, taken, options, random));
  });
}

const keyOf = ({ kind, relation, entity }: FactId): string => `${kind}/${relation}/${entity}`;

/** Distinct facts; kinds and relations in turn, so that all are asked for about equally often. */
function drawFacts({ kinds }: Domain, count: number, random: Random): FactId[] {
  const relations = kinds.flatMap((kind, k) =>
    Array.from({ length: kind.relations }, (_, relation) => ({
      kind: k,
      relation,
      entities: random.shuffled(Array.from({ length: kind.entities }, (_, entity) => entity)),
    })),
  );
  const order = random.shuffled(relations);
  return Array.from({ length: count }, (_, i) => {
    const { kind, relation, entities } = order[i % order.length]!;
    return { kind, relation, entity: entities[Math.floor(i / order.length) % entities.length]! };
  });
}

/** Facts that could be mistaken for the one that is asked for. */
function drawNegatives(domain: Domain, id: FactId, taken: ReadonlySet<string>, random: Random): FactId[][] {
  const { relations, entities } = domain.kinds[id.kind]!;
  const free = (candidates: FactId[]): FactId[] =>
    random.shuffled(candidates.filter((candidate) => !taken.has(keyOf(candidate))));
  const others = Array.from({ length: entities }, (_, entity) => ({ ...id, entity }));
  const attributes = Array.from({ length: relations }, (_, relation) => ({ ...id, relation }));
  return [free(others).slice(0, SAME_RELATION), free(attributes).slice(0, SAME_ENTITY)];
}

interface Planned {
  readonly file: number;
  readonly fact: Fact;
  readonly isNeedle: boolean;
}

function makeSample(
  domain: Domain,
  id: FactId,
  index: number,
  taken: ReadonlySet<string>,
  options: SampleOptions,
  random: Random,
): Sample {
  const style = random.below(2);
  const underHeader = index % HEADER_EVERY === HEADER_EVERY - 1;
  // Every other sample, among those under a header and among the others.
  const before = Math.floor(index / HEADER_EVERY);
  const paraphrased = (underHeader ? before : index - before) % 2 === 1;
  const [sameRelation, sameEntity] = drawNegatives(domain, id, taken, random);
  const needleFile = random.below(FILES);
  const needle = domain.fact(id, random, underHeader, style);
  const planned: Planned[] = [{ file: needleFile, fact: needle, isNeedle: true }];
  const paths: (string | undefined)[] = [];
  if (underHeader) paths[needleFile] = domain.pathOf(id, style);

  const plan = (file: number, negative: FactId): void => {
    let fact: Fact;
    // Without its entity, a negative could be worded like the needle.
    do fact = domain.fact(negative, random, underHeader, style);
    while (fact.segment === needle.segment);
    planned.push({ file, fact, isNeedle: false });
  };
  const otherFiles = [0, 1, 2].filter((file) => file !== needleFile);
  if (underHeader) {
    otherFiles.forEach((file, i) => {
      const other = sameRelation![i];
      if (!other) return;
      paths[file] = domain.pathOf(other, style);
      plan(file, other);
    });
    for (const other of sameEntity!) plan(needleFile, other);
  } else {
    for (const other of [...sameRelation!, ...sameEntity!]) plan(random.below(FILES), other);
  }
  const files = fill(domain, planned, neutralPaths(domain, paths, style, random), style, options, random);
  const pieces = files[needleFile]!.pieces;
  return {
    group: domain.group,
    files,
    elsewhere: fill(domain, [], neutralPaths(domain, [], style, random), style, options, random),
    needleFile,
    needlePiece: pieces.indexOf(needle.text),
    segment: needle.segment,
    negatives: planned.filter(({ isNeedle }) => !isNeedle).map(({ fact }) => fact.segment),
    question: paraphrased ? needle.paraphrase : needle.literal,
    paraphrased,
    underHeader,
  };
}

/** Distinct paths of all files; those that are given stay. */
function neutralPaths(
  domain: Domain,
  given: readonly (string | undefined)[],
  style: number,
  random: Random,
): string[] {
  const paths = [...given];
  for (let file = 0; file < FILES; file++) {
    while (paths[file] === undefined) {
      const path = domain.path(random, style);
      if (!paths.includes(path)) paths[file] = path;
    }
  }
  return paths as string[];
}

/** Puts planned facts and as much filler as there is room for into the files, in random order. */
function fill(
  domain: Domain,
  planned: readonly Planned[],
  paths: readonly string[],
  style: number,
  options: SampleOptions,
  random: Random,
): SampleFile[] {
  const { windowTokens, textTokens, headerTokens } = options;
  const { separator, format } = domain;
  const tokensOf = (piece: string): number => textTokens(`${piece}${separator}`, format);
  const files = paths.map((): string[] => []);
  let tokens = paths.reduce((sum, path) => sum + headerTokens(path), 0);
  for (const { file, fact } of planned) {
    files[file]!.push(fact.text);
    tokens += tokensOf(fact.text);
  }
  const wanted = windowTokens - random.below(Math.ceil(windowTokens / 10));
  if (tokens > windowTokens) throw tooSmall(windowTokens);
  for (;;) {
    // Every file gets a piece, so that its header stands in the window.
    const empty = files.find((pieces) => pieces.length === 0);
    const piece = domain.filler(random, style);
    tokens += tokensOf(piece);
    if (tokens > wanted) {
      if (empty) throw tooSmall(windowTokens);
      break;
    }
    (empty ?? random.pick(files)).push(piece);
  }
  return files.map((pieces, file) => ({ path: paths[file]!, pieces: random.shuffled(pieces) }));
}

function tooSmall(windowTokens: number): RangeError {
  return new RangeError(`A window of ${windowTokens} tokens is too small for a sample.`);
}

export function textOf({ pieces }: SampleFile, { separator }: Domain): string {
  return pieces.join(separator);
}

export function domainOf(group: Group): Domain {
  return domains.find((domain) => domain.group === group)!;
}
