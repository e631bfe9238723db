//! A long list of which only the part in sight is in the document. What stands where is decided in
//! [`window`](super::window); this wires it to scrolling and resizing.

use super::{
    dom,
    window::{Layout, assign, follow},
};
use leptos::{html, prelude::*};
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::ResizeObserver;

/// A place for a row in the document. Rows come and go; it stays.
#[derive(Debug, Clone)]
pub struct Slot {
    /// Its number.
    pub number: usize,
    /// The row that it shows and that row's top in pixels; none where it is empty.
    pub place: ArcRwSignal<Option<(usize, u32)>>,
}

/// A list. A copy is a handle.
#[derive(Debug, Clone, Copy)]
pub struct VirtualList {
    /// The element that scrolls. Its `--row`, `--line` and `--more` are the heights of a row, and of
    /// the two kinds of lines that make a row taller.
    pub viewport: NodeRef<html::Div>,
    /// The places there are; only ever more.
    pub slots: RwSignal<Vec<Slot>>,
    /// The height of all rows in pixels.
    pub height: RwSignal<u32>,
    inner: StoredValue<Inner>,
}

#[derive(Debug)]
struct Inner {
    layout: Layout,
    lines: [u32; 2],
    /// By row: how many lines of either kind it is taller.
    taller: Vec<(usize, [u32; 2])>,
    shown: Vec<Option<usize>>,
    pinned: Option<usize>,
    /// Pixels of the viewport above the first row that stay in sight: a sticky head.
    inset: u32,
    /// Rows kept ready on either side.
    more: usize,
    view_height: u32,
    /// Where it is scrolled to in pixels, as it was last told.
    top: u32,
}

impl VirtualList {
    /// An empty list in a viewport that is about `view_height` pixels high: rows can be made before
    /// the browser has laid out anything.
    pub fn new(inset: u32, more: usize, view_height: u32) -> Self {
        let layout = Layout { count: 0, row: 40, taller: Vec::new() };
        let (shown, taller) = (Vec::new(), Vec::new());
        let (lines, pinned, top) = ([0; 2], None, 0);
        let inner = Inner { layout, lines, taller, shown, pinned, inset, more, view_height, top };
        let list = Self {
            viewport: NodeRef::new(),
            slots: RwSignal::new(Vec::new()),
            height: RwSignal::new(0),
            inner: StoredValue::new(inner),
        };
        list.observe();
        list
    }

    /// There are `count` rows, some of them taller by some lines.
    pub fn set(self, count: usize, taller: Vec<(usize, [u32; 2])>) {
        self.inner.update_value(|inner| {
            inner.taller = taller;
            inner.layout.count = count;
            inner.lay_out();
        });
        self.draw();
    }

    /// There are other rows at some places: tells the slots that show these.
    pub fn tell(self, is_other: impl Fn(usize) -> bool) {
        self.slots.with_untracked(|slots| {
            for slot in slots {
                if slot.place.get_untracked().is_some_and(|(row, _)| is_other(row)) {
                    slot.place.notify();
                }
            }
        });
    }

    /// Keeps the row in the document wherever the list is scrolled to.
    pub fn pin(self, row: Option<usize>) {
        // A list that is gone has nothing to keep.
        let _ = self.inner.try_update_value(|inner| inner.pinned = row);
    }

    /// The pinned row.
    pub fn pinned(self) -> Option<usize> {
        self.inner.try_with_value(|inner| inner.pinned).flatten()
    }

    /// The pinned row is at `to` from now on: the element that shows it goes along. To be called
    /// before the rows change.
    pub fn move_pinned(self, to: usize) {
        self.inner.update_value(|inner| {
            if let Some(from) = inner.pinned.filter(|from| *from != to) {
                follow(&mut inner.shown, from, to);
                inner.pinned = Some(to);
            }
        });
    }

    /// The row that a slot shows.
    pub fn row_of(self, slot: usize) -> Option<usize> {
        self.inner.try_with_value(|inner| inner.shown.get(slot).copied().flatten()).flatten()
    }

    /// The slot that shows a row.
    pub fn slot_of(self, row: usize) -> Option<usize> {
        self.inner.try_with_value(|inner| inner.shown.iter().position(|shown| *shown == Some(row))).flatten()
    }

    /// How many rows fit into the viewport.
    pub fn page(self) -> usize {
        self.inner
            .with_value(|inner| ((inner.view_height.saturating_sub(inner.inset)) / inner.layout.row).max(1) as usize)
    }

