import type { VerbContext } from '@holdfast/platform/contract'
import { withClient } from '../client/own-login.ts'
import { writeList } from '../client/write-list.ts'
import { exitCode } from '../exit-code.ts'
import { readKeptDocuments } from './kept-documents.ts'

const columns = ['document', 'author', 'form', 'statements', 'appliedAt', 'endsAt'] as const

/** `holdfast vex list` */
export async function run({ options, environment, out, say }: VerbContext): Promise<number> {
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const { data, tenant } = await readKeptDocuments(client)
    const rows = data.map((each) => ({ ...each, endsAt: each.endsAt ?? '' }))
    await writeList({ options, out }, { rows, tenant: tenant?.name, columns, entity: 'documents' })
    if (data.length === 0) say('No VEX document is kept: holdfast vex apply keeps those that it applies.')
    return exitCode.ok
  })
}
