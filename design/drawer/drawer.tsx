import { IconArrowsDiagonal, IconChevronDown, IconChevronUp, IconX } from '@tabler/icons-react'
import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useId, useRef } from 'react'
import { useShortcut } from '../keyboard/shortcuts.tsx'
import { Kbd } from '../text/kbd.tsx'
import { usePreference } from '../theme/use-preference.ts'
import classes from './drawer.module.css'

const least = 400
const most = 880

export interface DrawerProps {
  title: ReactNode
  /** Above the title: an identifier, where it comes from. */
  eyebrow?: ReactNode
  onClose: () => void
  /** The row after and before, without closing. J and K belong to the list. */
  onNext?: () => void
  onBefore?: () => void
  /** Its own page. */
  href?: string
  /** Keys that act here, shown at the top: `[['a', 'accept']]`. Binding them is the screen's work. */
  keys?: readonly (readonly [string, string])[]
  /** Below the content, always in sight: the actions. */
  footer?: ReactNode
  children: ReactNode
}

/** Stands beside the list, never over it as long as there is room; gives the focus back where it came from. */
export function Drawer({ title, eyebrow, onClose, onNext, onBefore, href, keys = [], footer, children }: DrawerProps) {
  const [stored, setWidth] = usePreference('drawer-width', 0)
  const width = stored === 0 ? undefined : Math.min(most, Math.max(least, stored))
  const root = useRef<HTMLElement>(null)
  const cameFrom = useRef<Element | null>(null)
  const id = useId()
  useShortcut('escape', 'Close the drawer', () => close(), { group: 'Drawer' })

  useEffect(() => {
    cameFrom.current = document.activeElement
  }, [])

  function close() {
    onClose()
    const back = cameFrom.current
    if (!root.current?.contains(document.activeElement) || !(back instanceof HTMLElement)) return
    // The row may have been drawn anew meanwhile: then the grid's active row takes the focus.
    if (back.isConnected && back !== document.body) back.focus()
    else document.querySelector<HTMLElement>('[role=grid] [role=row][tabindex="0"]')?.focus()
  }

  return (
    <aside ref={root} className={classes.root} style={width ? { width } : undefined} aria-labelledby={id}>
      <Edge
        width={() => root.current?.getBoundingClientRect().width ?? least}
        onWidth={(next) => setWidth(Math.min(most, Math.max(least, Math.round(next))))}
        onReset={() => setWidth(0)}
      />
      <header className={classes.head}>
        <div className={classes.bar}>
          <div className={classes.eyebrow}>{eyebrow}</div>
          <div className={classes.keys}>
            {(onNext || onBefore) && (
              <span className={classes.hint}>
                <Kbd keys="j k" /> next
              </span>
            )}
            {keys.map(([key, word]) => (
              <span key={key} className={classes.hint}>
                <Kbd keys={key} /> {word}
              </span>
            ))}
            {onBefore && <Small label="Row before (K)" icon={IconChevronUp} onClick={onBefore} />}
            {onNext && <Small label="Next row (J)" icon={IconChevronDown} onClick={onNext} />}
            {href && (
              <a className={classes.small} href={href} aria-label="Open its page" title="Open its page (Enter)">
                <IconArrowsDiagonal size={15} stroke={1.8} aria-hidden="true" />
              </a>
            )}
            <Small label="Close (Esc)" icon={IconX} onClick={close} />
          </div>
        </div>
        <h2 className={classes.title} id={id}>
          {title}
        </h2>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={classes.body} tabIndex={0} aria-labelledby={id}>
        {children}
      </section>
      {footer && <footer className={classes.foot}>{footer}</footer>}
    </aside>
  )
}

function Small({ label, icon: Icon, onClick }: { label: string; icon: typeof IconX; onClick: () => void }) {
  return (
    <button type="button" className={classes.small} aria-label={label} title={label} onClick={onClick}>
      <Icon size={16} stroke={1.8} aria-hidden="true" />
    </button>
  )
}

/** The left edge: drag it, walk it with the arrow keys, double click it for the usual width. */
function Edge({
  width,
  onWidth,
  onReset,
}: {
  width: () => number
  onWidth: (width: number) => void
  onReset: () => void
}) {
  const from = useRef<{ x: number; width: number } | undefined>(undefined)
  function onPointerDown(event: PointerEvent<HTMLElement>) {
    if (event.button !== 0) return
    from.current = { x: event.clientX, width: width() }
    event.currentTarget.setPointerCapture(event.pointerId)
  }
  function onKeyDown(event: KeyboardEvent) {
    const by = event.key === 'ArrowLeft' ? 24 : event.key === 'ArrowRight' ? -24 : 0
    if (by === 0) return
    event.preventDefault()
    onWidth(width() + by)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: an hr cannot take the focus
    <div
      role="separator"
      className={classes.edge}
      aria-label="Width of the drawer"
      aria-orientation="vertical"
      aria-valuemin={least}
      aria-valuemax={most}
      aria-valuenow={Math.round(width())}
      tabIndex={0}
      onPointerDown={onPointerDown}
      onPointerMove={(event) => from.current && onWidth(from.current.width + from.current.x - event.clientX)}
      onPointerUp={() => {
        from.current = undefined
      }}
      onDoubleClick={onReset}
      onKeyDown={onKeyDown}
    />
  )
}
