import { XmlWriter } from '@holdfast/kit/xml'
import type { SystemInfo } from './characteristics.ts'
import type { OvalDefinitions } from './model.ts'
import type { CriteriaResult, OvalResults, TestResult } from './results.ts'
import { ovalResults } from './words.ts'
import { writeCharacteristics } from './write-characteristics.ts'

const namespace = 'http://oval.mitre.org/XMLSchema/oval'

/** What a document of results says of its origin. */
export interface ResultsOrigin {
  readonly productName: string
  readonly productVersion: string
  /** When the results were made, ISO 8601 without fractions. */
  readonly timestamp: string
  /** What was seen: the document it was read from, or the system that was looked at just now. */
  readonly seen: { readonly source: string } | { readonly system: SystemInfo }
}

/**
 * Writes a document of results with full detail, with the definitions and the system characteristics that they were made from.
 * Source: OVAL Language Specification 5.11, section 4.6.
 */
export function writeOvalResults(document: OvalDefinitions, results: OvalResults, origin: ResultsOrigin): string {
  const writer = new XmlWriter()
  writer.open('oval_results', {
    'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
    'xmlns:oval': `${namespace}-common-5`,
    xmlns: `${namespace}-results-5`,
  })
  writeGenerator(writer, document, origin)
  writer.open('directives')
  for (const result of ovalResults)
    writer.leaf(`definition_${result.replaceAll(' ', '_')}`, { reported: true, content: 'full' })
  writer.close().raw(document.source)
  writer.open('results').open('system').open('definitions')
  for (const { id, version } of document.definitions.values()) {
    const found = results.definitions.get(id)
    writer.open('definition', { definition_id: id, result: found?.result ?? 'not evaluated', version })
    for (const message of found?.messages ?? []) writer.leaf('message', { level: 'error' }, message)
    if (found?.criteria !== undefined) writeCriteria(writer, found.criteria)
    writer.close()
  }
  writer.close()
  if (results.tests.size > 0) {
    writer.open('tests')
    for (const test of results.tests.values()) writeTest(writer, document, test)
    writer.close()
  }
  if ('source' in origin.seen) writer.raw(origin.seen.source)
  else writeCharacteristics(writer, document, results, { ...origin, system: origin.seen.system })
  return writer.close().close().close().end()
}

/** Who wrote a document, and when. */
export function writeGenerator(
  writer: XmlWriter,
  { schemaVersion }: OvalDefinitions,
  { productName, productVersion, timestamp }: Omit<ResultsOrigin, 'seen'>,
): void {
  writer
    .open('generator')
    .leaf('oval:product_name', {}, productName)
    .leaf('oval:product_version', {}, productVersion)
    .leaf('oval:schema_version', {}, schemaVersion)
    .leaf('oval:timestamp', {}, timestamp)
    .close()
}

function writeCriteria(writer: XmlWriter, node: CriteriaResult): void {
  const common = {
    result: node.result,
    negate: node.negate || undefined,
    applicability_check: node.applicabilityCheck || undefined,
  }
  switch (node.kind) {
    case 'criterion':
      writer.leaf('criterion', { test_ref: node.test, version: node.version, ...common })
      return
    case 'extend':
      writer.leaf('extend_definition', { definition_ref: node.definition, version: node.version, ...common })
      return
    case 'criteria':
      writer.open('criteria', { operator: node.operator, ...common })
      for (const child of node.children) writeCriteria(writer, child)
      writer.close()
  }
}

function writeTest(writer: XmlWriter, document: OvalDefinitions, test: TestResult): void {
  const said = document.tests.get(test.id)
  if (said === undefined) return
  writer.open('test', {
    test_id: test.id,
    version: said.version,
    check_existence: said.existence === 'at_least_one_exists' ? undefined : said.existence,
    check: said.check,
    state_operator: said.stateOperator === 'AND' ? undefined : said.stateOperator,
    result: test.result,
  })
  for (const message of test.messages) writer.leaf('message', { level: 'error' }, message)
  for (const { item, result } of test.items) writer.leaf('tested_item', { item_id: item, result })
  for (const { id, value } of test.variables) writer.leaf('tested_variable', { variable_id: id }, value)
  writer.close()
}
