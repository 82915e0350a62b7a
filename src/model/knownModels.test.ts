import { expect, it } from 'vitest';
import { rereadingLimitOf } from './knownModels.ts';

it('every model judges more strictly what keywords chose for it, an unmeasured one too', () => {
  for (const id of ['smollm2-135m', 'gemma-3-270m', 'some-model'])
    expect(rereadingLimitOf(id)).toBeGreaterThan(1);
  expect(rereadingLimitOf('gemma-3-270m')).not.toBe(rereadingLimitOf('smollm2-135m'));
});
