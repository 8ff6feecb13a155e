import type { JsonRecord } from '../reading/index.ts'
import { type Bill, type BillComponent, distinct } from './bill.ts'
import licenseIds from './spdx-licenses.json' with { type: 'json' }

const known = new Set<string>(licenseIds)

/** A bill of materials as SPDX 2.3 in JSON. The same bill gives the same document. Source: SPDX specification 2.3, clauses 6, 7, 10 and 11. */
export function writeSpdx(bill: Bill): JsonRecord {
  const { name, namespace, createdAt, distribution } = bill
  const components = distinct(bill.components)
  const whole = 'SPDXRef-Whole'
  const extracted = new Map<string, string>()
  const licenseOf = (license: string | undefined) => {
    if (license === undefined) return 'NOASSERTION'
    if (known.has(license)) return license
    const reference = extracted.get(license) ?? `LicenseRef-${extracted.size + 1}`
    extracted.set(license, reference)
    return reference
  }
  const packages = components.map((one, index) =>
    packageOf(one, `SPDXRef-Package-${index + 1}`, licenseOf(one.license)),
  )
  return {
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: 'SPDXRef-DOCUMENT',
    name,
    documentNamespace: namespace,
    creationInfo: { created: secondsOf(createdAt), creators: ['Tool: Holdfast'] },
    packages: [
      {
        SPDXID: whole,
        name,
        downloadLocation: 'NOASSERTION',
        filesAnalyzed: false,
        primaryPackagePurpose: 'DEVICE',
        ...(distribution === undefined
          ? {}
          : { comment: `Operating system: ${distribution.id} ${distribution.release}` }),
      },
      ...packages,
    ],
    ...(extracted.size === 0
      ? {}
      : {
          hasExtractedLicensingInfos: [...extracted].map(([text, licenseId]) => ({
            licenseId,
            extractedText: text,
            name: text,
          })),
        }),
    relationships: [
      { spdxElementId: 'SPDXRef-DOCUMENT', relationshipType: 'DESCRIBES', relatedSpdxElement: whole },
      ...packages.map(({ SPDXID }) => ({
        spdxElementId: whole,
        relationshipType: 'CONTAINS',
        relatedSpdxElement: SPDXID,
      })),
    ],
  }
}

function packageOf({ name, version, purl, source, paths }: BillComponent, id: string, license: string) {
  return {
    SPDXID: id,
    name,
    ...(version === undefined ? {} : { versionInfo: version }),
    downloadLocation: 'NOASSERTION',
    filesAnalyzed: false,
    licenseConcluded: 'NOASSERTION',
    licenseDeclared: license,
    copyrightText: 'NOASSERTION',
    ...(source === undefined ? {} : { sourceInfo: `built package from: ${source.name} ${source.version}` }),
    ...(paths.length === 0 ? {} : { comment: `In ${paths.join(', ')}` }),
    externalRefs: [{ referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: purl }],
  }
}

/** SPDX knows no fractions of seconds. */
function secondsOf(time: string): string {
  return time.replace(/\.\d+/, '').replace(/\+00(?::?00)?$/, 'Z')
}
