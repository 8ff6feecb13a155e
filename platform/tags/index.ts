// The face of tags: names that assets carry, given by hand or by a query, and why each asset has which.
export { type KeyTag, markAssetsOfKey, readKeyTags, setKeyTags } from './keys/key-tags.ts'
export { loadRows } from './language/load-rows.ts'
export { type TagLanguage, type TagQuery, tagLanguage } from './language/tag-language.ts'
export { assetTagTokens, findingTagTokens, usualCriticality } from './language/tag-tokens.ts'
export { changeMany, changeOne, type HandChange, type ManyChanged, undoChange } from './members/assign-tag.ts'
export { explainMembers, type Membership } from './members/explain-members.ts'
export { lockMembers, tryLockMembers } from './members/lock-members.ts'
export { type SystemTags, systemTags } from './system/sync-system-tags.ts'
export { tagColours, tagLimits } from './tag-choices.ts'
export { TagError, type TagErrorCode } from './tag-error.ts'
export { markAssets } from './tagging/mark-assets.ts'
export { startTagging, type Tagging, type TaggingOptions } from './tagging/start-tagging.ts'
export { type TaggingContext, tagNext } from './tagging/tag-next.ts'
export { forgetTagChanges } from './tasks.ts'
export { readTags, type Tag, type TagKind } from './tree/read-tags.ts'
export { changeTag, createTag, removeTag, type TagDefinition, type TagWriter } from './tree/write-tag.ts'

/** The part's migrations. */
export const tagsPart = { part: 'tags', folder: new URL('./sql/', import.meta.url) } as const
