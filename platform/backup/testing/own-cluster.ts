import { type EmbeddedOptions, type EmbeddedServer, type Home, startEmbedded } from '../../store/index.ts'

/** Starts the cluster of a home for a moment. */
export async function withOwnCluster<T>(
  home: Home,
  work: (server: EmbeddedServer) => Promise<T>,
  options: EmbeddedOptions = {},
): Promise<T> {
  const server = await startEmbedded(home, options)
  try {
    return await work(server)
  } finally {
    await server.stop()
  }
}
