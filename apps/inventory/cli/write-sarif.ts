import type { Severity } from '@holdfast/platform/contract'
import type { Judgement } from './judge-facts.ts'
import type { ScannedHost } from './scan-document.ts'

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
export function scanSarif(host: ScannedHost, judgement: Judgement): Readonly<Record<string, unknown>> {
  const checks = [...new Map(judgement.findings.map(({ check }) => [check.id, check])).values()]
  const rules = checks.map(({ id, title, why, remedy, severity, category, source }) => ({
    id,
    name: id,
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: { text: remedy.words },
    helpUri: source.find(({ url }) => url !== undefined)?.url,
    defaultConfiguration: { level: levels[severity] },
    properties: { category, tags: ['security', category], 'security-severity': scores[severity] },
  }))
  const results = judgement.findings.map(({ check, verdict, severity }) => ({
    ruleId: check.id,
    ruleIndex: checks.findIndex(({ id }) => id === check.id),
    level: levels[severity],
    message: { text: [verdict.because.summary, verdict.fix].filter(Boolean).join('. ') },
    locations: [
      {
        ...(verdict.place.startsWith('/')
          ? { physicalLocation: { artifactLocation: { uri: encodeURI(`file://${verdict.place}`) } } }
          : {}),
        logicalLocations: [
          { name: verdict.place || host.name, fullyQualifiedName: `${host.name}/${verdict.place}`, kind: 'resource' },
        ],
      },
    ],
    partialFingerprints: { 'holdfast/v1': `${host.machineId ?? host.name}|${check.id}|${verdict.place}` },
  }))
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Holdfast', rules } },
        results,
        invocations: [{ executionSuccessful: true, endTimeUtc: host.scannedAt }],
      },
    ],
  }
}
