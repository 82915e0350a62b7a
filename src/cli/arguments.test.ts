import { describe, expect, it } from 'vitest';
import { withQuestion } from './arguments.ts';

describe('withQuestion', () => {
  it('takes what begins with a dash and has a space for the question, among options', () => {
    const args = ['--json', '--verbose what is it?', 'folder', '--threads', '2'];
    expect(withQuestion(args)).toEqual(['--json', ' --verbose what is it?', 'folder', '--threads', '2']);
    expect(withQuestion(['-x or\n-y?'])).toEqual([' -x or\n-y?']);
  });

  it('leaves options, their values and what stands behind two dashes as they are', () => {
    for (const args of [
      ['--json', 'what is it?', '-h'],
      ['--endpoint-model=my model', 'what is it?'],
      ['--', '--verbose what is it?', '-my folder'],
      [],
    ]) {
      expect(withQuestion(args)).toEqual(args);
    }
  });
});
