import { visit } from 'jsonc-parser';
import { sentencesOf } from '../sentences.ts';
import type { Extracted } from '../types.ts';
import { CellStarts } from './cellStarts.ts';
import { withoutEncodedData } from './encodedData.ts';
import { SourcePieces } from './sourcePieces.ts';

/** Of each output of a cell as many characters are read. */
const MAX_OUTPUT_CHARS = 600;
/** Kinds of output that are text, by their names in nbformat 3 and 4; pictures and HTML are not read. */
const OUTPUT_TEXTS = new Set(['text', 'text/plain', 'evalue']);

/**
 * The cells of a Jupyter notebook, each followed or preceded by the beginning of its output: one piece for each line
 * of code and sentence of text.
 * @returns pieces with the line ends of `source`, and where its cells are; undefined when it is no notebook
 */
export function extractNotebook(source: string): Extracted | undefined {
  const pieces = new SourcePieces(source);
  const starts = new CellStarts();
  let isProse = false;
  let printed = { of: '', chars: 0 };
  const seen = { cells: false, errors: false };

  const take = (text: string, offset: number, length: number): void => {
    seen.cells = true;
    // Skips the opening quotation mark; a cell stored as one string gives a piece for each line.
    for (const line of withoutEncodedData(text).replace(/\n$/, '').split('\n')) {
      pieces.add(line, offset + 1, offset + 1);
      pieces.end(isProse ? sentencesOf : undefined);
    }
    pieces.add('', offset + length, offset + length);
  };

  try {
    visit(source, {
      onLiteralValue(value: unknown, offset, length, lineFrom0, _character, pathOf) {
        if (typeof value !== 'string') return;
        const path = pathOf();
        const cell = path.indexOf('cells');
        const field = path[cell + 2];
        if (cell < 0 || field === undefined) return;
        const number = Number(path[cell + 1]) + 1;
        if (field === 'cell_type') isProse = value !== 'code';
        else if (field === 'source' || field === 'input') {
          starts.addText(lineFrom0 + 1, number, linesIn(value));
          take(value, offset, length);
        } else if (field === 'outputs') {
          const texts = path.slice(cell + 4).filter((name) => typeof name === 'string');
          if (!OUTPUT_TEXTS.has(texts.at(-1) ?? '')) return;
          const of = path.slice(0, cell + 4).join('/');
          if (of !== printed.of) printed = { of, chars: 0 };
          const room = MAX_OUTPUT_CHARS - printed.chars;
          printed.chars += value.length;
          if (room > 0) {
            starts.addOutput(lineFrom0 + 1, number);
            take(value.slice(0, room), offset, length);
          }
        }
      },
      onError() {
        seen.errors = true;
      },
    });
  } catch {
    // The parser gives up on deep nesting.
    return undefined;
  }
  return seen.cells && !seen.errors ? { pieces: pieces.all(), starts: starts.all() } : undefined;
}

/** Lines of a text, whether the last one is ended or not. */
function linesIn(text: string): number {
  return text.replace(/\n$/, '').split('\n').length;
}
