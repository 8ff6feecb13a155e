// What people and tokens see of a tenant's assets, where that is limited: by tags, alone or through a unit.

/** The part's migrations. */
export const scopePart = { part: 'scope', folder: new URL('./sql/', import.meta.url) } as const
