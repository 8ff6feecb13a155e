import { Badge, Button, Card } from '@holdfast/design'
import { IconFlagPlus } from '@tabler/icons-react'
import type { PackRow } from '../campaign.ts'
import { dayWords } from '../day-words.ts'
import classes from './feed.module.css'

/** An outbreak that a campaign can be opened for. */
export function PackCard({ pack, onOpen }: { pack: PackRow; onOpen?: () => Promise<void> }) {
  const { title, summary, cves, attacked, disclosed, traits, publisher, revision } = pack
  const ids = cves.length > 2 ? `${cves[0]} and ${cves.length - 1} more` : cves.join(', ')
  return (
    <Card
      title={title}
      level={3}
      actions={
        onOpen && (
          <Button icon={IconFlagPlus} onClick={() => void onOpen()}>
            Open<span className="said"> {title}</span>
          </Button>
        )
      }
    >
      <p className={classes.summary}>{summary}</p>
      <p className={classes.traits}>
        {traits.map((trait) => (
          <Badge key={trait}>{trait}</Badge>
        ))}
      </p>
      <p className="muted">
        {ids} · {attacked ? `attacked since ${dayWords(attacked)}` : `known since ${dayWords(disclosed)}`}
        {publisher && ` · by ${publisher}, revision ${revision}`}
      </p>
    </Card>
  )
}
