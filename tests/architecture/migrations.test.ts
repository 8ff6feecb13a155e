import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { test } from 'node:test'
import { root } from './source-files.ts'

/** What takes something away that a program from before the migration may still ask for. */
const takesAway =
  /\bdrop\s+(function|table|column|view|type)\b|\brename\s+(to|column)\b|\balter\s+column\s+\w+\s+(set\s+data\s+)?type\b|\bset\s+not\s+null\b/i

/** Of the first version: no older program ever runs on them. */
const first = new Set([
  'platform/access/sql/0007-scope.sql',
  'platform/events/sql/0001-events.sql',
  'platform/http/sql/0002-sealed-replies.sql',
  'platform/notify/sql/0003-notice-tests.sql',
  'apps/inventory/store/0003-assets-with-software.sql',
  'apps/inventory/store/0005-scope.sql',
])

test('a migration that takes away what older programs use says so in its name, so that those that run end in words', () => {
  const files = globSync(['platform/*/sql/*.sql', 'apps/*/store/*.sql'], { cwd: root })
  assert.ok(files.length > 50)
  const statements = (file: string) => readFileSync(root + file, 'utf8').replaceAll(/--.*$/gm, '')
  const silent = files.filter(
    (file) => !first.has(file) && !basename(file).endsWith('-ends-older.sql') && takesAway.test(statements(file)),
  )
  assert.deepEqual(silent, [], 'add beside what is there, or let the name end with -ends-older')
})
