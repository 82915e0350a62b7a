import type { Positions } from './lines.ts';

/** How much text a person takes in at a glance. */
export interface Limit {
  readonly lines: number;
  /** In UTF-16 code units. */
  readonly chars: number;
}

export interface UnitLimits {
  /** Limit of a unit that is shown whole. */
  readonly whole: Limit;
  /** Limit of the part that is shown of a longer unit. */
  readonly part: Limit;
}

/** What belongs together around a line, by positions. */
export interface TextUnit {
  /** A number that all lines of one function, paragraph or the like share. */
  readonly owner: number;
  /** Whether the lines belong to no unit, so that neighbours may be shown with them. */
  readonly isLoose: boolean;
  /** The unit with the comment above. */
  readonly whole: Positions;
  /** The unit without the comment. */
  readonly core: Positions;
  /** The lines shown for the line where the unit is too long. */
  readonly part: Positions;
}
