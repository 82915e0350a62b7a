/** The panel's page. Pure. */
import { pageHtml, type PageHtmlInput } from '../pageHtml.ts';

export interface PanelHtmlInput extends Omit<PageHtmlInput, 'styleUris' | 'scriptSources' | 'directives'> {
  readonly styleUri: string;
  /** Style sheet of the icons, with the font beside it. */
  readonly iconsUri: string;
}

export function panelHtml({ styleUri, iconsUri, ...page }: PanelHtmlInput): string {
  return pageHtml({ ...page, styleUris: [iconsUri, styleUri] });
}
