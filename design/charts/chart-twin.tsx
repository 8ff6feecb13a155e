/** What a chart shows, as a table: for screen readers always, for eyes on demand. */
export function ChartTwin({
  caption,
  head,
  rows,
  shown = false,
}: {
  caption: string
  head: readonly string[]
  rows: readonly (readonly string[])[]
  shown?: boolean
}) {
  return (
    <div className={shown ? undefined : 'said'}>
      <table>
        <caption className="said">{caption}</caption>
        <thead>
          <tr>
            {head.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.join('\n')}>
              {row.map((cell, at) =>
                at === 0 ? (
                  <th key={head[at]} scope="row">
                    {cell}
                  </th>
                ) : (
                  <td key={head[at]}>{cell}</td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
