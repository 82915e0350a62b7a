/** Books in EPUB: their chapters in the order of reading. */
import { htmlProse } from '../htmlProse.ts';
import { ProseText } from '../prose.ts';
import { resolved } from '../relations.ts';
import { DocumentRefused } from '../types.ts';
import type { DocumentText } from '../types.ts';
import { readXml } from '../xml.ts';
import { requiredText, textOf, unpacked } from '../zip.ts';
import type { Entries } from '../zip.ts';

export function extractEpub(bytes: Uint8Array): DocumentText {
  const entries = unpacked(bytes, (path) => /\.(?:xml|opf|ncx|x?html?)$/i.test(path));
  if (isLocked(textOf(entries, 'META-INF/encryption.xml') ?? '')) throw new DocumentRefused('encrypted');
  const { chapters, contents } = bookOf(entries);
  const titles = titlesOf(entries, contents);
  const prose = new ProseText();
  for (const path of chapters) {
    const html = textOf(entries, path);
    if (html === undefined) continue;
    const title = titles.get(path);
    // A chapter without a heading has the title that the contents give it.
    if (title !== undefined && !/<(?:\w+:)?h[1-6][\s>]/i.test(html)) prose.heading(title, 1);
    htmlProse(html, prose, { isXml: true });
    prose.end();
  }
  return prose.finish();
}

/** Fonts may be disguised in a book that anybody may read. */
function isLocked(xml: string): boolean {
  let isLocked = false;
  readXml(xml, {
    open: (name, attribute) => {
      if (name !== 'EncryptionMethod') return;
      if (!/idpf\.org\/2008\/embedding|ns\.adobe\.com\/pdf\/enc#RC/.test(attribute('Algorithm') ?? ''))
        isLocked = true;
    },
  });
  return isLocked;
}

interface Book {
  /** Paths of the chapters. */
  readonly chapters: readonly string[];
  /** Paths of the tables of contents. */
  readonly contents: readonly string[];
}

function bookOf(entries: Entries): Book {
  let root = '';
  readXml(requiredText(entries, 'META-INF/container.xml'), {
    open: (name, attribute) => {
      if (name === 'rootfile' && root === '') root = attribute('full-path') ?? '';
    },
  });
  const folder = root.slice(0, root.lastIndexOf('/') + 1);
  const paths = new Map<string, string>();
  const [chapters, contents]: [string[], string[]] = [[], []];
  readXml(requiredText(entries, root), {
    open: (name, attribute) => {
      if (name === 'item') {
        const path = resolved(folder, decoded(attribute('href') ?? ''));
        paths.set(attribute('id') ?? '', path);
        const isContents =
          /\bnav\b/.test(attribute('properties') ?? '') ||
          attribute('media-type') === 'application/x-dtbncx+xml';
        if (isContents) contents.push(path);
      } else if (name === 'itemref') {
        const path = paths.get(attribute('idref') ?? '');
        if (path !== undefined && !contents.includes(path)) chapters.push(path);
      }
    },
  });
  return { chapters, contents };
}

/** The title of each chapter, by its path. */
function titlesOf(entries: Entries, contents: readonly string[]): ReadonlyMap<string, string> {
  const titles = new Map<string, string>();
  for (const path of contents) {
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    let [title, target] = ['', ''];
    const note = (): void => {
      const [file = ''] = target.split('#');
      if (file === '' || title.trim() === '') return;
      const chapter = resolved(folder, decoded(file));
      if (!titles.has(chapter)) titles.set(chapter, title.replaceAll(/\s+/g, ' ').trim());
    };
    readXml(textOf(entries, path) ?? '', {
      open: (name, attribute) => {
        if (name === 'navPoint' || name === 'a') title = '';
        if (name === 'a') target = attribute('href') ?? '';
        if (name === 'content') {
          target = attribute('src') ?? '';
          note();
        }
      },
      close: (name) => {
        if (name === 'a') note();
      },
      text: (text) => (title += text),
    });
  }
  return titles;
}

function decoded(href: string): string {
  try {
    return decodeURIComponent(href);
  } catch {
    return href;
  }
}
