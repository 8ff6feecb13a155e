import { createHash } from 'node:crypto'
import type { Collector } from '@holdfast/platform/contract'
import { type Process, processFact } from '../facts/index.ts'
import { maskArguments } from './mask/mask-secrets.ts'
import { isKernelThread, type Program, seePrograms } from './processes/see-programs.ts'
import { ScopeReport } from './report/scope-report.ts'
import { tidyText } from './report/tidy-item.ts'

const maxCommand = 1024
const maxPids = 64

export const processes: Collector = {
  id: 'inventory.processes',
  version: 1,
  summary: 'What runs, with program, user, package and unit; equal processes are counted, kernel threads left out.',
  facts: [processFact.name],
  requires: ['files', 'live'],
  trigger: { processes: true },
  everySeconds: 60,
  glance: 'live',
  async *collect(world) {
    const report = new ScopeReport(processFact, 'running')
    const seen = await world.live?.processes()
    if (!seen?.ok) report.problem(seen?.reason ?? 'unsupported', seen?.detail ?? 'processes could not be seen')
    else {
      const programs = await seePrograms(
        world,
        seen.processes.filter((process) => !isKernelThread(process)),
      )
      const items = new Map<string, Process>()
      for (const program of programs) join(items, itemOf(program))
      for (const item of items.values()) report.add(item)
    }
    yield* report.observed()
  },
}

function itemOf(program: Program): Process {
  const { process, executable, script, unit, container, user } = program
  const command = maskArguments(process.arguments).join(' ').slice(0, maxCommand)
  return {
    name: process.name,
    user,
    uid: process.uid,
    digest: createHash('sha256')
      .update(`${executable ?? ''}\0${tidyText(command)}`)
      .digest('hex')
      .slice(0, 16),
    command,
    executable,
    replaced: program.replaced ? true : undefined,
    script,
    package: program.package,
    unit,
    container,
    count: 1,
    pids: [process.pid],
    startedAt: process.startedAt,
    residentBytes: process.residentBytes,
  }
}

function join(items: Map<string, Process>, item: Process): void {
  const key = `${item.name}|${item.user}|${item.digest}`
  const known = items.get(key)
  if (known === undefined) {
    items.set(key, item)
    return
  }
  known.count += 1
  known.residentBytes += item.residentBytes
  known.pids = [...known.pids, ...item.pids].sort((a, b) => a - b).slice(0, maxPids)
  if ((item.startedAt ?? '') < (known.startedAt ?? '')) known.startedAt = item.startedAt
}
