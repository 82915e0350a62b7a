import { LitElement } from 'lit';

/**
 * An element that renders into the page itself, so that one style sheet applies, labels can name its ids, and the
 * editor's find widget and selections see its text.
 */
export abstract class LightElement extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }
}
