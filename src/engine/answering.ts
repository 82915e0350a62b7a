import { checkSupport, cite } from '../answer/index.ts';
import type { AnswerWriter } from '../answer/index.ts';
import type { OpenModel } from '../model/index.ts';
import type { Answer, AskProgress, Evidence, WriterId } from './protocol.ts';

const NO_ANSWER: Answer = { text: '', writer: 'none', citations: [], unsupported: [] };

/** Who writes, by the name in the request; undefined when nobody does. */
export function writerOf(id: WriterId, model: OpenModel): AnswerWriter | undefined {
  return id === 'embedded' ? model.writer : undefined;
}

/**
 * Has an answer written from the evidence and holds it against the evidence. Aborting the signal ends the writing; what
 * was written until then is the answer.
 * @param writer nobody writes when undefined
 */
export async function writeAnswer(
  question: string,
  evidence: readonly Evidence[],
  writer: AnswerWriter | undefined,
  onProgress: (progress: AskProgress) => void,
  signal: AbortSignal,
): Promise<Answer> {
  if (!writer || evidence.length === 0 || signal.aborted) return NO_ANSWER;
  let text = '';
  for await (text of writer.write(question, evidence, signal)) onProgress({ kind: 'answer', text });
  return { ...cite(checkSupport(text, question, evidence)), writer: writer.name };
}
