/** A library that is broken, or not one. */
export class LibraryError extends Error {
  override readonly name = 'LibraryError'
}
