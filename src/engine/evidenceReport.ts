import type { AskProgress, Evidence, SkippedFile, Timing } from '../contract/index.ts';
import type { Retained } from '../retrieval/index.ts';
import { withCopiedFiles } from './copies.ts';
import { toEvidence } from './evidence.ts';
import type { EvidenceSource } from './evidence.ts';
import { asksForAll } from './listing.ts';
import { placesIn } from './places.ts';
import { withPinned } from './pinned.ts';
import type { Reading } from './reading.ts';
import { columnsOf } from './shownLines.ts';
import { segmentsOf } from './signature.ts';

/** Reports what was found for one question so far, and when each segment was first seen. */
export class EvidenceReport {
  private readonly source: EvidenceSource;
  /** Files that were skipped as copies of others. */
  private readonly copies: readonly SkippedFile[];
  private readonly pinned: readonly Evidence[];
  private readonly elapsedMs: () => number;
  private readonly onEvidence: (progress: AskProgress) => void;
  /** Milliseconds until each segment was first reported, by its position. */
  private readonly seenMs = new Map<number, number>();

  constructor(
    { files, starts, plan, skipped }: Reading,
    question: { readonly text: string; readonly index: number; readonly budgetTokens: number },
    pinned: readonly Evidence[],
    elapsedMs: () => number,
    onEvidence: (progress: AskProgress) => void,
  ) {
    const segmentAt = segmentsOf(plan);
    this.source = {
      files,
      segmentAt,
      placeOf: placesIn(starts),
      question: question.text,
      budgetTokens: question.budgetTokens,
      isList: asksForAll(question.text),
      columnOf: columnsOf(segmentAt),
      reasonsAt: (position) => plan.reasons(question.index, position),
    };
    this.copies = skipped.filter(({ of }) => of !== undefined);
    this.pinned = pinned;
    this.elapsedMs = elapsedMs;
    this.onEvidence = onEvidence;
  }

  /** Reports the evidence. @returns the same, the pinned pieces first, then best first */
  tell(retained: readonly Retained[]): Evidence[] {
    const found = withCopiedFiles(toEvidence(retained, this.source), this.copies);
    const evidence = withPinned(this.pinned, found);
    for (const { segment } of retained) {
      if (!this.seenMs.has(segment.position)) this.seenMs.set(segment.position, this.elapsedMs());
    }
    if (evidence.length > 0) this.onEvidence({ kind: 'evidence', evidence });
    return evidence;
  }

  /** @param best the segment that ended on top */
  firstSeen(best: Retained | undefined): Pick<Timing, 'firstEvidenceMs' | 'bestEvidenceMs'> {
    return {
      firstEvidenceMs: this.seenMs.size > 0 ? Math.min(...this.seenMs.values()) : null,
      bestEvidenceMs: best ? this.seenMs.get(best.segment.position)! : null,
    };
  }
}
