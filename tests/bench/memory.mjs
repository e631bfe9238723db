// What stays behind after many switches between workgroups.
import { controls, openTab } from './tab.mjs'

const FIRST = 10
const centre = ({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 })

export async function memory(browser, { settings, state }, switches, note) {
  const tab = await openTab(browser, { state })
  const { page } = tab
  await tab.goto(settings)
  const ui = controls(page)

  const weigh = async () => {
    await tab.quiet()
    for (let times = 0; times < 3; times++) await tab.devtools.send('HeapProfiler.collectGarbage')
    const { JSHeapUsedSize, Nodes, JSEventListeners } = await tab.counters()
    const wasm = await page.evaluate(() => window.bench.wasmBytes())
    return { 'JS heap (bytes)': JSHeapUsedSize, 'wasm (bytes)': wasm, 'DOM nodes': Nodes, listeners: JSEventListeners }
  }
  // By arrows: each text typed stays in the browser's own undo history, with a node of its own.
  const { x, y } = centre(await ui.selector.boundingBox())
  let early
  for (let done = 1; done <= switches; done++) {
    await page.mouse.click(x, y)
    await tab.until('options')
    for (let down = 0; down <= done % 5; down++) await page.keyboard.press('ArrowDown')
    const from = await page.evaluate(() => location.pathname)
    await page.keyboard.press('Enter')
    await tab.until('switched', from)
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
