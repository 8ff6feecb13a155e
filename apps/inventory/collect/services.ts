import type { Collector, World } from '@holdfast/platform/contract'
import { serviceFact } from '../facts/index.ts'
import { maskCommand } from './mask/mask-secrets.ts'
import { packageOwners } from './owners/package-owners.ts'
import { whereItBelongs } from './processes/where-it-belongs.ts'
import { ScopeReport } from './report/scope-report.ts'
import { initFolder, initScripts, openrcFolder } from './services/init-scripts.ts'
import { systemdUnits, unitFolders } from './services/systemd-units.ts'
import { unitValue } from './services/unit-file.ts'

export const services: Collector = {
  id: 'inventory.services',
  version: 1,
  summary:
    'systemd services and sockets and init scripts, whether they are started by themselves, and whether they run.',
  facts: [serviceFact.name],
  requires: ['files'],
  trigger: { paths: [...unitFolders, initFolder, openrcFolder] },
  everySeconds: 300,
  async *collect(world) {
    const systemd = await systemdUnits(world)
    const scripts = await initScripts(world)
    const units = (systemd?.units ?? []).filter(({ name }) => !name.endsWith('.timer'))
    const owners = await packageOwners(
      world,
      [...units, ...scripts].map(({ path }) => path),
    )
    if (systemd !== undefined) {
      const running = await runningUnits(world)
      const report = new ScopeReport(serviceFact, 'systemd')
      for (const { name, path, enabled, file } of units) {
        const command = unitValue(file, 'Service', 'ExecStart')
        report.add({
          name,
          manager: 'systemd',
          description: unitValue(file, 'Unit', 'Description'),
          enabled,
          running: running?.has(name),
          // Signs before the path change how it is run, not what (systemd.service(5)).
          command: command === undefined ? undefined : maskCommand(command.replace(/^[@:!+|-]+/, '')),
          user: unitValue(file, 'Service', 'User'),
          path,
          package: owners.get(path),
        })
      }
      for (const { path, reason } of systemd.unseen) report.problem(reason, `${path} could not be read`)
      yield* report.observed()
    }
    const unitNames = new Set(units.map(({ name }) => name))
    const [first] = scripts
    if (first === undefined) return
    const report = new ScopeReport(serviceFact, first.manager)
    for (const script of scripts) {
      // Where systemd rules, a unit of the same name stands for the script.
      if (systemd === undefined || !unitNames.has(`${script.name}.service`))
        report.add({ ...script, package: owners.get(script.path) })
    }
    yield* report.observed()
  },
}

/** Units that have processes now; undefined where processes are not to be seen. */
async function runningUnits(world: World): Promise<ReadonlySet<string> | undefined> {
  const seen = await world.live?.processes()
  if (!seen?.ok) return undefined
  return new Set(seen.processes.map(({ cgroup }) => whereItBelongs(cgroup).unit).filter((unit) => unit !== undefined))
}
