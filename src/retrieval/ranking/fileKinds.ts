/** Kinds of files that repeat what others say better, unless a question is about them. */

export interface FileKind {
  readonly path: RegExp;
  /** Matches a question about such files. */
  readonly asked: RegExp;
  /** Factor of a piece of such a file. */
  readonly worth: number;
}

const KINDS: readonly FileKind[] = [
  // A test uses what is asked for, by the same words, in more lines than define it.
  {
    path: /(?:^|\/)(?:tests?|__tests__|specs?|testing|testdata|testutils?|fixtures?|mocks?|__mocks__|e2e)\/|(?:^|\/)(?:conftest|test_[^/]*|[^/]*(?:_tests?|[-._](?:test|tests|spec)|Tests?|Spec))\.[^/.]+$/u,
    asked: /\btest|\bspecs?\b|\bmock|\bfixture|测试/iu,
    worth: 0.3,
  },
  {
    path: /(?:^|\/)_?(?:compat|legacy|deprecated|polyfills?|backcompat|backports?)(?:\/|\.[^/]*$)/iu,
    asked: /\bcompat|\blegacy|\bdeprecat|\bpolyfill|\bbackport|兼容/iu,
    worth: 0.3,
  },
  {
    path: /(?:^|\/)_?(?:examples?|samples?|demos?|benchmarks?|bench|tutorials?|playground)\//iu,
    asked: /\bexample|\bsample|\bdemo|\bbench|\btutorial|示例|例子/iu,
    worth: 0.3,
  },
  // Stubs declare and do not implement.
  { path: /\.(?:pyi|d\.[cm]?ts)$/u, asked: /\bstubs?\b|\btypes?\b|\bdeclar/iu, worth: 0.7 },
  // A changelog tells of past changes in the words of what is there now.
  {
    path: /(?:^|\/)(?:changelog|changes|history|news|releases?)(?:[-_.][^/]*)?$/iu,
    asked: /\bchange|\bversion|\brelease|\bhistory|\bwhen\b|\bsince\b|版本|更新/iu,
    worth: 0.5,
  },
];

/** The kinds of files that a question is not about, whose pieces count less. */
export function lesserKinds(question: string): readonly FileKind[] {
  return KINDS.filter(({ asked }) => !asked.test(question));
}

/** Factor of a piece of this file, 0 to 1. @param path with `/` */
export function worthOfFile(lesser: readonly FileKind[], path: string): number {
  return lesser.reduce(
    (least, { path: kind, worth }) => (kind.test(path) ? Math.min(least, worth) : least),
    1,
  );
}
