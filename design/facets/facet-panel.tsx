import { IconChevronDown } from '@tabler/icons-react'
import { type KeyboardEvent, useId, useRef, useState } from 'react'
import { CheckBox } from '../form/check-box.tsx'
import { formatShort } from '../format/number.ts'
import { stepIndex } from '../keyboard/step-index.ts'
import { usePreference } from '../theme/use-preference.ts'
import type { Facet, FacetValue } from './facet.ts'
import classes from './facet-panel.module.css'

export interface FacetPanelProps {
  facets: readonly Facet[]
  onToggle: (facet: string, value: string, chosen: boolean) => void
  /** Chooses this value alone. */
  onOnly: (facet: string, value: string) => void
  onMore?: (facet: string) => void
  /** Ids of those that are open; each is remembered on this device where nothing is told. */
  open?: readonly string[]
  onFold?: (facet: string, open: boolean) => void
}

/** Counts to choose from. One tab stop a group; arrows walk, space chooses, O chooses one alone. */
export function FacetPanel({ facets, onToggle, onOnly, onMore, open, onFold }: FacetPanelProps) {
  return (
    <section className={classes.root} aria-label="Narrow down">
      {facets.map((facet) => (
        <FacetGroup
          key={facet.id}
          facet={facet}
          onToggle={(value, chosen) => onToggle(facet.id, value, chosen)}
          onOnly={(value) => onOnly(facet.id, value)}
          onMore={onMore && (() => onMore(facet.id))}
          open={open?.includes(facet.id)}
          onFold={onFold && ((opens) => onFold(facet.id, opens))}
        />
      ))}
    </section>
  )
}

function FacetGroup({
  facet,
  onToggle,
  onOnly,
  onMore,
  open,
  onFold,
}: {
  facet: Facet
  onToggle: (value: string, chosen: boolean) => void
  onOnly: (value: string) => void
  onMore?: () => void
  open: boolean | undefined
  onFold?: (open: boolean) => void
}) {
  const [remembered, remember] = usePreference(`facet-closed.${facet.id}`, false)
  const closed = open === undefined ? remembered : !open
  const setClosed = (closes: boolean) => (onFold ? onFold(!closes) : remember(closes))
  const [at, setAt] = useState(0)
  const list = useRef<HTMLUListElement>(null)
  const id = useId()
  const stop = Math.min(at, facet.values.length - 1)

  function onKeyDown(event: KeyboardEvent) {
    const value = facet.values[stop]
    if (event.key.toLowerCase() === 'o' && value && !event.ctrlKey && !event.metaKey) {
      event.preventDefault()
      event.stopPropagation()
      return onOnly(value.value)
    }
    const next = stepIndex(event.key, stop, facet.values.length, 'column')
    if (next === undefined) return
    event.preventDefault()
    setAt(next)
    list.current?.querySelectorAll<HTMLElement>('input')[next]?.focus()
  }

  return (
    <div className={classes.group}>
      <h2>
        <button
          type="button"
          className={classes.label}
          aria-expanded={!closed}
          aria-controls={id}
          onClick={() => setClosed(!closed)}
        >
          {facet.label}
          <IconChevronDown className={classes.chevron} size={13} stroke={2} aria-hidden="true" />
        </button>
      </h2>
      {!closed && (
        <ul id={id} ref={list} onKeyDown={onKeyDown} aria-label={facet.label}>
          {facet.values.map((value, index) => (
            <FacetLine
              key={value.value}
              value={value}
              isStop={index === stop}
              onFocus={() => setAt(index)}
              onToggle={(chosen) => onToggle(value.value, chosen)}
              onOnly={() => onOnly(value.value)}
            />
          ))}
          {facet.more !== undefined && facet.more > 0 && onMore && (
            <li>
              <button type="button" className={classes.more} onClick={onMore}>
                {formatShort(facet.more)} more
                <span className="said"> values of {facet.label}</span>
              </button>
            </li>
          )}
        </ul>
      )}
    </div>
  )
}

function FacetLine({
  value,
  isStop,
  onFocus,
  onToggle,
  onOnly,
}: {
  value: FacetValue
  isStop: boolean
  onFocus: () => void
  onToggle: (chosen: boolean) => void
  onOnly: () => void
}) {
  const id = useId()
  const count =
    value.count === undefined
      ? value.chosen
        ? ''
        : '…'
      : `${value.isExact === false ? '≈ ' : ''}${formatShort(value.count)}`
  return (
    <li className={classes.line} data-empty={value.count === 0 || undefined} onFocus={onFocus}>
      <CheckBox
        id={id}
        checked={value.chosen}
        onChange={onToggle}
        tabIndex={isStop ? 0 : -1}
        label={`${value.said}, ${count}`}
      />
      <label htmlFor={id} className={classes.words}>
        {value.notAssessed && <i className={`${classes.hatch} hatched`} aria-hidden="true" />}
        {value.label}
      </label>
      <button type="button" className={classes.only} tabIndex={-1} aria-label={`Only ${value.said}`} onClick={onOnly}>
        only
      </button>
      <span className={classes.count} aria-hidden="true">
        {count}
      </span>
    </li>
  )
}
