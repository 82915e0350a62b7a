/** Reads ahead: what questions will need, before there is one. */
import { message } from '../messages/index.ts';
import type { DocumentSource } from '../corpus/index.ts';
import { readAhead } from '../retrieval/index.ts';
import type { Run, TextStore, WindowKeeper } from '../retrieval/index.ts';
import type { EngineMemory } from './memory.ts';
import { ReadingMeter } from './meter.ts';
import { findFiles, namesOf, planReading } from './reading.ts';
import type { SurveyParams, ReadAheadProgress, ReadAheadResult } from '../contract/index.ts';

/** What is read with, and where it is kept. */
interface ReadingAhead {
  /** Opens the reader for some work; called only when something can be kept. */
  readonly withReader: <T>(work: (reader: WindowKeeper) => Promise<T>) => Promise<T>;
  readonly memory: EngineMemory | undefined;
  readonly documents: DocumentSource;
  readonly run: Run<ReadAheadProgress>;
  /** Keeps the text while it is read. */
  readonly textStore: TextStore;
}

/**
 * Reads what questions about these places will need, and keeps it without evicting anything. Stopping the run ends
 * the reading after the current section.
 * @throws AskFailure, CorpusError, ModelError
 */
export async function readAheadFor(params: SurveyParams, ahead: ReadingAhead): Promise<ReadAheadResult> {
  const { memory, withReader } = ahead;
  if (!memory || memory.problem) {
    return { windows: 0, read: 0, outcome: 'unavailable', reason: memory?.problem ?? message('cacheOff') };
  }
  return withReader((reader) => memory.inPass(() => readAll(params, reader, memory, ahead), false));
}

async function readAll(
  params: SurveyParams,
  reader: WindowKeeper,
  memory: EngineMemory,
  { documents, run, textStore }: ReadingAhead,
): Promise<ReadAheadResult> {
  let done = { windows: 0, read: 0 };
  const found = await findFiles(params, run.signal);
  const { files, plan } = await planReading([], params, found, run.signal, { documents, store: textStore });
  const meter = new ReadingMeter(files, plan);
  const sections = readAhead(plan, reader, namesOf(files, params.roots), run);
  for await (const { section, windows, read, tokens } of sections) {
    done = { windows, read };
    const progress = meter.read(section, tokens, windows);
    if (progress) {
      const { files, filesTotal, tokensTotal } = progress;
      run.tell({ files, filesTotal, tokens, tokensTotal });
    }
    if (memory.isFull) break;
  }
  // Another process may be asked the next question.
  await memory.flush();
  if (memory.problem) return { ...done, outcome: 'unavailable', reason: memory.problem };
  if (memory.isFull) return { ...done, outcome: 'full', reason: message('cacheFull') };
  return { ...done, outcome: run.signal.aborted ? 'cancelled' : 'complete', reason: '' };
}
