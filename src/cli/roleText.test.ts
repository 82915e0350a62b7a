import { describe, expect, it } from 'vitest';
import { emptiedText, filledText } from './roleText.ts';

describe('who fills a role', () => {
  it('is the model that was named', () => {
    expect(filledText('rereader', { id: 'a/b.gguf', place: 'added' })).toBe(
      'The rereader is a/b.gguf from now on.\n',
    );
    expect(filledText('writer', { id: 'tiny', place: 'embedded' })).toBe('The writer is tiny from now on.\n');
  });

  it('is nobody who reads again where that is taken back', () => {
    expect(filledText('rereader', { id: 'tiny', place: 'embedded' })).toBe(
      'Nobody reads again from now on.\n',
    );
    expect(emptiedText('rereader')).toBe('Nobody reads again.\n');
    expect(emptiedText('reader')).toBe('The reader is the embedded model again.\n');
  });
});
