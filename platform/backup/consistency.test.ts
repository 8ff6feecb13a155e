import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { intakePart } from '../intake/index.ts'
import { connectClient } from '../store/administer/index.ts'
import { platformParts } from '../store/index.ts'
import { temporaryHome, testDatabase } from '../store/testing/index.ts'
import { newBackupKey, openBackup, writeBackup } from './index.ts'
import { fillOddly, oddPart } from './testing/index.ts'

const parts = [
  ...platformParts().filter(({ part }) => ['access', 'outbox', 'assets', intakePart.part].includes(part)),
  oddPart,
]

test('a backup under writers holds one moment: what always balances in the database balances in it', async (t) => {
  const { access, admin } = await testDatabase(t, { parts })
  await admin.query('set search_path = holdfast')
  await fillOddly(admin)
  await admin.query(`delete from odd_day; insert into odd_account values (1, 'moves', 0)`)
  const home = temporaryHome(t)
  const key = newBackupKey()
  let stop = false
  let moves = 0
  const writers = [1, 2, 3].map(async (writer) => {
    const client = await connectClient(access.admin!)
    while (!stop) {
      const [from, to] = [1 + (moves % 40), 1 + ((moves * 7 + writer) % 40)]
      // Money from one account to another, and its note in another table, at once; in one order, so that they do not wait in a circle.
      await client.query(
        `with moved as (update odd_account set amount = amount + case name when 'moves' then 1 else
                          (case when name = 'account-${to}' then 5 else 0 end) - (case when name = 'account-${from}' then 5 else 0 end) end
                         where tenant_id = 1 and name in (select name from odd_account where name in ('moves', 'account-${from}', 'account-${to}') order by name for update)
                        returning 1)
         insert into odd_day (tenant_id, kept, day) select 1, 7, date '2020-01-01' + ${moves} % 2 from (select count(*) from moved) as done`,
      )
      moves++
    }
    await client.end()
  })
  const seen: number[] = []
  for (let round = 0; round < 4; round++) {
    const file = join(home.path, `round-${round}`)
    const before = moves
    await writeBackup({ access, home: home.path, file, locks: [{ recipient: key.recipient }], program: 'test' })
    assert.ok(moves > before, 'writers went on meanwhile')
    const opened = await openBackup(file, { identity: key.identity })
    const tables: Record<string, string> = {}
    let name = ''
    for await (const entry of opened.entries()) {
      if (entry.kind === 'table') name = entry.name
      if (entry.kind === 'data' && /^odd_(account|day)/.test(name)) tables[name] = (tables[name] ?? '') + entry.bytes
    }
    await opened.close()
    const accounts = lines(tables.odd_account!).map((line) => line.split('\t'))
    const sum = accounts
      .filter(([, account]) => account !== 'moves')
      .reduce((total, [, , amount]) => total + Number(amount), 0)
    assert.equal(sum, 40_000)
    const noted = Object.entries(tables).flatMap(([table, text]) => (table === 'odd_account' ? [] : lines(text)))
    const counted = Number(accounts.find(([, account]) => account === 'moves')![2])
    assert.equal(noted.length, counted)
    seen.push(counted)
  }
  stop = true
  await Promise.all(writers)
  assert.ok(seen.every((count, round) => round === 0 || count >= seen[round - 1]!))
})

function lines(text: string): string[] {
  return text.split('\n').filter(Boolean)
}
