/** What follows `#` in a link, or the bare secret. */
export function secretOf(text: string): string {
  return text
    .slice(text.lastIndexOf('#') + 1)
    .trim()
    .slice(0, 200)
}
