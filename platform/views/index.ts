// The face of views: ways of looking at lists that people keep, share and begin with.
export { readViews, readViewUnits } from './read-views.ts'
export {
  type View,
  type ViewContent,
  ViewError,
  type ViewErrorCode,
  type ViewUnit,
  type Visibility,
  visibilities,
} from './view.ts'
export { changeView, chooseView, createView, removeView, type ViewWriter } from './write-view.ts'

/** The part's migrations. */
export const viewsPart = { part: 'views', folder: new URL('./sql/', import.meta.url) } as const
