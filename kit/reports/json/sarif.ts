import { asList, asRecord, asText, type JsonRecord } from '../../reading/index.ts'
import type { FindingList } from '../finding-list.ts'
import type { JsonReportFormat } from '../report-format.ts'

/** Results of static analysis. Source: SARIF 2.1.0 (OASIS). */
export const sarifFormat: JsonReportFormat = {
  id: 'sarif',
  tool: 'SARIF',
  matches: (document) => Array.isArray(asRecord(document).runs) && asText(asRecord(document).version) !== undefined,
  read: (document, list) => {
    const runs = asList(asRecord(document).runs).map(asRecord)
    for (const run of runs) readRun(run, list)
    return asText(asRecord(asRecord(runs[0]?.tool).driver).name)
  },
}

/** Kinds of results that tell of no problem; `open` and `review` are for people to decide. Source: SARIF 2.1.0 §3.27.9. */
const notFindings = new Set(['pass', 'notApplicable', 'informational'])

function readRun(run: JsonRecord, list: FindingList): void {
  const tool = asRecord(run.tool)
  const parts = [tool.driver, ...asList(tool.extensions)].map(asRecord)
  const rules = new Map(
    parts.flatMap(({ rules: all }) => asList(all).map(asRecord)).map((rule) => [asText(rule.id), rule]),
  )
  const inOrder = asList(asRecord(tool.driver).rules).map(asRecord)
  for (const result of asList(run.results).map(asRecord)) {
    // §3.27.9, §3.27.23, §3.35.3: what was evaluated and is no failure is none, and neither is what somebody accepted.
    const suppressed = asList(result.suppressions)
      .map(asRecord)
      .some(({ status }) => status === undefined || status === 'accepted')
    if (notFindings.has(String(result.kind)) || suppressed) list.pass()
    else addResult(result, rules, inOrder, list)
  }
}

function addResult(
  result: JsonRecord,
  rules: ReadonlyMap<string | undefined, JsonRecord>,
  inOrder: readonly JsonRecord[],
  list: FindingList,
): void {
  const reference = asRecord(result.rule)
  const index = result.ruleIndex ?? reference.index
  const id =
    asText(result.ruleId) ?? asText(reference.id) ?? asText(typeof index === 'number' ? inOrder[index]?.id : undefined)
  // §3.52.4: a hierarchical id names a part of the rule whose id is the longest prefix.
  const rule =
    rules.get(id) ??
    (typeof index === 'number' ? inOrder[index] : undefined) ??
    rules.get(id?.replace(/\/[^/]*$/, '')) ??
    {}
  const properties = [result, rule].map(({ properties: bag }) => asRecord(bag))
  const told = properties.map((bag) => bag['security-severity'] ?? bag.severity).find((one) => one !== undefined)
  const level = asText(result.level) ?? asText(asRecord(rule.defaultConfiguration).level) ?? 'warning'
  const message = textOf(result.message, rule)
  const physical = asRecord(asRecord(asList(result.locations)[0]).physicalLocation)
  const fingerprints = { ...asRecord(result.partialFingerprints), ...asRecord(result.fingerprints) }
  const fingerprint = Object.values(fingerprints).find((one) => typeof one === 'string')
  const tags = properties.flatMap((bag) => [...asList(bag.tags), bag.cwe, ...asList(bag.cwe)])
  const relations = asList(rule.relationships).map((one) => asRecord(asRecord(one).target).id)
  list.add({
    rule: id ?? message?.slice(0, 200),
    title: message ?? textOf(rule.shortDescription, rule),
    severity: typeof told === 'string' && Number.isNaN(Number(told)) ? told : told === undefined ? level : undefined,
    ids: [id, ...tags],
    cwes: [...tags, ...relations].filter((one) => typeof one === 'string' && /cwe/i.test(one)),
    cvss: properties.flatMap((bag) => [bag.cvssv3, bag['security-vector'], bag.cvss, bag.cvssV3_vectorString]),
    score: told,
    place: { file: asRecord(physical.artifactLocation).uri, line: asRecord(physical.region).startLine },
    instance: fingerprint,
    fix: asText(asRecord(asRecord(asList(result.fixes)[0]).description).text),
    text: textOf(rule.fullDescription, rule) ?? message,
  })
}

/** §3.11: a text of its own, or one of the rule by its id, with its arguments. */
function textOf(value: unknown, rule: JsonRecord): string | undefined {
  const message = asRecord(value)
  const id = asText(message.id)
  const own =
    asText(message.text) ?? (id === undefined ? undefined : asText(asRecord(asRecord(rule.messageStrings)[id]).text))
  const values = asList(message.arguments)
  return own?.replace(/\{(\d+)\}/g, (whole, index: string) => asText(values[Number(index)]) ?? whole)
}
