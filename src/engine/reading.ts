/** What is read: the files, their text cut into sections, and how each file is introduced to the model. */
import { message } from '../messages/index.ts';
import { segmentStream, survey } from '../corpus/index.ts';
import type { CorpusFile, Survey } from '../corpus/index.ts';
import type { OpenModel } from '../model/index.ts';
import { namedLines } from '../question/index.ts';
import type { NamedLine } from '../question/index.ts';
import { asRead, Planner } from '../retrieval/index.ts';
import type { HeaderOf, NearnessOf, ReadingPlan, TextStore } from '../retrieval/index.ts';
import { AskFailure } from './failure.ts';
import { notRead } from './skipped.ts';
import type { GuessedFile, Root, SkippedFile, SurveyParams } from '../contract/index.ts';
import type { AskedQuestion } from './question.ts';

/** What there is to read. */
export interface Reading {
  readonly files: readonly CorpusFile[];
  readonly skipped: readonly SkippedFile[];
  /** Files whose encoding was guessed. */
  readonly guessed: readonly GuessedFile[];
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
 * Finds what there is to read; nothing when aborted, since nothing has been read that could be lost.
 * @throws CorpusError when a root is missing or unreadable
 */
export function findFiles(params: SurveyParams, signal: AbortSignal): Promise<Survey> {
  return surveyRoots(params, signal).catch((error: unknown): Survey => {
    if (signal.aborted) return { files: [], skipped: [], totalBytes: 0 };
    throw error;
  });
}

/**
 * Reads the files' text and plans the reading. Aborting the signal ends it early, with what has been read.
 * @param questions that the text is read for; none when that is not known yet
 * @param store keeps the text, to be closed when the plan is not used any more
 * @throws AskFailure `nothingToRead` when there is no file, or every file was skipped
 */
export async function planReading(
  model: OpenModel,
  questions: readonly AskedQuestion[],
  params: SurveyParams,
  found: Survey,
  signal: AbortSignal,
  store?: TextStore,
): Promise<Reading> {
  const files: CorpusFile[] = [];
  const skipped: SkippedFile[] = [...found.skipped];
  const guessed: GuessedFile[] = [];
  const headerOf = (file: number): string => headerText(model, pathOf(files[file]!, params.roots));
  const keywords = questions.map((question) => question.keywords);
  const paths = found.files.map((file) => pathOf(file, params.roots));
  const named = questions.map(({ parts }) => namedLines(parts, paths));
  const nearnessOf: NearnessOf = (question, { file, startLine, endLine }) =>
    nearness(named[question]!.get(pathOf(files[file]!, params.roots)), startLine, endLine);
  const namesLines = named.some(({ size }) => size > 0);
  const planner = new Planner(keywords, headerOf, store, namesLines ? nearnessOf : undefined);
  const stream = segmentStream([], { ...params.corpus, surveyed: found.files });
  let position = 0;
  for await (const event of stream) {
    if (signal.aborted) break;
    if (event.kind === 'skipped') {
      skipped.push(event.skipped);
      continue;
    }
    files.push(event.file);
    if (event.guessed) guessed.push(guessedFile(event.file, event.encoding));
    for (const segment of event.segments) {
      planner.add({ ...segment, file: event.fileIndex, position: position++ });
    }
  }
  const plan = planner.finish();
  if (plan.sections.length === 0 && !signal.aborted) throw nothingToRead(skipped, params);
  return { files, skipped, guessed, plan };
}

function guessedFile({ root, path }: CorpusFile, encoding: string): GuessedFile {
  return { root, path, encoding };
}

/** From so many lines away on a line is not near. */
const FAR_LINES = 4;

function nearness(named: readonly NamedLine[] = [], startLine: number, endLine: number): number {
  const of = ({ line, weight }: NamedLine): number => {
    const distance = Math.max(0, startLine - line, line - endLine);
    return weight * Math.max(0, 1 - distance / FAR_LINES);
  };
  return Math.max(0, ...named.map(of));
}

function nothingToRead(skipped: readonly SkippedFile[], params: SurveyParams): AskFailure {
  const why = notRead(skipped, params).join('; ');
  const told = why === '' ? message('folderEmpty') : message('everythingSkipped', why);
  return new AskFailure('nothingToRead', told, skipped);
}

/** Tokens that stand in front of a file's lines when they are read. */
export function encodeHeader(model: OpenModel, path: string): Int32Array {
  return model.tokeniser.encode(asRead(headerText(model, path)));
}

/** So many encoded headers are kept, a few megabytes: sections of a file are often read one soon after the other. */
const MAX_HEADERS = 10_000;

/** The headers of these files, encoded when they are needed. @param roots what the files' `root` counts */
export function encodedHeaders(
  model: OpenModel,
  files: readonly CorpusFile[],
  roots: readonly Root[],
): HeaderOf {
  const headers = new Map<number, Int32Array>();
  return (file) => {
    let header = headers.get(file);
    if (!header) {
      if (headers.size >= MAX_HEADERS) headers.clear();
      header = encodeHeader(model, pathOf(files[file]!, roots));
      headers.set(file, header);
    }
    return header;
  };
}

/** The path under which a file is read. */
function pathOf({ root, path }: CorpusFile, roots: readonly Root[]): string {
  return (roots[root]?.prefix ?? '') + path;
}

function headerText({ manifest }: OpenModel, path: string): string {
  return manifest.prompt.fileHeader.replace('{path}', () => path);
}
