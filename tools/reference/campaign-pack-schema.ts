import { Pack } from '../../apps/campaigns/engine/pack/pack.ts'

/** The schema of a campaign pack (JSON Schema 2020-12), for editors and for whoever writes packs. */
export function campaignPackSchema(): string {
  const schema = { $schema: 'https://json-schema.org/draft/2020-12/schema', ...Pack }
  return `${JSON.stringify(schema, null, 2)}\n`
}
