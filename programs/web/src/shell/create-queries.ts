import { RequestProblem } from '@holdfast/design'
import { QueryClient } from '@tanstack/react-query'

/** The cache of what the server said. Live changes renew it, so it need not ask by itself. */
export function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        refetchOnWindowFocus: false,
        retry: (count, error) => count < 2 && (!(error instanceof RequestProblem) || error.passing),
        retryDelay: (attempt) => Math.min(4_000, 400 * 2 ** attempt),
      },
    },
  })
}
