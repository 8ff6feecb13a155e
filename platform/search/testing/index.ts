// For tests and benches of other parts: an entity with a token of every type, and its tables.
import type { Part } from '../../store/index.ts'

export { sampleEntity } from './sample-entity.ts'
export { sampleTime } from './sample-time.ts'

/** The tables of the sample entity. */
export const samplePart: Part = { part: 'sample', folder: new URL('./sample/', import.meta.url) }
