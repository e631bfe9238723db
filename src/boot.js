// Runs as soon as it has arrived, before the page has been read to its end and before the wasm
// module: lets Leptos write its static markup under Trusted Types, loads the module, asks for
// configuration and data, and shows the crash page if the module cannot be loaded.
(() => {
  // Leptos builds static markup through `template.innerHTML`. All of it is made at compile time and
  // values are set as text or attributes, so markup that could run anything is nobody's intent.
  globalThis.trustedTypes?.createPolicy('default', {
    createHTML: (html) => (/<script|\son\w+\s*=|javascript:/i.test(html) ? null : html),
  })

  // The module is compiled while it arrives, and while its script does. Where that fails, or there
  // is no WebAssembly, the script fails too, or else succeeds in its own way.
  const { dataset } = document.getElementById('module')
  const module = (async () => WebAssembly.compileStreaming(fetch(dataset.wasm)))().catch(() => dataset.wasm)

  const config = fetch('/config.json', { cache: 'no-cache' }).then((answer) => (answer.ok ? answer.text() : Promise.reject(answer.status)))
  const boot = (globalThis.workgroupsBoot = { config: config.catch(() => undefined) })
  let known // where somebody is signed in: the configuration of then
  const ask = (text) => {
    const early = (globalThis.workgroupsEarly = {})
    const { api_base: base = '', api_headers: headers = {} } = JSON.parse(text)
    const get = (path) => {
      const url = base + '/api/v1/' + path
      const options = { headers: { accept: 'application/json', ...headers }, credentials: 'same-origin' }
      early[url] = fetch(url, { ...options, signal: AbortSignal.timeout(20_000) })
      early[url].catch(() => {}) // asked again by the page, which says what is wrong
    }
    get('session')
    if (!known || ['/sign-in/', '/invitation'].some((page) => location.pathname.startsWith(page))) return
    get('workgroups?limit=50')
    const [, id] = location.pathname.match(/^\/w\/([\w-]+)/) ?? []
    if (id) get('workgroups/' + id)
  }
  // The configuration seldom changes: nobody waits for it who has been here before. What was
  // asked by an old one is for nothing.
  try {
    known = localStorage.getItem('signed-in')
    if (known) ask(known)
  } catch {} // the browser forbids storage, or something else wrote there
  config
    .then((text) => {
      boot.text = text
      if (text !== known) ask(text)
    })
    .catch(() => {}) // a broken file is explained by the page

  addEventListener('click', (event) => event.target.id === 'crashed-reload' && location.reload())
  // The module writes into the page, which has been read to its end by then, as a rule.
  const crashed = async () => {
    const find = () => document.getElementById('crashed')
    return find() ?? new Promise((done) => addEventListener('DOMContentLoaded', () => done(find())))
  }
  Promise.all([import(dataset.js), module])
    .then(async ([{ default: init }, module_or_path]) => {
      await crashed()
      await init({ module_or_path })
    })
    .catch(async (error) => {
      console.error(error)
      ;(await crashed()).showModal()
    })
  // What takes the browser long at its first use, while it waits for the network.
  try {
    new Intl.NumberFormat(navigator.language)
    new Intl.DateTimeFormat(navigator.language)
    sessionStorage.length
  } catch {} // the browser forbids storage
})()
