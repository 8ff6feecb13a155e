import type { Collector } from '@holdfast/platform/contract'
import { kernelModuleFact } from '../facts/index.ts'
import { readText } from './look/read-text.ts'
import { wholeNumber } from './look/whole-number.ts'
import { ScopeReport } from './report/scope-report.ts'

const path = '/proc/modules'

export const kernelModules: Collector = {
  id: 'inventory.kernel-modules',
  version: 1,
  summary: 'Modules loaded into the kernel, from /proc/modules.',
  facts: [kernelModuleFact.name],
  requires: ['files', 'live'],
  trigger: {},
  everySeconds: 300,
  async *collect(world) {
    const report = new ScopeReport(kernelModuleFact, 'loaded')
    const text = await readText(world, path)
    // A kernel built without modules has no such file, and none loaded.
    if (!text.ok && text.reason !== 'missing') report.problem(text.reason, `${path} could not be read`)
    // `name size references users state address taints`: users end with a comma, or are "-" (proc(5)).
    for (const line of text.ok ? text.text.split('\n') : []) {
      const [name, size, , users = '-', , , taints = ''] = line.split(' ')
      if (!name) continue
      report.add({
        name,
        sizeBytes: wholeNumber(size) ?? 0,
        usedBy: users
          .split(',')
          .filter((user) => user !== '' && user !== '-')
          .sort(),
        taints: /^\(([A-Z+-]+)\)$/.exec(taints)?.[1] ?? '',
      })
    }
    yield* report.observed()
  },
}
