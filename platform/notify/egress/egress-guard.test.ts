import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EgressError, EgressGuard } from './egress-guard.ts'

const guard = (allowed = '', answers: Record<string, string[]> = {}) =>
  new EgressGuard(EgressGuard.networks(allowed), async (host) => answers[host] ?? [])

const refused = [
  '127.0.0.1',
  '127.8.9.10',
  '0.0.0.0',
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '100.64.0.1',
  // Where clouds tell machines who they are.
  '169.254.169.254',
  '100.100.100.200',
  '[fd00:ec2::254]',
  '[::1]',
  '[::]',
  '[fe80::1]',
  '[fc00::1]',
  '[fec0::1]',
  '[ff02::1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:169.254.169.254]',
  '[::127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b::a9fe:a9fe]',
  '[2002:7f00:1::]',
  '[2001:0:7f00:1::]',
  '224.0.0.1',
  '255.255.255.255',
  '198.18.0.1',
  '192.0.2.1',
]

test('nothing but the public Internet is spoken to', async () => {
  for (const host of refused) await assert.rejects(guard().resolve(host), EgressError, host)
  for (const host of ['1.1.1.1', '[2606:4700::1111]', '172.32.0.1'])
    assert.equal((await guard().resolve(host)).allowed, false, host)
})

test('an administrator allows networks, and only those', async () => {
  const open = guard('10.0.0.0/8, 127.0.0.1, fd12::/16')
  for (const host of ['10.1.2.3', '127.0.0.1', '[fd12::7]', '[::ffff:10.1.2.3]'])
    assert.equal((await open.resolve(host)).allowed, true, host)
  for (const host of ['127.0.0.2', '192.168.0.1', '169.254.169.254', '[fd13::7]', '[::1]'])
    await assert.rejects(open.resolve(host), EgressError, host)
  assert.throws(() => EgressGuard.of('10.0.0.0/8, somewhere'), /somewhere/)
})

test('a name is as good as the worst of its addresses, and is looked up once', async () => {
  const answers = {
    'good.example': ['1.1.1.1'],
    'mixed.example': ['1.1.1.1', '127.0.0.1'],
    'inside.example': ['10.0.0.9'],
  }
  assert.equal((await guard('', answers).resolve('good.example')).address, '1.1.1.1')
  await assert.rejects(guard('', answers).resolve('mixed.example'), /127\.0\.0\.1.*loopback/)
  await assert.rejects(guard('', answers).resolve('inside.example'), /HOLDFAST_NOTIFY_NETWORKS/)
  await assert.rejects(guard('', answers).resolve('nowhere.example'), /has no address/)
  let asked = 0
  const rebinding = new EgressGuard([], async () => (asked++ === 0 ? ['1.1.1.1'] : ['127.0.0.1']))
  assert.deepEqual(await rebinding.resolve('rebinding.example'), { address: '1.1.1.1', family: 4, allowed: false })
  assert.equal(asked, 1)
})

test('addresses written in ways that only some programs understand are names without an address', async () => {
  for (const host of ['0x7f.1', '2130706433', '0177.0.0.1', '127.1', 'localhost'])
    await assert.rejects(guard().resolve(host), EgressError, host)
})
