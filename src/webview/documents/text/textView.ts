/** The text that was taken out of a document, with its evidence marked. */
import { html, nothing, type TemplateResult } from 'lit';
import type { DocumentContent, DocumentSection } from '../../../contract/index.ts';
import { showHidden } from '../../../text/index.ts';
import { hiddenView } from '../../hiddenView.ts';
import { markdown } from '../../markdown.ts';
import { blocksOf, type TextBlock, type BlockLine } from './blocks.ts';
import type { ClassOf } from './lineMarks.ts';

type TextContent = Extract<DocumentContent, { kind: 'text' }>;

/** So many blocks are laid out together, when they come near what is in view. */
const CHUNK = 60;

export class TextView {
  readonly #content: TextContent;
  readonly #chunks: readonly (readonly TextBlock[])[];

  constructor(content: TextContent) {
    this.#content = content;
    const blocks = content.isMarkdown ? [] : blocksOf(content.text);
    this.#chunks = Array.from({ length: Math.ceil(blocks.length / CHUNK) }, (_, i) =>
      blocks.slice(i * CHUNK, (i + 1) * CHUNK),
    );
  }

  render(classOf: ClassOf): TemplateResult {
    const { isMarkdown, sections, text } = this.#content;
    if (!isMarkdown) {
      return html`${this.#chunks.map(
        (blocks) =>
          html`<div class="chunk">${blocks.map((block) => html`${blockView(block, classOf)}`)}</div>`,
      )}`;
    }
    const lines = text.split('\n');
    return html`${sections.map((section, i) => {
      const end = sections[i + 1]?.line ?? lines.length + 1;
      return turnView(section, lines.slice(section.line - 1, end - 1), classOf);
    })}`;
  }
}

function blockView(block: TextBlock, classOf: ClassOf): TemplateResult {
  switch (block.kind) {
    case 'heading':
      return headingView(block, classOf);
    case 'paragraph':
      return html`<p>
        ${block.lines.map((line, i) => html`${i > 0 ? html`<br />` : nothing}${lineView(line, classOf)}`)}
      </p>`;
    case 'list':
      return html`<ul>
        ${block.items.map((item) => html`<li class="depth-${Math.min(4, item.depth)}">${lineView(item, classOf)}</li>`)}
      </ul>`;
    case 'table':
      return html`<div class="table-frame" tabindex="0" role="group">
        <table>
          <tbody>
            ${block.rows.map(
              ({ line, cells }) =>
                html`<tr class=${classOf(line)} data-line=${line}>
                  ${cells.map((cell) => html`<td>${hiddenView(cell)}</td>`)}
                </tr>`,
            )}
          </tbody>
        </table>
      </div>`;
  }
}

function headingView(
  { level, line, text }: Extract<TextBlock, { kind: 'heading' }>,
  classOf: ClassOf,
): TemplateResult {
  const content = lineView({ line, text }, classOf);
  // The document's own name is the first heading of the page.
  switch (level) {
    case 1:
      return html`<h2>${content}</h2>`;
    case 2:
      return html`<h3>${content}</h3>`;
    case 3:
      return html`<h4>${content}</h4>`;
    default:
      return html`<h5>${content}</h5>`;
  }
}

function lineView({ line, text }: BlockLine, classOf: ClassOf): TemplateResult {
  return html`<span class=${classOf(line)} data-line=${line}>${hiddenView(text)}</span>`;
}

/** What somebody said, as Markdown. */
function turnView(section: DocumentSection, lines: readonly string[], classOf: ClassOf): TemplateResult {
  const { line: first, note } = section;
  const said = withoutSpeaker(lines, note);
  const runs: { text: string; className: string }[] = [];
  for (const [i, line] of said.entries()) {
    const className = classOf(first + i);
    const text = i + 1 < said.length ? `${line}\n` : line;
    const last = runs.at(-1);
    if (last?.className === className) last.text += text;
    else runs.push({ text, className });
  }
  const isMarked = runs.some(({ className }) => className !== '');
  const isCurrent = runs.some(({ className }) => className.includes('current'));
  const state = isMarked ? `has-passage${isCurrent ? ' current' : ''}` : '';
  return html`<article class="turn ${state}" data-line=${first}>
    <h2 class="speaker"><bdi>${showHidden(note)}</bdi></h2>
    ${markdown({
      // A part with a citation is drawn by this page: as a mark.
      parts: runs.map(({ text, className }, i) => ({
        text,
        supported: true,
        ...(className !== '' && { evidence: i }),
      })),
      citation: (text, run) => html`<span class=${runs[run]!.className}>${hiddenView(text)}</span>`,
      unsupported: '',
    })}
  </article>`;
}

/** The text repeats who speaks, who stands above it here. */
function withoutSpeaker(lines: readonly string[], note: string): string[] {
  const at = lines.findIndex((line) => line.trim() !== '' && !line.startsWith('# '));
  return lines.map((line, i) => {
    const end = i === at ? line.indexOf(': ') : -1;
    const speaker = line.slice(0, Math.max(0, end));
    return end > 0 && (note === speaker || note.startsWith(`${speaker}, `)) ? line.slice(end + 2) : line;
  });
}
