/** Keeps the last question of a folder and what it found, so that the command can be asked a question that leans on it. */
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { AskResult, Evidence, QuestionBefore, Root } from '../contract/index.ts';
import { ModelRecords } from './modelRecords.ts';

/** Pieces that are kept: those that lend a later question their names. */
const KEPT_PIECES = 3;

/** The question asked last, and the places that it was asked about. */
export interface LastQuestion {
  readonly before: QuestionBefore;
  /** Absolute paths, counted by the evidence. */
  readonly roots: readonly string[];
}

/** One question for each folder from which the command was run. Unknown where the disk fails. */
export class LastQuestions {
  private readonly records: ModelRecords;

  /** @param folder that of the window memory */
  constructor(folder: string) {
    this.records = new ModelRecords(folder, 'questions.json');
  }

  /** Undefined where none was asked. @param askedIn the folder from which the command was run */
  async get(askedIn: string): Promise<LastQuestion | undefined> {
    const { before, roots } = await this.records.get(resolve(askedIn));
    return isBefore(before) && Array.isArray(roots) && roots.every((root) => typeof root === 'string')
      ? { before, roots }
      : undefined;
  }

  /** Keeps a question that found something. */
  async note(askedIn: string, result: AskResult, roots: readonly string[]): Promise<void> {
    if (result.evidence.length === 0) return;
    const last: LastQuestion = { before: beforeOf(result), roots };
    await this.records.set(resolve(askedIn), last).catch(() => undefined);
  }

  forget(): Promise<void> {
    return this.records.clear();
  }
}

/** A result as the question before the next one. */
function beforeOf({ question, used, carried, evidence }: AskResult): QuestionBefore {
  return {
    question: used?.text ?? question,
    ...(carried && { carried }),
    evidence: evidence.slice(0, KEPT_PIECES),
  };
}

/**
 * A question before, its evidence counted by other roots. Leaves out pieces that stand in none of them.
 * @param roots of the question that is asked now
 */
export function inRoots({ before, roots: had }: LastQuestion, roots: readonly Root[]): QuestionBefore {
  const evidence = before.evidence.flatMap((piece): Evidence[] => {
    const from = had[piece.root];
    if (from === undefined) return [];
    // Of a root that is a file, the path is the file's own name.
    const file = from.endsWith(`${sep}${piece.path}`) ? from : join(from, piece.path);
    for (const [root, { path }] of roots.entries()) {
      const below = relative(path, file);
      if (below === '') return [{ ...piece, root, path: piece.path.split('/').at(-1)! }];
      if (!below.startsWith('..') && !isAbsolute(below))
        return [{ ...piece, root, path: below.split(sep).join('/') }];
    }
    return [];
  });
  return { ...before, evidence };
}

function isBefore(value: unknown): value is QuestionBefore {
  if (typeof value !== 'object' || value === null) return false;
  const { question, evidence } = value as Partial<QuestionBefore>;
  return typeof question === 'string' && Array.isArray(evidence) && evidence.every(isPiece);
}

function isPiece(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { root, path, text, startLine, endLine } = value as Partial<Evidence>;
  const areNumbers = [root, startLine, endLine].every((number) => Number.isInteger(number));
  return areNumbers && typeof path === 'string' && typeof text === 'string';
}
