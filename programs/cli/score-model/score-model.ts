import type { ApiClient } from '../client/api-client.ts'

/** The formula of the score as the API tells it. */
export interface ScoreModelTold {
  readonly version: string
  readonly title: string
  readonly terms: readonly {
    readonly id: string
    readonly title: string
    readonly weight: number
    readonly published: number
    readonly bounds: { readonly least: number; readonly most: number }
  }[]
  readonly place: readonly {
    readonly id: string
    readonly title: string
    readonly bounds: { readonly least: number; readonly most: number }
    readonly levels: readonly { readonly level: string; readonly factor: number; readonly published: number }[]
  }[]
  readonly changes: readonly string[]
}

export const scoreModelPath = '/api/v1/vulnerabilities/score-model'

export async function readScoreModel(client: ApiClient): Promise<ScoreModelTold> {
  return ((await client.ask('GET', scoreModelPath)).json as { data: ScoreModelTold }).data
}

/** What is set otherwise, in words. */
export function changesOf({ changes, title }: ScoreModelTold): string {
  return changes.length === 0 ? `${title}, as published.` : `${title}, but ${changes.join(', ')}.`
}
