/**
 * Reads the best passages once more, all in one prompt, so that what answers competes in one softmax: the paper's cache
 * (InfiniRetri, arXiv 2502.12962) where it pays, as In-Context Re-ranking does it (arXiv 2410.02642).
 */
import { fitBudget, rank, sizeOf } from './fusion.ts';
import type { BudgetUnit } from './fusion.ts';
import { emphasisOf } from './keywords.ts';
import { byKeywords } from './keywordOrder.ts';
import { scoringFor } from './knownWords.ts';
import { sectionAt } from './plan.ts';
import type { ReadingPlan } from './plan.ts';
import { calibrate, windowScores } from './scoring.ts';
import { asRead } from './spelling.ts';
import type { Candidate, EncodedSegment, Reader, Retained, TextSegment } from './types.ts';
import { headersOf, WindowPacker } from './windows.ts';
import type { NameOf } from './windows.ts';

/**
 * Tokens of text that are read together, headers not counted.
 */
export const REREAD_TOKENS = 2048;

export interface RereadOptions {
  /** How much is kept, in `unit`. */
  readonly budget: number;
  readonly unit?: BudgetUnit | undefined;
  readonly nameOf: NameOf;
}

/** A passage with the keyword scores of its segments. */
interface Passage {
  readonly segments: readonly EncodedSegment[];
  readonly keywords: readonly number[];
}

/**
 * Ranks by one reading of the best passages. What did not fit is ranked behind them, as it was before.
 * @param question index of the plan's
 * @param before kept so far, best first; keywords fill up what it leaves of the window
 * @returns what is kept now, and the tokens that were read for it
 */
export async function reread(
  plan: ReadingPlan,
  question: { readonly index: number; readonly text: string },
  before: readonly Retained[],
  reader: Reader,
  { budget, unit, nameOf }: RereadOptions,
): Promise<{ retained: Retained[]; tokens: number }> {
  const passages = await passagesOf(plan, question.index, before, reader);
  if (passages.length === 0) return { retained: [...before], tokens: 0 };
  // A reader attends most to what stands nearest to the question, which comes last: so does the best.
  passages.reverse();
  const packer = new WindowPacker(Infinity, headersOf(reader, nameOf));
  for (const segment of passages.flatMap(({ segments }) => segments)) packer.add(segment);
  const [window] = packer.flush();
  const emphasis = emphasisOf(question.text, plan.rarity[question.index]!);
  const [attention] = await reader.read([window!.ids], [reader.prepare(question.text, emphasis)]);
  const scores = windowScores(
    window!,
    calibrate(attention!.questions[0]!, attention!.contentFree),
    reader.scoring,
  );
  const keywords = passages.flatMap((passage) => passage.keywords);
  const candidates = window!.segments.map(({ segment, tokens }, i): Candidate => ({
    segment,
    tokens,
    attention: scores[i]!,
    keywords: keywords[i]!,
  }));
  const again = new Set(candidates.map(({ segment }) => segment.position));
  const behind = before.filter(({ segment }) => !again.has(segment.position));
  const ranked = [...rank(candidates, scoringFor(reader.scoring, plan, question.index)), ...behind];
  return { retained: fitBudget(ranked, budget, { unit, copiesOnce: true }), tokens: sizeOf(candidates) };
}

/** The passages of the best segments, best first, as many as are read together. */
async function passagesOf(
  plan: ReadingPlan,
  question: number,
  before: readonly Retained[],
  reader: Pick<Reader, 'encode'>,
): Promise<Passage[]> {
  const texts = new Map<number, TextSegment[]>();
  const taken = new Set<string>();
  const passages: Passage[] = [];
  let tokens = 0;
  const best = [...before, ...byKeywords(plan, question, REREAD_TOKENS)];
  for (const { segment } of best) {
    if (tokens >= REREAD_TOKENS) break;
    const index = sectionAt(plan.sections, segment.position);
    const { firstPosition, passages: passageOf, keywordsBesideAttention } = plan.sections[index]!;
    const passage = passageOf[segment.position - firstPosition]!;
    const key = `${index} ${passage}`;
    if (taken.has(key)) continue;
    taken.add(key);
    let text = texts.get(index);
    if (!text) texts.set(index, (text = plan.sections[index]!.unpack()));
    const scores = keywordsBesideAttention(question);
    const own = text
      .map((one, i) => ({ one, keywords: scores[i]! }))
      .filter((_, i) => passageOf[i] === passage);
    const ids = await reader.encode(own.map(({ one }) => asRead(one.text)));
    const encoded = own
      .map(({ one, keywords }, i) => ({ segment: one, ids: ids[i]!, keywords }))
      .filter((each) => each.ids.length > 0);
    const length = encoded.reduce((sum, each) => sum + each.ids.length, 0);
    // A passage that does not fit may be followed by a shorter one that does.
    if (length === 0 || (passages.length > 0 && tokens + length > REREAD_TOKENS)) continue;
    tokens += length;
    passages.push({ segments: encoded, keywords: encoded.map(({ keywords }) => keywords) });
  }
  return passages;
}
