import { strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { extractDocument } from '../extract.ts';
import type { DocumentKindId, DocumentText } from '../types.ts';
import { docx, odf, paragraph, R, relations, sampleDocuments, X, xlsx, zip } from './documents.fixture.ts';

async function read(kind: DocumentKindId, bytes: Uint8Array): Promise<DocumentText> {
  const document = await extractDocument(kind, bytes);
  if (typeof document === 'string') throw new Error(document);
  return document;
}

/** Each line with where it is found, blank ones left out. */
function placed({ text, starts }: DocumentText): string[] {
  return text.split('\n').flatMap((line, i) => {
    const start = starts.findLast((one) => one.line <= i + 1);
    if (line === '' || !start) return [];
    switch (start.kind) {
      case 'heading':
        return [`${start.headings.join('/')} ${start.paragraph}: ${line}`];
      case 'rows':
        return [`${start.sheet} ${start.row + i + 1 - start.line}: ${line}`];
      case 'slide':
        return [`${start.slide}${start.isNotes ? ' notes' : ''}: ${line}`];
      case 'message':
        return [`${start.message} ${start.from}: ${line}`];
      case 'turn':
        return [`${start.turn} ${start.time}: ${line}`];
      default:
        return [line];
    }
  });
}

describe('Word', () => {
  it('has headings, lists and rows of tables, each with its heading and paragraph', async () => {
    const cell = (text: string): string => `<w:tc>${paragraph(text)}</w:tc>`;
    const table = `<w:tbl><w:tr>${cell('Part')}${cell('Size')}</w:tr><w:tr>${cell('bolt')}${cell('8 | 9 mm')}</w:tr></w:tbl>`;
    const body = [
      paragraph('Before.'),
      paragraph('Pumps', 'Heading1'),
      paragraph('They move water.'),
      paragraph('Parts', 'Heading2'),
      table,
      paragraph('# no heading'),
    ];
    expect(placed(await read('docx', docx(body.join(''))))).toEqual([
      ' 1: Before.',
      'Pumps 0: # Pumps',
      'Pumps 1: They move water.',
      'Pumps/Parts 0: ## Parts',
      'Pumps/Parts 1: | Part | Size |',
      'Pumps/Parts 2: | bolt | 8 \\| 9 mm |',
      'Pumps/Parts 3:     # no heading',
    ]);
  });

  it('says what is locked, and what is no document', async () => {
    const locked = new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, ...Buffer.from('EncryptedPackage', 'utf16le')]);
    expect(await extractDocument('docx', locked)).toBe('encrypted');
    expect(await extractDocument('docx', zip({ 'a.txt': 'a' }))).toBe('damaged');
    expect(await extractDocument('docx', docx(''))).toBe('empty');
  });
});

describe('sheets', () => {
  it('show each value under its heading, as the program does, and leave out hidden sheets', async () => {
    const styles = `<styleSheet ${X}><numFmts><numFmt numFmtId="200" formatCode="0.0&quot; mm&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="200"/><xf numFmtId="10"/></cellXfs></styleSheet>`;
    const strings = `<sst ${X}><si><t>Part</t></si><si><r><t>Si</t></r><r><t>ze</t></r></si><si><t>bolt</t></si><si><t>Bought</t></si><si><t>Share</t></si></sst>`;
    const rows = [
      '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c><c r="D2" t="s"><v>3</v></c><c r="E2" t="s"><v>4</v></c></row>',
      '<row r="5"><c r="A5" t="s"><v>2</v></c><c r="B5" s="2"><v>8.25</v></c><c r="D5" s="1"><v>45356</v></c><c r="E5" s="3"><v>0.125</v></c></row>',
      '<row r="6"><c r="A6" t="b"><v>1</v></c><c r="B6"><v>0.1</v></c></row>',
    ];
    const book = xlsx(rows.join(''), { 'xl/styles.xml': styles, 'xl/sharedStrings.xml': strings });
    expect(placed(await read('xlsx', book))).toEqual([
      'Parts 2: # Parts',
      'Parts 2: Part | Size | Bought | Share',
      'Parts 5: Part: bolt | Size: 8.3 mm | Bought: 2024-03-05 | Share: 12.50%',
      'Parts 6: Part: TRUE | Size: 0.1',
    ]);
  });

  it('of OpenDocument, with repeated rows and columns by their numbers', async () => {
    const cell = (text: string, times = 1): string =>
      `<table:table-cell table:number-columns-repeated="${times}">${text && `<text:p>${text}</text:p>`}</table:table-cell>`;
    const row = (cells: string, times = 1): string =>
      `<table:table-row table:number-rows-repeated="${times}">${cells}</table:table-row>`;
    const table =
      row(cell('Part') + cell('Size')) + row(cell('', 2), 1000) + row(cell('bolt') + cell('8 mm'), 2);
    const book = odf(
      `<office:spreadsheet><table:table table:name="Parts">${table}</table:table></office:spreadsheet>`,
    );
    expect(placed(await read('ods', book))).toEqual([
      'Parts 1: # Parts',
      'Parts 1: Part | Size',
      'Parts 1002: Part: bolt | Size: 8 mm',
      'Parts 1003: Part: bolt | Size: 8 mm',
    ]);
  });

  it('is refused when a few bytes would become millions of cells', async () => {
    const row =
      '<table:table-row><table:table-cell table:number-columns-repeated="16000"><text:p>a</text:p></table:table-cell></table:table-row>';
    expect(
      await extractDocument('ods', odf(`<table:table table:name="a">${row.repeat(400)}</table:table>`)),
    ).toBe('tooComplex');
  });
});

