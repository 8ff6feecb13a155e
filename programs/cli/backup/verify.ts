import { type BackupContents, openBackup, verifyBackup } from '@holdfast/platform/backup'
import type { VerbContext } from '@holdfast/platform/contract'
import { exitCode } from '../exit-code.ts'
import { explained } from './explain-backup.ts'
import { unlockWith } from './passphrase.ts'
import { inBytes, inRows, progressLine } from './progress-line.ts'

/** `holdfast backup verify` */
export async function run(context: VerbContext): Promise<number> {
  const path = context.positionals[0]!
  const unlock = await unlockWith(context)
  const progress = progressLine(false)
  try {
    const { contents, size } = await explained(async () => {
      const file = await openBackup(path, unlock)
      try {
        let bytes = 0
        const found = await verifyBackup(file, (more) => {
          bytes += more
          progress.tell(() => `${inBytes(bytes)} of ${inBytes(file.size)} read`)
        })
        return { contents: found, size: file.size }
      } finally {
        await file.close()
      }
    })
    progress.end()
    if (context.options.output === 'json') await context.out(`${JSON.stringify(asJson(contents, size))}\n`)
    else for (const line of asLines(contents, size)) await context.out(`${line}\n`)
    context.say('The backup is whole.')
    return exitCode.ok
  } finally {
    progress.end()
  }
}

function asJson({ id, head, end, secrets }: BackupContents, size: number): object {
  const { madeAt, program, database, leftOut } = head
  return {
    schemaVersion: 1,
    ...{ id, madeAt, program, database, size, leftOut },
    schema: Object.fromEntries(schemaOf(head)),
    files: secrets.map((secret) => secret.path),
    rows: end.rows,
    bytes: end.bytes,
    tables: end.tables,
  }
}

function asLines({ id, head, end, secrets }: BackupContents, size: number): string[] {
  const width = Math.max(...end.tables.map(({ name }) => name.length))
  return [
    `backup    ${id}`,
    `made      ${head.madeAt} by Holdfast ${head.program} from ${head.database.kind} PostgreSQL ${head.database.version}`,
    `schema    ${schemaOf(head)
      .map(([part, number]) => `${part} ${number}`)
      .join(', ')}`,
    `files     ${secrets.map(({ path }) => path).join(', ') || 'none'}`,
    `left out  ${head.leftOut.join(', ') || 'nothing'}`,
    `holds     ${inRows(end.rows)} of ${end.tables.length} tables, ${inBytes(end.bytes)} in ${inBytes(size)}`,
    '',
    ...end.tables
      .filter(({ rows }) => rows > 0)
      .map(
        ({ name, rows, bytes }) =>
          `${name.padEnd(width)}  ${inRows(rows).padStart(16)}  ${inBytes(bytes).padStart(10)}`,
      ),
  ]
}

/** The newest migration of each part. */
function schemaOf(head: BackupContents['head']): [string, number][] {
  const newest = new Map<string, number>()
  for (const { part, number } of head.migrations) newest.set(part, Math.max(number, newest.get(part) ?? 0))
  return [...newest]
}
