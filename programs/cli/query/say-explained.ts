interface Explained {
  readonly query: { readonly canonical: string; readonly words: string }
  readonly explain: {
    readonly steps: readonly { readonly level: number; readonly words: string; readonly how: string }[]
    readonly statements: readonly {
      readonly what: string
      readonly milliseconds: number
      readonly estimated: number
      readonly rows: number
      readonly ways: readonly {
        readonly step: string
        readonly of?: string
        readonly index?: string
        readonly level: number
        readonly estimated: number
        readonly rows: number
      }[]
    }[]
  }
}

/** Says what a query means and how it was answered. */
export function sayExplained(answer: unknown, say: (line: string) => void): void {
  const { query, explain } = answer as Explained
  say(`Meaning:   ${query.words}`)
  say(`Canonical: ${query.canonical || '(everything)'}`)
  for (const { level, words, how } of explain.steps)
    say(`${'  '.repeat(level + 1)}${words}${how === '' ? '' : ` — ${how}`}`)
  for (const { what, milliseconds, estimated, rows, ways } of explain.statements) {
    say(`${what}: ${milliseconds.toFixed(1)} ms, ${rows} rows (${estimated} expected)`)
    for (const way of ways) {
      const where = [way.of && `of ${way.of}`, way.index && `by ${way.index}`].filter(Boolean).join(' ')
      say(
        `${'  '.repeat(way.level + 1)}${way.step} ${where}: ${way.rows} rows (${way.estimated} expected)`.replace(
          ' :',
          ':',
        ),
      )
    }
  }
}
