/** A heat map as SVG: rows and columns of values from 0 to 1. */
import { escapeXml } from '../../src/calibration/headMap.ts';

export interface HeatMap {
  readonly title: string;
  readonly rowTitle: string;
  readonly columnTitle: string;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** `[row][column]`, each from 0 to 1; NaN for what was not measured. */
  readonly values: readonly (readonly number[])[];
}

type Rgb = readonly [number, number, number];

/** Red, yellow, green as the papers draw it, of colours that differ in lightness too, for eyes that see no hue. */
const SCALE: readonly Rgb[] = [
  [122, 20, 40],
  [236, 176, 64],
  [222, 244, 226],
];
const MISSING: Rgb = [232, 232, 232];
const INK = '#1f2328';
const FONT = 'font-family="system-ui, sans-serif"';
const [WIDTH, HEIGHT, CHARACTER] = [56, 30, 7.2];

/**
 * Draws a heat map on a background of its own, so that it reads the same on a dark page as on a light one. Every cell
 * shows its value and has a title with row, column and value.
 * @throws RangeError when the values do not have the shape of the labels, or one lies outside 0 to 1
 */
export function heatMapSvg(map: HeatMap): string {
  const { rows, columns, values } = map;
  if (values.length !== rows.length || values.some((row) => row.length !== columns.length))
    throw new RangeError(`The values of "${map.title}" are not ${rows.length} x ${columns.length}.`);
  const left = 40 + Math.max(0, ...rows.map((name) => name.length)) * CHARACTER;
  const top = 84;
  const width = Math.ceil(Math.max(left + columns.length * WIDTH + 20, map.title.length * 9 + 40));
  const height = top + rows.length * HEIGHT + 20;
  const middle = left + (columns.length * WIDTH) / 2;
  const text = (x: number, y: number, size: number, content: string, attributes = ''): string =>
    `<text x="${round(x)}" y="${round(y)}" font-size="${size}" fill="${INK}" ${attributes}>${escapeXml(content)}</text>`;
  const cells = values.flatMap((row, r) =>
    row.map((value, c) => {
      const label = `${rows[r]!}, ${columns[c]!}`;
      return cell(left + c * WIDTH, top + r * HEIGHT, value, label);
    }),
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" ${FONT}>`,
    `<title>${escapeXml(map.title)}</title>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    text(20, 26, 16, map.title, 'font-weight="600"'),
    text(middle, 52, 12, map.columnTitle, 'text-anchor="middle"'),
    text(20, top - 10, 12, map.rowTitle),
    ...columns.map((name, c) => text(left + (c + 0.5) * WIDTH, top - 10, 12, name, 'text-anchor="middle"')),
    ...rows.map((name, r) => text(left - 8, top + (r + 0.5) * HEIGHT + 4, 12, name, 'text-anchor="end"')),
    ...cells,
    '</svg>',
    '',
  ].join('\n');
}

function cell(x: number, y: number, value: number, label: string): string {
  if (value < 0 || value > 1) throw new RangeError(`${label}: ${value} is not between 0 and 1.`);
  const missing = Number.isNaN(value);
  const colour = missing ? MISSING : colourOf(value);
  const shown = missing ? '–' : value.toFixed(2);
  return (
    `<g><title>${escapeXml(`${label}: ${missing ? 'not measured' : value.toFixed(3)}`)}</title>` +
    `<rect x="${round(x)}" y="${y}" width="${WIDTH - 1}" height="${HEIGHT - 1}" fill="${css(colour)}"/>` +
    `<text x="${round(x + WIDTH / 2)}" y="${y + HEIGHT / 2 + 4}" font-size="12" text-anchor="middle" fill="${inkOn(colour)}">${shown}</text></g>`
  );
}

/** Linear between the colours of the scale. */
function colourOf(value: number): Rgb {
  const at = value * (SCALE.length - 1);
  const below = Math.min(Math.floor(at), SCALE.length - 2);
  const [from, to] = [SCALE[below]!, SCALE[below + 1]!];
  const mix = (channel: 0 | 1 | 2): number =>
    Math.round(from[channel] + (to[channel] - from[channel]) * (at - below));
  return [mix(0), mix(1), mix(2)];
}

/** Black or white, whichever stands out more: at least 4.5 : 1 on any colour (WCAG 2, contrast ratio). */
function inkOn(colour: Rgb): string {
  const [r, g, b] = colour.map((value) => {
    const channel = value / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  const luminance = 0.2126 * r + 0.7152 * g + 0.0722 * b;
  return (luminance + 0.05) / 0.05 > 1.05 / (luminance + 0.05) ? '#000000' : '#ffffff';
}

function css(colour: Rgb): string {
  return `#${colour.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
