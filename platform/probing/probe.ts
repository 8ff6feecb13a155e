import type { Flag, ItemEntity, ObjectRequest, OvalResult, Status, WantedEntity } from '@holdfast/kit/oval'
import { meetsEntity } from '@holdfast/kit/oval'
import type { Look } from './look.ts'

/** An item before it has a number and a kind. */
export interface Draft {
  readonly entities: readonly ItemEntity[]
  readonly status?: Status
  readonly messages?: readonly string[]
}

/** What a probe found of an object. Without items and with the flag `complete`, nothing of the kind exists. */
export interface Finding {
  readonly flag: Flag
  readonly items: readonly Draft[]
  readonly messages: readonly string[]
}

/** Looks for the items of one kind of object. Throws ProbeError where it cannot. */
export type Probe = (wanted: Wanted, look: Look) => Promise<Finding>

/** Why an object cannot be looked for. */
export class ProbeError extends Error {
  override readonly name = 'ProbeError'
  readonly flag: Flag

  constructor(message: string, flag: Flag = 'error') {
    super(message)
    this.flag = flag
  }
}

export const found = (items: readonly Draft[], messages: readonly string[] = []): Finding => ({
  flag: messages.length > 0 ? 'incomplete' : 'complete',
  items,
  messages,
})

/** What an object wants. */
export class Wanted {
  readonly #request: ObjectRequest
  readonly #look: Look

  constructor(request: ObjectRequest, look: Look) {
    this.#request = request
    this.#look = look
  }

  entity(name: string): WantedEntity | undefined {
    return this.#request.entities.find((entity) => entity.name === name)
  }

  /** The entity, or an error of the content that lacks it. */
  needed(name: string): WantedEntity {
    const entity = this.entity(name)
    if (entity === undefined) throw new ProbeError(`the object ${this.#request.object.id} has no ${name}`)
    return entity
  }

  /** Whether an item is let through by the filters of the object: those that are not need not be kept. */
  keeps(draft: Draft): boolean {
    const { schema, type } = this.#request.object
    const { entities, status = 'exists' } = draft
    return this.#request.keeps({ id: '', schema, type, status, entities, messages: [] })
  }

  behavior(name: string, fallback: string): string {
    return this.#request.object.behaviors.get(name) ?? fallback
  }

  /** Whether a value is one that is wanted; where an entity is not given, or nil, every value is. Throws ProbeError where that cannot be told. */
  takes(name: string, value: string): boolean {
    const entity = this.entity(name)
    return (
      entity === undefined || entity.nil || this.#decided(meetsEntity(entity, value, this.#look.patterns), name, value)
    )
  }

  #decided(result: OvalResult, name: string, value: string): boolean {
    if (result === 'true' || result === 'false') return result === 'true'
    throw new ProbeError(`${name} cannot be compared with "${value.slice(0, 100)}"`)
  }

  /** The values where only these can be wanted; undefined where more than equality decides. */
  exactly(name: string): readonly string[] | undefined {
    const entity = this.entity(name)
    if (entity === undefined || entity.nil || entity.operation !== 'equals') return undefined
    return [...new Set(entity.values.map(({ text }) => text))]
  }
}

export const text = (name: string, value: string): ItemEntity => ({
  name,
  value,
  datatype: 'string',
  status: 'exists',
  fields: [],
})
export const int = (name: string, value: number): ItemEntity => ({ ...text(name, String(value)), datatype: 'int' })
export const bool = (name: string, value: boolean): ItemEntity => ({
  ...text(name, String(value)),
  datatype: 'boolean',
})
/** An entity that this kind of item has, and that is not there. */
export const absent = (name: string): ItemEntity => ({ ...text(name, ''), status: 'does not exist' })
/** An entity that a world does not show. */
export const unseen = (name: string, datatype: ItemEntity['datatype']): ItemEntity => ({
  ...text(name, ''),
  datatype,
  status: 'not collected',
})
