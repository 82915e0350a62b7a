/** Reads what questions will need before there is one. */
import { message } from '../messages/index.ts';
import type { OpenModel } from '../model/index.ts';
import { readAhead } from '../retrieval/index.ts';
import type { TextStore } from '../retrieval/index.ts';
import type { EngineMemory } from './memory.ts';
import { ReadingMeter } from './meter.ts';
import { encodedHeaders, findFiles, planReading } from './reading.ts';
import type { SurveyParams, WarmProgress, WarmResult } from '../contract/index.ts';

/** What is read with, and where it is kept. */
export interface ReadingAhead {
  /** Called only when something can be kept. */
  readonly openModel: () => Promise<OpenModel>;
  readonly memory: EngineMemory | undefined;
  readonly onProgress: (progress: WarmProgress) => void;
  readonly signal: AbortSignal;
  /** Keeps the text while it is read. */
  readonly textStore: TextStore;
}

/**
 * Reads what questions about these places will need, and keeps it; nothing is dropped for it. Aborting the signal ends the
 * reading after the section in hand.
 * @throws AskFailure, CorpusError, ModelError
 */
export async function readForLater(params: SurveyParams, ahead: ReadingAhead): Promise<WarmResult> {
  const { memory, openModel } = ahead;
  if (!memory || memory.problem) {
    return { windows: 0, read: 0, outcome: 'unavailable', reason: memory?.problem ?? message('cacheOff') };
  }
  const model = await openModel();
  return memory.inPass(() => readAll(params, model, memory, ahead), false);
}

async function readAll(
  params: SurveyParams,
  model: OpenModel,
  memory: EngineMemory,
  { onProgress, signal, textStore }: ReadingAhead,
): Promise<WarmResult> {
  let done = { windows: 0, read: 0 };
  const found = await findFiles(params, signal);
  const { files, plan } = await planReading(model, [], params, found, signal, textStore);
  const meter = new ReadingMeter(files, plan);
  const headerOf = encodedHeaders(model, files, params.roots);
  const sections = readAhead(plan, model.reader, { headerOf, signal });
  for await (const { section, windows, read, tokens } of sections) {
    done = { windows, read };
    const progress = meter.read(section, tokens, windows);
    if (progress) {
      const { files, filesTotal, tokensTotal } = progress;
      onProgress({ files, filesTotal, tokens, tokensTotal });
    }
    if (memory.isFull) break;
  }
  // The next question may be asked of another process.
  await memory.flush();
  if (memory.problem) return { ...done, outcome: 'unavailable', reason: memory.problem };
  if (memory.isFull) return { ...done, outcome: 'full', reason: message('cacheFull') };
  return { ...done, outcome: signal.aborted ? 'cancelled' : 'complete', reason: '' };
}
