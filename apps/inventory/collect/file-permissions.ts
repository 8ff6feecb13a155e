import type { Collector } from '@holdfast/platform/contract'
import { filePermissionFact } from '../facts/index.ts'
import { userNames } from './accounts/user-names.ts'
import sensitive from './file-permissions/sensitive-files.json' with { type: 'json' }
import { listDirectories } from './look/list-directory.ts'
import { ScopeReport } from './report/scope-report.ts'

const hostKeys = '/etc/ssh'

export const filePermissions: Collector = {
  id: 'inventory.file-permissions',
  version: 1,
  summary: 'Owner and mode of the files that the security of the host hangs on.',
  facts: [filePermissionFact.name],
  requires: ['files'],
  trigger: { paths: ['/etc', hostKeys] },
  everySeconds: 3600,
  async *collect(world) {
    const report = new ScopeReport(filePermissionFact, 'sensitive')
    const names = await userNames(world)
    const keys = await listDirectories(world, [hostKeys], ['file', 'symlink'])
    const keyFiles = keys.entries.filter(({ name }) => /^ssh_host_.+_key$/.test(name)).map(({ path }) => path)
    for await (const answer of world.files.statMany([...sensitive.paths, ...keyFiles])) {
      if (!answer.ok) {
        if (answer.reason !== 'missing') report.problem(answer.reason, `${answer.path} could not be looked at`)
        continue
      }
      const { kind, mode, uid, gid } = answer.stat
      report.add({
        path: answer.path,
        kind,
        mode: mode.toString(8).padStart(4, '0'),
        uid,
        gid,
        owner: names.knownUser(uid),
        group: names.knownGroup(gid),
      })
    }
    yield* report.observed()
  },
}
