import { writeFile } from 'node:fs/promises'
import {
  evaluateRecorded,
  type OvalReading,
  readExternalVariables,
  readOvalDefinitions,
  readSystemCharacteristics,
  writeOvalResults,
} from '@holdfast/kit/oval'
import { tableLines } from '@holdfast/kit/tabular'
import type { VerbContext } from '@holdfast/platform/contract'
import { CliError } from '../cli-error.ts'
import { exitCode } from '../exit-code.ts'
import { readNamed } from '../input/read-named.ts'
import { ownVersion } from '../version/run.ts'

/** `holdfast oval eval` */
export async function run({ positionals, options, out, say }: VerbContext): Promise<number> {
  const path = positionals[0] as string
  if (options.syschar === undefined)
    throw new CliError('"holdfast oval eval" needs --syschar: what was recorded of the system.', {
      hint: `For example: holdfast oval eval ${path} --syschar system.xml`,
    })
  const { definitions } = await readWith(path, readOvalDefinitions)
  const { characteristics } = await readWith(options.syschar as string, readSystemCharacteristics)
  const given = options.variables as string | undefined
  const external = given === undefined ? undefined : (await readWith(given, readExternalVariables)).variables
  const only = options.definition as readonly string[] | undefined
  for (const id of only ?? [])
    if (!definitions.definitions.has(id)) throw new CliError(`${path} holds no definition ${id}.`)
  const now = new Date()
  const results = evaluateRecorded(definitions, characteristics, {
    now: Math.floor(now.getTime() / 1000),
    ...(external === undefined ? {} : { external }),
    ...(only === undefined || only.length === 0 ? {} : { only }),
  })
  if (options.results !== undefined) {
    const document = writeOvalResults(definitions, results, {
      productName: 'Holdfast',
      productVersion: ownVersion(),
      timestamp: now.toISOString().slice(0, 19),
      seen: { source: characteristics.source ?? '' },
    })
    await write(options.results as string, document)
  }
  // In the order of the document; what only was extended is named, too.
  const ids = [...definitions.definitions.keys()].filter((id) => results.definitions.has(id))
  const shown = only === undefined || only.length === 0 ? ids : ids.filter((id) => only.includes(id))
  const found = shown.flatMap((id) => results.definitions.get(id) ?? [])
  if (options.output === 'json') {
    const answers = Object.fromEntries(found.map(({ id, result }) => [id, result]))
    await out(`${JSON.stringify({ schemaVersion: 1, definitions: answers })}\n`)
    return exitCode.ok
  }
  const rows = found.map(({ id, result }) => [result, id, definitions.definitions.get(id)?.title ?? ''])
  await out(`${tableLines(['result', 'definition', 'title'], rows, process.stdout.columns).join('\n')}\n`)
  for (const message of new Set([...results.tests.values()].flatMap(({ messages }) => messages))) say(message)
  return exitCode.ok
}

async function readWith<T>(path: string, read: (text: string) => OvalReading<T>): Promise<T> {
  const reading = read(new TextDecoder().decode(await readNamed(path)))
  if (reading.ok) return reading
  const { line, column, message } = reading.problem
  throw new CliError(`${path}, line ${line}, column ${column}: ${message}.`)
}

async function write(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text)
  } catch (error) {
    throw new CliError(`${path} cannot be written: ${(error as Error).message}`, { cause: error })
  }
}
