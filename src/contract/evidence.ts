/** What was found, and where it stands. Lines and columns are 1-based and inclusive, paths use `/`. */
import type { FilePlace, Place, PlacedLines } from './place.ts';

/**
 * Lines of one file that are shown together: the function, section or row in which something was kept, in full where that is
 * short, else the parts of it that answer. Its numbers of lines are those of the file on the disk; `place` says where a reader
 * finds them.
 */
export interface Evidence extends PlacedLines {
  /** Attention and keywords together, 0 to 1, relative to the best line of this answer's text. */
  readonly score: number;
  /**
   * The file's lines from `startLine` to `endLine`, joined by line ends. Of a line of more than 300 UTF-16 code units it
   * has what was kept; `…` stands for what was left out.
   */
  readonly text: string;
  /** The lines of which `text` leaves something out. */
  readonly cuts?: readonly CutLine[];
  /** The line that answers best; unknown for a pinned piece that was not found. */
  readonly bestLine?: number;
  /**
   * Column to look at on that line, 1-based in the file's line, in UTF-16 code units: its best sentence or, in a long
   * sentence, the question's words.
   */
  readonly bestColumn?: number;
  /**
   * In place of `bestColumn` an offset, from 0, in that line of `text`, when the text was taken out of the line
   * (sentences of a page, for example) and its column is not known. `cuts` does not have such a line.
   */
  readonly bestOffset?: number;
  /** Score of each line of `text`; 0 for a line that is shown for the sake of others. */
  readonly lineScores?: readonly number[];
  /** The parts of the score, each 0 to 1 relative to the best line of the text. */
  readonly parts?: { readonly attention: number; readonly keywords: number };
  /** The rules that moved its best line, the strongest first; not given where none did. */
  readonly reasons?: readonly Reason[];
  /** The line that opens the function, class or section in which these lines stand, where it is not one of them. */
  readonly signature?: Signature;
  /** Other files, or copies of this one, in which the same text stands. */
  readonly otherPlaces?: readonly PlacedLines[];
}

/**
 * Rules that know code and its files: `complete` has all words of what is asked, `definition` defines what the question
 * names; `name` stands in a file named like what is asked; `coherence` in a file of which many pieces answer; `signature`
 * in a file that defines what is named by the question's words; `kind` in a test, an example or the like. `leads` is no rule about
 * code: the line has a name that stands in the best sentences and leads on from them.
 */
export type RuleId = 'complete' | 'definition' | 'name' | 'coherence' | 'signature' | 'kind' | 'leads';

/**
 * A rule with the factor by which it multiplied the keyword score of a line: above 1 it raised the line, below 1
 * lowered it. Beside attention the root is taken of what speaks for a whole file. Of `leads` it is 16 at most, since
 * the question's own words may give a line nothing.
 */
export interface Reason {
  readonly rule: RuleId;
  readonly factor: number;
}

/** The line that opens the function, class or block in which a kept line stands. */
export interface Signature {
  readonly line: number;
  readonly place: Place;
  readonly text: string;
}

/** One line of the answer to a question for all places. */
export interface ListedPlace extends FilePlace {
  readonly line: number;
  readonly place: Place;
  /** The line without the space around it. */
  readonly text: string;
  /** Index of the piece of evidence that has the line or the same text. */
  readonly evidence: number;
}

/** The parts of a long line that `Evidence.text` has. */
export interface CutLine {
  readonly line: number;
  /**
   * First and last column of each part in the file's line, 1-based and inclusive; ` … ` stands between and around the
   * parts in the text.
   */
  readonly columns: readonly (readonly [number, number])[];
}
