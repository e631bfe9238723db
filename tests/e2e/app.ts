// The page as a person finds it: the names of spec and screen readers, spelled once.
import { expect, type Locator, type Page } from '@playwright/test'

const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

export class App {
  readonly main: Locator
  readonly navigation: Locator
  readonly selector: Locator
  readonly chooser: Locator
  readonly grid: Locator
  readonly filter: Locator

  constructor(readonly page: Page) {
    this.main = page.getByRole('main')
    this.navigation = this.navigationIn('Main')
    this.selector = this.navigation.getByRole('button', { name: /^Workgroup:/ })
    this.chooser = page.getByRole('dialog', { name: 'Choose workgroup' })
    this.grid = page.getByRole('grid', { name: 'Workgroups' })
    this.filter = page.getByRole('textbox', { name: 'Filter workgroups' })
  }

  /** The navigation pane by its name in another language. */
  navigationIn(name: string) {
    return this.page.getByRole('navigation', { name })
  }

  /** Opens the page and signs in as the sample agent whose name begins so. */
  async signInAs(agent: string) {
    await this.page.goto('/')
    await this.page.getByRole('button', { name: new RegExp(`^Sign in as ${literal(agent)}`) }).click()
    await expect(this.selector).toBeVisible()
  }

  async openSettings() {
    await this.navigation.getByRole('link', { name: 'Settings' }).click()
    await expect(this.page.getByRole('heading', { level: 1, name: 'Workgroups' })).toBeVisible()
    await expect(this.grid.getByRole('row').nth(1)).toBeVisible()
  }

  /** The button that shows a workgroup's name in Settings. */
  name(workgroup: string) {
    return this.grid.getByRole('button', { name: new RegExp(`^Name: ?${literal(workgroup)}(?!\\w)`) })
  }

  /** The row of a workgroup in Settings. */
  row(workgroup: string) {
    return this.grid.getByRole('row').filter({ has: this.page.getByRole('button', { name: new RegExp(`^Name: ?${literal(workgroup)}(?!\\w)`) }) })
  }

  /** The button that shows a workgroup's default agent cost in Settings. */
  cost(workgroup: string) {
    return this.row(workgroup).getByRole('button', { name: /^Default agent cost:/ })
  }

  /** The field of the cell that is being edited. */
  field(name: 'Name' | 'Default agent cost') {
    return this.grid.getByRole('textbox', { name, exact: true })
  }

  /** Opens a cell, replaces its value and presses Enter. */
  async edit(cell: Locator, text: string) {
    await cell.click()
    // What is edited with may still be on its way.
    await expect(this.page.getByRole('gridcell').locator('input:focus')).toBeVisible()
    await this.page.keyboard.press('ControlOrMeta+a')
    await this.page.keyboard.insertText(text)
    await this.page.keyboard.press('Enter')
  }

  /** Does what makes the page save, and waits until the server has taken it. */
  async saving(act: () => Promise<void>) {
    const answered = this.page.waitForResponse((answer) => answer.request().method() === 'PATCH' && answer.ok())
    await act()
    await answered
  }

  async openSelector() {
    await this.selector.click()
    await expect(this.chooser.getByRole('combobox', { name: 'Search workgroups' })).toBeFocused()
  }

  /** The option of a workgroup in the selector. */
  option(workgroup: string) {
    return this.chooser.getByRole('option', { name: new RegExp(`^${literal(workgroup)}(?!\\w)`) })
  }

  async switchTo(workgroup: string) {
    await this.openSelector()
    await this.chooser.getByRole('combobox', { name: 'Search workgroups' }).fill(workgroup)
    await this.option(workgroup).first().click()
    await expect(this.selector).toHaveAccessibleName(new RegExp(`^Workgroup:.*${literal(workgroup)}$`))
  }

  async openAddWorkgroup() {
    await this.page.getByRole('banner').getByRole('button', { name: 'Add', exact: true }).click()
    await this.page.getByRole('menuitem', { name: 'Workgroup', exact: true }).click()
    const dialog = this.page.getByRole('dialog', { name: 'Add workgroup' })
    await expect(dialog.getByRole('textbox', { name: 'Workgroup name' })).toBeFocused()
    return dialog
  }
}
