import type { Collector } from '@holdfast/platform/contract'
import { sudoDefaultFact, sudoRuleFact } from '../facts/index.ts'
import { ScopeReport } from './report/scope-report.ts'
import { collectSudoers, sudoersPath } from './sudo/collect-sudoers.ts'

export const sudo: Collector = {
  id: 'inventory.sudo',
  version: 1,
  summary: 'Who may run what as whom, from /etc/sudoers and what it includes.',
  facts: [sudoRuleFact.name, sudoDefaultFact.name],
  requires: ['files'],
  trigger: { paths: [sudoersPath, '/etc/sudoers.d'] },
  everySeconds: 3600,
  async *collect(world) {
    // Where there is no sudo there are no rules, and that is all of them.
    const sudoers = await collectSudoers(world)
    const rules = new ScopeReport(sudoRuleFact, 'sudoers')
    const defaults = new ScopeReport(sudoDefaultFact, 'sudoers')
    for (const rule of sudoers?.rules ?? []) rules.add(rule)
    for (const setting of sudoers?.defaults ?? []) defaults.add(setting)
    for (const report of [rules, defaults]) {
      for (const { path, reason } of sudoers?.unseen ?? []) report.problem(reason, `${path} could not be read`)
      for (const { path, problems } of sudoers?.malformed ?? []) report.malformed(path, problems)
    }
    yield* rules.observed()
    yield* defaults.observed()
  },
}
