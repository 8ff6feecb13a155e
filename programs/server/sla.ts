import type { ServerFace, Upkeep } from '@holdfast/platform/contract'
import { platformEntities } from '@holdfast/platform/http'
import type { EntityExtension } from '@holdfast/platform/search'
import { keepSla, slaLanguage } from '@holdfast/platform/sla'

/** Keeps until when findings are to be fixed, by what one can ask of them with these apps. */
export function slaOf(faces: readonly ServerFace[]): Upkeep {
  const { findings } = platformEntities(faces.flatMap((face) => face.entities as readonly EntityExtension[]))
  return keepSla(
    slaLanguage(
      findings,
      faces.flatMap((face) => face.slaRules ?? []),
    ),
  )
}
