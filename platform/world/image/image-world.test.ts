import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import type { World } from '@holdfast/platform/contract'
import { ImageError } from './image-error.ts'
import { imageWorld } from './image-world.ts'

const folder = mkdtempSync(join(tmpdir(), 'holdfast-image-test-'))
after(() => rmSync(folder, { recursive: true, force: true }))
let number = 0

/** Packs files (by path; a path that ends with a slash is a directory, text that starts with `->` a link) with the system's tar. */
function tarOf(files: Readonly<Record<string, string>>): Buffer {
  number += 1
  const root = join(folder, `tree${number}`)
  mkdirSync(root)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, path, path.endsWith('/') ? '.' : '..'), { recursive: true })
    if (text.startsWith('->')) execFileSync('ln', ['-s', text.slice(2), join(root, path)])
    else if (text.startsWith('=>')) execFileSync('ln', [join(root, text.slice(2)), join(root, path)])
    else if (!path.endsWith('/')) writeFileSync(join(root, path), text)
  }
  return execFileSync('tar', ['-C', root, '-c', '--sort=name', '.'], { maxBuffer: 1 << 28 })
}

function dockerArchive(layers: readonly Buffer[]): string {
  const files: Record<string, string> = {}
  number += 1
  const root = join(folder, `image${number}`)
  mkdirSync(root)
  for (const [index, layer] of layers.entries()) writeFileSync(join(root, `${index}.tar`), layer)
  files['manifest.json'] = JSON.stringify([{ RepoTags: ['shop:1'], Layers: layers.map((_, index) => `${index}.tar`) }])
  writeFileSync(join(root, 'manifest.json'), files['manifest.json'])
  execFileSync('tar', ['-C', root, '-cf', join(folder, `image${number}.tar`), '.'])
  return join(folder, `image${number}.tar`)
}

async function paths(world: World): Promise<readonly string[]> {
  const found: string[] = []
  for await (const entry of world.files.walk({ roots: ['/'] })) if (entry.type === 'entry') found.push(entry.path)
  return found.sort()
}

async function read(world: World, path: string): Promise<string> {
  for await (const answer of world.files.readMany([path]))
    return answer.ok ? new TextDecoder().decode(answer.bytes) : answer.reason
  return ''
}

test('layers lie over each other, and their marks remove what is below', async () => {
  const long = `d/${'long'.repeat(40)}/${'name'.repeat(30)}`
  const world = await imageWorld(
    dockerArchive([
      tarOf({
        'etc/a': 'a',
        'etc/b': 'b',
        'gone/x': 'x',
        'gone/y': 'y',
        'usr/lib/so': '1',
        lib: '->usr/lib',
        [long]: 'long',
        turns: 'file',
      }),
      gzipSync(
        tarOf({ 'etc/.wh.a': '', 'etc/b': 'B', 'gone/.wh..wh..opq': '', 'gone/z': 'z', 'turns/now': 'directory' }),
      ),
      zstdCompressSync(tarOf({ 'etc/hard': 'shared', 'etc/link': '=>etc/hard', 'etc/up': '->../../../etc/b' })),
    ]),
  )
  assert.equal(world.name, 'image shop:1')
  assert.deepEqual(
    await paths(world),
    [
      '/',
      '/d',
      ...[`/${long}`, `/${long.slice(0, long.lastIndexOf('/'))}`].sort(),
      '/etc',
      '/etc/b',
      '/etc/hard',
      '/etc/link',
      '/etc/up',
      '/gone',
      '/gone/z',
      '/lib',
      '/turns',
      '/turns/now',
      '/usr',
      '/usr/lib',
      '/usr/lib/so',
    ].sort(),
  )
  assert.equal(await read(world, '/etc/b'), 'B')
  assert.equal(await read(world, '/etc/up'), 'B')
  assert.equal(await read(world, '/lib/so'), '1')
  assert.equal(await read(world, '/etc/link'), 'shared')
  assert.equal(await read(world, `/${long}`), 'long')
  await world.close()
})

