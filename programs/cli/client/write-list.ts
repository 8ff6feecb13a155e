import type { VerbContext } from '@holdfast/platform/contract'
import { type Row, writer } from '../query/write-rows.ts'

/** Writes a whole list in the form that `--output` asks for; a table unless told. */
export async function writeList(
  { options, out }: Pick<VerbContext, 'options' | 'out'>,
  list: {
    readonly rows: readonly Row[]
    readonly tenant: string | undefined
    readonly columns: readonly string[]
    readonly entity: string
  },
): Promise<void> {
  const write = writer({
    form: (options.output as string | undefined) ?? 'table',
    columns: list.columns,
    width: process.stdout.isTTY ? process.stdout.columns : undefined,
    entity: list.entity,
    out,
  })
  await write.rows(list.rows)
  await write.end({ tenant: list.tenant, total: list.rows.length })
}
