import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { segmentText } from '../../../src/corpus/index.ts';
import { packageFolder } from '../repository.ts';
import { shuffled, TextBuilder } from '../texts.ts';
import type { BenchText, Half, TokenSource } from '../texts.ts';
import { docSentence } from './docSentence.ts';
import { stripDocComments } from './documentedFunctions.ts';
import type { SourceFunction } from './documentedFunctions.ts';
import type { BenchGroup, BenchSet, SetItem, SetOptions } from './types.ts';

/** Where each package keeps its sources as they were written; what is bundled or generated beside them is left out. */
const PACKAGES: Readonly<Record<string, { readonly under: string; readonly files: RegExp }>> = {
  // The whole of it would be two thirds of the text.
  three: { under: 'src', files: /^(?:math|core)\/.*\.js$/ },
  // The entry folder is generated; embeddedDocs repeats the doc comments as strings.
  mathjs: { under: 'lib/esm', files: /^(?!entry\/|expression\/embeddedDocs\/).*(?<!\.generated)\.js$/ },
  lodash: { under: '', files: /^lodash\.js$/ },
  ramda: { under: 'src', files: /\.js$/ },
  rxjs: { under: 'src', files: /(?<!\.d)\.ts$/ },
};

/** Questions of each half. */
const QUESTIONS = 150;

interface Described {
  readonly package: string;
  readonly unit: number;
  readonly question: string;
}

/**
 * Five JavaScript libraries (of three.js its mathematics and core) as one text without their doc comments; the first
 * sentence of a function's doc comment asks for the function. Every function is a unit; a line belongs to the innermost documented function around it, else to the
 * innermost function. Packages take turns in the sample, so that the largest does not decide alone.
 */
export function functions(model: TokenSource, { half, limit }: SetOptions): BenchSet {
  const { text, usable, versions } = libraries(model);
  const items = sample(usable, half === 'tune' ? 0 : 1).slice(0, limit);
  return {
    id: 'functions',
    title: 'Functions of five libraries by the first sentence of their documentation',
    groups: [{ text, items }],
    budgetTokens: 1000,
    notes: `${versions.join(', ')}: ${text.names.length} files, ${text.unitNames?.length ?? 0} functions, ${usable.length} with a usable sentence.`,
  };
}

interface Libraries {
  readonly text: BenchText;
  /** `[unit]`: its doc comment without the comment's marks; undefined for a function without. */
  readonly docs: readonly (string | undefined)[];
  readonly usable: readonly Described[];
  readonly versions: readonly string[];
}

/** The five libraries without their doc comments. */
function libraries(model: TokenSource): Libraries {
  const builder = new TextBuilder(model);
  const described: Described[] = [];
  const docs: (string | undefined)[] = [];
  const versions: string[] = [];
  for (const name of Object.keys(PACKAGES)) {
    versions.push(`${name} ${versionOf(name)}`);
    for (const path of sourcesOf(name)) described.push(...addFile(builder, docs, name, path));
  }
  return { text: builder.finish(), docs, usable: withoutRepeated(described), versions };
}

/** The same text with the questions of a half, and what the functions' documentation said. */
export function documented(model: TokenSource, half: Half): BenchGroup & Pick<Libraries, 'docs'> {
  const { text, docs, usable } = libraries(model);
  return { text, docs, items: sample(usable, half === 'tune' ? 0 : 1) };
}

function versionOf(name: string): string {
  const manifest = readFileSync(join(packageFolder(name), 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

/** Paths inside the package, with `/`, sorted. */
function sourcesOf(name: string): string[] {
  const { under, files } = PACKAGES[name]!;
  const folder = join(packageFolder(name), under);
  // The one file of lodash stands among its modules: no need to go down there.
  const recursive = under !== '';
  return readdirSync(folder, { encoding: 'utf8', recursive })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => files.test(path))
    .sort()
    .map((path) => (under === '' ? path : `${under}/${path}`));
}

/** Adds a file with its functions as units. @param docs gets theirs @returns the functions that a question can ask for */
function addFile(
  builder: TextBuilder,
  docs: (string | undefined)[],
  packageName: string,
  path: string,
): Described[] {
  const source = readFileSync(join(packageFolder(packageName), path), 'utf8').replaceAll('\r\n', '\n');
  const { text, functions: found } = stripDocComments(source, path);
  const name = `${packageName}/${path}`;
  builder.file(name);
  const owner = ownersOf(text, found);
  const units = new Map<SourceFunction, number>();
  let at = 0;
  for (const piece of segmentText(text, 'code')) {
    const first = at + (piece.text.length - piece.text.trimStart().length);
    at += piece.text.length;
    const around = owner(first);
    if (around && !units.has(around)) {
      const unit = builder.unit(`${name}#${around.name}`);
      units.set(around, unit);
      docs[unit] = around.doc;
    }
    builder.add(piece.text, around ? units.get(around)! : -1);
  }
  return [...units].flatMap(([{ name: identifier, doc }, unit]) => {
    if (doc === undefined || identifier === 'constructor') return [];
    const question = docSentence(doc, identifier);
    return question === undefined ? [] : [{ package: packageName, unit, question }];
  });
}

/** Leads from a place in a text to the function it belongs to. */
function ownersOf(
  text: string,
  found: readonly SourceFunction[],
): (at: number) => SourceFunction | undefined {
  const owners = new Array<SourceFunction | undefined>(text.length);
  const bySize = (a: SourceFunction, b: SourceFunction): number => b.end - b.start - (a.end - a.start);
  const documented = found.filter(({ doc }) => doc !== undefined);
  const others = found.filter(({ doc }) => doc === undefined);
  // Smaller ones over larger ones, documented ones over all others.
  for (const one of [...others.sort(bySize), ...documented.sort(bySize)])
    owners.fill(one, one.start, one.end);
  return (at) => owners[at];
}

/** Leaves out every sentence that describes more than one function. */
function withoutRepeated(described: readonly Described[]): Described[] {
  const key = ({ question }: Described): string => question.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, ' ');
  const times = new Map<string, number>();
  for (const one of described) times.set(key(one), (times.get(key(one)) ?? 0) + 1);
  return described.filter((one) => times.get(key(one)) === 1);
}

/** Every other function of each package after a shuffle with a fixed seed, one package after the other. */
function sample(usable: readonly Described[], parity: 0 | 1): SetItem[] {
  const piles = Object.keys(PACKAGES).map((name) => {
    const pile = usable.filter((one) => one.package === name);
    return shuffled(pile.length)
      .filter((_, i) => i % 2 === parity)
      .map((i) => pile[i]!);
  });
  const items: SetItem[] = [];
  for (let turn = 0; items.length < QUESTIONS && piles.some((pile) => pile.length > turn); turn++) {
    for (const pile of piles) {
      const one = pile[turn];
      if (one && items.length < QUESTIONS)
        items.push({ question: one.question, goldUnit: one.unit, kind: one.package });
    }
  }
  return items;
}
