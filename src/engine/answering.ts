/** From evidence to an answer: chooses the writer, checks the text, and copes with a writer that fails. */
import { posix } from 'node:path';
import { message } from '../messages/index.ts';
import { proseSentences, quote, review, isWorthTelling } from '../answer/index.ts';
import type { EvidenceText, Quotable } from '../answer/index.ts';
import { formatOf } from '../corpus/index.ts';
import type { Run } from '../retrieval/index.ts';
import { EditorWriter, EndpointWriter, noEditor, WriterError } from '../writers/index.ts';
import type { AskEditor, Writer } from '../writers/index.ts';
import type { Answer, AskProgress, Evidence, Question, Told } from '../contract/index.ts';

/** The answer when nobody wrote one. */
const NO_ANSWER: Answer = { text: '', writer: 'none', citations: [], unsupported: [] };

/**
 * The writer that a request names, unless it is a model of ours. @param askEditor asks a language model of the
 * editor; not given where there is no editor
 */
export function outsideWriter(
  { writer, endpoint }: Pick<Question, 'writer' | 'endpoint'>,
  askEditor: AskEditor = () => Promise.reject(noEditor()),
): Writer | undefined {
  switch (writer) {
    case 'editor':
      return new EditorWriter(askEditor);
    case 'endpoint':
      // Without an address, the writer says what to set.
      return new EndpointWriter(endpoint ?? { url: '', model: '' });
    case 'embedded':
    case 'none':
      return undefined;
  }
}

/** What may be quoted when nothing can be written. */
interface Quoting {
  /** Indices of evidence that was not found for this question and is never quoted. */
  readonly pinned?: readonly number[] | undefined;
  /** How clearly each piece answers: the clearest is quoted, or the first when this is not given. */
  readonly clearness?: readonly number[];
}

/**
 * Has the answer written, tells of it as it grows, and checks it against the evidence. A failing writer is no error:
 * the text so far stands, and `failure` says why there is no more. Stopping the run ends the writing; the text so far
 * is the answer. When the evidence supports less than half of what a small writer wrote, the best of it is quoted instead.
 * @param writer nobody writes when undefined
 */
export async function writeAnswer(
  question: string,
  evidence: readonly Evidence[],
  writer: Writer | undefined,
  { signal, tell }: Pick<Run<AskProgress>, 'signal' | 'tell'>,
  { pinned = [], clearness = [] }: Quoting = {},
): Promise<Answer> {
  const isCancelled = (): boolean => signal.aborted;
  if (!writer || evidence.length === 0 || isCancelled()) return NO_ANSWER;
  let text = '';
  let failure: Told | undefined;
  try {
    for await (text of writer.write(question, evidence, signal)) tell({ kind: 'answer', text });
  } catch (error) {
    failure = error instanceof WriterError ? error.told : message('writerFailed', writer.name, String(error));
  }
  const isWhole = failure === undefined && !isCancelled();
  const shown = writer.isSmall ? evidence.map(bySentence) : evidence;
  if (writer.isSmall && isWhole && !isWorthTelling(text, question, shown)) {
    const found = quotables(evidence).filter((piece) => !pinned.includes(piece.evidence));
    const clearestFirst = found.sort(
      (a, b) => (clearness[b.evidence] ?? 0) - (clearness[a.evidence] ?? 0) || a.evidence - b.evidence,
    );
    const quoted = quote(clearestFirst, question);
    return quoted ? { ...quoted, writer: writer.name, quoted: true } : NO_ANSWER;
  }
  const reviewed = review(text, question, shown, writer.cites ?? false);
  return {
    ...reviewed,
    writer: text === '' && failure !== undefined ? NO_ANSWER.writer : writer.name,
    isSmall: writer.isSmall,
    failure,
  };
}

/** Splits prose into sentences; lines of code belong together. */
function bySentence({ path, text }: Evidence): EvidenceText {
  return isCode(path) ? { text } : { text, sentences: proseSentences(text) };
}

function quotables(evidence: readonly Evidence[]): Quotable[] {
  return evidence.map(({ path, text, lineScores }, i) => ({
    evidence: i,
    text,
    lineScores,
    isCode: isCode(path),
  }));
}

function isCode(path: string): boolean {
  return formatOf(posix.basename(path)) === 'code';
}
