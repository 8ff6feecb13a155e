import type { VerbContext } from '@holdfast/platform/contract'
import { CliError } from '../cli-error.ts'
import { withClient } from '../client/own-login.ts'
import { exitCode } from '../exit-code.ts'
import { readNamed } from '../input/read-named.ts'
import { changesOf, type ScoreModelTold, scoreModelPath } from './score-model.ts'

/** `holdfast score-model set` */
export async function run({ options, positionals, environment, out, say }: VerbContext): Promise<number> {
  const path = positionals[0] as string | undefined
  if ((path === undefined) === (options.usual !== true))
    throw new CliError('Name a file with weights, or say --usual.', { code: exitCode.usage })
  const body = path === undefined ? undefined : parsed(path, await readNamed(path))
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const { json } = await client.ask(body ? 'PUT' : 'DELETE', scoreModelPath, body, { ifMatch: '*' })
    const { data } = json as { data: ScoreModelTold }
    if (options.output === 'json') await out(`${JSON.stringify(data, null, 2)}\n`)
    say(`${changesOf(data)} All is scored anew.`)
    return exitCode.ok
  })
}

function parsed(path: string, bytes: Uint8Array): object {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as object
  } catch (error) {
    throw new CliError(`${path} is no JSON: ${(error as Error).message}.`, { code: exitCode.usage })
  }
}
