/** Makes example questions from what some of the files define and explain. */
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Translate } from '../../messages/index.ts';
import type { ScopeRoot } from '../session/runState.ts';
import { definitionsIn, headingsIn, type Definition, type Heading } from './exampleNames.ts';

/** Enough names to choose from; more folders would take long on a slow disk. */
const mostNames = 600;
const mostFolders = 150;
/** Most files of code that are read; below, of documents, and most bytes of each. */
const mostCode = 40;
const mostProse = 6;
const mostBytes = 64 * 1024;
const passedOver = /^(\.|node_modules$|dist$|out$|build$|target$|vendor$|coverage$|__pycache__$|venv$)/i;
const code =
  /\.([cm]?[jt]sx?|py|go|rs|java|kt|cs|c|cc|cpp|h|hpp|rb|php|swift|scala|sh|lua|dart|vue|svelte|hs|ex|exs|zig)$/i;
const prose = /\.(md|markdown|rst|adoc)$/i;
/** Names that tell nothing about a file's content. */
const plain =
  /^(index|main|mod|lib|init|__init__|setup|utils?|helpers?|types?|constants?|config|conftest)\b/i;
/** Documents that nobody asks about. */
const formal =
  /(^|\/)(changelog|changes|history|licen[cs]e|code[-_]of[-_]conduct|security|contributing|authors)\b/i;
const test = /(^|[/._-])(tests?|specs?|mocks?|fixtures?|examples?|bench\w*|__tests__)([/._-]|$)/i;

/** A file whose beginning was read. */
export interface SampledFile {
  /** Relative to its root. */
  readonly path: string;
  readonly text: string;
}

/**
 * Some files that tell what a root is about, with their beginnings: code first, then those nearest to the root's top.
 */
export async function sampleOf(root: ScopeRoot): Promise<SampledFile[]> {
  const files = await someFiles(root);
  const chosen = [
    ...best(files.filter((path) => code.test(path))).slice(0, mostCode),
    ...files.filter((path) => prose.test(path) && !formal.test(path)).slice(0, mostProse),
  ];
  return Promise.all(
    chosen.map(async (path) => ({
      path,
      text: await beginning(root.isFile ? root.path : join(root.path, path)),
    })),
  );
}

/** Paths of some files of a root, relative to it, those nearest to its top first. */
export async function someFiles({ path, isFile, name }: ScopeRoot): Promise<string[]> {
  if (isFile) return [name];
  const files: string[] = [];
  const folders = [''];
  for (let i = 0; i < folders.length && i < mostFolders && files.length < mostNames; i++) {
    const folder = folders[i]!;
    // A folder that cannot be read offers no names.
    const entries = await readdir(join(path, folder), { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      if (passedOver.test(entry.name)) continue;
      const inside = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) folders.push(inside);
      else if (entry.isFile()) files.push(inside);
    }
  }
  return files.slice(0, mostNames);
}

/** The beginning of a file; empty if it cannot be read. */
async function beginning(path: string): Promise<string> {
  const file = await open(path).catch(() => undefined);
  if (!file) return '';
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(mostBytes), 0, mostBytes, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } catch {
    return '';
  } finally {
    await file.close();
  }
}

/** A name, and the number of other files that have it. */
interface Used extends Definition {
  readonly uses: number;
}

/**
 * At most three questions: how something works, where something is used, what the documents explain; fewer where the
 * files offer less.
 */
export function exampleQuestions(t: Translate, files: readonly SampledFile[]): string[] {
  const sources = files.filter(({ path }) => code.test(path));
  const names = usedNames(sources);
  const how = names.find(({ kind }) => kind === 'function');
  const where = names.find(({ name, uses }) => name !== how?.name && uses > 0);
  const topic = topicOf(files.filter(({ path }) => prose.test(path)));
  const other = names.find(({ name }) => name !== how?.name && name !== where?.name);
  const [telling] = best(sources.map(({ path }) => path));
  return [
    how ? t('How does {0} work?', how.name) : '',
    where ? t('Where is {0} used, and what for?', where.name) : '',
    topic === undefined
      ? ''
      : /[?？]$/.test(topic)
        ? topic
        : t('What do the documents say about “{0}”?', topic),
    other ? t('What is {0} for?', other.name) : '',
    telling === undefined ? '' : t('What does {0} do?', telling),
  ]
    .filter((question) => question !== '')
    .slice(0, 3);
}

/** Names that only one file defines, those that most other files use first. */
function usedNames(files: readonly SampledFile[]): Used[] {
  const definitions = files
    .filter(({ path }) => !test.test(path))
    .flatMap(({ path, text }) => definitionsIn(text).map((definition) => ({ ...definition, path })));
  const words = files.map(({ path, text }) => ({
    path,
    words: new Set(text.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu)),
  }));
  const definers = new Map<string, Set<string>>();
  for (const { name, path } of definitions) definers.set(name, (definers.get(name) ?? new Set()).add(path));
  const seen = new Set<string>();
  return definitions
    .filter(({ name }) => definers.get(name)!.size === 1 && !seen.has(name) && seen.add(name))
    .map(({ name, kind, path }) => {
      const uses = words.filter((other) => other.path !== path && other.words.has(name)).length;
      return { name, kind, uses };
    })
    .sort((a, b) => b.uses - a.uses || b.name.length - a.name.length || compare(a.name, b.name));
}

/** The heading of the longest section, which has most to say. */
function topicOf(files: readonly SampledFile[]): string | undefined {
  const headings = files.flatMap(({ text }): Heading[] => headingsIn(text));
  return headings.reduce<Heading | undefined>(
    (longest, one) => (one.length > (longest?.length ?? 0) ? one : longest),
    undefined,
  )?.text;
}

/** Telling names first, then those near the top; tests last. */
function best(paths: readonly string[]): string[] {
  const rank = (path: string) => 2 * Number(test.test(path)) + Number(plain.test(nameOf(path)));
  return [...paths].sort((a, b) => rank(a) - rank(b) || depthOf(a) - depthOf(b) || compare(a, b));
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function depthOf(path: string): number {
  return path.split('/').length;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
