import type { Positions } from './lines.ts';

/** How much a person takes in at a glance. */
export interface Limit {
  readonly lines: number;
  /** In UTF-16 code units. */
  readonly chars: number;
}

export interface UnitLimits {
  /** Of a unit that is shown in full. */
  readonly whole: Limit;
  /** Of what is shown of a longer one. */
  readonly part: Limit;
}

/** What belongs together around a line, by positions. */
export interface TextUnit {
  /** The same for all lines of one function, paragraph or the like. */
  readonly owner: number;
  /** Lines that are no unit by themselves: neighbours may be shown with them. */
  readonly isLoose: boolean;
  /** All of it, with the comment above. */
  readonly whole: Positions;
  /** The same without the comment. */
  readonly core: Positions;
  /** What of it belongs to the line, where the whole is too long. */
  readonly part: Positions;
}
