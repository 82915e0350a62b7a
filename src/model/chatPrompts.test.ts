import { describe, expect, it } from 'vitest';
import { promptsOf } from './chatPrompts.ts';

const chatMl =
  "{% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}{{ '<|im_start|>system\nBe kind.<|im_end|>\n' }}{% endif %}" +
  "{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n' }}{% endfor %}" +
  "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}";
const turns =
  "{{ bos_token }}{% for message in messages %}{{ '<start_of_turn>' + ('model' if message['role'] == 'assistant' else message['role']) + '\n' + (message['content'] | trim) + '<end_of_turn>\n' }}{% endfor %}" +
  "{% if add_generation_prompt %}{{ '<start_of_turn>model\n' }}{% endif %}";
const has = (...tokens: string[]) => {
  return (token: string) => tokens.includes(token);
};

describe('promptsOf', () => {
  it('puts text and question into the turn of a user', () => {
    const { prompt, writer } = promptsOf(
      { chat_template: chatMl, eos_token: '<|im_end|>' },
      has('<|im_end|>'),
    );
    const before = '<|im_start|>system\nBe kind.<|im_end|>\n<|im_start|>user\n';
    expect(prompt.windowPrefix).toBe(before);
    expect(prompt.questionPrefix).toBe('\n\nQuestion: ');
    expect(writer).toEqual({
      beforeEvidence: `${before}Answer the question from the text.\n\nText: `,
      beforeQuestion: '\n\nQuestion: ',
      afterQuestion: '<|im_end|>\n<|im_start|>assistant\n',
      endToken: '<|im_end|>',
    });
  });

  it('begins with the first token once, whether the template writes it or not', () => {
    const bos = { bos_token: '<bos>', eos_token: '<eos>', add_bos_token: true };
    const all = has('<bos>', '<eos>', '<end_of_turn>', '<|im_end|>');
    const written = promptsOf({ ...bos, chat_template: turns }, all);
    expect(written.prompt.windowPrefix).toBe('<bos><start_of_turn>user\n');
    expect(written.writer.endToken).toBe('<end_of_turn>');
    expect(promptsOf({ ...bos, chat_template: chatMl }, all).prompt.windowPrefix).toMatch(
      /^<bos><\|im_start\|>/,
    );
  });

  it('ends an answer with the last token of all where the turn has none of its own', () => {
    const plain = "{% for m in messages %}{{ m['content'] + eos_token }}{% endfor %}";
    expect(promptsOf({ chat_template: plain, eos_token: '</s>' }, has('</s>')).writer.endToken).toBe('</s>');
    expect(() => promptsOf({ chat_template: plain, eos_token: '</s>' }, has())).toThrow(/ends no answer/);
  });

  it('lets a model without conversations go on with the text to the end of the line', () => {
    const { prompt, writer } = promptsOf({ bos_token: '<bos>', add_bos_token: true }, has('\n', '<eos>'));
    expect(prompt.windowPrefix).toBe('<bos>');
    expect(writer.afterQuestion).toBe('\nAnswer:');
    expect(writer.endToken).toBe('\n');
    expect(promptsOf({ eos_token: '<eos>' }, has('<eos>')).writer.endToken).toBe('<eos>');
  });

  it('says what is wrong with a template', () => {
    const broken = (template: string) => () =>
      promptsOf({ chat_template: template, eos_token: 'e' }, has('e'));
    expect(broken('{% for %}')).toThrow(/not usable/);
    expect(broken("{{ raise_exception('No users here') }}")).toThrow(/No users here/);
    expect(broken('Hello')).toThrow(/leaves out what is said/);
  });
});
