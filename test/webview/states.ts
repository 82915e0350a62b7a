/** States of the panel, made by the host's own code from what an engine would say. */
import type { PanelState } from '../../src/contract/index.ts';
import type {
  AskResult,
  Citation,
  Evidence,
  FirstAnswer,
  SurveyResult,
  WhyResult,
} from '../../src/contract/index.ts';
import { noDetail, type Detail } from '../../src/extension/panel/details.ts';
import { panelState, type ViewInput } from '../../src/extension/panel/panelView.ts';
import {
  idleRun,
  reduce,
  type RunEvent,
  type RunState,
  type ScopeRoot,
} from '../../src/extension/session/runState.ts';
import { untranslated } from '../../src/messages/index.ts';
import { linesPlace } from '../../src/text/index.ts';

const roots: ScopeRoot[] = [{ path: '/home/ada/library', name: 'library', isFile: false }];
export const question = 'How long may a book be kept, and what happens after that?';

const loans = `/** Days after which a book must be back. */
export const LOAN_DAYS = 28;

export function isOverdue(loan: Loan, today: Date): boolean {
  const due = addDays(loan.since, loan.extended ? LOAN_DAYS * 2 : LOAN_DAYS);
  return due < today; // a book due today is not overdue
}`;
const fines = `def fine(days_late: int, *, cap: float = 20.0) -> float:
    """What a late book costs: 10 cents a day, never more than the cap."""
    if days_late <= 0:
        return 0.0
    return min(cap, days_late * 0.10)`;
const rules =
  'Books may be kept for four weeks and extended once. … After that a reminder is sent, and every further day costs 10 cents.';

export const evidence: Evidence[] = [
  {
    root: 0,
    path: 'src/loans/loan.ts',
    startLine: 11,
    endLine: 17,
    place: linesPlace(11, 17),
    score: 0.914,
    text: loans,
    lineScores: [0.7, 1, 0, 0.35, 0.8, 0.3, 0],
    parts: { attention: 0.94, keywords: 0.71 },
    reasons: [
      { rule: 'definition', factor: 2.5 },
      { rule: 'name', factor: 1.32 },
      { rule: 'coherence', factor: 1.1 },
    ],
  },
  {
    root: 0,
    path: 'docs/house rules.md',
    startLine: 42,
    endLine: 42,
    place: linesPlace(42, 42),
    score: 0.803,
    text: rules,
    lineScores: [0.9],
    parts: { attention: 0.85, keywords: 0.6 },
  },
  {
    root: 0,
    path: 'fines_and_reminders.py',
    startLine: 8,
    endLine: 12,
    place: linesPlace(8, 12),
    score: 0.41,
    text: fines,
    lineScores: [0.3, 0.6, 0.1, 0, 0.45],
    parts: { attention: 0.44, keywords: 0.2 },
    signature: { line: 3, place: linesPlace(3), text: 'class Fines(Ledger):' },
  },
];

const doubtful = 'The library closes for three weeks in August.';

const answerText = `A book may be kept for **28 days** [1], and the loan can be extended once [2]. After that:

- a reminder is sent and each further day costs 10 cents [2],
- the fine never exceeds \`20.0\` [3].

${doubtful}`;

/** Of the n-th piece, everywhere in the text. */
function citation(text: string, n: number): Citation {
  const marker = `[${n}]`;
  const starts = Array.from({ length: text.length }, (_, at) => at).filter((at) =>
    text.startsWith(marker, at),
  );
  return { marker, starts, evidence: n - 1 };
}

export const result: AskResult = {
  question,
  strategy: 'heads',
  model: 'minimind2-small',
  finding: 'clear',
  answer: {
    text: answerText,
    writer: 'minimind2-small',
    citations: [1, 2, 3].map((n) => citation(answerText, n)),
    unsupported: [{ text: doubtful, start: answerText.indexOf(doubtful) }],
  },
  evidence,
  coverage: {
    files: 1204,
    tokens: 1_480_331,
    windows: 2900,
    remembered: 2610,
    complete: true,
    skipped: [
      ...Array.from({ length: 31 }, (_, i) => ({
        root: 0,
        path: `assets/cover-${i}.png`,
        reason: 'binary' as const,
      })),
      { root: 0, path: 'data/dump.sql', reason: 'tooLarge' },
      { root: 0, path: 'node_modules', reason: 'ignored' },
    ],
  },
  timing: {
    firstEvidenceMs: 640,
    bestEvidenceMs: 2100,
    firstAnswerMs: null,
    totalMs: 41_000,
    tokensPerSecond: 36_000,
  },
  cancelled: false,
};

const survey: SurveyResult = {
  files: 1204,
  bytes: 5_900_000,
  tokens: 1_480_000,
  estimatedMs: 95_000,
  skipped: result.coverage.skipped,
};

