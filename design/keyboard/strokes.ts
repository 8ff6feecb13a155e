/** What of a keyboard event decides a shortcut. */
export interface Stroke {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

/** Does a pressed key match `mod+k`, `?`, `j`, `Escape`? `mod` is Ctrl or ⌘. Shift matters only where it is named. */
export function matchesStroke(stroke: Stroke, spec: string): boolean {
  // A plus at the end is the key itself.
  const parts = spec.toLowerCase().split(/\+(?=.)/)
  const key = parts.pop()
  const mod = parts.includes('mod')
  if ((stroke.ctrlKey || stroke.metaKey) !== mod) return false
  if (stroke.altKey !== parts.includes('alt')) return false
  if (parts.includes('shift') && !stroke.shiftKey) return false
  // "G" is a g with shift: letters without a named shift are the plain ones.
  if (!parts.includes('shift') && stroke.shiftKey && /^[a-z]$/i.test(stroke.key)) return false
  return stroke.key.toLowerCase() === key
}

/** Plain printable keys disturb people who dictate: WCAG 2.1.4 wants them to be switchable. */
export function isSingleKey(keys: string): boolean {
  return keys.split(' ').every((stroke) => stroke.length === 1)
}
