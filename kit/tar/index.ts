/** Writing tar archives. */
export * from './tar-header.ts'