describe('presentations', () => {
  const shape = (type: string, text: string): string =>
    `<p:sp><p:nvPr><p:ph type="${type}"/></p:nvPr><p:txBody><a:p><a:r><a:t>${text}</a:t></a:r></a:p></p:txBody></p:sp>`;

  it('have title, text and notes of each slide, in the order of the presentation', async () => {
    const slide = (title: string, text: string): string =>
      `<p:sld>${shape('body', text)}${shape('title', title)}${shape('sldNum', '7')}</p:sld>`;
    const show = zip({
      'ppt/presentation.xml': `<p:presentation ${R}><p:sldIdLst><p:sldId r:id="b"/><p:sldId r:id="a"/></p:sldIdLst></p:presentation>`,
      'ppt/_rels/presentation.xml.rels': relations(
        ['a', 'slide', 'slides/slide1.xml'],
        ['b', 'slide', '/ppt/slides/slide2.xml'],
      ),
      'ppt/slides/slide1.xml': slide('Valves', 'They stop it.'),
      'ppt/slides/slide2.xml': slide('Pumps', 'They move water.'),
      'ppt/slides/_rels/slide2.xml.rels': relations(['n', 'notesSlide', '../notesSlides/n.xml']),
      'ppt/notesSlides/n.xml': `<p:notes>${shape('sldImg', '')}${shape('body', 'Say how.')}</p:notes>`,
    });
    expect(placed(await read('pptx', show))).toEqual([
      '1: # Pumps',
      '1: - They move water.',
      '1 notes: Say how.',
      '2: # Valves',
      '2: - They stop it.',
    ]);
  });

  it('of OpenDocument', async () => {
    const frame = (kind: string, text: string): string =>
      `<draw:frame presentation:class="${kind}"><draw:text-box><text:p>${text}</text:p></draw:text-box></draw:frame>`;
    const notes = `<presentation:notes>${frame('notes', 'Say how.')}</presentation:notes>`;
    const pages = `<draw:page>${frame('title', 'Pumps')}${frame('outline', 'They move<text:s/>water.')}${notes}</draw:page>`;
    expect(placed(await read('odp', odf(pages)))).toEqual([
      '1: # Pumps',
      '1: They move water.',
      '1 notes: Say how.',
    ]);
  });
});

describe('texts of OpenDocument', () => {
  it('have headings, lists, tables and notes, without what was deleted', async () => {
    const body =
      '<text:tracked-changes><text:p>deleted</text:p></text:tracked-changes>' +
      '<text:h text:outline-level="1">Pumps</text:h>' +
      '<text:p>They move<text:line-break/>water.<text:note><text:note-citation>1</text:note-citation><text:p>Or oil.</text:p></text:note></text:p>' +
      '<text:list><text:list-item><text:p>one</text:p><text:list><text:list-item><text:p>two</text:p></text:list-item></text:list></text:list-item></text:list>' +
      '<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell><text:p>b</text:p></table:table-cell></table:table-row></table:table>';
    expect(placed(await read('odt', odf(body)))).toEqual([
      'Pumps 0: # Pumps',
      'Pumps 1: They move',
      'Pumps 1: water.',
      'Pumps 2: Or oil.',
      'Pumps 3: - one',
      'Pumps 4:   - two',
      'Pumps 5: | a | b |',
    ]);
  });

  it('say when they are locked', async () => {
    const manifest = '<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>';
    expect(await extractDocument('odt', odf('x', { 'META-INF/manifest.xml': manifest }))).toBe('encrypted');
  });
});

