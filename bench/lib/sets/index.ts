import type { TokenSource } from '../texts.ts';
import { cosqa } from './cosqa.ts';
import { functions } from './functions.ts';
import { hotpotqa, hotpotqaPooled } from './hotpotqa.ts';
import { languages } from './languages.ts';
import { multifieldqaZh } from './multifieldqaZh.ts';
import { needles } from './needles.ts';
import type { BenchSet, SetOptions } from './types.ts';

export type { BenchGroup, BenchSet, SetItem, SetOptions } from './types.ts';

/** Every set by its id; built when called. All but `functions` need the evaluation data. */
export const sets: Readonly<Record<string, (model: TokenSource, options: SetOptions) => BenchSet>> = {
  needles: (model, options) => needles(model, options),
  hotpotqa,
  'hotpotqa-pooled': hotpotqaPooled,
  'multifieldqa-zh': multifieldqaZh,
  cosqa: (model, options) => cosqa(model, options, true),
  'cosqa-stripped': (model, options) => cosqa(model, options, false),
  functions,
  languages,
};
