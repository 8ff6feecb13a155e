/** The name that the file of a document has to have, by its id. Source: CSAF 2.0, 5.1. */
export function fileNameOf(id: string): string {
  return `${id.toLowerCase().replace(/[^+\-a-z0-9]+/g, '_')}.json`
}
