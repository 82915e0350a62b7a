import { Parser } from 'htmlparser2';
import { DocumentRefused } from './types.ts';

/** What is told of an XML text; names are without their prefix. */
export interface XmlEvents {
  readonly open?: (name: string, attribute: (name: string) => string | undefined) => void;
  readonly close?: (name: string) => void;
  readonly text?: (text: string) => void;
}

const MAX_DEPTH = 1000;

/**
 * Reads an XML text from its beginning to its end. Entities that it declares itself stay as they are written, so that
 * a few of them cannot become gigabytes.
 * @throws DocumentRefused `tooComplex` for what is nested too deep
 */
export function readXml(xml: string, { open, close, text }: XmlEvents): void {
  let depth = 0;
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        if (++depth > MAX_DEPTH) throw new DocumentRefused('tooComplex');
        open?.(localName(name), (wanted) => attributeOf(attributes, wanted));
      },
      onclosetag: (name) => {
        depth--;
        close?.(localName(name));
      },
      ontext: (found) => text?.(found),
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.write(xml);
  parser.end();
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** By its whole name, else by the one behind the prefix. */
function attributeOf(attributes: Readonly<Record<string, string>>, name: string): string | undefined {
  if (name in attributes) return attributes[name];
  for (const key in attributes) if (localName(key) === name) return attributes[key];
  return undefined;
}
