import type { FeedReader } from './feed-reader.ts'
import { osvReader } from './osv/osv-reader.ts'

/** All formats that are read. The first that matches a file reads it: those that recognise themselves by little come last. */
export const feedReaders: readonly FeedReader[] = [osvReader]
