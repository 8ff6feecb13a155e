import type { JsonRecord } from '../reading/index.ts'
import { type Bill, type BillComponent, distinct } from './bill.ts'
import licenseIds from './spdx-licenses.json' with { type: 'json' }

const known = new Set<string>(licenseIds)

/** A bill of materials as CycloneDX 1.6. The same bill gives the same document. Source: ECMA-424. */
export function writeCycloneDx(bill: Bill): JsonRecord {
  const { name, namespace, createdAt, distribution } = bill
  const components = distinct(bill.components)
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      timestamp: createdAt,
      tools: { components: [{ type: 'application', name: 'Holdfast' }] },
      component: { type: 'device', 'bom-ref': namespace, name },
    },
    components: [
      ...(distribution === undefined
        ? []
        : [
            {
              type: 'operating-system',
              'bom-ref': `${namespace}#os`,
              name: distribution.id,
              version: distribution.release,
            },
          ]),
      ...components.map(componentOf),
    ],
    dependencies: [{ ref: namespace, dependsOn: components.map(({ purl }) => purl) }],
  }
}

function componentOf({ name, version, purl, license, source, paths }: BillComponent): JsonRecord {
  return {
    type: 'library',
    'bom-ref': purl,
    name,
    ...(version === undefined ? {} : { version }),
    purl,
    ...(license === undefined
      ? {}
      : { licenses: [{ license: known.has(license) ? { id: license } : { name: license } }] }),
    ...(source === undefined
      ? {}
      : {
          properties: [
            { name: 'holdfast:source:name', value: source.name },
            { name: 'holdfast:source:version', value: source.version },
          ],
        }),
    ...(paths.length === 0 ? {} : { evidence: { occurrences: paths.map((location) => ({ location })) } }),
  }
}
