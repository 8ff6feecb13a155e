import { createHash } from 'node:crypto'
import { vexAnalysis } from '@holdfast/kit/vex'
import type { ScannedSoftware, SoftwareExcepted, SoftwareFinding } from '../../contract/index.ts'
import type { ScanResult } from '../result.ts'

/** Types of package URLs whose packages are programs of an operating system; others are libraries. */
const methods: Readonly<Record<string, string>> = {
  'CVSS:4.0': 'CVSSv4',
  'CVSS:3.1': 'CVSSv31',
  'CVSS:3.0': 'CVSSv3',
}

/**
 * All software as a CycloneDX 1.6 bill of materials, with what is known of it as vulnerabilities. The same result gives the same document: its serial number
 * is made from what it says. Source: ECMA-424.
 */
export function scanCycloneDx(result: ScanResult): Readonly<Record<string, unknown>> {
  const { target, host, assessment } = result
  const components = assessment.software.map((software) => componentOf(software))
  const byCheck = Map.groupBy(assessment.findings, ({ check }) => check)
  const excepted = Map.groupBy(assessment.excepted, (one) => JSON.stringify([one.finding.check, ...analysisParts(one)]))
  const vulnerabilities = [
    ...[...byCheck].map(([check, findings]) => vulnerabilityOf(check, findings)),
    ...[...excepted.values()].map(exceptedOf),
  ]
  const subject = {
    type: target.kind === 'host' ? 'device' : target.kind === 'fs' ? 'file' : 'application',
    'bom-ref': 'target',
    name: target.name,
  }
  const metadata = {
    timestamp: target.scannedAt,
    tools: { components: [{ type: 'application', name: 'Holdfast' }] },
    component: subject,
    ...(host?.operatingSystem === undefined
      ? {}
      : { properties: [{ name: 'holdfast:operating-system', value: host.operatingSystem }] }),
  }
  const body = {
    metadata,
    components,
    dependencies: [{ ref: 'target', dependsOn: components.map((component) => component['bom-ref']) }],
    vulnerabilities,
  }
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: serialNumber(JSON.stringify(body)),
    version: 1,
    ...body,
  }
}

/** What names a component within the document: its package URL, otherwise what it is. */
function refOf({
  purl,
  ecosystem,
  name,
  version,
}: {
  purl: string
  ecosystem: string
  name: string
  version?: string | undefined
}) {
  return purl === '' ? `${ecosystem}/${name}@${version ?? ''}` : purl
}

function componentOf(software: ScannedSoftware) {
  const { purl, name, version, source, licenses, cpes, paths } = software
  const properties = [
    ...(source === undefined
      ? []
      : [
          { name: 'holdfast:source:name', value: source.name },
          { name: 'holdfast:source:version', value: source.version },
        ]),
  ]
  return {
    type: 'library',
    'bom-ref': refOf(software),
    name,
    ...(version === undefined ? {} : { version }),
    ...(purl === '' ? {} : { purl }),
    ...(cpes[0] === undefined ? {} : { cpe: cpes[0] }),
    ...(licenses.length === 0 ? {} : { licenses: licenses.map((license) => ({ license: { name: license } })) }),
    ...(paths.length === 0 ? {} : { evidence: { occurrences: paths.map((location) => ({ location })) } }),
    ...(properties.length === 0 ? {} : { properties }),
  }
}

function vulnerabilityOf(check: string, findings: readonly SoftwareFinding[]) {
  const [first] = findings as readonly [SoftwareFinding]
  const { rated, severity, title, aliases } = first
  const method = methods[rated.value.slice(0, 8)]
  const fixes = [...new Set(findings.flatMap(({ fix }) => (fix === undefined ? [] : [fix])))].sort()
  const cwes = [...new Set(findings.flatMap((finding) => finding.cwes))]
    .map((cwe) => Number(/^CWE-(\d{1,6})$/.exec(cwe)?.[1]))
    .filter((number) => number > 0)
    .sort((a, b) => a - b)
  const affects = new Map(findings.map((finding) => [refOf(finding), finding]))
  return {
    'bom-ref': check,
    id: check,
    ...(/^CVE-/.test(check) ? { source: { name: 'CVE', url: `https://www.cve.org/CVERecord?id=${check}` } } : {}),
    ...(aliases.length === 0
      ? {}
      : { references: aliases.map((id) => ({ id, source: { name: id.split('-')[0] ?? id } })) }),
    ratings: [
      {
        ...(rated.feed === undefined ? {} : { source: { name: rated.feed } }),
        ...(rated.score === undefined ? {} : { score: rated.score }),
        severity,
        ...(rated.by === 'cvss' ? { method: method ?? 'CVSSv2', vector: rated.value } : { method: 'other' }),
      },
    ],
    ...(cwes.length === 0 ? {} : { cwes }),
    description: title,
    ...(fixes.length === 0 ? {} : { recommendation: fixes.join('\n') }),
    affects: [...affects].map(([ref, { installed }]) => ({
      ref,
      versions: [{ version: installed, status: 'affected' }],
    })),
    properties: [
      { name: 'holdfast:match-type', value: first.matchType },
      { name: 'holdfast:confidence', value: String(first.confidence) },
    ],
  }
}

function analysisParts({ status, justification, words }: SoftwareExcepted) {
  return [status, justification, words] as const
}

/** What somebody says is no flaw here stands among the others, with the analysis that says so. */
function exceptedOf(alike: readonly SoftwareExcepted[], index: number) {
  const [first] = alike as readonly [SoftwareExcepted]
  const {
    'bom-ref': ref,
    affects,
    ...rest
  } = vulnerabilityOf(
    first.finding.check,
    alike.map(({ finding }) => finding),
  )
  const [status, justification, words] = analysisParts(first)
  const analysis = vexAnalysis({
    status,
    ...(justification !== undefined && { justification }),
    ...(words !== undefined && { impact: words }),
  })
  return { 'bom-ref': `${ref}#vex-${index + 1}`, ...rest, analysis, affects: affects?.map((one) => ({ ref: one.ref })) }
}

/** A UUID of version 8 from what the document says. Source: RFC 9562, 5.8. */
function serialNumber(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex')
  const variant = ((Number.parseInt(hex[16] ?? '0', 16) & 0x3) | 0x8).toString(16)
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
