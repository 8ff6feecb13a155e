import { readFileSync } from 'node:fs'
import { severities } from '../../contract/index.ts'
import { findingsOf, isIdle, type ResultFinding, type ScanResult } from '../result.ts'
import { notAssessedRows } from './scan-document.ts'

/** The result as one file that needs nothing else: no script, no address, readable in light and dark. */
export function scanHtml(result: ScanResult): string {
  const style = readFileSync(new URL('report.css', import.meta.url), 'utf8')
  const { target, host, assessment } = result
  const findings = findingsOf(result)
  const counts = severities.map((severity) => {
    const number = findings.filter((finding) => finding.severity === severity).length
    return `<li class="${severity}"><strong>${number}</strong> ${severity}</li>`
  })
  const open = notAssessedRows(result)
  const about = [host?.operatingSystem, host?.kernel && `kernel ${host.kernel}`, target.seenAs, target.scannedAt]
  const feeds = assessment.feeds.map(({ feed, date }) => `${feed}${date === undefined ? '' : ` of ${date}`}`)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${text(target.name)}: scan</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${text(target.name)}</h1>
<p>${about
    .filter(Boolean)
    .map((part) => text(String(part)))
    .join(' · ')}</p>
<p>${feeds.length === 0 ? 'No advisory feed: known vulnerabilities were not assessed.' : `Assessed by ${text(feeds.join(', '))}.`}</p>
<ul class="counts">${counts.join('')}</ul>
${section('Findings', findings.length, table(['Severity', 'Check', 'What', 'Where', 'What to do'], findings.map(findingRow)))}
${section(
  'Not assessed',
  open.length,
  table(
    ['What', 'Where', 'Because'],
    open.map((row) => [
      text(String(row.title ?? row.check ?? row.fact ?? 'known vulnerabilities')),
      text(String(row.name ?? row.place ?? row.scope ?? '')),
      text(String(row.sentence ?? row.detail ?? row.reason ?? '')),
    ]),
  ),
)}
${section(
  'Software',
  assessment.software.length,
  table(
    ['Name', 'Version', 'Ecosystem', 'Where'],
    assessment.software.map(({ name, version, ecosystem, paths }) => [
      text(name),
      text(version ?? ''),
      text(ecosystem),
      text(paths.slice(0, 3).join(', ')),
    ]),
  ),
)}
</main>
</body>
</html>
`
}

function findingRow(finding: ResultFinding): readonly string[] {
  const { severity, check, title, place, software, fix, evidence } = finding
  return [
    `<span class="${severity}">${severity}</span>`,
    text(check),
    text(title),
    text(software === undefined ? place : `${software.name} ${software.installed}`),
    `${text(fix ?? '')}<small>${text(evidence.summary)}${isIdle(finding) ? ' (does not run)' : ''}</small>`,
  ]
}

function section(title: string, count: number, body: string): string {
  const id = title.toLowerCase().replaceAll(' ', '-')
  return `<section aria-labelledby="${id}"><h2 id="${id}">${title} (${count.toLocaleString('en')})</h2>${count === 0 ? '<p>None.</p>' : body}</section>`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const heads = head.map((cell) => `<th scope="col">${cell}</th>`).join('')
  const body = rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('\n')
  return `<div class="wide" tabindex="0"><table><thead><tr>${heads}</tr></thead><tbody>\n${body}\n</tbody></table></div>`
}

/** What was found on a host is shown as text, whatever it looks like. */
function text(value: string): string {
  return value.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)
}
