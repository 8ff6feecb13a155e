import type { Collector, World } from '@holdfast/platform/contract'
import { type ScheduledTask, scheduledTaskFact } from '../facts/index.ts'
import { type Listed, listDirectories } from './look/list-directory.ts'
import { readTexts } from './look/read-text.ts'
import { maskCommand } from './mask/mask-secrets.ts'
import { packageOwners } from './owners/package-owners.ts'
import { ScopeReport } from './report/scope-report.ts'
import { systemdUnits, unitFolders } from './services/systemd-units.ts'
import { type UnitFile, unitValue } from './services/unit-file.ts'
import { type CrontabEntry, readAnacrontab, readCrontab } from './tasks/read-crontab.ts'

const crontab = '/etc/crontab'
const anacrontab = '/etc/anacrontab'
const cronFolder = '/etc/cron.d'
/** Crontabs of users, named after them: Debian, Red Hat, Alpine. */
const spools = ['/var/spool/cron/crontabs', '/var/spool/cron', '/etc/crontabs']
/** Folders whose programs are run as often as their name says. */
const periodic = ['hourly', 'daily', 'weekly', 'monthly'].flatMap((period) => [
  `/etc/cron.${period}`,
  `/etc/periodic/${period}`,
])
const timerKeys = ['OnCalendar', 'OnBootSec', 'OnStartupSec', 'OnActiveSec', 'OnUnitActiveSec', 'OnUnitInactiveSec']

export const tasks: Collector = {
  id: 'inventory.tasks',
  version: 1,
  summary: 'Commands that cron and systemd timers start at set times.',
  facts: [scheduledTaskFact.name],
  requires: ['files'],
  trigger: { paths: [crontab, anacrontab, cronFolder, ...spools, ...periodic, ...unitFolders] },
  everySeconds: 900,
  async *collect(world) {
    yield* (await cronTasks(world)).observed()
    const systemd = await systemdUnits(world)
    if (systemd === undefined) return
    const timers = systemd.units.filter(({ name }) => name.endsWith('.timer'))
    const owners = await packageOwners(
      world,
      timers.map(({ path }) => path),
    )
    const report = new ScopeReport(scheduledTaskFact, 'systemd-timer')
    for (const { name, path, enabled, file } of timers) {
      report.add({
        kind: 'timer',
        source: path,
        schedule: timerSchedule(file),
        user: '',
        command: unitValue(file, 'Timer', 'Unit') ?? name.replace(/\.timer$/, '.service'),
        enabled: enabled === 'enabled' || enabled === 'static' || enabled === 'generated',
        package: owners.get(path),
      })
    }
    for (const { path, reason } of systemd.unseen) report.problem(reason, `${path} could not be read`)
    yield* report.observed()
  },
}

function timerSchedule(file: UnitFile): string {
  return timerKeys.flatMap((key) => (file.get('Timer')?.get(key) ?? []).map((value) => `${key}=${value}`)).join(' ')
}

async function cronTasks(world: World): Promise<ScopeReport<typeof scheduledTaskFact>> {
  const report = new ScopeReport(scheduledTaskFact, 'cron')
  const folders = await listDirectories(world, [cronFolder, ...spools, ...periodic], ['file', 'symlink'])
  for (const { path, reason } of folders.unseen) report.problem(reason, `${path} could not be read`)
  const within = (parents: readonly string[]) =>
    folders.entries.filter(({ path, name }) => parents.includes(path.slice(0, -name.length - 1)))
  // cron ignores names with other signs: leftovers of editors and package managers.
  const shared = within([cronFolder]).filter(({ name }) => /^[A-Za-z0-9_-]+$/.test(name))
  const own = within(spools).filter(({ name }) => !name.startsWith('.'))
  const texts = await readTexts(world, [crontab, anacrontab, ...[...shared, ...own].map(({ path }) => path)])
  const items: ScheduledTask[] = []
  for (const [path, seen] of texts) {
    if (!seen.ok) {
      if (seen.reason !== 'missing') report.problem(seen.reason, `${path} could not be read`)
      continue
    }
    const user = own.find((entry) => entry.path === path)?.name
    const entries = path === anacrontab ? readAnacrontab(seen.text) : readCrontab(seen.text, user === undefined)
    items.push(...entries.map((entry) => taskOf(entry, path, user)))
  }
  for (const entry of within(periodic)) if (isRun(entry)) items.push(periodicTask(entry))
  const owners = await packageOwners(
    world,
    items.map(({ source }) => source),
  )
  for (const item of items) report.add({ ...item, package: owners.get(item.source) })
  return report
}

function taskOf(entry: CrontabEntry, source: string, owner: string | undefined): ScheduledTask {
  const { schedule, command } = entry
  const kind = source === anacrontab ? 'anacron' : 'cron'
  return { kind, source, schedule, user: entry.user ?? owner ?? '', command: maskCommand(command), enabled: true }
}

/** run-parts takes programs whose names hold nothing but letters, digits, underscores and hyphens. */
function isRun({ name, stat }: Listed): boolean {
  return /^[A-Za-z0-9_-]+$/.test(name) && (stat.kind === 'symlink' || (stat.mode & 0o111) !== 0)
}

function periodicTask({ path }: Listed): ScheduledTask {
  const period = /(hourly|daily|weekly|monthly)\/[^/]+$/.exec(path)?.[1]
  return { kind: 'cron', source: path, schedule: `@${period}`, user: 'root', command: path, enabled: true }
}
