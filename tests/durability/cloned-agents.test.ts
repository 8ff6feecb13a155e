import assert from 'node:assert/strict'
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { inTenant, listSources } from '@holdfast/platform/intake'
import { packAgent } from '../../programs/agent/pack/pack-agent.ts'
import { startInstallation } from '../journeys/installation.ts'
import { firstTenant, newActivationKey, withInstallationDatabase } from './installation-database.ts'
import { cutPower } from './installation-processes.ts'
import { until } from './sample-station.ts'

test('two agents cloned from one image are told apart: two sources, two assets, each with its own facts', async (t) => {
  const home = mkdtempSync(join(tmpdir(), 'hf-clones-'))
  t.after(async () => {
    await cutPower(home)
    rmSync(home, { recursive: true, force: true })
  })
  const installation = await startInstallation({ home, arguments: ['--no-agent'] })
  const agents = new PackedAgents(home, (await packAgent(join(home, 'agent', 'program'))).folder)
  t.after(() => agents.stop())
  agents.enrol('original', `http://127.0.0.1:${installation.port}`, await newActivationKey(home))
  agents.run('original')
  await until(async () => ((await hosts(home))[0]?.facts ?? 0) > 10, 'the machine is known')
  assert.equal((await hosts(home)).length, 1)
  await agents.stop()

  // The image is taken of a machine that has an agent, and both go on from it.
  agents.copy('original', 'clone')
  const { source } = agents.enrolment('original')
  assert.equal(agents.enrolment('clone').source, source)
  agents.run('original')
  agents.run('clone')
  await until(() => {
    // Something happens on both machines all the time.
    execFileSync('/bin/true')
    return agents.enrolment('original').source !== agents.enrolment('clone').source
  }, 'they are told apart')

  const both = [agents.enrolment('original'), agents.enrolment('clone')]
  assert.equal(both.filter((each) => each.source === source).length, 1, 'one of them keeps its place')
  assert.notEqual(both[0]?.agentId, both[1]?.agentId)
  await until(async () => (await hosts(home)).filter(({ facts }) => facts > 10).length === 2, 'both are known')
  const found = await hosts(home)
  assert.equal(found.length, 2, 'two assets')
  assert.deepEqual(found.map(({ sources }) => sources).sort(), both.map((each) => [each.source]).sort())
  const sources = await withInstallationDatabase(home, async (database) =>
    inTenant(database, await firstTenant(database), (tx) => listSources(tx, { limit: 10 })),
  )
  assert.deepEqual(
    sources.map(({ id, cloneSeenAt }) => [id === source, cloneSeenAt !== null]).sort(),
    [
      [false, false],
      [true, true],
    ],
    'that there were two is visible',
  )
  const streams = await begun(home, source)
  assert.ok(streams < 20, `they began anew ${streams} times while it was not clear`)
})

/** Agents as they are installed, each in a home of its own, on this machine. */
class PackedAgents {
  readonly #homes: string
  readonly #program: readonly [string, string]
  #running: ChildProcess[] = []

  constructor(home: string, program: string) {
    this.#homes = join(home, 'homes')
    this.#program = [join(program, 'bin/node'), join(program, 'agent.mjs')]
    // The station's account must be able to pass through.
    mkdirSync(this.#homes, { mode: 0o711 })
  }

  enrol(name: string, server: string, key: string): void {
    const [node, program] = this.#program
    execFileSync(node, [program, 'enrol', '--server', server, '--key-file', '-', '--home', this.#home(name)], {
      input: key,
    })
  }

  run(name: string): void {
    const [node, program] = this.#program
    this.#running.push(spawn(node, [program, 'run', '--home', this.#home(name)], { stdio: 'ignore' }))
  }

  copy(from: string, to: string): void {
    execFileSync('cp', ['-a', this.#home(from), this.#home(to)])
  }

  enrolment(name: string): { source: string; agentId: string } {
    return JSON.parse(readFileSync(join(this.#home(name), 'enrolment.json'), 'utf8'))
  }

  async stop(): Promise<void> {
    const ending = this.#running.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)
    this.#running = []
    await Promise.all(
      ending.map((child) => {
        const ended = new Promise((resolve) => child.once('exit', resolve))
        child.kill('SIGTERM')
        return ended
      }),
    )
  }

  #home(name: string): string {
    return join(this.#homes, name)
  }
}

/** The assets that are known, with the number of facts and the sources of each. */
function hosts(home: string): Promise<{ asset: string; facts: number; sources: string[] }[]> {
  return withInstallationDatabase(home, async (database) =>
    inTenant(database, await firstTenant(database), async (tx) => {
      const { rows } = await tx.query<{ asset: string; facts: number; sources: string[] }>(
        `select a.public_id as asset,
                (select count(distinct fact)::int from fact_set f where f.tenant_id = $1 and f.asset_id = a.asset_id) as facts,
                array(select s.public_id from asset_source o join source s on s.tenant_id = o.tenant_id and s.source_id = o.source_id
                       where o.tenant_id = $1 and s.tenant_id = $1 and o.asset_id = a.asset_id order by 1) as sources
           from asset a where a.tenant_id = $1 and a.merged_into is null`,
        [tx.tenantId],
      )
      return rows
    }),
  )
}

/** How many times a source began a stream. */
function begun(home: string, source: string): Promise<number> {
  return withInstallationDatabase(home, async (database) =>
    inTenant(database, await firstTenant(database), async (tx) => {
      const { rows } = await tx.query<{ many: number }>(
        `select count(*)::int as many from stream m join source s on s.tenant_id = m.tenant_id and s.source_id = m.source_id
          where m.tenant_id = $1 and s.public_id = $2`,
        [tx.tenantId, source],
      )
      return rows[0]!.many
    }),
  )
}
