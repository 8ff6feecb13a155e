import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { spellings } from '../../engine/package-key.ts'

/** More names than this, and looking at everything is as quick. */
const mostNames = 20_000

/**
 * The names of packages, in small letters, of which `after` may say something else than `before`: compiled feeds, by id. `all` where one speaks of other
 * ecosystems than before, is new or gone, or where nobody can tell any more.
 */
export function changedNames(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): ReadonlySet<string> | 'all' {
  const names = new Set<string>()
  const cves = new Set<string>()
  if (before.size !== after.size) return 'all'
  for (const [feed, path] of after) {
    const old = before.get(feed)
    if (old === path) continue
    if (old === undefined || !existsSync(old) || !existsSync(path)) return 'all'
    const changes = compare(old, path)
    if (changes === 'all') return 'all'
    for (const name of changes.names) names.add(name)
    for (const cve of changes.cves) cves.add(cve)
    if (names.size > mostNames || cves.size > mostNames) return 'all'
  }
  for (const path of after.values()) for (const name of namesOfCves(path, cves)) names.add(name)
  if (names.size > mostNames) return 'all'
  return new Set([...names].flatMap(spellings))
}

/** Advisories that are new, gone or other, as the names of packages in them; and CVEs that are rated otherwise. */
function compare(before: string, after: string): { names: readonly string[]; cves: readonly string[] } | 'all' {
  const database = new DatabaseSync(after, { readOnly: true })
  try {
    database.prepare('attach ? as old').run(before)
    const [{ same }] = database
      .prepare(`select not exists (select ecosystem from main.coverage except select ecosystem from old.coverage)
                   and not exists (select ecosystem from old.coverage except select ecosystem from main.coverage) as same`)
      .all() as [{ same: number }]
    if (same === 0) return 'all'
    const column = (text: string) =>
      database
        .prepare(text)
        .all()
        .map(({ name }) => String(name))
    const entries = (schema: string, advisory: string) =>
      `(select group_concat(e.body, char(10)) from (select body from ${schema}.entry where advisory = ${advisory}.number order by position) e)`
    const names = (schema: string, other: string) =>
      column(`
        select distinct p.name from ${schema}.advisory a
          left join ${other}.advisory o on o.id = a.id
          join ${schema}.naming n on n.advisory = a.number
          join ${schema}.package p on p.number = n.package
         where o.id is null or o.body <> a.body or ${entries(schema, 'a')} is not ${entries(other, 'o')}`)
    const rating = (alias: string) =>
      `json_array(json_extract(${alias}.body, '$.severity'), json_extract(${alias}.body, '$.rejected'))`
    const cves = (schema: string, other: string) =>
      column(`
        select distinct t.cve as name from ${schema}.threat t
          left join ${other}.threat o on o.cve = t.cve and o.position = t.position
         where o.cve is null and ${rating('t')} <> '[null,null]' or o.cve is not null and ${rating('o')} <> ${rating('t')}`)
    return {
      names: [...names('main', 'old'), ...names('old', 'main')],
      cves: [...cves('main', 'old'), ...cves('old', 'main')],
    }
  } finally {
    database.close()
  }
}

function namesOfCves(path: string, cves: ReadonlySet<string>): readonly string[] {
  if (cves.size === 0) return []
  const database = new DatabaseSync(path, { readOnly: true })
  try {
    const naming = database.prepare(`
      select distinct p.name from known_as k join naming n on n.advisory = k.advisory join package p on p.number = n.package where k.name = ?`)
    return [...cves].flatMap((cve) => naming.all(cve).map(({ name }) => String(name)))
  } finally {
    database.close()
  }
}
