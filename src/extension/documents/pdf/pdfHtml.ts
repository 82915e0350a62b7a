/** The page that shows a PDF. Pure. */
import { pageHtml, type PageHtmlInput } from '../../pageHtml.ts';

export type PdfHtmlInput = Omit<PageHtmlInput, 'scriptSources' | 'directives'>;

export function pdfHtml(input: PdfHtmlInput): string {
  return pageHtml({
    ...input,
    // Pictures of some kinds are decoded by WebAssembly; scripts may still not be made from text.
    scriptSources: ` 'wasm-unsafe-eval'`,
    // A worker of another origin is refused, so that the page makes it from its own file, which it reads.
    directives: [`worker-src blob:`, `connect-src ${input.cspSource}`],
  });
}
