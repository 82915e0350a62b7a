import { describe, expect, it } from 'vitest';
import { fileUrl, hubFileOf, hubOf, pageUrl, partsOf } from './hub.ts';

describe('hubOf', () => {
  it('is the one that everybody knows, or the mirror, with its token', () => {
    expect(hubOf({ env: {} })).toEqual({ endpoint: new URL('https://huggingface.co/'), token: undefined });
    const mirror = hubOf({ env: { HF_ENDPOINT: 'https://mirror.example/hub', HF_TOKEN: ' key\n' } });
    expect(mirror.token).toBe('key');
    const file = { repository: 'a/b', revision: 'main', path: 'c/d e.gguf' };
    expect(fileUrl(mirror, file).href).toBe('https://mirror.example/hub/a/b/resolve/main/c/d%20e.gguf');
    expect(pageUrl(mirror, 'a/b')).toBe('https://mirror.example/hub/a/b');
  });

  it.each(['mirror', 'ftp://mirror.example', 'https://name:secret@mirror.example'])(
    'refuses %s',
    (endpoint) => {
      expect(() => hubOf({ env: { HF_ENDPOINT: endpoint } })).toThrow(/HF_ENDPOINT/);
    },
  );
});

describe('hubFileOf', () => {
  it('takes owner, name, file and revision apart', () => {
    expect(hubFileOf('Qwen/Qwen3-0.6B-GGUF/Qwen3-0.6B-Q8_0.gguf')).toEqual({
      repository: 'Qwen/Qwen3-0.6B-GGUF',
      path: 'Qwen3-0.6B-Q8_0.gguf',
      revision: 'main',
    });
    expect(hubFileOf('a/b/part/c.gguf@v1.0')).toEqual({
      repository: 'a/b',
      path: 'part/c.gguf',
      revision: 'v1.0',
    });
  });

  it.each([
    'a/b.gguf',
    'a/b/c.bin',
    '../b/c.gguf',
    'a/../c.gguf',
    'a/b/../c.gguf',
    'a/b/c.gguf@..',
    'a/b/c d.gguf',
    '/a/b/c.gguf',
    'a\\b/c/d.gguf',
  ])('knows that %s is none', (text) => {
    expect(hubFileOf(text)).toBeUndefined();
  });
});

it('names all parts of a model that is cut', () => {
  expect(partsOf('a/b-00002-of-00003.gguf')).toEqual([
    'a/b-00001-of-00003.gguf',
    'a/b-00002-of-00003.gguf',
    'a/b-00003-of-00003.gguf',
  ]);
  expect(partsOf('a/b.gguf')).toEqual(['a/b.gguf']);
});
