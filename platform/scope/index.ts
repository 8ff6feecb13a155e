// What people and tokens see of a tenant's assets, where that is limited: by tags, alone or through a unit.
export { type NamedTag, readSights, type Sight } from './read-sight.ts'
export { ScopeError } from './scope-error.ts'
export { type KeptSight, keepSight, scopeOfTags, type WantedSight } from './sight.ts'
export { changeUnit, createUnit, readUnits, removeUnit, type Unit, type UnitContent } from './unit.ts'

/** The part's migrations. */
export const scopePart = { part: 'scope', folder: new URL('./sql/', import.meta.url) } as const
