/** Questions about open-source repositories at a fixed revision, and which files answer them (MinishLab/semble, MIT). */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { segmentStream } from '../../src/corpus/index.ts';
import type { CorpusFile, Segment } from '../../src/corpus/index.ts';
import { dataFolder } from './texts.ts';
import type { Half } from './texts.ts';

export interface RepositoryQuestion {
  readonly query: string;
  /** Paths of files, some from the repository's root, some from the folder asked about. */
  readonly relevant: readonly string[];
  readonly secondary: readonly string[];
  readonly category: 'semantic' | 'architecture' | 'symbol';
}

export interface Repository {
  readonly name: string;
  readonly language: string;
  readonly half: Half;
  /** The folder asked about. */
  readonly folder: string;
  readonly questions: readonly RepositoryQuestion[];
}

interface Row {
  readonly name: string;
  readonly language: string;
  readonly revision: string;
  readonly root: string | null;
  readonly half: Half;
}

/** What there is of one half. */
export interface CheckedOut {
  readonly found: Repository[];
  /** Names of those that are not there. */
  readonly missing: string[];
  /** Names of those that are there at another revision than the questions were asked at. */
  readonly other: string[];
}

/**
 * The repositories of one half that are checked out, each in a folder of its name. A file `revisions.json` beside them may
 * say at which revision each is; without it they are taken to be at their own.
 */
export function repositoriesOf(half: Half, folder: string): CheckedOut {
  const data = join(dataFolder(), 'semble');
  const rows = (JSON.parse(readFileSync(join(data, 'repos.json'), 'utf8')) as Row[]).filter(
    (row) => row.half === half,
  );
  const isThere = ({ name, root }: Row): boolean => {
    const path = join(folder, name, root ?? '');
    return existsSync(path) && readdirSync(path).length > 0;
  };
  const known = join(folder, 'revisions.json');
  const revisions = (existsSync(known) ? JSON.parse(readFileSync(known, 'utf8')) : {}) as Readonly<
    Record<string, string>
  >;
  return {
    other: rows
      .filter((row) => isThere(row) && (revisions[row.name] ?? row.revision) !== row.revision)
      .map(({ name }) => name),
    found: rows.filter(isThere).map(({ name, language, root }) => ({
      name,
      language,
      half,
      folder: join(folder, name, root ?? ''),
      questions: questionsOf(join(data, 'annotations', `${name}.json`)),
    })),
    missing: rows.filter((row) => !isThere(row)).map(({ name }) => name),
  };
}

/** A path, or one with lines that are not looked at here. */
type Annotated = string | { readonly path: string };

function questionsOf(file: string): RepositoryQuestion[] {
  const pathOf = (one: Annotated): string => (typeof one === 'string' ? one : one.path);
  type Written = Omit<RepositoryQuestion, 'relevant' | 'secondary'> &
    Readonly<Record<'relevant' | 'secondary', readonly Annotated[]>>;
  return (JSON.parse(readFileSync(file, 'utf8')) as Written[]).map((question) => ({
    ...question,
    relevant: question.relevant.map(pathOf),
    secondary: question.secondary.map(pathOf),
  }));
}

/** A file of a repository, with its lines and sentences. */
export interface ReadFile {
  readonly file: CorpusFile;
  readonly segments: readonly Segment[];
}

export async function readRepository({ folder }: Repository): Promise<ReadFile[]> {
  const files: ReadFile[] = [];
  for await (const event of segmentStream([folder])) {
    if (event.kind === 'file') files.push({ file: event.file, segments: event.segments });
  }
  return files;
}

/** Whether two paths are the same, from whichever folder either is told. */
export function isSameFile(a: string, b: string): boolean {
  return a === b || a.endsWith(`/${b}`) || b.endsWith(`/${a}`);
}

/** Files that count, at most. */
const RANKS = 10;

/**
 * Normalised discounted cumulative gain of the first ten files, as the authors of the questions define it: every relevant or
 * secondary file gains the same, and two paths are the same if one ends with the other.
 * @param ranked paths of files, the best first, each once
 */
export function ndcg10(
  ranked: readonly string[],
  { relevant, secondary }: Pick<RepositoryQuestion, 'relevant' | 'secondary'>,
): number {
  const wanted = [...relevant, ...secondary];
  const gain = (rank: number): number => 1 / Math.log2(rank + 2);
  const found = ranked
    .slice(0, RANKS)
    .reduce((sum, path, rank) => sum + (wanted.some((one) => isSameFile(path, one)) ? gain(rank) : 0), 0);
  let ideal = 0;
  for (let rank = 0; rank < Math.min(RANKS, wanted.length); rank++) ideal += gain(rank);
  return ideal > 0 ? found / ideal : 0;
}
