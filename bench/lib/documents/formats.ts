/** Writes the same text in every format, by pandoc and LibreOffice. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { letters } from './texts.ts';
import type { PlacedQuestion, SourceText } from './texts.ts';

export const FORMATS = ['md', 'html', 'docx', 'odt', 'rtf', 'epub', 'pdf', 'xlsx', 'ods'] as const;
export type WrittenFormat = (typeof FORMATS)[number];

/** Programs of the machine that are needed, with the Debian package of each. */
const NEEDED = {
  pandoc: 'pandoc',
  soffice: 'libreoffice-writer-nogui libreoffice-calc-nogui',
  pdftotext: 'poppler-utils',
};

/** @throws Error that says what to install */
export function checkPrograms(): void {
  const missing = Object.entries(NEEDED).filter(([program]) => {
    try {
      execFileSync('which', [program], { stdio: 'ignore' });
      return false;
    } catch {
      return true;
    }
  });
  if (missing.length === 0) return;
  const packages = missing.map(([, name]) => name).join(' ');
  throw new Error(
    `This benchmark needs ${missing.map(([program]) => program).join(', ')}: apt-get install ${packages}`,
  );
}

/** Folder with all documents in one format; what was written before is taken again. */
export function written(texts: readonly SourceText[], format: WrittenFormat, folder: string): string {
  const target = join(folder, format);
  mkdirSync(target, { recursive: true });
  for (const { name, markdown } of texts) {
    const file = join(target, `${name}.${format}`);
    if (existsSync(file)) continue;
    if (format === 'md') writeFileSync(file, markdown);
    else if (format === 'xlsx' || format === 'ods') {
      const table = join(folder, `${name}.csv`);
      writeFileSync(table, asTable(markdown));
      office(table, format, target);
    } else if (format === 'pdf') office(join(folder, 'docx', `${name}.docx`), 'pdf', target);
    else {
      const source = join(folder, 'md', `${name}.md`);
      execFileSync('pandoc', [source, '--standalone', '--metadata', `title=${name}`, '--output', file], {
        stdio: 'ignore',
      });
    }
  }
  return target;
}

function office(source: string, format: string, target: string): void {
  execFileSync('soffice', ['--headless', '--convert-to', format, '--outdir', target, source], {
    stdio: 'ignore',
    timeout: 300_000,
  });
}

/** A row for each paragraph, with its heading, as a sheet has records. */
function asTable(markdown: string): string {
  let heading = '';
  const rows = markdown.split(/\n\s*\n/).flatMap((block) => {
    const title = /^#{1,6} +(.*)$/.exec(block.trim())?.[1];
    if (title !== undefined) heading = title;
    return title === undefined && block.trim() !== ''
      ? [[heading, block.replaceAll(/\s+/g, ' ').trim()]]
      : [];
  });
  const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
  return [['Section', 'Statement'], ...rows].map((row) => `${row.map(quoted).join(',')}\n`).join('');
}

/** The pages of a PDF as `pdftotext` has them. */
export function pagesOf(file: string): string[] {
  const text = execFileSync('pdftotext', ['-enc', 'UTF-8', file, '-'], {
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  return text.split('\f').slice(0, -1);
}

/** The number of the page on which a sentence begins, from 1; undefined where `pdftotext` does not have it in one piece. */
export function pageOfSentence(pages: readonly string[], { sentence }: PlacedQuestion): number | undefined {
  const wanted = letters(sentence).slice(0, 40);
  const at = pages.findIndex((page) => letters(page).includes(wanted));
  return at < 0 ? undefined : at + 1;
}
