import { type KeyboardEvent, type ReactNode, useId, useRef } from 'react'
import { formatCount } from '../format/number.ts'
import { stepIndex } from '../keyboard/step-index.ts'
import classes from './tabs.module.css'

export interface Tab {
  id: string
  label: string
  count?: number
}

/** Tabs whose choice lives with the caller (the address bar). Arrow keys walk and choose, as the panel is at hand. */
export function Tabs({
  tabs,
  value,
  onChange,
  label,
  children,
}: {
  tabs: readonly Tab[]
  value: string
  onChange: (id: string) => void
  label: string
  /** The panel of the chosen tab. */
  children: ReactNode
}) {
  const base = useId()
  const list = useRef<HTMLDivElement>(null)
  const chosen = tabs.some((tab) => tab.id === value) ? value : tabs[0]?.id

  function onKeyDown(event: KeyboardEvent) {
    const at = tabs.findIndex((tab) => tab.id === chosen)
    const next = stepIndex(event.key, at, tabs.length, 'row')
    if (next === undefined) return
    event.preventDefault()
    onChange(tabs[next]!.id)
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[next]?.focus()
  }

  return (
    <div className={classes.root}>
      <div className={classes.list} role="tablist" aria-label={label} ref={list} onKeyDown={onKeyDown}>
        {tabs.map((tab) => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            id={`${base}-${tab.id}`}
            className={classes.tab}
            aria-selected={tab.id === chosen}
            aria-controls={`${base}-panel`}
            tabIndex={tab.id === chosen ? 0 : -1}
            onClick={() => onChange(tab.id)}
          >
            {tab.label}
            {tab.count !== undefined && <span className={classes.count}> {formatCount(tab.count)}</span>}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${base}-panel`} aria-labelledby={`${base}-${chosen}`} className={classes.panel}>
        {children}
      </div>
    </div>
  )
}
