// node holdfast --file tools/simulate/simulate.ts --server URL --key-file FILE: a fleet of hosts that are not there.
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { httpDoor } from '../../programs/demo/agent-door.ts'
import { findPackageIndex, readPackageIndex, smallIndex } from '../../programs/demo/package-index.ts'
import { simulateFleet } from '../../programs/demo/simulate-fleet.ts'

const help = `Usage: node holdfast --file tools/simulate/simulate.ts --server URL --key-file FILE [options]

Enrols agents of simulated Debian hosts at a running server, over the protocol of real agents.

  --server URL       the plain door on this machine (http://127.0.0.1:8080), or the TLS door
  --authority FILE   certificates that the TLS door must lead to
  --key-file FILE    activation keys, one a line: one for each tenant
  --agents N         hosts to simulate (100)
  --updated SHARE    how many of them, from 0 to 1, install their updates afterwards (0.1)
  --at-once N        agents that enrol side by side (16)
  --seed TEXT        the same seed draws the same hosts (fleet)
  --index FILE       Debian's index of packages: plain, .gz or .lz4 (the one apt keeps; otherwise a small one that comes with the program)
`

const { values } = parseArgs({
  options: {
    ...{ server: { type: 'string' }, authority: { type: 'string' }, 'key-file': { type: 'string' } },
    ...{ agents: { type: 'string', default: '100' }, 'at-once': { type: 'string', default: '16' } },
    ...{ seed: { type: 'string', default: 'fleet' }, updated: { type: 'string', default: '0.1' } },
    ...{ index: { type: 'string' }, help: { type: 'boolean' } },
  },
})
const index = values.index ?? findPackageIndex() ?? smallIndex
const [agents, atOnce, updated] = [Number(values.agents), Number(values['at-once']), Number(values.updated)]
if (values.help) {
  process.stdout.write(help)
  process.exit(0)
}
if (!values.server || !values['key-file']) fail(help)
if (!(agents >= 1 && atOnce >= 1 && updated >= 0 && updated <= 1))
  fail('--agents and --at-once are 1 or more, --updated is from 0 to 1.\n')

const stop = new AbortController()
process.once('SIGINT', () => stop.abort())
const started = performance.now()
const keys = readFileSync(values['key-file'], 'utf8')
  .split('\n')
  .map((line) => line.trim())
  .filter(Boolean)
const server = { url: values.server, ...(values.authority && { authority: readFileSync(values.authority, 'utf8') }) }
const done = await simulateFleet({
  door: () => httpDoor(server),
  keys,
  index: await readPackageIndex(index),
  agents,
  seed: values.seed,
  atOnce,
  updated,
  log: (line) => void process.stderr.write(`${line}\n`),
  stop: stop.signal,
})
const seconds = (performance.now() - started) / 1000
process.stdout.write(
  `${done.agents} agents of ${keys.length} tenants told of ${done.packages} packages in ${done.envelopes} envelopes, ${done.updated} of them installed updates: ${seconds.toFixed(1)} s, ${(done.agents / seconds).toFixed(0)} agents/s\n`,
)

function fail(text: string): never {
  process.stderr.write(text)
  process.exit(2)
}
