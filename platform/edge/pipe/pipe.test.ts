import assert from 'node:assert/strict'
import { duplexPair } from 'node:stream'
import { test } from 'node:test'
import type { World } from '@holdfast/platform/contract'
import { fakeWorld } from '@holdfast/platform/world'
import fc from 'fast-check'
import { encodeFrame, FrameReader } from './frames.ts'
import { PipeClient, pipedWorld } from './piped-world.ts'
import { serveWorld } from './serve-world.ts'

const files = Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`/srv/${n % 7}/file-${n}`, `content ${n}`]))

function piped(world: World): World {
  const [near, far] = duplexPair()
  serveWorld(world, far, () => {})
  return pipedWorld(new PipeClient(near, () => {}), world.name, [...world.capabilities])
}

async function everything<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const item of items) found.push(item)
  return found
}

test('frames survive any cutting of the stream', () => {
  const frame = fc.record(
    {
      header: fc.dictionary(fc.string(), fc.string(), { noNullPrototype: true }),
      body: fc.uint8Array(),
    },
    { noNullPrototype: true },
  )
  fc.assert(
    fc.property(fc.array(frame), fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (frames, cuts) => {
      const bytes = Buffer.concat(frames.map(({ header, body }) => encodeFrame(header, body)))
      const reader = new FrameReader()
      const read: { header: unknown; body: Uint8Array }[] = []
      for (let offset = 0, n = 0; offset < bytes.length; n++) {
        const size = cuts[n % cuts.length] ?? 1
        read.push(
          ...reader
            .push(bytes.subarray(offset, offset + size))
            .map(({ header, body }) => ({ header, body: new Uint8Array(body) })),
        )
        offset += size
      }
      assert.deepEqual(read, frames)
    }),
  )
})

test('a frame over the limit, or with a header that is no object, ends the pipe', () => {
  const huge = Buffer.alloc(8)
  huge.writeUInt32BE(0xffffffff, 4)
  assert.throws(() => new FrameReader().push(huge), /over the limit/)
  const odd = Buffer.from([0, 0, 0, 2, 0, 0, 0, 0, 0x5b, 0x5d])
  assert.throws(() => new FrameReader().push(odd), /not an object/)
})

test('a world through the pipe gives the same answers', async () => {
  const world = fakeWorld({ files, processes: [], listeners: [] })
  const through = piped(world)
  const paths = [...Object.keys(files), '/missing']
  assert.deepEqual(await everything(through.files.readMany(paths)), await everything(world.files.readMany(paths)))
  assert.deepEqual(await everything(through.files.statMany(paths)), await everything(world.files.statMany(paths)))
  const spec = { roots: ['/srv'], include: ['/srv/3/**'] }
  assert.deepEqual(await everything(through.files.walk(spec)), await everything(world.files.walk(spec)))
  assert.deepEqual(await through.live?.processes(), await world.live?.processes())
  const opened = await through.files.open('/srv/0/file-0')
  assert.ok(opened.ok)
  assert.equal(new TextDecoder().decode(await opened.file.read(2, 3)), 'nte')
  await opened.file.close()
  assert.equal((await through.files.open('/missing')).ok, false)
})

test('a walk that is left early stops at the other end, and other questions go on', async () => {
  const through = piped(fakeWorld({ files }))
  for await (const entry of through.files.walk({ roots: ['/srv'] })) if (entry.type === 'entry') break
  assert.equal((await everything(through.files.readMany(['/srv/0/file-0']))).length, 1)
})

test('the served world writes nothing and runs nothing, whatever is asked', async () => {
  const [near, far] = duplexPair()
  serveWorld(fakeWorld({ files, exec: () => assert.fail('ran a program') }), far, () => {})
  const client = new PipeClient(near, () => {})
  await assert.rejects(client.askOnce({ ask: 'exec', argv: ['/bin/true'] }), /unknown question/)
  assert.equal(pipedWorld(client, 'x', ['files', 'exec', 'connect']).exec, undefined)
})