describe('books', () => {
  const book = (more: Readonly<Record<string, string>> = {}): Uint8Array =>
    zip({
      'META-INF/container.xml':
        '<container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>',
      'OEBPS/book.opf':
        '<package><manifest><item id="two" href="b%20c.xhtml"/><item id="one" href="a.xhtml"/><item id="nav" href="nav.xhtml" properties="nav"/></manifest>' +
        '<spine><itemref idref="nav"/><itemref idref="one"/><itemref idref="two"/></spine></package>',
      'OEBPS/nav.xhtml': '<nav><a href="a.xhtml">The well</a><a href="b%20c.xhtml#x">Pipes</a></nav>',
      'OEBPS/a.xhtml':
        '<html><head><title>t</title></head><body><p>Deep &amp; cold.</p><script>x</script></body></html>',
      'OEBPS/b c.xhtml': '<html><body><h2>Pipes</h2><p>They leak.</p></body></html>',
      ...more,
    });

  it('have their chapters in the order of reading, with the titles of the contents', async () => {
    expect(placed(await read('epub', book()))).toEqual([
      'The well 0: # The well',
      'The well 1: Deep & cold.',
      'The well/Pipes 0: ## Pipes',
      'The well/Pipes 1: They leak.',
    ]);
  });

  it('are locked when more than their fonts is encrypted', async () => {
    const encryption = (algorithm: string): Record<string, string> => ({
      'META-INF/encryption.xml': `<encryption><EncryptedData><EncryptionMethod Algorithm="${algorithm}"/></EncryptedData></encryption>`,
    });
    expect(
      await extractDocument('epub', book(encryption('http://www.w3.org/2001/04/xmlenc#aes128-cbc'))),
    ).toBe('encrypted');
    await expect(read('epub', book(encryption('http://www.idpf.org/2008/embedding')))).resolves.toBeDefined();
  });
});

describe('RTF', () => {
  it('is read without what says how it looks, in its encodings', async () => {
    const rtf =
      String.raw`{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}{\f1\fcharset134 SimSun;}}{\stylesheet{\s1 heading 1;}}{\*\generator x;}` +
      String.raw`\pard\s1 Pumps\par\pard They\~move caf\'e9 water\u8212?fast {\b and} {\f1\'cb\'ae}.\par` +
      String.raw`\pard\intbl a\cell b\cell\row\pard {\field{\*\fldinst HYPERLINK x}{\fldrslt link}}\par}`;
    expect(placed(await read('rtf', strToU8(rtf)))).toEqual([
      'Pumps 0: # Pumps',
      'Pumps 1: They move café water—fast and 水.',
      'Pumps 2: | a | b |',
      'Pumps 3: link',
    ]);
  });
});

describe('mail', () => {
  const message = (subject: string, body: string): string =>
    `From: Ann <ann@example.org>\nTo: bob@example.org\nSubject: ${subject}\nDate: Mon, 04 Mar 2024 10:00:00 +0000\n${body}`;

  it('has headers, text and the text of attachments', async () => {
    const rtf = Buffer.from(String.raw`{\rtf1 Attached words.\par}`).toString('base64');
    const parts =
      'Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/html; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\n' +
      '<p>Caf=E9 <b>now</b></p>\n--x\nContent-Type: application/rtf\nContent-Disposition: attachment; filename="a.rtf"\nContent-Transfer-Encoding: base64\n\n' +
      `${rtf}\n--x\nContent-Disposition: attachment; filename="b.png"\n\nx\n--x--\n`;
    const read1 = await read('mail', strToU8(message('=?utf-8?q?Caf=C3=A9?=', parts)));
    expect(placed(read1)).toEqual(
      [
        '# Café',
        'From: Ann',
        'To: bob@example.org',
        'Date: 2024-03-04T10:00:00.000Z',
        'Café now',
        '## a.rtf',
        'Attached words.',
        '## b.png',
      ].map((line) => `1 Ann: ${line}`),
    );
    expect(read1.starts[0]).toMatchObject({ kind: 'message', subject: 'Café', from: 'Ann' });
  });

  it('of a mailbox is told apart, also where a line of text begins with From', async () => {
    const box = ['One', 'Two']
      .map((subject) => `From x Mon\n${message(subject, '\nHello.\n>From here.\n\n')}`)
      .join('');
    expect(placed(await read('mailbox', strToU8(box))).filter((line) => /#|Hello/.test(line))).toEqual([
      '1 Ann: # One',
      '1 Ann: Hello.',
      '2 Ann: # Two',
      '2 Ann: Hello.',
    ]);
  });
});

