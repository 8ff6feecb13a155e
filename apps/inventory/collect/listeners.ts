import type { Collector, LiveListener, World } from '@holdfast/platform/contract'
import { listenerFact } from '../facts/index.ts'
import { userNames } from './accounts/user-names.ts'
import { holdfastPrograms } from './processes/holdfast-programs.ts'
import { type Program, seePrograms } from './processes/see-programs.ts'
import { ScopeReport } from './report/scope-report.ts'

const anyAddress = new Set(['0.0.0.0', '::', '::ffff:0.0.0.0'])

export const listeners: Collector = {
  id: 'inventory.listeners',
  version: 1,
  summary: 'TCP and UDP sockets that wait for peers, with the program and package that hold them.',
  facts: [listenerFact.name],
  requires: ['files', 'live'],
  trigger: { sockets: true, processes: true },
  everySeconds: 60,
  glance: 'live',
  async *collect(world) {
    const report = new ScopeReport(listenerFact, 'sockets')
    const sockets = await world.live?.listeners()
    const processes = await world.live?.processes()
    if (!sockets?.ok) report.problem(sockets?.reason ?? 'unsupported', sockets?.detail ?? 'sockets could not be seen')
    else if (!processes?.ok) report.problem(processes?.reason ?? 'unsupported', 'processes could not be seen')
    else await describe(world, report, sockets.listeners, new Map(processes.processes.map((each) => [each.pid, each])))
    yield* report.observed()
  },
}

async function describe(
  world: World,
  report: ScopeReport<typeof listenerFact>,
  sockets: readonly LiveListener[],
  processes: ReadonlyMap<number, Program['process']>,
): Promise<void> {
  const names = await userNames(world)
  // Several processes may hold one socket; the first of them opened it, the others inherited it.
  const holders = sockets.map(({ pids }) =>
    pids.map((pid) => processes.get(pid)).find((process) => process !== undefined),
  )
  const programs = await seePrograms(world, [...new Set(holders.filter((holder) => holder !== undefined))], names)
  const byPid = new Map(programs.map((program) => [program.process.pid, program]))
  const ours = await holdfastPrograms(world, programs)
  let unknown = 0
  for (const [index, { transport, address, port, uid, pids }] of sockets.entries()) {
    const program = byPid.get(holders[index]?.pid ?? -1)
    if (program === undefined) unknown += 1
    report.add({
      transport,
      address,
      port,
      allInterfaces: anyAddress.has(address),
      loopback: /^127\.|^::1$|^::ffff:127\./.test(address),
      user: names.user(uid),
      process: program?.process.name,
      executable: program?.executable,
      script: program?.script,
      package: program?.package,
      unit: program?.unit,
      container: program?.container,
      holdfast: program && ours.has(program) ? true : undefined,
      pids: [...pids],
    })
  }
  // Sockets of the kernel itself (NFS, WireGuard) belong to no process either; only without privileges the rest is hidden.
  if (unknown > 0 && !world.capabilities.has('privileged'))
    report.problem('denied', `the process of ${unknown} listening sockets is visible to root only`)
}
