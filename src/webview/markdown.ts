/**
 * Renders an answer's Markdown. The syntax tree becomes elements directly, without HTML: the words of the writer and of
 * quoted files stay text, and links lead to the web or nowhere.
 */
import { html, nothing, type TemplateResult } from 'lit';
import type { Nodes, Parents, Table } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTable } from 'micromark-extension-gfm-table';
import type { AnswerPart } from '../contract/index.ts';
import { hiddenView } from './hiddenView.ts';
import { tokens } from './highlight.ts';
import { isShownAsSource, runsOf, type TextRun } from './marks.ts';

export interface MarkdownOptions {
  readonly parts: readonly AnswerPart[];
  /** Renders a citation. */
  readonly citation: (text: string, evidence: number, label: string) => TemplateResult;
  /** Note after unsupported sentences. */
  readonly unsupported: string;
}

type Rendered = TemplateResult | typeof nothing | Rendered[];

export function markdown(options: MarkdownOptions): Rendered {
  const source = options.parts.map(({ text }) => text).join('');
  const root = fromMarkdown(source, { extensions: [gfmTable()], mdastExtensions: [gfmTableFromMarkdown()] });
  const runs = runsOf(root, source, options.parts);
  return new Renderer(options, runs).children(root);
}

class Renderer {
  readonly #options: MarkdownOptions;
  readonly #runs: ReadonlyMap<Nodes, readonly TextRun[]>;

  constructor(options: MarkdownOptions, runs: ReadonlyMap<Nodes, readonly TextRun[]>) {
    this.#options = options;
    this.#runs = runs;
  }

  children(node: Parents): Rendered[] {
    return node.children.map((child) => this.#node(child));
  }

  #node(node: Nodes): Rendered {
    if (isShownAsSource(node)) return html`<span>${this.#text(node)}</span>`;
    switch (node.type) {
      case 'text':
        return this.#text(node);
      case 'paragraph':
        return html`<p>${this.children(node)}</p>`;
      case 'heading':
        // Headings of the answer rank below that of its section.
        return node.depth === 1
          ? html`<h3>${this.children(node)}</h3>`
          : html`<h4>${this.children(node)}</h4>`;
      case 'emphasis':
        return html`<em>${this.children(node)}</em>`;
      case 'strong':
        return html`<strong>${this.children(node)}</strong>`;
      case 'inlineCode':
        return html`<code>${this.#text(node)}</code>`;
      case 'code':
        return this.#code(node.value, node.lang ?? '', this.#runs.get(node) ?? []);
      case 'list':
        return node.ordered
          ? html`<ol start=${node.start ?? 1}>
              ${this.children(node)}
            </ol>`
          : html`<ul>
              ${this.children(node)}
            </ul>`;
      case 'listItem':
        return html`<li>${this.children(node)}</li>`;
      case 'blockquote':
        return html`<blockquote>${this.children(node)}</blockquote>`;
      case 'thematicBreak':
        return html`<hr />`;
      case 'break':
        return html`<br />`;
      case 'link':
        return /^https?:\/\//i.test(node.url)
          ? html`<a href=${node.url} title=${node.url}>${this.children(node)}</a>`
          : html`${this.children(node)}`;
      case 'table':
        return this.#table(node);
      default:
        return 'children' in node ? this.children(node) : nothing;
    }
  }

  #text(node: Nodes): Rendered[] {
    return (this.#runs.get(node) ?? []).map((run) => this.#run(run));
  }

  #run({ text, part, noteAfter }: TextRun): TemplateResult {
    const note = noteAfter ? this.#note() : nothing;
    if (part?.evidence !== undefined) {
      return html`${this.#options.citation(text, part.evidence, part.label ?? text)}${note}`;
    }
    const shown = hiddenView(text);
    if (part?.supported !== false) return html`${shown}`;
    return html`<span class="unsupported" title=${this.#options.unsupported}>${shown}</span>${note}`;
  }

  /** Says in words what a wavy line does not tell a screen reader or a print. */
  #note(): TemplateResult {
    return html`<span class="unsupported-note"> (${this.#options.unsupported})</span>`;
  }

  #code(value: string, language: string, runs: readonly TextRun[]): TemplateResult {
    const doubtful = runs.some(({ part }) => part?.supported === false);
    const coloured = tokens(value, language).map(
      ({ text, className }) => html`<span class=${className}>${hiddenView(text)}</span>`,
    );
    const note = runs.some(({ noteAfter }) => noteAfter) ? this.#note() : nothing;
    return html`<pre class=${doubtful ? 'unsupported-block' : ''}><code>${coloured}</code></pre>
      ${note}`;
  }

  #table({ children: [head, ...rows] }: Table): TemplateResult {
    const cells = (row: Parents | undefined) => row?.children ?? [];
    return html`<table>
      <thead>
        <tr>
          ${cells(head).map((cell) => html`<th scope="col">${this.children(cell as Parents)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${cells(row).map((cell) => html`<td>${this.children(cell as Parents)}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>`;
  }
}
