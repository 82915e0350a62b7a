/** One question in a process of its own, as the first thing that the process does: opening the model is part of it. */
import { join } from 'node:path';
import { Engine, modelFolder, Run, version } from '../../../src/engine/index.ts';
import type { AskResult } from '../../../src/contract/index.ts';
import { ownPeakBytes, runChild } from '../child.ts';
import { repositoryFolder } from '../repository.ts';

export interface QuestionSpec {
  readonly kind: 'question';
  readonly folder: string;
  /** Where windows are kept between questions. */
  readonly memory: string;
  readonly question: string;
  /** Asked in the same reading. */
  readonly also?: readonly string[];
  /** Tokenise and read in turns, on one thread. */
  readonly inTurns?: boolean;
  /** Stop when so many tokens have been read; default: read all. */
  readonly stopAfterTokens?: number;
}

export interface AskedRun {
  /** Tokens read. */
  readonly tokens: number;
  /** Tokens of the plan, an estimate where the run was stopped. */
  readonly tokensPlanned: number;
  readonly seconds: number;
  readonly peakBytes: number;
  /** Of the first question. */
  readonly result: AskResult;
}

/** Large enough that nothing of what a benchmark reads is dropped. */
const CAP_BYTES = 40e9;

export function ask(spec: Omit<QuestionSpec, 'kind'>): AskedRun {
  return runChild({ kind: 'question', ...spec } satisfies QuestionSpec) as AskedRun;
}

/** In the child. */
export async function askHere(spec: QuestionSpec): Promise<AskedRun> {
  const { folder, memory, question, also = [], inTurns = false, stopAfterTokens } = spec;
  const started = performance.now();
  const stop = new AbortController();
  const engine = new Engine({
    modelFolder: modelFolder(),
    version,
    tokeniserProgram: inTurns ? undefined : join(repositoryFolder(), 'dist', 'tokeniser.cjs'),
    memory: { folder: memory, capBytes: CAP_BYTES },
  });
  let tokensPlanned = 0;
  const [result] = await engine.askTogether(
    [question, ...also],
    { roots: [{ path: folder }], writer: 'none' },
    new Run((progress) => {
      if (progress.kind !== 'read') return;
      tokensPlanned = progress.tokensTotal;
      if (progress.tokens >= (stopAfterTokens ?? Infinity)) stop.abort();
    }, stop.signal),
  );
  const seconds = (performance.now() - started) / 1000;
  await engine.dispose();
  const { tokens } = result!.coverage;
  return {
    tokens,
    tokensPlanned: result!.cancelled ? tokensPlanned : tokens,
    seconds,
    peakBytes: ownPeakBytes(),
    result: result!,
  };
}

export function computedWindows({ result }: AskedRun): number {
  return result.coverage.windows - result.coverage.remembered;
}
