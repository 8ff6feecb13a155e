import type { OptionSpec, Verb } from '@holdfast/platform/contract'
import { verbsBelow } from './find-verb.ts'

const examples = [
  ['holdfast up', 'start everything, look at this host, print a sign-in link'],
  ['holdfast up --once', 'the same work once, print the summary, and end'],
  ['holdfast scan host', 'inventory and judge this host, without a server'],
  ['holdfast query "severity:critical"', 'ask a running server'],
] as const

const footer = `Data goes to stdout, words and progress to stderr.
Exit codes: 0 ok, 1 findings, 2 usage, 3 nothing to assess, 4 not allowed, 5 partial, 6 server or network, 7 content too old, 130 interrupted.`

/** The first page of help: what one can type, then all commands. */
export function overview(verbs: readonly Verb[]): string {
  const lines = examples.filter(([line]) => verbs.some(({ name }) => line.startsWith(`holdfast ${name}`)))
  return [
    'Holdfast knows every asset, says what is wrong with each, and proves what has been fixed.',
    '',
    'Examples',
    ...columns(lines),
    '',
    'Commands',
    ...columns(verbs.map(({ name, summary }) => [name, summary])),
    '',
    'Every command explains itself: holdfast COMMAND --help',
    footer,
    '',
  ].join('\n')
}

/** Help for a word that several verbs start with. */
export function groupHelp(verbs: readonly Verb[], word: string): string {
  const below = verbsBelow(verbs, word)
  return ['Commands', ...columns(below.map(({ name, summary }) => [`holdfast ${name}`, summary])), ''].join('\n')
}

/** Help of one verb: examples first. */
export function verbHelp(verb: Verb): string {
  const positionals = verb.positionals ?? []
  const usage = positionals.map(({ name, optional, repeated }) => {
    const word = `${name.toUpperCase()}${repeated ? '…' : ''}`
    return optional ? ` [${word}]` : ` ${word}`
  })
  const parts = [verb.summary, '', 'Examples', ...verb.examples.map((example) => `  ${example}`), '']
  parts.push('Usage', `  holdfast ${verb.name}${usage.join('')}${verb.options.length > 0 ? ' [options]' : ''}`)
  if (positionals.length > 0) {
    parts.push('', 'Arguments', ...columns(positionals.map(({ name, summary }) => [name.toUpperCase(), summary])))
  }
  if (verb.options.length > 0) parts.push('', 'Options', ...columns(verb.options.map(optionLine)))
  parts.push('')
  return parts.join('\n')
}

function optionLine(spec: OptionSpec): [string, string] {
  const short = spec.short ? `-${spec.short}, ` : '    '
  const value = spec.value === undefined ? '' : ` ${spec.value}`
  const choices = spec.choices ? ` (${spec.choices.join(', ')})` : ''
  return [`${short}--${spec.name}${value}`, `${spec.summary}${choices}${spec.repeated ? '; may be repeated' : ''}`]
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(0, ...rows.map(([left]) => left.length))
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`)
}
