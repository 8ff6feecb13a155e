import { defineFact, type ItemOf } from '@holdfast/platform/contract'
import Type from 'typebox'

const text = (description: string, maxLength = 1024) => Type.String({ description, maxLength })
const maybe = (description: string, maxLength = 1024) => Type.Optional(text(description, maxLength))

/** Scopes: one per report name. */
export const reportedFact = defineFact('vulnerabilities', {
  name: 'vulnerabilities.reported',
  version: 1,
  title: 'Reported weakness',
  summary: 'A weakness that another scanner reported of this asset, or that a check of your own found.',
  about: ['host', 'image', 'container', 'cloud-resource', 'web-application', 'network-service'],
  key: ['id'],
  dataClass: 'state',
  keepFor: 'P800D',
  schema: Type.Object(
    {
      id: text('What tells it from all others of the report: the same each time.', 400),
      tool: text('Who says so: Nessus, Trivy.', 200),
      rule: text('What the tool calls its check: number of a plugin, rule, CVE.'),
      title: text('The weakness in one line, as the tool has it.'),
      severity: Type.Optional(
        Type.Enum(['critical', 'high', 'medium', 'low', 'info'], {
          description: 'In the judgement of the tool; absent where it says none.',
        }),
      ),
      ids: Type.Array(text('CVE or advisory.', 100), {
        description: 'CVEs and advisories that it names.',
        maxItems: 1000,
      }),
      place: text('Where on the asset: tcp/443, a file, a package; empty for the asset itself.', 400),
      fix: maybe('The version that ends it, or what to do, as the tool has it.', 2000),
      text: maybe('What the tool tells of it.', 4096),
    },
    { additionalProperties: false },
  ),
  example: {
    id: '57582|10.0.0.5|443|tcp',
    tool: 'Nessus',
    rule: '57582',
    title: 'SSL Self-Signed Certificate',
    severity: 'medium',
    ids: [],
    place: 'tcp/443',
  },
})

export type Reported = ItemOf<typeof reportedFact>
