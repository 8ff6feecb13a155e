import { addressOf, exactly, type Swatch } from '@holdfast/design'
import type { AssetState, Counts } from './campaign.ts'

/** The five states as people read them: what is to be done first. */
export const stateWords: Readonly<Record<AssetState, { readonly label: string; readonly swatch: Swatch }>> = {
  exploitable: { label: 'Exploitable now', swatch: 'critical' },
  mitigated: { label: 'Mitigated', swatch: 'low' },
  patched: { label: 'Patched', swatch: 'ok' },
  unknown: { label: 'Not assessed', swatch: 'hatched' },
  infected: { label: 'Signs of infection', swatch: 'info' },
}

/** In the order of a bar: what is done on the left. */
export const stateOrder = ['patched', 'mitigated', 'unknown', 'exploitable', 'infected'] as const

/** What is left to do. */
export function leftOf({ infected, exploitable, unknown }: Counts): number {
  return infected + exploitable + unknown
}

/** The list of assets that stand so in a campaign: exactly those that are counted. */
export function assetsOf(name: string, state?: AssetState, and = ''): string {
  const inside = state ? `(name:${exactly(name)} and state:${state})` : `(name:${exactly(name)})`
  return addressOf('/inventory', { q: `campaign:${inside}${and && ` and ${and}`}` })
}
