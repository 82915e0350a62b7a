/** Subtitles, SubRip and WebVTT: what is said, with its time. */
import { plainLine, TextBuilder } from '../builder.ts';
import type { DocumentText } from '../types.ts';

const TIMES = /^\s*(?:(\d+):)?(\d{1,2}):(\d{2})[.,]\d+\s*-->/;
const MARKUP = /<[^>]*>|\{\\[^}]*\}/g;
const VOICE = /<v(?:\.[^\s>]+)*\s+([^>]+)>/;

/** @param decode bytes in any encoding */
export async function extractSubtitles(
  bytes: Uint8Array,
  decode: (bytes: Uint8Array) => Promise<string>,
): Promise<DocumentText> {
  const text = new TextBuilder();
  let turn = 0;
  for (const block of (await decode(bytes)).split(/\n\s*\n/)) {
    const lines = block.split('\n');
    const at = lines.findIndex((line) => TIMES.test(line));
    if (at < 0) continue;
    const [, hours = '0', minutes = '0', seconds = '0'] = TIMES.exec(lines[at]!) ?? [];
    const time = [hours, minutes, seconds].map((part) => part.padStart(2, '0')).join(':');
    const speaker = VOICE.exec(lines.slice(at + 1).join(' '))?.[1] ?? '';
    const said = lines
      .slice(at + 1)
      .map((line) => line.replaceAll(MARKUP, '').trim())
      .filter(Boolean);
    if (said.length === 0) continue;
    text.start({ kind: 'turn', line: text.nextLine, turn: ++turn, speaker, time });
    text.line(plainLine(`${speaker === '' ? '' : `${speaker}: `}${said.join(' ')}`));
  }
  return text.finish();
}
