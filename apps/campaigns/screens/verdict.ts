import { formatDate, plural, type Tone } from '@holdfast/design'
import type { WholeCampaign } from './campaign.ts'
import { dayWords } from './day-words.ts'

/** The sentence that a campaign's page is about, and what follows from it. */
export function verdictOf(campaign: WholeCampaign): {
  readonly tone: Tone
  readonly lead: string
  readonly rest: string
} {
  const { counts, total, reachable, listedAt, state } = campaign
  if (state === 'closed')
    return {
      tone: 'neutral',
      lead: `Closed${campaign.closedAt ? ` on ${formatDate(campaign.closedAt)}` : ''}.`,
      rest: `The list shows how ${plural(total, 'asset')} stood then.`,
    }
  if (!listedAt) return { tone: 'neutral', lead: 'All assets are being asked.', rest: 'The list is there in a moment.' }
  if (total === 0)
    return {
      tone: 'ok',
      lead: `No asset is in the scope: ${campaign.pack.scope.words}.`,
      rest: 'What comes later is asked by itself.',
    }
  const unknown = counts.unknown === 0 ? '' : `; ${plural(counts.unknown, 'was', 'were')} never assessed`
  if (counts.infected > 0)
    return {
      tone: 'critical',
      lead: `${plural(counts.infected, 'asset shows', 'assets show')} signs of infection${unknown}.`,
      rest: pace(campaign),
    }
  if (counts.exploitable > 0)
    return {
      tone: 'critical',
      lead: `${counts.exploitable} of ${plural(total, 'asset')} can be exploited now${reachable > 0 ? `, ${reachable} of them over the network` : ''}${unknown}.`,
      rest: pace(campaign),
    }
  if (counts.unknown > 0)
    return {
      tone: 'medium',
      lead: `None is known to be exploitable, and ${plural(counts.unknown, 'asset was', 'assets were')} never assessed.`,
      rest: pace(campaign),
    }
  return { tone: 'ok', lead: `All ${plural(total, 'asset')} are out of danger.`, rest: 'The campaign can be closed.' }
}

/** When it ends at this pace, beside the deadline. */
export function pace({ projection, deadline }: Pick<WholeCampaign, 'projection' | 'deadline'>): string {
  const due = `The deadline is ${dayWords(deadline)}.`
  if (projection === null || projection.kind === 'done') return due
  if (projection.kind === 'too-early') return `${due} After three days an end can be projected.`
  if (projection.kind === 'no-end') return `No end in sight: what is left does not fall. ${due}`
  const days = Math.round((Date.parse(projection.on) - Date.parse(deadline)) / 86_400_000)
  const beside =
    days === 0
      ? 'on the day of the deadline'
      : days < 0
        ? `${plural(-days, 'day')} before the deadline`
        : `${plural(days, 'day')} after the deadline`
  return `At this pace it is over on ${dayWords(projection.on)}, ${beside}.`
}
