import type { Calibration } from './calibrate.ts';
import type { MeasureOptions } from './calibrate.ts';
import { groups } from './domain.ts';
import { overGroups } from './ranking.ts';

/** Width of lines for the formatter. */
const WIDTH = 110;

/**
 * Puts the results of a calibration into the text of a manifest; everything else stays as it is.
 * @param text of the manifest before, JSON
 */
export function withCalibration(
  text: string,
  { heads, chosen, parameters, weak, weakBelow }: Calibration,
  { seed, samplesPerGroup }: MeasureOptions,
): string {
  const manifest = JSON.parse(text) as { reader: Record<string, unknown> };
  const inOrder = [...chosen.heads].sort((a, b) => a.layer - b.layer || a.head - b.head);
  const scoring = { ...(manifest.reader['scoring'] as object | undefined), ...parameters.chosen };
  return formatJson({
    ...manifest,
    reader: { ...manifest.reader, heads: inOrder, scoring, weakBelow },
    calibration: {
      seed,
      samplesPerGroup,
      groups,
      heldOut: {
        mrr: groups.map((group) => rounded(chosen.heldOut[group].windowMrr)),
        pooledMrr: groups.map((group) => rounded(chosen.heldOut[group].pooledMrr)),
        weakAccuracy: rounded(weak.heldOut),
      },
      heads: heads.map(({ head, figures }) => ({
        ...head,
        mrr: groups.map((group) => rounded(figures[group].windowMrr)),
        first: rounded(overGroups(figures, 'windowFirst')),
        margin: rounded(overGroups(figures, 'margin')),
      })),
    },
  });
}

/** To three decimals; never minus zero. */
function rounded(value: number): number {
  return Number(value.toFixed(3)) + 0;
}

/**
 * JSON in the form of the project's formatter: a list, and an object in a list, stays on one line where it fits. (The
 * formatter joins lists of objects with a single key; there are none.)
 */
export function formatJson(value: unknown): string {
  return `${format(value, '', 0, false)}\n`;
}

/** @param used characters of the line before the value @param inList objects elsewhere are always spread out */
function format(value: unknown, indent: string, used: number, inList: boolean): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  const isList = Array.isArray(value);
  const items = isList
    ? value.map((item) => ({ key: '', item: item as unknown }))
    : Object.entries(value).map(([name, item]) => ({
        key: `${JSON.stringify(name)}: `,
        item: item as unknown,
      }));
  const [open, close] = isList ? ['[', ']'] : ['{', '}'];
  if (items.length === 0) return open + close;
  const isPlain = ({ item }: { item: unknown }): boolean => typeof item !== 'object' || item === null;
  const isRow = isList ? items.every(isPlain) || items.length === 1 : inList;
  if (isRow) {
    const parts = items.map(({ key, item }) => key + format(item, inner, 0, true));
    const line = isList ? `[${parts.join(', ')}]` : `{ ${parts.join(', ')} }`;
    if (!line.includes('\n') && used + line.length < WIDTH) return line;
  }
  const lines = items.map(
    ({ key, item }) => inner + key + format(item, inner, inner.length + key.length, isList),
  );
  return `${open}\n${lines.join(',\n')}\n${indent}${close}`;
}
