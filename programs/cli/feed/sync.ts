import type { FeedContent, FeedDefinition, FeedOrigin, VerbContext } from '@holdfast/platform/contract'
import { type FeedOutcome, feedsFolder, readFeeds, syncFeed } from '@holdfast/platform/feeds'
import { readSettings } from '../../server/settings.ts'
import { progressLine } from '../backup/progress-line.ts'
import { CliError } from '../cli-error.ts'
import { nearest } from '../edit-distance.ts'
import { exitCode } from '../exit-code.ts'
import { feedContents, withFeedStore } from './feed-contents.ts'
import { type FeedSettings, readFeedSettings } from './feed-settings.ts'
import { writeOutcomes } from './report.ts'

interface Chosen {
  readonly content: FeedContent
  readonly definition: FeedDefinition
}

/** `holdfast feed sync` */
export const sync = {
  async run(context: VerbContext): Promise<number> {
    const { options, stop, environment } = context
    const { home } = readSettings()
    const contents = await feedContents()
    const settings = readFeedSettings(home)
    const chosen = choose(contents, context.positionals, settings, feedsFolder(home))
    const from = (options.from as readonly string[] | undefined) ?? []
    if (from.length > 0 && chosen.length !== 1) throw new CliError('--from goes with one feed.')
    const progress = progressLine(options.quiet === true)
    try {
      const feeds = await withFeedStore(async (store) => {
        const outcomes: FeedOutcome[] = []
        for (const { content, definition } of chosen) {
          const origin = originOf(definition, from.length > 0 ? from : settings.addresses.get(definition.id))
          const headers = settings.headers.get(definition.id)
          outcomes.push(
            await syncFeed({
              ...{ store, content, definition, environment, stop: stop as AbortSignal, onProgress: progress.tell },
              ...(origin && { origin }),
              ...(headers && { headers }),
              ...{ older: options.older === true, signed: settings.signed.includes(definition.id) },
            }),
          )
        }
        return outcomes
      })
      progress.end()
      await writeOutcomes(context, { feeds, skipped: [], broken: [] })
      const failed = feeds.filter(({ outcome }) => outcome === 'refused').length
      return failed === 0 ? exitCode.ok : failed === feeds.length ? exitCode.unavailable : exitCode.partial
    } finally {
      progress.end()
    }
  },
}

function choose(
  contents: readonly FeedContent[],
  named: readonly string[],
  settings: FeedSettings,
  folder: string,
): readonly Chosen[] {
  const known = new Map(
    contents.flatMap((content) => content.feeds.map((definition) => [definition.id, { content, definition }] as const)),
  )
  if (named.length > 0) {
    return named.map((id) => {
      const found = known.get(id)
      if (found) return found
      const near = nearest(id, [...known.keys()])
      throw new CliError(`There is no feed "${id}".`, {
        hint: near.length > 0 ? `Did you mean ${near[0]}?` : 'See holdfast feed status --known',
      })
    })
  }
  const there = readFeeds(folder).feeds.map(({ manifest }) => manifest.feed)
  const wanted = [...new Set([...there, ...settings.sync])].flatMap((id) => known.get(id) ?? [])
  const obtainable = wanted.filter(({ definition }) => definition.origin !== undefined)
  if (obtainable.length > 0) return obtainable
  throw new CliError('No feed is here yet, so name those that you want.', {
    hint: 'For example: holdfast feed sync cisa-kev epss debian-tracker. See holdfast feed status --known',
  })
}

function originOf({ id, origin }: FeedDefinition, addresses: readonly string[] | undefined): FeedOrigin | undefined {
  if (addresses === undefined || addresses.length === 0) return origin
  const [first = ''] = addresses
  const trimmed = first.replace(/\/$/, '')
  switch (origin?.kind) {
    case undefined:
    case 'files':
      return { kind: 'files', urls: addresses }
    case 'osv':
      return onlyOne(id, addresses, { kind: 'osv', base: trimmed })
    case 'csaf':
      return onlyOne(id, addresses, { ...origin, metadata: first })
    case 'nvd':
      return onlyOne(id, addresses, { kind: 'nvd', url: trimmed })
  }
}

function onlyOne(id: string, addresses: readonly string[], origin: FeedOrigin): FeedOrigin {
  if (addresses.length > 1) throw new CliError(`${id} has one address, not ${addresses.length}.`)
  return origin
}
