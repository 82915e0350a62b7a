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
    expect(of('Łódź, где?')).toEqual(['łódź', 'łodz', 'где']);
  });

  it.each([
    ['composed and decomposed', 'Chloë Håkansson', 'Chloe\u0308 Ha\u030Akansson'],
    ['full-width letters and digits', 'Timeout 30', 'Ｔｉｍｅｏｕｔ　３０'],
    ['half-width katakana with its marks', 'データベース', 'ﾃﾞｰﾀﾍﾞｰｽ'],
    ['Korean syllables and their letters', '창고 관리', '창고 관리'.normalize('NFD')],
    ['a ligature', 'file', 'ﬁle'],
    ['soft hyphens', 'configuration', 'con\u00ADfig\u00ADu\u00ADra\u00ADtion'],
    ['zero-width spaces', 'configuration', 'config\u200Buration'],
    ['a soft hyphen at the end of a line', 'configuration', 'configu\u00AD\n  ration'],
    ['sharp s and its capital', 'Straße', 'STRASSE'],
  ])('takes %s for the same', (_, one, other) => {
    expect(of(other)).toEqual(of(one));
    expect(of(one)).not.toEqual([]);
  });

  it('joins a word that a hyphen breaks at the end of a line, and keeps its parts', () => {
    expect(of('the com-\n  pressor runs')).toEqual(['com', 'pressor', 'run', 'compressor']);
    expect(of('well-\nknown')).toEqual(['well', 'known', 'wellknown']);
    expect(of('a -\nb')).toEqual(['b']);
    expect(of('one-\nTwo')).toEqual(['on', 'two']);
  });

  it('finds a word with accents by one without', () => {
    expect(of('résumé')).toEqual(['résumé', ...of('resume')]);
    expect(of('платёж')).toContain(of('платеж')[0]);
  });

  it('makes nothing of punctuation', () => {
    expect(of(' -- $ { } ; __ \n')).toEqual([]);
  });

  it('gives a word the same term every time', () => {
    expect(new Set([...of('connection'), ...of('connections'), ...of('Connected')])).toEqual(
      new Set(['connect']),
    );
    // More words than the cache holds: dropping it must not change a stem.
    for (let i = 0; i < 60_000; i++) of(`word${String.fromCharCode(97 + (i % 26))}${i.toString(36)}`);
    expect(of('connections')).toEqual(['connect']);
  });
});
