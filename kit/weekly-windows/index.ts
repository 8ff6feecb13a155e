// Windows of time that come back every week, by the clock on the wall of a place.

export { isWithin } from './is-within.ts'
export { openMinutesOfWeek, type WeeklyWindow, windowProblem } from './weekly-window.ts'
