import { TextBuilder } from '../texts.ts';
import type { TokenSource } from '../texts.ts';
import { cosqa } from './cosqa.ts';
import type { BenchGroup, BenchSet } from './types.ts';

/** Functions of the text, so that it is read in a minute. */
export const CODE_FUNCTIONS = 400;
export const CODE_QUESTIONS = 60;

/** Some of CoSQA's functions without docstrings, with the queries of the tune half that they answer. */
export function codeSample(model: TokenSource): BenchSet {
  const all = cosqa(model, { half: 'tune', limit: CODE_QUESTIONS }, false);
  const { text, items } = all.groups[0]!;
  const units = new Set(items.map(({ goldUnit }) => goldUnit!));
  const every = Math.floor(text.unitNames!.length / (CODE_FUNCTIONS - units.size));
  for (let unit = 0; unit < text.unitNames!.length && units.size < CODE_FUNCTIONS; unit += every)
    units.add(unit);
  const builder = new TextBuilder(model);
  const renamed = new Map<number, number>();
  text.segments.forEach((segment, i) => {
    const unit = text.units![i]!;
    if (!units.has(unit)) return;
    if (!renamed.has(unit)) {
      builder.file(text.unitNames![unit]!);
      renamed.set(unit, builder.unit(text.unitNames![unit]!));
    }
    builder.add(segment.text, renamed.get(unit));
  });
  const group: BenchGroup = {
    text: builder.finish(),
    items: items.map((item) => ({ ...item, goldUnit: renamed.get(item.goldUnit!)! })),
  };
  return { ...all, groups: [group] };
}