const facts = [
  { label: 'Read by', value: 'minimind2-small', chooses: 'reader' as const },
  { label: 'Strategy', value: 'heads' },
  { label: 'Answer by', value: 'the embedded model', chooses: 'writer' as const },
];

const asked = { type: 'asked', question, roots } as const satisfies RunEvent;
const reading: RunEvent = {
  type: 'progress',
  value: {
    kind: 'read',
    files: 388,
    filesTotal: 1204,
    tokens: 512_000,
    tokensTotal: 1_480_000,
    windows: 1000,
    tokensPerSecond: 36_120,
    remainingMs: 27_000,
    path: 'src/loans/reminders/letters/secondReminder.ts',
  },
};
const found = (...list: Evidence[]): RunEvent => ({
  type: 'progress',
  value: { kind: 'evidence', evidence: list },
});
const finished: RunEvent = { type: 'finished', result };
const carried: RunEvent = {
  type: 'progress',
  value: {
    kind: 'carried',
    carried: {
      from: 'Which function says how long a book may be kept?',
      names: ['isOverdue', 'extend'],
      words: ['function', 'long', 'book', 'kept'],
      text: 'and where is isOverdue called?',
    },
  },
};

const firstText = 'A book may be kept for **28 days** [1]; the fine never exceeds `20.0` [2].';
const first: FirstAnswer = {
  finding: 'clear',
  answer: {
    text: firstText,
    writer: 'minimind2-small',
    citations: [citation(firstText, 1), citation(firstText, 2)],
    unsupported: [],
  },
  evidence: [evidence[0]!, evidence[2]!],
  tokens: 8_400,
  tokensTotal: 1_480_000,
};
const firstAnswered: RunEvent = { type: 'progress', value: { kind: 'first', first } };
const unclear: RunEvent = {
  type: 'progress',
  value: {
    kind: 'first',
    first: {
      ...first,
      finding: 'weak',
      answer: { text: '', writer: 'none', citations: [], unsupported: [] },
    },
  },
};
/** As the words alone rank them. */
const wordsOnly: Evidence[] = [evidence[1]!, evidence[0]!].map((piece) => ({
  ...piece,
  parts: { attention: 0, keywords: piece.score },
}));

export function run(...events: RunEvent[]): RunState {
  return events.reduce(reduce, idleRun);
}

export function view(state: RunState, input: Partial<ViewInput> = {}): PanelState {
  return panelState(untranslated, {
    run: state,
    scope: roots,
    stale: new Set(),
    preview: { pending: false, result: survey, error: '' },
    facts,
    examples: [
      'How does isOverdue work?',
      'Where is secondReminder used, and what for?',
      'What do the documents say about “Books that come back late”?',
    ],
    ...input,
  });
}

/** Attention as it could be: the question's words look at the words that answer them. */
export const why: WhyResult = (() => {
  const questionWords = question.split(' ');
  const textWords = loans.match(/\S+\s*|\s+/g) ?? [];
  const near: readonly [RegExp, RegExp][] = [
    [/long|kept/, /DAYS|28|Days/],
    [/book/, /book/],
    [/after/, /after|overdue|Overdue/],
    [/happens/, /back|due/],
  ];
  const weights = questionWords.map((word) =>
    textWords.map((text) => (near.some(([a, b]) => a.test(word) && b.test(text)) ? 0.9 : 0.02)),
  );
  const found = questionWords.map((word) => /^(book|kept)$/.test(word));
  return { questionWords, found, textWords, weights };
})();

const whyDetail: Detail = { ...noDetail, why: { kind: 'shown', ...why } };
const expanded: Detail = {
  ...noDetail,
  before: ["import { addDays } from '../time.ts';", "import type { Loan } from './types.ts';", ''],
  after: ['', 'export function extend(loan: Loan): Loan {', '  return { ...loan, extended: true };', '}'],
};

/** What a hostile repository would try. */
const attack = `<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>`;
const hostileEvidence: Evidence[] = [
  {
    root: 0,
    path: `src/${attack}/"onmouseover="pwned=1".ts`,
    startLine: 1,
    endLine: 3,
    place: linesPlace(1, 3),
    score: 0.9,
    text: `const a = "${attack}"; // ${attack}\n\${constructor.constructor('window.pwned=1')()}\n\u202Egnp.exe ${'W'.repeat(400)}`,
    lineScores: [1, 0.5, 0.1],
    signature: { line: 1, place: linesPlace(1), text: attack },
  },
  {
    root: 0,
    path: `${'very-long-folder-name/'.repeat(12)}file.md`,
    startLine: 1,
    endLine: 1,
    place: linesPlace(1, 1),
    score: 0.5,
    text: attack,
  },
];
const hostileAnswer = `${attack} \u202Egnp.exe\u202C [1] <iframe src="javascript:window.pwned=1"></iframe>

[click](javascript:window.pwned=1) ![x](https://evil.example/x.png?leak=1) [ok](https://example.com "t")

[1]: javascript:window.pwned=1

\`\`\`html
${attack} \u2066
\`\`\`
`;

