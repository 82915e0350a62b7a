/** Mail: single messages and mailboxes, by postal-mime; with the text of attachments that are documents. */
import PostalMime from 'postal-mime';
import type { Address, Attachment, Email } from 'postal-mime';
import { headingLine, plainLine, TextBuilder } from '../builder.ts';
import { htmlProse } from '../htmlProse.ts';
import { documentKindOf } from '../kinds.ts';
import { ProseText } from '../prose.ts';
import type { DocumentText, ExtractDocument } from '../types.ts';

const MAX_NESTING = 32;
/** An attachment of a message may hold messages; those are named only. */
const MAIL: ReadonlySet<string> = new Set(['mail', 'mailbox']);

/** @param extract takes out the text of attachments */
export async function extractMail(bytes: Uint8Array, extract: ExtractDocument): Promise<DocumentText> {
  const text = new TextBuilder();
  await addMessage(bytes, 1, text, extract);
  return text.finish();
}

export async function extractMailbox(bytes: Uint8Array, extract: ExtractDocument): Promise<DocumentText> {
  const text = new TextBuilder();
  for (const [i, message] of messagesOf(bytes).entries()) {
    try {
      await addMessage(message, i + 1, text, extract);
    } catch {
      // One damaged message costs only itself.
    }
  }
  return text.finish();
}

const SEPARATOR = Buffer.from('From ');
const LINE_END = 0x0a;

/** The messages between lines that begin with `From `, behind a blank line or at the beginning. */
function messagesOf(bytes: Uint8Array): Uint8Array[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const starts: number[] = [];
  for (let at = buffer.indexOf(SEPARATOR); at >= 0; at = buffer.indexOf(SEPARATOR, at + 1)) {
    const isBehindBlank =
      at === 0 || (buffer[at - 1] === LINE_END && (at === 1 || isBlankBefore(buffer, at - 1)));
    if (isBehindBlank) starts.push(at);
  }
  return starts.map((start, i) => {
    const first = buffer.indexOf(LINE_END, start) + 1 || buffer.length;
    return buffer.subarray(first, starts[i + 1] ?? buffer.length);
  });
}

function isBlankBefore(buffer: Buffer, lineEnd: number): boolean {
  return (
    buffer[lineEnd - 1] === LINE_END || (buffer[lineEnd - 1] === 0x0d && buffer[lineEnd - 2] === LINE_END)
  );
}

async function addMessage(
  bytes: Uint8Array,
  number: number,
  text: TextBuilder,
  extract: ExtractDocument,
): Promise<void> {
  const mail = await PostalMime.parse(bytes, {
    attachmentEncoding: 'arraybuffer',
    maxNestingDepth: MAX_NESTING,
  });
  const { subject = '', date = '' } = mail;
  const from = namesOf(mail.from ? [mail.from] : []);
  text.blank();
  text.start({ kind: 'message', line: text.nextLine, message: number, subject, from, date });
  text.line(headingLine(subject === '' ? `(${number})` : subject, 1));
  for (const [name, value] of [
    ['From', from],
    ['To', namesOf(mail.to ?? [])],
    ['Cc', namesOf(mail.cc ?? [])],
    ['Date', date],
  ] as const) {
    if (value !== '') text.line(`${name}: ${value}`);
  }
  text.blank();
  addLines(bodyOf(mail), text);
  for (const attachment of mail.attachments) await addAttachment(attachment, text, extract);
}

/** As they are shown: names rather than addresses. */
function namesOf(addresses: readonly Address[]): string {
  return addresses.map(({ name, address }) => name || (address ?? '')).join(', ');
}

function bodyOf({ text = '', html = '' }: Email): string {
  if (text.trim() !== '' || html === '') return text;
  const prose = new ProseText();
  htmlProse(html, prose);
  return prose.finish().text;
}

function addLines(body: string, text: TextBuilder): void {
  for (const line of body.split(/\r\n|\r|\n/)) {
    if (line.trim() === '') text.blank();
    else text.line(plainLine(line));
  }
}

async function addAttachment(
  { filename, content, related }: Attachment,
  text: TextBuilder,
  extract: ExtractDocument,
): Promise<void> {
  if (filename === null || related) return;
  text.blank();
  text.line(headingLine(filename, 2));
  const kind = documentKindOf(filename);
  if (kind === undefined || MAIL.has(kind) || typeof content === 'string') return;
  const document = await extract(kind, new Uint8Array(content));
  if (typeof document === 'string') return;
  text.blank();
  for (const line of document.text.split('\n')) text.line(line);
}
