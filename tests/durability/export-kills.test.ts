import assert from 'node:assert/strict'
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { request } from 'node:http'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { testHttp } from '../../platform/http/testing/index.ts'
import { samplePart } from '../../platform/search/testing/index.ts'
import { exportOfHosts } from './export-of-hosts.ts'

const count = 200_000
const { access, database, tenantId, token } = await testHttp(
  { after },
  { parts: [samplePart], routes: [exportOfHosts] },
)
const program = fileURLToPath(new URL('./exporting-server.ts', import.meta.url))
const logins = Object.fromEntries((['app', 'jobs', 'maintenance'] as const).map((role) => [role, access.login(role)]))
const running = new Set<ChildProcess>()
after(() => {
  for (const each of running) each.kill('SIGKILL')
})

before(async () => {
  await database.asTenant(tenantId, (tx) =>
    tx.query(
      `insert into sample_host (tenant_id, id, name, severity, status, disposition, first_seen, labels, software_ids)
       select $1, g, 'host-' || g, 1, 'new', 'none', now(), '{}', '{}' from generate_series(1, $2) g`,
      [tenantId, count],
    ),
  )
})

async function start(): Promise<{ readonly child: ChildProcess; readonly port: number }> {
  const child = fork(program, [JSON.stringify(logins)], { stdio: 'ignore' })
  running.add(child)
  child.on('exit', () => running.delete(child))
  const [port] = (await once(child, 'message')) as [number]
  return { child, port }
}

interface Read {
  readonly status: number | undefined
  /** The answer came to its proper end, as HTTP tells it. */
  readonly complete: boolean
  /** What a client sees of an end that is none. */
  readonly code: string | undefined
  readonly text: string
}

/** Asks for an export and reads what comes; `onPiece` is called with each piece before the next is read. */
function read(port: number, secret: string, format: string, onPiece: () => Promise<void> | void): Promise<Read> {
  return new Promise((resolve, reject) => {
    const path = `/api/v1/hosts/export?format=${format}&sort=name`
    const headers = { host: 'localhost', authorization: `Bearer ${secret}` }
    const asked = request({ host: '127.0.0.1', port, path, headers }, async (response) => {
      let text = ''
      let code: string | undefined
      try {
        for await (const piece of response) {
          text += piece
          await onPiece()
        }
      } catch (error) {
        code = (error as NodeJS.ErrnoException).code
      }
      resolve({ status: response.statusCode, complete: response.complete, code, text })
    })
    asked.on('error', reject)
    asked.end()
  })
}

/** The ids in a file that says that it is whole; undefined where it does not. */
const wholeIds: Readonly<Record<string, (text: string) => readonly number[] | undefined>> = {
  json(text) {
    try {
      const { data, rows } = JSON.parse(text) as { data: { id: number }[]; rows?: number }
      return rows === data.length ? data.map(({ id }) => id) : undefined
    } catch {
      return undefined
    }
  },
  ndjson: (text) =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { id: number }).id),
  csv: (text) =>
    text
      .trimEnd()
      .split('\r\n')
      .slice(1)
      .map((line) => Number(line.split(',')[0])),
}

for (const format of ['json', 'ndjson', 'csv']) {
  test(`a server is killed with -9 while it writes ${format}: the file is broken for all to see, and the next one is whole`, async () => {
    const secret = await token(['assets:read'])
    const first = await start()
    let pieces = 0
    const cut = await read(first.port, secret, format, async () => {
      pieces++
      if (pieces !== 2) return
      const gone = once(first.child, 'exit')
      first.child.kill('SIGKILL')
      await gone
    })
    assert.equal(cut.status, 200)
    assert.ok(pieces >= 2 && cut.text.length > 0)
    assert.equal(cut.complete, false, 'the connection ended as if the file were whole')
    assert.equal(cut.code, 'ECONNRESET')
    if (format === 'json') assert.equal(wholeIds.json!(cut.text), undefined)

    const second = await start()
    const whole = await read(second.port, secret, format, () => {})
    second.child.disconnect()
    assert.equal(whole.complete, true)
    const ids = wholeIds[format]!(whole.text)
    assert.equal(ids?.length, count)
    assert.equal(new Set(ids).size, count)
  })
}
