/** Sheets as tables with the headings of their columns in view. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Sheet, SheetRow } from '../../../contract/index.ts';
import { hiddenView } from '../../hiddenView.ts';
import type { ClassOf } from './lineMarks.ts';

export function sheetView(sheet: Sheet, classOf: ClassOf): TemplateResult {
  const { head, rows, name } = sheet;
  const columns = Math.max(head?.cells.length ?? 0, ...rows.map(({ cells }) => cells.length));
  // What stands above the row with the headings, such as a title, comes before the table's own rows.
  const above = head ? rows.filter(({ number }) => number < head.number) : [];
  const below = head ? rows.filter(({ number }) => number > head.number) : rows;
  return html`<section class="sheet" aria-label=${name}>
    <h2>${hiddenView(name)}</h2>
    ${above.map((row) => html`<p class="above ${classOf(row.line)}" data-line=${row.line}>${hiddenView(row.cells.join(' · '))}</p>`)}
    <table class="grid">
      ${
        head
          ? html`<thead>
              <tr class=${classOf(head.line)} data-line=${head.line}>
                <th scope="col" class="number">${head.number}</th>
                ${filledUp(head.cells, columns).map((cell) => html`<th scope="col">${hiddenView(cell)}</th>`)}
              </tr>
            </thead>`
          : nothing
      }
      <tbody>
        ${below.map((row) => rowView(row, columns, classOf))}
      </tbody>
    </table>
  </section>`;
}

function rowView({ line, number, cells }: SheetRow, columns: number, classOf: ClassOf): TemplateResult {
  return html`<tr class=${classOf(line)} data-line=${line}>
    <th scope="row" class="number">${number}</th>
    ${filledUp(cells, columns).map((cell) => html`<td>${hiddenView(cell)}</td>`)}
  </tr>`;
}

function filledUp(cells: readonly string[], columns: number): string[] {
  return Array.from({ length: columns }, (_, i) => cells[i] ?? '');
}
