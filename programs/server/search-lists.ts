import type { ServerFace, Upkeep } from '@holdfast/platform/contract'
import type { EntityExtension } from '@holdfast/platform/search'
import { keepLists, listLanguage } from '@holdfast/platform/search-lists'

/** Keeps what is on search lists, by what one can ask of checks with these apps. */
export function searchListsOf(faces: readonly ServerFace[]): Upkeep {
  return keepLists(listLanguage(faces.flatMap((face) => face.entities as readonly EntityExtension[])))
}
