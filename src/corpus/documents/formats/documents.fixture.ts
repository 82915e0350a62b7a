/** Builds small documents of each kind. */
import { strToU8, zipSync } from 'fflate';
import { testPdf } from '../pdf/testPdf.fixture.ts';
import type { DocumentKindId } from '../types.ts';

/** A zip file of texts by their path. */
export function zip(files: Readonly<Record<string, string>>): Uint8Array {
  return zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, strToU8(text)])));
}

const RELATIONS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
export const relations = (
  ...targets: readonly (readonly [id: string, type: string, target: string])[]
): string =>
  `<Relationships ${RELATIONS}>${targets.map(([id, type, target]) => `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`).join('')}</Relationships>`;

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
export const paragraph = (text: string, style = ''): string =>
  `<w:p>${style && `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`}<w:r><w:t>${text}</w:t></w:r></w:p>`;

export function docx(body: string): Uint8Array {
  const part =
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>';
  const styles = ['Heading1', 'Heading2'].map(
    (id, i) => `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="heading ${i + 1}"/></w:style>`,
  );
  return zip({
    '[Content_Types].xml': `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${part}</Types>`,
    '_rels/.rels': relations(['r1', 'officeDocument', 'word/document.xml']),
    'word/_rels/document.xml.rels': relations(['r2', 'styles', 'styles.xml']),
    'word/styles.xml': `<w:styles ${W}>${styles.join('')}</w:styles>`,
    'word/document.xml': `<w:document ${W}><w:body>${body}</w:body></w:document>`,
  });
}

export const X = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
export const R = `xmlns:r="${OFFICE}"`;

export function xlsx(rows: string, more: Readonly<Record<string, string>> = {}): Uint8Array {
  return zip({
    'xl/workbook.xml': `<workbook ${X} ${R}><sheets><sheet name="Parts" r:id="a"/><sheet name="Secret" state="hidden" r:id="b"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations(
      ['a', 'worksheet', 'worksheets/one.xml'],
      ['b', 'worksheet', 'worksheets/two.xml'],
    ),
    'xl/worksheets/one.xml': `<worksheet ${X}><sheetData>${rows}</sheetData></worksheet>`,
    'xl/worksheets/two.xml': `<worksheet ${X}><sheetData><row r="1"><c t="inlineStr"><is><t>hidden</t></is></c></row></sheetData></worksheet>`,
    ...more,
  });
}

export const odf = (body: string, more: Readonly<Record<string, string>> = {}): Uint8Array =>
  zip({
    'content.xml': `<office:document-content xmlns:office="o">${body}</office:document-content>`,
    ...more,
  });

const shape = (type: string, text: string): string =>
  `<p:sp><p:nvPr><p:ph type="${type}"/></p:nvPr><p:txBody><a:p><a:r><a:t>${text}</a:t></a:r></a:p></p:txBody></p:sp>`;

const mail =
  'From: Ann <ann@example.org>\nSubject: Pumps\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/html\n\n<p>They <b>move</b> water.</p>\n--x--\n';

/** A small document of each kind, with something of all that its kind has. */
export const sampleDocuments: Readonly<Record<DocumentKindId, Uint8Array>> = {
  pdf: testPdf(
    [1, 2, 3].map((page) => [
      { text: `Header ${page}`, x: 50, y: 760 },
      ...Array.from({ length: 12 }, (_, i) => ({
        text: `Line ${i} of page ${page} has some words of text-`,
        x: 50,
        y: 700 - 12 * i,
      })),
      ...Array.from({ length: 12 }, (_, i) => ({
        text: `And ${i} of the other column has some words`,
        x: 320,
        y: 700 - 12 * i,
      })),
    ]),
    [{ title: 'Line 0', page: 0 }],
  ),
  docx: docx(
    `${paragraph('Pumps', 'Heading1')}${paragraph('They move water.')}<w:tbl><w:tr><w:tc>${paragraph('a')}</w:tc></w:tr></w:tbl>`,
  ),
  xlsx: xlsx(
    '<row r="1"><c r="A1" t="inlineStr"><is><t>Part</t></is></c><c r="B1" t="inlineStr"><is><t>Size</t></is></c></row><row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" s="1"><v>8.25</v></c></row>',
    {
      'xl/sharedStrings.xml': `<sst ${X}><si><t>bolt</t></si></sst>`,
      'xl/styles.xml': `<styleSheet ${X}><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
    },
  ),
  ods: odf(
    '<office:spreadsheet><table:table table:name="Parts"><table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="2"><text:p>a</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet>',
  ),
  pptx: zip({
    'ppt/presentation.xml': `<p:presentation ${R}><p:sldIdLst><p:sldId r:id="a"/></p:sldIdLst></p:presentation>`,
    'ppt/_rels/presentation.xml.rels': relations(['a', 'slide', 'slides/slide1.xml']),
    'ppt/slides/slide1.xml': `<p:sld>${shape('title', 'Pumps')}${shape('body', 'They move water.')}</p:sld>`,
  }),
  odp: odf(
    '<draw:page><draw:frame presentation:class="title"><text:p>Pumps</text:p></draw:frame><draw:frame><text:list><text:list-item><text:p>They move water.</text:p></text:list-item></text:list></draw:frame></draw:page>',
  ),
  odt: odf(
    '<text:h text:outline-level="1">Pumps</text:h><text:p>They move<text:s text:c="3"/>water.<text:note><text:p>Or oil.</text:p></text:note></text:p><table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell></table:table-row></table:table>',
  ),
  epub: zip({
    'META-INF/container.xml': '<container><rootfiles><rootfile full-path="b.opf"/></rootfiles></container>',
    'b.opf':
      '<package><manifest><item id="one" href="a.xhtml"/></manifest><spine><itemref idref="one"/></spine></package>',
    'a.xhtml': '<html><body><h1>Pumps</h1><p>They <b>move</b> water.</p><ul><li>a</li></ul></body></html>',
  }),
  rtf: strToU8(
    String.raw`{\rtf1\ansi{\fonttbl{\f0 Arial;}}{\stylesheet{\s1 heading 1;}}\pard\s1 Pumps\par\pard They move caf\'e9 \u8212?water.\par\pard\intbl a\cell b\cell\row}`,
  ),
  mail: strToU8(mail),
  mailbox: strToU8(`From x\n${mail}\nFrom y\n${mail}`),
  subtitles: strToU8(
    'WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>How deep?\n\n1\n01:02:03,500 --> 01:02:05,000\n9 m.\n',
  ),
  chat: strToU8(
    JSON.stringify([
      { role: 'user', content: [{ type: 'text', text: 'How deep?' }] },
      { role: 'assistant', content: '9 m.' },
    ]),
  ),
};
