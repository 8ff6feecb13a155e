import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, type TestContext, test } from 'node:test'
import { archiveAgent } from '../agent/pack/archive-agent.ts'
import { foreignParts } from '../agent/pack/foreign-parts.ts'
import { packAgent } from '../agent/pack/pack-agent.ts'
import { agentFiles } from './agent-files.ts'

const other = process.arch === 'x64' ? 'arm64' : 'x64'
const foreign = `linux-${other}`
const own = `linux-${process.arch}`
const folder = mkdtempSync(join(tmpdir(), 'hf-parts-'))
after(() => rmSync(folder, { recursive: true, force: true }))

/** A package as a registry keeps it, of one file. */
function packageOf(name: string, file: string, content: string) {
  const place = join(folder, name.replaceAll('/', '+'))
  mkdirSync(join(place, 'package', file, '..'), { recursive: true })
  writeFileSync(join(place, 'package', file), content, { mode: 0o755 })
  writeFileSync(join(place, 'package/package.json'), JSON.stringify({ name, version: '1.2.3' }))
  execFileSync('tar', ['-C', place, '-czf', join(place, 'it.tgz'), 'package'])
  const bytes = readFileSync(join(place, 'it.tgz'))
  return { name, bytes, integrity: `sha512-${createHash('sha512').update(bytes).digest('base64')}` }
}

const packages = [
  packageOf(`node-${foreign}`, 'bin/node', 'a program for another machine'),
  packageOf(`@koromix/koffi-${foreign}`, `${foreign.replace('-', '_')}/koffi.node`, 'a library for another machine'),
]

/** A registry on loopback with those packages, and the environment that leads npm there. */
async function registry(t: TestContext, tamper: (bytes: Buffer) => Buffer = (bytes) => bytes) {
  let asked = 0
  const server = createServer((request, response) => {
    asked++
    const path = decodeURIComponent(request.url ?? '')
    const found = packages.find(({ name }) => path.startsWith(`/${name}`))
    if (!found) return void response.writeHead(404).end('{}')
    const bytes = tamper(found.bytes)
    if (path.endsWith('.tgz')) return void response.end(bytes)
    const tarball = `http://127.0.0.1:${port}/${found.name}/-/it-1.2.3.tgz`
    const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`
    const version = { name: found.name, version: '1.2.3', dist: { tarball, integrity } }
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ name: found.name, 'dist-tags': { latest: '1.2.3' }, versions: { '1.2.3': version } }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  t.after(() => server.close())
  return { asked: () => asked, environment: environmentOf(port) }
}

function environmentOf(port: number): NodeJS.ProcessEnv {
  return {
    ...process.env,
    npm_config_registry: `http://127.0.0.1:${port}/`,
    npm_config_noproxy: '127.0.0.1',
    npm_config_cache: mkdtempSync(join(folder, 'npm-')),
  }
}

const lock = join(folder, 'package-lock.json')
writeFileSync(
  lock,
  JSON.stringify({
    packages: Object.fromEntries(
      packages.map(({ name, integrity }) => [`node_modules/${name}`, { version: '1.2.3', integrity }]),
    ),
  }),
)

test('an agent for the other kind of machine is made of parts that npm brings, once', async (t) => {
  const { environment, asked } = await registry(t)
  const cache = mkdtempSync(join(folder, 'cache-'))
  const parts = await foreignParts(foreign, { cache, lock, environment })
  const before = asked()
  assert.ok(before > 0)
  assert.deepEqual(await foreignParts(foreign, { cache, lock, environment }), parts)
  assert.equal(asked(), before, 'what is kept is not asked for again')
  const target = mkdtempSync(join(folder, 'target-'))
  const archive = await archiveAgent(await packAgent(target, parts))
  const list = execFileSync('tar', ['-tzf', archive.path], { encoding: 'utf8' })
  for (const member of [
    'bin/node',
    'agent.mjs',
    'launch',
    `node_modules/@koromix/koffi-${foreign}/${foreign.replace('-', '_')}/koffi.node`,
  ])
    assert.ok(list.includes(`holdfast-agent/${member}\n`), member)
  assert.ok(!list.includes(`koffi-${own}`))
  assert.match(archive.name, new RegExp(`${foreign}\\.tar\\.gz$`))
  const node = execFileSync('tar', ['-xzOf', archive.path, 'holdfast-agent/bin/node'], { encoding: 'utf8' })
  assert.equal(node, 'a program for another machine')
})

test('a package that is not the one of the lock file is refused, and nothing of it is kept', async (t) => {
  const { environment } = await registry(t, (bytes) => Buffer.concat([bytes, Buffer.from([0])]))
  const cache = mkdtempSync(join(folder, 'cache-'))
  const made = foreignParts(foreign, { cache, lock, environment })
  await assert.rejects(made, /is not the one that package-lock\.json names/)
  assert.deepEqual(execFileSync('ls', [cache], { encoding: 'utf8' }), '')
})

test('the lock file of the project names the parts of every kind of machine', async () => {
  const real = JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8'))
  for (const platform of ['linux-x64', 'linux-arm64'])
    for (const name of [`node-${platform}`, `@koromix/koffi-${platform}`])
      assert.match(real.packages[`node_modules/${name}`]?.integrity ?? '', /^sha512-/, name)
  const versions = ['linux-x64', 'linux-arm64'].map((each) => real.packages[`node_modules/node-${each}`].version)
  assert.equal(versions[0], versions[1])
})

test('without a network it says so in one line and hands out agents for its own kind', async () => {
  const lines: string[] = []
  const home = mkdtempSync(join(folder, 'home-'))
  const files = agentFiles({
    home,
    authority: () => '',
    onMissing: (line) => lines.push(line),
    environment: environmentOf(1),
  })
  assert.equal(await files.archive(foreign), undefined)
  assert.equal(await files.archive(foreign), undefined)
  assert.equal(lines.length, 1)
  assert.match(
    lines[0] ?? '',
    new RegExp(`^There is no agent for ${foreign} to hand out: node-${foreign}@.*Those for ${own} are served\\.$`),
  )
  assert.ok(!lines[0]?.includes('\n'))
  const mine = await files.archive(own)
  assert.ok(mine && mine.size > 1e6)
  assert.equal(await files.archive('linux-mips'), undefined)
})
