const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text as it stands in HTML, between tags and in attributes. */
export function text(value: string): string {
  return value.replace(/[&<>"']/g, (character) => entities[character]!)
}
