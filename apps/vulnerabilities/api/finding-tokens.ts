import type { EntityExtension } from '@holdfast/platform/search/language'
import { cveTokens } from './cve-tokens.ts'

/** What one can ask of findings that are known vulnerabilities. */
export const findingTokens: EntityExtension = {
  extends: 'findings',
  // Left out by the planner where nobody asks for it.
  join:
    'left join vulnerabilities_cve v on v.check_no = f.check_no ' +
    'left join finding_detail vd on vd.tenant_id = f.tenant_id and vd.finding_id = f.finding_id',
  pastJoin: { alias: 'v', join: 'left join vulnerabilities_cve v on v.check_no = f.check_no' },
  freeText: ['cve'],
  tokens: [
    ...cveTokens,
    {
      name: 'fixAvailable',
      type: 'boolean',
      summary: 'Whether something is known that closes it.',
      label: 'fix available',
      history: false,
      examples: ['fixAvailable:true'],
      sql: { column: 'vd.fix is not null' },
    },
    {
      name: 'fix',
      type: 'text',
      summary: 'What closes it: upgrade openssl to 3.0.15-1~deb12u1.',
      facet: true,
      history: false,
      examples: ['fix:openssl'],
      sql: { column: 'vd.fix' },
    },
    {
      name: 'package',
      type: 'text',
      summary:
        'The kind and name of the package that it is in, wherever that lies on the asset: deb/openssl, npm/lodash.',
      facet: true,
      examples: ["package:'deb/openssl'"],
      sql: { column: "case when v.check_no is not null then split_part(f.place, ' in ', 1) end" },
    },
  ],
}
