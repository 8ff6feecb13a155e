import type { Collector } from '@holdfast/platform/contract'
import { packageFact } from '../facts/index.ts'
import { packageSets } from './packages/installed-packages.ts'
import { ScopeReport } from './report/scope-report.ts'

export const packages: Collector = {
  id: 'inventory.packages',
  version: 1,
  summary: 'Packages of the operating system, from the databases of dpkg, rpm and apk.',
  facts: [packageFact.name],
  requires: ['files'],
  trigger: {
    paths: [
      '/var/lib/dpkg',
      '/var/lib/dpkg/status.d',
      '/var/lib/rpm',
      '/usr/lib/sysimage/rpm',
      '/lib/apk/db',
      '/usr/lib/apk/db',
      '/var/lib/apt/extended_states',
    ],
  },
  everySeconds: 3600,
  async *collect(world) {
    const sets = await packageSets(world)
    for (const { scope, packages: installed, malformed, unseen } of sets) {
      const report = new ScopeReport(packageFact, scope)
      for (const item of installed) report.add(item)
      for (const { reason, detail } of unseen) report.problem(reason, detail)
      for (const { path, problems } of malformed) report.malformed(path, problems)
      yield* report.observed()
    }
    if (sets.length > 0) return
    const detail = 'no database of dpkg, rpm or apk: packages are not assessed'
    yield { type: 'problem', fact: packageFact.name, scope: 'packages', reason: 'missing', detail }
  },
}
