import type { ServerFace } from '@holdfast/platform/contract'
import { assetFindingTokens } from '@holdfast/platform/http'
import type { EntityExtension } from '@holdfast/platform/search'
import { type SystemTags, systemTags, type TagLanguage, tagLanguage } from '@holdfast/platform/tags'

/** What queries of tags can ask with these apps, and the tags that every tenant has. */
export function taggingOf(faces: readonly ServerFace[]): {
  readonly language: TagLanguage
  readonly system: SystemTags
} {
  const language = tagLanguage([
    assetFindingTokens,
    ...faces.flatMap((face) => face.entities as readonly EntityExtension[]),
  ])
  return {
    language,
    system: systemTags(
      language,
      faces.flatMap((face) => face.tags ?? []),
    ),
  }
}
