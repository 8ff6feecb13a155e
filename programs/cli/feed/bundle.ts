import { existsSync } from 'node:fs'
import type { VerbContext } from '@holdfast/platform/contract'
import { readFeeds, writeBundle } from '@holdfast/platform/feeds'
import { CliError } from '../cli-error.ts'
import { exitCode } from '../exit-code.ts'
import { ownVersion } from '../version/run.ts'
import { chosenFolder, explained, feedContents } from './feed-contents.ts'

/** `holdfast feed bundle` */
export const bundle = {
  run: ({ positionals, options, out, say }: VerbContext): Promise<number> =>
    explained(async () => {
      const [file = '', ...named] = positionals
      if (existsSync(file)) throw new CliError(`${file} is there already: choose another name.`)
      const { feeds, broken } = readFeeds(chosenFolder(options.feed))
      for (const { feed, reason } of broken) say(`${feed} is left out: ${reason}`)
      const absent = named.find((id) => !feeds.some(({ manifest }) => manifest.feed === id))
      if (absent !== undefined) throw new CliError(`The feed "${absent}" is not here.`, { code: exitCode.nothing })
      const chosen = named.length === 0 ? feeds : feeds.filter(({ manifest }) => named.includes(manifest.feed))
      if (chosen.length === 0) throw new CliError('No feed is here to bundle.', { code: exitCode.nothing })
      const { records } = await writeBundle(file, chosen, await feedContents(), {
        madeAt: new Date().toISOString(),
        by: `Holdfast ${ownVersion()}`,
      })
      const ids = chosen.map(({ manifest }) => manifest.feed)
      if (options.output === 'json') await out(`${JSON.stringify({ schemaVersion: 1, file, feeds: ids, records })}\n`)
      else say(`${file}: ${records.toLocaleString('en')} records of ${ids.join(', ')}.`)
      return broken.length > 0 ? exitCode.partial : exitCode.ok
    }),
}
