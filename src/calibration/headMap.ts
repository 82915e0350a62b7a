/** One head's cell. */
export interface HeadCell {
  readonly layer: number;
  readonly head: number;
  /** 0 to 1: how dark the cell is. */
  readonly value: number;
  readonly chosen: boolean;
  /** Shown when the pointer rests on the cell. */
  readonly tooltip: string;
}

const CELL = 34;
const GAP = 3;
const LEFT = 64;
const TOP = 78;
const BOTTOM = 62;
const RIGHT = 24;
const MARGIN = 16;
/** Width of a letter of the title. */
const LETTER = 9;

/** Light to dark blue, which print and the colour-blind can tell apart. */
const PALE = [237, 242, 250] as const;
const DEEP = [12, 60, 132] as const;

/**
 * Draws all heads, layers downwards and heads across, as SVG 1.1 with a background of its own, so that it is readable
 * on light and dark pages.
 */
export function headMapSvg(title: string, subtitle: string, cells: readonly HeadCell[]): string {
  const layers = 1 + Math.max(...cells.map(({ layer }) => layer));
  const heads = 1 + Math.max(...cells.map(({ head }) => head));
  const gridWidth = heads * (CELL + GAP) - GAP;
  const width = Math.max(
    LEFT + gridWidth + RIGHT,
    2 * MARGIN + LETTER * Math.max(title.length, subtitle.length),
  );
  const bottom = TOP + layers * (CELL + GAP) - GAP;
  const height = bottom + BOTTOM;
  const x = (head: number): number => LEFT + head * (CELL + GAP);
  const y = (layer: number): number => TOP + layer * (CELL + GAP);
  const strongest = Math.max(...cells.map(({ value }) => value), Number.MIN_VALUE);
  const middle = CELL / 2 + 4;

  const numbers = [
    ...Array.from({ length: layers }, (_, layer) =>
      label(LEFT - 10, y(layer) + middle, String(layer), 'text-anchor="end"'),
    ),
    ...Array.from({ length: heads }, (_, head) =>
      label(x(head) + CELL / 2, TOP - 8, String(head), 'text-anchor="middle"'),
    ),
  ];
  const squares = cells.map(({ layer, head, value, chosen, tooltip }) => {
    const share = Math.max(0, value) / strongest;
    const outline = chosen ? ' stroke="#d9480f" stroke-width="3"' : '';
    return [
      `<g><title>${escapeXml(tooltip)}</title>`,
      `<rect x="${x(head)}" y="${y(layer)}" width="${CELL}" height="${CELL}" rx="3" fill="${shade(share)}"${outline}/>`,
      label(
        x(head) + CELL / 2,
        y(layer) + middle,
        value.toFixed(2).replace(/^0\./, '.'),
        `text-anchor="middle" font-size="11" fill="${share > 0.5 ? '#ffffff' : '#1f2933'}"`,
      ),
      '</g>',
    ].join('');
  });
  const legend = bottom + 40;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" ` +
      `role="img" aria-label="${escapeXml(title)}" font-family="system-ui, sans-serif" font-size="13" fill="#1f2933">`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    label(MARGIN, 24, title, 'font-size="15" font-weight="600"'),
    label(MARGIN, 42, subtitle, 'font-size="12" fill="#52606d"'),
    label(LEFT - 10, TOP - 8, 'head', 'text-anchor="end" fill="#52606d"'),
    label(
      MARGIN,
      (TOP + bottom) / 2,
      'layer',
      `transform="rotate(-90 ${MARGIN} ${(TOP + bottom) / 2})" fill="#52606d"`,
    ),
    ...numbers,
    ...squares,
    `<rect x="${LEFT + 2}" y="${legend - 12}" width="14" height="14" rx="2" fill="none" stroke="#d9480f" stroke-width="3"/>`,
    label(LEFT + 26, legend, 'chosen', 'font-size="12"'),
    '</svg>',
    '',
  ].join('\n');
}

function label(x: number, y: number, text: string, attributes: string): string {
  return `<text x="${x}" y="${y}" ${attributes}>${escapeXml(text)}</text>`;
}

function shade(share: number): string {
  const parts = PALE.map((pale, i) => Math.round(pale + (DEEP[i]! - pale) * share));
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
