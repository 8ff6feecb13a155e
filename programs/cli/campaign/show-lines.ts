/** A campaign as the API tells it. */
export interface ShownCampaign {
  readonly id: string
  readonly name: string
  readonly title: string
  readonly state: string
  readonly deadline: string
  readonly listedAt: string | null
  readonly problem: string | null
  readonly total: number
  readonly reachable: number
  readonly counts: Readonly<Record<'infected' | 'exploitable' | 'unknown' | 'mitigated' | 'patched', number>>
  readonly projection?: {
    readonly kind: 'done' | 'too-early' | 'no-end' | 'ends'
    readonly on?: string
    readonly soonest?: string
    readonly latest?: string | null
  } | null
}

const states = [
  ['exploitable', 'exploitable now'],
  ['infected', 'signs of infection'],
  ['unknown', 'not assessed'],
  ['mitigated', 'mitigated'],
  ['patched', 'patched'],
] as const

/** What people read of a campaign in a terminal: the states with the queries that list them. */
export function showLines(campaign: ShownCampaign): readonly string[] {
  const { name, title, state, deadline, counts, total, reachable, listedAt } = campaign
  const width = String(total).length
  return [
    `${title} (${state}), deadline ${deadline}`,
    ...(listedAt === null ? ['All assets are being asked: the numbers are not complete.'] : []),
    ...states.map(
      ([key, words]) =>
        `${String(counts[key]).padStart(width)}  ${words.padEnd(18)}  holdfast query "campaign:(name:${name} and state:${key})"`,
    ),
    ...(reachable > 0 ? [`${reachable} of those to be exploited or infected are reachable over the network.`] : []),
    endOf(campaign.projection),
  ]
}

function endOf(projection: ShownCampaign['projection']): string {
  if (!projection || projection.kind === 'too-early') return 'After three days an end can be projected.'
  if (projection.kind === 'done') return 'Nobody is left.'
  if (projection.kind === 'no-end') return 'No end in sight: what is left does not fall.'
  const latest = projection.latest ? `and ${projection.latest}` : 'and no end at all'
  return `At this pace it is over on ${projection.on}; 90 % sure between ${projection.soonest} ${latest}.`
}
