import type { FeedContent, FeedDefinition } from '@holdfast/platform/contract'
import definitions from '../../content/feeds.json' with { type: 'json' }
import { openIntake } from './feed-intake.ts'
import { readLibrary } from './read-library.ts'

/** The feeds of this app, and how they are taken. */
export const feedContent: FeedContent = {
  app: 'vulnerabilities',
  feeds: definitions as readonly FeedDefinition[],
  open: openIntake,
  records: readLibrary,
}
