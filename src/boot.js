// Runs before the wasm module has arrived: lets Leptos write its static markup under Trusted
// Types, asks for configuration and data, loads the module, and shows the crash page if that fails.

// Leptos builds static markup through `template.innerHTML`. All of it is made at compile time and
// values are set as text or attributes, so markup that could run anything is nobody's intent.
globalThis.trustedTypes?.createPolicy('default', {
  createHTML: (html) => (/<script|\son\w+\s*=|javascript:/i.test(html) ? null : html),
})

const crashed = () => document.getElementById('crashed').showModal()
document.getElementById('crashed-reload').addEventListener('click', () => location.reload())

const config = fetch('/config.json', { cache: 'no-cache' }).then((answer) => (answer.ok ? answer.text() : Promise.reject(answer.status)))
const early = {}
globalThis.workgroupsBoot = { config: config.catch(() => undefined) }
globalThis.workgroupsEarly = early

config
  .then((text) => {
    const { api_base: base = '', api_headers: headers = {} } = JSON.parse(text)
    const ask = (path) => {
      const url = base + '/api/v1/' + path
      const options = { headers: { accept: 'application/json', ...headers }, credentials: 'same-origin' }
      early[url] = fetch(url, { ...options, signal: AbortSignal.timeout(20_000) })
      early[url].catch(() => {}) // asked again by the page, which says what is wrong
    }
    ask('session')
    if (!localStorage.getItem('signed-in') || location.pathname.startsWith('/sign-in/')) return
    ask('workgroups?limit=100')
    const [, id] = location.pathname.match(/^\/w\/([\w-]+)/) ?? []
    if (id) ask('workgroups/' + id)
  })
  .catch(() => {}) // a broken file is explained by the page

const { dataset } = document.getElementById('module')
import(dataset.js)
  .then(({ default: init }) => init({ module_or_path: dataset.wasm }))
  .catch((error) => {
    console.error(error)
    crashed()
  })
