import { plural } from '@holdfast/design'

export interface NamedTag {
  readonly id: string
  readonly name: string
  readonly path: string
  readonly colour: string
}

/** What somebody sees of the assets, as members, invitations and the session tell it; null for everything. */
export type Sight = {
  readonly include: readonly NamedTag[]
  readonly exclude: readonly NamedTag[]
  readonly assets: number
  readonly unit: { readonly id: string; readonly name: string } | null
} | null

/** A unit, as `GET /units` tells it. */
export interface Unit {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly include: readonly NamedTag[]
  readonly exclude: readonly NamedTag[]
  readonly assets: number
  readonly members: number
}

/** What is chosen for somebody: public ids. */
export interface ChosenSight {
  /** `all`, `tags`, or the id of a unit. */
  readonly by: string
  readonly include: readonly string[]
  readonly exclude: readonly string[]
}

export const seesAll: ChosenSight = { by: 'all', include: [], exclude: [] }

const idsOf = (tags: readonly NamedTag[]) => tags.map(({ id }) => id)

export const chosenOf = (sight: Sight): ChosenSight =>
  sight === null
    ? seesAll
    : { by: sight.unit?.id ?? 'tags', include: idsOf(sight.include), exclude: idsOf(sight.exclude) }

/** As `sees` of a request says it. */
export function wantedOf({ by, include, exclude }: ChosenSight) {
  if (by === 'all') return null
  return by === 'tags' ? { include, exclude } : { unit: by }
}

/** Why it cannot be given as it is. */
export const missingOf = ({ by, include }: ChosenSight): string | undefined =>
  by === 'tags' && include.length === 0 ? 'choose a tag to be seen' : undefined

/** `12 assets with web, shop but not test`. */
export function tagWords({ include, exclude, assets }: Pick<Unit, 'include' | 'exclude' | 'assets'>): string {
  const names = (tags: readonly NamedTag[]) => tags.map(({ path }) => path).join(', ')
  const without = exclude.length > 0 ? ` but not ${names(exclude)}` : ''
  return `${plural(assets, 'asset')} with ${names(include) || 'tags that you do not see'}${without}`
}

export function sightWords(sight: Sight): string {
  if (sight === null) return 'everything'
  return sight.unit ? `${plural(sight.assets, 'asset')} of ${sight.unit.name}` : tagWords(sight)
}