describe('conversations', () => {
  it('are read as turns from the usual exports', async () => {
    const tree = {
      title: 'Pumps',
      current_node: 'c',
      mapping: {
        a: { message: null, parent: null },
        b: {
          message: { author: { role: 'user' }, create_time: 1709546400, content: { parts: ['How deep?'] } },
          parent: 'a',
        },
        x: {
          message: { author: { role: 'assistant' }, content: { parts: ['Another version.'] } },
          parent: 'b',
        },
        c: {
          message: { author: { role: 'assistant' }, content: { parts: ['9 m.\nOr more.'] } },
          parent: 'b',
        },
      },
    };
    expect(placed(await read('chat', strToU8(JSON.stringify([tree]))))).toEqual([
      '1 2024-03-04T10:00:00: # Pumps',
      '1 2024-03-04T10:00:00: user: How deep?',
      '2 : assistant: 9 m.',
      '2 : Or more.',
    ]);
    const flat = [{ role: 'user', content: [{ type: 'text', text: 'Why?' }] }];
    expect(placed(await read('chat', strToU8(JSON.stringify(flat))))).toEqual(['1 : user: Why?']);
    const list = {
      name: 'Group',
      messages: [
        { from: 'Ann', date: '2024-03-04T10:00:00', text: ['See ', { type: 'link', text: 'this' }] },
      ],
    };
    expect(placed(await read('chat', strToU8(JSON.stringify(list))))).toEqual([
      '1 2024-03-04T10:00:00: # Group',
      '1 2024-03-04T10:00:00: Ann: See',
      '1 2024-03-04T10:00:00: this',
    ]);
    expect(await extractDocument('chat', strToU8('{"a": 1}'))).toBe('damaged');
  });

  it('in subtitles have their time', async () => {
    const vtt =
      'WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>How <i>deep</i>?\n\n1\n01:02:03,500 --> 01:02:05,000\n9 m.\n';
    expect(placed(await read('subtitles', strToU8(vtt)))).toEqual([
      '1 00:00:01: Ann: How deep?',
      '2 01:02:03: 9 m.',
    ]);
  });
});

describe('zip files', () => {
  it('are refused before they unpack to gigabytes', async () => {
    const big = Buffer.from(odf('<text:p>a</text:p>'));
    // What the directory at the end says of the first entry's size.
    big.writeUInt32LE(2 ** 30, big.indexOf('PK\x01\x02') + 24);
    expect(await extractDocument('odt', big)).toBe('tooComplex');
  });

  it('with entities that stand for each other unpack to nothing more', async () => {
    const bomb = '<!DOCTYPE x [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;&a;">]>';
    const document = zip({ 'content.xml': `${bomb}<office:text><text:p>&b; text</text:p></office:text>` });
    const { text } = await read('odt', document);
    expect(text.length).toBeLessThan(100);
  });

  it('nested deeper than any document are refused', async () => {
    expect(await extractDocument('odt', odf('<text:span>'.repeat(5000)))).toBe('tooComplex');
  });
});

describe('every kind', () => {
  it.each(Object.entries(sampleDocuments))(
    '%s gives text whose lines all have a place',
    async (kind, bytes) => {
      const { text, starts } = await read(kind as DocumentKindId, bytes);
      expect(starts[0]).toMatchObject({ line: 1 });
      const lines = starts.map(({ line }) => line);
      expect(lines).toEqual([...new Set(lines)].sort((a, b) => a - b));
      expect(lines.at(-1)).toBeLessThanOrEqual(text.split('\n').length);
    },
  );
});
