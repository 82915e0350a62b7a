/** The step from evidence to an answer: who writes it, how it is checked, and what becomes of a writer that fails. */
import { posix } from 'node:path';
import { message } from '../messages/index.ts';
import { proseSentences, quote, review, tellsSomething } from '../answer/index.ts';
import type { EvidenceText, Quotable } from '../answer/index.ts';
import { formatOf } from '../corpus/index.ts';
import type { Run } from '../retrieval/index.ts';
import { EditorWriter, EndpointWriter, noEditor, WriterError } from '../writers/index.ts';
import type { AskEditor, Writer } from '../writers/index.ts';
import type { Answer, AskProgress, Evidence, Question, Told } from '../contract/index.ts';

/** What an answer looks like that nobody wrote. */
const NO_ANSWER: Answer = { text: '', writer: 'none', citations: [], unsupported: [] };

/**
 * Who writes that is no model of ours, as the request says; undefined when nobody does.
 * @param askEditor how a language model of the editor is asked; not given where there is no editor
 */
export function outsideWriter(
  { writer, endpoint }: Pick<Question, 'writer' | 'endpoint'>,
  askEditor: AskEditor = () => Promise.reject(noEditor()),
): Writer | undefined {
  switch (writer) {
    case 'editor':
      return new EditorWriter(askEditor);
    case 'endpoint':
      // Without an address the writer says what to set.
      return new EndpointWriter(endpoint ?? { url: '', model: '' });
    case 'embedded':
    case 'none':
      return undefined;
  }
}

/** What is quoted where nothing can be written. */
interface Quoting {
  /** Which of the evidence was not found for this question: it is never quoted. */
  readonly pinned?: readonly number[] | undefined;
  /** How clearly each piece of evidence answers: the clearest is quoted; the first where that is not known. */
  readonly clearness?: readonly number[];
}

/**
 * Has the answer written, tells of it as it grows, and checks it against the evidence. A writer that fails is no
 * error: what it wrote until then stands, and `failure` says why there is no more. Stopping the run ends the writing;
 * what was written until then is the answer. Of a small writer that wrote nothing that the evidence supports, the best
 * of what was found is quoted instead.
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
  if (writer.isSmall && isWhole && !tellsSomething(text, question, shown)) {
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

/** Prose by its sentences; the lines of code belong together. */
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
