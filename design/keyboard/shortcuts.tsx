import { createContext, type ReactNode, use, useEffect, useEffectEvent, useState } from 'react'
import { usePreference } from '../theme/use-preference.ts'
import { type Shortcut, ShortcutBook } from './shortcut-book.ts'

const Book = createContext<ShortcutBook>(new ShortcutBook())

/** Listens for shortcuts on the whole page. Text fields and open dialogs keep their keys. */
export function ShortcutProvider({ children }: { children: ReactNode }) {
  const [book] = useState(() => new ShortcutBook())
  const [singleKeys] = useSingleKeys()
  useEffect(() => {
    book.singleKeys = singleKeys
  }, [book, singleKeys])
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || isTaken(event)) return
      if (book.press(event, event.timeStamp)) event.preventDefault()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [book])
  return <Book value={book}>{children}</Book>
}

/** Binds a shortcut while the component is on screen; `when: false` keeps it off. */
export function useShortcut(
  keys: string,
  label: string,
  run: () => void,
  options: { group?: string; when?: boolean } = {},
) {
  const book = use(Book)
  const { group = 'This page', when = true } = options
  const latest = useEffectEvent(run)
  useEffect(() => {
    if (!when) return
    return book.bind({ keys, label, group, run: () => latest() })
  }, [book, keys, label, group, when])
}

/** What is bound at the moment of asking. */
export function useShortcutList(): () => readonly Shortcut[] {
  const book = use(Book)
  return () => book.list()
}

/** Whether plain letters are shortcuts; people who dictate switch it off. */
export function useSingleKeys(): readonly [boolean, (on: boolean) => void] {
  return usePreference('single-keys', true)
}

function isTaken(event: KeyboardEvent): boolean {
  const target = event.target instanceof HTMLElement ? event.target : null
  const held = event.ctrlKey || event.metaKey
  if (document.querySelector('dialog:modal')) return true
  if (!target || held || event.key === 'Escape') return false
  if (target.isContentEditable || target.closest('[role=menu]')) return true
  if (target instanceof HTMLInputElement)
    return !['checkbox', 'radio', 'button', 'submit', 'range'].includes(target.type)
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
}
