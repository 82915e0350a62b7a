import { describe, expect, it } from 'vitest';
import { terms } from './terms.ts';

const of = (text: string): string[] => [...terms(text)];

describe('terms', () => {
  it('cuts identifiers and keeps them whole as well', () => {
    expect(of('parseHTTPHeader')).toEqual(['pars', 'http', 'header', 'parsehttpheader']);
    expect(of('retry_after_ms2')).toEqual(['retri', 'after', 'ms', '2', 'retry_after_ms2']);
    expect(of('MAX_FILES')).toEqual(['max', 'file', 'max_files']);
  });

  it('stems words and leaves out those that say nothing', () => {
    expect(of('Which functions convert the headers?')).toEqual(['function', 'convert', 'header']);
    expect(of('The AND the or')).toEqual([]);
  });

  it('takes Chinese by characters', () => {
    expect(of('问周瑜 ok')).toEqual(['问', '周', '瑜', 'ok']);
  });

  it('takes words of other scripts whole', () => {
    expect(of('Łódź, где?')).toEqual(['łódź', 'где']);
  });

  it('makes nothing of punctuation', () => {
    expect(of(' -- $ { } ; __ \n')).toEqual([]);
  });

  it('gives a word the same term every time', () => {
    expect(new Set([...of('connection'), ...of('connections'), ...of('Connected')])).toEqual(
      new Set(['connect']),
    );
    // More words than are remembered: forgetting must not change what they become.
    for (let i = 0; i < 60_000; i++) of(`word${String.fromCharCode(97 + (i % 26))}${i.toString(36)}`);
    expect(of('connections')).toEqual(['connect']);
  });
});
