import type { ApiClient } from '../client/api-client.ts'

/** A VEX document that is kept, as the API tells it. */
export interface KeptDocument {
  readonly id: string
  readonly author: string
  readonly document: string
  readonly form: string
  readonly statements: number
  readonly endsAt: string | null
  readonly appliedAt: string
}

export const vexPath = '/api/v1/vulnerabilities/vex'

export async function readKeptDocuments(
  client: ApiClient,
): Promise<{ readonly data: readonly KeptDocument[]; readonly tenant?: { readonly name: string } }> {
  return (await client.ask('GET', vexPath)).json as never
}
