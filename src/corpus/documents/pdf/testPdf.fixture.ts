/** Writes small PDF files: lines of Helvetica at given places, and an outline. */

export interface PlacedText {
  readonly text: string;
  /** In points from the left and from the bottom of a page of 600 by 800. */
  readonly x: number;
  readonly y: number;
  /** Default 10. */
  readonly size?: number;
}

export interface TestOutline {
  readonly title: string;
  /** Index of the page, from 0. */
  readonly page: number;
}

/** A PDF of pages with text. @param trailer more entries for the trailer */
export function testPdf(
  pages: readonly (readonly PlacedText[])[],
  outline: readonly TestOutline[] = [],
  trailer = '',
  fontObject = '<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>',
): Uint8Array {
  const objects: string[] = [];
  const add = (body: string): number => objects.push(body);
  // The numbers of the first three objects are known before they are written.
  const [catalogue, tree, font] = [add(''), add(''), add('')];
  objects[font - 1] = fontObject;
  const numbers = pages.map((texts) => {
    const content = texts.map(drawn).join('\n');
    const stream = add(`<</Length ${content.length}>>stream\n${content}\nendstream`);
    return add(
      `<</Type/Page/Parent ${tree} 0 R/MediaBox[0 0 600 800]/Contents ${stream} 0 R/Resources<</Font<</F ${font} 0 R>>>>>>`,
    );
  });
  objects[tree - 1] =
    `<</Type/Pages/Count ${pages.length}/Kids[${numbers.map((n) => `${n} 0 R`).join(' ')}]>>`;
  const outlines = outline.length === 0 ? '' : `/Outlines ${addOutline(outline, numbers, add, objects)} 0 R`;
  objects[catalogue - 1] = `<</Type/Catalog/Pages ${tree} 0 R${outlines}>>`;
  return pdfFile(objects, `/Root ${catalogue} 0 R${trailer}`);
}

function drawn({ text, x, y, size = 10 }: PlacedText): string {
  const codes = Array.from(text, (letter) => letter.charCodeAt(0).toString(16).padStart(2, '0')).join('');
  return `BT /F ${size} Tf ${x} ${y} Td <${codes}> Tj ET`;
}

function addOutline(
  entries: readonly TestOutline[],
  pages: readonly number[],
  add: (body: string) => number,
  objects: string[],
): number {
  const root = add('');
  const first = root + 1;
  entries.forEach(({ title, page }, i) => {
    const next = i + 1 < entries.length ? `/Next ${first + i + 1} 0 R` : '';
    add(`<</Title(${title})/Parent ${root} 0 R/Dest[${pages[page]} 0 R/Fit]${next}>>`);
  });
  objects[root - 1] =
    `<</First ${first} 0 R/Last ${first + entries.length - 1} 0 R/Count ${entries.length}>>`;
  return root;
}

/** A PDF of these objects, which count from 1. @param trailer names its root, such as `/Root 1 0 R` */
export function pdfFile(objects: readonly string[], trailer: string): Uint8Array {
  let text = '%PDF-1.7\n';
  const offsets = objects.map((body, i) => {
    const offset = text.length;
    text += `${i + 1} 0 obj${body}endobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  const start = text.length;
  text += `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer<</Size ${size}${trailer}>>\nstartxref\n${start}\n%%EOF`;
  return new Uint8Array(Buffer.from(text, 'latin1'));
}
