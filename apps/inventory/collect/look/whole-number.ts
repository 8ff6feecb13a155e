/** The number that a text of digits says; undefined for anything else, and for what is too large to be exact. */
export function wholeNumber(text: string | undefined): number | undefined {
  const trimmed = text?.trim() ?? ''
  return /^\d{1,15}$/.test(trimmed) ? Number(trimmed) : undefined
}
