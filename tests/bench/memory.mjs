// What stays behind after many switches between workgroups.
import { controls, openTab } from './tab.mjs'

const FIRST = 10

export async function memory(browser, { settings, state }, switches, note) {
  const tab = await openTab(browser, { state })
  const { page } = tab
  await tab.goto(settings)
  const ui = controls(page)
  const shown = await page.evaluate(() => window.bench.names())
  // Of two with the same name the selected one comes first, and choosing it goes nowhere.
  const names = shown.filter((name) => shown.indexOf(name) === shown.lastIndexOf(name))

  const weigh = async () => {
    await tab.quiet()
    for (let times = 0; times < 3; times++) await tab.devtools.send('HeapProfiler.collectGarbage')
    const { JSHeapUsedSize, Nodes, JSEventListeners } = await tab.counters()
    const wasm = await page.evaluate(() => window.bench.wasmBytes())
    return { 'JS heap (bytes)': JSHeapUsedSize, 'wasm (bytes)': wasm, 'DOM nodes': Nodes, listeners: JSEventListeners }
  }
  let early
  for (let done = 1; done <= switches; done++) {
    const from = new URL(page.url()).pathname
    await ui.selector.click()
    await ui.search.fill(names[done % names.length])
    await page.getByRole('option', { name: names[done % names.length] }).first().waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL((url) => url.pathname !== from)
    if (done === FIRST) early = await weigh()
  }
  const late = await weigh()
  for (const [what, amount] of Object.entries(late)) {
    note(`memory: ${what} after ${FIRST} switches`, early[what])
    note(`memory: ${what} after ${switches} switches`, amount)
    if (early[what]) note(`memory: ${what} growth (%)`, (amount / early[what] - 1) * 100)
  }
  await tab.close()
}
