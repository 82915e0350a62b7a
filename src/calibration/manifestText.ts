import type { Calibration } from './calibrate.ts';
import type { MeasureOptions } from './calibrate.ts';
import { groups } from './domain.ts';
import { overGroups } from './ranking.ts';

/** Stands for a row until everything else is laid out; no text of a manifest begins with it. */
const ROW = '\0';
const ROW_IN_TEXT = /"\\u0000(\d+)"/g;

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

/** JSON with a line for each item of a list of objects, such as a head, and one for any other list. */
export function formatJson(value: unknown): string {
  const rows: string[] = [];
  const row = (item: unknown): string => `${ROW}${rows.push(JSON.stringify(item)) - 1}`;
  const text = JSON.stringify(
    value,
    (_, item: unknown) => {
      if (!Array.isArray(item)) return item;
      return item.some((one) => typeof one === 'object') ? item.map(row) : row(item);
    },
    2,
  );
  return `${text.replace(ROW_IN_TEXT, (_, at: string) => rows[Number(at)]!)}\n`;
}
