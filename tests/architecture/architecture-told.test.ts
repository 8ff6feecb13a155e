import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { platformOrder } from './import-table.ts'

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

test('ARCHITECTURE.md tells of every table of the platform, and of none that is not there', () => {
  const tables = [...read('platform/store/schema.sql').matchAll(/^create table (\w+) \(/gm)].map(
    ([, name]) => name ?? '',
  )
  const apps = read('apps/server.ts').matchAll(/from '@holdfast\/(\w+)\/server'/g)
  const prefixes = [...apps].map(([, app]) => `${app}_`)
  assert.ok(tables.length > 30 && prefixes.length > 0)
  const platform = tables.filter((table) => !prefixes.some((prefix) => table.startsWith(prefix)))
  const text = read('ARCHITECTURE.md')
  const section = text.slice(text.indexOf('## Tables'), text.indexOf('## The wire'))
  const told = [...section.matchAll(/^\| [a-z-]+ \| (.*) \| .* \|$/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/(?:^|· )`(\w+)`/g)].map(([, name]) => name ?? ''),
  )
  assert.deepEqual(
    platform.filter((table) => !told.includes(table)),
    [],
    'tables that are not told of',
  )
  assert.deepEqual(
    told.filter((table) => !platform.includes(table)),
    [],
    'tables that are not there',
  )
})

test('ARCHITECTURE.md tells the parts of the platform in their order', () => {
  const told = /^`(contract · .*)`$/m.exec(read('ARCHITECTURE.md'))?.[1]?.split(' · ')
  assert.deepEqual(told, platformOrder)
})
