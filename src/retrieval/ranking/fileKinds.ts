/** Files that say the same as others do better, unless a question is about them. */

export interface FileKind {
  readonly path: RegExp;
  /** What a question has in it that is about such files. */
  readonly asked: RegExp;
  /** What a piece of such a file is worth. */
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
  // Declarations without what they do.
  { path: /\.(?:pyi|d\.[cm]?ts)$/u, asked: /\bstubs?\b|\btypes?\b|\bdeclar/iu, worth: 0.7 },
  // What changed once, in the words of what is there now.
  {
    path: /(?:^|\/)(?:changelog|changes|history|news|releases?)(?:[-_.][^/]*)?$/iu,
    asked: /\bchange|\bversion|\brelease|\bhistory|\bwhen\b|\bsince\b|版本|更新/iu,
    worth: 0.5,
  },
];

/** The kinds of files that a question is not about: what is in them is worth less. */
export function lesserKinds(question: string): readonly FileKind[] {
  return KINDS.filter(({ asked }) => !asked.test(question));
}

/** What a piece of this file is worth beside one of another, 0 to 1. @param path with `/` */
export function worthOfFile(lesser: readonly FileKind[], path: string): number {
  return lesser.reduce(
    (least, { path: kind, worth }) => (kind.test(path) ? Math.min(least, worth) : least),
    1,
  );
}
