import type { Collected, Item } from './characteristics.ts'
import type { Entity, OvalObject, OvalValue } from './model.ts'

/** An entity of an object with the values that its variable has; without a variable, its own value alone. */
export interface WantedEntity extends Entity {
  readonly values: readonly OvalValue[]
}

/** What an evaluation asks for: the items of an object. */
export interface ObjectRequest {
  readonly object: OvalObject
  readonly entities: readonly WantedEntity[]
  /** Whether the filters of the object let an item through; what they keep out need not be told. */
  readonly keeps: (item: Item) => boolean
}

/** A step of an evaluation: it asks for objects and goes on with what was found of them. */
export type Step<T> = Generator<ObjectRequest, T, Collected>
