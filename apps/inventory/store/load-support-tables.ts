import { readdirSync, readFileSync } from 'node:fs'
import { parseSupportTable, type SupportTable } from '@holdfast/kit/eol'
import { parse } from 'yaml'

const folder = new URL('../../../content/operating-systems/', import.meta.url)

/** Until when each release of each known operating system is supported, in the order of their ids. Throws with the file's name where one is not as it should be. */
export async function loadSupportTables(): Promise<readonly SupportTable[]> {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => {
      const { table, problems } = parseSupportTable(parse(readFileSync(new URL(name, folder), 'utf8')))
      if (!table || problems.length > 0)
        throw new Error(`content/operating-systems/${name}: ${JSON.stringify(problems[0])}`)
      return table
    })
}
