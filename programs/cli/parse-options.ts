import type { OptionSpec, Verb, VerbContext } from '@holdfast/platform/contract'
import { CliError } from './cli-error.ts'
import { nearest } from './edit-distance.ts'

export interface Parsed {
  readonly positionals: readonly string[]
  readonly options: VerbContext['options']
}

/**
 * Reads the arguments of one verb: `--name value`, `--name=value`, `-n value`, flags, and `--` before positionals that
 * start with a dash. Throws CliError for what the verb does not know.
 */
export function parseOptions(verb: Verb, args: readonly string[]): Parsed {
  const positionals: string[] = []
  const options: Record<string, string | boolean | string[]> = {}
  for (let index = 0; index < args.length; index++) {
    const argument = args[index]!
    if (argument === '--') {
      positionals.push(...args.slice(index + 1))
      break
    }
    if (!argument.startsWith('-') || argument === '-') {
      positionals.push(argument)
      continue
    }
    const { written, inline } = splitArgument(argument)
    const spec = findOption(verb, written)
    if (spec.value === undefined) {
      if (inline !== undefined) throw new CliError(`${written} takes no value.`)
      options[spec.name] = true
      continue
    }
    const value = inline ?? args[++index]
    if (value === undefined) throw new CliError(`${written} needs a value: ${written} ${spec.value}`)
    checkChoice(spec, written, value)
    if (spec.repeated) options[spec.name] = [...((options[spec.name] as string[] | undefined) ?? []), value]
    else options[spec.name] = value
  }
  checkPositionals(verb, positionals)
  return { positionals, options }
}

function splitArgument(argument: string): { written: string; inline: string | undefined } {
  const equals = argument.indexOf('=')
  if (argument.startsWith('--') && equals > 0)
    return { written: argument.slice(0, equals), inline: argument.slice(equals + 1) }
  return { written: argument, inline: undefined }
}

function findOption(verb: Verb, written: string): OptionSpec {
  const found = verb.options.find(
    (spec) => written === `--${spec.name}` || (spec.short && written === `-${spec.short}`),
  )
  if (found) return found
  const near = nearest(
    written.replace(/^-+/, ''),
    verb.options.map(({ name }) => name),
  )
  throw new CliError(`"holdfast ${verb.name}" has no option ${written}.`, {
    hint: near.length > 0 ? `Did you mean --${near[0]}?` : `See holdfast ${verb.name} --help`,
  })
}

function checkChoice(spec: OptionSpec, written: string, value: string) {
  if (!spec.choices || spec.choices.includes(value)) return
  const near = nearest(value, spec.choices)
  throw new CliError(`${written} does not know "${value}". Choose one of: ${spec.choices.join(', ')}.`, {
    ...(near.length > 0 && { hint: `Did you mean ${near[0]}?` }),
  })
}

function checkPositionals(verb: Verb, given: readonly string[]) {
  const specs = verb.positionals ?? []
  const needed = specs.filter(({ optional }) => !optional)
  if (given.length < needed.length) {
    const missing = needed[given.length]!
    throw new CliError(`"holdfast ${verb.name}" needs ${missing.name.toUpperCase()}: ${missing.summary}`, {
      hint: verb.examples[0] ? `For example: ${verb.examples[0]}` : `See holdfast ${verb.name} --help`,
    })
  }
  if (given.length > specs.length && !specs.at(-1)?.repeated) {
    throw new CliError(`"holdfast ${verb.name}" does not know what to do with "${given[specs.length]}".`, {
      hint: `See holdfast ${verb.name} --help`,
    })
  }
}
