import type { Verb, VerbContext } from '@holdfast/platform/contract'
import { CliError } from '../cli-error.ts'
import { exitCode } from '../exit-code.ts'
import { listVerbs } from '../list-verbs.ts'

/** `holdfast completion SHELL` */
export async function run({ positionals, out }: VerbContext): Promise<number> {
  const [shell = ''] = positionals
  const write = { bash, zsh, fish }[shell]
  if (!write) throw new CliError(`There is no completion for "${shell}". Known: bash, zsh, fish.`)
  await out(write(await listVerbs()))
  return exitCode.ok
}

function firstWords(verbs: readonly Verb[]): string[] {
  return [...new Set(verbs.map(({ name }) => name.split(' ')[0]!))]
}

/** One `case` branch a verb: what may follow its words. */
function branches(verbs: readonly Verb[]): [string, string][] {
  const found: [string, string][] = verbs.map((verb) => [
    verb.name,
    verb.options.map(({ name }) => `--${name}`).join(' '),
  ])
  for (const word of firstWords(verbs)) {
    const seconds = verbs.filter(({ name }) => name.startsWith(`${word} `)).map(({ name }) => name.split(' ')[1]!)
    if (seconds.length > 0 && !verbs.some(({ name }) => name === word))
      found.push([word, [...new Set(seconds)].join(' ')])
  }
  return found
}

function bash(verbs: readonly Verb[]): string {
  const cases = branches(verbs).map(([words, next]) => `    "${words}") next="${next}" ;;`)
  return `_holdfast() {
  local current="\${COMP_WORDS[COMP_CWORD]}" next="" words
  for count in 2 1; do
    [ "$COMP_CWORD" -gt "$count" ] || continue
    words="\${COMP_WORDS[*]:1:$count}"
    case "$words" in
${cases.join('\n')}
    esac
    [ -n "$next" ] && break
  done
  [ "$COMP_CWORD" -eq 1 ] && next="${firstWords(verbs).join(' ')}"
  COMPREPLY=($(compgen -W "$next --help" -- "$current"))
}
complete -o default -F _holdfast holdfast
`
}

function zsh(verbs: readonly Verb[]): string {
  return `#compdef holdfast\nautoload -U +X bashcompinit && bashcompinit\n${bash(verbs)}`
}

function fish(verbs: readonly Verb[]): string {
  const quoted = (text: string) => `'${text.replace(/['\\]/g, '\\$&')}'`
  const lines = ['complete -c holdfast -f']
  for (const { name, summary } of verbs) {
    const [first = '', second] = name.split(' ')
    if (second)
      lines.push(`complete -c holdfast -n '__fish_seen_subcommand_from ${first}' -a ${second} -d ${quoted(summary)}`)
    else lines.push(`complete -c holdfast -n __fish_use_subcommand -a ${first} -d ${quoted(summary)}`)
  }
  for (const word of firstWords(verbs).filter((word) => !verbs.some(({ name }) => name === word))) {
    lines.push(`complete -c holdfast -n __fish_use_subcommand -a ${word}`)
  }
  for (const verb of verbs) {
    for (const option of verb.options) {
      const short = option.short ? ` -s ${option.short}` : ''
      const value = option.value ? ' -r' : ''
      lines.push(
        `complete -c holdfast -n '__fish_seen_subcommand_from ${verb.name.split(' ')[0]}' -l ${option.name}${short}${value} -d ${quoted(option.summary)}`,
      )
    }
  }
  return `${lines.join('\n')}\n`
}
