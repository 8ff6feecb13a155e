import { CliError } from '../cli-error.ts'
import { exitCode } from '../exit-code.ts'
import { readNamed } from './read-named.ts'

/** What the server takes, before it is written in base64. */
const mostBytes = 24 * 1024 * 1024

/** The body of a request that imports a file: its content, the options of these names, and when it was observed. Throws CliError. */
export async function readUpload(
  path: string,
  options: Readonly<Record<string, unknown>>,
  names: readonly string[],
): Promise<Readonly<Record<string, unknown>>> {
  const bytes = await readNamed(path)
  if (bytes.length > mostBytes)
    throw new CliError(`${path} has ${bytes.length} bytes, and at most ${mostBytes} are taken: divide it.`, {
      code: exitCode.usage,
    })
  const given = names.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]] as const]))
  return {
    content: Buffer.from(bytes).toString('base64'),
    ...Object.fromEntries(given),
    ...(options.observed !== undefined && { observedAt: instantOf(options.observed as string) }),
  }
}

function instantOf(text: string): string {
  const time = Date.parse(text)
  if (Number.isNaN(time))
    throw new CliError(`--observed ${text} is no time: write 2026-11-30 or 2026-11-30T12:00:00Z.`, {
      code: exitCode.usage,
    })
  return new Date(time).toISOString()
}