test('an OCI layout is read as folder and as archive, and its digests are believed only when they match', async () => {
  const layout = join(folder, 'oci')
  mkdirSync(join(layout, 'blobs/sha256'), { recursive: true })
  const put = (bytes: Buffer) => {
    const digest = createHash('sha256').update(bytes).digest('hex')
    writeFileSync(join(layout, 'blobs/sha256', digest), bytes)
    return `sha256:${digest}`
  }
  const layer = put(gzipSync(tarOf({ 'etc/os-release': 'ID=test' })))
  const manifest = put(Buffer.from(JSON.stringify({ layers: [{ digest: layer }] })))
  const index = { manifests: [{ digest: manifest, annotations: { 'org.opencontainers.image.ref.name': 'test:1' } }] }
  writeFileSync(join(layout, 'index.json'), JSON.stringify(index))
  execFileSync('tar', ['-C', layout, '-czf', join(folder, 'oci.tar.gz'), '.'])
  for (const path of [layout, join(folder, 'oci.tar.gz')]) {
    const world = await imageWorld(path)
    assert.equal(await read(world, '/etc/os-release'), 'ID=test')
    await world.close()
  }
  writeFileSync(join(layout, 'blobs', layer.replace(':', '/')), gzipSync(tarOf({ 'etc/os-release': 'ID=other' })))
  await assert.rejects(imageWorld(layout), /does not have the digest/)
})

test('what is no image is told so', async () => {
  const file = (name: string, bytes: Buffer | string) => {
    writeFileSync(join(folder, name), bytes)
    return join(folder, name)
  }
  const cases: readonly (readonly [string, RegExp])[] = [
    [file('empty', ''), /neither index.json/],
    [file('text', 'not a tar archive at all'.repeat(100)), /not a tar archive/],
    [file('no-image', tarOf({ 'a/b': 'c' })), /neither index.json/],
    [file('cut.gz', gzipSync(tarOf({ a: 'b' })).subarray(0, 40)), /cannot be decompressed/],
    [dockerArchive([Buffer.from('x'.repeat(2000))]), /not a tar archive/],
  ]
  for (const [path, message] of cases)
    await assert.rejects(imageWorld(path), (error) => error instanceof ImageError && message.test(error.message), path)
  await assert.rejects(imageWorld(join(folder, 'nowhere')), /ENOENT/)
})

test('a name that climbs out of the image stays out of it', async () => {
  const evil = execFileSync('tar', ['-c', '-P', '--transform=s,.*,../../evil,', '-C', folder, 'text'], {
    maxBuffer: 1 << 28,
  })
  const world = await imageWorld(dockerArchive([evil, tarOf({ ok: '1', out: '->../../../../etc/passwd' })]))
  assert.deepEqual(await paths(world), ['/', '/ok', '/out'])
  assert.equal(await read(world, '/out'), 'missing')
  await world.close()
})

const corpora = process.env.HOLDFAST_CORPORA ?? join(import.meta.dirname, '../../../../shared/corpora')
const alpine = join(corpora, 'trivy/fanal/test/testdata/alpine-310.tar.gz')

test('a real image is what tar unpacks', {
  skip: existsSync(alpine) ? false : `no corpora at ${corpora}`,
}, async () => {
  const root = join(folder, 'alpine')
  mkdirSync(root)
  execFileSync('tar', ['-C', root, '-xzf', alpine])
  const [{ Layers }] = JSON.parse(readFileSync(join(root, 'manifest.json'), 'utf8'))
  const listed = execFileSync('tar', ['-tf', join(root, Layers[0])], { encoding: 'utf8' })
  const world = await imageWorld(alpine)
  const expected = listed
    .trim()
    .split('\n')
    .map((name) => `/${name.replace(/\/$/, '')}`)
  assert.deepEqual(
    (await paths(world)).filter((path) => path !== '/'),
    expected.sort(),
  )
  assert.match(await read(world, '/etc/os-release'), /3\.10/)
  await world.close()
})
