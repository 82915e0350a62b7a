/** Judges what was kept for a question: the evidence, the finding, and what an answer is written from. */
import type { Answer, AskProgress, Evidence, Finding, ListedPlace } from '../contract/index.ts';
import type { RetrievalResult, Run } from '../retrieval/index.ts';
import type { Writer } from '../writers/index.ts';
import { writeAnswer } from './answering.ts';
import type { EvidenceReport } from './evidenceReport.ts';
import { clearnessIn, clearnessOfEvidence, findingOf, rarityOf } from './finding.ts';
import { asksForAll, clearPlaces, listAnswer } from './listing.ts';
import type { AskedQuestion } from './question.ts';
import type { Reading } from './reading.ts';

/** One of the questions that share a reading. */
export interface Inquiry {
  /** Its index among them. */
  readonly index: number;
  readonly question: string;
  readonly asked: AskedQuestion;
  /** The text that the model is asked. */
  readonly focused: string;
  readonly report: EvidenceReport;
}

export interface Judged {
  readonly evidence: readonly Evidence[];
  readonly finding: Finding;
  /**
   * The evidence for the answer, and how clearly each piece answers. Pieces that do not clearly answer are only shown.
   */
  readonly base: readonly Evidence[];
  readonly clearness: readonly number[];
  /** Set for a question for all places. */
  readonly places: readonly ListedPlace[];
}

/** The finding of what was kept; reports nothing. */
export function findingIn(inquiry: Inquiry, result: RetrievalResult, reading: Reading): Finding {
  return findingOf(result, clearnessFor(inquiry, result, reading));
}

/** Reports the evidence and judges it. @param pinned pieces that precede it */
export function judge(
  inquiry: Inquiry,
  result: RetrievalResult,
  reading: Reading,
  pinned: readonly Evidence[],
): Judged {
  const { question, asked, focused, index, report } = inquiry;
  const evidence = report.tell(result.retained);
  const clearness = clearnessFor(inquiry, result, reading);
  const finding = findingOf(result, clearness);
  const base = finding === 'clear' ? evidence : pinned;
  return {
    evidence,
    finding,
    base,
    clearness: clearnessOfEvidence(base, result, reading, clearness),
    places: asksForAll(question)
      ? clearPlaces(asked.followUp ? focused : question, evidence, reading.plan.rarity[index]!)
      : [],
  };
}

/** Has the answer written from what was judged. A list of places needs no writer. */
export async function answerFrom(
  { focused }: Inquiry,
  { base, finding, clearness, places }: Judged,
  writer: Writer | undefined,
  run: Pick<Run<AskProgress>, 'signal' | 'tell'>,
  pinned: readonly Evidence[],
): Promise<Answer> {
  if (places.length > 0 && finding === 'clear' && writer?.isSmall) return listAnswer(places);
  return writeAnswer(focused, base, writer, run, { pinned: [...pinned.keys()], clearness });
}

function clearnessFor(
  { index, focused }: Inquiry,
  result: RetrievalResult,
  reading: Reading,
): ReturnType<typeof clearnessIn> {
  return clearnessIn(result, reading, rarityOf(reading.plan, index, focused));
}
