import type { VerbContext } from '@holdfast/platform/contract'
import { type Row, writer } from '../query/write-rows.ts'

/** Writes a list in the form that `--output` asks for; a table unless told. It is whole unless a `total` says more. */
export async function writeList(
  { options, out }: Pick<VerbContext, 'options' | 'out'>,
  list: {
    readonly rows: readonly Row[]
    readonly tenant: string | undefined
    readonly columns: readonly string[]
    readonly entity: string
    readonly total?: number
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
  await write.end({ tenant: list.tenant, total: list.total ?? list.rows.length })
}
