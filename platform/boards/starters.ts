import type { BoardDocument } from './model/board-document.ts'
import coverage from './starters/coverage.json' with { type: 'json' }
import overview from './starters/overview.json' with { type: 'json' }
import whatIsOpen from './starters/what-is-open.json' with { type: 'json' }

/** Boards to begin with: shown as they are, and copied by whoever wants to change one. */
export const starterBoards: Readonly<Record<string, BoardDocument>> = {
  overview: overview as BoardDocument,
  'what-is-open': whatIsOpen as BoardDocument,
  coverage: coverage as BoardDocument,
}
