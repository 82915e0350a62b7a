/**
 * Finds data that is only encoded as text (pictures, certificates, programs): it tells a reader nothing and costs
 * about a token for each character.
 */

/** Stands for what was left out. */
const LEFT_OUT = '…';

/** Base64 of a data URI; percent-coded text of a picture in one. */
const DATA_URI = /(data:[\w.+-]+\/[\w.+-]+(?:;[\w.=-]+)*;base64,)[\w+/=%-]{40,}/gi;
const SVG_URI = /(data:image\/svg\+xml(?:;[\w.=-]+)*,)[^"'\s)>]{100,}/gi;
/** One run without a space. */
const LONG_RUN = /(?<![\w+/=-])[\w+/=-]{200,}/g;
/** Lines of base64 as certificates and mails have them, also as literals that are joined. */
const WRAPPED_RUNS = new RegExp(
  String.raw`(?:^[^\S\n]*(?:\+[^\S\n]*)?(?:["'#*>]+[^\S\n]*)?[A-Za-z0-9+/]{56,}={0,2}["',;\\]*(?:[^\S\n]*\+)?[^\S\n]*\n){4,}` +
    String.raw`(?:[^\S\n]*(?:\+[^\S\n]*)?(?:["'#*>]+[^\S\n]*)?(?:[A-Za-z0-9+/]{20,55}|[A-Za-z0-9+/]+=)=?["',;\\]*[^\S\n]*\n)?`,
  'gm',
);
/** Checksums, one a line: only their digits are ever searched for, so they stay. */
const CHECKSUMS = /^(?:[^\n\w]*[0-9a-f]{56,128}[^\n\w]*(?:\n|$))+$/i;
/** Bytes as a program lists them. */
const LISTED_BYTES = /(?:\b0x[0-9a-f]{1,8}[uUlL]*\s*,\s*){40,}/gi;
/** What `xxd` and `hexdump -C` print. */
const HEX_DUMP = /(?:^[0-9a-f]{6,8}:?[^\S\n]+(?:[0-9a-f]{2,4}[^\S\n]+){8}.*\n){4,}/gim;

/** A text without data that is only encoded as text; its line ends stay. */
export function withoutEncodedData(text: string): string {
  return text
    .replace(DATA_URI, `$1${LEFT_OUT}`)
    .replace(SVG_URI, `$1${LEFT_OUT}`)
    .replace(LONG_RUN, (run) => (looksEncoded(run) ? LEFT_OUT : run))
    .replace(WRAPPED_RUNS, (lines) =>
      !CHECKSUMS.test(lines) && looksEncoded(lines.replaceAll(/[^\w+/]/g, '')) ? leftOut(lines) : lines,
    )
    .replace(LISTED_BYTES, leftOut)
    .replace(HEX_DUMP, leftOut);
}

function leftOut(lines: string): string {
  return LEFT_OUT + lines.replaceAll(/[^\n]/g, '');
}

/** In base64 or hexadecimal about every second pair of neighbours changes its class, in joined names one in five. */
const MIN_CHANGES = 0.33;

function looksEncoded(run: string): boolean {
  // A run of zeros counts as one letter.
  const varied = run.replaceAll(/(.)\1+/g, '$1');
  if (!/[A-Za-z0-9]/.test(varied)) return false;
  if (varied.length < 8) return true;
  const changes = varied.match(CHANGE)?.length ?? 0;
  return changes >= MIN_CHANGES * varied.length;
}

/** Changes between small letters, capitals and digits; the capital that begins a word is none. */
const CHANGE = /[a-z](?=[A-Z0-9])|[A-Z](?=[0-9])|[0-9](?=[A-Za-z])/g;
