import type { VerbContext } from '@holdfast/platform/contract'
import { CliError } from '../cli-error.ts'
import { withClient } from '../client/own-login.ts'
import { exitCode } from '../exit-code.ts'
import { readKeptDocuments, vexPath } from './kept-documents.ts'

/** `holdfast vex forget` */
export async function run({ options, positionals, environment, say }: VerbContext): Promise<number> {
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const wanted = positionals[0] as string
    const found = (await readKeptDocuments(client)).data.filter(
      ({ id, document }) => id === wanted || document === wanted,
    )
    const [kept, other] = found
    if (!kept) throw new CliError(`No VEX document is kept that is called ${wanted}.`, { code: exitCode.usage })
    if (other)
      throw new CliError(`Several authors have a document called ${wanted}: name ${kept.id} or ${other.id}.`, {
        code: exitCode.usage,
      })
    await client.ask('DELETE', `${vexPath}/${kept.id}`, undefined, { ifMatch: '*' })
    say(`The word of ${kept.document} holds for nothing that is found from now on; decisions by it stay.`)
    return exitCode.ok
  })
}
