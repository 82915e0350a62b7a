import { noChange, type ElementPart } from 'lit';
import { Directive, directive, PartType, type PartInfo } from 'lit/directive.js';

/** Sets a CSS variable through the object model, because the page's policy forbids `style` attributes. */
class CssVariable extends Directive {
  #before: string | undefined;

  constructor(part: PartInfo) {
    super(part);
    if (part.type !== PartType.ELEMENT) throw new Error('cssVariable stands in a tag, not in an attribute');
  }

  override update(part: ElementPart, [name, value]: [name: `--${string}`, value: number]): typeof noChange {
    const text = value.toFixed(3);
    if (text !== this.#before) (part.element as HTMLElement).style.setProperty(name, text);
    this.#before = text;
    return noChange;
  }

  /** Declares the types; on a page Lit calls `update`. */
  override render(...[]: [name: `--${string}`, value: number]): typeof noChange {
    return noChange;
  }
}

/** `<div ${cssVariable('--heat', 0.5)}>` */
export const cssVariable = directive(CssVariable);
