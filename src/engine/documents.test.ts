import { describe, expect, it } from 'vitest';
import type { BackgroundExtractor, DocumentText, Refusal } from '../corpus/index.ts';
import { RememberedDocuments } from './documents.ts';

const bytes = new Uint8Array([1]);

function memory() {
  const kept = new Map<string, string>();
  return {
    kept,
    document: (name: string) => Promise.resolve(kept.get(name)),
    keepDocument: (name: string, text: string) => Promise.resolve(void kept.set(name, text)),
  };
}

function extractor(taken: DocumentText | Refusal) {
  const extractor = {
    asked: 0,
    text: (...[, , , onStart]: Parameters<BackgroundExtractor['text']>) => {
      extractor.asked++;
      onStart?.();
      return Promise.resolve(taken);
    },
  };
  return extractor;
}

describe('RememberedDocuments', () => {
  const text: DocumentText = {
    text: 'a\n',
    starts: [{ kind: 'page', line: 1, page: 1, headings: [], areas: [] }],
  };

  it('takes out the text of a document once', async () => {
    const [kept, once] = [memory(), extractor(text)];
    const documents = new RememberedDocuments(kept, once);
    expect(await documents.text('pdf', bytes, 'x', 'a.pdf')).toEqual(text);
    expect(await new RememberedDocuments(kept, once).text('pdf', bytes, 'x', 'a.pdf')).toEqual(text);
    expect(once.asked).toBe(1);
    await documents.text('pdf', bytes, 'another', 'a.pdf');
    expect(once.asked).toBe(2);
  });

  it('tells of a document whose text is taken out, not of one that is remembered', async () => {
    const told: string[] = [];
    const documents = new RememberedDocuments(memory(), extractor(text), undefined, (path) =>
      told.push(path),
    );
    for (const path of ['a.pdf', 'b.pdf']) await documents.text('pdf', bytes, 'x', path);
    expect(told).toEqual(['a.pdf']);
  });

  it('remembers why there is none, but for a lack of time', async () => {
    for (const [refusal, times] of [
      ['scanned', 1],
      ['tooSlow', 2],
    ] as const) {
      const [kept, once] = [memory(), extractor(refusal)];
      const documents = new RememberedDocuments(kept, once);
      expect(await documents.text('pdf', bytes, 'x', 'a.pdf')).toBe(refusal);
      expect(await documents.text('pdf', bytes, 'x', 'a.pdf')).toBe(refusal);
      expect(once.asked).toBe(times);
    }
  });

  it('knows without an extractor what is remembered, and nothing else', async () => {
    const kept = memory();
    await new RememberedDocuments(kept, extractor(text)).text('pdf', bytes, 'x', 'a.pdf');
    expect(await new RememberedDocuments(kept).text('pdf', bytes, 'x', 'a.pdf')).toEqual(text);
    expect(await new RememberedDocuments(kept).text('pdf', bytes, 'y', 'a.pdf')).toBeUndefined();
    expect(await new RememberedDocuments(undefined).text('pdf', bytes, 'x', 'a.pdf')).toBeUndefined();
  });
});
