import type { Collector } from '@holdfast/platform/contract'
import { type Software, softwareFact } from '../facts/index.ts'
import { packageOwners } from './owners/package-owners.ts'
import { ScopeReport } from './report/scope-report.ts'
import { findManifests } from './software/find-manifests.ts'
import { readArchives } from './software/read-archives.ts'
import { readManifests } from './software/read-manifests.ts'
import { readPrograms } from './software/read-programs.ts'
import { readScripts } from './software/read-scripts.ts'
import { type SoftwareReading, withSlots } from './software/software-item.ts'

export const software: Collector = {
  id: 'inventory.software',
  version: 1,
  summary:
    'Libraries and programs of npm, Python, Ruby, Java, Go and PHP, and JavaScript that was copied into sites, found in one walk over the local disks.',
  facts: [softwareFact.name],
  requires: ['files'],
  trigger: {},
  everySeconds: 6 * 3600,
  slow: true,
  async *collect(world, stop) {
    const manifests = await findManifests(world)
    const languages: readonly (readonly [Software['ecosystem'], () => Promise<SoftwareReading>])[] = [
      [
        'npm',
        async () => {
          const { found, malformed } = await readManifests(world, 'npm', manifests.npm)
          const scripts = await readScripts(world, manifests.scripts)
          return { found: [...found, ...scripts.found], malformed }
        },
      ],
      ['pypi', () => readManifests(world, 'pypi', manifests.pypi)],
      ['gem', () => readManifests(world, 'gem', manifests.gem)],
      ['composer', () => readManifests(world, 'composer', manifests.composer)],
      ['maven', () => readArchives(world, manifests.maven)],
      ['golang', () => readPrograms(world, manifests.programs)],
    ]
    for (const [ecosystem, read] of languages) {
      stop.throwIfAborted()
      const { found, malformed } = await read()
      const owners = await packageOwners(world, new Set(found.map(({ manifest }) => manifest)))
      const report = new ScopeReport(softwareFact, ecosystem)
      for (const { item, manifest } of withSlots(found)) report.add({ ...item, package: owners.get(manifest) })
      for (const { path, problems } of malformed) report.malformed(path, problems)
      for (const trouble of manifests.troubles) report.problem('too-large', trouble)
      if (report.size > 0 || malformed.length + manifests.troubles.length > 0) yield* report.observed()
    }
  },
}
