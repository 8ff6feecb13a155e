// The face of boards: screens of figures that people compose of queries. Each figure leads to the list of exactly what it counts.
export { readBoards, readHomeBoard } from './keep/read-boards.ts'
export { type BoardWriter, changeBoard, chooseHome, createBoard, removeBoard } from './keep/write-board.ts'
export { type Board, type BoardContent, BoardError, type BoardVisibility, boardVisibilities } from './model/board.ts'
export {
  type BoardDocument,
  BoardDocumentError,
  boardDocumentSchema,
  readBoardDocument,
  twiceNamed,
} from './model/board-document.ts'
export { type Tone, type Widget, type WidgetKind, widgetSchema, widgetsSchema } from './model/widget.ts'
export { starterBoards } from './starters.ts'
export { countAhead, fillTenant } from './values/count-ahead.ts'
export { WidgetProblem, widgetPlan } from './values/widget-plan.ts'
export { type Mark, type ValueContext, type WidgetValue, widgetValue } from './values/widget-value.ts'

/** The part's migrations. */
export const boardsPart = { part: 'boards', folder: new URL('./sql/', import.meta.url) } as const
