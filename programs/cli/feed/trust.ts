import { readFileSync } from 'node:fs'
import type { VerbContext } from '@holdfast/platform/contract'
import { KeyRing, readPublicKey, type TrustedKey } from '@holdfast/platform/feeds'
import { CliError } from '../cli-error.ts'
import { writeList } from '../client/write-list.ts'
import { exitCode } from '../exit-code.ts'
import { chosenFolder, explained, withFeedStore } from './feed-contents.ts'

const columns = ['fingerprint', 'name', 'signs', 'trusted', 'since', 'from']

/** `holdfast feed trust list` */
export const trustList = {
  run: (context: VerbContext): Promise<number> =>
    explained(async () => {
      const keys = new KeyRing(chosenFolder(undefined)).list()
      if (context.options.output === 'json') {
        await context.out(`${JSON.stringify({ schemaVersion: 1, keys: keys.map(shown) }, null, 2)}\n`)
        return exitCode.ok
      }
      await writeList(context, { rows: keys.map(asRow), tenant: undefined, columns, entity: 'keys' })
      return exitCode.ok
    }),
}

/** `holdfast feed trust add` */
export const trustAdd = {
  run: ({ positionals, options, out, say }: VerbContext): Promise<number> =>
    withFeedStore(async (store) => {
      const [file = ''] = positionals
      const feeds = (options.for as readonly string[] | undefined) ?? []
      const strange = feeds.find((feed) => !/^[a-z0-9][a-z0-9-]{0,63}$/.test(feed))
      if (strange !== undefined) throw new CliError(`"${strange}" is no id of a feed.`)
      const key = await readPublicKey(readKeyFile(file), file)
      const since = new Date().toISOString()
      const trusted = new KeyRing(store.folder).add({ ...key, feeds: [...feeds], how: 'hand', from: file, since })
      if (options.output === 'json') await out(`${JSON.stringify({ schemaVersion: 1, key: shown(trusted) })}\n`)
      else say(`${trusted.fingerprint} (${trusted.name}) may sign ${trusted.feeds.join(', ') || 'all feeds'}.`)
      return exitCode.ok
    }),
}

/** `holdfast feed trust remove` */
export const trustRemove = {
  run: ({ positionals, options, out, say }: VerbContext): Promise<number> =>
    withFeedStore(async (store) => {
      const fingerprint = (positionals[0] ?? '').replace(/\s/g, '').toUpperCase()
      const removed = new KeyRing(store.folder).remove(fingerprint)
      if (removed === undefined)
        throw new CliError(`The key ${fingerprint} is not trusted here.`, { code: exitCode.nothing })
      if (options.output === 'json') await out(`${JSON.stringify({ schemaVersion: 1, removed: fingerprint })}\n`)
      else say(`${fingerprint} (${removed.name}) is trusted no more.`)
      return exitCode.ok
    }),
}

function shown({ key: _, v: __, ...rest }: TrustedKey): object {
  return rest
}

function asRow({ fingerprint, name, feeds, how, since, from }: TrustedKey): Record<string, unknown> {
  const trusted = how === 'hand' ? 'by hand' : 'on first use'
  return { fingerprint, name, signs: feeds.join(', ') || 'all feeds', trusted, since: since.slice(0, 10), from }
}

function readKeyFile(path: string): Uint8Array {
  try {
    return readFileSync(path)
  } catch (error) {
    throw new CliError(`${path} cannot be read: ${(error as Error).message}`)
  }
}
