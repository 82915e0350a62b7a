import { describe, expect, it } from 'vitest';
import { hasWord, nameAgreement, nameWords, partsOf } from './fileNames.ts';

const agreement = (question: string, path: string): number =>
  nameAgreement(partsOf(question), nameWords(path).words);

describe('nameWords', () => {
  it('takes a name apart as code is written', () => {
    const { words, stem } = nameWords('src/http/HTTPRequestParser_v2.ts');
    expect([...words]).toEqual(['http', 'request', 'parser', 'v', '2']);
    expect(stem).toBe('httprequestparserv2');
  });

  it('takes the folder for the name of a file that is only its entrance', () => {
    expect([...nameWords('axum/src/extract/mod.rs').words]).toEqual(['extract']);
    expect([...nameWords('index.ts').words]).toEqual(['index']);
  });

  it('takes a title as it is, and a dot file', () => {
    expect([...nameWords('Barack Obama').words]).toEqual(['barack', 'obama']);
    expect(nameWords('.gitignore').stem).toBe('gitignore');
  });
});

describe('nameAgreement', () => {
  it('is 1 where question and name say the same', () => {
    expect(agreement('update statement', 'UpdateStatement.kt')).toBe(1);
  });

  it('is less where either says more', () => {
    const whole = agreement('update statement', 'UpdateStatement.kt');
    expect(agreement('update statement', 'BatchUpdateStatement.kt')).toBeLessThan(whole);
    expect(agreement('how an update statement is built', 'UpdateStatement.kt')).toBeLessThan(whole);
    expect(agreement('update statement', 'Transaction.kt')).toBe(0);
  });

  it('is nothing without words', () => {
    expect(nameAgreement(new Set(), new Set(['a']))).toBe(0);
    expect(nameAgreement(new Set(['a']), new Set())).toBe(0);
  });
});

describe('hasWord', () => {
  it('takes a beginning of three letters or more for the word', () => {
    expect(hasWord(new Set(['authent']), 'auth')).toBe(true);
    expect(hasWord(new Set(['lock']), 'lockfil')).toBe(true);
    expect(hasWord(new Set(['go']), 'golang')).toBe(false);
  });
});
