import { useSyncExternalStore } from 'react'

export interface Toast {
  readonly id: number
  /** What happened, as the result of the person's own action: "Accepted 14 findings until 1 March". */
  readonly message: string
  readonly tone?: 'ok' | 'failed'
  /** Takes it back; offered for ten seconds. */
  readonly undo?: () => void
  readonly link?: { label: string; href: string }
}

let toasts: readonly Toast[] = []
let last = 0
const listeners = new Set<() => void>()

/** Shows the result of one's own action. Anything that takes longer belongs in the jobs tray. At most three are kept. */
export function toast(toast: Omit<Toast, 'id'>): number {
  last += 1
  change([...toasts, { ...toast, id: last }].slice(-3))
  return last
}

export function dismissToast(id: number): void {
  change(toasts.filter((other) => other.id !== id))
}

export function useToasts(): readonly Toast[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => toasts,
  )
}

function change(next: readonly Toast[]) {
  toasts = next
  for (const listener of listeners) listener()
}
