import { dayNumber } from '../../engine/burn-down/project-end.ts'
import type { CampaignDay } from '../../store/campaigns/read-campaigns.ts'
import { text } from './escape-html.ts'

const width = 640
const height = 180
const frame = { left: 40, right: 10, top: 16, bottom: 22 }

/** What was left day by day, and the deadline, as a picture that prints. */
export function burnDownSvg(history: readonly CampaignDay[], deadline: string): string {
  const days = history.map(({ day, infected, exploitable, unknown }) => ({
    at: dayNumber(day),
    left: infected + exploitable + unknown,
  }))
  const [first, last] = [days[0]!.at, Math.max(days.at(-1)!.at, dayNumber(deadline))]
  const most = Math.max(1, ...days.map(({ left }) => left))
  const x = (at: number) =>
    Math.round(frame.left + ((at - first) / Math.max(1, last - first)) * (width - frame.left - frame.right))
  const y = (left: number) => Math.round(height - frame.bottom - (left / most) * (height - frame.top - frame.bottom))
  const points = days.map(({ at, left }) => `${x(at)},${y(left)}`).join(' ')
  const due = x(dayNumber(deadline))
  return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${text(`${days[0]!.left} left at first, ${days.at(-1)!.left} now`)}">
<line x1="${frame.left}" x2="${width - frame.right}" y1="${y(0)}" y2="${y(0)}" class="axis"/>
<text x="${frame.left - 6}" y="${y(most) + 4}" text-anchor="end">${most}</text>
<text x="${frame.left - 6}" y="${y(0) + 4}" text-anchor="end">0</text>
<text x="${frame.left}" y="${height - 6}">${text(history[0]!.day)}</text>
<line x1="${due}" x2="${due}" y1="${frame.top}" y2="${y(0)}" class="due"/>
<text x="${due - 4}" y="${frame.top}" text-anchor="end" class="due">deadline ${text(deadline)}</text>
<polyline points="${points}"/>
</svg>`
}
