import { type EmbeddedOptions, type EmbeddedServer, type Home, startEmbedded } from '../../store/index.ts'

/** Fast, and as sound as a test needs. */
export const quick: EmbeddedOptions = {
  settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', shared_buffers: '64MB' },
}

/** Starts the cluster of a home for a moment. */
export async function withOwnCluster<T>(home: Home, work: (server: EmbeddedServer) => Promise<T>): Promise<T> {
  const server = await startEmbedded(home, quick)
  try {
    return await work(server)
  } finally {
    await server.stop()
  }
}
