import type { EntityExtension } from '@holdfast/platform/search/language'

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
    {
      name: 'cve',
      type: 'keyword',
      summary: 'The CVE, or the id of the advisory where no CVE names it.',
      label: 'CVE',
      aliases: ['vulnerabilities.vulnerability.cveIds'],
      facet: true,
      examples: ['cve:CVE-2024-3094'],
      sql: { column: 'v.name' },
    },
    {
      name: 'cvss',
      type: 'number',
      summary: 'Base score of the newest CVSS version, 0 to 10.',
      label: 'CVSS',
      examples: ['cvss >= 9'],
      sql: { column: 'v.cvss', type: 'numeric' },
    },
    {
      name: 'epss',
      type: 'number',
      summary: 'Probability that it is exploited within 30 days, 0 to 1 (EPSS).',
      label: 'EPSS',
      examples: ['epss > 0.1'],
      sql: { column: 'v.epss', type: 'numeric' },
    },
    {
      name: 'exploited',
      type: 'boolean',
      summary: 'Whether it is known to be exploited (CISA KEV).',
      aliases: ['kev'],
      facet: true,
      examples: ['exploited:true'],
      sql: { column: 'v.exploited' },
    },
    {
      name: 'ransomware',
      type: 'boolean',
      summary: 'Whether ransomware is known to use it (CISA KEV).',
      facet: true,
      sql: { column: 'v.ransomware' },
    },
    {
      name: 'exploitedDue',
      type: 'date',
      summary: 'Until when CISA wants it fixed.',
      label: 'due by CISA',
      sql: { column: 'v.due' },
    },
    {
      name: 'published',
      type: 'date',
      summary: 'When the vulnerability was published.',
      aliases: ['vulnerabilities.vulnerability.published'],
      examples: ['published > now-30d'],
      sql: { column: 'v.published' },
    },
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
    {
      name: 'cwe',
      type: 'keyword',
      summary: 'Kind of weakness: CWE-79.',
      label: 'weakness',
      many: true,
      sql: { column: 'v.weaknesses' },
    },
  ],
}
