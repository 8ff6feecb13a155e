import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asOfText, groupKeys, withAsOf, withGroupKeys } from './clauses.ts'

test('a query is grouped and ungrouped, and its conditions and its time stay', () => {
  const asked = "status:open or owner:mk sort by risk desc limit 5 as of 'now-7d'"
  const grouped = withGroupKeys(asked, ['severity', 'firstFound/w'])
  assert.equal(grouped, "status:open or owner:mk group by severity, firstFound/w as of 'now-7d'")
  assert.deepEqual(groupKeys(grouped!), ['severity', 'firstFound/w'])
  assert.equal(withGroupKeys(grouped!, []), "status:open or owner:mk as of 'now-7d'")
  assert.equal(withGroupKeys('', ['severity']), 'group by severity')
  assert.equal(withGroupKeys('status:(', ['severity']), null)
})

test('a query is taken to a time and back', () => {
  assert.equal(withAsOf('status:open sort by risk', 'now-7d'), "status:open sort by risk as of 'now-7d'")
  assert.equal(withAsOf('as of yesterday', '2026-11-01'), "as of '2026-11-01'")
  assert.equal(withAsOf('status:open as of yesterday', null), 'status:open')
  assert.deepEqual([asOfText('as of yesterday'), asOfText('status:open'), asOfText('(')], ['yesterday', null, null])
})
