/** The part's migrations; apart from the server, so that migrating does not load it. */
export const httpPart = { part: 'http', folder: new URL('../sql/', import.meta.url) } as const
