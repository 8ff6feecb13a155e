import { readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'

type Json = Record<string, unknown>

interface Operation {
  readonly summary?: string
  readonly parameters?: readonly { name: string; in: string; required?: boolean; description?: string; schema?: Json }[]
  readonly requestBody?: { content: Record<string, { schema: Json }> }
  readonly responses: Record<string, { content?: Record<string, { schema: Json }> }>
  readonly tags?: readonly string[]
  readonly 'x-permission'?: string
}

/** `/docs/api`: all routes as one page, and `/docs/api/problems`: all codes. Plain HTML that needs nothing from elsewhere. */
export function mountDocs(app: FastifyInstance, document: Json): void {
  const styles = readFileSync(new URL('./docs-page.css', import.meta.url), 'utf8')
  let routes: string | undefined
  let problems: string | undefined
  app.get('/docs/api.css', async (_, reply) => reply.type('text/css; charset=utf-8').send(styles))
  app.get('/docs', async (_, reply) => reply.redirect('/docs/api'))
  app.get('/docs/api', async (_, reply) => {
    routes ??= routesPage(document)
    return reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(routes)
  })
  app.get('/docs/api/problems', async (_, reply) => {
    problems ??= problemsPage()
    return reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(problems)
  })
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)} · Holdfast</title><link rel="stylesheet" href="/docs/api.css"></head>
<body><main><h1>${escapeHtml(title)}</h1>
<nav aria-label="Documentation"><a href="/docs/api">Routes</a> <a href="/docs/api/problems">Problems</a> <a href="/api/v1/openapi.json">OpenAPI 3.1</a></nav>
${body}</main></body></html>`
}

function problemsPage(): string {
  const problems = JSON.parse(readFileSync(new URL('./problems.json', import.meta.url), 'utf8')) as Record<
    string,
    string
  >
  const rows = Object.entries(problems).map(
    ([code, text]) => `<dt id="${escapeHtml(code)}"><code>${escapeHtml(code)}</code></dt><dd>${escapeHtml(text)}</dd>`,
  )
  return page('Problems of the API', `<dl>${rows.join('\n')}</dl>`)
}

function routesPage(document: Json): string {
  const byTag = new Map<string, string[]>()
  for (const [path, operations] of Object.entries(document.paths as Record<string, Record<string, Operation>>)) {
    for (const [method, operation] of Object.entries(operations)) {
      const tag = operation.tags?.[0] ?? 'other'
      byTag.set(tag, [...(byTag.get(tag) ?? []), section(method, path, operation)])
    }
  }
  const contents = [...byTag.keys()].map((tag) => `<a href="#${escapeHtml(tag)}">${escapeHtml(tag)}</a>`).join(' ')
  const sections = [...byTag].map(
    ([tag, parts]) => `<h2 id="${escapeHtml(tag)}">${escapeHtml(tag)}</h2>${parts.join('\n')}`,
  )
  const words = escapeHtml(String((document.info as Json).description))
  return page('API of Holdfast', `<p>${words}</p><nav aria-label="Sections">${contents}</nav>${sections.join('\n')}`)
}

function section(method: string, path: string, operation: Operation): string {
  const permission = operation['x-permission']
  const parameters = (operation.parameters ?? []).map(
    (each) =>
      `<tr><td><code>${escapeHtml(each.name)}</code></td><td>${each.in}${each.required ? ', required' : ''}</td>` +
      `<td><code>${escapeHtml(shape(each.schema ?? {}, 0))}</code></td><td>${escapeHtml(each.description ?? '')}</td></tr>`,
  )
  const body = operation.requestBody && Object.values(operation.requestBody.content)[0]?.schema
  const replies = Object.entries(operation.responses).flatMap(([status, { content }]) =>
    Object.entries(content ?? {}).map(
      ([type, { schema }]) =>
        `<h4>${status} ${escapeHtml(type)}</h4><pre tabindex="0">${escapeHtml(shape(schema, 0))}</pre>`,
    ),
  )
  return [
    `<section><h3><span class="method">${method.toUpperCase()}</span> <code>${escapeHtml(path)}</code></h3>`,
    `<p>${escapeHtml(operation.summary ?? '')}${permission ? ` · needs <code>${escapeHtml(permission)}</code>` : ''}</p>`,
    parameters.length > 0
      ? `<table><thead><tr><th scope="col">Name</th><th scope="col">In</th><th scope="col">Shape</th><th scope="col">Meaning</th></tr></thead><tbody>${parameters.join('')}</tbody></table>`
      : '',
    body ? `<h4>Body</h4><pre tabindex="0">${escapeHtml(shape(body, 0))}</pre>` : '',
    `<details><summary>Reply</summary>${replies.join('')}</details></section>`,
  ].join('\n')
}

/** A schema in the notation of TypeScript, which readers know; descriptions as comments. */
function shape(schema: Json, depth: number): string {
  if (depth > 12) return '…'
  if ('const' in schema) return JSON.stringify(schema.const)
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  const union = (schema.anyOf ?? schema.oneOf) as Json[] | undefined
  if (union) return union.map((each) => shape(each, depth + 1)).join(' | ')
  if (schema.type === 'array') return `${shape((schema.items ?? {}) as Json, depth + 1)}[]`
  if (schema.type !== 'object') return String(schema.type ?? 'any')
  const properties = Object.entries((schema.properties ?? {}) as Record<string, Json>)
  if (properties.length === 0) return '{ [name]: any }'
  const required = (schema.required ?? []) as string[]
  const indent = '  '.repeat(depth + 1)
  const lines = properties.map(([name, each]) => {
    const words = each.description ? `  // ${each.description}` : ''
    return `${indent}${name}${required.includes(name) ? '' : '?'}: ${shape(each, depth + 1)}${words}`
  })
  return `{\n${lines.join('\n')}\n${'  '.repeat(depth)}}`
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)
}
