/**
 * Finds the words of a pasted message that belong to one run of the program; the other words are the same in every
 * run.
 */

/** Replaces a value, so that the words around it do not run together. */
const PLACEHOLDER = '…';

/** A number behind one of these is a constant of the program. */
const CODE_BEFORE = '(?<!\\b(?:code|status|errno|signal|exit|HTTP(?:/[\\d.]+)?)\\)?[ :=#]{1,3})';

const sources: readonly string[] = [
  // UUID.
  '[\\da-f]{8}-[\\da-f]{4}-[\\da-f]{4}-[\\da-f]{4}-[\\da-f]{12}',
  // Date with or without time; time.
  '\\d{4}[-/]\\d\\d[-/]\\d\\d(?:[T ]\\d\\d:\\d\\d(?::\\d\\d)?(?:[.,]\\d{1,9})?(?:Z|[+-]\\d\\d:?\\d\\d)?)?',
  '\\b\\d{1,2}:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?',
  // Address of a page or service, of a machine, in memory.
  '\\b[a-z][a-z\\d+.-]{1,20}://[^\\s"\'<>)\\]]+',
  '\\b\\d{1,3}(?:\\.\\d{1,3}){3}(?::\\d{1,5})?\\b',
  '\\b0x[\\da-f]+\\b',
  // A path with at least two folders; on Windows with its drive.
  '(?<![\\w./-])(?:[a-z]:[\\\\/]|~?/)[^\\s"\'`:,;()<>|]{1,200}[\\\\/][^\\s"\'`:,;()<>|]{1,200}',
  // A hash or key: hexadecimal with digits and letters.
  '\\b(?=[a-f]{0,40}\\d)(?=\\d{0,40}[a-f])[\\da-f]{8,128}\\b',
  // A number, with its unit.
  `${CODE_BEFORE}(?<![\\p{L}\\p{N}_.])[-+]?\\d[\\d.,_]{0,40}(?:\\s?(?:ms|[kmg]i?b|bytes|seconds|s|%))?(?![\\p{L}\\p{N}_])`,
  // Something quoted, unless it is a name.
  '"[^"\\n]{1,300}"',
  "(?<![\\p{L}\\p{N}])'[^'\\n]{1,300}'(?![\\p{L}\\p{N}])",
];

const VALUE = new RegExp(sources.join('|'), 'giu');

/** A quoted name is no value, because the message is about it. */
const QUOTED_NAME = /^["'][\p{L}_$][\p{L}_$.-]*["']$/u;

interface WithoutValues {
  /** With an ellipsis for each value. */
  readonly text: string;
  /** As they stood, in order. */
  readonly values: readonly string[];
}

/** Takes the values out of a message: numbers, times, addresses, paths, ids and quoted data. */
export function withoutValues(message: string): WithoutValues {
  const values: string[] = [];
  const text = message
    .replace(VALUE, (value) => {
      if (QUOTED_NAME.test(value)) return value;
      values.push(value);
      return PLACEHOLDER;
    })
    .replaceAll(/…(?:[\s,;:/+-]*…)+/g, PLACEHOLDER);
  return { text, values };
}
