import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('./main.ts', import.meta.url))

/** Runs the command line in a process of its own. */
function run(
  args: string[],
  environment: Record<string, string> = {},
): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [main, ...args], { env: { ...process.env, ...environment } })
    let out = ''
    let err = ''
    child.stdout.on('data', (data) => (out += data))
    child.stderr.on('data', (data) => (err += data))
    child.on('close', (code) => resolve({ code, out, err }))
  })
}

test('help leads with examples, names every command, and goes to stdout', async () => {
  const [bare, asked] = await Promise.all([run([]), run(['--help'])])
  for (const { code, out, err } of [bare, asked]) {
    assert.deepEqual([code, err], [0, ''])
    assert.ok(out.indexOf('Examples') < out.indexOf('Commands'))
    for (const verb of ['up', 'migrate', 'doctor', 'login', 'query', 'completion'])
      assert.match(out, new RegExp(`^  ${verb} `, 'm'))
  }
})

test('every command explains itself with an example that it understands', async () => {
  const { listVerbs } = await import('./list-verbs.ts')
  const { parseOptions } = await import('./parse-options.ts')
  for (const verb of await listVerbs()) {
    assert.ok(verb.examples.length > 0, verb.name)
    for (const example of verb.examples) {
      const words = example
        .replace(/^source <\((.*)\)$/, '$1')
        .match(/"[^"]*"|\S+/g)!
        .map((word) => word.replaceAll('"', ''))
      const start = words.findIndex((word) => /^(\.\/)?holdfast$/.test(word))
      const end = words.findIndex((word, at) => at > start && ['>', '<', '|', '&&'].includes(word))
      const args = words.slice(start + 1, end < 0 ? undefined : end)
      assert.equal(args.slice(0, verb.name.split(' ').length).join(' '), verb.name, example)
      parseOptions(verb, args.slice(verb.name.split(' ').length))
    }
  }
})

test('a typing error is status 2 with a suggestion on stderr', async () => {
  const cases: [string[], RegExp][] = [
    [['qurey'], /Did you mean: holdfast query\?/],
    [['dcotor'], /holdfast doctor/],
    [['up', '--onec'], /Did you mean --once\?/],
    [['query', '-o', 'jsno'], /Did you mean json\?/],
    [['query', '--limit'], /--limit needs a value/],
    [['up', 'there'], /does not know what to do with "there"/],
    [['--verbose', 'up'], /comes before any command/],
    [['completion'], /needs SHELL/],
  ]
  const results = await Promise.all(cases.map(([args]) => run(args)))
  for (const [index, { code, out, err }] of results.entries()) {
    assert.equal(code, 2, err)
    assert.equal(out, '')
    assert.match(err, cases[index]![1])
  }
})

test('settings that cannot be are one line that names the variable', async () => {
  const cases: [Record<string, string>, RegExp, number][] = [
    [{ HOLDFAST_PORT: 'x' }, /HOLDFAST_PORT is "x"/, 2],
    [{ HOLDFAST_PORT: '9000', HOLDFAST_TLS_PORT: '9000' }, /two doors need two ports/, 2],
    [{ HOLDFAST_TLS_KEY: '/x' }, /belong together/, 2],
    [{ HOLDFAST_LOG: 'loud' }, /HOLDFAST_LOG/, 2],
    [{ HOLDFAST_HOME: '/dev/null/nowhere' }, /HOLDFAST_HOME/, 6],
    [{ DATABASE_URL: 'mysql://u:hidden@h/d' }, /DATABASE_URL has the scheme/, 6],
    [{ DATABASE_URL: 'postgres://u:hidden@127.0.0.1:1/d' }, /127\.0\.0\.1:1 cannot be reached/, 6],
  ]
  const home = `/tmp/holdfast-cli-test-${process.pid}`
  for (const [environment, pattern, expected] of cases) {
    const { code, err } = await run(['up', '--quiet'], {
      HOLDFAST_HOME: home,
      HOLDFAST_PORT: '0',
      HOLDFAST_TLS_PORT: '0',
      ...environment,
    })
    assert.equal(code, expected, err)
    assert.match(err, pattern)
    assert.equal(err.trim().split('\n').length, 1, err)
    assert.ok(!err.includes('hidden'))
  }
})

test('commands of a server that is not there end with status 6', async () => {
  const { code, err } = await run(['query'], { HOLDFAST_SERVER: 'http://127.0.0.1:1', HOLDFAST_TOKEN: 'hfst_x' })
  assert.equal(code, 6)
  assert.match(err, /Nobody answers at http:\/\/127\.0\.0\.1:1/)
})

test('all rows that break off in the middle are an error, and never a short list', async () => {
  const page = { data: [{ id: 'a' }], page: { next: null, total: 3, totalIsExact: true }, tenant: { name: 'T' } }
  const endings: ((reply: ServerResponse) => void)[] = [
    (reply) => reply.end('{"id":"b"}\n'),
    (reply) => reply.write('{"id":"b"}\n{"error":{"detail":"The disk is full."}}\n', () => reply.destroy()),
    (reply) => reply.write('{"id":"b"}\n', () => reply.destroy()),
  ]
  let ending = endings[0]!
  const server = createServer((request, reply) => {
    request.resume()
    reply.writeHead(200, { 'content-type': 'application/json' })
    if (request.url?.includes('/export/')) reply.write('{"id":"a"}\n', () => ending(reply))
    else reply.end(JSON.stringify(page))
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  const results: { code: number | null; out: string; err: string }[] = []
  for (ending of endings)
    results.push(
      await run(['query', '--all', '-o', 'ndjson'], {
        HOLDFAST_SERVER: `http://127.0.0.1:${port}`,
        HOLDFAST_TOKEN: 'hfst_x',
      }),
    )
  server.close()
  assert.deepEqual(
    results.map(({ code }) => code),
    [0, 6, 6],
  )
  assert.equal(results[0]!.out, '{"id":"a"}\n{"id":"b"}\n')
  assert.match(results[1]!.err, /The disk is full/)
  assert.match(results[2]!.err, /broke off in the middle/)
})

test('completion scripts name the commands, and a shell understands them', async () => {
  const [bash, zsh, fish] = await Promise.all(['bash', 'zsh', 'fish'].map((shell) => run(['completion', shell])))
  for (const each of [bash, zsh, fish]) assert.match(each!.out, /doctor/)
  const words = 'COMP_WORDS=(holdfast do) COMP_CWORD=1'
  const ask = `eval "$SCRIPT" && ${words} && _holdfast && echo "\${COMPREPLY[@]}"`
  const checked = await new Promise((resolve) => {
    const shell = spawn('bash', ['-c', ask], { env: { ...process.env, SCRIPT: bash!.out } })
    let out = ''
    shell.stdout.on('data', (data) => (out += data))
    shell.on('close', () => resolve(out.trim()))
  })
  assert.equal(checked, 'doctor')
})

test('version tells what runs, as words and as JSON', async () => {
  const [words, json] = await Promise.all([run(['--version']), run(['version', '-o', 'json'])])
  assert.match(words.out, /^holdfast \d+\.\d+\.\d+ \(Node 24\./)
  assert.equal(JSON.parse(json.out).schemaVersion, 1)
})

test('a reader that goes away is no error', async () => {
  const status = await new Promise((resolve) => {
    const shell = spawn('bash', [
      '-o',
      'pipefail',
      '-c',
      `"${process.execPath}" "${main}" completion fish | head -1 >/dev/null`,
    ])
    shell.on('close', resolve)
  })
  assert.equal(status, 0)
})
