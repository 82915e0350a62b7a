import { LitElement } from 'lit';

/**
 * An element that renders into the page itself: one style sheet, ids that labels can name, and text that the
 * editor's find widget and selections see.
 */
export abstract class LightElement extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }
}
