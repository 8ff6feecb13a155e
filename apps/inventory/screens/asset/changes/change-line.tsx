import { Badge, formatDayTime, formatExact, Sign } from '@holdfast/design'
import { useState } from 'react'
import classes from './changes.module.css'
import type { Happened } from './what-happened.ts'

/** One line of what changed; a burst opens to its parts. */
export function ChangeLine({ happened, inner = false }: { happened: Happened; inner?: boolean }) {
  const [opened, setOpened] = useState(false)
  const { at, change, title, detail, badge, href, parts } = happened
  return (
    <li>
      <div className={classes.line}>
        <time className={classes.time} dateTime={at} title={formatExact(at)}>
          {inner ? '' : formatDayTime(at)}
        </time>
        <Sign change={change} />
        <span className={classes.words}>
          {parts ? (
            <button type="button" className={classes.burst} aria-expanded={opened} onClick={() => setOpened(!opened)}>
              {title}
            </button>
          ) : href ? (
            <a className={classes.title} href={href}>
              {title}
            </a>
          ) : (
            <span className={classes.title}>{title}</span>
          )}
          {detail && <span className={classes.detail}> · {detail}</span>}
          {parts && !opened && <span className={classes.detail}> · {someOf(parts)}</span>}
        </span>
        {badge && <Badge tone={badge.tone}>{badge.label}</Badge>}
      </div>
      {parts && opened && (
        <ol className={classes.parts} aria-label={title}>
          {parts.slice(0, 500).map((part) => (
            <ChangeLine key={part.id} happened={part} inner />
          ))}
        </ol>
      )}
    </li>
  )
}

const someParts = 6

function someOf(parts: readonly Happened[]): string {
  const names = parts.slice(0, someParts).map(({ brief, title }) => brief ?? title)
  return parts.length > someParts ? `${names.join(', ')} …` : names.join(', ')
}
