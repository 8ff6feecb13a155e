import { readFileSync } from 'node:fs'
import { type Counts, ending, standing } from '../../engine/words/campaign-words.ts'
import type { CampaignAsset } from '../../store/campaigns/campaign-assets.ts'
import type { presentWhole } from '../present-campaign.ts'
import { burnDownSvg } from './burn-down-svg.ts'
import { text } from './escape-html.ts'

type Whole = Awaited<ReturnType<typeof presentWhole>>

const states = [
  ['exploitable', 'Exploitable now'],
  ['infected', 'Signs of infection'],
  ['unknown', 'Not assessed'],
  ['mitigated', 'Mitigated'],
  ['patched', 'Patched'],
] as const
const words = new Map<string, string>(states)

/** The report up to its list of assets: one file that needs nothing else, no script and no address, and prints well. */
export function reportHead(campaign: Whole, tenant: string, at: string): string {
  const { pack, counts, reachable, projection, deadline, history } = campaign
  const style = readFileSync(new URL('report.css', import.meta.url), 'utf8')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${text(pack.title)}: ${text(tenant)}</title>
<style>${style}</style>
</head>
<body>
<main>
<header>
<h1>${text(pack.title)}</h1>
<p>${text(tenant)} · ${text(at.slice(0, 16).replace('T', ' '))} UTC · ${text(campaign.state)} · deadline ${text(deadline)}</p>
</header>
<p class="verdict"><strong>${text(standing(counts, reachable))}</strong> ${text(ending(projection ?? null, deadline))}</p>
<p>${text(pack.summary)}</p>
<ul class="states">${states.map(([state, name]) => `<li class="${state}"><b>${counts[state]}</b>${name}</li>`).join('')}</ul>
${history && history.length > 1 ? `<h2>Burn-down</h2>${burnDownSvg(history, deadline)}` : ''}
${shares('By operating system', campaign.byOperatingSystem)}
${shares('By tag', campaign.byTag)}
<h2>What to do</h2>
${table(
  ['Platform', 'Patch'],
  pack.patches.map(({ platform, fix }) => [platform, fix]),
)}
<dl>${pack.mitigations.map(({ title, how }) => `<dt>${text(title)}</dt><dd>${text(how)}</dd>`).join('')}</dl>
<h2>Assets that are left</h2>
<table><thead><tr><th>Asset</th><th>State</th><th>Why</th><th>Reachable</th><th>Since</th></tr></thead><tbody>
`
}

/** Rows of the list of assets. */
export function reportRows(assets: readonly CampaignAsset[]): string {
  return assets
    .map(({ asset, state, why, reachable, since }) =>
      row([asset.name, words.get(state) ?? state, why, reachable ? 'yes' : 'not seen', since.slice(0, 10)]),
    )
    .join('')
}

/** The end of the report: how many assets were left, which ends the list, and who says what the outbreak is. */
export function reportEnd(campaign: Whole, left: number): string {
  const { pack, revision, publisher } = campaign
  return `</tbody></table>
<p>${left === 0 ? 'None is left.' : `${left} in all.`}</p>
<h2>Sources</h2>
<ul>${pack.references.map(({ title, url }) => `<li>${text(title)}<br><small>${text(url)}</small></li>`).join('')}</ul>
<footer>Pack ${text(pack.id)}, revision ${revision} of ${text(pack.published)}, ${publisher ? `signed by ${text(publisher)}` : 'of the project itself'}. What was not assessed is never counted as out of danger.</footer>
</main>
</body>
</html>
`
}

function shares(title: string, parts: readonly { readonly name: string | null; readonly counts: Counts }[]): string {
  if (parts.length === 0) return ''
  const rows = parts.map(({ name, counts }) => [name ?? 'not known', ...states.map(([state]) => String(counts[state]))])
  return `<h2>${text(title)}</h2>${table(['', ...states.map(([, name]) => name)], rows)}`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return `<table><thead><tr>${head.map((each) => `<th>${text(each)}</th>`).join('')}</tr></thead><tbody>${rows.map(row).join('')}</tbody></table>`
}

function row(cells: readonly string[]): string {
  return `<tr>${cells.map((cell) => `<td>${text(cell)}</td>`).join('')}</tr>`
}
