// A language model of the editor that answers with the first excerpt of the prompt, in pieces, as real ones stream.
const vscode = require('vscode');

const MODEL = {
  id: 'fable-1',
  name: 'Fable One',
  family: 'fable',
  version: '1',
  maxInputTokens: 100_000,
  maxOutputTokens: 4096,
  capabilities: {},
};

/** The text of all parts of a message. */
const textOf = (/** @type {{ content: readonly unknown[] }} */ { content }) =>
  content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');

exports.activate = (/** @type {{ subscriptions: { dispose(): unknown }[] }} */ { subscriptions }) => {
  subscriptions.push(
    vscode.lm.registerLanguageModelChatProvider('fable', {
      provideLanguageModelChatInformation: () => [MODEL],
      provideTokenCount: async (_, text) =>
        Math.ceil((typeof text === 'string' ? text : textOf(text)).length / 4),
      async provideLanguageModelChatResponse(_, messages, __, progress, token) {
        const message = textOf(messages.at(-1));
        if (/Question: .*quota/.test(message))
          throw vscode.LanguageModelError.Blocked('The quota is used up.');
        const excerpt = /```\n([^]*?)\n```/.exec(message)?.[1] ?? 'Nothing was sent.';
        for (const piece of `${excerpt.trim()} [1]`.match(/\S+\s*/g) ?? []) {
          if (token.isCancellationRequested) return;
          progress.report(new vscode.LanguageModelTextPart(piece));
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      },
    }),
  );
};
