import { useCallback, useMemo, useSyncExternalStore } from 'react'

const prefix = 'ui.'
const listeners = new Set<() => void>()
/** What could not be stored, kept for this visit. */
const unstored = new Map<string, string>()

/** A small choice of this person on this device. Storage may be closed or hold anything: then the fallback stands. */
export function usePreference<T>(name: string, fallback: T): readonly [T, (value: T) => void] {
  const text = useSyncExternalStore(subscribe, () => stored(name))
  const value = useMemo(() => parse(text, fallback), [text, fallback])
  const set = useCallback((next: T) => writePreference(name, next), [name])
  return [value, set]
}

export function readPreference<T>(name: string, fallback: T): T {
  return parse(stored(name), fallback)
}

export function writePreference(name: string, value: unknown): void {
  const text = JSON.stringify(value)
  try {
    localStorage.setItem(prefix + name, text)
    unstored.delete(name)
  } catch {
    unstored.set(name, text)
  }
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  window.addEventListener('storage', listener)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('storage', listener)
  }
}

function stored(name: string): string | null {
  try {
    return unstored.get(name) ?? localStorage.getItem(prefix + name)
  } catch {
    return null
  }
}

function parse<T>(text: string | null, fallback: T): T {
  if (text === null) return fallback
  try {
    const value: unknown = JSON.parse(text)
    const fits = typeof value === typeof fallback && Array.isArray(value) === Array.isArray(fallback) && value !== null
    return fits ? (value as T) : fallback
  } catch {
    return fallback
  }
}
