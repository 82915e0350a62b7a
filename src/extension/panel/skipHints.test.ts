import { describe, expect, it } from 'vitest';
import type { SkippedFile, SkipReason } from '../../contract/index.ts';
import { untranslated } from '../../messages/index.ts';
import { skipHintText } from './skipHints.ts';

const hint = (reason: SkipReason, more: Partial<SkippedFile> = {}): string =>
  skipHintText(untranslated, reason, [{ root: 0, path: 'a/out/', reason, ...more }]);

describe('skipHintText', () => {
  it('names the setting, the value or the line that has the files read', () => {
    expect(hint('tooLarge', { sizeBytes: 5 * 1024 * 1024 + 1 })).toMatch(/Max File Size KB to 5.?121\./);
    expect(hint('excluded')).toMatch(/!\/a\/out\/ into \.infiniaskignore.*Pass Over/);
    expect(hint('repository')).toMatch(/ask about its folder, or write !\/a\/out\//);
    expect(hint('outside')).toContain('Follow Links');
  });

  it('is silent where nothing should be done', () => {
    for (const reason of ['binary', 'copy', 'empty', 'linkLoop'] as const) expect(hint(reason)).toBe('');
  });
});
