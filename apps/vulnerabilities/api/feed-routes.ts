import { defineRoute, type Route } from '@holdfast/platform/contract'
import { feedsFolder, instantOfData, readFeeds } from '@holdfast/platform/feeds'
import { many, wholeList } from '@holdfast/platform/http'
import { Type } from 'typebox'
import { app } from '../app.ts'

const feedSchema = Type.Object({
  feed: Type.String({ description: 'debian-tracker' }),
  title: Type.String(),
  publisher: Type.String(),
  licence: Type.String(),
  version: Type.String({ description: 'The day of the data, and the beginning of its digest.' }),
  dataOf: Type.Union([Type.String({ format: 'date-time' }), Type.Null()], {
    description: 'When the publisher made the data; null where the feed does not tell.',
  }),
  importedAt: Type.String({ format: 'date-time' }),
  advisories: Type.Integer({ minimum: 0 }),
  threats: Type.Integer({ minimum: 0 }),
  problems: Type.Integer({ minimum: 0, description: 'Records, or parts of them, that were left out.' }),
  covers: Type.Array(Type.String(), { description: 'Ecosystems of which it speaks as a whole.' }),
  provenance: Type.String({ description: 'How we know that it is the publisher’s.' }),
  signedBy: Type.Union([Type.String(), Type.Null()], {
    description: 'The name and fingerprint of the key that signed it; null where none did.',
  }),
  from: Type.Union([Type.String(), Type.Null()], { description: 'Where it was downloaded; null for a file.' }),
})

/** What the installation judges by: its feeds, how old they are and where they come from. */
export function feedRoutes(home: string): readonly Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/vulnerabilities/feeds',
      summary: 'The feeds that vulnerabilities are known from: their age, what they hold, and how each came here',
      permission: 'vulnerabilities:read',
      reply: many(feedSchema),
      async handle() {
        const { feeds } = readFeeds(feedsFolder(home))
        const mine = feeds.filter(({ manifest }) => manifest.app === app.id)
        return {
          data: mine.map(({ manifest }) => ({
            feed: manifest.feed,
            title: manifest.title,
            publisher: manifest.publisher,
            licence: manifest.licence,
            version: manifest.version,
            dataOf: manifest.date === undefined ? null : new Date(instantOfData(manifest)).toISOString(),
            importedAt: new Date(manifest.importedAt).toISOString(),
            advisories: manifest.counts.advisories ?? 0,
            threats: manifest.counts.threats ?? 0,
            problems: manifest.counts.problems ?? 0,
            covers: manifest.covers,
            provenance: manifest.provenance.kind,
            signedBy: manifest.provenance.by ?? null,
            // Paths of files are the server's own affair.
            from: /^https?:/.test(manifest.provenance.from) ? manifest.provenance.from : null,
          })),
          page: { ...wholeList },
        }
      },
    }),
  ]
}
