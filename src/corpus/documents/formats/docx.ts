/** Word documents by mammoth: headings, lists, tables, footnotes. */
import { zipSync } from 'fflate';
import mammoth from 'mammoth';
import { htmlProse } from '../htmlProse.ts';
import { ProseText } from '../prose.ts';
import type { DocumentText } from '../types.ts';
import { requiredText, unpacked } from '../zip.ts';

/** What mammoth knows of styles by itself are the English names; Word keeps these whatever its language. */
const STYLES = ["p[style-name='Title'] => h1:fresh", "p[style-name='Subtitle'] => h2:fresh"];

export async function extractDocx(bytes: Uint8Array): Promise<DocumentText> {
  const entries = unpacked(bytes, (path) => /\.(?:xml|rels)$/i.test(path));
  requiredText(entries, '[Content_Types].xml');
  // Packed again without pictures and within the limits, because mammoth's own zip reader has none.
  const buffer = Buffer.from(zipSync(Object.fromEntries(entries), { level: 0 }));
  const { value } = await mammoth.convertToHtml(
    { buffer },
    { styleMap: STYLES, includeEmbeddedStyleMap: false, convertImage: noImage, externalFileAccess: false },
  );
  const prose = new ProseText();
  htmlProse(value, prose);
  return prose.finish();
}

const noImage = mammoth.images.imgElement(() => Promise.resolve({ src: '' }));
