import { resolve } from 'node:path';
import { AskFailure, Engine, inRoots, installed, LastQuestions, Run } from '../engine/index.ts';
import type { AskProgress, AskResult, Endpoint, ErrorId, ReadingMode, WriterId } from '../contract/index.ts';
import type { DeviceChoice } from '../engine/index.ts';
import { inWords } from '../messages/index.ts';
import type { BuildNotice } from '../model/index.ts';
import { printableJson, printableLine } from '../text/index.ts';
import { LibraryError } from '../library/index.ts';
import { chosenModels } from './chosenModels.ts';
import type { ChosenModels, WriterModel } from './chosenModels.ts';
import { ProgressDisplay } from './progress.ts';
import { carriedText, firstText, laterText, toJson, toText } from './report.ts';

export interface AskOptions {
  /** Further questions of the same text, answered in the same reading. */
  readonly also: readonly string[];
  /** Leans on the question asked before from the same folder. */
  readonly followUp?: boolean;
  readonly json?: boolean;
  /** One of those that are named, or a model. Default: what the user chose, else the embedded one. */
  readonly writer?: WriterId | WriterModel;
  /** The id or path of a model that reads. Default as above. */
  readonly reader?: string;
  /** URL of the server for the writer `endpoint`. */
  readonly endpoint: string;
  /** Its model; there when the writer is `endpoint`. */
  readonly endpointModel?: string;
  readonly evidenceTokens: number;
  readonly maxFileSize: number;
  readonly maxDocumentSize: number;
  /** Of files that are not in UTF-8; guessed when not given. */
  readonly encoding?: string;
  readonly followLinks?: boolean;
  /** In place of the built-in list. */
  readonly passOver?: readonly string[];
  readonly threads?: number;
  readonly device: DeviceChoice;
  /** Reads only what keywords promise most. */
  readonly fast?: boolean;
  /** Reads everything and prints nothing before that. */
  readonly wait?: boolean;
  /** False to keep nothing and use nothing that was kept. */
  readonly cache: boolean;
}

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;
const EXIT_CANCELLED = 130;

const NO_QUESTION_BEFORE =
  'There is no question before this one: none was asked from this folder, or nothing was kept. It is asked as it stands.\n';

/** Failures that the user mends on the command line itself. */
const usageErrors: ReadonlySet<ErrorId> = new Set<ErrorId>([
  'questionEmpty',
  'questionTooLong',
  'rootMissing',
  'modelUnknown',
]);

/** Asks and prints; sets the exit code. Ctrl+C ends the reading and prints what was found. */
export async function ask(question: string, paths: readonly string[], options: AskOptions): Promise<void> {
  const { memory, userModels, ...installation } = installed();
  let chosen: ChosenModels;
  try {
    chosen = await chosenModels(options);
  } catch (error) {
    fail(error, options);
    if (error instanceof LibraryError && error.id === 'modelUnknown' && typeof options.writer === 'object')
      process.stderr.write('--writer takes the id or path of a model, embedded, endpoint or none.\n');
    return;
  }
  const { reader, rereader, writer, writerModel } = chosen;
  const cancel = new AbortController();
  const engine = new Engine({
    ...installation,
    ...(reader !== undefined && { modelFolder: reader }),
    rereaderFolder: rereader,
    ...writerFolderOf(writerModel, reader, installation.modelFolder),
    userModels: userModels && { ...userModels, onBuild: sayBuild, signal: cancel.signal },
    memory: options.cache ? memory : undefined,
    threads: options.threads,
    device: options.device,
    onDevice: (notice) => process.stderr.write(`${printableLine(inWords(notice))}\n`),
  });
  const onInterrupt = (): void => cancel.abort();
  process.once('SIGINT', onInterrupt);
  const progress = new ProgressDisplay(process.stderr);
  const questions = options.cache && memory ? new LastQuestions(memory.folder) : undefined;
  const last = options.followUp ? await questions?.get('.') : undefined;
  if (options.followUp && !last) process.stderr.write(NO_QUESTION_BEFORE);
  const asked = paths.length > 0 ? paths : (last?.roots ?? ['.']);
  const roots = asked.map((path) => ({ path: resolve(path) }));
  const rootPaths = roots.length > 1 ? roots.map((root) => root.path) : undefined;
  const show = (event: AskProgress): void => {
    progress.show(event);
    if (event.kind === 'carried' && !options.json) process.stdout.write(`\n${carriedText(event.carried)}\n`);
    // What does not clearly answer is no answer to print: the rest is read for it.
    if (event.kind !== 'first' || options.json || event.first.finding !== 'clear') return;
    progress.end();
    process.stdout.write(firstText(event.first, rootPaths));
  };
  try {
    const results = await engine.askTogether(
      [question, ...options.also],
      {
        roots,
        writer,
        ...endpointOf(options),
        budgetTokens: options.evidenceTokens,
        ...(last && { before: inRoots(last, roots) }),
        reading: readingOf(options),
        corpus: {
          maxFileSizeBytes: options.maxFileSize * 1024,
          maxDocumentSizeBytes: options.maxDocumentSize * 1024 * 1024,
          encoding: options.encoding,
          followLinks: options.followLinks,
          passOver: options.passOver,
        },
      },
      new Run(show, cancel.signal),
    );
    progress.end();
    print(results, rootPaths, options.json ?? false);
    await questions?.note(
      '.',
      results.at(-1)!,
      roots.map(({ path }) => path),
    );
    process.exitCode = results.some(({ cancelled }) => cancelled) ? EXIT_CANCELLED : 0;
  } catch (error) {
    progress.end();
    // Ctrl+C while a model was prepared: nothing was found yet, and nothing failed.
    if (cancel.signal.aborted) process.exitCode = EXIT_CANCELLED;
    else fail(error, options);
  } finally {
    process.removeListener('SIGINT', onInterrupt);
    await engine.dispose();
  }
}

