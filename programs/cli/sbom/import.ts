import type { VerbContext } from '@holdfast/platform/contract'
import { withClient } from '../client/own-login.ts'
import { exitCode } from '../exit-code.ts'
import { readUpload } from '../input/read-upload.ts'

interface Imported {
  readonly asset: { readonly id: string; readonly name: string; readonly isNew: boolean }
  readonly format: string
  readonly distribution: string | null
  readonly packages: number
  readonly software: number
  readonly unnamed: number
  readonly unnamedNames: readonly string[]
  readonly problems: readonly string[]
}

/** `holdfast sbom import` */
export async function run({ options, positionals, environment, out, say }: VerbContext): Promise<number> {
  const path = positionals[0] as string
  const body = await readUpload(path, options, ['asset', 'kind'])
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const { json } = await client.ask('POST', '/api/v1/inventory/sboms', body)
    const { data } = json as { data: Imported }
    if (options.output === 'json') await out(`${JSON.stringify(data, null, 2)}\n`)
    for (const problem of data.problems) say(`${path}: ${problem}`)
    const { asset, format, distribution, packages, software, unnamed, unnamedNames } = data
    const on = distribution === null ? '' : ` of ${distribution}`
    say(
      `${asset.name} (${asset.id}${asset.isNew ? ', new' : ''}): ${packages} packages${on} and ${software} other software, from ${format}.`,
    )
    if (unnamed === 0) return exitCode.ok
    say(
      `${unnamed === 1 ? '1 component has' : `${unnamed} components have`} no package URL, so that nothing can be said of them: ${unnamedNames.slice(0, 5).join(', ')}${unnamed > 5 ? ' …' : ''}`,
    )
    return exitCode.partial
  })
}
