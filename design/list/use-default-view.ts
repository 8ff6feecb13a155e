import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { KeptView } from './kept-view.ts'

/** Goes to the view that a list begins with, once, and only where the address said nothing when it was opened: a link leads to what it says. */
export function useDefaultView(views: readonly KeptView[] | undefined, open: (view: KeptView) => void): void {
  const [bare] = useState(() => location.search === '')
  const done = useRef(false)
  const begin = useEffectEvent((all: readonly KeptView[]) => {
    const view = all.find(({ isDefault, problem }) => isDefault && problem === null)
    if (view && location.search === '') open(view)
  })
  useEffect(() => {
    if (!bare || done.current || views === undefined) return
    done.current = true
    begin(views)
  }, [bare, views])
}
