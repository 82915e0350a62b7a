/** What was found, and where it stands. Lines and columns are 1-based and inclusive, paths use `/`. */
import type { FilePlace, Place, PlacedLines } from './place.ts';

/**
 * Lines of one file that are shown together: what was kept, and what it needs to be understood. Its numbers of lines are
 * those of the file on the disk; `place` says where a reader finds them.
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
  /**
   * The line that answers best; not known of lines that were not found but pinned.
   */
  readonly bestLine?: number;
  /**
   * Where to look on that line, 1-based in the file's line, in UTF-16 code units: the beginning of its best sentence, or in
   * a long one the question's words.
   */
  readonly bestColumn?: number;
  /**
   * The same in that line of `text`, from 0, in place of `bestColumn`: the text was taken out of the line, such as the
   * sentences of a page, and where they stand in it is not known. Then the line is not among `cuts` either.
   */
  readonly bestOffset?: number;
  /** As `score`, for each line of `text`; 0 for a line that is shown for the others' sake. */
  readonly lineScores?: readonly number[];
  /** What the score was made of, each 0 to 1 relative to the best line of the text. */
  readonly parts?: { readonly attention: number; readonly keywords: number };
  /** The rules that moved its best line, the strongest first; not given where none did. */
  readonly reasons?: readonly Reason[];
  /** The line that opens the function or class in which these lines stand, where it is not one of them. */
  readonly signature?: Signature;
  /** Other files, or copies of this one, in which the same text stands. */
  readonly otherPlaces?: readonly PlacedLines[];
}

/**
 * What is known of code and its files beside the words: `definition` defines what the question names, `name` stands in a file
 * that is called by what is asked, `coherence` in one of which many pieces answer, `kind` in a test, an example and the like.
 */
export type RuleId = 'definition' | 'name' | 'coherence' | 'kind';

/** A rule, and what it multiplied the keyword score of a line by: above 1 it moved it up, below 1 down. */
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

/** One of the lines that a question for all places is answered by. */
export interface ListedPlace extends FilePlace {
  readonly line: number;
  readonly place: Place;
  /** The line without the space around it. */
  readonly text: string;
  /** Index into the evidence list: the piece in which it stands, or whose text it repeats. */
  readonly evidence: number;
}

/** What `Evidence.text` has of a long line. */
export interface CutLine {
  readonly line: number;
  /** From and to which column of the file's line, 1-based and inclusive; in the text ` … ` stands between and around them. */
  readonly columns: readonly (readonly [number, number])[];
}
