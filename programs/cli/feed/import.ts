import type { VerbContext } from '@holdfast/platform/contract'
import { findFiles, KeyRing, signaturesBeside, type TakingReport, takeFiles } from '@holdfast/platform/feeds'
import { readSettings } from '../../server/settings.ts'
import { progressLine } from '../backup/progress-line.ts'
import { CliError } from '../cli-error.ts'
import { exitCode } from '../exit-code.ts'
import { feedContents, withFeedStore } from './feed-contents.ts'
import { readFeedSettings } from './feed-settings.ts'
import { writeOutcomes } from './report.ts'

/** `holdfast feed import` */
export const importFeeds = {
  async run(context: VerbContext): Promise<number> {
    const { positionals, options, stop } = context
    const contents = await feedContents()
    const feed = options.as as string | undefined
    if (feed !== undefined && !/^[a-z0-9][a-z0-9-]{0,63}$/.test(feed))
      throw new CliError(`"${feed}" is no id of a feed: small letters, digits and hyphens.`)
    const progress = progressLine(options.quiet === true)
    try {
      const report = await withFeedStore((store) =>
        takeFiles(findFiles(positionals, undefined, signaturesBeside(new KeyRing(store.folder))), {
          signed: readFeedSettings(readSettings().home).signed,
          ...{ store, contents, stop, provenance: { kind: 'file', from: positionals.join(', ').slice(0, 4096) } },
          ...(feed !== undefined && { feed }),
          ...{ older: options.older === true, add: options.add === true, onProgress: progress.tell },
        }),
      )
      progress.end()
      await writeOutcomes(context, report)
      return codeOf(report)
    } finally {
      progress.end()
    }
  },
}

function codeOf({ feeds, broken }: TakingReport): number {
  if (broken.length > 0 || feeds.some(({ outcome }) => outcome === 'refused')) return exitCode.partial
  return feeds.length === 0 ? exitCode.nothing : exitCode.ok
}
