import { describe, expect, it } from 'vitest';
import { CorpusError } from '../corpus/index.ts';
import { ModelError } from '../model/index.ts';
import { AskFailure, toFailure } from './failure.ts';

describe('toFailure', () => {
  it('keeps the id and the message of what is known', () => {
    expect(toFailure(new CorpusError('rootMissing', '/nowhere'))).toMatchObject({ id: 'rootMissing' });
    expect(toFailure(new CorpusError('rootMissing', '/nowhere')).message).toContain('/nowhere');
    expect(toFailure(new ModelError('noNativeBinary', 'No program for it.'))).toMatchObject({
      id: 'noNativeBinary',
      message: 'No program for it.',
    });
    const failure = new AskFailure('questionEmpty', 'Empty.');
    expect(toFailure(failure)).toBe(failure);
  });

  it('says it on one line in which nothing hides', () => {
    expect(toFailure(new CorpusError('rootMissing', 'a\n\u202Eb')).message).toMatch(/at "a \uFFFDb"\. Check/);
    expect(toFailure(new Error('first\nsecond\u001b[2J')).message).toMatch(/first second\uFFFD\[2J$/);
  });

  it('carries on what is not known, with its message', () => {
    expect(toFailure(new Error('disk on fire'))).toMatchObject({ id: 'internal' });
    expect(toFailure(new Error('disk on fire')).message).toContain('disk on fire');
    expect(toFailure('text').message).toContain('text');
  });
});
