import { describe, expect, it } from 'vitest';
import { stripDocstrings } from './pythonDocstrings.ts';

const cases: readonly (readonly [what: string, source: string, stripped: string])[] = [
  ['several lines', 'def f(a):\n    """Says\n    more.\n    """\n    return a', 'def f(a):\n    return a'],
  ['one line', 'def f(a):\n    """Says."""\n    return a\n', 'def f(a):\n    return a\n'],
  ['single quotes', "def f(a):\n    'It\\'s said.'\n    return a\n", 'def f(a):\n    return a\n'],
  ['three single quotes', "def f(a):\n    '''Says \"so\".'''\n    return a\n", 'def f(a):\n    return a\n'],
  ['a raw string', 'def f(a):\n    r"""Says \\"""\n    more."""\n    return a', 'def f(a):\n    return a'],
  ['unicode of version 2', "def f(a):\n    ur'Says.'\n    return a", 'def f(a):\n    return a'],
  [
    'a signature of many lines',
    'def f(\n    a: Dict[str, int] = {"x": 1},  # not (here\n    b=lambda c: c,\n) -> "Type:":\n    """Says: so."""\n    return a',
    'def f(\n    a: Dict[str, int] = {"x": 1},  # not (here\n    b=lambda c: c,\n) -> "Type:":\n    return a',
  ],
  [
    'a comment before it',
    'def f():\n    # first\n\n    """Says."""\n    return 1',
    'def f():\n    # first\n\n    return 1',
  ],
  ['a comment behind it', 'def f():\n    """Says."""  # why\n    return 1', 'def f():\n    return 1'],
  ['nothing else in the body', 'def f():\n    """Says."""\n', 'def f():\n    pass\n'],
  [
    'nothing else but a comment',
    'def f():\n    """Says."""\n    # no more\n',
    'def f():\n    pass\n    # no more\n',
  ],
  ['the line of the header', 'def f(): "Says."\n', 'def f(): pass\n'],
  ['a statement on its line', 'def f():\n    "Says."; return 1\n', 'def f():\n    return 1\n'],
  ['both on the line of the header', 'def f(): """Says."""; return 1', 'def f(): return 1'],
  [
    'strings side by side',
    'def f():\n    "Says " \'so\' \\\n    "."\n    return 1',
    'def f():\n    return 1',
  ],
  ['source that was cut off', 'def f():\n    """Says and', 'def f():\n    pass'],
  [
    'nested functions and classes',
    'class A(object):\n    """A."""\n    def f(self):\n        "F."\n        def g():\n            """G."""\n        return g\n',
    'class A(object):\n    def f(self):\n        def g():\n            pass\n        return g\n',
  ],
  [
    'a decorator',
    '@a("def b():")\nasync def f():\n    """Says."""\n    await x',
    '@a("def b():")\nasync def f():\n    await x',
  ],
  [
    'a method whose first line has lost its indentation',
    'def f(self):\n        """Says."""\n        return 1',
    'def f(self):\n        return 1',
  ],
  ['Windows line ends', 'def f():\r\n    """Says."""\r\n    return 1\r\n', 'def f():\r\n    return 1\r\n'],
  ['tabs', 'def f():\n\t"""Says."""\n\treturn 1\n', 'def f():\n\treturn 1\n'],
  ['an empty docstring', 'def f():\n    ""\n    return 1', 'def f():\n    return 1'],
];

const untouched: readonly (readonly [what: string, source: string])[] = [
  ['a string that is formatted', 'def f(a):\n    "%s" % a\n    return 1'],
  ['a method of a string', 'def f(a):\n    """x""".join(a)'],
  ['a string further down', 'def f(a):\n    b = 1\n    """Not a docstring."""\n    return b'],
  ['a function in a string', 'x = """\ndef f():\n    \'\'\'Says.\'\'\'\n"""'],
  ['a word that ends like a prefix', 'def f(a):\n    bar"x"\n    return 1'],
  ['bytes', 'def f():\n    b"data"\n    return 1'],
  ['a word that begins with def', 'default = 1\n"""text"""\nclassy: """text"""'],
];

describe('stripDocstrings', () => {
  it.each(cases)('takes away %s', (_, source, stripped) => {
    expect(stripDocstrings(source)).toBe(stripped);
  });

  it.each(untouched)('leaves %s', (_, source) => {
    expect(stripDocstrings(source)).toBe(source);
  });
});
