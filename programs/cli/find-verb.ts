import type { Verb } from '@holdfast/platform/contract'
import { CliError } from './cli-error.ts'
import { nearest } from './edit-distance.ts'

/** The verb at the start of the arguments and what is left after it; undefined when there is none at all. */
export function findVerb(
  verbs: readonly Verb[],
  args: readonly string[],
): { verb: Verb; rest: readonly string[] } | undefined {
  const words = leadingWords(args)
  if (words.length === 0) return undefined
  for (let count = Math.min(3, words.length); count > 0; count--) {
    const verb = verbs.find(({ name }) => name === words.slice(0, count).join(' '))
    if (verb) return { verb, rest: args.slice(count) }
  }
  throw unknownVerb(verbs, words)
}

/** Verbs below a word, for `holdfast scan --help`. */
export function verbsBelow(verbs: readonly Verb[], word: string): readonly Verb[] {
  return verbs.filter(({ name }) => name.startsWith(`${word} `))
}

function leadingWords(args: readonly string[]): string[] {
  const end = args.findIndex((argument) => argument.startsWith('-'))
  return args.slice(0, end < 0 ? 3 : Math.min(end, 3))
}

function unknownVerb(verbs: readonly Verb[], words: readonly string[]): CliError {
  const [first = '', second = ''] = words
  const below = verbsBelow(verbs, first)
  if (below.length > 0) {
    const seconds = below.map(({ name }) => name.slice(first.length + 1))
    const message = second
      ? `"${first} ${second}" is not a command. Known: ${seconds.map((name) => `${first} ${name}`).join(', ')}.`
      : `"${first}" needs one more word: ${seconds.join(', ')}.`
    return new CliError(message, { hint: suggestion(nearest(second, seconds).map((name) => `${first} ${name}`)) })
  }
  const names = verbs.map(({ name }) => name)
  const near = [...nearest(words.slice(0, 2).join(' '), names), ...nearest(first, names)]
  return new CliError(`"${first}" is not a command.`, { hint: suggestion([...new Set(near)]) })
}

function suggestion(names: readonly string[]): string {
  if (names.length === 0) return 'See all commands: holdfast --help'
  return `Did you mean: ${names.map((name) => `holdfast ${name}`).join(', ')}?`
}
