/** Feeds compiled for looking up: one SQLite file for each version of a feed, written once. */
export { compileLibrary, libraryFormat } from './compile-library.ts'
export { LibraryError } from './library-error.ts'
export { openLibrary } from './open-library.ts'
export { readLibrary } from './read-library.ts'
