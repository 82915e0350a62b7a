/**
 * A run of text on a page, in the frame of its reader: turned so that the text runs from left to right, in points from
 * the left and the top.
 */
export interface Run {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  /** Where the letters stand. */
  readonly base: number;
  /** Of the letters. */
  readonly size: number;
  readonly isRightToLeft: boolean;
  /** White space stands in front of it. */
  readonly isParted: boolean;
}

/** One line of a column; several cells where wide gaps part it. */
export interface Line {
  readonly cells: readonly Cell[];
  readonly left: number;
  readonly right: number;
  readonly base: number;
  readonly size: number;
  /** On the page as it is shown: left, top, right, bottom. */
  readonly area: readonly [number, number, number, number];
}

export interface Cell {
  readonly text: string;
  readonly left: number;
  readonly right: number;
}

/** A page in reading order. */
export interface Page {
  /** From 1. */
  readonly number: number;
  readonly lines: readonly Line[];
  /** The transform from the page's space to points from the left and the top. */
  readonly view: readonly number[];
}

/** An entry of the outline. */
export interface OutlineEntry {
  readonly title: string;
  /** From 1. */
  readonly page: number;
  /** From 1. */
  readonly level: number;
  /** In points from the top of the page; undefined where the outline names the page alone. */
  readonly top: number | undefined;
}
