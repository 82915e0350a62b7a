import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describeMachine } from './machine.ts';
import type { Machine } from './machine.ts';

/** What one benchmark measured: for people as Markdown, for programs as data. */
export interface Report {
  /** Also the heading's anchor in the document. */
  readonly id: string;
  readonly title: string;
  /** The command that prints it. */
  readonly command: string;
  readonly machine: Machine;
  /** Markdown: tables and what they mean. */
  readonly body: string;
  readonly data: unknown;
}

const HEAD = `# Benchmarks

Written by the benchmarks themselves (\`--write\`); nothing here is typed by hand.
`;

/**
 * What an earlier run of the benchmark wrote beside its bundle.
 * @throws when there is none
 */
export function savedReport(id: string): Pick<Report, 'machine' | 'data'> {
  return JSON.parse(readFileSync(savedPath(id), 'utf8')) as Report;
}

function savedPath(id: string): string {
  return join(__dirname, `${id}.json`);
}

/**
 * Prints a report, writes it as JSON beside the bundle, and with `--write` into docs/BENCHMARKS.md, where it replaces
 * the earlier report of the same id.
 */
export function publish(report: Report): void {
  const { id, title, command, machine, body, data } = report;
  const text = `## ${title}\n\n\`${command}\`, ${describeMachine(machine)}\n\n${body.trim()}\n`;
  console.log(text);
  writeFileSync(savedPath(id), `${JSON.stringify({ id, title, command, machine, data }, null, 2)}\n`);
  if (!process.argv.includes('--write')) return;

  const path = join(__dirname, '..', '..', 'docs', 'BENCHMARKS.md');
  mkdirSync(dirname(path), { recursive: true });
  const begin = `<!-- ${id} -->\n`;
  const end = `<!-- /${id} -->\n`;
  const section = `${begin}\n${text}\n${end}`;
  const before = existsSync(path) ? readFileSync(path, 'utf8') : HEAD;
  const from = before.indexOf(begin);
  const to = before.indexOf(end);
  const after =
    from >= 0 && to > from
      ? before.slice(0, from) + section + before.slice(to + end.length)
      : `${before.trimEnd()}\n\n${section}`;
  writeFileSync(path, after);
}

/**
 * Writes a picture beside the report: to docs/pictures with `--write`, else beside the bundle.
 * @returns the Markdown that shows it
 */
export function publishPicture(file: string, svg: string, description: string): string {
  const folder = process.argv.includes('--write')
    ? join(__dirname, '..', '..', 'docs', 'pictures')
    : __dirname;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, file), svg);
  return `![${description}](pictures/${file})`;
}
