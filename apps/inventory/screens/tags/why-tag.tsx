import { addressOf, Button, Chip, exactly, RelativeTime, useClient } from '@holdfast/design'
import { IconCheck, IconTagOff, IconX } from '@tabler/icons-react'
import { assetsAddress } from '../links.ts'
import type { MatchPart, Membership } from './tag.ts'
import classes from './tags.module.css'

/** Why an asset has a tag: who gave it and when, or which conditions of its query it meets, with what. */
export function WhyTag({ tag, onTake }: { tag: Membership; onTake: () => void }) {
  const { may } = useClient()
  return (
    <>
      <div className={classes.head}>
        <Chip colour={tag.colour}>{tag.name}</Chip>
        <span className="muted">
          since <RelativeTime at={tag.since} />
        </span>
      </div>
      {tag.path !== tag.name && <p className="muted">{tag.path}</p>}
      {tag.description && <p>{tag.description}</p>}
      {tag.query === null ? (
        <p>
          Given by hand by <b>{who(tag.givenBy)}</b>.
        </p>
      ) : tag.givenBy !== null ? null : (
        <>
          <p>{tag.kind === 'system' ? 'Holdfast gives it' : 'Given'} because its query finds this asset:</p>
          {tag.because.length === 0 ? (
            <p className={classes.code}>{tag.query}</p>
          ) : (
            <ul className={classes.parts}>
              {tag.because.map((part) => (
                <Part key={part.words} part={part} />
              ))}
            </ul>
          )}
        </>
      )}
      {tag.criticality !== null && (
        <p className="muted">It says that an asset has a criticality of at least {tag.criticality}.</p>
      )}
      <p className={classes.links}>
        <a href={assetsAddress(`tags:${exactly(tag.name)}`)}>All assets with it</a>
        <a href={addressOf('/tags', { row: tag.id })}>The tag</a>
      </p>
      {tag.kind === 'static' && may('tags:write') && (
        <Button icon={IconTagOff} onClick={onTake}>
          Take it from this asset
        </Button>
      )}
    </>
  )
}

function Part({ part }: { part: MatchPart }) {
  const { words, holds, found, either = [] } = part
  const Mark = holds ? IconCheck : IconX
  return (
    <li data-holds={holds || undefined}>
      <Mark size={15} stroke={2} aria-hidden="true" />
      <div>
        <span className="said">{holds ? 'holds: ' : 'does not hold: '}</span>
        {either.length > 0 ? 'One of these:' : words}
        {either.length === 0 && found.length > 0 && <span className={classes.found}>{found.join(', ')}</span>}
        {either.length > 0 && (
          <ul className={classes.parts}>
            {either.map((side) => (
              <Part key={side.words} part={side} />
            ))}
          </ul>
        )}
      </div>
    </li>
  )
}

/** "Ada (per_…)" → "Ada" */
function who(by: string | null): string {
  return by?.replace(/ \([a-z]+_\w+\)$/, '') ?? 'somebody'
}