const failed = (id: 'engineStopped' | 'nothingToRead', message: string): RunEvent => ({
  type: 'failed',
  error: { id, message, skipped: [] },
});
const outcome = (change: Partial<AskResult>): RunEvent => ({
  type: 'finished',
  result: { ...result, ...change },
});
const unwritten = { ...result.answer, text: '', citations: [], unsupported: [] };

/** A question from the words' evidence to its first answer. */
const begun: readonly RunEvent[] = [asked, found(...wordsOnly), reading, firstAnswered];

/** Every state worth a picture. */
export const states: Readonly<Record<string, PanelState>> = {
  'first-run': view(idleRun, { firstRun: true, preview: { pending: true, result: null, error: '' } }),
  empty: view(idleRun),
  reading: view(run(asked, reading, found(...evidence.slice(0, 2)))),
  paused: view(run(asked, reading, found(...evidence.slice(0, 2)), { type: 'paused', paused: true })),
  writing: view(
    run(asked, reading, found(...evidence), {
      type: 'progress',
      value: { kind: 'answer', text: answerText.slice(0, 120) },
    }),
  ),
  words: view(run(asked, found(...wordsOnly))),
  'first-answer': view(run(...begun)),
  'first-unclear': view(run(asked, reading, found(...evidence), unclear)),
  rewriting: view(run(...begun, { type: 'progress', value: { kind: 'answer', text: 'A' } })),
  revised: view(
    run(...begun, {
      type: 'finished',
      result: { ...result, first, revision: { answer: true, best: true, added: 2, removed: 1 } },
    }),
  ),
  stands: view(
    run(...begun, {
      type: 'finished',
      result: {
        ...result,
        first,
        answer: first.answer,
        revision: { answer: false, best: false, added: 1, removed: 0 },
      },
    }),
  ),
  settled: view(
    run(asked, reading, {
      type: 'finished',
      result: {
        ...result,
        coverage: {
          ...result.coverage,
          tokens: 61_000,
          complete: false,
          ended: 'settled',
          unreadTokens: 1_419_000,
        },
      },
    }),
  ),
  done: view(run(asked, reading, finished)),
  'follow-up': view(run({ ...asked, question: 'and where is it called?' }, carried, reading, finished)),
  why: view(run(asked, reading, finished), { detailOf: (id) => (id === 0 ? whyDetail : noDetail) }),
  expanded: view(run(asked, reading, finished), { detailOf: (id) => (id === 0 ? expanded : noDetail) }),
  pinned: view(run(asked, reading, finished, { type: 'pin', id: 1, pinned: true }, { type: 'drop', id: 2 }), {
    chosen: true,
    scope: [
      { path: '/home/ada/library/src', name: 'src', isFile: false },
      { path: '/home/ada/library/docs/house rules.md', name: 'docs/house rules.md', isFile: true },
      {
        path: '/home/ada/library/billing/fines.py',
        name: 'billing/fines.py',
        isFile: true,
        selection: { startLine: 8, endLine: 12, text: fines },
      },
    ],
  }),
  partial: view(
    run(
      asked,
      reading,
      found(...evidence.slice(0, 2)),
      outcome({
        cancelled: true,
        evidence: evidence.slice(0, 2),
        answer: unwritten,
        coverage: { ...result.coverage, files: 388, tokens: 512_000, complete: false },
      }),
    ),
  ),
  nothing: view(run(asked, reading, outcome({ evidence: [], finding: 'none', answer: unwritten }))),
  weak: view(run(asked, reading, outcome({ finding: 'weak', answer: unwritten }))),
  'writer-failed': view(
    run(
      asked,
      reading,
      outcome({
        answer: { ...unwritten, failure: 'http://127.0.0.1:11434/v1 did not answer. Is the server running?' },
      }),
    ),
  ),
  error: view(
    run(
      asked,
      reading,
      found(evidence[0]!),
      failed('engineStopped', 'The engine process stopped (SIGKILL). Ask again to start a new one.'),
    ),
    { stale: new Set([0]) },
  ),
  restarted: view(run(asked, failed('engineStopped', 'stopped'), asked, reading, finished)),
  hostile: view(
    run(
      asked,
      reading,
      outcome({
        question: attack,
        evidence: hostileEvidence,
        answer: {
          ...result.answer,
          text: hostileAnswer,
          writer: attack,
          citations: [citation(hostileAnswer, 1)],
          unsupported: [],
        },
      }),
    ),
    { examples: [attack], facts: [{ label: attack, value: attack }] },
  ),
};
