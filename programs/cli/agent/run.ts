import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { VerbContext } from '@holdfast/platform/contract'
import { CliError } from '../cli-error.ts'
import { exitCode } from '../exit-code.ts'

const program = fileURLToPath(new URL('../../agent/main.ts', import.meta.url))

/** `holdfast agent enrol` */
export const enrol = { run: (context: VerbContext) => agent('enrol', context) }

/** `holdfast agent run` */
export const runAgent = { run: (context: VerbContext) => agent('run', context) }

/** The agent is a program of its own; this passes options, terminal and signals on to it. */
async function agent(verb: string, { options, stop }: VerbContext): Promise<number> {
  if (verb === 'enrol' && !(options.server && options['key-file'])) {
    throw new CliError('"holdfast agent enrol" needs --server URL and --key-file FILE.', {
      hint: 'Make an activation key under Sources; its command carries both.',
    })
  }
  const given = ['server', 'key-file', 'authority', 'home'].flatMap((name) =>
    options[name] === undefined ? [] : [`--${name}`, String(options[name])],
  )
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, verb, ...given], {
    stdio: 'inherit',
  })
  stop.addEventListener('abort', () => child.kill('SIGTERM'), { once: true })
  return new Promise((resolve) => {
    child.on('error', () => resolve(exitCode.unavailable))
    child.on('exit', (code) => resolve(code === 0 ? exitCode.ok : code === 2 ? exitCode.usage : exitCode.unavailable))
  })
}
