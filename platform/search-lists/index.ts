// The face of search lists: named sets of checks, by ids or by a query, that rules, policies, views and alerts ask for.
export { keepLists } from './keeping/keep-lists.ts'
export { checkEntity } from './language/check-entity.ts'
export { type ListLanguage, listLanguage } from './language/list-language.ts'
export { findingListTokens } from './language/list-tokens.ts'
export { ListError, type ListErrorCode } from './list-error.ts'
export { default as listLimits } from './list-limits.json' with { type: 'json' }
export { type ListedCheck, type ListPreview, previewList, readListed } from './store/read-listed.ts'
export { readLists, type SearchList } from './store/read-lists.ts'
export { changeList, createList, type ListContent, type ListWriter, removeList } from './store/write-list.ts'

/** The part's migrations. */
export const searchListsPart = { part: 'search-lists', folder: new URL('./sql/', import.meta.url) } as const
