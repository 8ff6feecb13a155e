/** Where a key leads from row `at`; undefined where it leads nowhere. */
export function gridStep(
  event: { key: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean },
  at: number,
  size: { rows: number; page: number },
): number | undefined {
  if (event.altKey || size.rows === 0) return undefined
  const to = target(event.key, at, size)
  return to === undefined ? undefined : Math.max(0, Math.min(size.rows - 1, to))
}

function target(key: string, at: number, { rows, page }: { rows: number; page: number }): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return at + 1
    case 'ArrowUp':
      return at - 1
    case 'PageDown':
      return at + page
    case 'PageUp':
      return at - page
    case 'Home':
      return 0
    case 'End':
      return rows - 1
    default:
      return undefined
  }
}
