import type { TextSegment } from '../retrieval/index.ts';
import { unitOfCode } from './code.ts';
import type { LineAt } from './lines.ts';
import { unitOfProse } from './prose.ts';
import type { UnitLimits, TextUnit } from './types.ts';

export { definitionAt, endOfBlock } from './blocks.ts';
export { isComment } from './comments.ts';
export { fits, saysSomething } from './extent.ts';
export { definitionIn, mayBeHead } from './definitions.ts';
export type { DefinitionKind } from './definitions.ts';
export { isBlankBetween } from './lines.ts';
export type { LineAt, Positions } from './lines.ts';
export { headingOf } from './prose.ts';
export type { Limit, UnitLimits, TextUnit } from './types.ts';

/**
 * How a file's text is cut: `code` by lines, `prose` by sentences, `records` by rows that are independent of each
 * other.
 */
export type Cut = 'code' | 'prose' | 'records';

/** The unit around a segment: a function, a section, a row. */
export function unitOf({ position }: TextSegment, cut: Cut, at: LineAt, limits: UnitLimits): TextUnit {
  switch (cut) {
    case 'code':
      return unitOfCode(position, at, limits);
    case 'prose':
      return unitOfProse(position, at, limits);
    case 'records': {
      const row = { from: position, to: position };
      return { owner: position, isLoose: true, whole: row, core: row, part: row };
    }
  }
}
