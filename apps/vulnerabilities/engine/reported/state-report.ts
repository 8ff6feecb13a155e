import type { Report, ReportFinding } from '@holdfast/kit/reports'
import type { Severity, StatedAsset } from '@holdfast/platform/contract'
import { severities } from '@holdfast/platform/contract'
import { type Reported, reportedFact } from '../../facts/reported.ts'
import { itemOfFinding } from './item-of-finding.ts'
import { type Subject, subjectOf } from './subject-of.ts'

export interface StatingReport {
  /** The name that reports of the same scan have: each replaces the one before. */
  readonly name: string
  /** What findings are about that name nothing. */
  readonly about?: Pick<StatedAsset, 'ref' | 'asset' | 'kind' | 'name' | 'identifiers'>
  /** The mildest that is taken. */
  readonly from: Severity
  /** Public ids of assets by the address that the report has for them. */
  readonly byAddress: ReadonlyMap<string, string>
  /** A short name for a key that is long, the same each time. */
  readonly shorten: (key: string) => string
}

export interface StatedReport {
  readonly assets: readonly StatedAsset[]
  /** Findings that were taken. */
  readonly findings: number
  /** Findings that are milder than what is taken. */
  readonly milder: number
  /** Findings that name nothing that they are about, with the first of them. */
  readonly homeless: readonly ReportFinding[]
}

/** A report as facts of the assets that it names. */
export function stateReport(report: Report, options: StatingReport): StatedReport {
  const { name, about, from, byAddress, shorten } = options
  const homeless: ReportFinding[] = []
  const assets = new Map<string, { readonly about: NonNullable<typeof about>; readonly items: Map<string, Reported> }>()
  let milder = 0
  for (const finding of report.findings) {
    const subject = subjectOf(report.format, finding)
    const whom = subject === undefined ? about : aboutSubject(subject, byAddress)
    if (whom === undefined) {
      homeless.push(finding)
      continue
    }
    // What is too mild still tells that the asset was looked at.
    const key = whom.asset ?? whom.ref
    const asset = assets.get(key) ?? { about: whom, items: new Map<string, Reported>() }
    assets.set(key, asset)
    if (isMilder(finding, from)) milder++
    else {
      const item = itemOfFinding(finding, report.tool, shorten(finding.key))
      asset.items.set(item.id, item)
    }
  }
  if (about !== undefined && assets.size === 0) assets.set(about.ref, { about, items: new Map() })
  const stated = [...assets.values()].map(
    (asset): StatedAsset => ({
      ...asset.about,
      facts: [{ type: reportedFact, scope: name, complete: true, items: [...asset.items.values()] }],
    }),
  )
  return { assets: stated, findings: report.findings.length - milder - homeless.length, milder, homeless }
}

function aboutSubject(
  { address, ...subject }: Subject,
  byAddress: ReadonlyMap<string, string>,
): NonNullable<StatingReport['about']> {
  const asset = address === undefined ? undefined : byAddress.get(address)
  return { ...subject, ...(asset !== undefined && { asset }) }
}

function isMilder({ severity }: ReportFinding, from: Severity): boolean {
  return severity !== 'unknown' && severities.indexOf(severity) > severities.indexOf(from)
}
