/** Tar archives: headers written and read. */
export * from './read-tar-header.ts'
export * from './tar-header.ts'
