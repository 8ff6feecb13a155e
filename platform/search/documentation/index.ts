// For the generator of the reference: the page about the query language.
export { queryLanguagePage } from './query-language-page.ts'
