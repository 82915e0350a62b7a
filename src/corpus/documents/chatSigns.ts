/** Names that the messages of exported conversations have. */
const SIGNS =
  /"(?:mapping|chat_messages)"\s*:|"role"\s*:\s*"(?:user|assistant|system)"|"(?:sender_name|from_id|client_msg_id)"\s*:/;
const TEXT = /"(?:text|content|parts)"\s*:/;

/** Whether the beginning of a JSON text may be an export of conversations. */
export function mayBeChat(start: string): boolean {
  return SIGNS.test(start) && TEXT.test(start);
}
