import type { TenantTransaction } from '../../../contract/index.ts'
import { changeTag, createTag, readTags, removeTag, type TagDefinition, TagError } from '../../../tags/index.ts'
import { TenantError } from '../../tenant-error.ts'
import type { ObjectKind, PlaceContext } from './object-kind.ts'

interface TagContent extends Omit<TagDefinition, 'parent'> {
  /** Names of the tags above, from the root. */
  readonly above: readonly string[]
}

/** A tag with its place in the tree; a dynamic one with its query, which is asked of each tenant's own assets. */
export const tagKind: ObjectKind<TagContent> = {
  kind: 'tag',
  reads: 'tags:read',
  writes: 'tags:write',
  async collect(tx, id) {
    const all = await readTags(tx)
    const tag = all.find((each) => each.id === id)
    if (!tag || tag.kind === 'system') return undefined
    const above: (typeof tag)[] = []
    for (let each = tag; each.parent !== null; ) {
      each = all.find(({ id: other }) => other === each.parent)!
      above.unshift(each)
    }
    const { name, query, colour, criticality, description } = tag
    return {
      name: tag.path,
      content: { name, query, colour, criticality, description, above: above.map((each) => each.name) },
      needs: above.map((each) => each.id),
    }
  },
  async make(tx, { above, ...definition }, context) {
    const parent = await parentOf(tx, above)
    try {
      return await createTag(tx, { ...definition, parent }, writerOf(context))
    } catch (error) {
      if (error instanceof TagError && error.code === 'name-taken') return undefined
      throw error
    }
  },
  async change(tx, id, { above, ...definition }, context) {
    await changeTag(tx, id, { ...definition, parent: await parentOf(tx, above) }, writerOf(context))
  },
  remove: (tx, id) => removeTag(tx, id),
}

async function parentOf(tx: TenantTransaction, names: readonly string[]): Promise<string | null> {
  if (names.length === 0) return null
  const all = await readTags(tx)
  let parent: string | null = null
  for (const name of names) {
    const found = all.find((tag) => tag.parent === parent && tag.name.toLowerCase() === name.toLowerCase())
    if (!found) throw new TenantError('not-found', `There is no tag “${name}” to put it under.`)
    parent = found.id
  }
  return parent
}

function writerOf({ language, by, now }: PlaceContext) {
  return { language, by, now: now() }
}
