import { execFile, execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { AgentArchive, AgentFiles } from '@holdfast/platform/http'
import { type PackedAgent, packAgent } from '../../programs/agent/pack/pack-agent.ts'
import { type ReceivingServer, receivingServer } from './receiving-server.ts'
import { until } from './sample-station.ts'

const platform = `${process.platform}-${process.arch}`

/** A server with real doors that hands out agents, of which a test says which is the newest. */
export async function updatingServer(t: { after(fn: () => unknown): void }) {
  const folder = mkdtempSync(join(tmpdir(), 'hf-updates-'))
  chmodSync(folder, 0o711)
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const packed = await packAgent(join(folder, 'packed'))
  const newest: { archive: AgentArchive } = { archive: archiveOf(folder, packed, packed.version) }
  let server: ReceivingServer | undefined
  const files: AgentFiles = {
    installScript: () => readFileSync(new URL('../../programs/agent/pack/install.sh', import.meta.url), 'utf8'),
    authority: () => server?.authority ?? '',
    version: () => newest.archive.version,
    platforms: () => [platform],
    archive: async (wanted) => (wanted === platform ? newest.archive : undefined),
  }
  server = await receivingServer(t, { files })
  return {
    ...server,
    folder,
    newest,
    version: packed.version,
    /** Makes a version of the agent in which something is different. Returns its archive. */
    build: (version: string, change: (file: string, code: string) => string = (_, code) => code) =>
      archiveOf(folder, packed, version, change),
    /** Orders an update and gives the id of the command. */
    async order(source: string): Promise<string> {
      const reply = await server.ask('POST', `/api/v1/sources/${source}/update`)
      if (reply.status !== 202) throw new Error(reply.text)
      return reply.json.data.id as string
    },
    /** How a command ended; waits for it. What a killed agent had fetched is fetched again at once. */
    async ended(command: string): Promise<{ state: string; detail: string | null }> {
      let found = { state: '', detail: null }
      await until(async () => {
        await server.admin.query(
          `update holdfast.command set delivered_at = now() - interval '2 minutes'
            where public_id = $1 and delivered_at < now() - interval '5 seconds'`,
          [command],
        )
        await server.apply([])
        found = (await server.ask('GET', `/api/v1/commands/${command}`)).json.data
        return ['done', 'failed', 'refused', 'expired'].includes(found.state)
      }, `command ${command} ends; it is ${found.state}`)
      return found
    },
  }
}

/** An archive as archiveAgent makes it, packed in a hurry. */
function archiveOf(
  folder: string,
  packed: PackedAgent,
  version: string,
  change: (file: string, code: string) => string = (_, code) => code,
): AgentArchive {
  const work = mkdtempSync(join(folder, 'version-'))
  const program = join(work, 'holdfast-agent')
  execFileSync('cp', ['-a', packed.folder, program])
  for (const file of readdirSync(program).filter((name) => name.endsWith('.mjs'))) {
    const code = readFileSync(join(program, file), 'utf8')
    writeFileSync(join(program, file), change(file, code.replaceAll(`"${packed.version}"`, `"${version}"`)))
  }
  const path = join(work, 'agent.tar.gz')
  execFileSync('tar', ['-C', work, '-I', 'gzip -1', '-cf', path, 'holdfast-agent'])
  rmSync(program, { recursive: true })
  const sha256 = createHash('sha256').update(readFileSync(path)).digest('hex')
  return { path, name: 'agent.tar.gz', version, sha256, size: statSync(path).size }
}

export type UpdatingServer = Awaited<ReturnType<typeof updatingServer>>

/** What is being packed when a key is made can be asked for afterwards. */
async function packedCommand({ ask }: UpdatingServer, key: string): Promise<string> {
  for (;;) {
    const { command, packing } = (await ask('GET', '/api/v1/install-command')).json.data
    if (command !== null && !packing) return command.replace('$HOLDFAST_KEY', key)
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

/** An agent as the install command puts it on a host, in places of its own. */
export async function installedAgent(t: { after(fn: () => unknown): void }, server: UpdatingServer) {
  const place = mkdtempSync(join(server.folder, 'host-'))
  chmodSync(place, 0o711)
  const program = join(place, 'program')
  const home = join(place, 'home')
  const made = await server.ask('POST', '/api/v1/activation-keys', { body: { name: 'test' } })
  const environment = {
    ...process.env,
    HOLDFAST_AGENT_PROGRAM: program,
    HOLDFAST_AGENT_HOME: home,
    HOLDFAST_AGENT_SERVICE: 'none',
  }
  const install = (command: string) =>
    promisify(execFile)('bash', ['-c', command.replace('sudo ', '')], { env: environment })
  const command = made.json.data.command ?? (await packedCommand(server, made.json.data.key))
  await install(command)
  const { source } = JSON.parse(readFileSync(join(home, 'enrolment.json'), 'utf8')) as { source: string }
  const log = join(place, 'log')
  const told = () => server.ask('GET', `/api/v1/sources/${source}`).then(({ json }) => json.data)

  /** Processes that work in these places. */
  const processes = () =>
    readdirSync('/proc').filter((name) => {
      try {
        return /^\d+$/.test(name) && readFileSync(`/proc/${name}/cmdline`, 'latin1').includes(`${program}/`)
      } catch {
        return false
      }
    })
  /** kill -9 of launcher, observer, station and what they run, as a power cut would. */
  async function cut(): Promise<void> {
    while (processes().length > 0) {
      for (const pid of processes()) {
        try {
          process.kill(Number(pid), 'SIGKILL')
        } catch {
          // It went by itself.
        }
      }
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }
  t.after(cut)
  return {
    source,
    program,
    home,
    told,
    cut,
    processes,
    install: () => install(command),
    /** Starts the launcher; a trial may take that many seconds. */
    start(seconds = 600) {
      return spawn('sh', ['-c', `exec ${program}/launch run --home ${home} >>${log} 2>&1`], {
        env: { ...environment, HOLDFAST_AGENT_TRIAL_SECONDS: String(seconds) },
        stdio: 'ignore',
      })
    },
    said: () => (existsSync(log) ? readFileSync(log, 'utf8') : ''),
    /** The half that starts. */
    current: () => readlinkSync(join(program, 'current')),
    has: (name: string) => existsSync(join(program, name)),
    read: (name: string) => (existsSync(join(program, name)) ? readFileSync(join(program, name), 'utf8') : ''),
    /** Waits for a sign of life that comes from now on, of this version. */
    async heard(version: string): Promise<void> {
      const since = Date.now()
      await until(async () => {
        const { lastSeenAt, agentVersion } = await told()
        return agentVersion === version && Date.parse(lastSeenAt ?? 0) > since
      }, `version ${version} is heard`)
    },
  }
}
