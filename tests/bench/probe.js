// Injected into the measured page before its own scripts. Looks at roles, names and what is painted.
(() => {
  if (window !== top) return

  // ---- what is on screen ----
  const onScreen = (element) => {
    if (!element.checkVisibility({ visibilityProperty: true })) return false
    const { width, height, top, bottom } = element.getBoundingClientRect()
    return width > 0 && height > 0 && bottom > 0 && top < innerHeight
  }
  const seen = (selector, root = document) => [...root.querySelectorAll(selector)].filter(onScreen)
  const grid = () => document.querySelector('[role=grid], [role=table]')
  const says = (text) => (element) => element.textContent.toLowerCase().includes(text)
  /** The cells that name the workgroups now shown. */
  const names = () => (grid() ? seen('[role=rowheader], [role=row] > :is([role=gridcell], [role=cell]):first-child', grid()) : [])

  /** When a step is finished, as its user sees it. */
  const outcomes = {
    rows: () => names().length > 0,
    options: () => seen('[role=option]').length > 0,
    optionsSay: (text) => seen('[role=option]').length > 0 && seen('[role=option]').every(says(text)),
    switched: (path) => location.pathname !== path && seen('[role=option]').length === 0 && names().length > 0,
    namesSay: (text) => names().length > 0 && names().every(says(text)),
    editing: () => Boolean(grid()?.contains(document.activeElement) && document.activeElement.matches('input')),
    shows: (text) => !grid()?.querySelector('input:focus') && names().some(says(text)),
    cellSays: (text) => !grid()?.querySelector('input:focus') && seen('[role=gridcell] button', grid()).some(says(text)),
    inviteesSay: (text) => seen('dialog [role=listitem]').length > 0 && seen('dialog [role=listitem] .outcome').every(says(text)),
    menu: () => seen('[role=menuitem]').length > 0,
    dialog: () => seen('dialog[open] input, [role=dialog] input').length > 0,
  }

  // ---- when it was painted ----
  // A ResizeObserver's first report comes after layout and right before paint; a message sent from
  // there is the first task after the paint.
  const painted = (outcome) =>
    new Promise((done) => {
      const after = new MessageChannel()
      after.port1.onmessage = () => {
        done(performance.now())
        after.port1.close()
      }
      const look = () => {
        const observer = new ResizeObserver(() => {
          observer.disconnect()
          if (outcome()) after.port2.postMessage(null)
          else requestAnimationFrame(look)
        })
        observer.observe(document.documentElement)
      }
      requestAnimationFrame(look)
    })

  let input = 0
  for (const type of ['pointerdown', 'keydown']) {
    addEventListener(type, (event) => event.isTrusted && (input ||= event.timeStamp), { capture: true, passive: true })
  }
  let longest = 0
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) longest = Math.max(longest, entry.duration)
  }).observe({ type: 'longtask' })

  // ---- memory ----
  const memories = new Set()
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const original = WebAssembly[name]
    WebAssembly[name] = async (...given) => {
      const made = await original.apply(WebAssembly, given)
      for (const value of Object.values((made.instance ?? made).exports)) {
        if (value instanceof WebAssembly.Memory) memories.add(value)
      }
      return made
    }
  }

  window.bench = {
    /** Resolves to when the first row was painted. */
    firstRow: painted(outcomes.rows),
    /** Begins a step; `finished` resolves to the milliseconds from its first input to its paint. */
    begin(name, argument) {
      input = 0
      longest = 0
      this.finished = painted(() => input && outcomes[name](argument)).then((end) => end - input)
    },
    /** Resolves when the outcome is painted, whatever brings it about. */
    until: (name, argument) => painted(() => outcomes[name](argument)),
    longestTask: () => longest,
    /** The middle of the second row's name, where a click opens it. */
    secondName: () => {
      const { x, y, width, height } = names()[1].getBoundingClientRect()
      return { x: x + Math.min(width / 2, 40), y: y + height / 2 }
    },
    names: () => names().map((cell) => (cell.querySelector('button') ?? cell).textContent.trim()),
    wasmBytes: () => [...memories].reduce((sum, { buffer }) => sum + buffer.byteLength, 0),

    /** Scrolls the grid end to end, a step a frame. */
    async scroll(steps) {
      let box = names()[0]
      while (box && !(box.scrollHeight > box.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(box).overflowY))) {
        box = box.parentElement
      }
      box ??= document.scrollingElement
      const frame = () => new Promise(requestAnimationFrame)
      const { left, width } = grid().getBoundingClientRect()
      let blank = 0
      let slowest = 0
      let before = await frame()
      for (let step = 1; step <= steps; step++) {
        box.scrollTop = ((box.scrollHeight - box.clientHeight) * step) / steps
        const now = await frame()
        slowest = Math.max(slowest, now - before)
        before = now
        if (!document.elementFromPoint(left + width / 3, innerHeight / 2)?.closest('[role=row]')) blank++
      }
      const last = names().at(-1)?.textContent.trim()
      box.scrollTop = 0
      await frame()
      return { blank, slowest, last }
    },
  }
})()
