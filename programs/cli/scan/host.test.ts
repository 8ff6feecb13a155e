import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'
import type { VerbContext } from '@holdfast/platform/contract'
import { noSshd, startSshd } from '@holdfast/platform/world/testing'
import { run } from './host.ts'
import { scanVerbs } from './verbs.ts'

const folder = mkdtempSync(join(tmpdir(), 'holdfast-scan-'))
after(() => rmSync(folder, { recursive: true, force: true }))

/** A host with one certain finding: a second account with user id 0. */
const root = join(folder, 'root')
const evil = '\u001b[2Jevil<script>'
const files: Readonly<Record<string, string>> = {
  'etc/os-release': 'ID=debian\nVERSION_ID=12\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n',
  'etc/hostname': 'scanned\n',
  'etc/passwd': `root:x:0:0:root:/root:/bin/bash\n${evil}:x:0:0::/root:/bin/sh\n`,
  'etc/shadow': `root:*:19000:0:99999:7:::\n${evil}:!:19000:0:99999:7:::\n`,
  'etc/group': 'root:x:0:\n',
  'var/lib/dpkg/status':
    'Package: bash\nStatus: install ok installed\nArchitecture: amd64\nVersion: 5.2.15-2\nMaintainer: x\n\n',
}
for (const [path, text] of Object.entries(files)) {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

async function scan(
  options: Readonly<Record<string, string | boolean>>,
  environment: Readonly<Record<string, string>> = {},
) {
  let out = ''
  let said = ''
  const context: VerbContext = {
    positionals: [],
    options: { quiet: true, ...options },
    environment: { HOLDFAST_HOME: folder, ...environment },
    stop: new AbortController().signal,
    out: async (text) => {
      out += text
    },
    say: (line) => {
      said += `${line}\n`
    },
  }
  const status = await run(context)
  return { status, out, said }
}

test('the JSON document holds host, facts, findings and what was not assessed', async () => {
  const { status, out } = await scan({ root, output: 'json' })
  const document = JSON.parse(out)
  assert.equal(status, 0)
  assert.equal(document.schemaVersion, 1)
  assert.equal(document.host.name, 'scanned')
  assert.equal(document.facts['inventory.package'][0].items[0].name, 'bash')
  assert.ok(
    document.findings.some(
      (finding: { check: string }) => finding.check === 'inventory.only-one-account-has-user-id-0',
    ),
  )
  assert.ok(document.notAssessed.some((row: { fact?: string }) => row.fact === 'inventory.listener'))
  assert.ok(!out.includes('19000:0:99999'))
})

test('--fail-on decides the status, and only at or above', async () => {
  assert.equal((await scan({ root, 'fail-on': 'info' })).status, 1)
  const { out } = await scan({ root, output: 'json' })
  const worst = JSON.parse(out).findings[0].severity
  assert.equal((await scan({ root, 'fail-on': worst })).status, 1)
  if (worst !== 'critical') assert.equal((await scan({ root, 'fail-on': 'critical' })).status, 0)
})

test('a table for people: what was found on the host cannot steer the terminal', async () => {
  const { out } = await scan({ root })
  assert.match(out, /scanned {2}Debian GNU\/Linux 12/)
  assert.match(out, /1 package · .*2 accounts/)
  assert.match(out, /NOT ASSESSED/)
  assert.match(out, /checks passed · \d+ not assessed\n$/)
  assert.ok(!out.includes('\u001b'))
})

test('every form has the finding', async () => {
  const csv = (await scan({ root, output: 'csv' })).out
  assert.match(csv, /^host,severity,check,title,place,evidence,fix,/)
  assert.match(csv, /inventory\.only-one-account-has-user-id-0/)
  const ndjson = (await scan({ root, output: 'ndjson' })).out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  assert.equal(ndjson[0].type, 'host')
  assert.ok(
    ndjson.some(({ type, check }) => type === 'finding' && check === 'inventory.only-one-account-has-user-id-0'),
  )
  const sarif = JSON.parse((await scan({ root, output: 'sarif' })).out)
  assert.equal(sarif.version, '2.1.0')
  const [{ tool, results }] = sarif.runs
  for (const { ruleId, ruleIndex, message } of results) {
    assert.equal(tool.driver.rules[ruleIndex].id, ruleId)
    assert.ok(message.text.length > 0)
  }
  assert.ok(results.length > 0)
})

test('a recording is judged as the host it was taken of, and holds no hash', async () => {
  const file = join(folder, 'recording')
  const first = await scan({ root, record: file, output: 'json' })
  const again = await scan({ snapshot: file, output: 'json' })
  assert.equal(again.status, first.status)
  const steady = (text: string) => {
    const { host, findings, facts, notAssessed } = JSON.parse(text)
    const scopes = Object.entries(facts).map(([name, sets]) => [
      name,
      (sets as { items: unknown }[]).map(({ items }) => items),
    ])
    return { name: host.name, findings, scopes, notAssessed: notAssessed.length }
  }
  assert.deepEqual(steady(again.out), steady(first.out))
  assert.ok(readFileSync(file).length > 0)
})

test('what cannot be looked at is not called clean', async () => {
  const empty = join(folder, 'empty')
  mkdirSync(empty)
  const cases: readonly (readonly [Readonly<Record<string, string | boolean>>, number, RegExp])[] = [
    [{ root: empty }, 3, /^$/],
    [{ root: join(folder, 'nowhere') }, 3, /does not exist/],
    [{ root: join(root, 'etc/passwd') }, 3, /is not a directory/],
    [{ image: join(root, 'etc/passwd') }, 3, /neither index\.json|not a tar archive/],
    [{ snapshot: join(root, 'etc/passwd') }, 3, /is not a snapshot/],
    [{ root, image: 'x' }, 2, /exclude each other/],
    [{ root, identity: 'x' }, 2, /--identity needs --ssh/],
    [{ ssh: 'not a host' }, 2, /is not USER@HOST/],
    [{ ssh: 'root@127.0.0.1:1', 'host-key': 'md5' }, 2, /wants a fingerprint/],
    [{ root, record: join(folder, 'no/such/folder') }, 2, /cannot be written/],
  ]
  for (const [options, status, words] of cases) {
    const result = await scan(options)
    assert.equal(result.status, status, JSON.stringify(options))
    assert.match(result.said, words)
  }
})

test('a host over SSH that is not reachable, not known, or does not let us in', { skip: noSshd }, async () => {
  const sshd = await startSshd()
  try {
    const { user, port } = sshd.target
    const ssh = `${user}@127.0.0.1:${port}`
    const identity = join(sshd.folder, 'user_key')
    const unknown = await scan({ ssh, identity })
    assert.equal(unknown.status, 4)
    const fingerprint = /--host-key (\S+)/.exec(unknown.said)?.[1] ?? ''
    assert.match(fingerprint, /^SHA256:/)
    assert.equal((await scan({ ssh, identity: join(sshd.folder, 'host_key'), 'host-key': fingerprint })).status, 4)
    assert.equal((await scan({ ssh: `${user}@127.0.0.1:1`, identity, 'host-key': fingerprint })).status, 3)
  } finally {
    await sshd.stop()
  }
})

test('every option of the help is one the verb knows', () => {
  const [verb] = scanVerbs
  assert.equal(verb?.name, 'scan host')
  for (const example of verb?.examples ?? [])
    for (const [, name] of example.matchAll(/ --([a-z-]+)/g))
      assert.ok(
        verb?.options.some((option) => option.name === name),
        name,
      )
})
