import interpreters from './interpreters.json' with { type: 'json' }

interface Interpreter {
  readonly names: string
  /** Options that take the next word as their value. */
  readonly valued: readonly string[]
  /** Options whose value is the program text itself: then there is no script. */
  readonly inline: readonly string[]
  /** Options whose value is the script. */
  readonly script?: readonly string[]
}

const known = (interpreters as readonly Interpreter[]).map((each) => ({
  ...each,
  pattern: new RegExp(`^(?:${each.names})$`),
}))

/** Which script or archive an interpreter runs, by its command line; undefined for other programs and for programs given inline. */
export function scriptOf(executable: string | undefined, words: readonly string[]): string | undefined {
  const program = basename(executable ?? words[0] ?? '')
  const interpreter = known.find(({ pattern }) => pattern.test(program))
  if (interpreter === undefined) return undefined
  for (let index = 1; index < words.length; index += 1) {
    const word = words[index] as string
    if (interpreter.script?.includes(word)) return words[index + 1]
    if (interpreter.inline.some((option) => word === option || (option.length === 2 && word.startsWith(option))))
      return undefined
    if (interpreter.valued.includes(word)) index += 1
    else if (!word.startsWith('-') && !word.startsWith('+')) return interpreter.script ? undefined : word
    else if (word === '--') return words[index + 1]
  }
  return undefined
}

function basename(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
