import { releaseFiles, systemFamily } from '@holdfast/kit/os-release'
import type { Collector } from '@holdfast/platform/contract'

import { operatingSystemFact } from '../facts/index.ts'
import { identify } from './operating-system/identify.ts'
import { ScopeReport } from './report/scope-report.ts'

export const operatingSystem: Collector = {
  id: 'inventory.operating-system',
  version: 1,
  summary: 'The operating system release, from os-release and the release files before it.',
  facts: [operatingSystemFact.name],
  requires: ['files'],
  trigger: { paths: ['/etc/os-release', '/usr/lib/os-release', '/etc/debian_version'] },
  everySeconds: 3600,
  async *collect(world) {
    const report = new ScopeReport(operatingSystemFact, 'release')
    const { system, problems } = await identify(world)
    if (system === undefined) {
      report.problem('missing', `none of ${releaseFiles.slice(0, 2).join(', ')} and their older forms names the system`)
    } else {
      const { id, base, prettyName, version, pointRelease, codename, variant, supportEnd, from } = system
      const family = systemFamily(base)
      report.malformed(from, problems)
      report.add({ id, base, family, name: prettyName, version, pointRelease, codename, variant, supportEnd })
    }
    yield* report.observed()
  },
}
