/** Prepares the reading: files, their text in sections, and the name under which the model reads each file. */
import { message } from '../messages/index.ts';
import { segmentStream, survey } from '../corpus/index.ts';
import type { CorpusFile, DocumentSource, Survey } from '../corpus/index.ts';
import { namedLines } from '../question/index.ts';
import type { LikelyPlace, NamedLine } from '../question/index.ts';
import { Planner } from '../retrieval/index.ts';
import type { NameOf, NearnessOf, ReadingPlan, TextStore } from '../retrieval/index.ts';
import { AskFailure } from './failure.ts';
import { notRead } from './skipped.ts';
import type {
  FilePlace,
  GuessedFile,
  PlaceStart,
  Root,
  SkippedFile,
  SurveyParams,
} from '../contract/index.ts';
import type { AskedQuestion } from './question.ts';

/** Everything to be read. */
export interface Reading {
  readonly files: readonly CorpusFile[];
  readonly skipped: readonly SkippedFile[];
  /** Files whose encoding was guessed. */
  readonly guessed: readonly GuessedFile[];
  /** Where a reader finds the lines of documents, by index of the file. */
  readonly starts: ReadonlyMap<number, readonly PlaceStart[]>;
  readonly plan: ReadingPlan;
}

/**
 * Finds what there is to read.
 * @throws CorpusError when a root is missing or unreadable; the signal's reason when aborted
 */
export function surveyRoots(params: SurveyParams, signal: AbortSignal): Promise<Survey> {
  return survey(
    params.roots.map((root) => root.path),
    { ...params.corpus, signal },
  );
}

/**
 * Finds what to read; empty when aborted, because nothing read is lost yet.
 * @throws CorpusError when a root is missing or unreadable
 */
export function findFiles(params: SurveyParams, signal: AbortSignal): Promise<Survey> {
  return surveyRoots(params, signal).catch((error: unknown): Survey => {
    if (signal.aborted) return { files: [], skipped: [], totalBytes: 0, textBytes: 0 };
    throw error;
  });
}

/** Precedes a file's name where it is read, so that the word "file" distinguishes no line. */
const NAMED = 'File: ';

interface ReadingTools {
  /** Not given, documents are skipped. */
  readonly documents?: DocumentSource | undefined;
  /** Keeps the text; to be closed when the plan is not needed any more. */
  readonly store?: TextStore | undefined;
}

/**
 * Reads the files' text and plans the reading. Aborting the signal ends it early, with what has been read.
 * @param questions that the text is read for; none when that is not known yet
 * @throws AskFailure `nothingToRead` when there is no file, or every file was skipped
 */
export async function planReading(
  questions: readonly AskedQuestion[],
  params: SurveyParams,
  found: Survey,
  signal: AbortSignal,
  { documents, store }: ReadingTools = {},
): Promise<Reading> {
  const files: CorpusFile[] = [];
  const skipped: SkippedFile[] = [...found.skipped];
  const guessed: GuessedFile[] = [];
  const starts = new Map<number, readonly PlaceStart[]>();
  const fileName = namesOf(files, params.roots);
  const keywords = questions.map((question) => question.keywords);
  const names = found.files.map((file) => nameOf(file, params.roots));
  const named = questions.map(({ parts }) => namedLines(parts, names));
  const likely = questions.map(({ followUp }) => placesByFile(followUp?.places ?? [], params.roots));
  const nearnessOf: NearnessOf = (question, { file, startLine, endLine }) => {
    const name = fileName(file);
    return Math.max(
      nearness(named[question]!.get(name), startLine, endLine),
      likelihood(likely[question]!.get(name), startLine, endLine),
    );
  };
  const namesLines = [...named, ...likely].some(({ size }) => size > 0);
  const planner = new Planner(keywords, (file) => NAMED + fileName(file), {
    store,
    nearnessOf: namesLines ? nearnessOf : undefined,
    pathOf: fileName,
    isProse: (file) => files[file]!.format === 'prose',
  });
  const stream = segmentStream([], { ...params.corpus, documents, surveyed: found.files });
  let position = 0;
  for await (const event of stream) {
    if (signal.aborted) break;
    if (event.kind === 'skipped') {
      skipped.push(event.skipped);
      continue;
    }
    files.push(event.file);
    if (event.guessed) guessed.push(guessedFile(event.file, event.encoding));
    if (event.starts.length > 0) starts.set(event.fileIndex, event.starts);
    for (const segment of event.segments) {
      planner.add({ ...segment, file: event.fileIndex, position: position++ });
    }
  }
  const plan = planner.finish();
  if (plan.sections.length === 0 && !signal.aborted) throw nothingToRead(skipped, params);
  return { files, skipped, guessed, starts, plan };
}

function guessedFile({ root, path }: CorpusFile, encoding: string): GuessedFile {
  return { root, path, encoding };
}

/** Lines at this distance or further are not near. */
const FAR_LINES = 4;

function nearness(named: readonly NamedLine[] = [], startLine: number, endLine: number): number {
  const of = ({ line, weight }: NamedLine): number => {
    const distance = Math.max(0, startLine - line, line - endLine);
    return weight * Math.max(0, 1 - distance / FAR_LINES);
  };
  return Math.max(0, ...named.map(of));
}

function placesByFile(
  places: readonly LikelyPlace[],
  roots: readonly Root[],
): ReadonlyMap<string, readonly LikelyPlace[]> {
  const byFile = new Map<string, LikelyPlace[]>();
  for (const place of places) {
    const name = nameOf(place, roots);
    byFile.set(name, [...(byFile.get(name) ?? []), place]);
  }
  return byFile;
}

/** How likely lines answer by the place where they stand. */
function likelihood(places: readonly LikelyPlace[] = [], startLine: number, endLine: number): number {
  const around = places.filter((place) => place.startLine <= endLine && startLine <= place.endLine);
  return Math.max(0, ...around.map(({ weight }) => weight));
}

function nothingToRead(skipped: readonly SkippedFile[], params: SurveyParams): AskFailure {
  const why = notRead(skipped, params).join('; ');
  const told = why === '' ? message('folderEmpty') : message('everythingSkipped', why);
  return new AskFailure('nothingToRead', told, skipped);
}

/** The names under which files are read. @param roots counted by `root` of the files */
export function namesOf(files: readonly CorpusFile[], roots: readonly Root[]): NameOf {
  return (file) => nameOf(files[file]!, roots);
}

function nameOf({ root, path }: FilePlace, roots: readonly Root[]): string {
  return (roots[root]?.prefix ?? '') + path;
}