    /// Scrolls just so far that the row can be seen. Where it can be already, the browser is not asked
    /// for anything.
    pub fn reveal(self, row: usize) {
        let Some(viewport) = self.viewport.get_untracked() else { return };
        let to = self.inner.with_value(|inner| {
            let (top, bottom) = (inner.layout.top(row), inner.layout.top(row + 1) + inner.inset);
            if top < inner.top {
                Some(top)
            } else {
                (bottom > inner.top + inner.view_height).then(|| bottom.saturating_sub(inner.view_height))
            }
        });
        if let Some(to) = to {
            viewport.set_scroll_top(signed(to));
            self.scrolled();
        }
    }

    /// The first row in sight, where the list has been scrolled.
    pub fn first_in_sight(self) -> Option<usize> {
        self.inner.try_with_value(|inner| (inner.top > 0).then(|| inner.layout.row_at(inner.top))).flatten()
    }

    /// The top of a row in pixels, from the top of the list.
    pub fn top(self, row: usize) -> u32 {
        self.inner.try_with_value(|inner| inner.layout.top(row)).unwrap_or_default()
    }

    /// Scrolls so that a row, whose top was at `before`, is seen where it was.
    pub fn keep_in_place(self, before: u32, row: usize) {
        let Some(viewport) = self.viewport.try_get_untracked().flatten() else { return };
        let by = signed(self.top(row)) - signed(before);
        if by != 0 {
            viewport.set_scroll_top(viewport.scroll_top() + by);
            self.scrolled();
        }
    }

    /// Scrolls to the first row.
    pub fn to_top(self) {
        let Some(viewport) = self.viewport.get_untracked() else { return };
        if self.inner.try_update_value(|inner| std::mem::take(&mut inner.top)) != Some(0) {
            viewport.set_scroll_top(0);
            self.draw();
        }
    }

    /// The viewport was scrolled. It is asked where to here, and seldom else: that makes the browser
    /// lay out what has changed.
    pub fn scrolled(self) {
        let Some(viewport) = self.viewport.try_get_untracked().flatten() else { return };
        let top = u32::try_from(viewport.scroll_top()).unwrap_or(0);
        self.inner.update_value(|inner| inner.top = top);
        self.draw();
    }

    /// Shows what is in sight now.
    fn draw(self) {
        let mut grown = Vec::new();
        self.inner.update_value(|inner| {
            if self.height.get_untracked() != inner.layout.height() {
                self.height.set(inner.layout.height());
            }
            // A list that became shorter has been scrolled as far as it goes by then.
            let last = (inner.layout.height() + inner.inset).saturating_sub(inner.view_height);
            let rows = inner.layout.rows(inner.top.min(last), inner.view_height, inner.more);
            let pinned = inner.pinned.filter(|row| *row < inner.layout.count);
            assign(&mut inner.shown, rows, pinned);
            self.slots.with_untracked(|slots| {
                for (number, shown) in inner.shown.iter().enumerate() {
                    let place = shown.map(|row| (row, inner.layout.top(row)));
                    match slots.get(number) {
                        Some(slot) if slot.place.get_untracked() != place => slot.place.set(place),
                        Some(_) => {}
                        None => grown.push((number, place)),
                    }
                }
            });
        });
        if !grown.is_empty() {
            self.slots.update(|slots| {
                slots.extend(grown.into_iter().map(|(number, place)| Slot { number, place: ArcRwSignal::new(place) }));
            });
        }
    }

    /// Measures the viewport, now and whenever its size changes.
    fn observe(self) {
        Effect::new(move |_| {
            let Some(viewport) = self.viewport.get() else { return };
            let measured = viewport.clone();
            let measure = move || {
                let height = u32::try_from(measured.client_height()).unwrap_or(0);
                if height == 0 {
                    return; // It is not shown.
                }
                self.inner.try_update_value(|inner| {
                    inner.view_height = height;
                    inner.layout.row = dom::pixels(&measured, "--row").unwrap_or(40).max(1);
                    inner.lines = ["--line", "--more"].map(|line| dom::pixels(&measured, line).unwrap_or(0));
                    inner.lay_out();
                    // A list that is shown again comes back as the browser left it, whatever was
                    // told it while it was hidden.
                    measured.set_scroll_top(signed(inner.top));
                });
                self.draw();
            };
            let callback = Closure::<dyn Fn()>::new(measure);
            let Ok(observer) = ResizeObserver::new(callback.as_ref().unchecked_ref()) else { return };
            observer.observe(&viewport);
            let held = send_wrapper::SendWrapper::new((observer, callback));
            on_cleanup(move || held.0.disconnect());
        });
    }
}

impl Inner {
    fn lay_out(&mut self) {
        let (count, [line, more]) = (self.layout.count, self.lines);
        let inside = self.taller.iter().filter(|(row, _)| *row < count);
        self.layout.taller = inside.map(|(row, [lines, mores])| (*row, lines * line + mores * more)).collect();
    }
}

fn signed(pixels: u32) -> i32 {
    i32::try_from(pixels).unwrap_or(i32::MAX)
}
