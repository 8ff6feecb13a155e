import { tableLines, visible } from '@holdfast/kit/tabular'
import { type Severity, severities } from '@holdfast/platform/contract'
import type { Collected } from './collect-facts.ts'
import type { Judged, Judgement } from './judge-facts.ts'
import type { ScannedHost } from './scan-document.ts'

/** SGR parameters by severity; the word is always there, so that nothing hangs on the colour. */
const colours: Readonly<Record<Severity, string>> = {
  critical: '1;35',
  high: '1;31',
  medium: '1;33',
  low: '1;34',
  info: '1;36',
}

/** What is counted on top, with the words for one and for many. */
const counted: readonly (readonly [string, string, string])[] = [
  ['inventory.package', 'package', 'packages'],
  ['inventory.software', 'library', 'libraries'],
  ['inventory.process', 'program running', 'programs running'],
  ['inventory.listener', 'listening socket', 'listening sockets'],
  ['inventory.account', 'account', 'accounts'],
  ['inventory.service', 'service', 'services'],
]

export interface TableOptions {
  readonly width: number
  readonly colour: boolean
}

/** The result for people. */
export function scanTable(
  host: ScannedHost,
  collected: Collected,
  judgement: Judgement,
  options: TableOptions,
): string {
  const { width } = options
  const paint = (text: string, sgr: string) => (options.colour ? `\u001b[${sgr}m${text}\u001b[0m` : text)
  const lines: string[] = []
  const about = [host.operatingSystem, host.kernel && `kernel ${host.kernel}`, host.machine].filter(
    (part) => part !== undefined,
  )
  lines.push(`${paint(visible(host.name), '1')}  ${paint(visible(about.join(' · ')), '2')}`)
  lines.push(paint(visible(countLine(collected)), '2'), '')
  if (judgement.findings.length > 0) lines.push(...findingLines(judgement.findings, width, paint), '')
  const troubles = [
    ...judgement.notAssessed.map(({ title, place, reason }) => [title, place, reason]),
    ...problemRows(collected),
  ]
  if (troubles.length > 0) {
    const [head = '', ...rows] = tableLines(['not assessed', 'where', 'because'], troubles, width)
    lines.push(paint(head, '2'), ...rows, '')
  }
  lines.push(summaryLine(judgement, collected, paint))
  return `${lines.join('\n')}\n`
}

function countLine(collected: Collected): string {
  return counted
    .flatMap(([name, one, many]) => {
      const sets = collected.facts.filter(({ fact }) => fact === name)
      const number = sets.reduce((sum, { items }) => sum + items.size, 0)
      // What was not looked at has no number: not even 0.
      if (sets.length === 0 || (number === 0 && sets.some(({ complete }) => !complete))) return []
      return [`${number.toLocaleString('en')} ${number === 1 ? one : many}`]
    })
    .join(' · ')
}

/** One row per reason: a world without a running system has it for many facts. */
function problemRows({ problems }: Collected): readonly (readonly string[])[] {
  const byDetail = Map.groupBy(problems, ({ detail }) => detail)
  return [...byDetail].map(([detail, alike]) => [
    [...new Set(alike.map(({ fact }) => fact.replace(/^inventory\./, '').replaceAll('-', ' ')))].join(', '),
    alike.every(({ scope }) => scope === '*') ? '' : [...new Set(alike.map(({ scope }) => scope))].join(', '),
    detail,
  ])
}

function findingLines(
  findings: readonly Judged[],
  width: number,
  paint: (text: string, sgr: string) => string,
): string[] {
  const rows = findings.map(({ check, verdict, severity }) => [
    severity.toUpperCase(),
    check.title,
    verdict.place,
    verdict.fix ?? verdict.because.summary,
  ])
  const [head = '', ...body] = tableLines(['severity', 'what does not hold', 'where', 'what to do'], rows, width)
  return [
    paint(head, '2'),
    ...body.map((line, index) => {
      const severity = findings[index]?.severity ?? 'info'
      return paint(line.slice(0, severity.length), colours[severity]) + line.slice(severity.length)
    }),
  ]
}

function summaryLine(judgement: Judgement, collected: Collected, paint: (text: string, sgr: string) => string): string {
  const parts = severities.flatMap((severity) => {
    const number = judgement.findings.filter((finding) => finding.severity === severity).length
    return number === 0 ? [] : [paint(`${number} ${severity}`, colours[severity])]
  })
  const found = parts.length > 0 ? parts.join(', ') : 'no findings'
  const open = judgement.notAssessed.length + collected.problems.length
  return `${found} · ${judgement.passed} of ${judgement.checks} checks passed · ${open} not assessed`
}
