/** Derives the prompts around windows, evidence and questions from the chat template of a model's tokeniser. */
import { Template } from '@huggingface/jinja';
import type { TokenizerConfig } from './ggufTokeniser.ts';
import type { PromptTemplate, WriterPrompt } from './manifest.ts';

export interface Prompts {
  readonly prompt: PromptTemplate;
  readonly writer: Omit<WriterPrompt, 'maxContextTokens' | 'maxAnswerTokens'>;
}

const INSTRUCTION = 'Answer the question from the text.\n\nText: ';
const QUESTION = '\n\nQuestion: ';
/** Placeholders for the words of user and model in a rendered template; no template contains them. */
const ASKED = '\u{F0000}';
const ANSWERED = '\u{F0001}';

/**
 * @param hasToken whether the vocabulary has a token
 * @throws RangeError with half a sentence when the model's template cannot be used
 */
export function promptsOf(config: TokenizerConfig, hasToken: (token: string) => boolean): Prompts {
  const { before, between, endToken } =
    config.chat_template === undefined
      ? completion(config, hasToken)
      : conversation(config.chat_template, config, hasToken);
  return {
    prompt: {
      fileHeader: 'File: {path}\n',
      windowPrefix: before,
      questionPrefix: QUESTION,
      contentFreeQuestion: 'N/A',
    },
    writer: {
      beforeEvidence: before + INSTRUCTION,
      beforeQuestion: QUESTION,
      afterQuestion: between,
      endToken,
    },
  };
}

interface Turn {
  /** Text before the user's words, and between these and the answer. */
  readonly before: string;
  readonly between: string;
  readonly endToken: string;
}

/** The prompts of a model that only continues a text: its answer ends with the line. */
function completion(config: TokenizerConfig, hasToken: (token: string) => boolean): Turn {
  // A line end, as the vocabularies of SentencePiece and of byte-level BPE write it.
  const endToken = ['\n', 'Ċ', config.eos_token].find((token) => token !== undefined && hasToken(token));
  if (endToken === undefined) throw new RangeError('it has no token that ends a text');
  return { before: beginning(config), between: '\nAnswer:', endToken };
}

function conversation(template: string, config: TokenizerConfig, hasToken: (token: string) => boolean): Turn {
  const asked = render(template, config, [{ role: 'user', content: ASKED }], true);
  const answered = render(
    template,
    config,
    [
      { role: 'user', content: ASKED },
      { role: 'assistant', content: ANSWERED },
    ],
    false,
  );
  const [before, between] = halves(asked, ASKED);
  const [, after] = halves(answered, ANSWERED);
  // The turn ends with a token of its own, such as <|im_end|>, whatever follows it.
  const ends = /^\s*(<[^>]+>|\[[^\]]+\])/.exec(after)?.[1];
  const endToken = [ends, config.eos_token].find((token) => token !== undefined && hasToken(token));
  if (endToken === undefined) throw new RangeError('its template for conversations ends no answer');
  const bos = beginning(config);
  return { before: before.startsWith(bos) ? before : bos + before, between, endToken };
}

function render(
  template: string,
  config: TokenizerConfig,
  messages: readonly { readonly role: string; readonly content: string }[],
  addGenerationPrompt: boolean,
): string {
  try {
    return new Template(template).render({
      messages,
      add_generation_prompt: addGenerationPrompt,
      bos_token: config.bos_token ?? '',
      eos_token: config.eos_token ?? '',
      // Qwen3: answer without thinking aloud first.
      enable_thinking: false,
    });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new RangeError(`its template for conversations is not usable (${why})`, { cause });
  }
}

function halves(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  if (at < 0) throw new RangeError('its template for conversations leaves out what is said');
  return [text.slice(0, at), text.slice(at + mark.length)];
}

function beginning({ add_bos_token: wanted, bos_token: token }: TokenizerConfig): string {
  return wanted === true ? (token ?? '') : '';
}
