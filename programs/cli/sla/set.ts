import type { VerbContext } from '@holdfast/platform/contract'
import { CliError } from '../cli-error.ts'
import { withClient } from '../client/own-login.ts'
import { exitCode } from '../exit-code.ts'
import { readNamed } from '../input/read-named.ts'

/** `holdfast sla set` */
export async function run({ options, positionals, environment, out, say }: VerbContext): Promise<number> {
  const path = positionals[0] as string | undefined
  if ((path === undefined) === (options.usual !== true))
    throw new CliError('Name a file with rules, or say --usual.', { code: exitCode.usage })
  const body = path === undefined ? undefined : { rules: rulesIn(path, await readNamed(path)) }
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const { json } = await client.ask(body ? 'PUT' : 'DELETE', '/api/v1/sla/rules', body, { ifMatch: '*' })
    const { data } = json as { data: { rules: readonly unknown[] } }
    if (options.output === 'json') await out(`${JSON.stringify(data.rules, null, 2)}\n`)
    say(
      `${data.rules.length === 1 ? '1 rule holds' : `${data.rules.length} rules hold`} now: all findings are reckoned anew.`,
    )
    return exitCode.ok
  })
}

/** The list of rules in a file: by itself, or as the `data` of what `sla rules -o json` writes. Throws CliError. */
function rulesIn(path: string, bytes: Uint8Array): readonly unknown[] {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder().decode(bytes))
  } catch (error) {
    throw new CliError(`${path} is no JSON: ${(error as Error).message}.`, { code: exitCode.usage })
  }
  const rules = Array.isArray(value) ? value : (value as { data?: unknown } | null)?.data
  if (!Array.isArray(rules)) throw new CliError(`${path} is no list of rules.`, { code: exitCode.usage })
  return rules
}
