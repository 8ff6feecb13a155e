import { Card, RelativeTime, StackedBar } from '@holdfast/design'
import type { CampaignRow } from '../campaign.ts'
import { dayWords } from '../day-words.ts'
import { assetsOf, stateOrder, stateWords } from '../states.ts'

/** A campaign that is open: its five states as one bar whose numbers are links. */
export function CampaignCard({ campaign }: { campaign: CampaignRow }) {
  const { id, name, title, counts, total, deadline, listedAt, openedAt } = campaign
  return (
    <Card title={title} note={`deadline ${dayWords(deadline)}`} more={{ label: 'Open', href: `/campaigns/${id}` }}>
      {listedAt === null ? (
        <p className="muted">All assets are being asked.</p>
      ) : (
        <StackedBar
          legend
          summary={`${title}: ${total} assets, ${counts.exploitable} exploitable, ${counts.unknown} not assessed`}
          segments={stateOrder.map((state) => ({
            ...stateWords[state],
            value: counts[state],
            href: assetsOf(name, state),
          }))}
        />
      )}
      <p className="muted">
        opened <RelativeTime at={openedAt} />
      </p>
    </Card>
  )
}
