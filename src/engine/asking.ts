/** The path of one question: walk, read, keep, answer. */
import type { OpenModel } from '../model/index.ts';
import { headsStrategy } from '../retrieval/index.ts';
import type {
  ReadingPlan,
  Retained,
  RetrievalResult,
  Strategy,
  StrategyOptions,
} from '../retrieval/index.ts';
import type { Writer } from '../writers/index.ts';
import { writeAnswer } from './answering.ts';
import { toEvidence } from './evidence.ts';
import type { EngineMemory } from './memory.ts';
import { ReadingMeter } from './meter.ts';
import type { PauseGate } from './pauseGate.ts';
import { checkPinned, withPinned } from './pinned.ts';
import { encodedHeaders, findFiles, planReading } from './reading.ts';
import { segmentsOf } from './signature.ts';
import type { AskParams, AskProgress, AskResult, Evidence, Finding, SkippedFile } from './protocol.ts';

export type Question = Omit<AskParams, 'progressToken'>;

const DEFAULT_BUDGET_TOKENS = 1000;

/** What a question is asked with. */
export interface Asking {
  readonly model: OpenModel;
  readonly memory: EngineMemory | undefined;
  /** Nobody writes when undefined. */
  readonly writer: Writer | undefined;
  readonly onProgress: (progress: AskProgress) => void;
  readonly signal: AbortSignal;
  readonly gate: PauseGate;
}

/**
 * Answers one question. Aborting the signal ends the reading after the window in hand and returns what was found.
 * @param text the question, checked
 * @param startedMs when it was asked, as `performance.now()` has it
 * @throws AskFailure, CorpusError, ModelError
 */
export async function askQuestion(
  text: string,
  params: Question,
  asking: Asking,
  startedMs: number,
): Promise<AskResult> {
  const { model, memory, writer, onProgress, signal, gate } = asking;
  const { pinned = [] } = params;
  checkPinned(pinned, params.roots);
  await memory?.begin();
  const found = await findFiles(params, signal);
  onProgress({ kind: 'scan', files: found.files.length, bytes: found.totalBytes });
  const reading = await planReading(model, [text], params, found, signal);
  const elapsed = (): number => Math.round(performance.now() - startedMs - gate.heldMs);

  const segmentAt = segmentsOf(reading.plan);
  const seen = new Map<number, number>();
  const report = (retained: readonly Retained[]): Evidence[] => {
    const evidence = withPinned(pinned, toEvidence(retained, reading.files, segmentAt));
    for (const { segment } of retained) {
      if (!seen.has(segment.position)) seen.set(segment.position, elapsed());
    }
    if (evidence.length > 0) onProgress({ kind: 'evidence', evidence });
    return evidence;
  };
  const cancelledEarly = signal.aborted;
  const strategy = headsStrategy(model.reader);
  const meter = new ReadingMeter(reading.files, reading.plan, () => gate.heldMs);
  const budgetTokens = params.budgetTokens ?? DEFAULT_BUDGET_TOKENS;
  if (pinned.length > 0) report([]);
  const headerOf = encodedHeaders(model, reading.files, params.roots);
  const options = { budgetTokens, headerOf, signal, gate: () => gate.pass(signal) };
  const result = await retrieve(text, strategy, reading.plan, options, meter, report, onProgress);
  const tokensPerSecond = Math.round(meter.tokensPerSecond);
  await memory?.speed.note({ ...result, tokensPerSecond });
  const evidence = report(result.retained);
  const best = result.retained[0];

  const finding = findingOf(result.retained, model);
  // Lines that do not clearly answer are shown, but nothing is written from them.
  const answer = await writeAnswer(text, finding === 'clear' ? evidence : pinned, writer, onProgress, signal);
  return {
    question: text,
    strategy: strategy.name,
    model: model.manifest.id,
    finding,
    answer,
    evidence,
    coverage: {
      files: meter.filesRead,
      tokens: result.tokens,
      windows: result.windows,
      remembered: result.remembered,
      complete: result.complete && !cancelledEarly && !reading.skipped.some(isGap),
      skipped: reading.skipped,
    },
    timing: {
      firstEvidenceMs: seen.size > 0 ? Math.min(...seen.values()) : null,
      bestEvidenceMs: best ? seen.get(best.segment.position)! : null,
      totalMs: elapsed(),
      tokensPerSecond,
    },
    cancelled: signal.aborted,
  };
}

async function retrieve(
  text: string,
  strategy: Strategy,
  plan: ReadingPlan,
  options: StrategyOptions,
  meter: ReadingMeter,
  report: (retained: readonly Retained[]) => void,
  onProgress: Asking['onProgress'],
): Promise<RetrievalResult> {
  const retrieval = strategy.retrieve(plan, [text], options);
  for (;;) {
    const step = await retrieval.next();
    if (step.done) return step.value[0]!;
    const { section, tokens, windows, best } = step.value;
    if (best[0]) report(best[0]);
    const progress = meter.read(section, tokens, windows);
    if (progress) onProgress(progress);
  }
}

/** Whether a file is missing from what was read although nothing says that it should be. */
function isGap({ reason }: SkippedFile): boolean {
  return reason === 'vanished' || reason === 'unreadable';
}

function findingOf(retained: readonly Retained[], model: OpenModel): Finding {
  if (retained.length === 0) return 'nothing';
  const best = Math.max(...retained.map(({ attention }) => attention));
  return best < model.manifest.reader.weakBelow ? 'weak' : 'clear';
}
