import type { Verb, VerbContext } from '@holdfast/platform/contract'
import { CliError } from './cli-error.ts'
import { exitCode } from './exit-code.ts'
import { findVerb, verbsBelow } from './find-verb.ts'
import { groupHelp, overview, verbHelp } from './help.ts'
import { listVerbs } from './list-verbs.ts'
import { parseOptions } from './parse-options.ts'

/** Runs one command line and gives its exit status. Never throws. */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  const say = (line: string) => void process.stderr.write(`${line}\n`)
  const controller = new AbortController()
  let signals = 0
  const onSignal = () => {
    signals++
    controller.abort()
    // Whoever asks a third time wants out now, whatever is left undone.
    if (signals > 2) process.exit(exitCode.interrupted)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal)
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // The reader of a pipe went away (`| head`): nobody is left to write for.
    if (error.code === 'EPIPE') process.exit(exitCode.ok)
  })
  try {
    const verbs = await listVerbs()
    const chosen = choose(verbs, args)
    if ('help' in chosen) {
      await writeOut(chosen.help)
      return chosen.code
    }
    const { verb, rest } = chosen
    const { positionals, options } = parseOptions(verb, rest)
    const { run } = await verb.load()
    const context: VerbContext = {
      positionals,
      options,
      environment: process.env,
      stop: controller.signal,
      out: writeOut,
      say,
    }
    const code = await run(context)
    return controller.signal.aborted && code === exitCode.ok && signals > 0 ? exitCode.interrupted : code
  } catch (error) {
    return explain(error, controller.signal.aborted, say)
  }
}

type Chosen = { verb: Verb; rest: readonly string[] } | { help: string; code: number }

function choose(verbs: readonly Verb[], args: readonly string[]): Chosen {
  const isHelp = (argument: string) => argument === '--help' || argument === '-h'
  const separator = args.indexOf('--')
  const asksHelp = (separator < 0 ? args : args.slice(0, separator)).some(isHelp)
  if (args[0] === 'help') return choose(verbs, [...args.slice(1), '--help'])
  if (args[0] === '--version' || args[0] === '-V') return choose(verbs, ['version'])
  const first = args[0] ?? ''
  const isGroup = verbsBelow(verbs, first).length > 0 && !verbs.some(({ name }) => name === first)
  if (asksHelp && isGroup && (args.length === 1 || isHelp(args[1]!)))
    return { help: groupHelp(verbs, first), code: exitCode.ok }
  if (args.length === 0 || isHelp(first)) return { help: overview(verbs), code: exitCode.ok }
  const found = findVerb(verbs, args)
  if (!found) throw new CliError(`"${first}" comes before any command.`, { hint: 'See holdfast --help' })
  return asksHelp ? { help: verbHelp(found.verb), code: exitCode.ok } : found
}

function writeOut(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error ? reject(error) : resolve()))
  })
}

/** Failures that explain themselves in one line, by their name: their classes are not loaded for this. */
const expected: Readonly<Record<string, number>> = {
  StoreError: exitCode.unavailable,
  BackupError: exitCode.unavailable,
  DatabaseUnavailable: exitCode.unavailable,
  PortError: exitCode.unavailable,
  ProcessFailure: exitCode.unavailable,
  SettingError: exitCode.usage,
}

function explain(error: unknown, interrupted: boolean, say: (line: string) => void): number {
  if (interrupted && (error as Error)?.name === 'AbortError') return exitCode.interrupted
  if (error instanceof CliError) {
    say(`holdfast: ${error.message}`)
    if (error.hint) say(error.hint)
    return error.code
  }
  const { name, message } = (error ?? {}) as Partial<Error>
  const code = expected[name ?? '']
  if (code !== undefined) {
    say(`holdfast: ${message}`)
    return code
  }
  say(`holdfast: an error that should not happen: ${(error as Error)?.stack ?? String(error)}`)
  return exitCode.unavailable
}
