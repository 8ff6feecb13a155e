import type { VerbContext } from '@holdfast/platform/contract'
import { exitCode } from '../exit-code.ts'
import { withFeedStore } from './feed-contents.ts'

/** `holdfast feed rollback` */
export const rollback = {
  run: ({ positionals, options, out, say }: VerbContext): Promise<number> =>
    withFeedStore(async (store) => {
      const [feed = '', to] = positionals
      const { from, stored } = store.rollBack(feed, to)
      const { version, date } = stored.manifest
      if (options.output === 'json') await out(`${JSON.stringify({ schemaVersion: 1, feed, from, version, date })}\n`)
      else
        say(
          `${feed}: back from ${from} to ${version}. "feed sync" does not take ${from} again; a newer version it does.`,
        )
      return exitCode.ok
    }),
}
