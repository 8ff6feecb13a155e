import type { Severity } from '../../contract/index.ts'
import { findingsOf, type ResultFinding, type ScanResult } from '../result.ts'

const levels: Readonly<Record<Severity, string>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
}
/** Where severities lie on the scale of GitHub's `security-severity`. */
const scores: Readonly<Record<Severity, string>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '3.0',
  info: '0.0',
}

/** The findings as a SARIF 2.1.0 log. Places on a host are logical locations; a path is a file location as well. */
export function scanSarif(result: ScanResult): Readonly<Record<string, unknown>> {
  const { target, host } = result
  const findings = findingsOf(result)
  const indexes = new Map<string, number>()
  const rules: unknown[] = []
  for (const finding of findings) {
    if (indexes.has(finding.check)) continue
    indexes.set(finding.check, rules.length)
    rules.push(ruleOf(finding))
  }
  const results = findings.map((finding) => ({
    ruleId: finding.check,
    ruleIndex: indexes.get(finding.check),
    level: levels[finding.severity],
    message: { text: [finding.evidence.summary, finding.fix].filter(Boolean).join('. ') },
    locations: [locationOf(finding, target.name)],
    partialFingerprints: {
      'holdfast/v1': [host?.machineId ?? target.name, finding.check, finding.software?.name ?? '', finding.place].join(
        '|',
      ),
    },
  }))
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Holdfast', rules } },
        results,
        invocations: [{ executionSuccessful: true, endTimeUtc: target.scannedAt }],
      },
    ],
  }
}

function ruleOf({ check, title, why, remedy, severity, category, source, software }: ResultFinding) {
  return {
    id: check,
    name: check,
    shortDescription: { text: title },
    fullDescription: { text: why ?? title },
    help: { text: remedy?.words ?? 'Upgrade to a version that is not affected.' },
    helpUri: source.find(({ url }) => url !== undefined)?.url,
    defaultConfiguration: { level: levels[severity] },
    properties: {
      category,
      tags: ['security', category, ...(software?.cwes ?? [])],
      'security-severity': software?.rated.score?.toFixed(1) ?? scores[severity],
    },
  }
}

function locationOf({ place, software }: ResultFinding, name: string) {
  const path = place.split('!/')[0] ?? place
  return {
    ...(path.startsWith('/') ? { physicalLocation: { artifactLocation: { uri: encodeURI(`file://${path}`) } } } : {}),
    logicalLocations: [
      {
        name: place || name,
        fullyQualifiedName: `${name}/${software === undefined || software.name === place ? place : `${place}/${software.name}`}`,
        kind: software === undefined ? 'resource' : 'package',
      },
    ],
  }
}
