import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { FactChange, FindingRow } from '../../asset.ts'
import { whatHappened } from './what-happened.ts'

const at = '2026-11-22T10:00:00.000Z'
const change = (change: Partial<FactChange>): FactChange => ({
  kind: 'came',
  fact: 'inventory.package',
  scope: 'dpkg',
  key: 'k',
  source: { id: 's', name: 'web-1', kind: 'agent' },
  observedAt: at,
  receivedAt: at,
  ...change,
})
const words = (changes: readonly FactChange[], findings: readonly FindingRow[] = []) =>
  whatHappened(changes, findings, () => '/there').map(({ title, detail }) => `${title} | ${detail}`)

it('says what became of packages, ports, accounts and groups', () => {
  assert.deepEqual(
    words([
      change({ kind: 'changed', before: { name: 'curl', version: '1' }, after: { name: 'curl', version: '2' } }),
      change({
        kind: 'went',
        fact: 'inventory.listener',
        before: { port: 22, transport: 'tcp', process: 'sshd', address: '::' },
      }),
      change({
        kind: 'changed',
        fact: 'inventory.group',
        before: { name: 'docker', members: ['ada'] },
        after: { name: 'docker', members: ['ada', 'eve'] },
      }),
      change({
        kind: 'changed',
        fact: 'inventory.account',
        before: { name: 'ada', shell: '/bin/sh', purl: 'x' },
        after: { name: 'ada', shell: '/bin/bash', purl: 'y' },
      }),
    ]),
    [
      'curl 1 → 2 | ',
      'Port 22/tcp closed | sshd on ::',
      'Group docker changed | eve joined',
      'Account ada changed | shell: /bin/sh → /bin/bash',
    ],
  )
})

it('folds what came in one burst, and keeps the parts', () => {
  const burst = Array.from({ length: 7 }, (_, index) =>
    change({ key: `${index}`, after: { name: `p${index}`, version: '1' } }),
  )
  const [line, ...others] = whatHappened(burst, [], () => '')
  assert.equal(others.length, 0)
  assert.equal(line?.title, '7 packages were installed')
  assert.equal(line?.parts?.length, 7)
  assert.equal(line?.parts?.[0]?.brief, 'p0 1')
})

it('puts findings on the same line of time, newest first', () => {
  const finding = {
    id: 'f',
    check: 'c',
    status: 'fixed',
    statusSince: '2026-11-22T11:00:00.000Z',
    summary: 'it was so',
    title: 't',
    place: '',
  }
  const [first, second] = whatHappened(
    [change({ after: { name: 'a', version: '1' } })],
    [finding as FindingRow],
    () => '/there',
  )
  assert.deepEqual([first?.title, first?.badge?.label, first?.href], ['Finding: it was so', 'fixed', '/there'])
  assert.equal(second?.title, 'a 1 was installed')
})
