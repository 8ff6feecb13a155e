import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { Spool } from './spool.ts'

const options = { maxBytes: 64 * 1024 * 1024, epoch: 1 }

function temporary(t: { after(f: () => void): void }): string {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-spool-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

const digestOf = (bytes: Buffer) => bytes.toString('hex')

test('entries come back in order, also after a restart', (t) => {
  const folder = temporary(t)
  const spool = new Spool(folder, options)
  for (let n = 1; n <= 10; n++) assert.ok(spool.append(Buffer.from([n])))
  spool.acknowledge(4, digestOf)
  spool.close()
  const again = new Spool(folder, options)
  assert.equal(again.last, 10)
  assert.deepEqual(
    again.read(3, 1e6).map(({ seq, bytes }) => [seq, bytes[0]]),
    [
      [5, 5],
      [6, 6],
      [7, 7],
    ],
  )
  again.acknowledge(10, digestOf)
  assert.equal(again.pending, 0)
  again.close()
  const empty = new Spool(folder, options)
  assert.equal(empty.last, 10)
  assert.deepEqual(empty.tail, { digest: '0a' })
  empty.close()
})

test('any sequence of operations keeps order and loses nothing that was appended', (t) => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('append' as const), size: fc.integer({ min: 0, max: 400_000 }) }),
    fc.record({ kind: fc.constant('acknowledge' as const), upTo: fc.nat(60) }),
    fc.record({ kind: fc.constant('reopen' as const) }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const folder = temporary(t)
      let spool = new Spool(folder, options)
      const sizes: number[] = []
      let acknowledged = 0
      for (const it of steps) {
        if (it.kind === 'append') {
          assert.ok(spool.append(Buffer.alloc(it.size, sizes.length + 1)))
          sizes.push(it.size)
        } else if (it.kind === 'acknowledge') {
          spool.acknowledge(it.upTo, digestOf)
          if (it.upTo > acknowledged && it.upTo <= sizes.length) acknowledged = it.upTo
        } else {
          spool.close()
          spool = new Spool(folder, options)
        }
        const waiting = spool.read(1000, Infinity)
        assert.deepEqual(
          waiting.map(({ seq, bytes }) => [seq, bytes.length]),
          sizes.map((size, index) => [index + 1, size]).slice(acknowledged),
        )
      }
      spool.close()
    }),
    { numRuns: 60 },
  )
})

test('a torn tail is cut off and the next entry takes its number', (t) => {
  const folder = temporary(t)
  const spool = new Spool(folder, options)
  spool.append(Buffer.from('whole'))
  spool.append(Buffer.from('torn'))
  spool.close()
  const segment = join(folder, readdirSync(folder).find((name) => name.endsWith('.seg')) as string)
  truncateSync(segment, statSync(segment).size - 2)
  const again = new Spool(folder, options)
  assert.equal(again.last, 1)
  again.append(Buffer.from('second'))
  assert.deepEqual(
    again.read(9, 1e6).map(({ bytes }) => bytes.toString()),
    ['whole', 'second'],
  )
  again.close()
  appendFileSync(segment, Buffer.from('garbage that is no entry'))
  const third = new Spool(folder, options)
  assert.equal(third.last, 2)
  third.close()
})

test('a full spool refuses, and a new epoch says what was lost', (t) => {
  const spool = new Spool(temporary(t), { maxBytes: 1000, epoch: 1 })
  let appended = 0
  while (spool.append(Buffer.alloc(100))) appended++
  assert.ok(appended >= 7 && appended <= 10)
  assert.deepEqual(spool.startEpoch(2), { from: 1, to: appended })
  assert.equal(spool.last, 0)
  assert.ok(spool.append(Buffer.alloc(100)))
  spool.close()
})

test('what was appended before a kill -9 is there afterwards', async (t) => {
  const folder = temporary(t)
  let promised = 0
  for (let round = 0; round < 12; round++) {
    const child = spawn(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `
      import { Spool } from ${JSON.stringify(new URL('./spool.ts', import.meta.url).href)}
      const spool = new Spool(${JSON.stringify(folder)}, { maxBytes: 1e9, epoch: 1 })
      for (;;) { spool.append(Buffer.alloc(2000, 7)); process.stdout.write(spool.last + '\\n') }
    `,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    let output = ''
    child.stdout.on('data', (chunk) => {
      output += chunk
    })
    await once(child.stdout, 'data')
    await new Promise((resolve) => setTimeout(resolve, 5 + round * 7))
    child.kill('SIGKILL')
    await once(child, 'close')
    promised = Number(output.slice(0, output.lastIndexOf('\n')).split('\n').at(-1))
    const spool = new Spool(folder, { maxBytes: 1e9, epoch: 1 })
    assert.ok(spool.last >= promised, `${promised} were promised, ${spool.last} are there`)
    assert.equal(spool.read(Infinity, Infinity).length, spool.last)
    spool.close()
  }
  assert.ok(promised > 0)
})
