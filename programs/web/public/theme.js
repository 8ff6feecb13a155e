// Sets the theme before the first paint. A file of its own, because the page allows no inline script.
;(() => {
  let choice = 'auto'
  try {
    choice = JSON.parse(localStorage.getItem('ui.theme') || '"auto"')
  } catch {}
  const dark = choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset.mantineColorScheme = dark ? 'dark' : 'light'
})()