/** Says what is wrong and sets the exit code. @throws what is no failure that a user can meet */
function fail(error: unknown, { json }: AskOptions): void {
  if (!(error instanceof AskFailure || error instanceof LibraryError)) throw error;
  process.stderr.write(`infiniask: ${error.message}\n`);
  if (json) process.stdout.write(`${printableJson({ error: { id: error.id, message: error.message } })}\n`);
  process.exitCode = usageErrors.has(error.id) ? EXIT_USAGE : EXIT_FAILED;
}

/** Several questions are answered together, at the end. */
function readingOf({ fast, wait, also }: AskOptions): ReadingMode | undefined {
  if (fast) return 'first';
  return wait || also.length > 0 ? undefined : 'auto';
}

/** The embedded model goes on writing when another one reads: what it writes is short and quick. */
function writerFolderOf(
  writerModel: string | undefined,
  reader: string | undefined,
  embedded: string,
): { writerFolder?: string } {
  if (writerModel !== undefined) return { writerFolder: writerModel };
  return reader === undefined ? {} : { writerFolder: embedded };
}

function sayBuild({ name, memoryBytes, diskBytes, isKnown }: BuildNotice): void {
  const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;
  const size = `${gigabytes(memoryBytes)} of memory when it runs, ${gigabytes(diskBytes)} on disk`;
  process.stderr.write(`Preparing ${printableLine(name)}, once: about ${size} …\n`);
  if (isKnown) return;
  process.stderr.write(
    'Which of its attention heads retrieve is not known: all heads of a layer in its middle read. ' +
      '"infiniask calibrate --model" with the same file finds better ones.\n',
  );
}

/** The key is no option: the arguments of a command are there for all to see. */
function endpointOf({ writer, endpoint, endpointModel }: AskOptions): { endpoint?: Endpoint } {
  if (writer !== 'endpoint') return {};
  const apiKey = process.env['INFINIASK_ENDPOINT_KEY'] || undefined;
  return { endpoint: { url: endpoint, model: endpointModel ?? '', apiKey } };
}

/** Forgets what was kept between questions. */
export async function clearCache(): Promise<void> {
  const engine = new Engine(installed());
  const bytes = await engine.clearMemory();
  await engine.dispose();
  process.stdout.write(`${(bytes / 1e6).toFixed(0)} MB were freed.\n`);
}

/** One question as it is, several as a list in the order in which they were asked. */
function print(results: readonly AskResult[], rootPaths: readonly string[] | undefined, json: boolean): void {
  const several = results.length > 1;
  if (json) {
    const objects = results.map((result) => toJson(result, rootPaths));
    process.stdout.write(`${printableJson(several ? { results: objects } : objects[0])}\n`);
    return;
  }
  for (const result of results) {
    const heading = several ? `\n# ${printableLine(result.question)}\n` : '';
    // A clear first answer has been printed.
    const text = result.first?.finding === 'clear' ? laterText : toText;
    process.stdout.write(heading + text(result, rootPaths));
  }
}
