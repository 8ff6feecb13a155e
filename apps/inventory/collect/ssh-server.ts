import type { Collector, World } from '@holdfast/platform/contract'
import { sshServerFact } from '../facts/index.ts'
import { packageOwners } from './owners/package-owners.ts'
import { installedPackages } from './packages/installed-packages.ts'
import { ScopeReport } from './report/scope-report.ts'
import { effectiveSettings } from './ssh/effective-settings.ts'
import { readSshd } from './ssh/read-sshd.ts'

const path = '/etc/ssh/sshd_config'
const server = '/usr/sbin/sshd'

export const sshServer: Collector = {
  id: 'inventory.ssh-server',
  version: 1,
  summary: 'The settings an OpenSSH server will use, from its configuration with includes, and its defaults.',
  facts: [sshServerFact.name],
  requires: ['files'],
  trigger: { paths: [path, '/etc/ssh/sshd_config.d', server] },
  everySeconds: 3600,
  async *collect(world) {
    const report = new ScopeReport(sshServerFact, path)
    // Without the program the file is a leftover that nobody reads: the host has no SSH server.
    const configuration = (await isThere(world, server)) ? await readSshd(world, path) : undefined
    if (configuration !== undefined) {
      const owner = (await packageOwners(world, [server])).get(server)
      const version = owner && (await installedPackages(world)).find((each) => each.name === owner)?.version
      report.add({ path, package: owner, version, ...effectiveSettings(configuration) })
      for (const unseen of configuration.unseen) report.problem(unseen.reason, `${unseen.path} could not be read`)
    }
    yield* report.observed()
  },
}

async function isThere(world: World, path: string): Promise<boolean> {
  for await (const answer of world.files.statMany([path])) return answer.ok || answer.reason !== 'missing'
  return false
}
