import {
  type ExternalVariables,
  evaluateRecorded,
  type OvalDefinitions,
  type OvalResults,
  type ResultsOrigin,
  readExternalVariables,
  readOvalDefinitions,
  readSystemCharacteristics,
  writeOvalResults,
} from '@holdfast/kit/oval'
import { tableLines } from '@holdfast/kit/tabular'
import type { VerbContext } from '@holdfast/platform/contract'
import { evaluateInWorld, readSystemInfo } from '@holdfast/platform/probing'
import { CliError } from '../cli-error.ts'
import { exitCode } from '../exit-code.ts'
import { readXml } from '../input/read-xml.ts'
import { writeNamed } from '../input/write-named.ts'
import { openHost } from '../scan/open-host.ts'
import { hostOptions } from '../scan/options.ts'
import { ownVersion } from '../version/run.ts'

/** `holdfast oval eval` */
export async function run(context: VerbContext): Promise<number> {
  const { positionals, options, out, say } = context
  const path = positionals[0] as string
  const { definitions } = await readXml(path, readOvalDefinitions)
  const given = options.variables as string | undefined
  const external = given === undefined ? undefined : (await readXml(given, readExternalVariables)).variables
  const named = (options.definition as readonly string[] | undefined) ?? []
  const missing = named.find((id) => !definitions.definitions.has(id))
  if (missing !== undefined) throw new CliError(`${path} holds no definition ${missing}.`)
  const only = named.length === 0 ? undefined : named
  const { results, seen } = await evaluate(context, definitions, {
    ...(external === undefined ? {} : { external }),
    ...(only === undefined ? {} : { only }),
  })
  if (options.results !== undefined) {
    const document = writeOvalResults(definitions, results, {
      productName: 'Holdfast',
      productVersion: ownVersion(),
      timestamp: new Date().toISOString().slice(0, 19),
      seen,
    })
    await writeNamed(options.results as string, document)
  }
  // In the order of the document; what only was extended is named, too.
  const ids = [...definitions.definitions.keys()].filter((id) => results.definitions.has(id))
  const shown = only === undefined ? ids : ids.filter((id) => only.includes(id))
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

interface Evaluated {
  readonly results: OvalResults
  readonly seen: ResultsOrigin['seen']
}

/** Over what was recorded, or over what the options name: this host unless they name another. */
async function evaluate(
  context: VerbContext,
  definitions: OvalDefinitions,
  given: { readonly external?: ExternalVariables; readonly only?: readonly string[] },
): Promise<Evaluated> {
  const recorded = context.options.syschar as string | undefined
  if (recorded !== undefined) {
    const elsewhere = hostOptions.find(({ name }) => context.options[name] !== undefined)
    if (elsewhere !== undefined) throw new CliError(`--syschar and --${elsewhere.name} exclude each other.`)
    const { characteristics } = await readXml(recorded, readSystemCharacteristics)
    const now = Math.floor(Date.now() / 1000)
    const results = evaluateRecorded(definitions, characteristics, { ...given, now })
    return { results, seen: { source: characteristics.source ?? '' } }
  }
  const target = await openHost(context)
  try {
    const results = await evaluateInWorld(definitions, target.world, { ...given, stop: context.stop })
    const system = await readSystemInfo(target.world)
    await target.recorded?.save()
    return { results, seen: { system } }
  } finally {
    await target.world.close()
  }
}
