/** A line chart as SVG, both axes logarithmic. */
import { escapeXml } from '../../src/calibration/headMap.ts';

export interface LineChart {
  readonly title: string;
  readonly xTitle: string;
  readonly yTitle: string;
  /** Points as [x, y], both above zero, by x. */
  readonly series: readonly {
    readonly name: string;
    readonly points: readonly (readonly [number, number])[];
  }[];
}

const COLOURS = ['#7a1428', '#1b6ca8', '#3c7d3c', '#8a5a00'];
const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [640, 380, 70, 150, 50, 50];
const INK = '#1f2328';

/**
 * Draws on a background of its own, so that it reads the same on a dark page as on a light one.
 * @throws RangeError for a value that has no logarithm
 */
export function lineChart({ title, xTitle, yTitle, series }: LineChart): string {
  const points = series.flatMap((one) => one.points);
  if (points.length === 0 || points.some(([x, y]) => !(x > 0 && y > 0)))
    throw new RangeError(`"${title}" has values that are not above zero.`);
  const x = axis(
    points.map(([value]) => value),
    LEFT,
    WIDTH - RIGHT,
  );
  const y = axis(
    points.map(([, value]) => value),
    HEIGHT - BOTTOM,
    TOP,
  );
  const text = (at: number, down: number, content: string, attributes = ''): string =>
    `<text x="${at.toFixed(1)}" y="${down.toFixed(1)}" ${attributes}>${escapeXml(content)}</text>`;
  const lines = series.map(({ name, points: own }, i) => {
    const colour = COLOURS[i % COLOURS.length]!;
    const path = own.map(([a, b]) => `${x.place(a).toFixed(1)},${y.place(b).toFixed(1)}`).join(' ');
    const dots = own.map(
      ([a, b]) =>
        `<circle cx="${x.place(a).toFixed(1)}" cy="${y.place(b).toFixed(1)}" r="3.5" fill="${colour}">` +
        `<title>${escapeXml(`${name}: ${a.toLocaleString('en-US')}, ${b.toPrecision(3)}`)}</title></circle>`,
    );
    const [lastX, lastY] = own.at(-1) ?? [1, 1];
    return (
      `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>${dots.join('')}` +
      text(x.place(lastX) + 10, y.place(lastY) + 4, name, `fill="${colour}"`)
    );
  });
  const grid = [
    ...x.ticks.map(
      (tick) =>
        `<line x1="${x.place(tick).toFixed(1)}" x2="${x.place(tick).toFixed(1)}" y1="${TOP}" y2="${HEIGHT - BOTTOM}" stroke="#ddd"/>` +
        text(x.place(tick), HEIGHT - BOTTOM + 18, short(tick), 'text-anchor="middle"'),
    ),
    ...y.ticks.map(
      (tick) =>
        `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y.place(tick).toFixed(1)}" y2="${y.place(tick).toFixed(1)}" stroke="#ddd"/>` +
        text(LEFT - 8, y.place(tick) + 4, short(tick), 'text-anchor="end"'),
    ),
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" font-family="system-ui, sans-serif" font-size="12" fill="${INK}" role="img">`,
    `<title>${escapeXml(title)}</title><rect width="100%" height="100%" fill="#ffffff"/>`,
    text(WIDTH / 2, 24, title, 'text-anchor="middle" font-size="14" font-weight="600"'),
    ...grid,
    text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10, xTitle, 'text-anchor="middle"'),
    text(
      18,
      (TOP + HEIGHT - BOTTOM) / 2,
      yTitle,
      `text-anchor="middle" transform="rotate(-90 18 ${(TOP + HEIGHT - BOTTOM) / 2})"`,
    ),
    ...lines,
    '</svg>\n',
  ].join('\n');
}

/** A logarithmic axis from the values' least to their greatest, with ticks at 1, 2 and 5 times the powers of ten. */
function axis(
  values: readonly number[],
  from: number,
  to: number,
): { place: (value: number) => number; ticks: number[] } {
  const low = Math.log(Math.min(...values) * 0.85);
  const high = Math.log(Math.max(...values) * 1.15);
  const place = (value: number): number => from + ((Math.log(value) - low) / (high - low)) * (to - from);
  const ticks: number[] = [];
  for (let power = Math.floor(low / Math.LN10); power <= high / Math.LN10; power++) {
    for (const step of [1, 2, 5]) {
      const tick = step * 10 ** power;
      if (Math.log(tick) >= low && Math.log(tick) <= high) ticks.push(tick);
    }
  }
  return { place, ticks };
}

function short(value: number): string {
  if (value >= 1e6) return `${value / 1e6}M`;
  return value >= 1000 ? `${value / 1000}k` : String(Number(value.toPrecision(2)));
}
