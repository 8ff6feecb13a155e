import { type Report, type ReportFinding, readReport } from '@holdfast/kit/reports'
import { csvLine, tableLines } from '@holdfast/kit/tabular'
import type { VerbContext } from '@holdfast/platform/contract'
import { CliError } from '../cli-error.ts'
import { exitCode } from '../exit-code.ts'
import { readNamed } from '../input/read-named.ts'

const levels = ['unknown', 'info', 'low', 'medium', 'high', 'critical']

const columns = ['severity', 'rule', 'title', 'ids', 'place', 'fix'] as const

/** `holdfast report read` */
export async function run(context: VerbContext): Promise<number> {
  const { positionals, options, say } = context
  const path = positionals[0] as string
  const report = await readFrom(path)
  await write(report, path, context)
  const { findings, passed, problems } = report
  for (const { message, line, offset } of problems)
    say(`${path}${line === undefined ? '' : `:${line}`}${offset === undefined ? '' : `, byte ${offset}`}: ${message}`)
  const count = findings.length === 1 ? '1 finding' : `${findings.length} findings`
  say(`${count} of ${report.tool || 'no tool that is named'}; ${passed} entries that are none.`)
  const limit = options['fail-on'] as string | undefined
  const failed =
    limit !== undefined && findings.some(({ severity }) => levels.indexOf(severity) >= levels.indexOf(limit))
  if (failed) return exitCode.findings
  return problems.length > 0 ? exitCode.partial : exitCode.ok
}

async function readFrom(path: string): Promise<Report> {
  const reading = readReport(await readNamed(path))
  if (reading.ok) return reading.report
  const { message, offset } = reading.problem
  throw new CliError(`${path} is not read: ${message}${offset === undefined ? '' : ` (at character ${offset})`}.`, {
    hint: 'docs/reference/reports.md lists the tools and forms that are.',
  })
}

async function write(report: Report, path: string, { options, out }: VerbContext): Promise<void> {
  const { findings, ...about } = report
  const form = options.output ?? 'table'
  if (form === 'json') await out(`${JSON.stringify({ schemaVersion: 1, file: path, ...about, findings }, null, 2)}\n`)
  else if (form === 'ndjson') for (const finding of findings) await out(`${JSON.stringify(finding)}\n`)
  else if (form === 'csv') {
    await out(csvLine(columns))
    for (const finding of findings) await out(csvLine(cellsOf(finding)))
  } else if (findings.length > 0)
    await out(`${tableLines(columns, findings.map(cellsOf), process.stdout.columns).join('\n')}\n`)
}

function cellsOf({ severity, rule, title, ids, place, fix }: ReportFinding): readonly string[] {
  return [severity, rule, title, ids.join(' '), placeText(place), fix?.split('\n')[0] ?? '']
}

/** A place in one line: `10.0.0.5:443/tcp`, `package-lock.json lodash 4.17.4`. */
function placeText({ host, port, protocol, url, file, line, resource, component }: ReportFinding['place']): string {
  const at = [host, port === undefined ? '' : `:${port}`, protocol === undefined ? '' : `/${protocol}`].join('')
  const within = file === undefined ? undefined : line === undefined ? file : `${file}:${line}`
  const part = component === undefined ? undefined : [component.name, component.version].filter(Boolean).join(' ')
  return [url ?? at, within, resource, part].filter(Boolean).join(' ')
}
