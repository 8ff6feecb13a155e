import fc from 'fast-check'

const atom = fc.constantFrom(
  ...[
    'a',
    'b',
    '0',
    '_',
    '-',
    ' ',
    '\\.',
    '.',
    'ä',
    '🛡',
    'Z',
    '\\n',
    '\\d',
    '\\D',
    '\\w',
    '\\W',
    '\\s',
    '\\S',
    '\\x61',
    '\\u00e4',
  ],
  ...['[ab]', '[^a]', '[a-z]', '[^a-z0-9]', '[\\d_]', '[^\\w]', '[\\]\\\\^-]', '[ä🛡]', '[\\s.-]'],
)
const place = fc.constantFrom('^', '$', '\\b', '\\B', '')
const times = fc.constantFrom('*', '+', '?', '{2}', '{1,3}', '{0,2}', '{2,}', '*?')

/** Patterns of the subset that both this project and the machine's own engine read. */
export const arbitraryPattern: fc.Arbitrary<string> = fc.letrec<{ pattern: string; item: string }>((tie) => ({
  item: fc.oneof(
    { maxDepth: 3 },
    atom,
    fc.tuple(atom, times).map((pair) => pair.join('')),
    place,
    tie('pattern').map((inner) => `(${inner})`),
    fc.tuple(tie('pattern'), times).map(([inner, count]) => `(?:${inner})${count}`),
  ),
  pattern: fc.oneof(
    fc.array(tie('item'), { maxLength: 4 }).map((all) => all.join('')),
    fc.tuple(tie('item'), tie('item')).map((pair) => pair.join('|')),
  ),
})).pattern
