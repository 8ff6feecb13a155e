import type { ServerFace, Upkeep } from '@holdfast/platform/contract'
import { platformEntities } from '@holdfast/platform/http'
import type { EntityExtension } from '@holdfast/platform/search'
import { keepTickets } from '@holdfast/platform/tickets'

/** Keeps tickets true to their findings, and opens those of policies, by what one can ask of findings with these apps. */
export function ticketsOf(faces: readonly ServerFace[]): Upkeep {
  const { findings } = platformEntities(faces.flatMap((face) => face.entities as readonly EntityExtension[]))
  return keepTickets({ entity: findings })
}
