/** The same as the page shows before the program is there, so that the first answer of the server moves nothing. */
export function StartingFrame() {
  return (
    <div className="starting" role="status" aria-label="Starting">
      <div className="starting-rail" />
      <div className="starting-top" />
      <p className="starting-word">Holdfast</p>
    </div>
  )
}
