import type { Head } from '../model/index.ts';
import { objectiveOf } from './calibrate.ts';
import type { Calibration, GroupFigures } from './calibrate.ts';
import { groups } from './domain.ts';
import { headMapSvg } from './headMap.ts';
import { overGroups } from './ranking.ts';
import type { SegmentScoring } from './ranking.ts';

/** Heads that are printed; the manifest has all of them. */
const PRINTED_HEADS = 12;

/** For example `5.1`: layer 5, head 1. */
export function nameOf({ layer, head }: Head): string {
  return `${layer}.${head}`;
}

/** What was found, for people. */
export function reportText(found: Calibration): string {
  const { heads, chosen, before, beforeRescored, parameters } = found;
  const best = [...heads].sort((a, b) => objectiveOf(b.figures) - objectiveOf(a.figures));
  const columns = ['window', 'pooled', 'first', 'margin', ...groups];
  const cells = (figures: GroupFigures): string[] => [
    overGroups(figures, 'windowMrr').toFixed(3),
    overGroups(figures, 'pooledMrr').toFixed(3),
    overGroups(figures, 'pooledFirst').toFixed(3),
    overGroups(figures, 'margin').toFixed(3),
    ...groups.map((group) => `${figures[group].windowMrr.toFixed(2)}/${figures[group].pooledMrr.toFixed(2)}`),
  ];
  const sets = [
    { name: 'before', set: before },
    { name: 'before, new parameters', set: beforeRescored },
    { name: 'chosen', set: chosen },
  ];
  return [
    'The best heads by themselves (layer.head, both from 0). MRR of the right segment: in its window, and among the',
    'windows of a pool; share of first ranks in the pool; attention margin over the strongest hard negative.',
    '',
    table(
      ['head', ...columns],
      best.slice(0, PRINTED_HEADS).map(({ head, figures }) => [nameOf(head), ...cells(figures)]),
    ),
    '',
    `Chosen: ${chosen.heads.map((head, i) => `${nameOf(head)} (${chosen.reached[i]!.toFixed(3)})`).join(', ')}; ` +
      'in brackets the mean of window and pooled MRR with this head added.',
    `Before: ${before.heads.map(nameOf).join(', ')}.`,
    '',
    table(
      ['heads and parameters', ...columns],
      sets.flatMap(({ name, set }) => [
        [`${name}, selection half`, ...cells(set.selection)],
        [`${name}, held out`, ...cells(set.heldOut)],
      ]),
    ),
    '',
    'Scoring parameters, pooled MRR of the chosen heads on the selection half:',
    '',
    parameterTable(parameters.trials),
    '',
    ...verdicts(found),
    '',
  ].join('\n');
}

function verdicts({ parameters, scoringBefore, gain, weak, weakBelow }: Calibration): string[] {
  const { chosen, best, before, standardErrors } = parameters;
  const show = ({ lengthExponent, headerCredit }: SegmentScoring): string =>
    `length exponent ${lengthExponent}, header credit ${headerCredit}`;
  const accuracy =
    `judges ${percent(weak.heldOut)} rightly on the held out half ` +
    `(${percent(weak.selection)} on the selection half; chance is 50 %)`;
  const [more, sure] = [gain.value.toFixed(3), gain.standardErrors.toFixed(1)];
  return [
    `Heads: chosen less before on the held out half, same parameters: ${more} (${sure} standard errors).`,
    `Parameters: ${show(chosen)}; they were ${show(scoringBefore)}. The best of the grid, ${show(best.parameters)}, is ` +
      `${standardErrors.toFixed(1)} standard errors better (${before.pooledMrr.toFixed(3)} to ${best.pooledMrr.toFixed(3)}).`,
    weak.value === weakBelow
      ? `Weak below ${weak.value}: ${accuracy}.`
      : `Weak below ${weakBelow} as before: the samples cannot decide it; ${weak.value} ${accuracy}.`,
  ];
}

function parameterTable(trials: Calibration['parameters']['trials']): string {
  const exponents = [...new Set(trials.map(({ parameters }) => parameters.lengthExponent))];
  const credits = [...new Set(trials.map(({ parameters }) => parameters.headerCredit))];
  const at = (exponent: number, credit: number): string =>
    trials
      .find(({ parameters }) => parameters.lengthExponent === exponent && parameters.headerCredit === credit)!
      .pooledMrr.toFixed(3);
  return table(
    ['length exponent', ...credits.map((credit) => `credit ${credit}`)],
    exponents.map((exponent) => [String(exponent), ...credits.map((credit) => at(exponent, credit))]),
  );
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = headings.map((heading, i) => Math.max(heading.length, ...rows.map((row) => row[i]!.length)));
  return [headings, ...rows]
    .map((row) =>
      row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  '),
    )
    .join('\n');
}

/** All heads in one picture. @param model what the model is called */
export function headMapOf({ heads, chosen }: Calibration, model: string): string {
  return headMapSvg(
    `Retrieval heads of ${model}`,
    'Mean reciprocal rank of the right line in a window',
    heads.map(({ head, figures }) => ({
      ...head,
      value: overGroups(figures, 'windowMrr'),
      chosen: chosen.heads.some((other) => nameOf(other) === nameOf(head)),
      tooltip:
        `layer ${head.layer}, head ${head.head}: ` +
        groups.map((group) => `${group} ${figures[group].windowMrr.toFixed(3)}`).join(', '),
    })),
  );
}
