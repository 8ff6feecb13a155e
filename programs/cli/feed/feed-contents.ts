import type { FeedContent } from '@holdfast/platform/contract'
import { FeedError, FeedStore, feedsFolder } from '@holdfast/platform/feeds'
import { openHome } from '@holdfast/platform/store'
import { cliFaces } from '../../../apps/cli.ts'
import { readSettings } from '../../server/settings.ts'
import { CliError } from '../cli-error.ts'
import { exitCode } from '../exit-code.ts'

/** The feeds of all apps that are here. */
export async function feedContents(): Promise<readonly FeedContent[]> {
  const loaded = await Promise.all(cliFaces.map((face) => face.loadFeeds?.()))
  return loaded.filter((content) => content !== undefined)
}

/** The folder of feeds that is read: one that was named, or that of the home directory. */
export function chosenFolder(named: unknown): string {
  return typeof named === 'string' ? named : feedsFolder(readSettings().home)
}

/** Works on the feeds of the home directory while nobody else does. */
export async function withFeedStore<T>(work: (store: FeedStore) => Promise<T>): Promise<T> {
  const home = openHome(readSettings().home)
  return explained(async () => {
    const store = FeedStore.open(feedsFolder(home.path))
    try {
      return await work(store)
    } finally {
      store.close()
    }
  })
}

/** Failures of feeds as failures of commands. */
export async function explained<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof FeedError)) throw error
    const code = error.code === 'unknown' || error.code === 'broken' ? exitCode.nothing : exitCode.unavailable
    throw new CliError(error.message, { code, cause: error })
  }
}
