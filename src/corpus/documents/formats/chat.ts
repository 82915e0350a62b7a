/** Exports of conversations with assistants and of messengers, in their common JSON shapes. */
import { headingLine, plainLine, TextBuilder } from '../builder.ts';
import type { DocumentText } from '../types.ts';

interface SaidTurn {
  readonly speaker: string;
  /** ISO 8601; empty where it is not known. */
  readonly time: string;
  readonly text: string;
}

interface Conversation {
  readonly title: string;
  readonly turns: readonly SaidTurn[];
}

/** @throws Error for JSON of another shape */
export async function extractChat(
  bytes: Uint8Array,
  decode: (bytes: Uint8Array) => Promise<string>,
): Promise<DocumentText> {
  const conversations = conversationsOf(JSON.parse(await decode(bytes)) as unknown);
  const text = new TextBuilder();
  let number = 0;
  for (const { title, turns } of conversations) {
    if (turns.length === 0) continue;
    text.blank();
    let isFirst = true;
    for (const { speaker, time, text: said } of turns) {
      text.start({ kind: 'turn', line: text.nextLine, turn: ++number, speaker, time });
      if (isFirst && title !== '') text.line(headingLine(title, 1));
      if (isFirst && title !== '') text.blank();
      isFirst = false;
      const lines = said.trim().split(/\r\n|\r|\n/);
      text.line(plainLine(`${speaker === '' ? '' : `${speaker}: `}${lines[0]}`));
      for (const line of lines.slice(1)) {
        if (line.trim() === '') text.blank();
        else text.line(line);
      }
      text.blank();
    }
  }
  if (number === 0) throw new Error('no conversation');
  return text.finish();
}

type Fields = Readonly<Record<string, unknown>>;

function conversationsOf(json: unknown): Conversation[] {
  const all: readonly unknown[] = Array.isArray(json) ? json : [json];
  const many = all.filter(isFields).flatMap((one): Conversation[] => {
    const turns = turnsIn(one);
    return turns ? [{ title: textOf(one['title'] ?? one['name']), turns }] : [];
  });
  // A list of messages is one conversation.
  return many.length > 0 ? many : [{ title: '', turns: turnsOf(all) }];
}

function turnsIn(conversation: Fields): SaidTurn[] | undefined {
  const { mapping } = conversation;
  if (isFields(mapping)) return mappedTurns(mapping, conversation['current_node']);
  const messages = conversation['chat_messages'] ?? conversation['messages'];
  return Array.isArray(messages) ? turnsOf(messages) : undefined;
}

/** Messages as a tree whose branches are versions: the one that was read last, from its end to the root. */
function mappedTurns(mapping: Fields, current: unknown): SaidTurn[] {
  const path: unknown[] = [];
  const seen = new Set<unknown>();
  let id = typeof current === 'string' && current in mapping ? current : Object.keys(mapping).at(-1);
  while (id !== undefined && !seen.has(id)) {
    seen.add(id);
    const node = mapping[id];
    if (!isFields(node)) break;
    path.unshift(node['message']);
    id = typeof node['parent'] === 'string' ? node['parent'] : undefined;
  }
  return turnsOf(path);
}

function turnsOf(messages: readonly unknown[]): SaidTurn[] {
  return messages.filter(isFields).flatMap((message): SaidTurn[] => {
    const text = textOf(message['text'] ?? message['content'] ?? message['body'] ?? message['message']);
    if (text.trim() === '') return [];
    return [{ speaker: speakerOf(message), time: timeOf(message), text }];
  });
}

function speakerOf(message: Fields): string {
  for (const name of ['sender_name', 'from', 'sender', 'author', 'role', 'user', 'username', 'name']) {
    const value = message[name];
    if (typeof value === 'string' && value !== '') return value;
    if (isFields(value)) return textOf(value['name'] ?? value['role'] ?? value['username'] ?? '');
  }
  return '';
}

function timeOf(message: Fields): string {
  for (const name of ['created_at', 'create_time', 'date', 'timestamp', 'timestamp_ms', 'ts', 'time']) {
    const value = message[name];
    const number =
      typeof value === 'number'
        ? value
        : typeof value === 'string' && /^\d+(?:\.\d+)?$/.test(value)
          ? Number(value)
          : NaN;
    if (Number.isFinite(number) && number > 0) {
      // Seconds or milliseconds since 1970.
      const date = new Date(number > 1e11 ? number : 1000 * number);
      if (!Number.isNaN(date.getTime())) return date.toISOString().slice(0, 19);
    }
    if (typeof value === 'string' && value !== '') return value;
  }
  return '';
}

/** Text as a string, as parts or as a list of these. */
function textOf(value: unknown, depth = 0): string {
  if (typeof value === 'string') return value;
  if (depth > 4) return '';
  if (Array.isArray(value))
    return value
      .map((part) => textOf(part, depth + 1))
      .filter(Boolean)
      .join('\n');
  if (!isFields(value)) return '';
  return textOf(value['text'] ?? value['parts'] ?? value['content'] ?? '', depth + 1);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
